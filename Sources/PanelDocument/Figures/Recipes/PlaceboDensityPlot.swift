package import PanelResults

/// The distribution of placebo effects, with the actual effect and zero as lines.
package struct PlaceboDensityPlot: FigureRecipe, Equatable {
  package static let kind = "placebo-density"
  package static let summary =
    "The distribution of placebo effects as a histogram and a density, with the actual effect."

  package var hasHistogram: Bool
  package var axisTitle: LocalizedText?
  package var size: RequestedSize

  package init() {
    hasHistogram = true
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && (results[0].result as? PlaceboResult)?.draws != nil
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try PlaceboDensity(of: results, recipe: self, in: context)
    let sheet = try plot.sheet()
    let words = FigureWords(context: context)
    return try words.figure(
      FigureParts(
        size: sheet.size,
        frames: [sheet.frame.box],
        groups: sheet.groups(rules: [], marks: plot.marks),
        title: try plot.title(),
        summary: try plot.summary(x: sheet.x),
        notes: try plot.notes(),
        data: plot.data
      ),
      of: results
    )
  }
}

extension PlaceboDensityPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case hasHistogram = "histogram"
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    try container.replace(&hasHistogram, forKey: .hasHistogram)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "histogram",
      .flag,
      default: "true",
      "Whether the histogram stands behind the density, where the analysis made one."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the outcome",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

/// What a plot of placebo effects draws and says.
struct PlaceboDensity {
  private let result: PlaceboResult
  private let draws: PlaceboDraws
  private let recipe: PlaceboDensityPlot
  private let words: FigureWords
  private let outcome: String?

  init(
    of results: [NamedResult],
    recipe: PlaceboDensityPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let result = results[0].result as? PlaceboResult,
      let draws = result.draws
    else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(PlaceboDensityPlot.kind)' draws one result of random "
          + "placebos; it is given \(results.map { "'\($0.reference)'" }.joined(separator: ", "))."
          + " Placebos in time are drawn by the kind '\(PlaceboTimePlot.kind)'."
      )
    }
    guard !draws.values.isEmpty else {
      throw .invalid(
        "Figure '\(context.id)' has no placebo to draw: all \(draws.replications) replications of "
          + "'\(results[0].reference)' failed."
      )
    }
    self.result = result
    self.draws = draws
    self.recipe = recipe
    words = FigureWords(context: context)
    outcome = try words.outcome(of: result)
  }

  private var value: Double { result.baseline.value }
  private var density: KernelDensity? { draws.density }
  private var histogram: Histogram? { recipe.hasHistogram ? draws.histogram : nil }

  /// The share of each value, where there is neither a density nor a histogram.
  private var spikes: [Datum] {
    guard density == nil, histogram == nil else { return [] }
    var counts: [Double: Int] = [:]
    for value in draws.values { counts[value, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map {
      Datum(x: $0.key, y: Double($0.value) / Double(draws.values.count))
    }
  }

  var marks: [any Mark] {
    var marks: [any Mark] = histogram.map { [HistogramMark($0)] } ?? []
    if let density { marks.append(LineMark(density.data, series: 0)) }
    let spikes = spikes
    marks += spikes.map { LineMark([Datum(x: $0.x, y: 0), $0], series: 0) as any Mark }
    if !spikes.isEmpty { marks.append(PointMark(spikes, series: 0)) }
    // Over the bars and the curve, or they would hide it.
    return marks + [RuleMark(at: 0, on: .x), RuleMark(at: value, on: .x, role: .estimate)]
  }

  func sheet() throws(DocumentError) -> PlotSheet {
    let name = try words.title(recipe.axisTitle, placeboOn: outcome)
    let domain = marks.reduce(Domain(x: value...value)) { $0.union($1.domain) }
    let reach = max(abs(domain.x?.lowerBound ?? 0), abs(domain.x?.upperBound ?? 0))
    let theme = words.context.figureTheme
    let yTitle = try words.treatment(spikes.isEmpty ? "axis-density" : "axis-share")
    return try PlotSheet(
      PlotRequest(
        width: recipe.size.width(in: theme),
        height: recipe.size.height,
        x: PlotRequest.Axis(
          range: -reach...reach,
          title: name,
          scaledTitle: try words.scaled(name),
          reach: 2,
          fit: .symmetric
        ),
        y: PlotRequest.Axis(
          range: 0...(domain.y?.upperBound ?? 1),
          title: yTitle,
          scaledTitle: try words.scaled(yTitle),
          reach: spikes.isEmpty ? 2 : Marker.reach(in: theme),
          fit: .fromZero
        ),
        lineLabels: [
          (0, try words.treatment("zero")),
          (value, try words.treatment("actual", ["value": FigureNumber.brief(value)])),
        ],
        id: words.context.id
      ),
      theme: theme
    )
  }
}

extension PlaceboDensity {
  func title() throws(DocumentError) -> String {
    let values = [
      "placebos": try placebos(), "outcome": outcome ?? "",
      "kind": try words.glossary.text("placebo-kinds", result.kind.rawValue),
    ]
    return try words.treatment(
      outcome == nil ? "placebo-title" : "placebo-title-of",
      values
    )
  }

  private func placebos() throws(DocumentError) -> String {
    let count = draws.values.count
    return try words.treatment(
      "placebos",
      ["count": count == 1 ? "1" : FigureNumber.count(count)]
    )
  }

  func summary(x: ValueAxis) throws(DocumentError) -> String {
    let values = [
      "placebos": try placebos(), "span": try words.span(draws.values),
      "value": FigureNumber.brief(value),
    ]
    var sentences = [
      try words.glossary.text("placebo-notes", result.kind.rawValue),
      try words.treatment("placebo-reading", values),
    ]
    if let mean = draws.mean.value, let deviation = draws.standardDeviation.value {
      sentences.append(
        try words.treatment(
          "placebo-mean",
          ["mean": FigureNumber.brief(mean), "sd": FigureNumber.brief(deviation)]
        )
      )
    }
    return try words.joined(sentences + [verdict(), pValues()])
  }

  func notes() throws(DocumentError) -> [TableNote] {
    var texts: [(TableNote.Kind, String)] = [
      (.description, try distribution()),
      (.description, try words.glossary.text("placebo-notes", result.kind.rawValue)),
      (
        .description,
        try words.treatment("note-placebo-lines", ["value": FigureNumber.brief(value)])
      ),
      (.remark, try verdict()), (.remark, try pValues()),
    ]
    texts += try sample().map { (.sample, $0) }
    return texts.map { TableNote($0.0, RichText($0.1)) }
  }

  private func distribution() throws(DocumentError) -> String {
    var values = ["placebos": try placebos()]
    if let density {
      let sentences = DensityWords(words: words)
      values["kernel"] = try sentences.kernel(density)
      values["bandwidth"] = try sentences.bandwidth(density)
    }
    if let histogram { values["bins"] = FigureNumber.count(histogram.counts.count) }
    switch (density, histogram) {
    case (_?, _?): return try words.treatment("note-curve-bars", values)
    case (_?, nil): return try words.treatment("note-curve", values)
    case (nil, _?): return try words.treatment("note-bars", values)
    case (nil, nil): return try words.treatment("note-spikes", values)
    }
  }

  /// Where the actual effect lies among the placebos.
  private func verdict() throws(DocumentError) -> String {
    let p = draws.twoSided
    let values = [
      "part": FigureNumber.count(p.count), "draws": FigureNumber.count(p.draws), "p": try text(of: p),
    ]
    if p.count == 0 { return try words.treatment("verdict-outside", values) }
    return try words.treatment(p.plain <= 0.05 ? "verdict-tail" : "verdict-inside", values)
  }

  /// `p = 0.012`, or `p < 1/500` where no draw is as far.
  private func text(of p: PermutationPValue) throws(DocumentError) -> String {
    p.count == 0
      ? try words.treatment("p-fraction-below", ["draws": FigureNumber.count(p.draws)])
      : try words.pValue(p.plain)
  }

  private func pValues() throws(DocumentError) -> String {
    var values: [String: String] = [:]
    for (name, p) in [
      ("two-sided", draws.twoSided), ("left", draws.left), ("right", draws.right),
    ] {
      values[name] = try words.treatment(
        "tail",
        [
          "part": FigureNumber.count(p.count), "draws": FigureNumber.count(p.draws),
          "p": try text(of: p), "corrected": FigureNumber.decimals(p.corrected, 3),
        ]
      )
    }
    return try words.treatment("note-p-values", values)
  }

  private func sample() throws(DocumentError) -> [String] {
    var sentences: [String] = []
    if let first = draws.firstPeriod, let last = draws.lastPeriod {
      sentences.append(
        try words.treatment(
          "note-placebo-dates",
          ["first": FigureNumber.period(first), "last": FigureNumber.period(last)]
        )
      )
    }
    if let count = draws.assignments {
      sentences.append(
        try words.treatment("note-assignments", ["count": FigureNumber.count(count)])
      )
    } else {
      sentences.append(
        try words.treatment(
          "note-replications",
          ["count": FigureNumber.count(draws.replications), "seed": String(draws.seed)]
        )
      )
    }
    if draws.failed > 0 {
      sentences.append(
        try words.treatment("note-failed", ["count": FigureNumber.count(draws.failed)])
      )
    }
    return sentences
  }

  /// The placebos, one by one, then the curve and the bars.
  var data: FigureData {
    var rows: [[FigureData.Value]] = [[.text("actual"), .number(value), .missing, .missing]]
    rows += draws.values.map { [.text("placebo"), .number($0), .missing, .missing] }
    rows += (density?.data ?? []).map {
      [.text("density"), .number($0.x), .number($0.y), .missing]
    }
    if let histogram {
      rows += zip(histogram.densities, histogram.counts).enumerated().map { index, bar in
        [
          .text("bin"), .number(histogram.start + Double(index) * histogram.width),
          .number(bar.0), .count(bar.1),
        ]
      }
    }
    return FigureData(columns: ["part", "x", "density", "count"], rows: rows)
  }
}

package import PanelResults

/// The 2 × 2 comparisons behind a two-way fixed-effects coefficient: weight against estimate.
package struct DecompositionPlot: FigureRecipe, Equatable {
  package static let kind = "goodman-bacon"
  package static let summary =
    "Weights and estimates of the 2 × 2 comparisons behind a two-way fixed-effects coefficient."

  package var axisTitle: LocalizedText?
  package var size: RequestedSize

  package init() { size = RequestedSize() }

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is DecompositionResult
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    guard results.count == 1, let result = results[0].result as? DecompositionResult else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(Self.kind)' draws one result of the method "
          + "'\(DecompositionResult.method)'; it is given "
          + "\(results.map { "'\($0.reference)'" }.joined(separator: ", "))."
      )
    }
    guard !result.comparisons.isEmpty else {
      throw .invalid(
        "Figure '\(context.id)' has no comparison to draw: '\(results[0].reference)' is empty."
      )
    }
    let plot = try DecompositionFigure(result: result, recipe: self, in: context)
    let sheet = try plot.sheet()
    return try FigureWords(context: context).figure(
      FigureParts(
        size: sheet.size,
        frames: [sheet.frame.box],
        groups: try plot.groups(on: sheet),
        title: try plot.title(),
        summary: try plot.summary(x: sheet.x, y: sheet.y),
        legend: try plot.legendEntries(),
        notes: try plot.notes(),
        data: plot.data
      ),
      of: results
    )
  }
}

extension DecompositionPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the outcome",
      "The title of the vertical axis."
    ),
    RequestedSize.key,
  ]
}

/// What a plot of a decomposition draws and says.
struct DecompositionFigure {
  private let result: DecompositionResult
  private let recipe: DecompositionPlot
  private let words: FigureWords
  private let outcome: String?
  /// The kinds that occur, in their own order.
  private let kinds: [Comparison.Kind]

  init(
    result: DecompositionResult,
    recipe: DecompositionPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.result = result
    self.recipe = recipe
    words = FigureWords(context: context)
    outcome = try words.outcome(of: result)
    kinds = Comparison.Kind.allCases.filter { kind in
      result.comparisons.contains { $0.kind == kind }
    }
  }

  private func comparisons(of kind: Comparison.Kind) -> [Comparison] {
    result.comparisons.filter { $0.kind == kind }
  }

  private func name(of kind: Comparison.Kind) throws(DocumentError) -> String {
    try words.glossary.text("comparison-kinds", kind.rawValue)
  }

  private func total(of kind: Comparison.Kind) -> (weight: Double, estimate: Double) {
    if let total = result.totals.first(where: { $0.kind == kind }) {
      return (total.weight, total.estimate)
    }
    return (0, 0)
  }

  private var marks: [any Mark] {
    kinds.enumerated().map { index, kind in
      PointMark(
        comparisons(of: kind).map { Datum(x: $0.weight, y: $0.estimate) },
        series: index
      )
    }
  }

  private var rules: [any Mark] {
    [
      RuleMark(at: 0, on: .y, role: .zero),
      RuleMark(at: result.coefficient, on: .y, role: .estimate),
    ]
  }

  private func axisTitle() throws(DocumentError) -> String {
    if let own = recipe.axisTitle { return own.text(in: words.glossary.language) }
    guard let outcome else { return try words.treatment("axis-comparison") }
    return try words.treatment("axis-comparison-of", ["outcome": outcome])
  }

  /// The kinds with their total weights.
  func legendEntries() throws(DocumentError) -> [LegendEntry] {
    var entries: [LegendEntry] = []
    for (index, kind) in kinds.enumerated() {
      let label = try words.treatment(
        "kind-total",
        [
          "kind": try name(of: kind),
          "weight": FigureNumber.decimals(total(of: kind).weight, 3),
        ]
      )
      entries.append(LegendEntry(label: label, series: index))
    }
    return entries
  }

  func sheet() throws(DocumentError) -> PlotSheet {
    let theme = words.context.figureTheme
    let domain = (marks + rules).reduce(Domain()) { $0.union($1.domain) }
    let title = try axisTitle()
    let weight = try words.treatment("axis-weight")
    // A weight may be negative by rounding of the data alone.
    let weights = domain.x ?? 0...1
    return try PlotSheet(
      PlotRequest(
        width: recipe.size.width(in: theme),
        height: recipe.size.height,
        x: PlotRequest.Axis(
          range: min(0, weights.lowerBound)...weights.upperBound,
          title: weight,
          scaledTitle: try words.scaled(weight),
          reach: Marker.reach(in: theme)
        ),
        y: PlotRequest.Axis(
          range: domain.y ?? 0...0,
          title: title,
          scaledTitle: try words.scaled(title),
          reach: Marker.reach(in: theme)
        ),
        legend: try legendEntries().map {
          LegendLayout.Item(label: $0.label, series: $0.series, symbol: .marker)
        },
        id: words.context.id
      ),
      theme: theme
    )
  }

  func groups(on sheet: PlotSheet) throws(DocumentError) -> [ShapeGroup] {
    let text = try words.treatment(
      "coefficient-line",
      ["value": FigureNumber.brief(result.coefficient)]
    )
    let ink = (rules + marks).flatMap { $0.shapes(in: sheet.frame) }
    let label = FreePlace(in: sheet.frame, beside: ink).beside(
      level: result.coefficient,
      TextBlock(lines: [text], role: .small)
    )
    return sheet.groups(rules: rules, marks: marks, texts: label ?? [])
  }
}

extension DecompositionFigure {
  func title() throws(DocumentError) -> String {
    try words.treatment("decomposition-title", ["comparisons": try count(result.comparisons.count)])
  }

  private func count(_ count: Int) throws(DocumentError) -> String {
    try words.treatment("comparisons", ["count": FigureNumber.count(count)])
  }

  func summary(x: ValueAxis, y: ValueAxis) throws(DocumentError) -> String {
    var sentences = [
      try words.sentence(
        about: x,
        key: "horizontal-axis",
        title: try words.treatment("axis-weight")
      ),
      try words.sentence(about: y, key: "vertical-axis", title: try axisTitle()),
      try words.treatment(
        "coefficient-reading",
        ["value": FigureNumber.brief(result.coefficient)]
      ),
    ]
    for kind in kinds {
      let values = comparisons(of: kind).map(\.estimate)
      let total = total(of: kind)
      sentences.append(
        try words.treatment(
          "kind-reading",
          [
            "kind": try name(of: kind), "comparisons": try count(values.count),
            "weight": FigureNumber.decimals(total.weight, 3),
            "estimate": FigureNumber.brief(total.estimate),
            "span": try words.span(values),
          ]
        )
      )
    }
    return try words.joined(sentences)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    var list = ""
    for kind in kinds {
      let total = total(of: kind)
      let item = try words.treatment(
        "kind-mean",
        [
          "kind": try name(of: kind), "weight": FigureNumber.decimals(total.weight, 3),
          "estimate": FigureNumber.brief(total.estimate),
        ]
      )
      list = list.isEmpty ? item : try words.treatment("kinds-joined", ["list": list, "item": item])
    }
    return [
      TableNote(.description, RichText(try words.treatment("note-comparisons"))),
      TableNote(
        .description,
        RichText(
          try words.treatment(
            "note-coefficient",
            ["value": FigureNumber.brief(result.coefficient)]
          )
        )
      ),
      TableNote(.description, RichText(try words.treatment("note-kinds", ["list": list]))),
    ]
  }

  /// One row per comparison.
  var data: FigureData {
    FigureData(
      columns: ["kind", "treated", "control", "weight", "estimate"],
      rows: result.comparisons.map { comparison in
        [
          .text(comparison.kind.rawValue), .count(comparison.treated),
          comparison.control.map { .count($0) } ?? .missing, .number(comparison.weight),
          .number(comparison.estimate),
        ]
      }
    )
  }
}

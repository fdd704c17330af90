import PanelResults

/// What a plot of autocorrelation over time draws, and its words.
struct MoranTimeData {
  struct Panel {
    var weights: String
    var variable: String
    /// What sets the panel apart; empty for the only one.
    var heading: String
    /// Ascending by period.
    var values: [MoranResult.Value]
  }

  private(set) var panels: [Panel] = []
  let result: MoranResult
  let time: String
  /// The title of the vertical axis.
  let axis: String
  private let statistic: String
  private let words: FigureWords
  private let names: MoranWords
  private let labels: TermLabels

  /// Filled markers are of smaller p-values.
  static let level = 0.05

  init(
    of results: [NamedResult],
    recipe: MoranTimePlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let result = results[0].result as? MoranResult,
      result.periods.count > 1
    else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(MoranTimePlot.kind)' draws one result of the method "
          + "'\(MoranResult.method)' with two periods at least; it is given "
          + "\(results.map { "'\($0.reference)'" }.joined(separator: ", "))."
      )
    }
    self.result = result
    words = FigureWords(context: context)
    labels = TermLabels(own: recipe.labels.entries, results: [result], in: context)
    names = MoranWords(labels: labels, typesetting: context.tableStyle.typesetting)
    let language = context.glossary.language
    if let title = recipe.timeTitle {
      time = title.text(in: language)
    } else {
      time = try labels.label(of: result.sample.timeVariable ?? "").plainText
    }
    statistic = try names.name(of: result.kind)
    axis = recipe.axisTitle?.text(in: language) ?? statistic
    let matrices = result.weights.map(\.name)
    try Self.check(recipe.variables, "variable", among: result.variables, context.id)
    try Self.check(recipe.weights, "matrix", among: matrices, context.id)
    let variables = recipe.variables.isEmpty ? result.variables : recipe.variables
    let weights = recipe.weights.isEmpty ? matrices : recipe.weights
    for matrix in weights {
      guard let description = result.weights.first(where: { $0.name == matrix }) else { continue }
      for variable in variables {
        var parts: [String: RichText] = [:]
        if weights.count > 1 { parts["weights"] = names.label(of: description) }
        if variables.count > 1 { parts["variable"] = try labels.label(of: variable) }
        let heading =
          parts.count > 1
          ? try context.glossary.rich("moran", "part", parts) : parts.first?.value ?? RichText("")
        panels.append(
          Panel(
            weights: matrix,
            variable: variable,
            heading: heading.plainText,
            values: result.values.filter { $0.variable == variable && $0.weights == matrix }
              .sorted { ($0.period ?? 0) < ($1.period ?? 0) }
          )
        )
      }
    }
  }

  private static func check(
    _ wanted: [String],
    _ what: String,
    among known: [String],
    _ figure: String
  ) throws(DocumentError) {
    for name in wanted where !known.contains(name) {
      let nearest = NearestNames.list(to: name, among: known)
      throw .invalid(
        "Figure '\(figure)' asks for the \(what) '\(name)', which is not tested. "
          + (nearest.isEmpty
            ? "There are: \(known.joined(separator: ", "))." : "Did you mean \(nearest)?")
      )
    }
  }

  /// Whether a test rejects at 5 percent.
  static func isSignificant(_ value: MoranResult.Value) -> Bool {
    value.pValue.value.map { $0 < level } ?? false
  }

  /// Whether a test does not; neither where there is none.
  static func isInsignificant(_ value: MoranResult.Value) -> Bool {
    value.pValue.value.map { $0 >= level } ?? false
  }

  private var span: (first: String, last: String) {
    (
      FigureNumber.period(result.periods.first ?? 0), FigureNumber.period(result.periods.last ?? 0)
    )
  }

  func title() throws(DocumentError) -> String {
    var variables: [String] = []
    for name in distinct(panels.map(\.variable)) {
      variables.append(try labels.word(for: name).plainText)
    }
    let matrices = distinct(panels.map(\.weights)).compactMap { name in
      result.weights.first { $0.name == name }.map { names.label(of: $0).plainText }
    }
    return try words.glossary.text(
      "moran",
      "time-title",
      [
        "statistic": statistic, "first": span.first, "last": span.last,
        "variables": try words.glossary.list(variables),
        "weights": try words.glossary.list(matrices), "count": String(panels.count),
      ]
    )
  }

  private func distinct(_ names: [String]) -> [String] {
    names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }

  func summary() throws(DocumentError) -> String {
    var sentences = [
      try words.text(
        "horizontal-axis",
        ["title": time, "low": span.first, "high": span.last]
      )
    ]
    for panel in panels {
      guard let first = panel.values.first, let last = panel.values.last else { continue }
      let values = panel.values.map(\.value)
      sentences.append(
        try words.glossary.text(
          "moran",
          "reading",
          [
            "panel": panel.heading.isEmpty ? statistic : panel.heading,
            "first": FigureNumber.period(first.period ?? 0),
            "last": FigureNumber.period(last.period ?? 0),
            "start": FigureNumber.brief(first.value), "end": FigureNumber.brief(last.value),
            "low": FigureNumber.brief(values.min() ?? 0),
            "high": FigureNumber.brief(values.max() ?? 0),
            "part": String(panel.values.count { Self.isSignificant($0) }),
            "count": String(panel.values.count),
          ]
        )
      )
    }
    return try words.joined(sentences)
  }

  /// The level of the bands, where there are some.
  var bandLevel: Double? { panels.flatMap(\.values).compactMap(\.band?.level).first }

  func notes(band: Bool) throws(DocumentError) -> [TableNote] {
    let glossary = words.glossary
    var notes = [
      TableNote(
        .description,
        try glossary.rich("moran", "note-time", ["statistic": RichText(statistic)])
      ),
      TableNote(.description, try glossary.rich("moran", "note-time-markers")),
    ]
    if band, let bandLevel {
      notes.append(
        TableNote(
          .description,
          try glossary.rich(
            "moran",
            "note-time-band",
            ["level": RichText(words.percent(bandLevel))]
          )
        )
      )
    }
    notes.append(TableNote(.sample, try names.statistic(of: result)))
    var drawn = result
    drawn.weights = result.weights.filter { matrix in
      panels.contains { $0.weights == matrix.name }
    }
    notes += try names.weights(of: [drawn]).map { TableNote(.sample, $0) }
    notes.append(TableNote(.covariance, try names.inference(of: result)))
    let writer = NoteWriter(labels: labels, typesetting: words.context.tableStyle.typesetting)
    for remark in result.remarks {
      notes.append(TableNote(.remark, try writer.sentence(about: remark)))
    }
    return notes
  }

  /// One row per test; columns are named as in result files.
  var figureData: FigureData {
    FigureData(
      columns: [
        "variable", "weights", "period", "n", "value", "expected", "std_deviation", "statistic",
        "p_value", "band_low", "band_high", "band_level",
      ],
      rows: panels.flatMap { panel in
        panel.values.map { value -> [FigureData.Value] in
          [
            .text(value.variable), .text(value.weights), .count(value.period ?? 0),
            .count(value.n), .number(value.value), .number(value.expected),
            value.standardDeviation.datum, value.statistic.datum, value.pValue.datum,
            .number(value.band?.low), .number(value.band?.high), .number(value.band?.level),
          ]
        }
      }
    )
  }
}

import PanelResults

/// What a path diagram draws and says.
struct PathDiagramData {
  /// One diagram per result.
  var panels: [Panel]

  let results: [MediationResult]
  let references: [String]
  let context: DocumentContext
  let labels: TermLabels
  let estimates: EstimateWriter
  let recipe: PathDiagram

  struct Panel {
    /// Above the diagram, where there are several.
    var title: String?
    var treatment: String
    var outcome: String
    var mediators: [Mediator]
    /// `c′ = 0.070*`, and the standard error in parentheses.
    var direct: [String]
    /// Sentences under the diagram.
    var lines: [String]
  }

  struct Mediator {
    var label: String
    /// Of the treatment on the mediator, and of the mediator on the outcome.
    var first: [String]
    var second: [String]
  }

  init(
    of named: [NamedResult],
    recipe: PathDiagram,
    in context: DocumentContext
  ) throws(DocumentError) {
    var results: [MediationResult] = []
    for result in named {
      guard let mediation = result.result as? MediationResult else {
        throw .invalid(
          "Figure '\(context.id)' of the kind '\(PathDiagram.kind)' draws results of the method "
            + "'mediation', but '\(result.reference)' is of the method "
            + "'\(type(of: result.result).method)'."
        )
      }
      results.append(mediation)
    }
    guard !results.isEmpty else {
      throw .invalid("Figure '\(context.id)' needs at least one result.")
    }
    self.results = results
    self.context = context
    self.recipe = recipe
    references = named.map(\.reference)
    let frame = TableFrame(of: named, labels: recipe.labels.entries, in: context)
    labels = frame.labels
    estimates = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.decimals,
      uncertainty: []
    )
    panels = []
    for (index, result) in results.enumerated() {
      var panel = try self.panel(of: result)
      if results.count > 1 {
        panel.title = try text(
          "panel",
          [
            "letter": Self.letter(index),
            "mediator": try words.mediators(of: result).plainText,
          ]
        )
      }
      panels.append(panel)
    }
  }

  private static func letter(_ index: Int) -> String {
    index < 26
      ? String(Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8(index)))) : String(index + 1)
  }

  var glossary: Glossary { context.glossary }
  var words: MediationWords { MediationWords(labels: labels, style.typesetting) }
  var style: TableStyle { context.tableStyle }

  func text(
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try glossary.text("path-diagram", key, values)
  }

  func label(_ name: String) throws(DocumentError) -> String {
    try labels.label(of: name).plainText
  }

  /// The label as it stands within a sentence.
  func word(_ name: String) throws(DocumentError) -> String {
    try labels.word(for: name).plainText
  }
}

// MARK: Panels

extension PathDiagramData {
  private func panel(of result: MediationResult) throws(DocumentError) -> Panel {
    var mediators: [Mediator] = []
    for channel in result.channels {
      mediators.append(
        Mediator(
          label: try label(channel.mediator),
          first: try coefficient("a", result.effect(on: channel)),
          second: try coefficient("b", result.effect(of: channel))
        )
      )
    }
    return Panel(
      treatment: try label(result.treatment),
      outcome: try label(result.heading.outcome ?? ""),
      mediators: mediators,
      direct: try coefficient("direct", result.directEffect),
      lines: try lines(of: result)
    )
  }

  /// `a = 0.132***` and `(0.040)`.
  private func coefficient(
    _ letter: String,
    _ estimate: Estimate?
  ) throws(DocumentError) -> [String] {
    guard let estimate else { return [] }
    let stars = estimate.pValue.value.map(estimates.stars.symbol(for:)) ?? ""
    let first = try text(
      "coefficient",
      ["letter": try text(letter), "value": number(estimate.value, of: estimate) + stars]
    )
    return [first] + (error(of: estimate).map { [$0] } ?? [])
  }

  func error(of estimate: Estimate) -> String? {
    estimate.standardError.value.map { "(\(number($0, of: estimate)))" }
  }

  func number(_ value: Double, of estimate: Estimate) -> String {
    style.typesetting.number(
      value,
      recipe.decimals ?? style.digits.estimates,
      standardError: estimate.standardError.value
    ).plainText
  }

  /// The indirect effects and the total one.
  private func lines(of result: MediationResult) throws(DocumentError) -> [String] {
    var lines: [String] = []
    let isOne = result.channels.count == 1
    for channel in result.channels {
      lines.append(
        try line(
          isOne ? ("indirect", "indirect-interval") : ("indirect-via", "indirect-via-interval"),
          channel.indirect,
          ["mediator": try word(channel.mediator)]
        )
      )
    }
    if let joint = result.joint { lines.append(try line(("joint", "joint-interval"), joint, [:])) }
    if let total = result.totalEffect {
      let stars = total.pValue.value.map(estimates.stars.symbol(for:)) ?? ""
      lines.append(
        try text(
          "total",
          ["value": number(total.value, of: total) + stars, "error": error(of: total) ?? ""]
        )
      )
    }
    return lines
  }

  /// With the interval of the bootstrap's first kind, else that of the delta method.
  private func line(
    _ keys: (bare: String, interval: String),
    _ effect: IndirectEffect,
    _ own: [String: String]
  ) throws(DocumentError) -> String {
    var values = own
    values["value"] = number(effect.estimate.value, of: effect.estimate)
    guard let interval = effect.drawnInterval else { return try text(keys.bare, values) }
    values["level"] = FigureNumber.percent(interval.level)
    values["low"] = number(interval.low, of: effect.estimate)
    values["high"] = number(interval.high, of: effect.estimate)
    return try text(keys.interval, values)
  }
}

extension IndirectEffect {
  /// The first interval of the bootstrap, or without a bootstrap that of the test.
  var drawnInterval: Interval? {
    let (low, high) =
      intervals.first.map { ($0.low, $0.high) }
      ?? (estimate.intervalLow, estimate.intervalHigh)
    guard let low = low.value, let high = high.value else { return nil }
    return Interval(low: low, high: high, level: intervals.first?.level ?? estimate.level)
  }
}

import PanelResults

/// Title, description, notes and data of a coefficient plot.
struct CoefficientWords {
  var plot: CoefficientData
  var recipe: CoefficientPlot
  var context: DocumentContext

  private var words: FigureWords { FigureWords(context: context) }
  private var labels: TermLabels {
    TermLabels(own: recipe.labels.entries, results: plot.results.map(\.result), in: context)
  }

  /// The most estimates that a description reads out one by one.
  private static let readAloud = 24

  func axisTitle() throws(DocumentError) -> String {
    if let title = recipe.axisTitle { return title.text(in: plot.language) }
    let name = plot.byModel == nil ? nil : plot.terms.first?.name
    let term = try name.map { (name) throws(DocumentError) in
      try labels.word(for: name).plainText
    }
    switch (term, plot.outcome) {
    case (let term?, let outcome?):
      return try words.text("axis-coefficient-term-of", ["term": term, "outcome": outcome])
    case (let term?, nil): return try words.text("axis-coefficient-term", ["term": term])
    case (nil, let outcome?): return try words.text("axis-coefficient-of", ["outcome": outcome])
    case (nil, nil): return try words.text("axis-coefficient")
    }
  }

  func title() throws(DocumentError) -> String {
    let values = [
      "coefficients": try words.text("coefficients", ["count": String(plot.terms.count)]),
      "models": try words.text("models", ["count": String(plot.models.count)]),
    ]
    guard let outcome = plot.outcome else {
      return words.shortened(try words.text("coefficient-title", values))
    }
    return words.shortened(
      try words.text(
        "coefficient-title-of",
        values.merging(["outcome": outcome]) { first, _ in first }
      )
    )
  }

  func summary(axis: ValueAxis) throws(DocumentError) -> String {
    var sentences = [
      try words.sentence(about: axis, key: "horizontal-axis", title: try axisTitle())
    ]
    for (index, model) in plot.models.enumerated() {
      let drawn = plot.drawn.filter { $0.model == index }
      guard !drawn.isEmpty else { continue }
      let list = try reading(of: drawn.map { ($0.term.label, $0.estimate) })
      sentences.append(
        plot.models.count == 1
          ? try words.text("readings", ["list": list])
          : try words.text("readings-of", ["model": model, "list": list])
      )
    }
    return try words.joined(sentences + signs())
  }

  /// The estimates one by one, or their range where they are many.
  private func reading(of drawn: [(label: String, estimate: Estimate)]) throws(DocumentError)
    -> String
  {
    guard plot.drawn.count <= CoefficientWords.readAloud else {
      let values = drawn.map(\.estimate.value)
      return try words.text(
        "range",
        [
          "coefficients": try words.text("coefficients", ["count": String(values.count)]),
          "low": FigureNumber.brief(values.min() ?? 0),
          "high": FigureNumber.brief(values.max() ?? 0),
        ]
      )
    }
    var items: [String] = []
    for (label, estimate) in drawn {
      var values = ["term": label, "value": FigureNumber.brief(estimate.value)]
      guard let low = estimate.intervalLow.value, let high = estimate.intervalHigh.value else {
        items.append(try words.text("reading", values))
        continue
      }
      values["level"] = words.percent(estimate.level)
      values["low"] = FigureNumber.brief(low)
      values["high"] = FigureNumber.brief(high)
      items.append(try words.text("reading-interval", values))
    }
    var list = items[0]
    for item in items.dropFirst() {
      list = try words.text("readings-joined", ["list": list, "item": item])
    }
    return list
  }

  /// How many intervals leave zero out.
  private func signs() throws(DocumentError) -> [String] {
    let intervals = plot.drawn.compactMap { drawn -> (Double, Double)? in
      guard let low = drawn.estimate.intervalLow.value,
        let high = drawn.estimate.intervalHigh.value
      else { return nil }
      return (low, high)
    }
    guard !intervals.isEmpty else { return [] }
    let clear = intervals.filter { $0.0 > 0 || $0.1 < 0 }.count
    return [
      try words.text(
        "excluding-zero",
        ["part": String(clear), "count": String(intervals.count)]
      )
    ]
  }

  func notes() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    let drawn = plot.drawn.map(\.estimate)
    let levels = unique(drawn.filter { $0.intervalLow.value != nil }.map(\.level))
    let inner = unique(drawn.compactMap(\.innerInterval?.level))
    if recipe.intervals == .none || levels.isEmpty {
      notes.append(TableNote(.description, RichText(try words.text("note-points"))))
    } else {
      let outer = try context.glossary.list(levels.map(words.percent))
      let isNested = recipe.intervals == .nested && !inner.isEmpty
      notes.append(
        TableNote(
          .description,
          RichText(
            isNested
              ? try words.text(
                "note-nested",
                ["level": outer, "inner": try context.glossary.list(inner.map(words.percent))]
              )
              : try words.text("note-interval", ["level": outer])
          )
        )
      )
      notes += try words.covarianceNotes(of: plot.results, named: plot.models, labels: labels)
      notes += try missingIntervals()
    }
    return notes
  }

  /// Names the estimates that stand without an interval.
  private func missingIntervals() throws(DocumentError) -> [TableNote] {
    let bare = plot.drawn.filter {
      $0.estimate.intervalLow.value == nil || $0.estimate.intervalHigh.value == nil
    }
    guard !bare.isEmpty else { return [] }
    let terms = try context.glossary.list(unique(bare.map(\.term.label)))
    return [TableNote(.remark, RichText(try words.text("note-no-interval", ["terms": terms])))]
  }

  private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }

  /// One row per drawn estimate; columns are named as in result files.
  var data: FigureData {
    func number(_ value: Availability<Double>) -> FigureData.Value {
      value.value.map(FigureData.Value.number) ?? .missing
    }
    let rows = plot.drawn.map { model, term, estimate -> [FigureData.Value] in
      let inner = estimate.innerInterval
      return [
        .text(plot.results[model].reference), .text(plot.models[model]), .text(term.name),
        .text(term.label), .number(estimate.value), number(estimate.standardError),
        number(estimate.pValue), number(estimate.intervalLow), number(estimate.intervalHigh),
        .number(estimate.level), inner.map { .number($0.low) } ?? .missing,
        inner.map { .number($0.high) } ?? .missing, inner.map { .number($0.level) } ?? .missing,
        estimate.degreesOfFreedom.map(FigureData.Value.number) ?? .missing,
      ]
    }
    return FigureData(
      columns: [
        "result", "model", "term", "label", "estimate", "std_error", "p_value", "conf_low",
        "conf_high", "conf_level", "inner_low", "inner_high", "inner_level", "df",
      ],
      rows: rows
    )
  }
}

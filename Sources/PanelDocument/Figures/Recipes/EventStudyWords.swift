import PanelResults

/// Title, description and notes of an event-study plot.
struct EventStudyWords {
  var plot: EventStudyData
  var recipe: EventStudyPlot
  var context: DocumentContext

  private var words: FigureWords { FigureWords(context: context) }
  private var isAlone: Bool { plot.series.count == 1 }

  func axisTitle() throws(DocumentError) -> String {
    try words.title(recipe.axisTitle, effectOn: plot.outcome)
  }

  func timeTitle() throws(DocumentError) -> String {
    if let title = recipe.timeTitle { return title.text(in: words.glossary.language) }
    return try words.treatment("axis-event-time")
  }

  /// `≤ −6` and `≥ 4` for periods that stand for more than one.
  func periodNames() throws(DocumentError) -> [Int: String] {
    var names: [Int: String] = [:]
    for (period, bin) in plot.bins {
      names[period] = try words.glossary.text(
        "event-time",
        bin.rawValue,
        ["period": FigureNumber.period(period)]
      )
    }
    return names
  }

  enum LegendItem { case before, after, reference, band }

  func legend(_ item: LegendItem) throws(DocumentError) -> String {
    switch item {
    case .before: return try words.treatment("before")
    case .after: return try words.treatment("after")
    case .reference: return try words.treatment("reference")
    case .band:
      let levels = plot.series.compactMap(\.result.path.band?.level).unique
      return try words.treatment(
        "band",
        ["level": try words.glossary.list(levels.map(words.percent))]
      )
    }
  }

  /// What stands in a corner of the plot: the test of effects before treatment, and the mean.
  func corner() throws(DocumentError) -> [String] {
    guard isAlone, let one = plot.series.first else { return [] }
    var parts: [String] = []
    if recipe.showsTest, let test = try one.pretrends.flatMap(words.test) {
      parts.append(try words.treatment("corner-pretrends", ["test": test]))
    }
    if recipe.showsMean, let mean = one.result.path.outcomeMean {
      parts.append(try words.treatment("corner-mean", ["mean": FigureNumber.brief(mean)]))
    }
    return parts
  }

  func title() throws(DocumentError) -> String {
    let values = [
      "first": FigureNumber.period(plot.periods.first ?? 0),
      "last": FigureNumber.period(plot.periods.last ?? 0),
      "estimators": try words.treatment("estimator-count", ["count": String(plot.series.count)]),
      "outcome": plot.outcome ?? "",
    ]
    return try words.treatment(
      plot.outcome == nil ? "event-study-title" : "event-study-title-of",
      values
    )
  }

  func summary(y: ValueAxis) throws(DocumentError) -> String {
    var sentences = [
      try words.sentence(about: y, key: "vertical-axis", title: try axisTitle()),
      try words.text(
        "horizontal-axis",
        [
          "title": try timeTitle(), "low": FigureNumber.period(plot.periods.first ?? 0),
          "high": FigureNumber.period(plot.periods.last ?? 0),
        ]
      ),
    ]
    for one in plot.series {
      for (key, points) in [("reading-before", one.before), ("reading-after", one.after)] {
        let estimates = points.compactMap(\.estimate)
        guard !estimates.isEmpty else { continue }
        let values = estimates.map(\.value)
        let intervals = estimates.compactMap(\.interval)
        sentences.append(
          try words.treatment(
            key,
            [
              "model": one.name, "effects": try words.treatment(
                "effect-count",
                ["count": String(values.count)]
              ),
              "span": try words.span(values),
              "part": String(intervals.filter { $0.low > 0 || $0.high < 0 }.count),
              "count": String(intervals.count),
            ]
          )
        )
      }
    }
    return try words.joined(sentences + testSentences() + meanSentences())
  }

  func notes() throws(DocumentError) -> [TableNote] {
    var notes = [TableNote(.description, RichText(try description()))]
    func add(_ sentences: [String], as kind: TableNote.Kind) {
      notes += sentences.map { TableNote(kind, RichText($0)) }
    }
    add(try bandSentences(), as: .description)
    add(try referenceSentences(), as: .description)
    add(try binSentences(), as: .description)
    if hasTint { add([try words.treatment("note-tint")], as: .description) }
    add(try omissionSentences(), as: .description)
    notes += try inference()
    if recipe.showsTest { add(try testSentences(), as: .description) }
    if recipe.showsMean { add(try meanSentences(), as: .sample) }
    add(try absenceSentences(), as: .remark)
    return notes
  }

  /// Whether markers before treatment are lighter: a lone series has an ink of its own there, and
  /// ribbons have full markers throughout.
  private var hasTint: Bool {
    (recipe.style == .line || recipe.style == .points && !isAlone)
      && plot.series.contains { one in one.before.contains { $0.estimate != nil } }
  }

  /// What is asked for and left out because estimators stand too close.
  private func omissionSentences() throws(DocumentError) -> [String] {
    var sentences: [String] = []
    if plot.omitsInner {
      sentences += try shared { (one) throws(DocumentError) in
        let levels = one.points.compactMap(\.estimate?.innerInterval?.level).unique
        guard !levels.isEmpty else { return nil }
        return try words.treatment(
          "note-inner-omitted",
          ["inner": try words.glossary.list(levels.map(words.percent))]
        )
      }
    }
    if plot.omitsBand {
      sentences += try shared { (one) throws(DocumentError) in
        guard let band = one.result.path.band else { return nil }
        return try words.treatment("note-band-omitted", ["level": words.percent(band.level)])
      }
    }
    return sentences
  }

  private func description() throws(DocumentError) -> String {
    let estimates = plot.series.flatMap(\.points).compactMap(\.estimate)
    let levels = estimates.filter { $0.interval != nil }.map(\.level).unique
    let inner = estimates.compactMap(\.innerInterval?.level).unique
    let values = [
      "outcome": plot.outcome ?? "",
      "level": try words.glossary.list(levels.map(words.percent)),
      "inner": try words.glossary.list(inner.map(words.percent)),
    ]
    let key =
      recipe.intervals == .none || levels.isEmpty
      ? "note-effects"
      : recipe.style == .ribbon
        ? "note-effects-ribbon"
        : plot.hasInner && !inner.isEmpty ? "note-effects-nested" : "note-effects-single"
    return try words.treatment(key, values)
  }

  /// Sentences that hold for some series, with their names where not for all.
  private func shared(
    _ sentence: (EventStudyData.Series) throws(DocumentError) -> String?
  ) throws(DocumentError) -> [String] {
    var found: [(text: String, models: [String])] = []
    for one in plot.series {
      guard let text = try sentence(one) else { continue }
      if let place = found.firstIndex(where: { $0.text == text }) {
        found[place].models.append(one.name)
      } else {
        found.append((text, [one.name]))
      }
    }
    var sentences: [String] = []
    for (text, models) in found {
      sentences.append(
        models.count == plot.series.count
          ? text
          : try words.treatment(
            "of-estimators",
            ["estimators": try words.glossary.list(models), "note": text]
          )
      )
    }
    return sentences
  }

  private func bandSentences() throws(DocumentError) -> [String] {
    guard plot.hasBand else { return [] }
    return try shared { (one) throws(DocumentError) in
      guard let band = one.result.path.band else { return nil }
      return try words.treatment(
        band.draws > 0 ? "note-band-drawn" : "note-band",
        [
          "lines": try words.treatment(recipe.style == .ribbon ? "band-outlines" : "band-caps"),
          "level": words.percent(band.level),
          "critical": FigureNumber.decimals(band.criticalValue, 2),
          "draws": try InferenceWords(context: context).draws(band.draws, seed: band.seed),
        ]
      )
    }
  }

  private func referenceSentences() throws(DocumentError) -> [String] {
    try shared { (one) throws(DocumentError) in
      let periods = one.points.filter(\.isReference).map { FigureNumber.period($0.period) }
      guard !periods.isEmpty else { return nil }
      return try words.treatment(
        "note-reference",
        ["count": String(periods.count), "periods": try words.glossary.list(periods)]
      )
    }
  }

  private func binSentences() throws(DocumentError) -> [String] {
    try shared { (one) throws(DocumentError) in
      let drawn = one.points.filter { $0.estimate != nil || $0.isReference }
      let low = drawn.first { $0.bin == .earlier }.map { FigureNumber.period($0.period) }
      let high = drawn.first { $0.bin == .later }.map { FigureNumber.period($0.period) }
      switch (low, high) {
      case (let low?, let high?):
        return try words.treatment("note-bins", ["low": low, "high": high])
      case (let low?, nil): return try words.treatment("note-bin-earlier", ["period": low])
      case (nil, let high?): return try words.treatment("note-bin-later", ["period": high])
      case (nil, nil): return nil
      }
    }
  }

  private func testSentences() throws(DocumentError) -> [String] {
    try shared { (one) throws(DocumentError) in
      guard let pretrends = one.pretrends, let test = try words.test(pretrends) else { return nil }
      return try words.treatment(
        "note-pretrends",
        ["effects": try words.glossary.effects(testedBy: pretrends).plainText, "test": test]
      )
    }
  }

  private func meanSentences() throws(DocumentError) -> [String] {
    try shared { (one) throws(DocumentError) in
      guard let mean = one.result.path.outcomeMean else { return nil }
      return try words.treatment(
        "note-mean",
        [
          "outcome": try words.outcome(of: one.result) ?? "", "mean": FigureNumber.brief(mean),
        ]
      )
    }
  }

  /// Periods that have no effect, and why.
  private func absenceSentences() throws(DocumentError) -> [String] {
    try shared { (one) throws(DocumentError) in
      let absent = one.points.filter { $0.estimate == nil && !$0.isReference }
      guard !absent.isEmpty else { return nil }
      var reasons: [String] = []
      for reason in absent.compactMap(\.absence).unique {
        reasons.append(try words.glossary.text("absence", reason.rawValue))
      }
      let list = try words.glossary.list(absent.map { FigureNumber.period($0.period) })
      return reasons.isEmpty
        ? try words.treatment("note-absent", ["periods": list])
        : try words.treatment(
          "note-absent-because",
          ["periods": list, "reasons": try words.joined(reasons)]
        )
    }
  }

  private func inference() throws(DocumentError) -> [TableNote] {
    guard recipe.intervals != .none else { return [] }
    return try shared { (one) throws(DocumentError) in
      try InferenceWords(context: context).sentence(about: one.result)
    }.map { TableNote(.covariance, RichText($0)) }
  }
}

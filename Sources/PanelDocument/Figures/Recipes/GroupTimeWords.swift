import PanelResults

/// Title, description and notes of a plot by cohort and period.
struct GroupTimeWords {
  var plot: GroupTimeData
  var recipe: GroupTimePlot
  var context: DocumentContext

  private var words: FigureWords { FigureWords(context: context) }

  func axisTitle() throws(DocumentError) -> String {
    try words.title(recipe.axisTitle, effectOn: plot.outcome)
  }

  /// The title over cells, and the same before a power of ten.
  func cellsTitle() throws(DocumentError) -> (plain: String, scaled: String) {
    let title = try words.treatment("axis-cells", ["title": try axisTitle()])
    return (title, try words.scaled(title))
  }

  /// `2007 (13)`, the number of units in parentheses.
  func name(of cohort: GroupTimeData.Cohort) throws(DocumentError) -> String {
    let period = FigureNumber.period(cohort.period)
    guard let units = cohort.units else {
      return try words.treatment("cohort-plain", ["cohort": period])
    }
    return try words.treatment(
      "cohort",
      ["cohort": period, "units": FigureNumber.count(units)]
    )
  }

  enum Word { case before, after, positive, negative }

  func word(_ word: Word) throws(DocumentError) -> String {
    switch word {
    case .before: try words.treatment("before")
    case .after: try words.treatment("after")
    case .positive: try words.treatment("shade-positive")
    case .negative: try words.treatment("shade-negative")
    }
  }

  func title() throws(DocumentError) -> String {
    let values = [
      "cohorts": try words.treatment("cohort-count", ["count": String(plot.cohorts.count)]),
      "first": FigureNumber.period(plot.periods.first ?? 0),
      "last": FigureNumber.period(plot.periods.last ?? 0), "outcome": plot.outcome ?? "",
    ]
    return try words.treatment(
      plot.outcome == nil ? "group-time-title" : "group-time-title-of",
      values
    )
  }

  func summary() throws(DocumentError) -> String {
    var sentences = [
      try words.text(
        "horizontal-axis",
        [
          "title": plot.time, "low": FigureNumber.period(plot.periods.first ?? 0),
          "high": FigureNumber.period(plot.periods.last ?? 0),
        ]
      )
    ]
    for cohort in plot.cohorts {
      let estimates = cohort.cells.filter { !$0.isBeforeTreatment }.compactMap(\.estimate)
      guard !estimates.isEmpty else { continue }
      let intervals = estimates.compactMap(\.interval)
      sentences.append(
        try words.treatment(
          "reading-cohort",
          [
            "cohort": FigureNumber.period(cohort.period),
            "effects": try words.treatment(
              "effect-count",
              ["count": String(estimates.count)]
            ),
            "span": try words.span(estimates.map(\.value)),
            "part": String(intervals.filter { $0.low > 0 || $0.high < 0 }.count),
            "count": String(intervals.count),
          ]
        )
      )
    }
    return try words.joined(sentences)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    let levels = plot.cells.compactMap(\.estimate?.interval?.level).unique
    let inner = plot.cells.compactMap(\.estimate?.innerInterval?.level).unique
    let level = try words.glossary.list(levels.map(words.percent))
    var texts: [(TableNote.Kind, String)] = []
    switch recipe.shape {
    case .profile:
      let values = ["level": level, "inner": try words.glossary.list(inner.map(words.percent))]
      let key =
        recipe.intervals == .none || levels.isEmpty
        ? "note-profile"
        : recipe.intervals == .nested && !inner.isEmpty
          ? "note-profile-nested" : "note-profile-single"
      texts.append((.description, try words.treatment(key, values)))
      texts.append((.description, try words.treatment("note-panels")))
    case .heat:
      texts.append((.description, try words.treatment("note-cells")))
      texts.append((.description, try words.treatment("note-cells-shades")))
      if !levels.isEmpty {
        texts.append((.description, try words.treatment("note-cells-bold", ["level": level])))
      }
    }
    if let sentence = try InferenceWords(context: context).sentence(about: plot.result),
      recipe.shape == .heat || recipe.intervals != .none
    {
      texts.append((.covariance, sentence))
    }
    let absent = plot.cells.filter { $0.estimate == nil }
    if !absent.isEmpty {
      var reasons: [String] = []
      for reason in absent.compactMap(\.absence).unique {
        reasons.append(try words.glossary.text("absence", reason.rawValue))
      }
      texts.append(
        (
          .remark,
          try words.treatment(
            recipe.shape == .heat ? "note-cells-empty" : "note-profile-empty",
            ["reasons": try words.joined(reasons)]
          )
        )
      )
    }
    return texts.map { TableNote($0.0, RichText($0.1)) }
  }
}

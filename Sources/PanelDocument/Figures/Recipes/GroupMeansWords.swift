import PanelResults

/// Title, description, notes and data of a plot of group means.
struct GroupMeansWords {
  var plot: GroupMeansData
  var recipe: GroupMeansPlot
  var context: DocumentContext

  private var words: FigureWords { FigureWords(context: context) }

  private var period: (first: String, last: String) {
    (String(plot.periods.first ?? 0), String(plot.periods.last ?? 0))
  }

  func title() throws(DocumentError) -> String {
    words.shortened(
      try words.text(
        "means-title",
        [
          "outcome": plot.words.outcome,
          "groups": try words.text("groups", ["count": String(plot.series.count)]),
          "first": period.first, "last": period.last,
        ]
      )
    )
  }

  func summary(x: ValueAxis, y: ValueAxis) throws(DocumentError) -> String {
    var sentences = [
      try words.sentence(about: y, key: "vertical-axis", title: plot.outcome),
      try words.text(
        "horizontal-axis",
        ["title": plot.time, "low": period.first, "high": period.last]
      ),
    ]
    for series in plot.series {
      guard let first = series.points.first, let last = series.points.last else { continue }
      let means = series.points.map(\.mean)
      sentences.append(
        try words.text(
          "path",
          [
            "group": series.label, "first": String(first.period), "last": String(last.period),
            "start": FigureNumber.brief(first.mean), "end": FigureNumber.brief(last.mean),
            "low": FigureNumber.brief(means.min() ?? 0),
            "high": FigureNumber.brief(means.max() ?? 0),
          ]
        )
      )
    }
    return try words.joined(sentences + lineSentences())
  }

  /// What the dashed lines mark; a line that is named by its period needs no more.
  private func lineSentences() throws(DocumentError) -> [String] {
    var sentences: [String] = []
    for mark in plot.marks {
      let period = NumberLabels.plain([mark.place], isPeriod: true).texts[0]
      sentences.append(
        mark.label == period
          ? try words.text("note-mark-period", ["period": period])
          : try words.text("note-mark", ["period": period, "label": mark.label])
      )
    }
    return sentences
  }

  func notes() throws(DocumentError) -> [TableNote] {
    var levels: [Double] = []
    for level in plot.series.flatMap({ $0.points.compactMap(\.interval?.level) })
    where !levels.contains(level) {
      levels.append(level)
    }
    let values = [
      "outcome": plot.words.outcome, "group": plot.words.group,
      "level": try context.glossary.list(levels.map(words.percent)),
    ]
    let hasIntervals = recipe.intervals != .none && !levels.isEmpty
    let key =
      !hasIntervals
      ? "note-means" : recipe.intervals == .ribbon ? "note-means-ribbon" : "note-means-whiskers"
    var notes = [TableNote(.description, RichText(try words.text(key, values)))]
    var sizes: [String] = []
    for series in plot.series {
      sizes.append(
        try words.text("group-size", ["group": series.label, "units": String(series.units)])
      )
    }
    let list = try context.glossary.list(sizes)
    notes.append(TableNote(.sample, RichText(try words.text("note-groups", ["list": list]))))
    if let weights = plot.weights {
      notes.append(
        TableNote(.sample, RichText(try words.text("note-weighted", ["weights": weights])))
      )
    }
    for sentence in try lineSentences() {
      notes.append(TableNote(.remark, RichText(sentence)))
    }
    return notes
  }

  /// One row per group and period.
  var data: FigureData {
    FigureData(
      columns: ["group", "label", "period", "mean", "conf_low", "conf_high", "conf_level", "n"],
      rows: plot.series.flatMap { series in
        series.points.map { point -> [FigureData.Value] in
          [
            .text(series.group), .text(series.label), .count(point.period), .number(point.mean),
            point.interval.map { .number($0.low) } ?? .missing,
            point.interval.map { .number($0.high) } ?? .missing,
            point.interval.map { .number($0.level) } ?? .missing, .count(point.n),
          ]
        }
      }
    )
  }
}

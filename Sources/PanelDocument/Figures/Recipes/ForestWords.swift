import PanelResults

/// Heads, title, description and notes of a forest plot.
struct ForestWords {
  let data: ForestData
  let recipe: ForestPlot
  let words: FigureWords

  private func text(
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try words.glossary.text("forest-figures", key, values)
  }

  /// What stands over the columns, and in place of numbers that are not.
  func heads() throws(DocumentError) -> ForestLayout.Heads {
    var pValues: [String?] = []
    for row in data.rows {
      pValues.append(
        try row.pValue.map { (p) throws(DocumentError) in try words.pValue(p) }
      )
    }
    return ForestLayout.Heads(
      group: try text("group"),
      count: try text("n"),
      estimate: try text("estimate", ["level": words.percent(data.level)]),
      absent: try text("absent"),
      pValues: pValues
    )
  }

  func axisTitle() throws(DocumentError) -> String {
    if let own = recipe.axisTitle { return own.text(in: words.glossary.language) }
    guard let outcome = data.outcome else { return try text("axis", ["term": data.termLabel]) }
    return try text("axis-of", ["term": data.termLabel, "outcome": outcome])
  }

  func title() throws(DocumentError) -> String {
    var values = [
      "term": data.termLabel, "count": String(data.rows.count { $0.kind == .group }),
    ]
    guard let outcome = data.outcome else { return try text("title", values) }
    values["outcome"] = outcome
    return try text("title-of", values)
  }

  /// The coefficients one by one, heading by heading.
  func summary(axis: ValueAxis) throws(DocumentError) -> String {
    var sentences = [
      try words.sentence(about: axis, key: "horizontal-axis", title: try axisTitle())
    ]
    var heading: ForestData.Row?
    var list: String?
    func close() throws(DocumentError) {
      if let heading, let list {
        var values = ["heading": heading.label, "list": list]
        if let p = heading.pValue { values["p"] = try words.pValue(p) }
        sentences.append(try text(values["p"] == nil ? "reading" : "reading-p", values))
      }
      list = nil
    }
    for row in data.rows {
      if row.kind != .group {
        try close()
        heading = row
      }
      guard let item = try reading(of: row) else { continue }
      guard row.kind != .overall else {
        sentences.append(try text("reading-overall", ["reading": item]))
        continue
      }
      list =
        try list.map { (list) throws(DocumentError) in
          try words.text("readings-joined", ["list": list, "item": item])
        } ?? item
    }
    try close()
    return try words.joined(sentences)
  }

  private func reading(of row: ForestData.Row) throws(DocumentError) -> String? {
    guard let estimate = row.estimate else { return nil }
    var values = ["term": row.label, "value": FigureNumber.brief(estimate.value)]
    guard let interval = estimate.interval else { return try words.text("reading", values) }
    values["level"] = words.percent(interval.level)
    values["low"] = FigureNumber.brief(interval.low)
    values["high"] = FigureNumber.brief(interval.high)
    return try words.text("reading-interval", values)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    let context = words.context
    var notes = [
      TableNote(
        .description,
        RichText(
          try text(
            "note-markers",
            ["term": data.termLabel, "level": words.percent(data.level)]
          )
        )
      )
    ]
    if recipe.hasOverall, data.overall != nil {
      notes.append(TableNote(.description, RichText(try text("note-overall"))))
    }
    if let test = data.test, data.rows.contains(where: { $0.pValue != nil }) {
      let name = try words.glossary.text("forest-tests", test.rawValue)
      notes.append(TableNote(.description, RichText(try text("note-p", ["test": name]))))
    }
    let typesetting = context.tableStyle.typesetting
    for result in data.results {
      let words = GroupWords(result: result, glossary: context.glossary)
      if let sentence = try words.partition(data.labels, typesetting) {
        notes.append(TableNote(.sample, sentence))
      }
    }
    let kinds = data.results.map(\.overall.covariance)
    let isOne = kinds.allSatisfy { $0.kind == kinds[0].kind }
    if isOne {
      notes.append(
        TableNote(.covariance, try words.sentence(about: kinds[0], labels: data.labels))
      )
    }
    let writer = NoteWriter(labels: data.labels, typesetting: typesetting)
    for result in data.results {
      let words = GroupWords(result: result, glossary: context.glossary)
      for sentence in try words.remarks(writer) { notes.append(TableNote(.remark, sentence)) }
    }
    return notes
  }
}

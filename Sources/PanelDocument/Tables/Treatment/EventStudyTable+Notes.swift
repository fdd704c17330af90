import PanelResults

extension EventStudyTable {
  private var glossary: Glossary { frame.glossary }

  func notes() throws(DocumentError) -> [TableNote] {
    let results = columns.map(\.result)
    let shown = columns.flatMap { column in
      rows.compactMap { column.point(at: $0)?.estimate }
        + [column.result.overall].compactMap(\.self)
    }
    var notes = try frame.cohortNotes(results.map(\.design), remarks: results.map(\.remarks))
    notes += try rowNotes()
    var facts: [[RichText]] = []
    var errors: [[RichText]] = []
    let place = try writer.placeOfStandardErrors()
    for column in columns {
      facts.append([
        try frame.facts(of: column.result, name: column.name, tellsOverall: recipe.hasOverall)
      ])
      errors.append([try frame.errors(column.result.inference, place: place)])
    }
    for text in facts.flatMap({ $0 }).uniqueTexts where !text.isEmpty {
      notes.append(TableNote(.sample, text))
    }
    notes += try frame.perColumn(errors, as: .covariance)
    notes += try bandNotes()
    notes += try writer.bracketNotes(about: shown)
    notes += try testNotes()
    var remarks: [[RichText]] = []
    for result in results { remarks.append(try frame.remarks(of: result)) }
    notes += try frame.perColumn(remarks, as: .remark)
    notes += try writer.starNotes(about: shown)
    return try frame.notes(recipe.options, about: results, notes)
  }

  /// What bins hold, and that distances were left out.
  private func rowNotes() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    if rows.contains(where: { $0.bin != nil }) {
      notes.append(TableNote(.sample, try glossary.rich("event-study", "bins")))
    }
    if !absent.isEmpty {
      let isRun = absent.count > 2 && absent[absent.count - 1] - absent[0] == absent.count - 1
      let list = isRun ? [absent[0], absent[absent.count - 1]] : absent
      let distances = list.map { frame.distance($0) }
      notes.append(
        TableNote(
          .sample,
          try glossary.rich(
            "event-study",
            isRun ? "absent-run" : "absent",
            [
              "count": RichText(String(absent.count)), "list": try glossary.list(distances),
              "first": distances[0], "last": distances[distances.count - 1],
            ]
          )
        )
      )
    }
    let all = columns.flatMap { column in
      column.result.path.points.map { RowKey(period: $0.period, bin: $0.bin) }
    }
    if let window = recipe.window, all.contains(where: { !window.contains($0.period) }) {
      notes.append(
        TableNote(
          .sample,
          try glossary.rich(
            "event-study",
            "window",
            [
              "first": frame.distance(window.lowerBound), "last": frame.distance(window.upperBound),
            ]
          )
        )
      )
    }
    return notes
  }

  /// What the band covers, and the critical value and draws behind it.
  private func bandNotes() throws(DocumentError) -> [TableNote] {
    guard recipe.hasBand else { return [] }
    var sentences: [[RichText]] = []
    for column in columns {
      guard let band = column.result.path.band else {
        sentences.append([])
        continue
      }
      var values = [
        "place": RichText(try glossary.text("brackets", Bracket.square.rawValue)),
        "level": RichText(frame.typesetting.percent(band.level)),
        "critical": RichText([
          .number(
            frame.typesetting.number(band.criticalValue, frame.style.digits.testStatistics)
          )
        ]),
      ]
      if band.draws > 0 { values["draws"] = try frame.draws(band.draws, seed: band.seed) }
      sentences.append([
        try glossary.rich("event-study", band.draws > 0 ? "band-drawn" : "band-computed", values)
      ])
    }
    return try frame.perColumn(sentences, as: .brackets)
  }

  /// What the pre-trend test is, by the distribution it is held against.
  private func testNotes() throws(DocumentError) -> [TableNote] {
    guard recipe.hasPretrends else { return [] }
    var sentences: [[RichText]] = []
    for column in columns {
      guard let test = column.result.tests.first(where: { $0.id == .pretrends }),
        test.pValue.value != nil
      else {
        sentences.append([])
        continue
      }
      let sentence = try glossary.rich(
        "event-study",
        "pretrends-note",
        [
          "effects": try glossary.effects(testedBy: test),
          "statistic": RichText(
            try glossary.text("test-statistics", test.distribution.rawValue)
          ),
          "place": RichText(try glossary.text("brackets", Bracket.square.rawValue)),
        ]
      )
      // Collinear effects leave fewer restrictions than effects.
      let isFull = Int(test.degreesOfFreedom) == test.null.count
      let values = ["note": sentence, "df": RichText(String(Int(test.degreesOfFreedom)))]
      sentences.append([
        isFull ? sentence : try glossary.rich("event-study", "pretrends-restricted", values)
      ])
    }
    // A column without the test shows a blank cell; only different tests need their columns named.
    let different = sentences.flatMap { $0 }.uniqueTexts
    return different.count > 1
      ? try frame.perColumn(sentences, as: .brackets)
      : different.map { TableNote(.brackets, $0) }
  }
}

extension Array where Element == RichText {
  /// The texts without repetition, in order of first appearance.
  var uniqueTexts: [RichText] {
    reduce(into: []) { list, text in if !list.contains(text) { list.append(text) } }
  }
}

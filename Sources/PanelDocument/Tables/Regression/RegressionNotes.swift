import PanelResults

/// The sentences under a regression table, made from the results themselves.
///
/// The order is fixed: description, sample, covariance, legend of brackets, remarks, legend of
/// stars, the author's own sentences, source.
struct RegressionNotes {
  let table: RegressionTable
  let rows: [CoefficientRow]

  private var glossary: Glossary { table.glossary }
  private var recipe: RegressionRecipe { table.recipe }
  private var fits: [any RegressionFit] { table.columns.map(\.fit) }

  func all() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    let writer = table.writer
    notes += writer.written(recipe.description, as: .description)
    notes += try writer.sample(fits.map(\.sample))
    notes += try writer.weights(fits.map(\.sample))
    notes += try covariance()
    notes += try brackets()
    notes += try remarks()
    notes += try stars()
    for text in recipe.notes { notes += writer.written(text, as: .custom) }
    notes += writer.written(recipe.source, as: .source)
    return notes
  }
}

extension RegressionNotes {
  /// Where the standard errors come from, in one sentence or by a row of the table.
  private func covariance() throws(DocumentError) -> [TableNote] {
    guard !rows.allSatisfy(\.terms.isEmpty) else { return [] }
    let line = table.stack.first { $0.measure == .standardError }
    let place = try line.map { (line) throws(DocumentError) in
      RichText(try glossary.text("brackets", line.bracket.rawValue))
    }
    if table.hasDifferentCovariance {
      var values = ["row": RichText(try glossary.text("tables", "standard-errors"))]
      values["place"] = place
      let key = line == nil ? "mixed-covariance-basis" : "mixed-covariance"
      return [TableNote(.covariance, try glossary.rich("notes", key, values))]
    }
    let shared = fits[0].covariance
    let counts = fits.map { $0.covariance.clusters.map(\.count) }.unique
    return [
      TableNote(
        .covariance,
        try table.sentence(
          line == nil ? "covariance-basis" : "covariance",
          about: shared,
          countsClusters: counts.count == 1,
          place: place
        )
      )
    ]
  }

  /// What stands in which bracket, apart from standard errors that the covariance note names.
  private func brackets() throws(DocumentError) -> [TableNote] {
    guard !rows.allSatisfy(\.terms.isEmpty) else { return [] }
    var list: RichText?
    for line in table.stack {
      if line.measure == .standardError { continue }
      let place = RichText(try glossary.text("brackets", line.bracket.rawValue))
      for key in legendKeys(of: line.measure) {
        var values = ["place": place, "level": RichText(try level())]
        if line.measure != .interval {
          values["letter"] = try letter(key)
        }
        let item = try glossary.rich("legend", key, values)
        list =
          try list.map { (list) throws(DocumentError) in
            try glossary.rich("notes", "legend-joined", ["list": list, "item": item])
          } ?? item
      }
    }
    guard let list else { return [] }
    let sentence = try glossary.rich("notes", "legend", ["sentence": list.sentenceStart])
    return [TableNote(.brackets, sentence)]
  }

  /// `t`, `z` or both, as the columns have it.
  private func legendKeys(of measure: Uncertainty) -> [String] {
    guard measure == .testStatistic else { return [measure.rawValue] }
    let keys = fits.flatMap { $0.estimates.map(table.statisticKey(of:)) }.unique.sorted()
    return keys.isEmpty ? [measure.rawValue] : keys
  }

  /// The letter of a statistic, in italics.
  private func letter(_ key: String) throws(DocumentError) -> RichText {
    RichText([.emphasis([.plain(try glossary.text("letters", key))])])
  }

  /// The level of the intervals, `95`.
  private func level() throws(DocumentError) -> String {
    let levels = fits.flatMap { $0.estimates.map { table.percent($0.level) } }.unique
    return try glossary.list(levels)
  }
}

extension RegressionNotes {
  /// What the results remark, each sentence once, with its columns where not all have it.
  private func remarks() throws(DocumentError) -> [TableNote] {
    var sentences: [(text: RichText, columns: [Int])] = []
    for column in table.columns {
      for text in try remarks(of: column) {
        if let place = sentences.firstIndex(where: { $0.text == text }) {
          if sentences[place].columns.last != column.number {
            sentences[place].columns.append(column.number)
          }
        } else {
          sentences.append((text, [column.number]))
        }
      }
    }
    var notes: [TableNote] = []
    for (text, numbers) in sentences {
      guard numbers.count < table.columns.count else {
        notes.append(TableNote(.remark, text))
        continue
      }
      var places: [RichText] = []
      for number in numbers {
        places.append(
          try glossary.rich("tables", "column-number", ["number": RichText(String(number))])
        )
      }
      let key = numbers.count == 1 ? "in-column" : "in-columns"
      notes.append(
        TableNote(
          .remark,
          try glossary.rich("notes", key, ["columns": try glossary.list(places), "note": text])
        )
      )
    }
    return notes
  }

  /// Remarks that no note repeats: omissions, which the fit itself lists, and a property of the
  /// levels of effects, which no table prints.
  private static let untold: [Remark.Kind] = [
    .omittedCollinear, .omittedAbsorbed, .disconnectedEffects,
  ]

  /// Omissions from the fit itself, where the cells do not tell them; then the other remarks.
  private func remarks(of column: RegressionColumn) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    if recipe.omittedTerms == .note {
      for omission in column.fit.omitted {
        sentences.append(try table.writer.sentence(about: omission))
      }
    }
    for remark in column.fit.remarks
    where !Self.untold.contains(remark.id) {
      sentences.append(try table.writer.sentence(about: remark))
    }
    return sentences
  }

  /// Symbols and cut-offs, with the comparison that the stars themselves use.
  private func stars() throws(DocumentError) -> [TableNote] {
    let hasTest = fits.contains { $0.estimates.contains { $0.pValue.value != nil } }
    guard hasTest, !rows.allSatisfy(\.terms.isEmpty) else { return [] }
    let letter = try letter(Uncertainty.pValue.rawValue)
    var list: RichText?
    for level in table.stars.levels {
      let item = try glossary.rich(
        "notes",
        "star",
        [
          "symbol": RichText(level.symbol), "p": letter,
          "level": RichText([.number(Self.cutOff(level.below))]),
        ]
      )
      list =
        try list.map { (list) throws(DocumentError) in
          try glossary.rich("notes", "stars-joined", ["list": list, "item": item])
        } ?? item
    }
    guard let list else { return [] }
    return [TableNote(.stars, try glossary.rich("notes", "stars", ["list": list]))]
  }

  /// A cut-off as declared, with two decimals at least: `0.10`, `0.001`.
  private static func cutOff(_ value: Double) -> NumberText {
    let typesetting = Typesetting(scientificBelow: -DigitRule.limit)
    let enough = (2...DigitRule.limit).first { decimals in
      Double(typesetting.number(value, .decimals(decimals)).machineText) == value
    }
    return typesetting.number(value, .decimals(enough ?? DigitRule.limit))
  }
}

extension RichText {
  /// With its first letter in upper case, as a sentence begins.
  var sentenceStart: RichText {
    guard case .plain(let text)? = parts.first, let first = text.first else { return self }
    return RichText([.plain(first.uppercased() + text.dropFirst())] + parts.dropFirst())
  }
}

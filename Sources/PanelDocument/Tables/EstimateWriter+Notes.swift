import PanelResults

extension EstimateWriter {
  /// Where standard errors stand: `in parentheses`; `nil` where none are printed.
  func placeOfStandardErrors() throws(DocumentError) -> RichText? {
    try stack.first { $0.measure == .standardError }.map { (line) throws(DocumentError) in
      RichText(try glossary.text("brackets", line.bracket.rawValue))
    }
  }

  /// What stands in which bracket, apart from standard errors that another note names.
  func bracketNotes(about estimates: [Estimate]) throws(DocumentError) -> [TableNote] {
    var list: RichText?
    for line in stack {
      if line.measure == .standardError { continue }
      for item in try legend(line.measure, line.bracket, about: estimates) {
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

  /// What stands in a bracket: `t statistics in brackets`.
  func legend(
    _ measure: Uncertainty,
    _ bracket: Bracket,
    about estimates: [Estimate]
  ) throws(DocumentError) -> [RichText] {
    let place = RichText(try glossary.text("brackets", bracket.rawValue))
    var items: [RichText] = []
    for key in legendKeys(of: measure, estimates) {
      var values = ["place": place, "level": RichText(try levels(of: estimates))]
      if [.testStatistic, .pValue].contains(measure) { values["letter"] = try letter(key) }
      items.append(try glossary.rich("legend", key, values))
    }
    return items
  }

  /// `t`, `z` or both, as the estimates have it.
  private func legendKeys(of measure: Uncertainty, _ estimates: [Estimate]) -> [String] {
    guard measure == .testStatistic else { return [measure.rawValue] }
    let keys = estimates.map(Self.statisticKey(of:)).unique.sorted()
    return keys.isEmpty ? [measure.rawValue] : keys
  }

  /// The letter of a statistic, in italics.
  private func letter(_ key: String) throws(DocumentError) -> RichText {
    RichText([.emphasis([.plain(try glossary.text("letters", key))])])
  }

  /// The levels of intervals, `95`.
  func levels(of estimates: [Estimate]) throws(DocumentError) -> String {
    try glossary.list(estimates.map { style.typesetting.percent($0.level) }.unique)
  }

  /// Symbols and cut-offs, with the comparison that the stars themselves use.
  func starNotes(about estimates: [Estimate]) throws(DocumentError) -> [TableNote] {
    estimates.contains { $0.pValue.value != nil || $0.printed?.stars?.isEmpty == false }
      ? try starNotes() : []
  }

  /// Symbols and cut-offs, in the order and the form of the language.
  func starNotes() throws(DocumentError) -> [TableNote] {
    let isAscending = try glossary.choice("stars-order", of: ["ascending", "descending"])
    let levels = isAscending == "ascending" ? stars.levels : stars.levels.reversed()
    if try glossary.choice("stars", of: ["each", "together"]) == "together" {
      return try starNotes(together: levels)
    }
    let letter = try letter(Uncertainty.pValue.rawValue)
    var list: RichText?
    for level in levels {
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

  /// `***, ** and * indicate significance at the 1%, 5% and 10% levels`.
  private func starNotes(together levels: [StarPolicy.Level]) throws(DocumentError) -> [TableNote] {
    guard !levels.isEmpty else { return [] }
    var percentages: [String] = []
    for level in levels {
      percentages.append(
        try glossary.text("notes", "star-level", ["level": style.typesetting.percent(level.below)])
      )
    }
    let sentence = try glossary.text(
      "notes",
      "stars-together",
      [
        "symbols": try starList(levels.map(\.symbol)), "levels": try starList(percentages),
        "count": String(levels.count),
      ]
    )
    return [TableNote(.stars, RichText(sentence))]
  }

  private func starList(_ items: [String]) throws(DocumentError) -> String {
    var list = items.first ?? ""
    for (index, item) in items.enumerated().dropFirst() {
      let key = index == items.count - 1 ? "stars-listed-last" : "stars-listed"
      list = try glossary.text("notes", key, ["list": list, "item": item])
    }
    return list
  }

  /// A cut-off as declared, with two decimals at least: `0.10`, `0.001`.
  static func cutOff(_ value: Double) -> NumberText {
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

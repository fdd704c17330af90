import PanelResults

/// Names of the choices of a specification curve, for its figure and its table.
struct ChoiceWords {
  var labels: TermLabels
  var typesetting: Typesetting
  var result: SpecificationCurveResult

  private var glossary: Glossary { labels.glossary }

  /// The name of a list of choices: `Controls`.
  func heading(of list: ChoiceList.Kind) throws(DocumentError) -> String {
    try glossary.text("choice-lists", list.rawValue)
  }

  /// The name of a choice: the author's, or made from what it is.
  func label(of choice: ChoiceList.Choice, in list: ChoiceList.Kind) throws(DocumentError)
    -> RichText
  {
    if let label = choice.label { return RichText(label) }
    guard !choice.names.isEmpty else {
      return RichText(try glossary.text("choices-none", list.rawValue))
    }
    switch list {
    case .samples:
      var conditions: [RichText] = []
      for name in choice.names { conditions.append(try labels.words(ofCondition: name)) }
      return try glossary.list(conditions)
    case .covariances: return try covariance(choice)
    case .outcomes, .treatments, .controls, .effects:
      var items: [RichText] = []
      for name in choice.names {
        let own = Self.withoutSign(name)
        items.append(list == .effects ? try labels.word(for: own) : try labels.label(of: own))
      }
      let text = try glossary.list(items)
      let name =
        list == .effects || choice.names[0].hasPrefix("$") ? text.sentenceStart : text
      // A list `controls` under the heading `Controls` would say one thing twice.
      guard list == .controls, try name.plainText == heading(of: list) else { return name }
      return RichText(try glossary.text("specification-curve", "controls-taken"))
    }
  }

  /// Lists go by their names, without the `$` before them.
  private static func withoutSign(_ name: String) -> String {
    name.hasPrefix("$") ? String(name.dropFirst()) : name
  }

  private func covariance(_ choice: ChoiceList.Choice) throws(DocumentError) -> RichText {
    guard let covariance = choice.covariance else { return RichText(choice.names[0]) }
    return try NoteWriter(labels: labels, typesetting: typesetting).sentence(
      "covariance-row",
      about: covariance,
      countsClusters: false,
      place: nil
    )
  }

  /// How many specifications each reason kept from being estimated, in words.
  func failures() throws(DocumentError) -> RichText? {
    guard !result.failures.isEmpty else { return nil }
    var items: [RichText] = []
    for failure in result.failures {
      items.append(
        try glossary.rich(
          "specification-failures",
          failure.reason.rawValue,
          ["count": RichText(String(failure.count))]
        )
      )
    }
    let total = result.failures.reduce(0) { $0 + $1.count }
    return try glossary.rich(
      "specification-curve",
      "failed",
      ["count": RichText(String(total)), "reasons": try glossary.list(items)]
    )
  }
}

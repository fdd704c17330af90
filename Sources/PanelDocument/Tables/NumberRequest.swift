package import PanelResults

/// A number that a study asks for by name, with its own label or digits where wanted.
///
/// In YAML `r_squared`, or `{name: r_squared, label: Fit, decimals: 2}`.
package struct NumberRequest<Name: NumberName>: Sendable, Equatable {
  package var name: Name
  package var label: LocalizedText?
  package var decimals: DigitRule?

  package init(_ name: Name, label: LocalizedText? = nil, decimals: DigitRule? = nil) {
    self.name = name
    self.label = label
    self.decimals = decimals
  }

  static var valueType: KeyDescription.ValueType {
    let names = KeyDescription.ValueType.choice(Name.allCases.map(\.rawValue))
    return .either([
      names,
      .object([
        KeyDescription("name", names, required: true, "The \(Name.word)."),
        KeyDescription("label", .localizedText, default: "the glossary's", "Its label."),
        KeyDescription("decimals", DigitRule.valueType, default: "the style's", DigitRule.help),
      ]),
    ])
  }

  /// The label as the author or the glossary has it.
  func label(in glossary: Glossary) throws(DocumentError) -> RichText {
    if let label { return RichText(label.text(in: glossary.language)) }
    return RichText(try glossary.text(Name.section, name.rawValue))
  }
}

package typealias StatisticRequest = NumberRequest<Statistic>
package typealias MeasureRequest = NumberRequest<Measure>
package typealias TestRequest = NumberRequest<HypothesisTest.Kind>

/// A closed set of numbers, each with a label in a section of the glossary.
package protocol NumberName: RawRepresentable<String>, CaseIterable, Sendable, Equatable {
  /// What such a name is called in messages.
  static var word: String { get }
  static var section: String { get }
}

extension Statistic: NumberName {
  package static let word = "statistic"
  package static let section = "statistics"
}

extension HypothesisTest.Kind: NumberName {
  package static let word = "test"
  package static let section = "tests"
}

extension Measure: NumberName {
  package static let word = "measure"
  package static let section = "measures"
}

extension NumberRequest: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, label, decimals }

  package init(from decoder: any Decoder) throws {
    if let name = try decoder.decodeIfShaped(String.self) {
      self.init(try decoder.word(name, what: Name.word))
      return
    }
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try decoder.word(try container.decode(String.self, forKey: .name), what: Name.word),
      label: try container.decodeIfPresent(LocalizedText.self, forKey: .label),
      decimals: try container.decodeIfPresent(DigitRule.self, forKey: .decimals)
    )
  }
}

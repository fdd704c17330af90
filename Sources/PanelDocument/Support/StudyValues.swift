import PanelResults

/// A mapping whose entries keep the order in which the author wrote them.
package struct OrderedMapping<Value: Decodable & Sendable>: Decodable, Sendable {
  package var entries: [(key: String, value: Value)]

  package init(_ entries: [(key: String, value: Value)] = []) { self.entries = entries }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FreeKey.self)
    entries = try container.allKeys.map { key in
      (key.stringValue, try container.decode(Value.self, forKey: key))
    }
  }
}

extension OrderedMapping: Equatable where Value: Equatable {
  package static func == (left: Self, right: Self) -> Bool {
    left.entries.count == right.entries.count
      && zip(left.entries, right.entries).allSatisfy { $0 == $1 }
  }
}

extension KeyedDecodingContainer {
  /// Takes a key's value where the key is present.
  func replace<Value: Decodable>(_ value: inout Value, forKey key: Key) throws {
    if let new = try decodeIfPresent(Value.self, forKey: key) { value = new }
  }

  /// One value or a list of values; empty where the key is absent.
  func list<Value: Decodable & Sendable>(forKey key: Key) throws -> [Value] {
    try decodeIfPresent(OneOrMore<Value>.self, forKey: key)?.values ?? []
  }
}

extension Decoder {
  /// The case that a word names, or an error with the nearest words.
  func word<Word: RawRepresentable & CaseIterable>(_ text: String, what: String) throws -> Word
  where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    let nearest = NearestNames.list(to: text, among: known)
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: codingPath,
        debugDescription: "no \(what) is called '\(text)'; "
          + (nearest.isEmpty
            ? "known are \(known.joined(separator: ", "))" : "did you mean \(nearest)?")
      )
    )
  }
}

extension DigitRule {
  static let valueType: KeyDescription.ValueType = .either([
    .integer,
    .object(
      ["significant", "adaptive", "standard-error"].map { KeyDescription($0, .integer, help) }
    ),
  ])
  static let help =
    "Digits after the separator, or one of: significant digits, adaptive digits (one more above "
    + "1, whole numbers bare), or significant digits of the standard error."
}

extension UncertaintyLine {
  static let valueType: KeyDescription.ValueType = .either([
    .choice(Uncertainty.allCases.map(\.rawValue)),
    .object([
      KeyDescription(
        "show",
        .choice(Uncertainty.allCases.map(\.rawValue)),
        required: true,
        "What to print."
      ),
      KeyDescription(
        "bracket",
        .choice(Bracket.allCases.map(\.rawValue)),
        default: "the usual one",
        "The bracket around it."
      ),
    ]),
  ])
}

/// Every word that a page may print, in one language; read from `styles/glossaries`.
///
/// A template names its values in braces: `clustered at the {cluster} level`. A missing entry or
/// a value that a template asks for and nobody gives is an error, never an empty text.
package struct Glossary: Sendable, Equatable {
  /// The language's code, such as `en` or `zh-Hans`.
  package var language: String
  /// Sentences and words by section and key, such as `statistics` and `n`.
  package var sections: [String: [String: String]]

  package init(language: String, sections: [String: [String: String]]) {
    self.language = language
    self.sections = sections
  }
}

extension Glossary: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case language, sections }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    language = try container.decode(String.self, forKey: .language)
    sections = try container.decode([String: [String: String]].self, forKey: .sections)
  }
}

extension Glossary {
  /// A word or sentence with its values put in.
  ///
  /// Where `values` hold a `count` of 1 and the glossary has an entry `key.one`, that entry is
  /// taken: languages without a singular leave it out.
  ///
  /// - Throws: ``DocumentError/invalid(_:)`` for a missing entry or an unfilled place.
  package func text(
    _ section: String,
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try rich(section, key, values.mapValues { RichText($0) }).plainText
  }

  /// A sentence whose values are rich text.
  package func rich(
    _ section: String,
    _ key: String,
    _ values: [String: RichText] = [:]
  ) throws(DocumentError) -> RichText {
    var result = RichText([])
    var rest = try template(section, key, isOne: values["count"]?.plainText == "1")[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      guard let value = values[name] else {
        throw .invalid(
          "The entry '\(section).\(key)' of the glossary '\(language)' asks for {\(name)}, which "
            + "is not given there. Given are: \(values.keys.sorted().joined(separator: ", "))."
        )
      }
      result = result + RichText(String(rest[..<open])) + value
      rest = rest[rest.index(after: close)...]
    }
    return (result + RichText(String(rest))).joined
  }

  /// Whether an entry begins with a value, which then keeps the capital of a sentence's start.
  package func opens(_ section: String, _ key: String, with name: String) -> Bool {
    sections[section]?[key]?.hasPrefix("{\(name)}") ?? false
  }

  /// `a`, `a and b`, `a, b and c`, as the language joins a list.
  package func list(_ items: [RichText]) throws(DocumentError) -> RichText {
    guard let last = items.last else { return RichText([]) }
    guard items.count > 1 else { return last }
    var joined = items[0]
    for item in items[1..<(items.count - 1)] {
      joined = try rich("lists", "middle", ["list": joined, "item": item])
    }
    return try rich("lists", "last", ["list": joined, "item": last])
  }

  package func list(_ items: [String]) throws(DocumentError) -> String {
    try list(items.map { RichText($0) }).plainText
  }

  private func template(
    _ section: String,
    _ key: String,
    isOne: Bool
  ) throws(DocumentError) -> String {
    let entries = sections[section]
    if isOne, let text = entries?["\(key).one"] { return text }
    guard let text = entries?[key] else {
      throw .invalid(
        "The glossary '\(language)' has no entry '\(section).\(key)'. Add it to its file."
      )
    }
    return text
  }
}

extension RichText {
  /// The same text with neighbouring plain runs made one.
  package var joined: RichText {
    var result: [Inline] = []
    for part in parts {
      if case .plain(let text) = part, case .plain(let before)? = result.last {
        result[result.count - 1] = .plain(before + text)
      } else {
        result.append(part)
      }
    }
    return RichText(result)
  }
}

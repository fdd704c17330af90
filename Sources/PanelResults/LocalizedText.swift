/// A text that an author gives in one language or in several.
///
/// In a study file either `caption: Results` or `caption: {en: Results, zh: 结果}`.
package struct LocalizedText: Sendable, Equatable, Hashable {
  /// Texts by language code; the code is empty where the author named no language.
  package var texts: [String: String]

  package init(_ text: String) { texts = ["": text] }
  package init(texts: [String: String]) { self.texts = texts }

  /// The text in a language (`zh` counts as `zh-Hans`, and the other way round), else in no
  /// language, else in English, else in the first by code.
  package func text(in language: String) -> String {
    written(in: language) ?? texts[""] ?? texts["en"]
      ?? texts.min { $0.key < $1.key }?.value ?? ""
  }
}

extension LocalizedText {
  /// Whether the author gave the text in a language, or in none, which then is English.
  package func isWritten(in language: String) -> Bool {
    if language == "en", texts[""] != nil { return true }
    return written(in: language) != nil
  }

  /// The text under the code of a language, or under one of the same language: `zh` and `zh-Hans`.
  private func written(in language: String) -> String? {
    if let text = texts[language] { return text }
    let base = Self.base(of: language)
    if let text = texts[base] { return text }
    let relatives = texts.keys.filter { !$0.isEmpty && Self.base(of: $0) == base }
    return relatives.min().flatMap { texts[$0] }
  }

  private static func base(of language: String) -> String {
    String(language.prefix { $0 != "-" })
  }
}

extension LocalizedText: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

extension LocalizedText: Codable {
  package init(from decoder: any Decoder) throws {
    if let text = try decoder.decodeIfShaped(String.self) {
      self.init(text)
    } else {
      self.init(texts: try decoder.singleValueContainer().decode([String: String].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if texts.count == 1, let text = texts[""] {
      try container.encode(text)
    } else {
      try container.encode(texts)
    }
  }
}

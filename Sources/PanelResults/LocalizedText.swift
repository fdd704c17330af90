/// A text that an author gives in one language or in several.
///
/// In a study file either `caption: Results` or `caption: {en: Results, zh: 结果}`.
package struct LocalizedText: Sendable, Equatable, Hashable {
  /// Texts by language code; the code is empty where the author named no language.
  package var texts: [String: String]

  package init(_ text: String) { texts = ["": text] }
  package init(texts: [String: String]) { self.texts = texts }

  /// The text in a language, else in no language, else in English, else in the first by code.
  package func text(in language: String) -> String {
    if let text = texts[language] { return text }
    let base = String(language.prefix { $0 != "-" })
    return texts[base] ?? texts[""] ?? texts["en"]
      ?? texts.min { $0.key < $1.key }?.value ?? ""
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

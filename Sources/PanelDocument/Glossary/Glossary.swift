/// Every word that a page may print, in one language; read from `styles/glossaries`.
package struct Glossary: Sendable, Equatable, Decodable {
  /// The language's code, such as `en` or `zh-Hans`.
  package var language: String
  /// Sentences and words by section and key, such as `statistics` and `n`.
  package var sections: [String: [String: String]]

  package init(language: String, sections: [String: [String: String]]) {
    self.language = language
    self.sections = sections
  }
}

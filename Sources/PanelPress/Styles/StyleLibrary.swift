import Foundation
import PanelDocument

/// The looks and words of a study, read from the styles folders.
struct StyleLibrary: Sendable {
  let folders: ResourceFolders

  /// - Throws: ``PressError/input(_:)`` naming the styles there are, for a name that is none;
  ///   ``PressError/study(_:)`` with the place of a fault in the file.
  func tableStyle(_ name: String) throws(PressError) -> TableStyle {
    try load(TableStyle.self, kind: "tables", name: name, word: "table style")
  }

  /// The figure theme of the style's name; the plain one where a style has no figures of its own.
  func figureTheme(_ name: String) throws(PressError) -> FigureTheme {
    let own = folders.style("figures/\(name).yaml") == nil ? "plain" : name
    return try load(FigureTheme.self, kind: "figures", name: own, word: "figure theme")
  }

  /// The words of a language, such as `zh-Hans`, or `zh` where one glossary is of that language.
  func glossary(_ language: String) throws(PressError) -> Glossary {
    let names = folders.styleNames("glossaries")
    let relatives = names.filter { $0.hasPrefix("\(language)-") }
    let name = names.contains(language) || relatives.count != 1 ? language : relatives[0]
    return try load(Glossary.self, kind: "glossaries", name: name, word: "language")
  }

  private func load<Value: Decodable>(
    _ type: Value.Type,
    kind: String,
    name: String,
    word: String
  ) throws(PressError) -> Value {
    guard !name.contains("/"), let file = folders.style("\(kind)/\(name).yaml") else {
      let known =
        folders.styleNames(kind) + (kind == "glossaries" ? [StudyLanguage.bilingualWord] : [])
      throw .input(
        "There is no \(word) '\(name)'." + Suggestion.sentence(for: name, among: known)
          + " There are: \(known.joined(separator: ", "))."
          + " A new one is one file, styles/\(kind)/\(name).yaml, beside the study."
      )
    }
    let text = try TextFile.text(of: file.path(percentEncoded: false))
    let root = try YAMLReader.read(text, file: "styles/\(kind)/\(name).yaml")
    return try StudyDecoder.decode(type, from: root, path: "")
  }
}

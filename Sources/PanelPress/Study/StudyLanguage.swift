import PanelDocument
import PanelResults

/// The language of a study's words, and those of its captions.
struct StudyLanguage: Sendable, Equatable {
  /// The language of tables, notes, figures and pages.
  var text: String
  /// The languages of captions in the order in which they are printed.
  var captions: [String]

  init(_ text: String, captions: [String]? = nil) {
    self.text = text
    self.captions = captions ?? [text]
  }

  /// Captions in English, then in Chinese; everything else in English.
  static let bilingual = StudyLanguage("en", captions: ["en", "zh-Hans"])

  /// The word for ``bilingual``.
  static let bilingualWord = "bilingual"

  static let keys: [KeyDescription] = [
    KeyDescription(
      "captions",
      .oneOrMore(of: .text),
      default: "that of the text",
      "The languages of captions, in the order in which they are printed."
    ),
    KeyDescription(
      "text",
      .text,
      default: "en",
      "The language of tables, notes, figures and the report."
    ),
  ]

  /// Reads `en`, `bilingual`, or `{captions: [en, zh-Hans], text: en}`.
  init(_ node: StudyNode) {
    if let word = node.text {
      self = word == Self.bilingualWord ? .bilingual : StudyLanguage(word)
      return
    }
    let captions = node["captions"]?.texts ?? []
    self.init(node["text"]?.text ?? "en", captions: captions.isEmpty ? nil : captions)
  }

  /// What is wrong with the value beyond its shape.
  static func problems(in node: StudyNode) -> [StudyProblem] {
    guard let captions = node["captions"] else { return [] }
    if case .list(let items) = captions.content, items.isEmpty {
      return [captions.problem("Name at least one language.", path: "language.captions")]
    }
    var seen: Set<String> = []
    var problems: [StudyProblem] = []
    for item in captions.items {
      guard let text = item.text else { continue }
      if text == bilingualWord {
        problems.append(
          item.problem(
            "'\(bilingualWord)' is no language of its own: list the languages of captions.",
            path: "language.captions"
          )
        )
      } else if !seen.insert(text).inserted {
        problems.append(
          item.problem("'\(text)' is listed twice.", path: "language.captions")
        )
      }
    }
    return problems
  }

  /// Reads the value of `--language`.
  ///
  /// - Throws: ``PressError/usage(_:)`` for what is none.
  static func option(_ text: String) throws(PressError) -> StudyLanguage {
    guard text.contains("{") else { return text == bilingualWord ? .bilingual : .init(text) }
    let node = try YAMLReader.read(text, file: "--language")
    var check = KeyCheck()
    check.check(node, is: .object(keys), path: "")
    let problems = check.problems + problems(in: node)
    guard problems.isEmpty else {
      throw .usage(problems.map { "--language: \($0.message)" }.joined(separator: "\n"))
    }
    return StudyLanguage(node)
  }
}

extension StyleLibrary {
  /// The glossary of a study's text, and those of its captions where they are others or several.
  ///
  /// - Throws: As ``glossary(_:)``, naming `bilingual` among what there is.
  func glossaries(
    _ language: StudyLanguage
  ) throws(PressError) -> (text: Glossary, captions: [Glossary]) {
    let text = try glossary(language.text)
    guard language.captions != [language.text] else { return (text, []) }
    var captions: [Glossary] = []
    for name in language.captions { captions.append(try glossary(name)) }
    return (text, captions)
  }
}

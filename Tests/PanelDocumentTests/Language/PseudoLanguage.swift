import TestSupport

@testable import PanelDocument

/// English in letters and marks that no code writes: Cyrillic letters, full-width marks.
///
/// What a table or figure in this language still prints in Latin letters, or joins with an English
/// comma, was written by the code and not by a glossary.
enum PseudoLanguage {
  private static let lower = Array("абцдефгхийклмнопярстувшьыз")

  /// Made once: every sample asks for it.
  static func glossary() throws -> Glossary { try made.get() }

  private static let made = Result { try translated() }

  private static func translated() throws -> Glossary {
    var glossary: Glossary = try StyleFiles.load(from: "glossaries/en.yaml")
    for (section, entries) in glossary.sections where section != "language" {
      glossary.sections[section] = entries.mapValues(written)
    }
    // Words that steer the program stay.
    glossary.sections["labels"]?["within-sentences"] = "as-written"
    glossary.sections["language"]?["label-end"] = "："
    glossary.sections["language"]?["title-gap"] = "："
    return glossary
  }

  private static func written(_ template: String) -> String {
    var isPlace = false
    var text = ""
    let characters = Array(template)
    for (index, character) in characters.enumerated() {
      if character == "{" { isPlace = true }
      let isEnd = index + 1 == characters.count || characters[index + 1] == " "
      text.append(
        isPlace ? character : character == "." && isEnd ? "。" : foreign(character)
      )
      if character == "}" { isPlace = false }
    }
    return text
  }

  private static func foreign(_ character: Character) -> Character {
    guard let value = character.asciiValue else { return character }
    switch value {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return lower[Int(value - UInt8(ascii: "a"))]
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return Character(lower[Int(value - UInt8(ascii: "A"))].uppercased())
    case UInt8(ascii: ","): return "，"
    case UInt8(ascii: ";"): return "；"
    case UInt8(ascii: ":"): return "："
    default: return character
    }
  }
}

/// Everything that a reader sees or hears of an exhibit.
extension TableModel {
  var readTexts: [String] {
    var texts = [numberLabel, caption.plainText, notesLabel, stubLabel]
    texts += furtherCaptions.flatMap { [$0.numberLabel, $0.text.plainText] }
    texts += starMeanings.values.sorted()
    texts += (head + blocks.flatMap(\.head)).flatMap(\.cells).map(\.text.plainText)
    texts += blocks.compactMap(\.heading?.plainText)
    for row in blocks.flatMap(\.rows) {
      texts += [row.label.plainText, row.spokenLabel?.plainText ?? ""]
      texts += row.cells.flatMap(\.readTexts)
    }
    return texts + notes.map(\.text.plainText)
  }
}

extension Cell {
  fileprivate var readTexts: [String] {
    switch self {
    case .estimate(_, _, let trace), .uncertainty(_, _, let trace), .statistic(_, let trace),
      .test(_, _, let trace):
      trace.details.flatMap { [$0.label, $0.value] }
    case .text(let text): [text.plainText]
    case .mark(let text, let spoken): [text.plainText, spoken]
    case .unavailable(let text, let reason): [text.plainText, reason.plainText]
    case .empty: []
    }
  }
}

extension FigureModel {
  var readTexts: [String] {
    [numberLabel, caption.plainText, title, summary, notesLabel] + notes.map(\.text.plainText)
      + legend.map(\.label) + texts.map(\.text)
  }
}

extension Math {
  /// The words of a formula; letters that stand for a quantity are none.
  var words: [String] {
    switch self {
    case .word(let text): [text]
    case .identifier, .number, .sign: []
    case .row(let parts): parts.flatMap(\.words)
    case .sub(let base, let index): base.words + index.words
    case .sup(let base, let power): base.words + power.words
    case .subSup(let base, let index, let power): base.words + index.words + power.words
    case .fraction(let top, let bottom): top.words + bottom.words
    }
  }
}

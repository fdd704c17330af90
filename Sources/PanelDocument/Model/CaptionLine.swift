/// A caption in one language: the number as the language writes it, and the text.
package struct CaptionLine: Sendable, Equatable {
  /// The code of the language, such as `zh-Hans`.
  package var language: String
  /// What the language writes before the number: `Table `, `表`.
  package var name: String
  /// The number, such as `1`; LaTeX prints its own counter instead.
  package var number: String
  /// What the language writes after the number.
  package var ending: String
  /// What stands between number and text: a space, or a full-width one.
  package var gap: String
  package var text: RichText

  package init(
    language: String,
    name: String,
    number: String,
    ending: String = "",
    gap: String,
    text: RichText
  ) {
    self.language = language
    self.name = name
    self.number = number
    self.ending = ending
    self.gap = gap
    self.text = text
  }

  /// `Table 1`, `表1`; empty for what is not counted.
  package var numberLabel: String { number.isEmpty ? "" : name + number + ending }
}

/// How a language sets what stands between the parts of an exhibit: the glossary's section
/// `language`.
package struct LanguageSetting: Sendable, Equatable {
  /// After the word before the notes: `:`.
  package var labelEnd = ":"
  /// Whether that word is in italics.
  package var hasItalicLabel = true
  /// Between that word and the first sentence.
  package var labelGap = " "
  /// Between two sentences.
  package var sentenceGap = " "
  /// Between the number of an exhibit and its caption.
  package var captionGap = " "
  /// Between the number and the caption in one line of plain text: `Table 1: Wages`.
  package var titleGap = ": "
  /// Whether sources have lines of their own before the notes.
  package var hasSourcesFirst = false
  /// The caption's own language where the rest is in another.
  package var captionLanguage: String?
  /// What LaTeX writes around the counter; absent where a document's own words are right.
  package var captionName: CaptionName?

  package struct CaptionName: Sendable, Equatable {
    package var before: String
    package var after: String

    package init(before: String, after: String) {
      self.before = before
      self.after = after
    }
  }

  package init() {}
}

extension [TableNote] {
  /// The sources, where a language sets them off from the other notes, and these.
  package func parts(
    in setting: LanguageSetting
  ) -> (sources: [TableNote], others: [TableNote]) {
    guard setting.hasSourcesFirst else { return ([], self) }
    return (filter { $0.kind == .source }, filter { $0.kind != .source })
  }
}

import PanelDocument

extension CaptionLine {
  /// For the caption templates of every format.
  var template: TemplateValue {
    .object([
      "language": .text(language), "numberLabel": .text(numberLabel), "before": .text(name),
      "after": .text(ending), "gap": .text(gap), "text": text.template,
      "plain": .text(text.plainText),
    ])
  }
}

extension LanguageSetting {
  /// What stands between the parts of a caption, and the captions in further languages.
  func captionFields(
    label: String,
    further: [CaptionLine]
  ) -> [String: TemplateValue] {
    [
      "captionGap": .text(label.isEmpty ? " " : captionGap),
      "captionLanguage": .optional(captionLanguage),
      "captionName": captionName.map {
        .object([
          "before": .text($0.before), "after": .text($0.after), "gap": .text(captionGap),
        ])
      } ?? .absent,
      "titleGap": .text(titleGap),
      "further": .list(further.map(\.template)),
    ]
  }

  /// The sources in lines of their own, and the other notes with the word before them.
  func noteFields(_ notes: [TableNote], label: String) -> [String: TemplateValue] {
    let (sources, others) = notes.parts(in: self)
    func items(_ notes: [TableNote], first: String) -> TemplateValue {
      .objects(
        notes.enumerated().map { index, note in
          [
            "gap": .text(index == 0 ? first : sentenceGap), "text": note.text.template,
            "plain": .text(note.text.plainText),
          ]
        }
      )
    }
    return [
      "sources": sources.isEmpty ? .absent : .object(["items": items(sources, first: "")]),
      "notes": others.isEmpty
        ? .absent
        : .object([
          "label": .text(label + labelEnd), "italic": .flag(hasItalicLabel),
          "items": items(others, first: labelGap),
        ]),
    ]
  }
}

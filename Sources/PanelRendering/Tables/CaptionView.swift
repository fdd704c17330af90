import PanelDocument

extension CaptionLine {
  /// For the caption templates of every format.
  func template(_ form: CaptionForm?) -> TemplateValue {
    .object([
      "language": .text(language), "numberLabel": .text(numberLabel),
      "before": .text(form?.label == .capitals ? name.uppercased() : name),
      "after": .text(ending), "gap": .text(gap), "text": text.template,
      "plain": .text(text.plainText), "titleCapitals": .flag(form?.title == .capitals),
    ])
  }
}

extension TextFace {
  /// One switch for each face that markup has.
  var template: TemplateValue {
    guard self != .plain else { return .absent }
    return .object([
      "bold": .flag(self == .bold), "italic": .flag(self == .italic),
      "smallCaps": .flag(self == .smallCaps),
    ])
  }

  /// A text with the face's capitals, where markup has none.
  func capitals(_ text: String) -> String { self == .capitals ? text.uppercased() : text }
}

extension CaptionForm {
  /// The classes of a caption in a page.
  fileprivate var classes: String {
    var classes = ["formed"]
    if alignment == .center { classes.append("centred") }
    if label != .plain { classes.append("label-\(label.rawValue)") }
    if title != .plain { classes.append("title-\(title.rawValue)") }
    if separator == .newline { classes.append("lines") }
    return classes.joined(separator: " ")
  }
}

extension LanguageSetting {
  /// What stands between the parts of a caption, and the captions in further languages.
  func captionFields(
    label: String,
    further: [CaptionLine],
    form: CaptionForm? = nil
  ) -> [String: TemplateValue] {
    let form = label.isEmpty ? nil : form
    return [
      "captionGap": .text(label.isEmpty ? " " : captionGap),
      "captionLanguage": .optional(captionLanguage),
      "captionName": captionName.map {
        .object([
          "before": .text(form?.label == .capitals ? $0.before.uppercased() : $0.before),
          "after": .text($0.after),
          // Centred and upright is how a language of its own has captions.
          "leading": .flag(form?.alignment == .leading),
          "label": form?.label.template ?? .absent, "title": form?.title.template ?? .absent,
          "titleCapitals": .flag(form?.title == .capitals),
          "lines": .flag(form?.separator == .newline), "roman": .flag(form?.number == .roman),
          "gap": .text(captionGap),
        ])
      } ?? .absent,
      "captionClass": .optional(form?.classes),
      "labelBold": .flag(form.map { $0.label == .bold } ?? true),
      "labelItalic": .flag(form?.label == .italic),
      "titleGap": .text(titleGap),
      "further": .list(further.map { $0.template(form) }),
    ]
  }

  /// The sources in lines of their own, and the other notes with the word before them.
  func noteFields(
    _ notes: [TableNote],
    label: String,
    look: NotesLook = NotesLook()
  ) -> [String: TemplateValue] {
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
    // Faces and marks are those of Latin type: a language without italics has marks of its own.
    let face = hasItalicLabel || look.label == .bold ? look.label : .plain
    let end = hasItalicLabel ? look.mark?.text ?? labelEnd : labelEnd
    return [
      "sources": sources.isEmpty ? .absent : .object(["items": items(sources, first: "")]),
      "notes": others.isEmpty
        ? .absent
        : .object([
          "label": .text(face.capitals(label) + end), "italic": .flag(face == .italic),
          "bold": .flag(face == .bold), "smallCaps": .flag(face == .smallCaps),
          "items": items(others, first: labelGap),
        ]),
    ]
  }
}

package import PanelResults

extension Glossary {
  /// How the language sets what stands between the parts of an exhibit.
  ///
  /// - Throws: What the section `language` lacks, or has that is none of its words.
  package func setting() throws(DocumentError) -> LanguageSetting {
    var setting = LanguageSetting()
    setting.labelEnd = try text("language", "label-end")
    setting.labelGap = try text("language", "label-gap")
    setting.sentenceGap = try text("language", "sentence-gap")
    setting.captionGap = try text("language", "caption-gap")
    setting.titleGap = try text("language", "title-gap")
    setting.hasItalicLabel = try choice("label-shape", of: ["italic", "upright"]) == "italic"
    setting.hasSourcesFirst = try choice("sources", of: ["first", "last"]) == "first"
    return setting
  }

  /// A word of the section `language` that is one of several.
  func choice(_ key: String, of words: [String]) throws(DocumentError) -> String {
    let word = try text("language", key)
    guard words.contains(word) else {
      throw .invalid(
        "The entry 'language.\(key)' of the glossary '\(language)' is '\(word)', but may be "
          + "\(words.joined(separator: " or "))."
      )
    }
    return word
  }

  /// A caption with the number of its exhibit.
  ///
  /// - Parameters:
  ///   - section: `tables` or `figures`.
  ///   - number: Empty for what is not counted.
  ///   - text: The caption.
  ///   - isShort: Whether the word before the number is short.
  /// - Returns: The caption in this language.
  /// - Throws: What the glossary lacks.
  func captionLine(
    _ section: String,
    number: String,
    text: RichText,
    isShort: Bool = false
  ) throws(DocumentError) -> CaptionLine {
    let mark = "\u{1}"
    let label = try self.text(section, isShort ? "number-short" : "number", ["number": mark])
    let parts = label.split(separator: mark, omittingEmptySubsequences: false)
    return CaptionLine(
      language: language,
      name: String(parts.first ?? ""),
      number: number,
      ending: parts.count > 1 ? String(parts[1]) : "",
      gap: try self.text("language", "caption-gap"),
      text: text
    )
  }
}

extension DocumentContext {
  /// The table with its captions and the punctuation of its language.
  ///
  /// - Parameter table: As its recipe made it.
  /// - Returns: The table as it is printed.
  /// - Throws: What a glossary lacks.
  package func finished(_ table: TableModel) throws(DocumentError) -> TableModel {
    var table = table
    let (setting, first, further) = try captions(
      "tables",
      number: tableNumber,
      written: table.caption,
      form: tableStyle.caption
    )
    table.setting = setting
    table.numberLabel = first.numberLabel
    table.caption = first.text
    table.furtherCaptions = further
    return table
  }

  /// The figure with its captions and the punctuation of its language.
  ///
  /// - Parameter figure: As its recipe made it.
  /// - Returns: The figure as it is printed.
  /// - Throws: What a glossary lacks.
  package func finished(_ figure: FigureModel) throws(DocumentError) -> FigureModel {
    var figure = figure
    let (setting, first, further) = try captions(
      "figures",
      number: figureNumber,
      written: figure.caption,
      form: figureTheme.caption
    )
    figure.captionForm = figureTheme.caption
    figure.notesLook = tableStyle.notes
    if tableStyle.notesLabel == .note {
      figure.notesLabel = try glossary.text("notes-labels", tableStyle.notesLabel.rawValue)
    }
    figure.setting = setting
    figure.numberLabel = first.numberLabel
    figure.caption = first.text
    figure.furtherCaptions = further
    return figure
  }

  /// The caption in its first language and those in further ones, in which the author wrote it.
  private func captions(
    _ section: String,
    number: String,
    written: RichText,
    form: CaptionForm?
  ) throws(DocumentError) -> (LanguageSetting, CaptionLine, [CaptionLine]) {
    let languages = captionLanguages.isEmpty ? [glossary] : captionLanguages
    var lines: [CaptionLine] = []
    for language in languages {
      let isOwn = language.language == glossary.language
      if !lines.isEmpty, caption?.isWritten(in: language.language) != true { continue }
      let text = isOwn ? written : RichText(caption?.text(in: language.language) ?? "")
      var line = try language.captionLine(
        section,
        number: number,
        text: text,
        isShort: form?.isShort ?? false
      )
      // A language with a separator of its own, such as a full-width space, keeps it.
      if let form, line.gap == " " { line.gap = form.separator.text }
      lines.append(line)
    }
    var setting = try glossary.setting()
    setting.captionGap = lines[0].gap
    if lines[0].language != glossary.language { setting.captionLanguage = lines[0].language }
    // A LaTeX document calls tables by English words unless it is told otherwise.
    if form != nil || !lines[0].language.hasPrefix("en") {
      setting.captionName = .init(before: lines[0].name, after: lines[0].ending)
    }
    return (setting, lines[0], Array(lines.dropFirst()))
  }
}

package import PanelResults

/// What an author says at the head of a report: a study's `about`.
///
///     about: One paragraph.
///     about: [First paragraph., {en: Second., zh-Hans: 第二段。}]
///     about:
///       - {title: What differs from the paper, text: [Clusters are provinces., Seeds are kept.]}
///
/// A blank line inside a text begins a paragraph, too; what stands between backticks is code.
package struct ReportProse: Sendable, Equatable {
  package var parts: [Part]

  /// Paragraphs under a title, or without one.
  package struct Part: Sendable, Equatable {
    package var title: LocalizedText?
    package var texts: [LocalizedText]

    package init(title: LocalizedText? = nil, texts: [LocalizedText]) {
      self.title = title
      self.texts = texts
    }
  }

  package init(parts: [Part]) { self.parts = parts }

  /// The shape of the study's `about`.
  package static let valueType: KeyDescription.ValueType = .either([
    .list(
      of: .either([
        .object([
          KeyDescription("title", .localizedText, "A heading over the paragraphs."),
          KeyDescription(
            "text",
            .oneOrMore(of: .localizedText),
            required: true,
            "The paragraphs under the heading."
          ),
        ]),
        .localizedText,
      ])
    ),
    .localizedText,
  ])

  /// The prose in one language.
  package func parts(in language: String) -> [ReportPart] {
    parts.map { part in
      ReportPart(
        title: part.title?.text(in: language),
        paragraphs: part.texts.flatMap { Self.paragraphs(of: $0.text(in: language)) }
          .map(Self.withCode)
      )
    }
    .filter { !$0.paragraphs.isEmpty }
  }

  /// The paragraphs of a text: what blank lines separate, each on one line.
  static func paragraphs(of text: String) -> [String] {
    var paragraphs: [String] = []
    var lines: [Substring] = []
    func close() {
      let paragraph = joined(lines)
      if !paragraph.isEmpty { paragraphs.append(paragraph) }
      lines = []
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let content = line.drop(while: \.isWhitespace)
      if content.isEmpty { close() } else { lines.append(content) }
    }
    close()
    return paragraphs
  }

  /// The text with code where backticks enclose some; a backtick without its fellow is text.
  private static func withCode(_ text: String) -> RichText {
    let pieces = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard pieces.count % 2 == 1 else { return RichText(text) }
    return RichText(
      pieces.enumerated().filter { !$0.element.isEmpty }
        .map { $0.offset % 2 == 1 ? .code($0.element) : .plain($0.element) }
    )
  }

  /// Lines as one; a space stands where they met, except between Han characters.
  private static func joined(_ lines: [Substring]) -> String {
    lines.reduce(into: "") { text, line in
      let line = line.last?.isWhitespace == true ? trimmed(line) : line
      let isHan = text.unicodeScalars.last.map(isWide) ?? true
      text += (text.isEmpty || isHan && line.unicodeScalars.first.map(isWide) ?? true ? "" : " ")
        + line
    }
  }

  private static func trimmed(_ line: Substring) -> Substring {
    var line = line
    while line.last?.isWhitespace == true { line.removeLast() }
    return line
  }

  /// Han characters, kana and full-width punctuation: lines break between them without a space.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    (0x3000...0x9FFF).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
      || (0xFF00...0xFFEF).contains(scalar.value) || (0x20000...0x3FFFF).contains(scalar.value)
  }
}

extension ReportProse: Decodable {
  package init(from decoder: any Decoder) throws {
    if let list = try decoder.decodeIfShaped([Part].self) {
      parts = list
    } else {
      parts = [Part(texts: [try LocalizedText(from: decoder)])]
    }
  }
}

extension ReportProse.Part: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case title, text }

  package init(from decoder: any Decoder) throws {
    if try decoder.decodeIfShaped(String.self) == nil {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if container.contains(.text) {
        try decoder.refuseUnknownKeys(CodingKeys.self)
        title = try container.decodeIfPresent(LocalizedText.self, forKey: .title)
        texts = try container.decode(OneOrMore<LocalizedText>.self, forKey: .text).values
        return
      }
    }
    texts = [try LocalizedText(from: decoder)]
  }
}

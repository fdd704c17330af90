import Mustache

/// A markup language that PanelPress writes.
package enum OutputFormat: String, CaseIterable, Sendable {
  case latex, html, svg, markdown, csv

  /// The formats that a table can be written in.
  package static let tableFormats: [OutputFormat] = [.latex, .html, .markdown, .csv]

  /// The extension of files in this format.
  package var pathExtension: String {
    switch self {
    case .latex: "tex"
    case .html: "html"
    case .svg: "svg"
    case .markdown: "md"
    case .csv: "csv"
    }
  }

  /// Plain text in this format: every character that has a meaning there is written so that it
  /// stands for itself.
  package func escaped(_ text: String) -> String {
    switch self {
    case .latex: LaTeXText().escapeText(text)
    case .html, .svg: MarkupText().escapeText(text)
    case .markdown: MarkdownText().escapeText(text)
    case .csv: CSVText().escapeText(text)
    }
  }

  /// What opens and closes a tag in a template of this format.
  ///
  /// LaTeX is full of braces, so its templates use angle brackets.
  var delimiters: (open: String, close: String) {
    self == .latex ? ("<<", ">>") : ("{{", "}}")
  }

  /// Put before every template: a partial inherits neither the escaping nor the delimiters of
  /// the template that includes it.
  var prelude: String {
    let change = self == .latex ? "{{=<< >>=}}\n" : ""
    return "{{% CONTENT_TYPE: \(contentTypeName)}}\n\(change)"
  }

  /// The name under which the template engine knows this format's escaping.
  private var contentTypeName: String { "PANELPRESS-" + rawValue.uppercased() }

  /// Makes the escaping of every format known to the template engine, whose own escaping works
  /// on whole characters and lets `<` followed by a combining mark through.
  static let registerContentTypes: Void = {
    for format in allCases {
      MustacheContentTypes.register(FormatText(format: format), named: format.contentTypeName)
    }
  }()
}

/// The escaping of a format, as the template engine asks for it.
private struct FormatText: MustacheContentType {
  let format: OutputFormat
  func escapeText(_ text: String) -> String { format.escaped(text) }
}

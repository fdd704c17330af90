/// What a template may see: text, a switch, a list, an object, or finished markup; never a number.
///
/// Numbers become text in the document layer, where digits, signs and stars are decided, so no
/// template can print `0.30000000000000004`.
package indirect enum TemplateValue: Sendable, Equatable {
  /// Escaped by the format it is printed in. Empty text is as good as absent.
  case text(String)
  case flag(Bool)
  case list([TemplateValue])
  case object([String: TemplateValue])
  /// The output of a renderer of ours, printed as it is.
  case markup(Markup)
  /// Known to the model, empty here: prints nothing, and stops the search for the name in the
  /// surrounding objects.
  case absent

  /// The text, or an explicit absence.
  package static func optional(_ text: String?) -> TemplateValue {
    text.map(TemplateValue.text) ?? .absent
  }

  /// A list of objects.
  package static func objects(_ items: [[String: TemplateValue]]) -> TemplateValue {
    .list(items.map(TemplateValue.object))
  }
}

extension TemplateValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
}

extension TemplateValue: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .flag(value) }
}

/// Text that is already written in a markup language: the only text that is not escaped again.
package struct Markup: Sendable, Equatable {
  package enum Language: Sendable, Equatable {
    case latex, html, svg, markdown, css, javaScript
  }
  package let language: Language
  package let text: String

  package init(_ language: Language, _ text: String) {
    self.language = language
    self.text = text
  }

  /// Whether the markup may stand inside a file of a format.
  func fits(_ format: OutputFormat) -> Bool {
    switch (format, language) {
    case (.html, .html), (.html, .svg), (.html, .css), (.html, .javaScript), (.svg, .svg),
      (.svg, .css), (.latex, .latex), (.markdown, .markdown):
      true
    default: false
    }
  }
}

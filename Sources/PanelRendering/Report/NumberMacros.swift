package import PanelDocument

/// Writes the numbers of the text as commands of LaTeX, `\newcommand{\effect}{0.080}`.
///
/// The commands hold in text and in formulas: a minus is mathematics either way, and the comma
/// between thousands gets no space after it.
package struct NumberMacros: Sendable {
  private let templates: TemplateSet

  package init(templates: TemplateSet) {
    self.templates = templates
  }

  /// The whole file, for `\input`.
  package func text(
    of numbers: [QuotedNumber],
    title: String,
    heading: String,
    notice: String?
  ) throws(TemplateError) -> String {
    let fields: [String: TemplateValue] = [
      "title": .text(title),
      "heading": .text(heading),
      "notice": .optional(notice),
      "items": .objects(numbers.map(fields)),
    ]
    return try templates.render(fields, with: "numbers", as: .latex)
  }

  private func fields(of number: QuotedNumber) -> [String: TemplateValue] {
    let text = number.text
    return [
      "name": .text(number.name),
      "bound": .flag(text.isUpperBound),
      "negative": .flag(text.isNegative),
      "first": .text(text.integerGroups.first ?? "0"),
      "groups": .list(text.integerGroups.dropFirst().map(TemplateValue.text)),
      "fraction": .optional(text.fraction.map { ".\($0)" }),
      "exponent": .optional(text.exponent.map(String.init)),
      "origin": .text("\(number.trace.result), \(number.trace.path): \(number.trace.exact)"),
    ]
  }
}

package import Foundation
package import PanelDocument

/// Writes a report as one HTML file that asks for nothing outside itself.
package struct PageRenderer: Sendable {
  private let templates: TemplateSet
  private let styleSheet: String
  private let script: String

  /// Takes the style sheet `report.css` and the script `report.js` from a folder, `styles/pages`.
  ///
  /// - Throws: ``TemplateError/unreadable(path:reason:)`` if either cannot be read, or holds a
  ///   character that HTML and XML would read differently inside `<style>` or `<script>`.
  package init(templates: TemplateSet, styles: URL) throws(TemplateError) {
    self.templates = templates
    styleSheet = try Self.text(of: styles.appending(path: "report.css"))
    script = try Self.text(of: styles.appending(path: "report.js"))
  }

  /// The whole page.
  package func page(of report: ReportModel) throws(TemplateError) -> String {
    var fields = surroundings(language: report.language, title: report.title)
    for (key, word) in report.words { fields["word-\(key)"] = .text(word) }
    fields["authors"] = .list(report.authors.map(TemplateValue.text))
    fields["notice"] = .optional(report.notice)
    fields["about"] = .objects(
      report.about.map {
        ["title": .optional($0.title), "paragraphs": .objects($0.paragraphs.map { ["text": $0.template] })]
      }
    )
    fields["facts"] = facts(report.facts)
    fields["sections"] = .objects(report.sections.map { section($0, of: report) })
    return try templates.render(fields, with: "report", as: .html)
  }

  /// A page that holds one table and nothing else, for the file beside the report.
  ///
  /// - Parameters:
  ///   - table: The table, for title and language.
  ///   - html: The table as ``TableRenderer`` writes it.
  /// - Returns: The whole page.
  /// - Throws: ``TemplateError`` if templates and model disagree.
  package func page(of table: TableModel, html: String) throws(TemplateError) -> String {
    var fields = surroundings(
      language: table.language,
      title: table.numberLabel + table.setting.titleGap + table.caption.plainText
    )
    fields["html"] = .markup(Markup(.html, html))
    return try templates.render(fields, with: "table-page", as: .html)
  }

  private func surroundings(language: String, title: String) -> [String: TemplateValue] {
    [
      "language": .text(language),
      "title": .text(title),
      "styleSheet": .markup(Markup(.css, styleSheet)),
      "script": .markup(Markup(.javaScript, script)),
    ]
  }

  private func section(
    _ section: ReportSection,
    of report: ReportModel
  ) -> [String: TemplateValue] {
    var fields: [String: TemplateValue] = [
      "anchor": .text("section-\(section.rawValue)"),
      "heading": .optional(report.words[section.rawValue]),
      "entries": .absent, "data": .absent, "tables": .absent, "figures": .absent,
      "numbers": .absent, "exhibits": .absent, "provenance": .absent,
    ]
    switch section {
    case .data: fields["data"] = .object(data(of: report))
    case .tables:
      fields["entries"] = entries(
        report.tables.map { ($0.table.id, $0.table.numberLabel, $0.table.caption, $0.table.setting, $0.table.furtherCaptions) }
      )
      fields["tables"] = .object(["items": .objects(report.tables.map(tableFields))])
    case .figures:
      fields["entries"] = entries(
        report.figures.map { ($0.figure.id, $0.figure.numberLabel, $0.figure.caption, $0.figure.setting, $0.figure.furtherCaptions) }
      )
      fields["figures"] = .object(["items": .objects(report.figures.map(figureFields))])
    case .numbers:
      fields["numbers"] = .object(["items": .objects(report.numbers.map(numberFields))])
    case .exhibits:
      let figures = report.exhibits.filter { $0.alternative != nil }.map(\.template)
      fields["exhibits"] = .object([
        "items": .objects(report.exhibits.map(\.template)),
        "alternatives": figures.isEmpty ? .absent : .object(["items": .objects(figures)]),
      ])
    case .provenance:
      fields["provenance"] = .object([
        "facts": facts(report.provenance), "study": .text(report.studyFile.text),
      ])
    }
    return fields
  }

  private func entries(
    _ exhibits: [
      (
        id: String, label: String, caption: RichText, setting: LanguageSetting,
        further: [CaptionLine]
      )
    ]
  ) -> TemplateValue {
    .object([
      "items": .objects(
        exhibits.map {
          [
            "target": .text($0.id.anchor), "label": .text($0.label),
            "caption": .text($0.caption.plainText),
          ].merging($0.setting.captionFields(label: $0.label, further: $0.further)) { $1 }
        }
      )
    ])
  }

  private func data(of report: ReportModel) -> [String: TemplateValue] {
    [
      "sources": report.sources.isEmpty
        ? .absent
        : .object([
          "items": .objects(
            report.sources.map {
              [
                "file": .text($0.file), "rows": .text($0.rows), "columns": .text($0.columns),
                "sha256": .text($0.sha256),
              ]
            }
          )
        ]),
      "panel": report.panel.isEmpty ? .absent : .object(["facts": facts(report.panel)]),
      "funnel": report.funnel.map { .object(HTMLTable($0).template) } ?? .absent,
    ]
  }

  private func facts(_ facts: [ReportFact]) -> TemplateValue {
    .objects(facts.map { ["name": .text($0.name), "value": .text($0.value)] })
  }

  private func tableFields(_ exhibit: ReportTable) -> [String: TemplateValue] {
    var fields = extras(exhibit.specification, exhibit.formulas)
    fields["anchor"] = .text(exhibit.table.id.anchor)
    fields["numberLabel"] = .text(exhibit.table.numberLabel)
    fields["caption"] = exhibit.table.caption.template
    fields["titleGap"] = .text(exhibit.table.setting.titleGap)
    fields["html"] = .markup(Markup(.html, exhibit.html))
    fields["latex"] = .text(exhibit.latex)
    fields["markdown"] = .text(exhibit.markdown)
    fields["csv"] = .text(exhibit.csv)
    return fields
  }

  private func figureFields(_ exhibit: ReportFigure) -> [String: TemplateValue] {
    let figure = exhibit.figure
    var fields = extras(exhibit.specification, exhibit.formulas)
    fields["anchor"] = .text(figure.id.anchor)
    fields["numberLabel"] = .text(figure.numberLabel)
    fields["caption"] = figure.caption.template
    fields.merge(
      figure.setting.captionFields(
        label: figure.numberLabel,
        further: figure.furtherCaptions,
        form: figure.captionForm
      )
    ) { $1 }
    fields.merge(
      figure.setting.noteFields(figure.notes, label: figure.notesLabel, look: figure.notesLook)
    ) { $1 }
    fields["svg"] = .markup(Markup(.svg, exhibit.svg))
    fields["wide"] = .flag(figure.size.width > Self.widestOnPhone)
    fields["summary"] = .text(figure.summary)
    fields["csv"] = .text(exhibit.csv)
    fields["file"] = .text("\(figure.id.anchor).csv")
    fields["link"] = .text("data:text/csv;charset=utf-8,\(exhibit.csv.percentEncoded)")
    return fields
  }

  private func numberFields(_ number: QuotedNumber) -> [String: TemplateValue] {
    [
      "name": .text("\\\(number.name)"),
      "number": .text(number.text.plainText),
      "exact": .text(number.trace.exact),
      "origin": .text("\(number.trace.result), \(number.trace.path)"),
    ]
  }

  private func extras(
    _ specification: String,
    _ formulas: [ReportFormula]
  ) -> [String: TemplateValue] {
    [
      "specification": .text(specification),
      "formulas": formulas.isEmpty
        ? .absent
        : .object([
          "items": .objects(
            formulas.map { ["columns": .optional($0.columns), "formula": $0.math.template] }
          )
        ]),
    ]
  }

  /// Figures wider than this, in millimetres, scroll on a phone, where they would be too small.
  private static let widestOnPhone = 110.0

  private static func text(of file: URL) throws(TemplateError) -> String {
    let name = file.lastPathComponent
    let text: String
    do {
      text = try String(contentsOf: file, encoding: .utf8)
    } catch {
      throw .unreadable(path: name, reason: "there is no such file, or it is no UTF-8 text")
    }
    if text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) {
      throw .unreadable(
        path: name,
        reason: "it holds < or &, which browsers and XML read differently here"
      )
    }
    return text
  }
}

extension String {
  /// The text for a `data:` link: all but letters, digits and `-._~` in percent form.
  var percentEncoded: String {
    var encoded = ""
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }
}

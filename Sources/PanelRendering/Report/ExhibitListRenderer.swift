package import PanelDocument

/// Writes the list of exhibits and the alternative texts of figures for a data editor.
package struct ExhibitListRenderer: Sendable {
  private let templates: TemplateSet
  private let report: ReportModel

  package init(report: ReportModel, templates: TemplateSet) {
    self.report = report
    self.templates = templates
  }

  /// The list as Markdown, with the alternative texts below.
  package func markdown() throws(TemplateError) -> String {
    var fields: [String: TemplateValue] = [
      "title": .text(report.title),
      "notice": .optional(report.notice),
      "items": .objects(report.exhibits.map(\.template)),
    ]
    for (key, word) in report.words { fields["word-\(key)"] = .text(word) }
    let figures = report.exhibits.filter { $0.alternative != nil }
    fields["alternatives"] =
      figures.isEmpty ? .absent : .object(["items": .objects(figures.map(\.template))])
    return try templates.render(fields, with: "exhibits", as: .markdown)
  }

  /// The list as CSV: a row for each exhibit, several files in one field separated by spaces.
  package func csv() -> String {
    let words = [
      "exhibit", "program", "line", "output-files", "title", "analyses", "data-files",
      "alternative-text", "description",
    ]
    let head = words.map { report.words[$0] ?? $0 }
    let rows = report.exhibits.map { exhibit in
      [
        exhibit.label, exhibit.program, String(exhibit.line),
        exhibit.files.joined(separator: " "), exhibit.title,
        exhibit.analyses.joined(separator: ", "), exhibit.data.joined(separator: " "),
        exhibit.alternative?.text ?? "", exhibit.alternative?.description ?? "",
      ]
    }
    return ([head] + rows).map { row in
      row.map { OutputFormat.csv.escaped($0) }.joined(separator: ",") + "\n"
    }.joined()
  }
}

extension ListedExhibit {
  /// For the list on the page and in Markdown.
  var template: [String: TemplateValue] {
    [
      "label": .text(label),
      "program": .text(program),
      "line": .text(String(line)),
      "files": .text(files.joined(separator: ", ")),
      "title": .text(title),
      "analyses": .text(analyses.joined(separator: ", ")),
      "data": .text(data.joined(separator: ", ")),
      "alternative": .optional(alternative?.text),
      "description": .optional(alternative?.description),
    ]
  }
}

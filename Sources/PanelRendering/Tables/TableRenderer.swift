package import PanelDocument

/// Writes tables in one format.
package struct TableRenderer: Sendable {
  package let format: OutputFormat
  private let templates: TemplateSet

  /// Takes one of ``OutputFormat/tableFormats``.
  package init(format: OutputFormat, templates: TemplateSet) {
    precondition(OutputFormat.tableFormats.contains(format), "\(format) holds no tables")
    self.format = format
    self.templates = templates
  }

  /// The table as a fragment: a LaTeX float to `\input`, an HTML block, a Markdown pipe table, or
  /// a whole CSV file.
  package func text(of table: TableModel) throws(TemplateError) -> String {
    try templates.render(Self.fields(of: table, in: format), with: "table", as: format)
  }

  /// A LaTeX document that holds these tables and compiles on its own.
  package static func latexDocument(
    of tables: [TableModel],
    templates: TemplateSet
  ) throws(TemplateError) -> String {
    let fields = tables.map { Self.fields(of: $0, in: .latex) }
    return try templates.render(["tables": .objects(fields)], with: "document", as: .latex)
  }

  static func fields(of table: TableModel, in format: OutputFormat) -> [String: TemplateValue] {
    switch format {
    case .latex: LaTeXTable(table).template
    case .html: HTMLTable(table).template
    case .markdown: MarkdownTable(table).template
    case .csv: CSVTable(table).template
    case .svg: [:]
    }
  }
}

/// Writes formulas.
package struct MathRenderer: Sendable {
  private let templates: TemplateSet

  package init(templates: TemplateSet) {
    self.templates = templates
  }

  /// The formula without the dollars or brackets around it.
  package func latex(of math: Math) throws(TemplateError) -> String {
    try templates.render(["formula": math.template], with: "formula", as: .latex)
  }

  /// The formula as a MathML element on a line of its own.
  package func mathML(of math: Math) throws(TemplateError) -> String {
    try templates.render(["formula": math.template], with: "formula", as: .html)
  }
}

import PanelDocument
import PanelRendering
import TestSupport
import Testing

@Suite struct TableSnapshotTests {
  let templates: TemplateSet

  init() throws {
    templates = try TemplateSet(directory: Repository.templates)
  }

  @Test(arguments: OutputFormat.tableFormats, SampleTables.all + TreatmentTables.all)
  func writesTheTable(format: OutputFormat, table: TableModel) throws {
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }

  @Test func writesFormulas() throws {
    let renderer = MathRenderer(templates: templates)
    try expectSnapshot(
      renderer.latex(of: SampleTables.formula),
      named: "formula",
      extension: "tex"
    )
    try expectSnapshot(
      renderer.mathML(of: SampleTables.formula),
      named: "formula",
      extension: "html"
    )
  }
}

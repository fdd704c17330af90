import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// Tobits in every format.
@Suite struct TobitSnapshotTests {
  @Test(arguments: OutputFormat.tableFormats)
  func writesTobitsWithTheirDeviationsAndTests(format: OutputFormat) throws {
    let table = try RegressionRecipe().table(
      of: [
        NamedResult(reference: "tobit[1]", result: TobitFixtures.pooled),
        NamedResult(reference: "tobit[2]", result: TobitFixtures.random),
        NamedResult(reference: "tobit[3]", result: TobitFixtures.withoutEffects),
      ],
      in: DocumentContext(
        id: "tobit",
        number: "4",
        caption: "Hours of training",
        glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
        tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
        figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
      )
    )
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }
}

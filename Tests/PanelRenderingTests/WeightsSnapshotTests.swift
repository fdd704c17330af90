import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// Tables of spatial weights in every format.
@Suite struct WeightsSnapshotTests {
  @Test(arguments: OutputFormat.tableFormats)
  func writesTablesOfWeights(format: OutputFormat) throws {
    let table = try WeightsSummaryRecipe().table(
      of: [
        NamedResult(reference: "weights[1]", result: WeightsFixtures.distance),
        NamedResult(reference: "weights[2]", result: WeightsFixtures.economic),
      ],
      in: DocumentContext(
        id: "weights-summary",
        number: "2",
        caption: "Spatial weights",
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

import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// Several lines of uncertainty under one estimate, in every format.
@Suite struct FurtherLineSnapshotTests {
  @Test(arguments: OutputFormat.tableFormats)
  func writesBracketsOfFurtherCovariances(format: OutputFormat) throws {
    let table = try RegressionRecipe().table(
      of: RegressionFixtures.withFurtherCovariances.enumerated().map {
        NamedResult(reference: "baseline[\($0 + 1)]", result: $1)
      },
      in: DocumentContext(
        id: "further-covariances",
        number: "4",
        caption: "Three kinds of standard errors",
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

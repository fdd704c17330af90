import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// Double machine learning in every format.
@Suite struct LearningSnapshotTests {
  @Test(arguments: OutputFormat.tableFormats)
  func writesDoubleMachineLearning(format: OutputFormat) throws {
    let results = LearningFixtures.learners + [LearningFixtures.interactive]
    let table = try RegressionRecipe().table(
      of: results.enumerated().map { NamedResult(reference: "r[\($0 + 1)]", result: $1) },
      in: DocumentContext(
        id: "double-ml",
        number: "3",
        caption: "Double machine learning",
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

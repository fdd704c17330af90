import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// Random effects and Hausman tests in every format.
@Suite struct RandomEffectsSnapshotTests {
  private func check(
    _ recipe: some TableRecipe,
    of results: [any AnalysisResult],
    named id: String,
    _ format: OutputFormat
  ) throws {
    let table = try recipe.table(
      of: results.enumerated().map { NamedResult(reference: "r[\($0 + 1)]", result: $1) },
      in: DocumentContext(
        id: id,
        number: "4",
        caption: "Effects of units",
        glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
        tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
        figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
      )
    )
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesRandomEffects(format: OutputFormat) throws {
    try check(
      RegressionRecipe(),
      of: [RandomEffectsFixtures.balanced, RandomEffectsFixtures.unbalanced],
      named: "random-effects",
      format
    )
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesHausmanTests(format: OutputFormat) throws {
    try check(
      HausmanRecipe(),
      of: [RandomEffectsFixtures.hausman, RandomEffectsFixtures.negative],
      named: "hausman",
      format
    )
  }
}

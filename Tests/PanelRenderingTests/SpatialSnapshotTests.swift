import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// Spatial models in every format: cells over the columns of a model, headings, letters.
@Suite struct SpatialSnapshotTests {
  private func check(
    _ recipe: some TableRecipe,
    of results: [any AnalysisResult],
    named id: String,
    _ format: OutputFormat
  ) throws {
    let table = try recipe.table(of: Self.named(results), in: try Self.context(id))
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }

  private static func named(_ results: [any AnalysisResult]) -> [NamedResult] {
    results.enumerated().map { NamedResult(reference: "durbin[\($0 + 1)]", result: $1) }
  }

  private static func context(_ id: String) throws -> DocumentContext {
    DocumentContext(
      id: id,
      number: "10",
      caption: "Decomposition of spatial effects",
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  private let durbins = [SpatialFixtures.durbin, SpatialFixtures.durbinEconomic]

  @Test(arguments: OutputFormat.tableFormats)
  func writesCoefficients(format: OutputFormat) throws {
    try check(RegressionRecipe(), of: durbins, named: "spatial-durbin", format)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesEffectsSideBySide(format: OutputFormat) throws {
    try check(SpatialEffectsRecipe(), of: durbins, named: "spatial-effects", format)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesDiagnostics(format: OutputFormat) throws {
    try check(
      SpatialDiagnosticsRecipe(),
      of: [
        SpatialFixtures.diagnostics(SpatialFixtures.distance),
        SpatialFixtures.diagnostics(SpatialFixtures.economic, scale: 0.2),
      ],
      named: "spatial-diagnostics",
      format
    )
  }

  @Test func drawsEffects() throws {
    let figure = try SpatialEffectsPlot().figure(
      of: Self.named(durbins), in: try Self.context("spatial-effects"))
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: try StyleFiles.load(from: "figures/plain.yaml")
    )
    try expectSnapshot(try renderer.svg(of: figure), named: "spatial-effects-plot", extension: "svg")
    try expectSnapshot(renderer.csv(of: figure), named: "spatial-effects-plot", extension: "csv")
  }
}

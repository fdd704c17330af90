import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// A mediation in every format: cells over several columns, and boxes with arrows.
@Suite struct MediationSnapshotTests {
  private func context(_ id: String) throws -> DocumentContext {
    DocumentContext(
      id: id,
      number: "6",
      caption: "Mediation",
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  private var results: [NamedResult] {
    [MediationFixtures.one, MediationFixtures.opposite].enumerated().map {
      NamedResult(reference: "channel[\($0 + 1)]", result: $1)
    }
  }

  @Test(arguments: OutputFormat.tableFormats)
  func setsCellsOverSeveralColumns(format: OutputFormat) throws {
    let table = try MediationRecipe().table(of: results, in: try context("mediation"))
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }

  @Test func drawsTheDiagram() throws {
    let figure = try PathDiagram().figure(of: results, in: try context("path-diagram"))
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: try StyleFiles.load(from: "figures/plain.yaml")
    )
    try expectSnapshot(try renderer.svg(of: figure), named: "path-diagram", extension: "svg")
    try expectSnapshot(renderer.csv(of: figure), named: "path-diagram", extension: "csv")
  }
}

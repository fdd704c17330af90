import Foundation
import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

@testable import PanelValidation

/// Local statistics in every format.
@Suite struct LocalMoranSnapshotTests {
  private static func context(_ id: String) throws -> DocumentContext {
    DocumentContext(
      id: id,
      number: "2",
      caption: "Clusters",
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  private static let results: [(String, LocalMoranResult)] = [
    ("local-moran-years", LocalMoranFixtures.twoYears),
    ("local-moran-cross", LocalMoranFixtures.crossSection),
  ]

  @Test(arguments: OutputFormat.tableFormats)
  func writesTheTables(format: OutputFormat) throws {
    let templates = try TemplateSet(directory: Repository.templates)
    for (id, result) in Self.results {
      let table = try LocalMoranRecipe().table(
        of: [NamedResult(reference: "local", result: result)], in: Self.context(id))
      let text = try TableRenderer(format: format, templates: templates).text(of: table)
      try expectSnapshot(text, named: id, extension: format.pathExtension)
    }
  }

  @Test func drawsScatterplots() throws {
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: try StyleFiles.load(from: "figures/plain.yaml")
    )
    let schema = try MarkupSchema(
      path: Repository.templates.appending(path: "schemas/figure.rng").path
    )
    for (id, result) in Self.results {
      let figure = try MoranScatterPlot().figure(
        of: [NamedResult(reference: "local", result: result)], in: Self.context("\(id)-scatter"))
      let svg = try renderer.svg(of: figure)
      try expectSnapshot(svg, named: "\(id)-scatter", extension: "svg")
      try expectSnapshot(renderer.csv(of: figure), named: "\(id)-scatter", extension: "csv")
      let document = try MarkupDocument(svg, file: "figure.svg")
      #expect(schema.findings(in: document, named: "figure.svg").isEmpty)
    }
  }
}

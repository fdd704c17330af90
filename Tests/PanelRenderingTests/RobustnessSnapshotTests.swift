import Foundation
import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

@testable import PanelValidation

/// Adjusted p-values, coefficient stability and specification curves in every format.
@Suite struct RobustnessSnapshotTests {
  private static func context(_ id: String) throws -> DocumentContext {
    DocumentContext(
      id: id,
      number: "4",
      caption: "Robustness",
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  private static func named(_ results: any AnalysisResult...) -> [NamedResult] {
    results.enumerated().map { NamedResult(reference: "robust[\($0 + 1)]", result: $1) }
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesTheTables(format: OutputFormat) throws {
    let tables = [
      try MultipleTestingRecipe().table(
        of: Self.named(RobustnessFixtures.family), in: Self.context("multiple-testing")),
      try OsterRecipe().table(
        of: Self.named(RobustnessFixtures.oster, RobustnessFixtures.osterPlain),
        in: Self.context("oster")),
      try SpecificationCurveRecipe().table(
        of: Self.named(RobustnessFixtures.curve()), in: Self.context("specifications")),
    ]
    let templates = try TemplateSet(directory: Repository.templates)
    for table in tables {
      let text = try TableRenderer(format: format, templates: templates).text(of: table)
      try expectSnapshot(text, named: table.id, extension: format.pathExtension)
    }
  }

  @Test func drawsASpecificationCurve() throws {
    let figure = try SpecificationCurvePlot().figure(
      of: Self.named(RobustnessFixtures.curve()), in: Self.context("specification-curve"))
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: try StyleFiles.load(from: "figures/plain.yaml")
    )
    let svg = try renderer.svg(of: figure)
    try expectSnapshot(svg, named: "specification-curve", extension: "svg")
    try expectSnapshot(renderer.csv(of: figure), named: "specification-curve", extension: "csv")
    let schema = try MarkupSchema(
      path: Repository.templates.appending(path: "schemas/figure.rng").path
    )
    let document = try MarkupDocument(svg, file: "figure.svg")
    #expect(schema.findings(in: document, named: "figure.svg").isEmpty)
  }
}

import Foundation
import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

@testable import PanelValidation

/// Tests of spatial autocorrelation in every format.
@Suite struct MoranSnapshotTests {
  private static func context(_ id: String) throws -> DocumentContext {
    DocumentContext(
      id: id,
      number: "9",
      caption: "Spatial autocorrelation",
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  private static func named(_ results: MoranResult...) -> [NamedResult] {
    results.enumerated().map { NamedResult(reference: "moran[\($0 + 1)]", result: $1) }
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesTheTables(format: OutputFormat) throws {
    var withP = MoranRecipe()
    withP.under = .p
    var everyTest = MoranRecipe()
    everyTest.arrangement = .tests
    let tables = [
      try MoranRecipe().table(of: Self.named(MoranFixtures.years), in: Self.context("moran-years")),
      try withP.table(of: Self.named(MoranFixtures.permuted), in: Self.context("moran-permuted")),
      try MoranRecipe().table(
        of: Self.named(MoranFixtures.geary),
        in: Self.context("moran-geary")
      ),
      try MoranRecipe().table(
        of: Self.named(MoranFixtures.residuals),
        in: Self.context("moran-residuals")
      ),
      try everyTest.table(of: Self.named(MoranFixtures.years), in: Self.context("moran-tests")),
    ]
    let templates = try TemplateSet(directory: Repository.templates)
    for table in tables {
      let text = try TableRenderer(format: format, templates: templates).text(of: table)
      try expectSnapshot(text, named: table.id, extension: format.pathExtension)
    }
  }

  @Test(arguments: ["moran-time", "moran-time-one"])
  func drawsAutocorrelationOverTime(id: String) throws {
    let result = id == "moran-time" ? MoranFixtures.years : MoranFixtures.permuted
    let figure = try MoranTimePlot().figure(of: Self.named(result), in: Self.context(id))
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: try StyleFiles.load(from: "figures/plain.yaml")
    )
    let svg = try renderer.svg(of: figure)
    try expectSnapshot(svg, named: id, extension: "svg")
    try expectSnapshot(renderer.csv(of: figure), named: id, extension: "csv")
    let schema = try MarkupSchema(
      path: Repository.templates.appending(path: "schemas/figure.rng").path
    )
    let document = try MarkupDocument(svg, file: "figure.svg")
    #expect(schema.findings(in: document, named: "figure.svg").isEmpty)
  }

  @Test func refusesWhatItCannotShow() throws {
    var recipe = MoranRecipe()
    recipe.under = .z
    #expect(throws: DocumentError.self) {
      try recipe.table(of: Self.named(MoranFixtures.geary), in: Self.context("t"))
    }
    recipe.arrangement = .byPeriod
    #expect(throws: DocumentError.self) {
      try recipe.table(
        of: Self.named(MoranFixtures.years, MoranFixtures.permuted),
        in: Self.context("t")
      )
    }
    #expect(throws: DocumentError.self) {
      try MoranTimePlot().figure(of: Self.named(MoranFixtures.geary), in: Self.context("f"))
    }
    var plot = MoranTimePlot()
    plot.weights = ["distanse"]
    #expect(
      throws: DocumentError.invalid(
        "Figure 'f' asks for the matrix 'distanse', which is not tested. Did you mean 'distance'?"
      )
    ) { try plot.figure(of: Self.named(MoranFixtures.years), in: Self.context("f")) }
  }
}

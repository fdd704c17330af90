import Foundation
import PanelDocument
import PanelResults
import TestSupport
import Testing

@testable import PanelRendering
@testable import PanelValidation

/// Maps as they are printed.
@Suite struct MapSnapshotTests {
  private func expectDrawn<Recipe: FigureRecipe>(
    _ type: Recipe.Type,
    _ yaml: String,
    of result: any AnalysisResult,
    on shapes: RegionShapes,
    as name: String
  ) throws {
    let recipe: Recipe = try StyleFiles.decode(from: yaml)
    let theme: FigureTheme = try StyleFiles.load(from: "figures/plain.yaml")
    let figure = try recipe.figure(
      of: [NamedResult(reference: "local", result: result)],
      in: DocumentContext(
        id: "figure1",
        number: "1",
        caption: "A map",
        glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
        tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
        figureTheme: theme,
        regions: shapes
      )
    )
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: theme
    )
    let svg = try renderer.svg(of: figure)
    try expectSnapshot(svg, named: name, extension: "svg")
    try expectSnapshot(renderer.csv(of: figure), named: name, extension: "csv")
    let schema = try MarkupSchema(
      path: Repository.templates.appending(path: "schemas/figure.rng").path
    )
    let document = try MarkupDocument(svg, file: "figure.svg")
    #expect(schema.findings(in: document, named: "figure.svg").isEmpty)
  }

  private static let provinces = LocalMoranFixtures.provinces

  @Test func drawsClustersWithLetters() throws {
    try expectDrawn(
      ClusterMap.self,
      "{shapes: grid.geojson}",
      of: LocalMoranFixtures.crossSection,
      on: MapFixtures.grid(Self.provinces),
      as: "lisa-map"
    )
  }

  @Test func drawsClustersWithPatterns() throws {
    try expectDrawn(
      ClusterMap.self,
      "{shapes: grid.geojson, marks: patterns, size: {width: double}}",
      of: LocalMoranFixtures.twoYears,
      on: MapFixtures.grid(
        Self.provinces,
        side: 4,
        corner: (100, 40),
        coordinates: .degrees
      ),
      as: "lisa-map-patterns"
    )
  }

  @Test func drawsAShadedMapWithAnInset() throws {
    try expectDrawn(
      Choropleth.self,
      "{shapes: grid.geojson, insets: Chur}",
      of: MapFixtures.mean,
      on: MapFixtures.grid(
        Self.provinces,
        side: 4,
        corner: (100, 40),
        coordinates: .degrees
      ),
      as: "choropleth"
    )
  }

  /// Both regions of a border have it at the same places of the paper.
  @Test func writesRingsAsStepsOfTenths() {
    let ring = [Point(x: 0.04, y: 1), Point(x: 10.26, y: 1), Point(x: 10.26, y: -3.33)]
    #expect(PathText.text(of: [ring]) == "M0 1l10.3 0 0 -4.3z")
    #expect(PathText.text(of: [ring, ring]) == "M0 1l10.3 0 0 -4.3zM0 1l10.3 0 0 -4.3z")
    #expect(PathText.text(of: []).isEmpty)
  }
}

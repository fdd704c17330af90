import Foundation
import PanelDocument
import PanelResults
import TestSupport
import Testing

@testable import PanelRendering
@testable import PanelValidation

/// Figures about moderators and groups as they are printed.
@Suite struct GroupFigureSnapshotTests {
  private func expectDrawn<Recipe: FigureRecipe>(
    _ type: Recipe.Type,
    _ yaml: String,
    of results: [any AnalysisResult],
    as name: String
  ) throws {
    let recipe: Recipe = try StyleFiles.decode(from: yaml)
    let theme: FigureTheme = try StyleFiles.load(from: "figures/plain.yaml")
    let figure = try recipe.figure(
      of: results.enumerated().map { NamedResult(reference: "groups[\($0 + 1)]", result: $1) },
      in: DocumentContext(
        id: "figure1",
        number: "1",
        caption: "A figure",
        glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
        tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
        figureTheme: theme
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

  @Test func drawsEffectsOverTheModeratorsDistribution() throws {
    try expectDrawn(
      MarginalEffectPlot.self,
      "{}",
      of: [GroupFixtures.moderation()],
      as: "marginal-effect"
    )
  }

  @Test func drawsEffectsAtBothValuesOfABinaryModerator() throws {
    try expectDrawn(
      MarginalEffectPlot.self,
      "{size: {width: 60}}",
      of: [GroupFixtures.binary],
      as: "marginal-effect-binary"
    )
  }

  @Test func drawsAForestOfGroups() throws {
    try expectDrawn(
      ForestPlot.self,
      "{size: {width: one-and-half}}",
      of: [GroupFixtures.regions, GroupFixtures.halves],
      as: "forest"
    )
  }
}

import Foundation
import PanelDocument
import PanelResults
import TestSupport
import Testing

@testable import PanelRendering
@testable import PanelValidation

/// The figures of treatments as they are printed, one small model each.
@Suite struct TreatmentFigureSnapshotTests {
  private func figure<Recipe: FigureRecipe>(
    _ type: Recipe.Type,
    _ yaml: String = "{}",
    of results: [any AnalysisResult],
    theme: String = "plain"
  ) throws -> FigureModel {
    let recipe: Recipe = try StyleFiles.decode(from: yaml)
    return try recipe.figure(
      of: results.enumerated().map { NamedResult(reference: "effects[\($0 + 1)]", result: $1) },
      in: DocumentContext(
        id: "figure1",
        number: "1",
        caption: "A figure",
        glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
        tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
        figureTheme: try StyleFiles.load(from: "figures/\(theme).yaml")
      )
    )
  }

  private func expectDrawn(_ figure: FigureModel, as name: String, theme: String = "plain") throws {
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: try StyleFiles.load(from: "figures/\(theme).yaml")
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

  @Test func drawsAnEventStudy() throws {
    try expectDrawn(
      figure(EventStudyPlot.self, "mean: true", of: [TreatmentFixtures.eventStudy]),
      as: "event-study"
    )
  }

  @Test func drawsEstimatorsSideBySide() throws {
    let figure = try figure(
      EventStudyPlot.self,
      "{window: [-3, 2], style: line}",
      of: [TreatmentFixtures.eventStudy, TreatmentFixtures.imputation],
      theme: "aer"
    )
    try expectDrawn(figure, as: "event-studies", theme: "aer")
  }

  @Test func drawsPlacebos() throws {
    var result = TreatmentFixtures.placebo(
      .inSpace,
      replications: 40,
      failed: 1,
      baseline: 0.2
    )
    if var density = result.draws?.density {
      let kept = stride(from: 0, to: density.x.count, by: 5)
      density.x = kept.map { density.x[$0] }
      density.density = kept.map { density.density[$0] }
      result.draws?.density = density
    }
    try expectDrawn(figure(PlaceboDensityPlot.self, of: [result]), as: "placebo-density")
    try expectDrawn(
      figure(PlaceboTimePlot.self, of: [TreatmentFixtures.placeboInTime]),
      as: "placebo-time"
    )
  }

  @Test func drawsComparisons() throws {
    try expectDrawn(
      figure(DecompositionPlot.self, of: [TreatmentFixtures.decomposition]),
      as: "goodman-bacon"
    )
  }

  @Test(arguments: ["profile", "heat"])
  func drawsCohorts(shape: String) throws {
    let figure = try figure(
      GroupTimePlot.self,
      "{shape: \(shape), cohorts: [2007, 2010]}",
      of: [TreatmentFixtures.callawaySantAnna]
    )
    try expectDrawn(figure, as: "group-time-\(shape)")
  }

  @Test func drawsOverlap() throws {
    var other = LearningFixtures.mixed
    other.overlap = LearningFixtures.interactive.overlap
    try expectDrawn(
      figure(OverlapPlot.self, "{size: {width: double}}", of: [LearningFixtures.interactive, other]),
      as: "overlap"
    )
  }

  @Test func drawsDensities() throws {
    try expectDrawn(figure(DensityPlot.self, of: [TreatmentFixtures.density]), as: "density")
  }
}

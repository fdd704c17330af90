import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden case 19, of recipes: no series and no region is told from others by its colour alone.
@Suite struct Golden19Tests {
  /// High–high and low–low look the same on a copy, low–high, high–low and the rest too: letters or
  /// patterns must tell them.
  @Test(arguments: [13, 4])
  func marksEveryRegionOfAClusterBesidesColour(columns: Int) throws {
    let recipe: ClusterMap = try StyleFiles.decode(from: "{shapes: grid.geojson, periods: 2005}")
    var context = try figureContext()
    context.regions = MapFixtures.grid(LocalMoranFixtures.provinces, columns: columns)
    let figure = try recipe.figure(of: named([LocalMoranFixtures.twoYears]), in: context)
    let significant = LocalMoranFixtures.twoYears.periods[0].units.count {
      $0.cluster.isSignificant
    }
    let stamps = figure.texts.count { $0.role == .stamp }
    let hatched = figure.shapes(of: .data).count {
      if case .lines(_, let ink) = $0 { ink.role == .hatch } else { false }
    }
    #expect(max(stamps, hatched) == significant && min(stamps, hatched) == 0)
  }

  // MARK: Recipes

  /// What tells a series of a figure from others without its colour.
  private func cues(_ figure: FigureModel, _ theme: FigureTheme) -> [Int: Set<String>] {
    var cues: [Int: Set<String>] = [:]
    for shape in figure.shapes(of: .data) {
      guard let ink = shape.ink, let series = ink.series else { continue }
      switch (shape, ink.role) {
      case (.circle, .marker), (.circle, .hollow), (.circle, .tint):
        cues[series, default: []].insert("\(ink.role) circle")
      case (.rectangle, .marker), (.rectangle, .hollow), (.rectangle, .tint):
        cues[series, default: []].insert("\(ink.role) square")
      case (.polygon(let points, _), .marker), (.polygon(let points, _), .hollow),
        (.polygon(let points, _), .tint):
        let middle = points.map(\.y).reduce(0, +) / Double(points.count)
        let top = points.count { $0.y < middle - 1e-6 }
        cues[series, default: []].insert("\(ink.role) \(points.count) corners, \(top) above")
      case (.polyline, .line), (.line, .line):
        cues[series, default: []].insert("dash \(theme.dashes[series % theme.dashes.count])")
      case (.rectangle, .bar): cues[series, default: []].insert("bar")
      default: continue
      }
    }
    return cues
  }

  @Test func drawsSeveralSeriesWithASecondCue() throws {
    let theme = try figureContext().figureTheme
    func figure<Recipe: FigureRecipe>(
      _ type: Recipe.Type,
      _ results: [any AnalysisResult],
      _ yaml: String = "size: {width: double}"
    ) throws -> FigureModel {
      let recipe: Recipe = try StyleFiles.decode(from: yaml)
      return try recipe.figure(of: named(results), in: figureContext())
    }
    let figures: [(String, FigureModel)] = [
      (
        "event-study",
        try figure(
          EventStudyPlot.self,
          [
            TreatmentFixtures.eventStudy, TreatmentFixtures.callawaySantAnna,
            TreatmentFixtures.imputation,
          ]
        )
      ),
      (
        "group-means",
        try figure(
          GroupMeansPlot.self,
          [
            FigureSamples.means([
              ("a", [1, 2, 3, 2]), ("b", [2, 3, 4, 5]), ("c", [5, 4, 4, 6]),
            ])
          ]
        )
      ),
      (
        "coefficient-plot",
        try figure(
          CoefficientPlot.self,
          [FigureSamples.fit([("x", 1, 0.2), ("z", 2, 0.3)]), FigureSamples.fit([("x", 1.2, 0.2)])]
        )
      ),
      ("density", try figure(DensityPlot.self, [TreatmentFixtures.density])),
      ("goodman-bacon", try figure(DecompositionPlot.self, [TreatmentFixtures.decomposition])),
      ("spatial-effects", try figure(SpatialEffectsPlot.self, [SpatialFixtures.durbin])),
    ]
    for (kind, figure) in figures {
      let cues = cues(figure, theme)
      #expect(cues.count > 1, "\(kind) draws one series")
      let all = cues.sorted { $0.key < $1.key }
      for (place, first) in all.enumerated() {
        for second in all[(place + 1)...] {
          #expect(
            first.value.isDisjoint(with: second.value),
            "\(kind): series \(first.key) and \(second.key) share \(first.value)"
          )
        }
      }
    }
  }
}

import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// What is said of what stands for more, is lighter, or has no room.
@Suite struct TreatmentFigureNoteTests {
  private func figure<Recipe: FigureRecipe>(
    _ type: Recipe.Type,
    _ yaml: String = "{}",
    of results: [any AnalysisResult]
  ) throws -> FigureModel {
    let recipe: Recipe = try StyleFiles.decode(from: yaml)
    return try recipe.figure(of: named(results), in: figureContext())
  }

  @Test func namesTheEstimatorWhoseEndsStandForMore() throws {
    var whole = TreatmentFixtures.imputation
    for index in whole.path.points.indices { whole.path.points[index].bin = nil }
    let figure = try figure(EventStudyPlot.self, of: [TreatmentFixtures.eventStudy, whole])
    #expect(
      figure.notes.map(\.text.plainText).contains {
        $0.hasPrefix("Two-way event study: The point") && $0.contains("−6 and earlier")
      }
    )
  }

  @Test func showsTheBandInTheLegendAsItIsDrawn() throws {
    for (style, count) in [("points", 3), ("line", 3), ("ribbon", 2)] {
      let figure = try figure(
        EventStudyPlot.self,
        "style: \(style)",
        of: [TreatmentFixtures.eventStudy]
      )
      #expect(figure.shapes(of: .legend).filter { $0.ink?.role == .band }.count == count)
      let isLighter = figure.shapes(of: .data).contains { $0.ink?.role == .tint }
      let notes = figure.notes.map(\.text.plainText)
      #expect(notes.contains { $0.hasPrefix("Lighter markers") } == isLighter, "\(style)")
      #expect(isLighter == (style == "line"))
    }
  }

  @Test func refusesMoreRibbonsThanCanBeSeen() throws {
    let error = #expect(throws: DocumentError.self) {
      try self.figure(
        EventStudyPlot.self,
        "style: ribbon",
        of: Array(repeating: TreatmentFixtures.eventStudy, count: 3)
      )
    }
    #expect(error.map { "\($0)".contains("style: points") } == true)
  }

  @Test func saysWhichIntervalsHaveNoRoom() throws {
    let figure = try figure(
      EventStudyPlot.self,
      of: Array(repeating: TreatmentFixtures.eventStudy, count: 6)
    )
    #expect(!figure.shapes(of: .data).contains { [.band, .inner].contains($0.ink?.role) })
    let notes = figure.notes.map(\.text.plainText)
    #expect(
      notes.contains("There is no room for the 95% simultaneous band, which is left out.")
    )
    #expect(notes.contains { $0.hasSuffix("% confidence intervals, which are left out.") })
  }

  @Test func namesVariableAndGroupOfEachBandwidth() throws {
    var several = TreatmentFixtures.density
    var police = several.variables
    for index in police.indices {
      police[index].variable = "l_police"
      police[index].density?.bandwidth = 0.25
    }
    several.variables += police
    let notes = try figure(DensityPlot.self, "labels: {0: No law, 1: Law}", of: [several])
      .notes.map(\.text.plainText)
    let variables = notes[1].split(separator: ", No law (").count
    #expect(notes[0] == "Curves are kernel densities (Epanechnikov kernel).")
    #expect(notes[1].hasPrefix("Bandwidths by Silverman’s rule: "))
    #expect(notes[1].contains(", No law (0.580); ") && notes[1].hasSuffix(", Law (0.250)."))
    #expect(variables == 3)
  }

  @Test func standsTheTimeTitleUnderTheLastRow() throws {
    let title = try #require(
      figure(
        GroupTimePlot.self,
        "{time-title: Calendar, cohorts: [2006, 2007, 2008, 2009], size: {width: 160}}",
        of: [TreatmentFixtures.callawaySantAnna]
      ).texts.first { $0.text == "Calendar" }
    )
    let panels = try figure(
      GroupTimePlot.self,
      "{cohorts: [2006, 2007, 2008, 2009], size: {width: 160}}",
      of: [TreatmentFixtures.callawaySantAnna]
    ).frames
    #expect(panels.count == 4)
    #expect(panels[3].left < title.anchor.x && title.anchor.x < panels[3].right)
  }
}

import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct PlaceboDensityWordsTests {
  private func figure(of result: PlaceboResult) throws -> FigureModel {
    let recipe: PlaceboDensityPlot = try StyleFiles.decode(from: "{}")
    return try recipe.figure(of: named([result]), in: figureContext())
  }

  @Test func tellsThatEnumeratedPlacebosAreExact() throws {
    var result = TreatmentFixtures.placebo
    result.draws?.assignments = 500
    let figure = try figure(of: result)
    let text = figure.notes.map(\.text.plainText).joined(separator: " ")
    for text in [text, figure.summary] {
      #expect(text.contains("every possible way (500 assignments, the actual one included)."))
      #expect(text.contains("P-values are exact."))
      #expect(!text.contains("orrected") && !text.contains("andom"))
    }
  }

  @Test func saysThatOnePlaceboTellsNothing() throws {
    let figure = try figure(of: TreatmentFixtures.onePlacebo)
    let notes = figure.notes.map(\.text.plainText)
    #expect(notes.contains("The spike stands at the one placebo effect."))
    #expect(notes.contains("One placebo does not tell whether the actual effect is unusual."))
    #expect(!notes.contains { $0.contains("p <") || $0.contains("outside") })
    #expect(figure.summary.contains("There is one placebo effect of "))
  }
}

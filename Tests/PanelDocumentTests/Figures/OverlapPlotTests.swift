import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Predicted probabilities of treated and untreated, drawn.
@Suite struct OverlapPlotTests {
  private func figure(
    _ yaml: String = "{}",
    of results: [any AnalysisResult] = [LearningFixtures.interactive],
    theme: String = "plain"
  ) throws -> FigureModel {
    let plot: OverlapPlot = try StyleFiles.decode(from: yaml)
    return try plot.figure(of: named(results), in: figureContext(theme: theme))
  }

  private static let other: DoubleMLResult = {
    var result = LearningFixtures.mixed
    result.overlap = LearningFixtures.interactive.overlap
    return result
  }()

  @Test func describesExactlyTheKeysItReads() throws {
    let examples = ["axis-title": "Probability", "size": "{width: double}"]
    #expect(OverlapPlot.keys.map(\.name).sorted() == examples.keys.sorted())
    for (key, example) in examples {
      let plot: OverlapPlot = try StyleFiles.decode(from: "\(key): \(example)")
      #expect(plot != OverlapPlot(), "\(key)")
    }
  }

  @Test func drawsSharesOfEachGroup() throws {
    let figure = try figure()
    #expect(figure.data.rows.count == PropensityOverlap.binCount)
    #expect(figure.legend.map(\.label) == ["Treated", "Untreated"])
    let lines = figure.shapes(of: .data).filter { if case .polyline = $0 { true } else { false } }
    #expect(lines.count == 2)
    #expect(
      figure.notes.map(\.text.plainText).joined(separator: " ").contains("486 treated and 2")
    )
  }

  @Test(arguments: ["plain", "aer"], ["{width: single}", "{width: double}", "{width: 60}"])
  func isReadable(theme: String, size: String) throws {
    for results in [[LearningFixtures.interactive], [LearningFixtures.interactive, Self.other]] {
      expectReadable(
        try figure("{size: \(size)}", of: results, theme: theme),
        in: try figureContext(theme: theme).figureTheme
      )
    }
  }

  @Test func refusesResultsWithoutProbabilities() {
    #expect(!OverlapPlot.suits(named([LearningFixtures.learners[0]])))
    #expect(OverlapPlot.suits(named([LearningFixtures.interactive])))
    #expect(throws: DocumentError.self) { try figure(of: [LearningFixtures.learners[0]]) }
    #expect(throws: DocumentError.self) { try figure(of: [IndexFixtures.entropy]) }
    #expect(throws: DocumentError.self) { try figure(of: []) }
  }
}

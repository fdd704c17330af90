import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct SpatialEffectsPlotTests {
  private func figure(
    _ yaml: String = "{}",
    of results: [any AnalysisResult] = [SpatialFixtures.durbin, SpatialFixtures.durbinEconomic],
    theme: String = "plain"
  ) throws -> FigureModel {
    let recipe: SpatialEffectsPlot = try StyleFiles.decode(from: yaml)
    return try recipe.figure(of: named(results), in: figureContext(theme: theme))
  }

  @Test func describesExactlyTheKeysItReads() throws {
    let examples = [
      "keep": "logp", "omit": "logp", "labels": "{logp: Price}", "models": "[A, B]",
      "parts": "direct", "intervals": "single", "zero-line": "off", "axis-title": "Effect",
      "size": "{width: double}",
    ]
    #expect(SpatialEffectsPlot.keys.map(\.name).sorted() == examples.keys.sorted())
    for (key, example) in examples {
      let recipe: SpatialEffectsPlot = try StyleFiles.decode(from: "\(key): \(example)")
      #expect(recipe != SpatialEffectsPlot(), "\(key)")
    }
  }

  @Test(arguments: ["plain", "aer"], ["single", "one-and-half", "double", "75"])
  func canBeRead(theme: String, width: String) throws {
    let looks = try figureContext(theme: theme).figureTheme
    for results in [
      [SpatialFixtures.lag], [SpatialFixtures.durbin],
      [SpatialFixtures.durbin, SpatialFixtures.durbinEconomic],
    ] {
      let figure = try figure("size: {width: \(width)}", of: results, theme: theme)
      expectReadable(figure, in: looks, "\(results.count) in \(theme), \(width)")
    }
  }

  /// A row for each regressor of each model, with a marker for each effect at its value.
  @Test func drawsEveryEffect() throws {
    let figure = try figure("size: {width: double}")
    #expect(figure.data.rows.count == 12)
    #expect(figure.legend.map(\.label) == ["Direct effect", "Indirect effect", "Total effect"])
    let texts = figure.texts.map(\.text)
    for heading in ["Geographic distance matrix", "Economic distance matrix"] {
      #expect(texts.contains(heading))
    }
    #expect(texts.filter { $0 == "Log price" }.count == 2)
    #expect(try self.figure("parts: [direct, total]").data.rows.count == 8)
    #expect(try self.figure("keep: logy").data.rows.count == 6)
    #expect(figure.title == "Direct, indirect and total effects on log cigarette sales")
    #expect(figure.summary.contains("Log price (Economic distance matrix)"))
  }

  @Test func tellsWhereIntervalsComeFrom() throws {
    let notes = try figure().notes.map(\.text.plainText)
    #expect(notes.contains { $0.hasPrefix("Geographic distance matrix: Inference from standard dev") })
    #expect(
      notes.contains {
        $0.contains("Economic distance matrix: Inference by the delta method from the expected")
      })
    #expect(notes.contains { $0.contains("3 of 1,000 draws") })
    let bare = try figure("intervals: none").notes.map(\.text.plainText)
    #expect(!bare.contains { $0.contains("Inference") || $0.contains("draws") })
    #expect(bare[0] == "Markers are effects.")
  }

  @Test func refusesModelsWithoutEffects() {
    #expect(
      throws: DocumentError.invalid(
        "'baseline[1]' has no indirect effects: without spatial lags of the outcome or of "
          + "regressors its coefficients are the effects. Show them with 'show: coefficients'.")
    ) { try figure(of: [SpatialFixtures.error]) }
    #expect(
      throws: DocumentError.invalid(
        "Figure 'figure1' draws effects of spatial models, but 'baseline[1]' is a result of the "
          + "method 'fixed-effects'.")
    ) { try figure(of: [SpatialFixtures.linear]) }
    #expect(
      throws: DocumentError.invalid(
        "Figure 'figure1' asks for the regressor 'logpp', which none of its models has. Did you "
          + "mean 'logp'?")
    ) { try figure("keep: logpp") }
    #expect(
      throws: DocumentError.invalid(
        "Figure 'figure1' names 1 models in 'models' and draws 2. Give one name for each.")
    ) { try figure("models: [A]") }
  }

  /// The plot of coefficients keeps a regressor and its spatial lag apart.
  @Test func tellsSpatialLagsApartAmongCoefficients() throws {
    let plot = try CoefficientPlot().figure(
      of: named([SpatialFixtures.durbin]), in: figureContext())
    #expect(plot.texts.map(\.text).contains("W × Log price"))
    #expect(plot.data.rows.count == 4)
  }
}

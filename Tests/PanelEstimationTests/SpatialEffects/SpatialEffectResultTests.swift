import Foundation
import PanelEstimation
import PanelResults
import Testing

/// Effects as results of spatial models have them.
@Suite struct SpatialEffectResultTests {
  private static func effects(
    _ setting: SpatialCase.Setting,
    _ formula: String,
    _ model: SpatialModel,
    _ options: SpatialEffectOptions
  ) throws -> SpatialEffects? {
    let (panel, weights) = try setting.panel()
    var context = AnalysisContext(seed: 11, id: "model")
    context.spatialWeights = ["w": weights]
    let request = SpatialOptions(
      formulas: [formula], models: [model], weights: ["w"],
      estimator: setting.ofUnits ? .direct : nil, effects: options)
    return setting.periods > 1
      ? try SpatialPanel(request).run(on: panel, in: context)[0].effects
      : try SpatialRegression(request).run(on: panel, in: context)[0].effects
  }

  private static let cigar =
    "log(sales) ~ log(price / cpi) + log(ndi / cpi) | state + year"

  @Test func haveStandardErrorsOfDraws() throws {
    let effects = try #require(
      try Self.effects(.twoWay, Self.cigar, .sdm, SpatialEffectOptions(draws: 2_000)))
    let values = try SpatialCase.values(of: "panel_cigar_twoways")
    #expect(effects.inference == .simulation && effects.momentsReliable)
    #expect(effects.draws == 2_000 && effects.discarded == 0 && effects.seed == 11)
    #expect(effects.terms.map(\.term) == ["log(price / cpi)", "log(ndi / cpi)"])
    for (position, term) in effects.terms.enumerated() {
      let simulated = try #require(term.simulated)
      let deltas = try #require(term.deltaErrors)
      for (name, estimate, draws, delta) in [
        ("direct", term.direct, simulated.direct, deltas.direct),
        ("indirect", term.indirect, simulated.indirect, deltas.indirect),
        ("total", term.total, simulated.total, deltas.total),
      ] {
        #expect(agree(estimate.value, try values.numbers("sdm_\(name)")[position], 1e-6))
        #expect(agree(delta, try values.numbers("sdm_\(name)_se_delta")[position], 1e-5))
        #expect(estimate.standardError == .value(draws.standardDeviation))
        #expect(agree(draws.standardDeviation, delta, 0.08), "\(name)")
        #expect(draws.low < estimate.value && estimate.value < draws.high)
        #expect(estimate.distribution == .normal)
      }
    }
  }

  /// ρ = 0.404 with a standard error of 0.121 lies within five of them from one.
  @Test func fallBackOnTheDeltaMethodWhereDrawsHaveNoMoments() throws {
    let effects = try #require(
      try Self.effects(.columbus, "CRIME ~ INC + HOVAL", .sar, SpatialEffectOptions()))
    let values = try SpatialCase.values(of: "cs_columbus")
    #expect(effects.inference == .delta && !effects.momentsReliable)
    #expect(effects.draws == 1_000)
    for (position, term) in effects.terms.enumerated() {
      let error = try values.numbers("sar_total_se_delta")[position]
      #expect(agree(try #require(term.total.standardError.value), error, 1e-5))
      #expect(term.simulated != nil)
    }
  }

  @Test func areLeftOutWhereCoefficientsAreTheEffects() throws {
    let formula = "CRIME ~ INC + HOVAL"
    #expect(try Self.effects(.columbus, formula, .sem, SpatialEffectOptions()) == nil)
    #expect(try Self.effects(.columbus, formula, .sar, .none) == nil)
    let lagged = try #require(
      try Self.effects(.columbus, formula, .slx, SpatialEffectOptions(draws: 0, errors: .delta)))
    #expect(lagged.terms[0].simulated == nil && lagged.seed == nil)
    let slopes = try SpatialCase.values(of: "cs_columbus").numbers("slx_beta")
    #expect(agree(lagged.terms[0].direct.value, slopes[1], 1e-9))
    #expect(agree(lagged.terms[0].indirect.value, slopes[3], 1e-9))
  }

  @Test(arguments: [
    (#"{"formula": "y ~ x", "model": "sem", "weights": "w", "effects": {"draws": 500}}"#, "take the key out"),
    (#"{"formula": "y ~ x", "model": "sar", "weights": "w", "effects": "all"}"#, "or none, not 'all'"),
    (#"{"formula": "y ~ x", "model": "sar", "weights": "w", "effects": {"draws": 7}}"#, "not 7"),
  ])
  func refuseWhatWouldBeIgnored(json: String, part: String) {
    #expect {
      try JSONDecoder().decode(SpatialRegression.self, from: Data(json.utf8))
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.debugDescription.contains(part)
    }
  }
}

import Foundation
import PanelNumerics
import Testing

/// Direct, indirect and total effects against other programs.
@Suite struct SpatialEffectOracleTests {
  /// Values to 1e-6 and standard errors by the delta method to 1e-5, the tolerances of the files.
  private func expectEffects(_ oracle: SpatialCase, _ kind: SpatialEffectFit.Kind) throws {
    let fit = try SpatialEffectFit(oracle, kind)
    let estimates = fit.model.estimates()
    let parts: [(String, KeyPath<SpatialEffectEstimates.Effect, SpatialEffectEstimates.Part>)] = [
      ("direct", \.direct), ("indirect", \.indirect), ("total", \.total),
    ]
    for (name, part) in parts {
      let values = try oracle.values.numbers("\(kind.rawValue)_\(name)")
      let errors = try oracle.values.numbers("\(kind.rawValue)_\(name)_se_delta")
      for (position, effect) in estimates.effects.enumerated() {
        let found = effect[keyPath: part]
        #expect(
          agree(found.value, values[position], 1e-6),
          "\(kind) \(name) \(position): \(found.value) for \(values[position])")
        #expect(
          agree(found.variance.squareRoot(), errors[position], 1e-5),
          "\(kind) \(name) \(position) error: \(found.variance.squareRoot()), \(errors[position])")
      }
    }
  }

  @Test(arguments: SpatialCase.Setting.crossSections)
  func matchesCrossSections(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    try expectEffects(oracle, .sar)
    try expectEffects(oracle, .sdm)
  }

  @Test(arguments: SpatialCase.Setting.panels)
  func matchesPanels(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    try expectEffects(oracle, .sar)
    try expectEffects(oracle, .sdm)
    guard setting.ofUnits else { return }
    try expectEffects(oracle, .transformedSar)
    try expectEffects(oracle, .transformedSdm)
    if setting.ofPeriods { try expectEffects(oracle, .correctedSdm) }
  }

  /// Islands, weights that are not row-standardised, a negative ρ, two parts without links: the
  /// total effect is the mean row sum, not β/(1 − ρ).
  @Test(arguments: SpatialCase.Setting.hard)
  func matchesHardCases(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    try expectEffects(oracle, .sar)
    if oracle.values["sdm_direct"] != nil {
      let fit = try SpatialEffectFit(oracle, .sdm)
      let direct = try oracle.values.numbers("sdm_direct")
      let total = try oracle.values.numbers("sdm_total")
      for (position, effect) in fit.model.estimates().effects.enumerated() {
        #expect(agree(effect.direct.value, direct[position], 1e-6))
        #expect(agree(effect.total.value, total[position], 1e-6))
      }
    }
  }

  /// Elhorst (2014), Table 3.4, at his ρ: he prints means of 1,000 draws, of which three Monte Carlo
  /// errors are allowed.
  @Test func printsTheEffectsOfCigaretteDemandAtElhorstsRho() throws {
    let oracle = try SpatialCase(.twoWay)
    let fit = try SpatialEffectFit(oracle, .sdm)
    let model = SpatialEffectModel(
      terms: fit.model.terms, rho: fit.model.rho,
      parameters: [-1.003, 0.601, 0.045, -0.292, 0.219, 0.005],
      covariance: fit.model.covariance, response: fit.model.response,
      interval: fit.model.interval)
    let effects = model.estimates().effects
    for (part, printed) in [
      (effects[0].direct, -1.015), (effects[0].total, -1.225), (effects[1].direct, 0.591),
      (effects[1].total, 0.397),
    ] {
      let error = (part.variance / 1_000).squareRoot()
      #expect(abs(part.value - printed) < 3 * error + 0.0005, "\(part.value) for \(printed)")
    }
  }

  /// 20,000 draws against 20,000 draws: the tolerances of the files.
  @Test(arguments: SpatialCase.Setting.crossSections + SpatialCase.Setting.panels)
  func drawsWhatOthersDraw(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    for kind in [SpatialEffectFit.Kind.sar, .sdm] {
      guard let reference = try? oracle.values.mapping("\(kind.rawValue)_sim") else { continue }
      let fit = try SpatialEffectFit(oracle, kind)
      let estimates = try #require(
        fit.model.estimates(draws: 20_000, level: 0.95, threads: 2) {
          Philox(seed: 20_240_613, stream: UInt64($0))
        })
      for (name, part) in [
        ("direct", \SpatialEffectEstimates.Effect.direct),
        ("indirect", \SpatialEffectEstimates.Effect.indirect),
        ("total", \SpatialEffectEstimates.Effect.total),
      ] {
        let expected = try reference.mapping(name)
        for (position, effect) in estimates.effects.enumerated() {
          let found = try #require(effect[keyPath: part].simulated)
          let low = try expected.numbers("q025")[position]
          let high = try expected.numbers("q975")[position]
          let median = try expected.numbers("median")[position]
          #expect(abs(found.median - median) <= 0.03 * (high - low), "\(kind) \(name)")
          #expect(abs(found.low - low) <= 0.06 * (high - low), "\(kind) \(name)")
          #expect(abs(found.high - high) <= 0.06 * (high - low), "\(kind) \(name)")
          guard estimates.hasReliableMoments else { continue }
          let error = try expected.numbers("se")[position]
          let mean = try expected.numbers("mean")[position]
          #expect(agree(found.deviation, error, 0.05), "\(kind) \(name)")
          #expect(abs(found.mean - mean) <= 6 * error / 20_000.0.squareRoot(), "\(kind) \(name)")
        }
      }
    }
  }

  @Test(arguments: SpatialCase.Setting.crossSections + SpatialCase.Setting.panels)
  func knowsWhereDrawsHaveNoMoments(setting: SpatialCase.Setting) throws {
    struct File: Decodable {
      struct Values: Decodable { var sar_sim, sdm_sim: Simulation? }
      struct Simulation: Decodable { var moments_reliable: Bool }
      var values: Values
    }
    let url = SpatialCase.folder.appending(path: "\(setting.id).json")
    let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    let oracle = try SpatialCase(setting)
    for (kind, expected) in [
      (SpatialEffectFit.Kind.sar, file.values.sar_sim), (.sdm, file.values.sdm_sim),
    ] {
      guard let expected else { continue }
      #expect(try SpatialEffectFit(oracle, kind).model.hasReliableMoments == expected.moments_reliable)
    }
  }
}

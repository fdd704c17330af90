import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

/// The analysis `spatial-diagnostics` on data of other programs.
@Suite struct SpatialDiagnosticsTests {
  private static func results(
    _ setting: SpatialCase.Setting,
    _ analysis: SpatialDiagnostics
  ) throws -> [SpatialDiagnosticsResult] {
    let (panel, weights) = try setting.panel()
    var context = AnalysisContext(id: "tests")
    context.spatialWeights = ["w": weights]
    return try analysis.run(on: panel, in: context)
  }

  private static func formula(_ setting: SpatialCase.Setting) -> String {
    var effects: [String] = []
    if setting.ofUnits { effects.append(setting.unit) }
    if setting.ofPeriods { effects.append("year") }
    return "\(setting.outcome) ~ \(setting.regressors.joined(separator: " + "))"
      + (effects.isEmpty ? "" : " | \(effects.joined(separator: " + "))")
  }

  private static func expect(
    _ result: SpatialDiagnosticsResult,
    _ kind: HypothesisTest.Kind,
    _ key: String,
    _ oracle: SpatialCase,
    df: Double,
    tolerance: Double = 1e-6
  ) throws {
    let test = try #require(result.tests.first { $0.id == kind }, "\(kind)")
    let expected = try oracle.values.number(key)
    let found = try #require(test.statistic.value)
    #expect(agree(found, expected, tolerance), "\(key): \(found) for \(expected)")
    #expect(test.degreesOfFreedom == df, "\(key)")
    if oracle.values["p_\(key)"] != nil {
      let p = try oracle.values.number("p_\(key)")
      #expect(agree(try #require(test.pValue.value), p, 1e-5), "p of \(key)")
    }
  }

  @Test(arguments: SpatialCase.Setting.crossSections.filter { $0.id != "cs_boston" && $0.id != "cs_usedcars" })
  func matchesCrossSections(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    let result = try Self.results(
      setting, SpatialDiagnostics(formula: Self.formula(setting), weights: ["w"]))[0]
    let k = Double(setting.regressors.count)
    try Self.expect(result, .lagMultiplierLag, "LM_lag", oracle, df: 1)
    try Self.expect(result, .lagMultiplierBoth, "LM_sarma", oracle, df: 2)
    try Self.expect(result, .likelihoodRatioNoLag, "LR_sar_vs_ols", oracle, df: 1)
    try Self.expect(result, .likelihoodRatioNoError, "LR_sem_vs_ols", oracle, df: 1)
    try Self.expect(result, .likelihoodRatioLag, "LR_sdm_vs_sar", oracle, df: k)
    try Self.expect(result, .likelihoodRatioError, "LR_sdm_vs_sem", oracle, df: k)
    #expect(result.estimator == .direct)
    #expect(!result.tests.contains { $0.id == .likelihoodRatioUnits })
    #expect(result.models.count == 4)
  }

  @Test(arguments: SpatialCase.Setting.panels)
  func matchesPanels(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    let result = try Self.results(
      setting,
      SpatialDiagnostics(formula: Self.formula(setting), weights: ["w"], estimator: .direct))[0]
    let k = Double(setting.regressors.count)
    try Self.expect(result, .robustLagMultiplierError, "RLM_error", oracle, df: 1)
    try Self.expect(result, .likelihoodRatioLag, "LR_sdm_vs_sar", oracle, df: k)
    try Self.expect(result, .likelihoodRatioError, "LR_sdm_vs_sem", oracle, df: k)
    try Self.expect(result, .waldLag, "Wald_sdm_vs_sar", oracle, df: k)
    try Self.expect(result, .waldError, "Wald_sdm_vs_sem", oracle, df: k)
    if oracle.values["LR_individual_effects"] != nil {
      let n = Double(oracle.weights.rowCount)
      try Self.expect(result, .likelihoodRatioUnits, "LR_individual_effects", oracle, df: n - 1)
      try Self.expect(
        result, .likelihoodRatioPeriods, "LR_time_effects", oracle,
        df: Double(setting.periods) - 1)
    }
    if setting == .pooled {
      try Self.expect(result, .marginalRandomEffects, "bsk_LM1", oracle, df: 1)
      try Self.expect(result, .marginalSpatialErrors, "bsk_LM2", oracle, df: 1)
      try Self.expect(result, .jointRandomEffects, "bsk_LMJ", oracle, df: 2)
    }
  }

  @Test func transformsEffectsAwayUnlessAskedNotTo() throws {
    let result = try Self.results(
      .twoWay,
      SpatialDiagnostics(
        formula: Self.formula(.twoWay), weights: ["w"], tests: [.ratios, .multipliers],
        multipliers: .leeYu))[0]
    let values = try SpatialCase.values(of: "panel_cigar_twoways")
    let expected = 2 * (try values.number("ly_sdm_loglik") - values.number("ly_sar_loglik"))
    let ratio = try #require(result.tests.first { $0.id == .likelihoodRatioLag }?.statistic.value)
    #expect(result.estimator == .leeYu)
    #expect(agree(ratio, expected, 1e-6))
    #expect(result.multipliers == .leeYu && result.remarks.isEmpty)
    #expect(result.tests.map(\.id).prefix(5) == [
      .lagMultiplierLag, .lagMultiplierError, .robustLagMultiplierLag, .robustLagMultiplierError,
      .lagMultiplierBoth,
    ])
  }

  /// The reference has V_r − V_f, and so the other sign: direct maximum likelihood leaves fixed
  /// effects a smaller variance than random ones, and the statistic is negative.
  @Test func reportsANegativeHausmanStatisticAsItIs() throws {
    let setting = SpatialCase.Setting.cigar("individual", units: true, periods: false)
    var analysis = SpatialDiagnostics(
      formula: Self.formula(setting), weights: ["w"], tests: [.hausman], estimator: .direct)
    let values = try SpatialCase.values(of: setting.id)
    let direct = try Self.results(setting, analysis)[0]
    let test = try #require(direct.tests.first)
    #expect(test.id == .spatialHausman && test.degreesOfFreedom == 5)
    let expected = -(try values.number("hausman_sdm_full_oim"))
    #expect(agree(try #require(test.statistic.value), expected, 1e-3))
    #expect(test.pValue == .unavailable(because: .negativeStatistic))
    #expect(direct.remarks.map(\.id) == [.indefiniteContrast, .negativeSpatialHausman])

    analysis.estimator = nil
    let transformed = try #require(try Self.results(setting, analysis)[0].tests.first)
    #expect(try #require(transformed.statistic.value) > 0)
  }

  @Test func tellsOfLikelihoodsWithoutMaximum() throws {
    let setting = SpatialCase.Setting.countries
    let result = try Self.results(
      setting, SpatialDiagnostics(formula: Self.formula(setting), weights: ["w"]))[0]
    let oracle = try SpatialCase(setting)
    try Self.expect(result, .lagMultiplierLag, "LM_lag", oracle, df: 1)
    try Self.expect(result, .likelihoodRatioUnits, "LR_individual_effects", oracle, df: 140)
    let missing = Availability<Double>.unavailable(because: .noInteriorMaximum)
    for kind in [
      HypothesisTest.Kind.waldLag, .waldError, .likelihoodRatioLag, .likelihoodRatioError,
      .likelihoodRatioNoLag, .likelihoodRatioNoError,
    ] {
      #expect(result.tests.first { $0.id == kind }?.statistic == missing, "\(kind)")
    }
    #expect(result.remarks.map(\.values["model"]) == ["SAR", "SEM", "SDM"])
  }

  @Test func comesBackFromItsJSON() throws {
    let result = try Self.results(
      .columbus, SpatialDiagnostics(formula: "CRIME ~ INC + HOVAL", weights: ["w"]))[0]
    let bytes = try ResultJSON.encode(result)
    #expect(try ResultJSON.decode(SpatialDiagnosticsResult.self, from: bytes) == result)
  }

  private static func message(
    _ setting: SpatialCase.Setting,
    _ analysis: SpatialDiagnostics
  ) -> String {
    do {
      _ = try results(setting, analysis)
      return ""
    } catch { return "\(error)" }
  }

  @Test func refusesTestsThatTheDataDoNotAllow() {
    let formula = "CRIME ~ INC + HOVAL"
    #expect(
      Self.message(.columbus, .init(formula: formula, weights: ["w"], tests: [.effects]))
        == "The test 'effects' needs units that are observed in several periods, and the sample has "
        + "one.")
    #expect(
      Self.message(.pooled, .init(formula: Self.formula(.pooled), weights: ["w"], tests: [.effects]))
        == "The test 'effects' compares models with and without effects, and 'log(sales) ~ "
        + "log(price / cpi) + log(ndi / cpi)' has none: absorb them, as in '| state'.")
    #expect(
      Self.message(.twoWay, .init(formula: Self.formula(.twoWay), weights: ["w"], tests: [.hausman]))
        == "The test 'hausman' compares effects of units alone, and 'log(sales) ~ log(price / cpi) + "
        + "log(ndi / cpi) | state + year' absorbs those of periods as well: write them as "
        + "indicators, '+ i(year)', and name the regressors with spatial lags in 'spatial_lags'.")
    #expect(
      Self.message(.columbus, .init(formula: formula, weights: ["w"], multipliers: .leeYu))
        == "'multipliers: lee-yu' says how effects enter Lagrange multipliers, and 'CRIME ~ INC + "
        + "HOVAL' has none. Take the key out.")
    #expect(
      Self.message(.columbus, .init(formula: "CRIME ~ 1", weights: ["w"], tests: [.wald]))
        == "The test 'wald' compares models with spatial lags of regressors, and 'CRIME ~ 1' has no "
        + "regressor.")
    #expect(
      Self.message(.columbus, .init(formula: formula, weights: ["v"])).hasPrefix(
        "There are no spatial weights named 'v'."))
  }

  private func decode(_ json: String) throws -> SpatialDiagnostics {
    try JSONDecoder().decode(SpatialDiagnostics.self, from: Data(json.utf8))
  }

  @Test(arguments: [
    (#"{"formula": "y ~ x", "weights": "w", "estimator": "bias-corrected"}"#, "write lee-yu or direct"),
    (#"{"formula": "y ~ x", "weights": []}"#, "name at least one"),
    (#"{"formula": "y ~ x", "weights": ["w", "w"]}"#, "a name stands twice"),
    (
      #"{"formula": "y ~ x", "weights": "w", "tests": "wald", "multipliers": "lee-yu"}"#,
      "none of which 'tests' asks for"
    ),
    (
      #"{"formula": "y ~ x", "weights": "w", "tests": "lm", "spatial_lags": "x"}"#,
      "none of which 'tests' asks for"
    ),
  ])
  func refusesKeysThatWouldBeIgnored(json: String, part: String) {
    #expect {
      try decode(json)
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.debugDescription.contains(part)
    }
  }

  @Test(arguments: [
    (#"{"draws": 0, "errors": "simulation"}"#, false), (#"{"draws": 50}"#, false),
    (#"{"draws": 100}"#, true), (#"{"errors": "delta"}"#, true), (#"{"draws": 0}"#, true),
  ])
  func readsHowEffectsAreInferred(json: String, isGood: Bool) {
    let read = try? JSONDecoder().decode(SpatialEffectOptions.self, from: Data(json.utf8))
    #expect((read != nil) == isGood)
    if let read { #expect((read.draws == 0) == (read.errors == .delta)) }
  }
}

extension SpatialCase.Setting: Equatable {
  static func == (a: Self, b: Self) -> Bool { a.id == b.id }

  /// The data with their keys, and the weights as a study has them.
  func panel() throws -> (Panel, SpatialWeights) {
    let oracle = try SpatialCase(self)
    let url =
      data == "cigar.csv"
      ? PanelOracle.folder.appending(path: "data/cigar.csv")
      : SpatialCase.folder.appending(path: "data/\(data)")
    var panel = Panel(table: try DataReader.read(url: url, named: data, options: ReadOptions()))
    let units = try panel.groupCodes(of: [unit])
    let first = stride(from: 0, to: units.codes.count, by: periods).map { $0 }
    let names = first.map { units.levelNames[Int(units.codes[$0])] }
    let codes = (0..<units.codes.count).map { Int32($0 / periods) }
    if periods > 1 {
      let times = try panel.values(of: .column("year")).numbers
      panel.index = PanelIndex(
        unitVariable: unit, timeVariable: "year", units: codes, unitNames: names,
        times: times.map { Int($0) }, step: 1)
    } else {
      panel.crossSection = UnitKeys(variable: unit, names: names, codes: codes)
    }
    let matrix = oracle.weights
    let description = SpatialWeightsDescription(
      name: "w", method: .file, standardisation: .row, units: names.count, links: matrix.count,
      isSymmetric: false, total: Summation.sum(matrix.values))
    return (panel, SpatialWeights(ids: names, matrix: matrix, description: description))
  }
}

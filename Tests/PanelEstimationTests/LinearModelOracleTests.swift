import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// Agreement with reference numbers: coefficients to 1e-9, standard errors and p-values to 1e-8.
@Suite struct LinearModelOracleTests {
  @Test(arguments: OracleCase.shipped)
  func agreesWithTheReference(_ model: OracleCase) throws {
    let oracle = try PanelOracle(model.id)
    try check(model, oracle, data: PanelOracle.folder.appending(path: "data"))
  }

  /// Models on data that the project may not ship.
  @Test(
    .enabled(if: referenceFolder != nil, "reference data not shipped"),
    arguments: OracleCase.unshipped)
  func agreesWithTheReferenceOnDataNotShipped(_ model: OracleCase) throws {
    let folder = try #require(Self.referenceFolder)
    let oracle = try PanelOracle(contentsOf: folder.appending(path: "public/\(model.id).json"))
    try check(model, oracle, data: folder.appending(path: "data"))
  }

  /// Stata's xtreg keeps singletons, and counts them as observations and clusters.
  @Test(
    .enabled(if: referenceFolder != nil, "reference data not shipped"),
    arguments: ["fe1_simpanel_light_xtreg_stata", "fe1_simpanel_weighted_xtreg_stata"])
  func agreesWithXtregWhereSingletonsAreKept(_ id: String) throws {
    let folder = try #require(Self.referenceFolder)
    let oracle = try PanelOracle(contentsOf: folder.appending(path: "public/\(id).json"))
    let panel = try OracleCase(id: id).panel(oracle, data: folder.appending(path: "data"))
    let analysis = FixedEffects(
      models: [.init(oracle.spec.formula)], vcov: ["cluster(firm)"], weights: oracle.spec.weights,
      singletons: .keep)
    let result = try #require(try analysis.run(on: panel, in: AnalysisContext()).first)
    #expect(result.sample.n == oracle.n)
    for (name, value) in oracle.coef {
      try expectClose(result.estimate(name)?.value, value, 1e-9, name)
      try expectClose(
        result.estimate(name)?.standardError.value, oracle.se[name], 1e-8, "se of \(name)")
    }
  }

  static let referenceFolder = ProcessInfo.processInfo.environment["PANELPRESS_REFERENCE_DATA"]
    .map { URL(filePath: $0) }

  /// Longley: seven collinear regressors, certified by NIST to 15 digits.
  @Test func agreesWithTheCertifiedValuesOfLongley() throws {
    let oracle = try PanelOracle("ols_longley_nist")
    let panel = try OracleCase(id: oracle.id).panel(
      oracle, data: PanelOracle.folder.appending(path: "data"))
    let result = try #require(
      try FixedEffects(models: [.init(oracle.spec.formula)]).run(on: panel, in: AnalysisContext())
        .first)
    for (name, value) in oracle.coef {
      let estimate = try #require(result.estimates.first { $0.term == PanelOracle.term(name) })
      #expect(estimate.value.isClose(to: value, relativeTolerance: 1e-12), "\(name)")
      let standardError = try #require(oracle.se[name])
      #expect(
        try #require(estimate.standardError.value)
          .isClose(to: standardError, relativeTolerance: 1e-11), "se \(name)")
    }
  }

  private func check(_ model: OracleCase, _ oracle: PanelOracle, data: URL) throws {
    let panel = try model.panel(oracle, data: data)
    let formula = model.formula ?? oracle.spec.formula
    for (key, variant) in try #require(oracle.extra.vcov).sorted(by: { $0.key < $1.key }) {
      let result = try fit(formula, variant.smallSample, variant.vcov, oracle, panel)
      try expectEstimates(of: result, oracle.coef, variant, "\(oracle.id) \(key)")
      #expect(result.covariance.correction.parameterCount == variant.K, "\(key) parameters")
      if let exact = variant.se_exact_rank {
        var options = variant.smallSample
        options.rank = .exact
        let result = try fit(formula, options, variant.vcov, oracle, panel)
        for (name, value) in exact {
          try expectClose(result.estimate(name)?.standardError.value, value, 1e-8, "exact \(name)")
        }
        try expectClose(
          result.number(.adjustedRSquared), oracle.extra.adj_r2_exact_rank, 1e-9, "exact adj. R²")
      }
      if let constant = oracle.extra.constant_reghdfe_style, constant.vcov == key {
        let estimate = result.estimate("_cons")
        try expectClose(estimate?.value, constant.coef, 1e-9, "constant")
        try expectClose(estimate?.standardError.value, constant.se, 1e-8, "se of the constant")
      }
      if let wald = oracle.extra.wald_slopes, wald.vcov == key {
        let test = try #require(result.tests.first)
        try expectClose(test.statistic.value, wald.F, 1e-7, "F")
        #expect(test.denominatorDegreesOfFreedom == wald.df2)
      }
      try expectStatistics(of: result, oracle)
    }
  }

  private func fit(
    _ formula: String, _ options: SmallSampleOptions, _ vcov: String, _ oracle: PanelOracle,
    _ panel: Panel
  ) throws -> RegressionResult {
    let analysis = FixedEffects(
      models: [.init(formula)], vcov: [vcov], weights: oracle.spec.weights, smallSample: options)
    return try #require(try analysis.run(on: panel, in: AnalysisContext()).first)
  }

  private func expectEstimates(
    of result: RegressionResult, _ coefficients: [String: Double],
    _ variant: PanelOracle.Variant, _ place: String
  ) throws {
    for (name, value) in coefficients.sorted(by: { $0.key < $1.key }) {
      let estimate = try #require(result.estimate(name), "\(place): \(name)")
      try expectClose(estimate.value, value, 1e-9, "\(place): \(name)")
      let standardError = try #require(variant.se[name])
      try expectClose(
        estimate.standardError.value, standardError, 1e-8, "\(place): se of \(name)")
      let pValue = try #require(variant.p[name])
      let difference = abs(try #require(estimate.pValue.value) - pValue)
      #expect(difference <= max(1e-8 * pValue, 1e-13), "\(place): p of \(name)")
      #expect(estimate.degreesOfFreedom == Double(variant.df_t), "\(place): df")
      let interval = try #require(variant.ci95[name])
      let width = interval[1] - interval[0]
      for (end, expected) in zip([estimate.intervalLow, estimate.intervalHigh], interval) {
        #expect(abs(try #require(end.value) - expected) <= 1e-8 * width, "\(place): ci of \(name)")
      }
    }
  }

  /// The reference keeps weights as they are; here they sum to n, which scales sums of squares.
  private func expectStatistics(of result: RegressionResult, _ oracle: PanelOracle) throws {
    #expect(result.sample.n == oracle.n)
    try expectClose(result.number(.rSquared), oracle.r2, 1e-9, "R²")
    try expectClose(result.number(.adjustedRSquared), oracle.adj_r2, 1e-9, "adj. R²")
    try expectClose(result.number(.withinRSquared), oracle.within_r2, 1e-8, "within R²")
    try expectClose(
      result.number(.adjustedWithinRSquared), oracle.extra.adj_within_r2, 1e-7, "adj. within R²")
    if let singletons = oracle.extra.singletons_dropped {
      #expect(result.number(.singletons) == Double(singletons))
    }
    if let levels = oracle.extra.fe_levels {
      #expect(result.absorbedEffects.map(\.levels).sorted() == levels.values.sorted())
    }
    guard oracle.spec.weights == nil else { return }
    try expectClose(result.number(.residualSumOfSquares), oracle.extra.ssr, 1e-9, "RSS")
    try expectClose(result.number(.totalSumOfSquares), oracle.extra.tss, 1e-9, "TSS")
    try expectClose(
      result.number(.withinTotalSumOfSquares), oracle.extra.tss_within, 1e-9, "within TSS")
    try expectClose(result.number(.rootMeanSquaredError), oracle.extra.rmse, 1e-9, "RMSE")
  }

  private func expectClose(
    _ found: Double?, _ expected: Double?, _ tolerance: Double, _ what: String
  ) throws {
    guard let expected else { return }
    let found = try #require(found, "\(what) is missing")
    #expect(
      found.isClose(to: expected, relativeTolerance: tolerance), "\(what): \(found), \(expected)")
  }
}

extension RegressionResult {
  /// The estimate under the reference's name of a term.
  func estimate(_ name: String) -> Estimate? {
    estimates.first { $0.term == PanelOracle.term(name) }
  }

  func number(_ statistic: Statistic) -> Double? {
    statistics.first { $0.statistic == statistic }?.value.value
  }
}

import Foundation
import PanelNumerics
import Testing

/// Lagrange multipliers of least-squares residuals against other programs.
@Suite struct LagrangeMultiplierOracleTests {
  static func columns(_ oracle: SpatialCase) -> SpatialColumns {
    let constant =
      oracle.effects.isEmpty ? [[Double](repeating: 1, count: oracle.columns.outcome.count)] : []
    return SpatialColumns(
      outcome: oracle.columns.outcome,
      regressors: constant + oracle.columns.regressors,
      lag: SpatialLag(oracle.weights, periodCount: oracle.periodCount),
      effects: oracle.effects
    )
  }

  private func expectTests(_ oracle: SpatialCase, _ form: LagrangeMultiplierTests.Form) throws {
    let tests = LagrangeMultiplierTests(Self.columns(oracle), form: form)
    let suffix = form == .elhorst ? "" : "_exact_projection"
    for (name, found) in [
      ("LM_lag", tests.lag), ("LM_error", tests.error), ("RLM_lag", tests.robustLag),
      ("RLM_error", tests.robustError),
    ] {
      let expected = try oracle.values.number(name + suffix)
      #expect(agree(found, expected, 1e-7), "\(name)\(suffix): \(found) for \(expected)")
      if form == .elhorst {
        let p = ChiSquared(degreesOfFreedom: 1).upperTail(found)
        #expect(agree(p, try oracle.values.number("p_\(name)"), 1e-5), "p of \(name)")
      }
    }
  }

  @Test(arguments: SpatialCase.Setting.crossSections)
  func matchesCrossSections(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    try expectTests(oracle, .elhorst)
    let tests = LagrangeMultiplierTests(Self.columns(oracle), form: .elhorst)
    #expect(agree(tests.both, try oracle.values.number("LM_sarma"), 1e-7))
    #expect(agree(tests.both, tests.lag + tests.robustError, 1e-7))
    #expect(agree(tests.logLikelihood, try oracle.values.number("ols_loglik"), 1e-9))
  }

  @Test(arguments: SpatialCase.Setting.panels)
  func matchesPanels(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    try expectTests(oracle, .elhorst)
    if setting.ofPeriods { try expectTests(oracle, .exactProjection) }
  }

  /// Elhorst (2014), Table 3.2, effects of states and years: LM lag, LM error and their robust forms.
  @Test func printsElhorstsTableOfCigaretteDemand() throws {
    let tests = LagrangeMultiplierTests(Self.columns(try SpatialCase(.twoWay)), form: .elhorst)
    let found = [tests.lag, tests.error, tests.robustLag, tests.robustError]
    #expect(found.map { String(format: "%.2f", $0) } == ["46.90", "54.65", "1.16", "8.91"])
  }

  /// Lee and Yu's transformation done in full: multipliers of the transformed data, as a panel of
  /// T − 1 periods and n − 1 places with the weights F'WF.
  @Test(arguments: [
    SpatialCase.Setting.cigar("individual", units: true, periods: false),
    .cigar("time", units: false, periods: true), .twoWay, .china("geo_twoways", periods: true),
  ])
  func areThoseOfTransformedData(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    let tests = LagrangeMultiplierTests(Self.columns(oracle), form: .leeYu)
    let (n, periods) = (oracle.weights.rowCount, oracle.periodCount)
    let places = setting.ofPeriods ? Self.contrasts(n) : .identity(n)
    let times = setting.ofUnits ? Self.contrasts(periods) : .identity(periods)
    let transform = { (column: [Double]) -> [Double] in
      // A column holds T numbers of each unit: T × n, turned into (T − 1) × (n − 1).
      let matrix = Matrix(rowCount: periods, columnCount: n, elements: column)
      return (times.transposedTimes(matrix) * places).elements
    }
    let dense = places.transposedTimes(oracle.weights.dense() * places)
    let columns = SpatialColumns(
      outcome: transform(oracle.columns.outcome),
      regressors: oracle.columns.regressors.map(transform),
      lag: SpatialLag(SparseMatrix(dense), periodCount: times.columnCount),
      effects: BalancedEffects(
        ofUnits: false, ofPeriods: false, periodCount: times.columnCount)
    )
    let explicit = LagrangeMultiplierTests(columns, form: .elhorst)
    #expect(agree(tests.lag, explicit.lag, 1e-9))
    #expect(agree(tests.error, explicit.error, 1e-9))
    #expect(agree(tests.robustLag, explicit.robustLag, 1e-8))
    #expect(agree(tests.robustError, explicit.robustError, 1e-8))
  }

  /// m − 1 orthonormal columns that sum to zero (Helmert).
  private static func contrasts(_ m: Int) -> Matrix {
    Matrix(
      columns: (1..<m).map { k in
        let size = (Double(k) * Double(k + 1)).squareRoot()
        return (0..<m).map { row -> Double in
          if row < k { return 1 / size }
          return row == k ? -Double(k) / size : 0
        }
      })
  }

  @Test func matchesTestsOfPooledResiduals() throws {
    for setting in [SpatialCase.Setting.pooled] {
      let oracle = try SpatialCase(setting)
      let tests = RandomRegionTests(Self.columns(oracle))
      #expect(agree(tests.units, try oracle.values.number("bsk_LM1"), 1e-7))
      #expect(agree(tests.error, try oracle.values.number("bsk_LM2"), 1e-7))
      #expect(agree(tests.joint, try oracle.values.number("bsk_LMJ"), 1e-7))
    }
  }
}

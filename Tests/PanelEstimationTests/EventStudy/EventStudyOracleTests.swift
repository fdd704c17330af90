import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// Agreement of event studies with reference numbers: coefficients to 1e-9, the rest to 1e-8.
@Suite struct EventStudyOracleTests {
  static let castleCases = [
    "es_castle_bin5_3_base_m1", "es_castle_bin6_4_base_m6", "es_castle_wls_base_m2",
  ]

  /// The 0/1 column and the column of first years say the same.
  @Test(arguments: castleCases, [TreatmentColumn.indicator("post"), .cohort("effyear")])
  func agreesWithTheReference(id: String, treatment: TreatmentColumn) throws {
    try check(try PanelOracle(id), try ReferencePanel.castle(), treatment)
  }

  @Test(.enabled(if: ReferencePanel.folder != nil, "reference data not shipped"))
  func agreesWithTheReferenceOnDataNotShipped() throws {
    let folder = try #require(ReferencePanel.folder)
    let oracle = try PanelOracle(contentsOf: folder.appending(path: "public/es_base_stagg.json"))
    let panel = try ReferencePanel.panel(
      folder.appending(path: "data/base_stagg.csv"), unit: "id", time: "year")
    try check(oracle, panel, .cohort("year_treated"))
  }

  private func check(_ oracle: PanelOracle, _ panel: Panel, _ treatment: TreatmentColumn) throws {
    let setting = try #require(oracle.spec.event_study)
    let formula = try FormulaParser.parse(oracle.spec.formula)
    let controls = formula.regressors.map(\.name).filter { !$0.hasPrefix("e_") }
    for (key, variant) in try #require(oracle.extra.vcov).sorted(by: { $0.key < $1.key }) {
      let study = EventStudy(
        treatment: treatment,
        model: ControlModel(outcome: formula.outcome.description, controls: controls),
        window: EventWindow(setting.window[0], setting.window[1]), base: [setting.base_period],
        weights: oracle.spec.weights, vcov: variant.vcov, smallSample: variant.smallSample)
      let result = try #require(try study.run(on: panel, in: AnalysisContext()).first)
      #expect(result.sample.n == oracle.n)
      #expect(result.covariance.correction.parameterCount == variant.K)
      for (name, value) in oracle.coef.sorted(by: { $0.key < $1.key }) {
        let place = "\(oracle.id) \(key) \(name)"
        let term = Self.distance(of: name).map { "\(treatment.name)::\($0)" } ?? name
        let estimate = try #require(result.estimates.first { $0.term == term }, "\(place)")
        #expect(estimate.value.isClose(to: value, relativeTolerance: 1e-9), "\(place)")
        try expectClose(estimate.standardError.value, variant.se[name], 1e-8, place)
        try expectClose(estimate.pValue.value, variant.p[name], 1e-8, place)
        #expect(estimate.degreesOfFreedom == Double(variant.df_t), "\(place)")
        if let distance = Self.distance(of: name) {
          let point = try #require(result.path.points.first { $0.period == distance })
          #expect(point.estimate == estimate, "\(place)")
        }
      }
      #expect(result.path.references == [setting.base_period])
      #expect(result.path.points.map(\.period) == Array(setting.window[0]...setting.window[1]))
      try checkTests(of: result, oracle, key)
      try checkOverall(of: result, oracle, key)
    }
  }

  private func checkTests(
    of result: EventStudyResult, _ oracle: PanelOracle, _ key: String
  ) throws {
    guard let expected = oracle.extra.joint_tests?["pre_trend"], expected.vcov == key else {
      return
    }
    let test = try #require(result.tests.first { $0.id == .pretrends })
    try expectClose(test.statistic.value, expected.F, 1e-8, "F")
    try expectClose(test.pValue.value, expected.p_F, 1e-8, "p of F")
    #expect(test.degreesOfFreedom == expected.q)
    #expect(test.denominatorDegreesOfFreedom == expected.df2)
  }

  /// The mean effect by the reference's own coefficients and covariance matrix.
  private func checkOverall(
    of result: EventStudyResult, _ oracle: PanelOracle, _ key: String
  ) throws {
    guard let matrix = oracle.extra.vcov_matrix, matrix.vcov == key else { return }
    let after = matrix.names.indices.filter { (Self.distance(of: matrix.names[$0]) ?? -1) >= 0 }
    let count = Double(after.count)
    let value = after.reduce(0) { $0 + (oracle.coef[matrix.names[$1]] ?? .nan) } / count
    let variance = after.reduce(0) { sum, row in
      after.reduce(sum) { $0 + matrix.matrix[row][$1] }
    }
    let overall = try #require(result.overall)
    try expectClose(overall.value, value, 1e-8, "mean effect")
    try expectClose(
      overall.standardError.value, variance.squareRoot() / count, 1e-8, "its standard error")
  }

  /// `e_m5` is −5, `e_p0` is 0.
  static func distance(of name: String) -> Int? {
    guard name.hasPrefix("e_"), let number = Int(name.dropFirst(3)) else { return nil }
    return name.hasPrefix("e_m") ? -number : number
  }

  private func expectClose(
    _ found: Double?, _ expected: Double?, _ tolerance: Double, _ what: String
  ) throws {
    let (found, expected) = (try #require(found, "\(what)"), try #require(expected, "\(what)"))
    #expect(
      found.isClose(to: expected, relativeTolerance: tolerance), "\(what): \(found), \(expected)")
  }
}

/// County teen employment of Callaway and Sant'Anna, by Stata's reghdfe to the digits it printed.
@Suite(.enabled(if: ReferencePanel.folder != nil, "reference data not shipped"))
struct EventStudyEmploymentTests {
  func study(_ window: EventWindow?) throws -> EventStudyResult {
    let folder = try #require(ReferencePanel.folder)
    let panel = try ReferencePanel.panel(
      folder.appending(path: "data/mpdta.csv"), unit: "countyreal", time: "year")
    let study = EventStudy(
      treatment: .cohort("first_treat"), model: ControlModel(outcome: "lemp"), window: window)
    return try #require(try study.run(on: panel, in: AnalysisContext()).first)
  }

  func expect(
    _ result: EventStudyResult, _ expected: [(distance: Int, value: Double, error: Double)]
  ) throws {
    for (distance, value, error) in expected {
      let estimate = try #require(
        result.path.points.first { $0.period == distance }?.estimate, "\(distance)")
      #expect(abs(estimate.value - value) < 6e-8, "\(distance): \(estimate.value)")
      #expect(abs(try #require(estimate.standardError.value) - error) < 6e-8, "\(distance)")
    }
  }

  @Test func agreesWithAllLeadsAndLags() throws {
    let result = try study(nil)
    #expect(result.path.points.map(\.period) == Array(-4...3))
    try expect(
      result,
      [
        (-4, 0.0035493, 0.0228286), (-3, 0.0246235, 0.0176794), (-2, 0.0233548, 0.0134367),
        (0, -0.0181439, 0.0109822), (1, -0.0434724, 0.0175770), (2, -0.1317949, 0.0288374),
        (3, -0.0922468, 0.0323362),
      ])
    let test = try #require(result.tests.first { $0.id == .pretrends })
    #expect(abs(try #require(test.statistic.value) - 1.6315656) < 6e-8)
    #expect(test.degreesOfFreedom == 3)
    #expect(test.denominatorDegreesOfFreedom == 499)
  }

  @Test func agreesWithBinnedEnds() throws {
    try expect(
      try study(EventWindow(-2, 2)),
      [
        (-2, 0.0183896, 0.0150449), (0, -0.0198300, 0.0110055), (1, -0.0478739, 0.0178536),
        (2, -0.1145539, 0.0272865),
      ])
  }
}

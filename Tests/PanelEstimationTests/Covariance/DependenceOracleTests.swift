import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

/// Reference numbers of covariances for neighbours in time and space.
struct DependenceOracle: Decodable {
  var n: Int
  var cases: [Case]

  struct Case: Decodable {
    var effects: [String]
    var vcov: String
    var weights: String?
    var parameters: Int
    var factor: Double
    var df: Double
    var coef: [String: Double]
    var se: [String: Double]
    var p: [String: Double]
    var covariance: [[Double]]
  }

  init() throws {
    let url = PanelOracle.folder.appending(path: "conley_towns.json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }

  /// A data set of the oracle, sorted by unit and time already.
  static func panel(
    _ file: String, unit: String, time: String, step: Int = 1
  ) throws -> Panel {
    let url = PanelOracle.folder.appending(path: "data/\(file)")
    var panel = Panel(table: try DataReader.read(url: url, named: file, options: ReadOptions()))
    let units = try panel.groupCodes(of: [unit])
    panel.index = PanelIndex(
      unitVariable: unit, timeVariable: time, units: units.codes, unitNames: units.levelNames,
      times: try panel.values(of: .column(time)).numbers.map { Int($0) }, step: step)
    return panel
  }

  static func towns() throws -> Panel { try panel("towns.csv", unit: "town", time: "year") }
}

@Suite struct DependenceOracleTests {
  private struct Grunfeld: Decodable {
    var coef: [String: Double]
    var se: [String: Double]
    var p: [String: Double]
    var ci95: [String: [Double]]
    var extra: Extra
    struct Extra: Decodable { var variants: [String: Variant] }
    struct Variant: Decodable {
      var se: [String: Double]
      var ci95: [String: [Double]]
    }
  }

  private func grunfeld(
    _ vcov: String, effects: String = "firm", _ options: SmallSampleOptions = SmallSampleOptions()
  ) throws -> RegressionResult {
    try #require(
      try FixedEffects(
        models: [.init("inv ~ value + capital | \(effects)")], vcov: [vcov], smallSample: options
      ).run(
        on: DependenceOracle.panel("grunfeld.csv", unit: "firm", time: "year"),
        in: AnalysisContext()
      ).first)
  }

  @Test(arguments: ["driscoll-kraay(2)", "driscoll-kraay", "driscoll-kraay(bandwidth = 3)"])
  func agreesWithFixestOnGrunfeld(_ vcov: String) throws {
    let url = PanelOracle.folder.appending(path: "dk_grunfeld.json")
    let oracle = try JSONDecoder().decode(Grunfeld.self, from: Data(contentsOf: url))
    let result = try grunfeld(vcov)
    #expect(result.covariance.serial == SerialDependence(lags: 2, periods: 20))
    for estimate in result.estimates where estimate.component == .slopes {
      let term = estimate.term
      try expectClose(estimate.value, oracle.coef[term], 1e-10, term)
      try expectClose(estimate.standardError.value, oracle.se[term], 1e-10, "se of \(term)")
      try expectClose(estimate.pValue.value, oracle.p[term], 1e-8, "p of \(term)")
      try expectClose(estimate.intervalLow.value, oracle.ci95[term]?[0], 1e-9, term)
      try expectClose(estimate.intervalHigh.value, oracle.ci95[term]?[1], 1e-9, term)
      #expect(estimate.degreesOfFreedom == 19)
    }
  }

  @Test func agreesWithPlmWithoutCorrection() throws {
    let url = PanelOracle.folder.appending(path: "dk_grunfeld.json")
    let oracle = try JSONDecoder().decode(Grunfeld.self, from: Data(contentsOf: url))
    let plm = try #require(oracle.extra.variants["no_adjustment (plm vcovSCC type HC0)"])
    let result = try grunfeld("driscoll-kraay(2)", SmallSampleOptions(adjust: false))
    for estimate in result.estimates where estimate.component == .slopes {
      try expectClose(
        estimate.standardError.value, plm.se[estimate.term], 1e-10, estimate.term)
    }
  }

  /// pyfixest 0.60.0, `feols(…, vcov="DK", vcov_kwargs={"lag": 3, …})`: all effects count.
  @Test func agreesWithPyfixestUnderTwoEffects() throws {
    let result = try grunfeld("driscoll-kraay(3)", effects: "firm + year")
    try expectClose(result.estimates[0].standardError.value, 0.02381125946202324, 1e-10, "value")
    try expectClose(result.estimates[1].standardError.value, 0.06064743708230835, 1e-10, "capital")
    try expectClose(result.estimates[1].pValue.value, 1.1071998974543362e-05, 1e-7, "capital")
  }

  /// A double loop over all pairs of rows with the haversine formula.
  @Test func agreesWithADoubleLoopOverTowns() throws {
    let oracle = try DependenceOracle()
    let panel = try DependenceOracle.towns()
    for model in oracle.cases {
      let name = "\(model.effects), \(model.vcov), \(model.weights ?? "unweighted")"
      let result = try #require(
        try FixedEffects(
          models: [.init("y ~ x + z | \(model.effects.joined(separator: " + "))")],
          vcov: [model.vcov], weights: model.weights
        ).run(on: panel, in: AnalysisContext()).first)
      #expect(result.sample.n == oracle.n)
      #expect(result.covariance.correction.parameterCount == model.parameters, "\(name)")
      try expectClose(result.covariance.correction.factor, model.factor, 1e-12, name)
      for estimate in result.estimates where estimate.component == .slopes {
        try expectClose(estimate.value, model.coef[estimate.term], 1e-9, name)
        try expectClose(estimate.standardError.value, model.se[estimate.term], 1e-9, name)
        try expectClose(estimate.pValue.value, model.p[estimate.term], 1e-7, name)
        #expect(estimate.degreesOfFreedom == model.df, "\(name)")
      }
      try expectClose(result.covarianceMatrix[0][1], model.covariance[0][1], 1e-8, name)
    }
  }
}

private func expectClose(
  _ found: Double?, _ expected: Double?, _ tolerance: Double, _ name: String
) throws {
  let (found, expected) = (try #require(found), try #require(expected))
  #expect(abs(found - expected) <= tolerance * abs(expected), "\(name): \(found), not \(expected)")
}

import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Agreement with DoubleML 0.11.4 on supplied folds and predictions.
@Suite struct DoubleMLOracleTests {
  struct Oracle: Decodable {
    var spec: Spec
    var n: Int
    var extra: Extra
    struct Spec: Decodable {
      var depvar: String
      var treatment: String
      var controls: [String]
      var n_folds: Int
    }
    struct Extra: Decodable {
      var ols_learner_partialling_out: Value
      var lasso_fixed_penalty: Value
      var wide_tolerance: Wide
    }
    struct Value: Decodable {
      var theta: Double
      var se: Double
      var se_cluster: Double?
      var learner: String?
    }
    struct Wide: Decodable {
      var lasso_cv: Range
      var random_forest: Range
      var gradient_boosting: Range
    }
    struct Range: Decodable {
      var theta_median: Double
      var accept_abs: Double
    }
  }

  static let ids = ["ddml_castle_panel", "ddml_k401k"]

  static func oracle(_ id: String) throws -> Oracle {
    let file = PanelOracle.folder.appending(path: "\(id).json")
    return try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: file))
  }

  /// The rows of the file in its order, with the folds of the oracle's rule.
  static func panel(_ id: String) throws -> Panel {
    let isCastle = id == "ddml_castle_panel"
    let name = isCastle ? "castle.csv" : "k401ksubs.csv"
    let url =
      isCastle
      ? Repository.examples.appending(path: "castle-doctrine/castle.csv")
      : PanelOracle.folder.appending(path: "data/\(name)")
    var panel = try PanelBuilder.build(
      try DataReader.read(url: url, named: name),
      PanelDeclaration(
        variables: isCastle
          ? (2001...2010).map { DerivedVariable("y\($0)", "year == \($0)") } : []
      )
    )
    panel.table.set(
      Column(
        "fold",
        numbers: (0..<panel.table.rowCount).map { Double(1 + ($0 * 7919 % 10007) % 5) }
      )
    )
    return panel
  }

  static func analysis(_ oracle: Oracle, _ learners: LearnerPair) -> DoubleML {
    DoubleML(
      outcome: oracle.spec.depvar,
      treatment: oracle.spec.treatment,
      controls: oracle.spec.controls,
      learners: [learners],
      folds: FoldRule(column: "fold"),
      convention: .doubleML,
      vcov: "hc1"
    )
  }

  private func estimate(_ analysis: DoubleML, _ panel: Panel) throws -> Estimate {
    let result = try #require(
      try analysis.run(on: panel, in: AnalysisContext(seed: 1, id: "dml")).first
    )
    return try #require(result.estimates.first)
  }

  @Test(arguments: ids) func agreesOnLeastSquaresWithSuppliedFolds(_ id: String) throws {
    let oracle = try Self.oracle(id)
    let panel = try Self.panel(id)
    let expected = oracle.extra.ols_learner_partialling_out
    var analysis = Self.analysis(oracle, LearnerPair(.ols))
    let found = try estimate(analysis, panel)
    #expect(found.value.isClose(to: expected.theta, relativeTolerance: 1e-9))
    #expect(found.standardError.value?.isClose(to: expected.se, relativeTolerance: 1e-9) == true)
    if let clustered = expected.se_cluster {
      analysis.vcov = "cluster(sid)"
      let error = try estimate(analysis, panel).standardError.value
      #expect(error?.isClose(to: clustered, relativeTolerance: 1e-9) == true)
    }
  }

  @Test(arguments: ids) func agreesOnALassoWithFixedPenalties(_ id: String) throws {
    let oracle = try Self.oracle(id)
    let panel = try Self.panel(id)
    let expected = oracle.extra.lasso_fixed_penalty
    // A hundredth of the standard deviation of outcome and treatment, divisor n.
    func penalty(_ name: String) throws -> Double {
      let values = try panel.values(of: .column(name)).numbers
      return 0.01
        * (Summation.centredSumOfSquares(values) / Double(values.count)).squareRoot()
    }
    let found = try estimate(
      Self.analysis(
        oracle,
        LearnerPair(
          outcome: LearnerDescription(method: .lasso, penalty: try penalty(oracle.spec.depvar)),
          treatment: LearnerDescription(
            method: .lasso,
            penalty: try penalty(oracle.spec.treatment)
          )
        )
      ),
      panel
    )
    #expect(found.value.isClose(to: expected.theta, relativeTolerance: 1e-6))
    #expect(found.standardError.value?.isClose(to: expected.se, relativeTolerance: 1e-6) == true)
  }

  @Test(arguments: ids) func liesInTheAcceptedRangeWithOtherLearners(_ id: String) throws {
    let oracle = try Self.oracle(id)
    let panel = try Self.panel(id)
    let wide = oracle.extra.wide_tolerance
    let features = id == "ddml_castle_panel" ? 6.0 / 19 : 2.0 / 7
    var forest = LearnerDescription(usual: .randomForest)
    (forest.trees, forest.leaf, forest.features) = (300, 5, features)
    var boosting = LearnerDescription(usual: .gradientBoosting)
    boosting.trees = 150
    for (learner, range) in [
      (LearnerDescription(usual: .lasso), wide.lasso_cv), (forest, wide.random_forest),
      (boosting, wide.gradient_boosting),
    ] {
      let found = try estimate(
        Self.analysis(oracle, LearnerPair(outcome: learner, treatment: learner)),
        panel
      )
      #expect(
        abs(found.value - range.theta_median) <= range.accept_abs,
        "\(learner.method): \(found.value) beside \(range.theta_median)"
      )
    }
  }

  // MARK: Interactive model

  struct Interactive: Decodable {
    struct Value: Decodable {
      var theta: Double
      var se: Double
      var se_cluster: Double?
    }
    struct Range: Decodable {
      var min: Double
      var max: Double
    }
    struct Repeats: Decodable {
      var theta: [Double]
      var se: [Double]
      var median: Value
      var ddml: Stata
      struct Stata: Decodable {
        var median: Value
        var mean: Value
      }
    }
    var ATE: Value
    var ATTE: Value
    var propensity: Range?
    var repeats: Repeats?
    var doubleml: Value?
    var ddml: Value?
    var trimmed: Int?
    var r2: [String: Double]?
  }

  static func interactive(_ id: String) throws -> Interactive {
    let file = PanelOracle.folder.appending(path: "\(id).json")
    return try JSONDecoder().decode(Interactive.self, from: Data(contentsOf: file))
  }

  @Test(arguments: [DoubleMLTarget.all, .treated])
  func agreesOnTheInteractiveModelWithLogits(_ target: DoubleMLTarget) throws {
    let oracle = try Self.interactive("ddml_k401k_irm")
    var analysis = Self.analysis(try Self.oracle("ddml_k401k"), LearnerPair(.ols))
    (analysis.model, analysis.target) = (.interactive, target)
    let result = try #require(
      try analysis.run(on: Self.panel("ddml_k401k"), in: AnalysisContext(seed: 1, id: "dml")).first
    )
    let expected = target == .all ? oracle.ATE : oracle.ATTE
    #expect(result.estimates[0].value.isClose(to: expected.theta, relativeTolerance: 1e-8))
    let error = result.estimates[0].standardError.value
    #expect(error?.isClose(to: expected.se, relativeTolerance: 1e-8) == true)
    let overlap = try #require(result.overlap)
    let range = try #require(oracle.propensity)
    #expect(overlap.smallest.isClose(to: range.min, relativeTolerance: 1e-7))
    #expect(overlap.largest.isClose(to: range.max, relativeTolerance: 1e-7))
    #expect(overlap.trimmed == 0)
    #expect((overlap.treatedCounts + overlap.untreatedCounts).reduce(0, +) == 9275)
    #expect(overlap.treatedCounts.reduce(0, +) == 3637)
  }

  @Test func putsRepeatsTogetherAsTheReferencesDo() throws {
    let oracle = try #require(try Self.interactive("ddml_k401k_irm").repeats)
    let repeats = zip(oracle.theta, oracle.se).map {
      RepeatedEstimate(value: $0, standardError: $1)
    }
    func aggregated(_ convention: DoubleMLConvention, _ aggregation: RepeatAggregation) -> (
      Double, Double
    ) {
      let found = DoubleMLData.aggregated(
        repeats,
        DoubleML(outcome: "y", treatment: "d", aggregation: aggregation, convention: convention)
      )
      return (found.value, found.variance.squareRoot())
    }
    for (found, expected) in [
      (aggregated(.doubleML, .median), oracle.median),
      (aggregated(.ddml, .median), oracle.ddml.median),
      (aggregated(.ddml, .mean), oracle.ddml.mean),
    ] {
      #expect(found.0.isClose(to: expected.theta, relativeTolerance: 1e-14))
      // DoubleML takes the normal quantile itself where the formula says 1.96.
      #expect(found.1.isClose(to: expected.se, relativeTolerance: 1e-12))
    }
  }

  // MARK: Supplied predictions

  /// Castle with predictions of random forests, both models, both conventions.
  static func predicted() throws -> Panel {
    var panel = try panel("ddml_castle_panel")
    let file = PanelOracle.folder.appending(path: "data/ddml_castle_predictions.csv")
    let table = try DataReader.read(url: file, named: "ddml_castle_predictions.csv")
    for column in table.columns { panel.table.set(column) }
    return panel
  }

  static let predictions: [DoubleMLModelKind: SuppliedPredictions] = [
    .partiallyLinear: SuppliedPredictions([.outcome: "l_hat", .treatment: "m_hat"]),
    .interactive: SuppliedPredictions([
      .outcomeTreated: "g1_hat", .outcomeUntreated: "g0_hat", .treatment: "m_hat",
    ]),
  ]

  @Test(arguments: DoubleMLConvention.allCases)
  func agreesExactlyOnSuppliedPredictions(_ convention: DoubleMLConvention) throws {
    let oracle = try Self.interactive("ddml_castle_predictions")
    let expected = try #require(convention == .ddml ? oracle.ddml : oracle.doubleml)
    let panel = try Self.predicted()
    var analysis = DoubleML(
      outcome: "l_homicide",
      treatment: "post",
      convention: convention,
      predictions: Self.predictions[.partiallyLinear],
      vcov: "hc1"
    )
    let result = try #require(
      try analysis.run(on: panel, in: AnalysisContext(seed: 1, id: "dml")).first
    )
    #expect(result.estimates[0].value.isClose(to: expected.theta, relativeTolerance: 1e-12))
    let error = result.estimates[0].standardError.value
    #expect(error?.isClose(to: expected.se, relativeTolerance: 1e-12) == true)
    for (nuisance, name) in zip(result.nuisances, ["outcome", "treatment"]) {
      let fit = try #require(oracle.r2?[name])
      #expect(nuisance.rSquared.isClose(to: fit, relativeTolerance: 1e-12))
      #expect(nuisance.learner == nil)
    }
    #expect(result.folds.isSupplied)
    analysis.vcov = "cluster(sid)"
    let clustered = try estimate(analysis, panel).standardError.value
    let wanted = try #require(expected.se_cluster)
    #expect(clustered?.isClose(to: wanted, relativeTolerance: 1e-12) == true)
  }

  @Test(arguments: [DoubleMLTarget.all, .treated])
  func agreesExactlyOnSuppliedPredictionsOfTheInteractiveModel(_ target: DoubleMLTarget) throws {
    let oracle = try Self.interactive("ddml_castle_predictions")
    let expected = target == .all ? oracle.ATE : oracle.ATTE
    let analysis = DoubleML(
      outcome: "l_homicide",
      treatment: "post",
      model: .interactive,
      target: target,
      convention: .doubleML,
      predictions: Self.predictions[.interactive],
      vcov: "hc1"
    )
    let result = try #require(
      try analysis.run(on: Self.predicted(), in: AnalysisContext(seed: 1, id: "dml")).first
    )
    #expect(result.estimates[0].value.isClose(to: expected.theta, relativeTolerance: 1e-12))
    let error = result.estimates[0].standardError.value
    #expect(error?.isClose(to: expected.se, relativeTolerance: 1e-12) == true)
    #expect(result.overlap?.trimmed == oracle.trimmed)
  }
}

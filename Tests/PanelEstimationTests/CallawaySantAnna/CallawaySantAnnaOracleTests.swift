import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Agreement with R's did and with csdid: estimates and standard errors to 1e-8.
@Suite struct CallawaySantAnnaOracleTests {
  @Test(arguments: [
    ("cs_castle_never", EffectConventions.ControlGroup.never), ("cs_castle_notyet", .notYet),
  ])
  func agreesWithDidOnTheCastleLaws(
    _ id: String, _ controls: EffectConventions.ControlGroup
  ) throws {
    let oracle = try GroupTimeOracle(contentsOf: PanelOracle.folder.appending(path: "\(id).json"))
    let analysis = CallawaySantAnna(
      outcome: "l_homicide", treatment: .cohort("effyear"), controlGroup: controls)
    let result = try #require(
      try analysis.run(on: CohortPanels.castle(), in: AnalysisContext()).first)
    try result.expectAgreement(with: oracle.numbers)
    #expect(result.named.count == oracle.numbers.count)
    #expect(result.overall?.value == result.named["simple"]?.value)
    // Two cohorts of one state have the same controls, so the test has no covariance.
    let test = try #require(result.tests.first)
    #expect(test.statistic == .unavailable(because: .singularCovariance))
    #expect(result.remarks.contains { $0.id == .smallCohorts })
  }

  /// Regression, weighting and both, with a covariate that changes over time; not-yet-treated
  /// controls with a universal base; anticipation; weights.
  @Test func agreesWithCsdidWithCovariates() throws {
    let url = PanelOracle.folder.appending(path: "cs_df_het_covariates.json")
    let oracle = try JSONDecoder().decode(CovariateOracle.self, from: Data(contentsOf: url))
    let panel = try CohortPanels.covariates()
    for model in oracle.cases {
      let analysis = CallawaySantAnna(
        outcome: "dep_var", treatment: .cohort("g"),
        controlGroup: model.options.control_group ?? .never, estimation: model.options.estimation,
        covariates: ["x"], basePeriod: model.options.base_period ?? .varying,
        anticipation: model.options.anticipation ?? 0, weights: model.options.weights,
        condition: "kept == 1")
      let result = try #require(try analysis.run(on: panel, in: AnalysisContext()).first)
      try result.expectAgreement(with: try #require(oracle.numbers[model.name]))
    }
  }

  @Test(
    .enabled(if: LinearModelOracleTests.referenceFolder != nil, "reference data not shipped"),
    arguments: ["cs_mpdta_never", "cs_mpdta_dr_lpop"])
  func agreesWithDidOnTeenEmployment(_ id: String) throws {
    let folder = try #require(LinearModelOracleTests.referenceFolder)
    let oracle = try GroupTimeOracle(contentsOf: folder.appending(path: "public/\(id).json"))
    let panel = try CohortPanels.panel(
      folder.appending(path: "data/mpdta.csv"), unit: "countyreal", time: "year")
    let analysis = CallawaySantAnna(
      outcome: "lemp", treatment: .cohort("first_treat"),
      covariates: id == "cs_mpdta_never" ? [] : ["lpop"])
    let result = try #require(try analysis.run(on: panel, in: AnalysisContext()).first)
    try result.expectAgreement(with: oracle.numbers)
    let wald = try #require(oracle.wald)
    let test = try #require(result.tests.first)
    #expect(
      try #require(test.statistic.value).isClose(to: wald.statistic, relativeTolerance: 1e-7))
    // The reference rounds to five decimals.
    #expect(abs(try #require(test.pValue.value) - wald.pValue) <= 5e-6)
    #expect(test.distribution == .chiSquared)
  }
}

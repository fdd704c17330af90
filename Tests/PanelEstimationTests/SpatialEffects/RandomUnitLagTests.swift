import Foundation
import PanelNumerics
import Testing

/// Spatial lag models with random effects of units against other programs.
@Suite struct RandomUnitLagTests {
  @Test(arguments: [
    SpatialCase.Setting.cigar("individual", units: true, periods: false),
    .china("geo_individual", periods: false),
    .china("eco_individual", periods: false, weights: .economicDistance("gdp_pc")),
  ])
  func matchesOtherPrograms(setting: SpatialCase.Setting) throws {
    let oracle = try SpatialCase(setting)
    let lag = SpatialLag(oracle.weights, periodCount: oracle.periodCount)
    let own = oracle.columns.regressors
    let ones = [Double](repeating: 1, count: lag.rowCount)
    let determinant = try EigenvalueLogDeterminant(oracle.weights)
    for (name, regressors) in [("sar", [ones] + own), ("sdm", [ones] + own + lag.of(own))] {
      let fit = try RandomUnitLag(
        SpatialColumns(
          outcome: oracle.columns.outcome, regressors: regressors, lag: lag,
          effects: BalancedEffects(
            ofUnits: false, ofPeriods: false, periodCount: oracle.periodCount)),
        determinant: determinant)
      let values = oracle.values
      let beta = try values.numbers("re_\(name)_beta")
      for (found, expected) in zip(fit.parameters.coefficients, beta) {
        #expect(agree(found, expected, 1e-4), "\(name): \(found) for \(expected)")
      }
      #expect(agree(fit.parameters.spatial, try values.number("re_\(name)_rho"), 1e-4))
      #expect(agree(fit.parameters.variance, try values.number("re_\(name)_sigma2"), 1e-4))
      #expect(agree(fit.theta, try values.number("re_\(name)_theta"), 1e-4))
      #expect(agree(fit.logLikelihood, try values.number("re_\(name)_loglik"), 1e-8))
      let covariance = try #require(fit.covariance())
      for (place, expected) in try values.numbers("re_\(name)_se").enumerated() {
        let found = covariance[place, place].squareRoot()
        #expect(agree(found, expected, 1e-3), "\(name) error \(place): \(found), \(expected)")
      }
    }
  }
}

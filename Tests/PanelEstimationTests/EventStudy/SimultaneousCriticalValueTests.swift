import Foundation
import PanelEstimation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

/// The critical value of a band over several coefficients.
@Suite struct SimultaneousCriticalValueTests {
  let context = AnalysisContext(seed: 20_130_601, id: "dynamic")

  func critical(
    _ covariance: Matrix, df: Double?, level: Double = 0.95, draws: Int = 100_000
  ) throws -> Double {
    let band = SimultaneousCriticalValue.band(
      over: covariance, degreesOfFreedom: df, level: level, draws: draws, in: context)
    return try #require(band).criticalValue
  }

  /// P(max |Z_j| ≤ c) = (2Φ(c) − 1)^k for independent coefficients; variances do not matter.
  @Test(arguments: [2, 5, 12], [0.9, 0.95])
  func agreesWithIndependentNormalCoefficients(count: Int, level: Double) throws {
    let share = pow(level, 1 / Double(count))
    let exact = Normal.quantile((1 + share) / 2)
    let found = try critical(
      .diagonal((0..<count).map { 0.5 + Double($0) }), df: nil, level: level)
    // Four standard errors of the simulated quantile: √(p(1−p)/draws) over its density.
    let density =
      Double(count) * pow(share, Double(count - 1)) * 2 * Normal.density(exact)
    let error = (level * (1 - level) / 100_000).squareRoot() / density
    #expect(abs(found - exact) < 4 * error, "\(found), \(exact) ± \(error)")
  }

  @Test(arguments: [3.0, 49, .infinity])
  func isTheQuantileOfTForOneCoefficient(df: Double) throws {
    let band = try #require(
      SimultaneousCriticalValue.band(
        over: .diagonal([4]), degreesOfFreedom: df.isFinite ? df : nil, level: 0.95, draws: 1000,
        in: context))
    #expect(band.criticalValue == StudentT(degreesOfFreedom: df).criticalValue(level: 0.95))
    #expect(band.draws == 0)
    #expect(band.seed == nil)
  }

  /// Coefficients that move together are one: the simulated quantile is that of |t|.
  @Test(arguments: [3.0, 49])
  func isTheQuantileOfTForCoefficientsThatMoveTogether(df: Double) throws {
    let covariance = Matrix(columns: [[1, 2], [2, 4]])
    let t = StudentT(degreesOfFreedom: df)
    let exact = t.criticalValue(level: 0.95)
    let error = (0.95 * 0.05 / 100_000).squareRoot() / (2 * t.density(exact))
    #expect(abs(try critical(covariance, df: df) - exact) < 4 * error)
  }

  @Test func hasNoBandOverNothing() {
    #expect(
      SimultaneousCriticalValue.band(
        over: Matrix(rowCount: 0, columnCount: 0), degreesOfFreedom: 5, level: 0.95, draws: 100,
        in: context) == nil)
  }
}

/// Lagrange multiplier tests for effects of units and a spatial error on pooled residuals.
///
///     G = e'(J_T ⊗ I_n)e/e'e − 1,      LM1 = √(nT/(2(T − 1))) G
///     H = e'(I_T ⊗ W)e/e'e,            LM2 = √(n²T/tr(WW + W'W)) H
///     joint = LM1² + LM2²
///
/// LM1 and LM2 are standard normal where neither effects nor spatial errors exist. A variance
/// cannot be negative, so that LM1 is held against its upper tail.
///
/// - SeeAlso: Baltagi, Song and Koh (2003), *Testing panel data regression models with spatial
///   error correlation*, equations 3.1 to 3.9; oracles `panel_*`.
package struct RandomRegionTests: Sendable, Equatable {
  /// LM1, for effects of units, with its sign.
  package let units: Double
  /// LM2, for a spatial error, with its sign.
  package let error: Double
  package var joint: Double { units * units + error * error }

  /// - Parameter columns: With a constant, no effects to remove, and two periods or more.
  package init(_ columns: SpatialColumns) {
    let (n, periodCount) = (columns.unitCount, columns.periodCount)
    precondition(periodCount > 1 && columns.effects.isEmpty, "no pooled panel")
    let fit = LeastSquares.fit(
      design: Matrix(columns: columns.regressors), outcome: columns.outcome)
    let residuals = fit.residuals
    let squares = fit.residualSumOfSquares
    let (places, periods) = (Double(n), Double(periodCount))
    let sums = (0..<n).map { unit in
      Summation.sum(Array(residuals[unit * periodCount..<(unit + 1) * periodCount]))
    }
    let between = Summation.sumOfSquares(sums) / squares - 1
    let spatial = Summation.dot(residuals, columns.lag.of(residuals)) / squares
    let products = LagrangeMultiplierTests.products(of: columns.lag.weights, centred: false)
    units = (places * periods / (2 * (periods - 1))).squareRoot() * between
    error = places * (periods / products).squareRoot() * spatial
  }
}

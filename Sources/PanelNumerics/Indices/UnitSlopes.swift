/// A regression with a constant and a slope of each unit, and effects of periods.
///
///     y_it = μ_i + λ_t + β_i x_it + e_it
///
/// Exactly least squares with all dummies: unit by unit, constant and slope are removed from y
/// and from the period dummies, which leaves a regression with one column per period.
///
/// - SeeAlso: Frisch and Waugh (1933); Lovell (1963). `UnitSlopesTests` holds it equal to
///   least squares with dummies.
package struct UnitSlopes: Sendable {
  /// β, one per unit.
  package let slopes: [Double]
  /// With the residual variance Σ e² / (m − 2n − T + 1).
  package let standardErrors: [Double]
  package let degreesOfFreedom: Int

  package enum Fault: Error, Equatable {
    /// The regressor has one value in all periods of the unit.
    case constantRegressor(unit: Int)
    /// As many parameters as observations, or more.
    case noDegreesOfFreedom(observations: Int, parameters: Int)
    /// Effects of periods are a combination of the units' slopes.
    case collinear
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - outcome: y, m values.
  ///   - regressor: x.
  ///   - units: 0 ..< unitCount, each with an observation at least.
  ///   - periods: 0 ..< periodCount, each with an observation at least.
  /// - Throws: ``Fault``.
  /// - Complexity: O(*mT* + *mT*²).
  package init(
    outcome: [Double],
    regressor: [Double],
    units: [Int],
    unitCount: Int,
    periods: [Int],
    periodCount: Int
  ) throws(Fault) {
    let parameters = 2 * unitCount + periodCount - 1
    degreesOfFreedom = outcome.count - parameters
    guard degreesOfFreedom > 0 else {
      throw .noDegreesOfFreedom(observations: outcome.count, parameters: parameters)
    }
    var rows = [[Int]](repeating: [], count: unitCount)
    for row in outcome.indices { rows[units[row]].append(row) }
    var deviations = regressor
    var sums = [Double](repeating: 0, count: unitCount)
    for unit in 0..<unitCount {
      let values = rows[unit].map { regressor[$0] }
      let mean = Summation.mean(values)
      for row in rows[unit] { deviations[row] -= mean }
      sums[unit] = Summation.sumOfSquares(rows[unit].map { deviations[$0] })
      let size = values.map(abs).max() ?? 0
      guard sums[unit] > 1e-24 * size * size * Double(values.count) else {
        throw .constantRegressor(unit: unit)
      }
    }
    // What is left of a column once the unit's constant and slope are removed; and its slopes.
    func residual(_ column: [Double]) -> (left: [Double], slopes: [Double]) {
      var left = column
      var slopes = sums
      for unit in 0..<unitCount {
        let values = rows[unit].map { column[$0] }
        let mean = Summation.mean(values)
        let slope =
          Summation.dot(rows[unit].map { deviations[$0] }, values.map { $0 - mean }) / sums[unit]
        for row in rows[unit] { left[row] = column[row] - mean - slope * deviations[row] }
        slopes[unit] = slope
      }
      return (left, slopes)
    }
    let plain = residual(outcome)
    let dummies = (1..<max(periodCount, 1)).map { period in
      residual(periods.map { $0 == period ? 1 : 0 })
    }
    guard !dummies.isEmpty else {
      let variance = Summation.sumOfSquares(plain.left) / Double(degreesOfFreedom)
      slopes = plain.slopes
      standardErrors = sums.map { (variance / $0).squareRoot() }
      return
    }
    let fit = LeastSquares.fit(
      design: Matrix(columns: dummies.map(\.left)),
      outcome: plain.left,
      columnNoise: (1..<periodCount).map { period in
        Double(periods.count { $0 == period }).squareRoot() * 0x1p-53
      }
    )
    guard fit.dropped.isEmpty else { throw .collinear }
    slopes = (0..<unitCount).map { unit in
      dummies.indices.reduce(plain.slopes[unit]) {
        $0 - fit.coefficients[$1] * dummies[$1].slopes[unit]
      }
    }
    let variance = fit.residualSumOfSquares / Double(degreesOfFreedom)
    standardErrors = (0..<unitCount).map { unit in
      let reach = dummies.map { $0.slopes[unit] }
      let part = zip(reach, fit.bread * reach).reduce(0) { $0 + $1.0 * $1.1 }
      return (variance * (1 / sums[unit] + part)).squareRoot()
    }
  }
}

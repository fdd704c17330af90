/// The variables of a spatial model with their lags, before and after effects are removed.
///
/// Every column has n · T numbers, unit after unit and by period within a unit. Lags are formed
/// first and effects removed from them afterwards, so that estimates are those of the model with a
/// dummy for every unit or period.
package struct SpatialColumns: Sendable {
  package let lag: SpatialLag
  package let effects: BalancedEffects
  /// y and Wy.
  package let outcome: [Double]
  package let outcomeLag: [Double]
  /// The columns that carry coefficients: regressors, a constant, lags of regressors.
  package let regressors: [[Double]]
  /// y, Wy and the regressors, effects removed.
  package let remainingOutcome: [Double]
  package let remainingOutcomeLag: [Double]
  package let remainingRegressors: [[Double]]

  /// - Parameters:
  ///   - outcome: y.
  ///   - regressors: k columns, of full rank once effects are removed.
  ///   - lag: W, on as many rows.
  ///   - effects: What is removed.
  package init(
    outcome: [Double],
    regressors: [[Double]],
    lag: SpatialLag,
    effects: BalancedEffects
  ) {
    self.lag = lag
    self.effects = effects
    self.outcome = outcome
    self.regressors = regressors
    outcomeLag = lag.of(outcome)
    remainingOutcome = effects.removed(from: outcome)
    remainingOutcomeLag = effects.removed(from: outcomeLag)
    remainingRegressors = regressors.map(effects.removed)
  }

  package var rowCount: Int { outcome.count }
  package var unitCount: Int { lag.unitCount }
  package var periodCount: Int { lag.periodCount }

  /// The rows less the dimensions that effects take.
  package var remainingCount: Double {
    Double(rowCount - effects.absorbedCount(unitCount: unitCount))
  }

  /// Whether Wy is no combination of y and the regressors, effects removed: without that, every ρ
  /// has residuals that are a multiple of those at 0.
  package var identifiesOutcomeLag: Bool {
    let k = regressors.count
    guard rowCount > k + 2 else { return true }
    let reduced = Matrix(
      columns: remainingRegressors + [remainingOutcome, remainingOutcomeLag]
    ).reducedColumns()
    return Self.stands(reduced[k + 1], beside: k + 1, full: outcomeLag)
  }

  /// Whether Wu is no multiple of u beside the regressors: Wy is no combination of y and the
  /// regressors, or the lag of a regressor is none of regressors, effects removed.
  package var identifiesErrorLag: Bool {
    guard !identifiesOutcomeLag else { return true }
    let k = regressors.count
    guard rowCount > 2 * k else { return true }
    let lags = lag.of(regressors)
    let reduced = Matrix(
      columns: remainingRegressors + lags.map(effects.removed)
    ).reducedColumns()
    return lags.indices.contains { Self.stands(reduced[k + $0], beside: k, full: lags[$0]) }
  }

  /// Whether a column of R has more than rounding below its first `count` numbers.
  ///
  /// - Parameter full: The column before effects are removed, whose rounding it has.
  private static func stands(_ column: [Double], beside count: Int, full: [Double]) -> Bool {
    let rest = Summation.sumOfSquares(Array(column[count...]))
    let rounding =
      1e-16 * Summation.sumOfSquares(column) + 1e-28 * Summation.sumOfSquares(full)
    return rest > rounding
  }

  /// Lags of the regressors, effects removed.
  package func remainingRegressorLags() -> [[Double]] {
    lag.of(regressors).map(effects.removed)
  }

  /// Xb.
  package func fitted(_ coefficients: [Double]) -> [Double] {
    Self.combination(of: regressors, coefficients, count: rowCount)
  }

  static func combination(
    of columns: [[Double]],
    _ coefficients: [Double],
    count: Int
  ) -> [Double] {
    var sum = [Double](repeating: 0, count: count)
    for (column, coefficient) in zip(columns, coefficients) {
      for row in 0..<count { sum[row] += coefficient * column[row] }
    }
    return sum
  }

  /// (I − rW)⁻¹ x for every period.
  package func solved(_ column: [Double], by system: any SpatialSystem) -> [Double] {
    byUnits(system.solve(byPeriods(column)))
  }

  /// A variable with one column for each period.
  package func byPeriods(_ column: [Double]) -> Matrix {
    Matrix(rowCount: periodCount, columnCount: unitCount, elements: column).transposed
  }

  /// The inverse of ``byPeriods(_:)``.
  package func byUnits(_ matrix: Matrix) -> [Double] { matrix.transposed.elements }
}

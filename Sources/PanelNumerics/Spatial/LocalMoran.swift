/// Anselin's local Moran's I of one variable: statistics and their moments.
///
///     z = y − ȳ,   m₂ = Σ z²/n,   I_i = z_i (W z)_i / m₂,   Σ I_i = S₀ I
///
/// - SeeAlso: Anselin (1995), *Local indicators of spatial association – LISA*; oracles `local_*`.
package struct LocalMoran: Sendable {
  /// z, n values.
  package let deviations: [Double]
  /// W z.
  package let lags: [Double]
  /// m₂ = Σ z²/n; positive.
  package let secondMoment: Double
  private let fourthMoment: Double
  private let weights: SparseMatrix

  /// - Parameters:
  ///   - values: n numbers that are not all equal.
  ///   - weights: n × n, zero on the diagonal.
  package init(of values: [Double], weights: SparseMatrix) {
    precondition(
      weights.rowCount == values.count && weights.columnCount == values.count,
      "\(weights.rowCount) × \(weights.columnCount) weights of \(values.count) values"
    )
    let mean = Summation.mean(values)
    let deviations = values.map { $0 - mean }
    let count = Double(values.count)
    secondMoment = Summation.sumOfSquares(deviations) / count
    fourthMoment = Summation.sum(deviations.map { $0 * $0 * $0 * $0 }) / count
    lags = weights.times(deviations)
    self.deviations = deviations
    self.weights = weights
  }

  package var count: Int { deviations.count }

  /// I_i with m₂ = Σ z²/n.
  package var statistics: [Double] { zip(deviations, lags).map { $0 * $1 / secondMoment } }

  /// Σ I_i / S₀: global Moran's I; not a number where all weights are zero.
  package var global: Double {
    Summation.dot(deviations, lags) / secondMoment / Summation.sum(weights.values)
  }

  /// Expectation and variance of a statistic under randomisation.
  package struct Moments: Sendable, Equatable {
    package var expectation: Double
    /// Zero for a unit without neighbours, and where the unit's own value is the mean.
    package var variance: Double
  }

  /// The moments where all values are permuted.
  ///
  ///     E = −w_i/(n − 1),   b₂ = m₄/m₂²
  ///     Var = s_i (n − b₂)/(n − 1) + (w_i² − s_i)(2b₂ − n)/((n − 1)(n − 2)) − w_i²/(n − 1)²
  ///
  /// with w_i = Σ_j w_ij and s_i = Σ_j w_ij².
  ///
  /// - Precondition: There are more than two values.
  /// - SeeAlso: Anselin (1995), equations 13 and 14.
  package func totalMoments() -> [Moments] {
    let n = Double(count)
    let kurtosis = fourthMoment / (secondMoment * secondMoment)
    return (0..<count).map { row in
      let (sum, squares) = rowSums(row)
      let spread =
        squares * (n - kurtosis) / (n - 1)
        + (sum * sum - squares) * (2 * kurtosis - n) / ((n - 1) * (n - 2))
        - sum * sum / ((n - 1) * (n - 1))
      return Moments(expectation: -sum / (n - 1), variance: max(0, spread))
    }
  }

  /// The moments where the unit keeps its value and the others are permuted.
  ///
  ///     E = −z_i² w_i/((n − 1) m₂)
  ///     Var = (z_i/m₂)² n/(n − 2) (s_i − w_i²/(n − 1)) (m₂ − z_i²/(n − 1))
  ///
  /// - Precondition: There are more than two values.
  /// - SeeAlso: Sokal, Oden and Thomson (1998), *Local spatial autocorrelation in a biological
  ///   model*, equations A7 and A8.
  package func conditionalMoments() -> [Moments] {
    let n = Double(count)
    return (0..<count).map { row in
      let (sum, squares) = rowSums(row)
      let square = deviations[row] * deviations[row]
      let spread =
        square / (secondMoment * secondMoment) * n / (n - 2)
        * (squares - sum * sum / (n - 1)) * (secondMoment - square / (n - 1))
      return Moments(
        expectation: -square * sum / ((n - 1) * secondMoment),
        variance: max(0, spread)
      )
    }
  }

  /// Σ_j w_ij and Σ_j w_ij².
  private func rowSums(_ row: Int) -> (sum: Double, squares: Double) {
    var sum = 0.0
    var squares = 0.0
    for position in weights.positions(ofRow: row) {
      sum += weights.values[position]
      squares += weights.values[position] * weights.values[position]
    }
    return (sum, squares)
  }
}

import Foundation

/// The principal components of standardised variables.
///
///     R = A diag(λ) A',   F = Z A,   Z: (x − mean) / sd with divisor m − 1
///
/// - SeeAlso: Jolliffe (2002), *Principal Component Analysis*, section 2.3; oracles `pca_produc`,
///   `pca_statecrime`.
package struct PrincipalComponents: Sendable {
  package let means: [Double]
  package let standardDeviations: [Double]
  /// R, k × k.
  package let correlation: Matrix
  /// λ, descending; they add up to k.
  package let eigenvalues: [Double]
  /// A: column j belongs to λⱼ and has norm one. Its loading of greatest absolute value is
  /// positive; among equals the first.
  package let vectors: Matrix
  /// m.
  package let rowCount: Int

  /// - Parameter columns: k variables of m ≥ 2 finite values, none of them constant.
  /// - Complexity: O(*mk*² + *k*³).
  package init(_ columns: [[Double]]) {
    let count = columns.first?.count ?? 0
    let moments = columns.map { Moments($0) }
    means = moments.map(\.mean)
    standardDeviations = moments.map(\.standardDeviation)
    rowCount = count
    let (means, deviations) = (means, standardDeviations)
    let standard = columns.indices.map { j in
      columns[j].map { ($0 - means[j]) / deviations[j] }
    }
    correlation = Self.correlation(of: standard)
    let eigen = SymmetricEigen(correlation)
    let order = eigen.values.indices.reversed()
    // Rounding may leave an eigenvalue of a singular matrix just below zero.
    eigenvalues = order.map { max(eigen.values[$0], 0) }
    vectors = Matrix(columns: order.map { Self.oriented(eigen.vectors.column($0)) })
  }

  private static func correlation(of standard: [[Double]]) -> Matrix {
    var matrix = Matrix.identity(standard.count)
    let divisor = Double((standard.first?.count ?? 0) - 1)
    for j in standard.indices {
      for i in 0..<j {
        let r = min(max(Summation.dot(standard[i], standard[j]) / divisor, -1), 1)
        (matrix[i, j], matrix[j, i]) = (r, r)
      }
    }
    return matrix
  }

  private static func oriented(_ vector: [Double]) -> [Double] {
    let largest = vector.map(abs).max() ?? 0
    let leading = vector.first { abs($0) >= largest * (1 - 1e-9) } ?? 0
    return leading < 0 ? vector.map { -$0 } : vector
  }

  /// The scores F of one component, one per row; columns as at the beginning.
  package func scores(of component: Int, in columns: [[Double]]) -> [Double] {
    let loadings = vectors.column(component)
    return (0..<rowCount).map { row in
      loadings.indices.reduce(0) { sum, j in
        sum + loadings[j] * (columns[j][row] - means[j]) / standardDeviations[j]
      }
    }
  }

  /// Whether R has no inverse to working precision.
  package var isSingular: Bool {
    (eigenvalues.last ?? 0) <= 1e-12 * (eigenvalues.first ?? 1)
  }

  /// How far partial correlations are below plain ones (Kaiser 1970, Kaiser and Rice 1974).
  ///
  ///     KMO = Σ r² / (Σ r² + Σ q²),   q: partial correlations, over all pairs
  ///
  /// - Returns: The measure and that of each variable; `nil` for a singular R and for variables
  ///   without any correlation.
  package func samplingAdequacy() -> (overall: Double, each: [Double])? {
    guard !isSingular, let inverse = Cholesky(correlation)?.inverse() else { return nil }
    let count = eigenvalues.count
    var plain = [Double](repeating: 0, count: count)
    var partial = plain
    for i in 0..<count {
      for j in 0..<count where j != i {
        plain[i] += correlation[i, j] * correlation[i, j]
        partial[i] += inverse[i, j] * inverse[i, j] / (inverse[i, i] * inverse[j, j])
      }
    }
    let total = plain.reduce(0, +)
    guard total > 0, !plain.contains(0) else { return nil }
    return (total / (total + partial.reduce(0, +)), zip(plain, partial).map { $0 / ($0 + $1) })
  }

  /// Bartlett's (1950) test that the variables are uncorrelated.
  ///
  ///     χ² = −(m − 1 − (2k + 5)/6) ln|R|,   k(k − 1)/2 degrees of freedom
  ///
  /// - Returns: `nil` for a singular R, whose determinant has no logarithm.
  package func sphericity() -> (statistic: Double, degreesOfFreedom: Int)? {
    guard !isSingular else { return nil }
    let count = Double(eigenvalues.count)
    let factor = Double(rowCount) - 1 - (2 * count + 5) / 6
    return (
      -factor * Summation.sum(eigenvalues.map { log($0) }),
      eigenvalues.count * (eigenvalues.count - 1) / 2
    )
  }
}

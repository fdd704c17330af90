package import PanelNumerics

/// A covariance made positive semidefinite.
package enum CovarianceRepair {
  /// Sets negative eigenvalues to zero.
  ///
  /// - Parameter matrix: p × p, symmetric.
  /// - Returns: The nearest positive semidefinite matrix in the Frobenius norm, and whether any
  ///   eigenvalue was negative beyond rounding.
  /// - SeeAlso: Cameron, Gelbach and Miller (2011), section 2.3; oracle `fe2_castle_controls`,
  ///   `sid+year`.
  package static func repaired(_ matrix: Matrix) -> (matrix: Matrix, wasNegative: Bool) {
    let eigen = SymmetricEigen(matrix)
    let largest = eigen.values.map(abs).max() ?? 0
    guard let smallest = eigen.values.min(), smallest < -1e-14 * largest else {
      return (matrix, false)
    }
    return (eigen.applying { max(0, $0) }.symmetrised, true)
  }
}

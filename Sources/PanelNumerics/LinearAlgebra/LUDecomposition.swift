internal import CLAPACK

/// The factorisation of a square matrix with row exchanges.
package struct LUDecomposition: Sendable {
  private let factors: Matrix
  private let pivots: [Int32]

  /// - Returns: `nil` where the matrix is exactly singular.
  package init?(_ matrix: Matrix) {
    precondition(matrix.rowCount == matrix.columnCount, "not square")
    Numerics.prepare()
    let n = matrix.rowCount
    var factors = matrix
    var pivots = [Int32](repeating: 0, count: n)
    if n > 0 {
      let status = LAPACKE_dgetrf(
        LAPACK_COL_MAJOR,
        Int32(n),
        Int32(n),
        &factors.elements,
        Int32(n),
        &pivots
      )
      guard status == 0 else { return nil }
    }
    self.factors = factors
    self.pivots = pivots
  }

  /// A⁻¹B, or A′⁻¹B.
  package func solve(_ b: Matrix, transposed: Bool = false) -> Matrix {
    let n = factors.rowCount
    precondition(b.rowCount == n, "\(b.rowCount) rows for order \(n)")
    var solution = b
    guard n > 0, b.columnCount > 0 else { return solution }
    let status = LAPACKE_dgetrs(
      LAPACK_COL_MAJOR,
      CChar(UInt8(ascii: transposed ? "T" : "N")),
      Int32(n),
      Int32(b.columnCount),
      factors.elements,
      Int32(n),
      pivots,
      &solution.elements,
      Int32(n)
    )
    precondition(status == 0, "dgetrs \(status)")
    return solution
  }

  /// A⁻¹b.
  package func solve(_ b: [Double]) -> [Double] {
    solve(Matrix(rowCount: b.count, columnCount: 1, elements: b)).elements
  }
}

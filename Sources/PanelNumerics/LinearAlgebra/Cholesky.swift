internal import CLAPACK
import Foundation

/// The factorisation A = R'R of a symmetric positive definite matrix, R upper triangular.
package struct Cholesky: Sendable {
  /// R, with zeros below the diagonal.
  package let factor: Matrix

  /// - Returns: `nil` where the matrix is not positive definite to working precision.
  package init?(_ matrix: Matrix) {
    precondition(matrix.rowCount == matrix.columnCount, "not square")
    Numerics.prepare()
    let n = matrix.rowCount
    var factor = matrix
    if n > 0 {
      let status = LAPACKE_dpotrf(
        LAPACK_COL_MAJOR,
        CChar(UInt8(ascii: "U")),
        Int32(n),
        &factor.elements,
        Int32(n)
      )
      guard status == 0 else { return nil }
    }
    for j in 0..<n {
      for i in j + 1..<max(n, j + 1) { factor[i, j] = 0 }
    }
    self.factor = factor
  }

  /// A⁻¹B.
  package func solve(_ b: Matrix) -> Matrix {
    let n = factor.rowCount
    precondition(b.rowCount == n, "\(b.rowCount) rows for order \(n)")
    var solution = b
    guard n > 0, b.columnCount > 0 else { return solution }
    let status = LAPACKE_dpotrs(
      LAPACK_COL_MAJOR,
      CChar(UInt8(ascii: "U")),
      Int32(n),
      Int32(b.columnCount),
      factor.elements,
      Int32(n),
      &solution.elements,
      Int32(n)
    )
    precondition(status == 0, "dpotrs \(status)")
    return solution
  }

  /// A⁻¹b.
  package func solve(_ b: [Double]) -> [Double] {
    solve(Matrix(rowCount: b.count, columnCount: 1, elements: b)).elements
  }

  /// A⁻¹, for covariances; to apply it, ``solve(_:)``.
  package func inverse() -> Matrix {
    let n = factor.rowCount
    var inverse = factor
    guard n > 0 else { return inverse }
    let status = LAPACKE_dpotri(
      LAPACK_COL_MAJOR,
      CChar(UInt8(ascii: "U")),
      Int32(n),
      &inverse.elements,
      Int32(n)
    )
    precondition(status == 0, "dpotri \(status)")
    inverse.mirrorUpperTriangle()
    return inverse
  }

  /// ln |A|.
  package var logDeterminant: Double {
    2 * Summation.sum(factor.diagonal.map { log($0) })
  }
}

extension Matrix {
  /// R⁻¹B or R'⁻¹B of an upper triangular R.
  ///
  /// - Precondition: No zero on the diagonal.
  package func solvingUpperTriangular(_ b: Matrix, transposed: Bool = false) -> Matrix {
    precondition(rowCount == columnCount && b.rowCount == rowCount, "shapes differ")
    var solution = b
    guard rowCount > 0, b.columnCount > 0 else { return solution }
    Numerics.prepare()
    cblas_dtrsm(
      CblasColMajor,
      CblasLeft,
      CblasUpper,
      transposed ? CblasTrans : CblasNoTrans,
      CblasNonUnit,
      Int32(rowCount),
      Int32(b.columnCount),
      1,
      elements,
      Int32(rowCount),
      &solution.elements,
      Int32(rowCount)
    )
    return solution
  }
}

internal import CLAPACK

extension SymmetricEigen {
  /// The eigenvalues alone, ascending; NaN where the matrix is not finite.
  ///
  /// - Parameter matrix: Symmetric, k × k; the upper triangle is read.
  package static func values(of matrix: Matrix) -> [Double] {
    precondition(matrix.rowCount == matrix.columnCount, "not square")
    Numerics.prepare()
    let n = matrix.rowCount
    var scratch = matrix.elements
    var values = [Double](repeating: 0, count: n)
    guard n > 0 else { return values }
    let status = LAPACKE_dsyevd(
      LAPACK_COL_MAJOR,
      CChar(UInt8(ascii: "N")),
      CChar(UInt8(ascii: "U")),
      Int32(n),
      &scratch,
      Int32(n),
      &values
    )
    return status == 0 ? values : [Double](repeating: .nan, count: n)
  }
}

/// The eigenvalues of a square matrix, complex ones in conjugate pairs.
package struct GeneralEigenvalues: Sendable {
  /// Re λ.
  package let real: [Double]
  /// Im λ, exactly zero for a real eigenvalue.
  package let imaginary: [Double]

  /// - Returns: `nil` where the matrix is not finite or the iteration does not converge.
  package init?(_ matrix: Matrix) {
    precondition(matrix.rowCount == matrix.columnCount, "not square")
    Numerics.prepare()
    let n = matrix.rowCount
    var scratch = matrix.elements
    var real = [Double](repeating: 0, count: n)
    var imaginary = real
    if n > 0 {
      let status = LAPACKE_dgeev(
        LAPACK_COL_MAJOR,
        CChar(UInt8(ascii: "N")),
        CChar(UInt8(ascii: "N")),
        Int32(n),
        &scratch,
        Int32(n),
        &real,
        &imaginary,
        nil,
        Int32(n),
        nil,
        Int32(n)
      )
      guard status == 0 else { return nil }
    }
    self.real = real
    self.imaginary = imaginary
  }
}

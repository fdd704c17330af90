internal import CLAPACK

/// The eigenvalues and eigenvectors of a symmetric matrix: A = V diag(λ) V'.
package struct SymmetricEigen: Sendable {
  /// λ, ascending.
  package let values: [Double]
  /// V: column j belongs to `values[j]`, has norm one, and a positive largest element, so that
  /// its sign is the same everywhere.
  package let vectors: Matrix

  /// - Parameter matrix: Symmetric, k × k; the upper triangle is read. Where it is not finite,
  ///   values and vectors are NaN.
  package init(_ matrix: Matrix) {
    precondition(matrix.rowCount == matrix.columnCount, "not square")
    Numerics.prepare()
    let n = matrix.rowCount
    var vectors = matrix
    var values = [Double](repeating: 0, count: n)
    if n > 0 {
      let status = LAPACKE_dsyev(
        LAPACK_COL_MAJOR,
        CChar(UInt8(ascii: "V")),
        CChar(UInt8(ascii: "U")),
        Int32(n),
        &vectors.elements,
        Int32(n),
        &values
      )
      if status != 0 {
        values = [Double](repeating: .nan, count: n)
        vectors.elements = [Double](repeating: .nan, count: n * n)
      }
    }
    for j in 0..<n {
      let largest = (0..<n).max { abs(vectors[$0, j]) < abs(vectors[$1, j]) } ?? 0
      if vectors[largest, j] < 0 {
        for i in 0..<n { vectors[i, j] = -vectors[i, j] }
      }
    }
    self.values = values
    self.vectors = vectors
  }

  /// V diag(f(λ)) V', exactly symmetric.
  package func applying(_ f: (Double) -> Double) -> Matrix {
    let scaled = vectors.transposed.scalingRows(by: values.map(f))
    return (vectors * scaled).symmetrised
  }
}

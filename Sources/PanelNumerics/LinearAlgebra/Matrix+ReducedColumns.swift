internal import CLAPACK

extension Matrix {
  /// Columns with the same inner products in as few rows as there are columns: those of R in QR.
  ///
  /// Least squares on them have the coefficients and the sum of squares of those on the matrix.
  package func reducedColumns() -> [[Double]] {
    guard rowCount > columnCount else { return (0..<columnCount).map(column) }
    Numerics.prepare()
    var factors = self
    var scalars = [Double](repeating: 0, count: max(columnCount, 1))
    let status = LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR,
      Int32(rowCount),
      Int32(columnCount),
      &factors.elements,
      Int32(rowCount),
      &scalars
    )
    precondition(status == 0, "dgeqrf \(status)")
    return (0..<columnCount).map { j in
      (0..<columnCount).map { $0 <= j ? factors[$0, j] : 0 }
    }
  }
}

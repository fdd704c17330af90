internal import CLAPACK

/// The first column that is a linear combination of those before it.
///
/// With R of QR of the columns scaled to norm one, column j is taken to be one where |r_jj| is
/// below 1e-9: what data in single precision may leave.
package struct DependentColumn: Sendable, Equatable {
  package let position: Int
  /// The columns it is made of, ascending: those with a part of more than 1e-6 of its norm.
  package let others: [Int]

  private static let tolerance = 1e-9

  /// Looks for one; there is none where the columns are independent.
  ///
  /// - Parameter columns: Of one length.
  package init?(_ columns: [[Double]]) {
    guard let count = columns.first?.count, count > 0 else { return nil }
    Numerics.prepare()
    let k = columns.count
    var scaled = Matrix(columns: columns)
    for j in 0..<k {
      let norm = Summation.sumOfSquares(columns[j]).squareRoot()
      guard norm > 0 else {
        position = j
        others = []
        return
      }
      for i in 0..<count { scaled.elements[j * count + i] /= norm }
    }
    var scalars = [Double](repeating: 0, count: max(min(count, k), 1))
    let status = LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR,
      Int32(count),
      Int32(k),
      &scaled.elements,
      Int32(count),
      &scalars
    )
    precondition(status == 0, "dgeqrf \(status)")
    guard
      let dependent = (0..<k).first(where: { $0 >= count || abs(scaled[$0, $0]) < Self.tolerance })
    else { return nil }
    var parts = (0..<min(dependent, count)).map { scaled[$0, dependent] }
    for i in stride(from: parts.count - 1, through: 0, by: -1) {
      for j in i + 1..<max(parts.count, i + 1) { parts[i] -= scaled[i, j] * parts[j] }
      parts[i] /= scaled[i, i]
    }
    position = dependent
    others = parts.indices.filter { abs(parts[$0]) > 1e-6 }
  }
}

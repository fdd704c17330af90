/// A matrix as X = QR with Q'Q = n I and R upper triangular, by Gram–Schmidt done twice.
///
/// Coefficients on Q are of one size whatever the units of X, which keeps Newton's method well
/// conditioned; Rc = d takes coefficients d on Q back to those on X.
///
/// - SeeAlso: Giraud, Langou and Rozložník (2005), *The loss of orthogonality in the Gram–Schmidt
///   orthogonalization process*.
package struct OrthonormalBasis: Sendable {
  /// Q, n × k.
  package let basis: Matrix
  /// R, k × k.
  package let triangle: Matrix

  /// - Parameter matrix: X, n × k, of full column rank.
  package init(_ matrix: Matrix) {
    let n = matrix.rowCount
    let k = matrix.columnCount
    let root = Double(n).squareRoot()
    var columns: [[Double]] = []
    var triangle = Matrix(rowCount: k, columnCount: k)
    for j in 0..<k {
      var column = matrix.column(j)
      for _ in 0..<2 {
        for i in 0..<j {
          let part = Summation.dot(columns[i], column) / Double(n)
          triangle[i, j] += part
          for row in column.indices { column[row] -= part * columns[i][row] }
        }
      }
      let norm = Summation.sumOfSquares(column).squareRoot() / root
      triangle[j, j] = norm
      columns.append(column.map { $0 / norm })
    }
    basis = Matrix(
      rowCount: n,
      columnCount: k,
      elements: columns.flatMap { $0 }
    )
    self.triangle = triangle
  }
}

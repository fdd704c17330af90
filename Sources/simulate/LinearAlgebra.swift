/// Small dense systems, solved by elimination with row pivots.
enum LinearAlgebra {
  /// x in A·x = b for each column b of the right side, given as rows.
  static func solve(_ matrix: [[Double]], _ right: [[Double]]) -> [[Double]] {
    var (a, b) = (matrix, right)
    let n = a.count
    for column in 0..<n {
      let pivot = (column..<n).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
      a.swapAt(column, pivot)
      b.swapAt(column, pivot)
      precondition(a[column][column] != 0, "singular at \(column)")
      for row in 0..<n where row != column {
        let factor = a[row][column] / a[column][column]
        if factor == 0 { continue }
        for k in column..<n { a[row][k] -= factor * a[column][k] }
        for k in b[row].indices { b[row][k] -= factor * b[column][k] }
      }
    }
    return (0..<n).map { row in b[row].map { $0 / a[row][row] } }
  }

  static func inverse(_ matrix: [[Double]]) -> [[Double]] {
    solve(matrix, identity(matrix.count))
  }

  static func identity(_ size: Int) -> [[Double]] {
    (0..<size).map { row in (0..<size).map { row == $0 ? 1 : 0 } }
  }

  /// Slopes of least squares on columns, without a constant.
  static func slopes(_ outcome: [Double], on columns: [[Double]]) -> [Double] {
    let cross = columns.map { a in columns.map { Calibration.dot(a, $0) } }
    return solve(cross, columns.map { [Calibration.dot($0, outcome)] }).map { $0[0] }
  }
}

extension SparseMatrix {
  /// A x, where x has one element per column.
  package func times(_ x: [Double]) -> [Double] {
    precondition(x.count == columnCount, "\(x.count) elements for \(columnCount) columns")
    var result = [Double](repeating: 0, count: rowCount)
    multiply(x, into: &result)
    return result
  }

  /// A X, column by column of X.
  ///
  /// A panel sorted by period is such an X: its columns are variables and periods.
  package func times(_ matrix: Matrix) -> Matrix {
    precondition(
      matrix.rowCount == columnCount,
      "\(matrix.rowCount) rows for \(columnCount) columns"
    )
    var result = Matrix(rowCount: rowCount, columnCount: matrix.columnCount)
    let (inner, outer) = (columnCount, rowCount)
    matrix.elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        for j in 0..<matrix.columnCount {
          multiply(
            UnsafeBufferPointer(rebasing: source[j * inner..<(j + 1) * inner]),
            into: UnsafeMutableBufferPointer(rebasing: target[j * outer..<(j + 1) * outer])
          )
        }
      }
    }
    return result
  }

  private func multiply(_ x: [Double], into result: inout [Double]) {
    x.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in multiply(source, into: target) }
    }
  }

  private func multiply(
    _ x: UnsafeBufferPointer<Double>,
    into result: UnsafeMutableBufferPointer<Double>
  ) {
    columns.withUnsafeBufferPointer { columns in
      values.withUnsafeBufferPointer { values in
        rowStarts.withUnsafeBufferPointer { starts in
          for row in 0..<rowCount {
            var sum = 0.0
            for position in starts[row]..<starts[row + 1] {
              sum += values[position] * x[Int(columns[position])]
            }
            result[row] = sum
          }
        }
      }
    }
  }

  /// The sum of each row.
  package var rowSums: [Double] {
    (0..<rowCount).map { values[positions(ofRow: $0)].reduce(0, +) }
  }

  /// The sum of each column.
  package var columnSums: [Double] {
    var sums = [Double](repeating: 0, count: columnCount)
    for (column, value) in zip(columns, values) { sums[Int(column)] += value }
    return sums
  }

  /// Each row times a factor.
  package func scalingRows(by factors: [Double]) -> SparseMatrix {
    precondition(factors.count == rowCount, "\(factors.count) factors for \(rowCount) rows")
    var result = self
    for row in 0..<rowCount {
      for position in positions(ofRow: row) { result.values[position] *= factors[row] }
    }
    return result
  }

  /// Each element times a factor.
  package func scaled(by factor: Double) -> SparseMatrix {
    var result = self
    for position in result.values.indices { result.values[position] *= factor }
    return result
  }

  /// Each column times a factor.
  package func scalingColumns(by factors: [Double]) -> SparseMatrix {
    precondition(factors.count == columnCount, "\(factors.count) for \(columnCount) columns")
    var result = self
    for (position, column) in columns.enumerated() {
      result.values[position] *= factors[Int(column)]
    }
    return result
  }

  /// tr(A A), of a square matrix.
  package var traceOfSquare: Double {
    let turned = transposed()
    var sum = 0.0
    for row in 0..<rowCount { sum += dotRow(row, with: turned, row) }
    return sum
  }

  /// The sum of the products of a row with one of another matrix, over columns both have.
  private func dotRow(_ row: Int, with other: SparseMatrix, _ otherRow: Int) -> Double {
    var (here, there) = (rowStarts[row], other.rowStarts[otherRow])
    let (end, otherEnd) = (rowStarts[row + 1], other.rowStarts[otherRow + 1])
    var sum = 0.0
    while here < end, there < otherEnd {
      if columns[here] == other.columns[there] {
        sum += values[here] * other.values[there]
        here += 1
        there += 1
      } else if columns[here] < other.columns[there] {
        here += 1
      } else {
        there += 1
      }
    }
    return sum
  }

  /// tr(A′A): the sum of squared elements.
  package var squaredNorm: Double { values.reduce(0) { $0 + $1 * $1 } }
}

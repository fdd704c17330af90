/// A matrix that is mostly zeros, row by row (compressed sparse rows).
///
/// Columns ascend within a row and stand there once; stored values may be zero.
package struct SparseMatrix: Sendable, Equatable {
  package let rowCount: Int
  package let columnCount: Int
  /// Row i holds positions `rowStarts[i] ..< rowStarts[i + 1]`; one more than there are rows.
  package let rowStarts: [Int]
  /// The column of each position.
  package let columns: [Int32]
  /// The value at each position.
  package var values: [Double]

  /// Creates a matrix from its parts.
  ///
  /// - Precondition: Row starts ascend from 0 to the number of values; columns ascend within rows.
  package init(
    rowCount: Int,
    columnCount: Int,
    rowStarts: [Int],
    columns: [Int32],
    values: [Double]
  ) {
    precondition(rowStarts.count == rowCount + 1, "\(rowStarts.count) row starts")
    precondition(
      columns.count == values.count && rowStarts.last == values.count,
      "\(columns.count) columns, \(values.count) values"
    )
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.rowStarts = rowStarts
    self.columns = columns
    self.values = values
  }

  /// One element of a matrix.
  package struct Entry: Sendable, Equatable {
    package var row: Int
    package var column: Int
    package var value: Double

    package init(_ row: Int, _ column: Int, _ value: Double) {
      self.row = row
      self.column = column
      self.value = value
    }
  }

  /// Creates a matrix from elements in any order; those of one place are added.
  package init(rowCount: Int, columnCount: Int, entries: [Entry]) {
    let sorted = entries.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    var starts = [Int](repeating: 0, count: rowCount + 1)
    var columns: [Int32] = []
    var values: [Double] = []
    var last: (row: Int, column: Int)?
    for entry in sorted {
      precondition(
        (0..<rowCount).contains(entry.row) && (0..<columnCount).contains(entry.column),
        "(\(entry.row), \(entry.column)) is outside"
      )
      if let last, last == (entry.row, entry.column) {
        values[values.count - 1] += entry.value
      } else {
        columns.append(Int32(entry.column))
        values.append(entry.value)
        starts[entry.row + 1] += 1
      }
      last = (entry.row, entry.column)
    }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    self.init(
      rowCount: rowCount,
      columnCount: columnCount,
      rowStarts: starts,
      columns: columns,
      values: values
    )
  }

  /// Creates a matrix from a dense one, without its zeros.
  package init(_ dense: Matrix) {
    var starts = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for i in 0..<dense.rowCount {
      for j in 0..<dense.columnCount where dense[i, j] != 0 {
        columns.append(Int32(j))
        values.append(dense[i, j])
      }
      starts.append(values.count)
    }
    self.init(
      rowCount: dense.rowCount,
      columnCount: dense.columnCount,
      rowStarts: starts,
      columns: columns,
      values: values
    )
  }

  /// Stored values.
  package var count: Int { values.count }

  /// The share of elements that are stored; 0 for an empty matrix.
  package var density: Double {
    let all = Double(rowCount) * Double(columnCount)
    return all == 0 ? 0 : Double(count) / all
  }

  /// The positions of one row.
  @inline(__always)
  package func positions(ofRow row: Int) -> Range<Int> { rowStarts[row]..<rowStarts[row + 1] }

  /// One element, by bisection; 0 where nothing is stored.
  package subscript(row: Int, column: Int) -> Double {
    var range = positions(ofRow: row)
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      let found = Int(columns[middle])
      if found == column { return values[middle] }
      range = found < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return 0
  }

  /// The same matrix with every element stored.
  package func dense() -> Matrix {
    var result = Matrix(rowCount: rowCount, columnCount: columnCount)
    for i in 0..<rowCount {
      for position in positions(ofRow: i) { result[i, Int(columns[position])] = values[position] }
    }
    return result
  }

  /// The stored elements, row by row.
  package var entries: [Entry] {
    (0..<rowCount).flatMap { row in
      positions(ofRow: row).map { Entry(row, Int(columns[$0]), values[$0]) }
    }
  }

  /// The transpose.
  package func transposed() -> SparseMatrix {
    var starts = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { starts[Int(column) + 1] += 1 }
    for column in 0..<columnCount { starts[column + 1] += starts[column] }
    var next = starts
    var turned = [Int32](repeating: 0, count: count)
    var moved = [Double](repeating: 0, count: count)
    for row in 0..<rowCount {
      for position in positions(ofRow: row) {
        let column = Int(columns[position])
        turned[next[column]] = Int32(row)
        moved[next[column]] = values[position]
        next[column] += 1
      }
    }
    return SparseMatrix(
      rowCount: columnCount,
      columnCount: rowCount,
      rowStarts: starts,
      columns: turned,
      values: moved
    )
  }

  /// The rows and columns of a square matrix at some places, in their order.
  ///
  /// - Precondition: The matrix is square and places are distinct.
  package func submatrix(_ places: [Int]) -> SparseMatrix {
    precondition(rowCount == columnCount, "\(rowCount) × \(columnCount)")
    var position = [Int](repeating: -1, count: rowCount)
    for (new, old) in places.enumerated() { position[old] = new }
    var entries: [Entry] = []
    for (new, old) in places.enumerated() {
      for stored in positions(ofRow: old) {
        let column = position[Int(columns[stored])]
        if column >= 0 { entries.append(Entry(new, column, values[stored])) }
      }
    }
    return SparseMatrix(rowCount: places.count, columnCount: places.count, entries: entries)
  }
}

/// Where the Cholesky factor of a sparse symmetric matrix has elements, in an order of rows that
/// keeps them few.
///
/// Found once; every matrix of the same pattern is then factored without search.
///
/// - SeeAlso: Davis (2006), *Direct Methods for Sparse Linear Systems*, chapter 4.
struct SelectedInversePattern: Sendable {
  let order: Int
  /// The row of the original matrix at each place.
  let permutation: [Int32]
  /// Stored positions of the original matrix that lie below the diagonal once permuted, row by
  /// row, and where each row begins.
  let sources: [Int]
  let sourceStarts: [Int]
  /// The permuted column of each source, and its position in the factor.
  let sourceColumns: [Int32]
  let sourcePlaces: [Int]
  /// The stored position of each diagonal element of the original matrix, −1 where there is none.
  let diagonalSources: [Int]
  /// L below its diagonal, by columns: rows ascend.
  let columnStarts: [Int]
  let rows: [Int32]
  /// The same by rows: columns ascend.
  let rowStarts: [Int]
  let rowColumns: [Int32]

  /// - Parameters:
  ///   - matrix: With a symmetric pattern; values are not read.
  ///   - permutation: Rows in the order of elimination.
  init(_ matrix: SparseMatrix, permutation: [Int32]) {
    let n = matrix.rowCount
    order = n
    self.permutation = permutation
    var place = [Int32](repeating: 0, count: n)
    for (new, old) in permutation.enumerated() { place[Int(old)] = Int32(new) }
    var sources: [Int] = []
    var starts = [0]
    var columns: [Int32] = []
    var diagonal = [Int](repeating: -1, count: n)
    for row in 0..<n {
      for position in matrix.positions(ofRow: Int(permutation[row])) {
        let column = Int(place[Int(matrix.columns[position])])
        if column < row {
          sources.append(position)
          columns.append(Int32(column))
        } else if column == row {
          diagonal[Int(permutation[row])] = position
        }
      }
      starts.append(sources.count)
    }
    let factor = FactorPattern(order: n, starts: starts, columns: columns)
    var places = [Int](repeating: 0, count: sources.count)
    for row in 0..<n {
      for source in starts[row]..<starts[row + 1] {
        places[source] = factor.position(row: row, column: Int(columns[source]))
      }
    }
    self.sources = sources
    sourceStarts = starts
    sourceColumns = columns
    sourcePlaces = places
    diagonalSources = diagonal
    columnStarts = factor.columnStarts
    rows = factor.rows
    rowStarts = factor.rowStarts
    rowColumns = factor.rowColumns
  }
}

/// The pattern of L, from that of the matrix below its diagonal.
private struct FactorPattern {
  var columnStarts: [Int]
  var rows: [Int32]
  var rowStarts: [Int]
  var rowColumns: [Int32]

  /// Walks each row's subtree of the elimination tree twice: to count, then to place.
  init(order n: Int, starts: [Int], columns: [Int32]) {
    let parents = Self.eliminationTree(order: n, starts: starts, columns: columns)
    var marks = [Int32](repeating: -1, count: n)
    var counts = [Int](repeating: 0, count: n + 1)
    var rowStarts = [0]
    var total = 0
    for row in 0..<n {
      marks[row] = Int32(row)
      for source in starts[row]..<starts[row + 1] {
        var column = Int(columns[source])
        while marks[column] != Int32(row) {
          marks[column] = Int32(row)
          counts[column + 1] += 1
          total += 1
          column = Int(parents[column])
        }
      }
      rowStarts.append(total)
    }
    for column in 0..<n { counts[column + 1] += counts[column] }
    columnStarts = counts
    var next = counts
    var rows = [Int32](repeating: 0, count: total)
    marks = [Int32](repeating: -1, count: n)
    for row in 0..<n {
      marks[row] = Int32(row)
      for source in starts[row]..<starts[row + 1] {
        var column = Int(columns[source])
        while marks[column] != Int32(row) {
          marks[column] = Int32(row)
          rows[next[column]] = Int32(row)
          next[column] += 1
          column = Int(parents[column])
        }
      }
    }
    var rowColumns = [Int32](repeating: 0, count: total)
    var nextInRow = rowStarts
    for column in 0..<n {
      for position in columnStarts[column]..<columnStarts[column + 1] {
        let row = Int(rows[position])
        rowColumns[nextInRow[row]] = Int32(column)
        nextInRow[row] += 1
      }
    }
    self.rows = rows
    self.rowStarts = rowStarts
    self.rowColumns = rowColumns
  }

  /// The parent of each column: the first row below its diagonal that the factor fills.
  private static func eliminationTree(order n: Int, starts: [Int], columns: [Int32]) -> [Int32] {
    var parents = [Int32](repeating: -1, count: n)
    var ancestors = parents
    for row in 0..<n {
      for source in starts[row]..<starts[row + 1] {
        var column = Int(columns[source])
        while column != -1 && column < row {
          let above = ancestors[column]
          ancestors[column] = Int32(row)
          if above == -1 { parents[column] = Int32(row) }
          column = Int(above)
        }
      }
    }
    return parents
  }

  /// The position of an element of L, by bisection.
  func position(row: Int, column: Int) -> Int {
    var (low, high) = (columnStarts[column], columnStarts[column + 1] - 1)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < Int32(row) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

internal import CLAPACK

/// A dense matrix of doubles, stored column by column.
///
/// Loops over elements belong in this module: the API is whole-matrix.
package struct Matrix: Sendable, Equatable {
  /// The number of rows.
  package let rowCount: Int
  /// The number of columns.
  package let columnCount: Int
  /// The elements; (i, j) is at `j * rowCount + i`.
  package var elements: [Double]

  /// Creates a matrix of zeros.
  package init(rowCount: Int, columnCount: Int) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = Array(repeating: 0, count: rowCount * columnCount)
  }

  /// Creates a matrix from elements stored column by column.
  package init(rowCount: Int, columnCount: Int, elements: [Double]) {
    precondition(elements.count == rowCount * columnCount, "\(elements.count) elements")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// Creates a matrix from its columns, which must have one length.
  package init(columns: [[Double]]) {
    let rowCount = columns.first?.count ?? 0
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns differ in length")
    self.init(
      rowCount: rowCount,
      columnCount: columns.count,
      elements: Array(columns.joined())
    )
  }

  /// Accesses one element.
  package subscript(row: Int, column: Int) -> Double {
    get { elements[column * rowCount + row] }
    set { elements[column * rowCount + row] = newValue }
  }

  /// One column, as a copy.
  package func column(_ j: Int) -> [Double] {
    Array(elements[j * rowCount..<(j + 1) * rowCount])
  }
}

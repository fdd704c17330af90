extension SparseMatrix {
  /// Two matrices of one shape, element by element, at places that both store, or that either does.
  ///
  /// - Parameters:
  ///   - keepingAll: Whether places that one of them stores are kept; the other is 0 there.
  ///   - combine: The new element.
  package func combined(
    with other: SparseMatrix,
    keepingAll: Bool = false,
    _ combine: (Double, Double) -> Double
  ) -> SparseMatrix {
    precondition(
      rowCount == other.rowCount && columnCount == other.columnCount,
      "\(rowCount) × \(columnCount) and \(other.rowCount) × \(other.columnCount)"
    )
    var starts = [0]
    starts.reserveCapacity(rowCount + 1)
    var (newColumns, newValues): ([Int32], [Double]) = ([], [])
    for row in 0..<rowCount {
      var (here, there) = (rowStarts[row], other.rowStarts[row])
      let (end, otherEnd) = (rowStarts[row + 1], other.rowStarts[row + 1])
      while here < end || there < otherEnd {
        let column = here < end ? columns[here] : .max
        let otherColumn = there < otherEnd ? other.columns[there] : .max
        let (first, second) = (column <= otherColumn, otherColumn <= column)
        if keepingAll || first && second {
          newColumns.append(min(column, otherColumn))
          newValues.append(
            combine(first ? values[here] : 0, second ? other.values[there] : 0))
        }
        if first { here += 1 }
        if second { there += 1 }
      }
      starts.append(newValues.count)
    }
    return SparseMatrix(
      rowCount: rowCount, columnCount: columnCount, rowStarts: starts, columns: newColumns,
      values: newValues)
  }
}

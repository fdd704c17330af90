extension DataTable {
  /// The table with these rows, in this order.
  ///
  /// - Complexity: O(rows · columns).
  func selecting(_ rows: [Int]) -> DataTable {
    DataTable(
      columns: columns.map { $0.selecting(rows) },
      source: source,
      lineNumbers: lineNumbers.selecting(rows)
    )
  }
}

extension Column {
  func isMissing(atRow row: Int) -> Bool {
    switch storage {
    case .numbers(let numbers): numbers[row].isNaN
    case .text(let codes, _): codes[row] < 0
    }
  }

  var missingCount: Int {
    switch storage {
    case .numbers(let numbers): numbers.count { $0.isNaN }
    case .text(let codes, _): codes.count { $0 < 0 }
    }
  }

  /// The values at these rows, missing at −1; levels stay in the order they first appear.
  func selecting(_ rows: [Int]) -> Column {
    var column = self
    switch storage {
    case .numbers(let numbers):
      column.storage = .numbers(rows.map { $0 < 0 ? .nan : numbers[$0] })
    case .text(let codes, let levels):
      let chosen = rows.map { $0 < 0 ? -1 : codes[$0] }
      let dense = GroupCoding.dense(chosen, limit: levels.count)
      column.storage = .text(
        codes: dense.codes,
        levels: GroupCoding.levels(levels, chosen, dense)
      )
    }
    return column
  }
}

extension LineNumbers {
  func selecting(_ rows: [Int]) -> LineNumbers {
    switch self {
    case .none: .none
    case .consecutive, .each:
      .each(rows.map { Int32(truncatingIfNeeded: line(ofRow: $0) ?? 0) })
    }
  }
}

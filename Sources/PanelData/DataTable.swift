package import PanelResults

/// A rectangular data set: named columns of one length, in file order.
package struct DataTable: Sendable {
  package private(set) var columns: [Column]
  package let rowCount: Int
  /// What was read, for provenance; empty for a table made in memory.
  package var source: DataSource?
  /// The physical line of each row in its file, for messages; absent for binary files.
  package var lineNumbers: LineNumbers
  private var positions: [String: Int]

  /// - Precondition: Columns have one length and distinct names.
  package init(columns: [Column], source: DataSource? = nil, lineNumbers: LineNumbers = .none) {
    let rowCount = columns.first?.count ?? 0
    self.rowCount = rowCount
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns differ in length")
    self.columns = columns
    self.source = source
    self.lineNumbers = lineNumbers
    positions = [:]
    for (position, column) in columns.enumerated() {
      precondition(positions[column.name] == nil, "two columns are named \(column.name)")
      positions[column.name] = position
    }
  }

  package var names: [String] { columns.map(\.name) }

  package subscript(name: String) -> Column? { positions[name].map { columns[$0] } }

  /// Adds a column, or replaces the one of that name.
  package mutating func set(_ column: Column) {
    precondition(columns.isEmpty || column.count == rowCount, "\(column.name) has another length")
    if let position = positions[column.name] {
      columns[position] = column
    } else {
      positions[column.name] = columns.count
      columns.append(column)
    }
  }
}

/// Where rows stand in their file.
package enum LineNumbers: Sendable, Equatable {
  /// The rows come from no text file.
  case none
  /// Row i is on line `first + i`.
  case consecutive(first: Int)
  /// Row i is on the line with index i.
  case each([Int32])

  package func line(ofRow row: Int) -> Int? {
    switch self {
    case .none: nil
    case .consecutive(let first): first + row
    case .each(let lines): Int(lines[row])
    }
  }
}

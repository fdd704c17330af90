import PanelResults

/// Groups of rows by the values of one variable, or of several.
package struct GroupCodes: Sendable {
  /// The variable, or `a^b`.
  package var name: String
  /// One per row: 0 ..< `count` in the order groups first appear; −1 where a value is missing.
  package var codes: [Int32]
  /// The number of groups.
  package var count: Int
  /// The first row of each group.
  package var firstRows: [Int32]
  /// The columns that were coded: names of levels are made from them when asked for.
  private var columns: [Column]

  init(columns: [Column], codes: [Int32], count: Int) {
    self.columns = columns
    name = columns.map(\.name).joined(separator: "^")
    self.codes = codes
    self.count = count
    firstRows = []
    firstRows.reserveCapacity(count)
    for row in codes.indices where Int(codes[row]) == firstRows.count {
      firstRows.append(Int32(truncatingIfNeeded: row))
      if firstRows.count == count { break }
    }
  }

  /// The text of each group's value, such as `South` or `2015`; `South^2015` for several variables.
  ///
  /// - Complexity: O(`count`), computed at every call.
  package var levelNames: [String] {
    firstRows.map { row in
      columns.map { $0.text(atRow: Int(row)) ?? "" }.joined(separator: "^")
    }
  }
}

extension Column {
  /// A value as text: `2015`, `0.5`, `South`; `nil` where it is missing.
  package func text(atRow row: Int) -> String? {
    switch storage {
    case .numbers(let numbers): numbers[row].isNaN ? nil : Expression.text(of: numbers[row])
    case .text(let codes, let levels): codes[row] < 0 ? nil : levels[Int(codes[row])]
    }
  }
}

extension Panel {
  /// Groups rows by the values of one variable, or by the combinations of several.
  ///
  /// - Throws: ``DataError/unknownColumn(_:nearest:known:)``.
  /// - Complexity: O(n) for each variable: text is coded already, whole numbers in a narrow range
  ///   go through a table, other numbers through hashing. The unit of a panel costs nothing.
  package func groupCodes(of variables: [String]) throws(DataError) -> GroupCodes {
    precondition(!variables.isEmpty, "no variable to group by")
    if let index, variables == [index.unitVariable], let column = table[index.unitVariable] {
      return GroupCodes(columns: [column], codes: index.units, count: index.unitNames.count)
    }
    return try table.groupCodes(of: variables)
  }
}

extension DataTable {
  /// Groups rows by the values of one variable, or by the combinations of several.
  func groupCodes(of variables: [String]) throws(DataError) -> GroupCodes {
    var columns: [Column] = []
    for name in variables { columns.append(try column(named: name)) }
    var codes: [Int32] = []
    var count = 0
    for (position, column) in columns.enumerated() {
      let next = GroupCoding.codes(of: column)
      (codes, count) = position == 0 ? next : GroupCoding.combined((codes, count), next)
    }
    return GroupCodes(columns: columns, codes: codes, count: count)
  }

  /// The column of a name.
  ///
  /// - Throws: ``DataError/unknownColumn(_:nearest:known:)``.
  func column(named name: String) throws(DataError) -> Column {
    if let column = self[name] { return column }
    throw .unknownColumn(name, nearest: NearestNames.of(name, in: names), known: names)
  }
}

/// Variables that a composite is made of, evaluated on the rows of a panel.
package struct Indicators: Sendable {
  /// Each once, in the order named.
  package private(set) var columns: [DesignColumn] = []
  /// The columns of the data behind them.
  package private(set) var inputs: [String] = []

  /// - Parameters:
  ///   - texts: Terms of the formula language: names, expressions, `$lists`.
  ///   - key: The key that names them, for messages.
  /// - Throws: ``DataError`` for what cannot be read or evaluated, and for a variable named twice.
  package init(_ texts: [String], of key: String, in panel: Panel) throws(DataError) {
    for text in texts {
      for term in try FormulaParser.terms(text, lists: panel.lists) {
        for column in try panel.columns(of: term) {
          if columns.contains(where: { $0.name == column.name }) {
            throw .values("'\(column.name)' stands twice under '\(key)'. Name it once.")
          }
          columns.append(column)
        }
        inputs += term.columnNames.filter { !inputs.contains($0) }
      }
    }
  }

  package var names: [String] { columns.map(\.name) }

  /// The rows where no indicator is missing, ascending.
  package func completeRows(among rows: [Int]) -> [Int] {
    rows.filter { row in columns.allSatisfy { !$0.numbers[row].isNaN } }
  }

  /// Rows where an indicator is missing for want of an observation in another period.
  package var gaps: [Bool]? {
    let gaps = columns.compactMap(\.noNeighbour)
    guard var union = gaps.first else { return nil }
    for next in gaps.dropFirst() { for row in union.indices where next[row] { union[row] = true } }
    return union
  }
}

extension Panel {
  /// A variable that a composite names under one key.
  func input(_ text: String) throws(DataError) -> (name: String, numbers: [Double], inputs: [String]) {
    let expression = try ExpressionParser.parse(text)
    let values = try values(of: expression)
    return (values.name, values.numbers, expression.columnNames)
  }

  /// The keys of the rows.
  ///
  /// - Throws: ``DataError/values(_:)`` without unit and time.
  func requireIndex(for kind: String) throws(DataError) -> PanelIndex {
    if let index { return index }
    throw .values("'\(kind)' needs units and periods: give 'unit' and 'time' under 'data'.")
  }

  /// An error about the values of some rows, with the place of the first.
  func fault(_ what: String, rows: [Int], advice: String) -> DataError {
    guard let first = rows.first else { return .values(what) }
    let count = rows.count == 1 ? "" : " and \(rows.count - 1) more"
    return .values("\(what) at \(RowPlace.text(first, in: table, index: index))\(count). \(advice)")
  }

  /// Positive numbers, or the first that are not.
  func requirePositive(
    _ values: (name: String, numbers: [Double], inputs: [String]),
    as role: String
  ) throws(DataError) {
    let wrong = values.numbers.indices.filter { values.numbers[$0] <= 0 }
    guard let first = wrong.first else { return }
    throw fault(
      "\(role) '\(values.name)' must be positive, but it is "
        + "\(Expression.text(of: values.numbers[first]))",
      rows: wrong,
      advice: "Leave these rows out with 'where', or correct them."
    )
  }
}

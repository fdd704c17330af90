import PanelResults

extension Evaluator {
  /// Checks that a result exists wherever its operands do.
  ///
  /// - Parameters:
  ///   - value: The result.
  ///   - operands: What it was computed from.
  ///   - expression: What was computed, for the message.
  ///   - rows: The rows that matter, all of them if absent.
  ///   - reason: What is wrong at a row with these operands, to follow the expression.
  /// - Returns: The result, missing in rows that do not matter and have no result.
  /// - Throws: ``DataError/values(_:)`` with the count of rows and the place of the first.
  func defined(
    _ value: Value,
    of operands: [Value],
    in expression: Expression,
    on rows: [Bool]?,
    reason: ([Double]) -> String
  ) throws(DataError) -> Value {
    switch value {
    case .number(let number):
      if number.isFinite { return value }
      let inner = operands.map { Self.number($0, at: 0) }
      if inner.contains(where: \.isNaN) { return value }
      if let rows, !rows.contains(true) { return .number(.nan) }
      throw .values("\(expression) \(reason(inner)).")
    case .numbers(var numbers):
      var faults = 0
      var first = -1
      for row in numbers.indices where !numbers[row].isFinite {
        if operands.contains(where: { Self.number($0, at: row).isNaN }) { continue }
        numbers[row] = .nan
        if let rows, !rows[row] { continue }
        if first < 0 { first = row }
        faults += 1
      }
      if first < 0 { return .numbers(numbers) }
      let inner = operands.map { Self.number($0, at: first) }
      throw fault(expression, reason(inner), rows: faults, first: first)
    case .literal, .texts: return value
    }
  }

  static func number(_ value: Value, at row: Int) -> Double {
    switch value {
    case .number(let number): number
    case .numbers(let numbers): numbers[row]
    case .literal, .texts: .nan
    }
  }

  /// An error about values that are present but that a function is not defined for.
  func fault(
    _ expression: Expression,
    _ reason: String,
    rows: Int,
    first: Int
  ) -> DataError {
    let values = expression.columnNames.prefix(4).compactMap { name in
      table[name].map { "\(name) = \(MessageText.shown($0.text(atRow: first) ?? "missing"))" }
    }
    let shown = values.isEmpty ? "" : ": " + values.joined(separator: ", ")
    let count = rows == 1 ? "1 row" : "\(rows) of \(rowCount) rows"
    return .values(
      "\(expression) \(reason) in \(count)\(rows == 1 ? "" : ", first") at "
        + "\(place(ofRow: first))\(shown). Leave these rows out with 'where', or say what they "
        + "should be with ifelse(condition, yes, no)."
    )
  }

  /// Where a row is: its file and line where known, its unit and time in a panel.
  func place(ofRow row: Int) -> String {
    RowPlace.text(row, in: table, index: index)
  }

  func notNumeric(_ expression: Expression, _ value: Value) -> DataError {
    if case .column(let name) = expression, let column = table[name] {
      return table.notNumeric(column)
    }
    if case .literal(let text) = value {
      return .values("The text \"\(MessageText.shown(text))\" stands where numbers are needed.")
    }
    return .values("\(expression) is text, but numbers are needed here.")
  }
}

/// Where a row is, in words.
enum RowPlace {
  static func text(_ row: Int, in table: DataTable, index: PanelIndex? = nil) -> String {
    let file = table.source?.file
    let line = table.lineNumbers.line(ofRow: row)
    var place =
      switch (file, line) {
      case (let file?, let line?): "\(file), line \(line)"
      case (nil, let line?): "line \(line)"
      case (let file?, nil): "row \(row + 1) of \(file)"
      case (nil, nil): "row \(row + 1)"
      }
    if let index {
      place +=
        " (\(MessageText.shown(index.unitNames[Int(index.units[row])])), \(index.times[row]))"
    }
    return place
  }
}

extension DataTable {
  /// The error for a text column where numbers are needed: its first value that is no number.
  func notNumeric(_ column: Column) -> DataError {
    guard case .text(let codes, let levels) = column.storage else {
      return .values("'\(column.name)' holds numbers.")
    }
    if let cell = column.firstText {
      return .notNumeric(
        column: column.name,
        example: cell.text,
        file: cell.file,
        line: cell.line
      )
    }
    let isNumber = levels.map { Double($0) != nil }
    let row =
      codes.firstIndex { $0 >= 0 && !isNumber[Int($0)] } ?? codes.firstIndex { $0 >= 0 }
    return .notNumeric(
      column: column.name,
      example: row.map { MessageText.shown(levels[Int(codes[$0])]) } ?? "",
      file: source?.file,
      line: row.flatMap { lineNumbers.line(ofRow: $0) }
    )
  }
}

/// Evaluates expressions on the rows of a table.
struct Evaluator {
  let panel: Panel

  /// What an expression is: one value for all rows, or one per row.
  enum Value {
    case number(Double)
    case numbers([Double])
    case literal(String)
    case texts(codes: [Int32], levels: [String])
  }

  struct Result {
    var value: Value
    /// Rows where a lag, lead or difference inside had no observation to refer to.
    var noNeighbour: [Bool]?

    init(_ value: Value, noNeighbour: [Bool]? = nil) {
      self.value = value
      self.noNeighbour = noNeighbour
    }
  }

  var table: DataTable { panel.table }
  var index: PanelIndex? { panel.index }
  var rowCount: Int { panel.table.rowCount }

  /// Evaluates an expression.
  ///
  /// - Parameters:
  ///   - expression: What to evaluate.
  ///   - rows: The rows where the value matters, all of them if absent. Elsewhere the value may be
  ///     anything, and is never an error.
  /// - Returns: One value for all rows, or one per row.
  /// - Throws: As `Panel.values(of:)`.
  func evaluate(_ expression: Expression, on rows: [Bool]?) throws(DataError) -> Result {
    switch expression {
    case .number(let number): return Result(.number(number))
    case .text(let text): return Result(.literal(text))
    case .column(let name):
      let gaps = panel.gaps[name]
      switch try table.column(named: name).storage {
      case .numbers(let numbers): return Result(.numbers(numbers), noNeighbour: gaps)
      case .text(let codes, let levels):
        return Result(.texts(codes: codes, levels: levels), noNeighbour: gaps)
      }
    case .unary(let symbol, let operand):
      let inner = try numeric(operand, on: rows)
      return Result(symbol.applied(to: inner.value), noNeighbour: inner.noNeighbour)
    case .binary(let symbol, let left, let right):
      return try binary(symbol, left, right, in: expression, on: rows)
    case .call(let name, let arguments):
      return try call(name, arguments, in: expression, on: rows)
    case .shift(let shift, let order, let operand):
      return try shifted(by: shift, order: order, operand, in: expression)
    }
  }

  /// Evaluates an expression that must be numbers.
  func numeric(_ expression: Expression, on rows: [Bool]?) throws(DataError) -> Result {
    let result = try evaluate(expression, on: rows)
    switch result.value {
    case .number, .numbers: return result
    case .literal, .texts: throw notNumeric(expression, result.value)
    }
  }

  /// One number per row.
  func numbers(of result: Result, from expression: Expression) throws(DataError) -> [Double] {
    switch result.value {
    case .number(let number): return Array(repeating: number, count: rowCount)
    case .numbers(let numbers): return numbers
    case .literal, .texts: throw notNumeric(expression, result.value)
    }
  }

  private func binary(
    _ symbol: Expression.BinaryOperator,
    _ left: Expression,
    _ right: Expression,
    in whole: Expression,
    on rows: [Bool]?
  ) throws(DataError) -> Result {
    switch symbol {
    case .and, .or:
      let first = try numeric(left, on: rows)
      let decided: Double = symbol == .and ? 0 : 1
      let second = try numeric(right, on: narrowed(rows, to: first.value) { $0 != decided })
      return Result(
        Elementwise.combined(first.value, second.value, symbol == .and ? Logic.and : Logic.or),
        noNeighbour: union(first.noNeighbour, second.noNeighbour)
      )
    case .equal, .unequal:
      let first = try evaluate(left, on: rows)
      let second = try evaluate(right, on: rows)
      let absent = union(first.noNeighbour, second.noNeighbour)
      if let value = try textComparison(symbol, (left, first.value), (right, second.value)) {
        return Result(value, noNeighbour: absent)
      }
      return Result(
        Elementwise.compared(symbol, first.value, second.value),
        noNeighbour: absent
      )
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let first = try numeric(left, on: rows)
      let second = try numeric(right, on: rows)
      return Result(
        Elementwise.compared(symbol, first.value, second.value),
        noNeighbour: union(first.noNeighbour, second.noNeighbour)
      )
    case .plus, .minus, .times, .dividedBy, .power:
      let first = try numeric(left, on: rows)
      let second = try numeric(right, on: rows)
      let value = Elementwise.calculated(symbol, first.value, second.value)
      let checked = try defined(
        value,
        of: [first.value, second.value],
        in: whole,
        on: rows
      ) { operands in
        switch symbol {
        case .dividedBy where operands[1] == 0: "is a division by 0"
        case .power where operands[0] == 0: "is a division by 0"
        case .power where operands[0] < 0: "is a fractional power of a negative number"
        default: "is too large for a number"
        }
      }
      return Result(checked, noNeighbour: union(first.noNeighbour, second.noNeighbour))
    }
  }

  /// The rows that matter, less those where a decided condition makes them irrelevant.
  func narrowed(
    _ rows: [Bool]?,
    to condition: Value,
    where isRelevant: (Double) -> Bool
  ) -> [Bool]? {
    switch condition {
    case .numbers(let numbers):
      if let rows { return zip(rows, numbers).map { $0 && isRelevant($1) } }
      return numbers.map(isRelevant)
    case .number(let number):
      return isRelevant(number) ? rows : Array(repeating: false, count: rowCount)
    case .literal, .texts: return rows
    }
  }

  func union(_ first: [Bool]?, _ second: [Bool]?) -> [Bool]? {
    guard let first else { return second }
    guard let second else { return first }
    return zip(first, second).map { $0 || $1 }
  }
}

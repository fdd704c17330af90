extension TokenCursor {
  /// A function's arguments; the cursor stands on the parenthesis behind its name.
  mutating func call(of token: Token) throws(DataError) -> Expression {
    let spelling = token.name ?? ""
    guard let function = FunctionSignature[spelling] else {
      throw fault(FunctionSignature.unknown(spelling), at: token)
    }
    try enter()
    defer { leave() }
    let arguments = try arguments(of: function)
    let positional = arguments.count { $0.name == nil }
    guard function.positional.contains(positional) else {
      throw fault(
        "Write \(function.usage): \(positional) is the wrong number of values.",
        at: token
      )
    }
    if positional > 1, arguments.count > positional {
      throw fault(
        "Between several values '\(function.name)' compares row by row, so 'by' has no meaning. "
          + "Write \(function.usage).",
        at: token
      )
    }
    if function.name == "count", arguments.isEmpty {
      throw fault("Write \(function.usage).", at: token)
    }
    return .call(name: function.name, arguments: arguments)
  }

  private mutating func arguments(
    of function: FunctionSignature
  ) throws(DataError) -> [Expression.Argument] {
    let opening = current
    advance()
    var arguments: [Expression.Argument] = []
    if take(.close) { return arguments }
    var highest = 0
    repeat {
      let start = current
      let argument = try argument(of: function)
      highest = max(highest, height)
      if let name = argument.name {
        if arguments.contains(where: { $0.name == name }) {
          throw fault("'\(name)' is given twice.", at: start)
        }
      } else if arguments.last?.name != nil {
        throw fault("Values stand before named arguments: \(function.usage).", at: start)
      }
      arguments.append(argument)
    } while take(.comma)
    try rise(over: highest)
    guard take(.close) else {
      if current.kind == .end {
        throw fault("A ) is missing here, for the ( at character \(opening.offset + 1).")
      }
      throw unexpected(after: "argument")
    }
    return arguments
  }

  private mutating func argument(
    of function: FunctionSignature
  ) throws(DataError) -> Expression.Argument {
    guard case .name(let name) = current.kind, following.kind == .symbol(.assign) else {
      return Expression.Argument(value: try expression(.or))
    }
    guard function.options.contains(name) else {
      throw fault("'\(function.name)' has no argument '\(name)'. Write \(function.usage).")
    }
    advance()
    advance()
    let start = current
    let value = try expression(.or)
    switch name {
    case "by":
      if value.groupingColumns == nil {
        throw fault("'by' takes a variable, or several joined as in by = state^year.", at: start)
      }
    default:
      guard case .number(let share) = value, share > 0, share < 0.5 else {
        throw fault("'\(name)' is a share between 0 and 0.5, such as 0.01.", at: start)
      }
    }
    return Expression.Argument(name: name, value: value)
  }
}

extension Expression {
  /// The columns of `a^b^c`; `nil` for anything else.
  var groupingColumns: [String]? {
    switch self {
    case .column(let name): [name]
    case .binary(.power, let left, let right):
      if let first = left.groupingColumns, let second = right.groupingColumns {
        first + second
      } else {
        nil
      }
    default: nil
    }
  }
}

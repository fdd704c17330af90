/// Reads the expressions of derived variables, of `where`, and inside formulas.
///
///     expression := operand (operator operand)*
///     operators, loosest first:  |  or    &  and    !  not    == != < <= > >=    + -    * /
///                                - (sign)    ^ (from the right)
///     operand    := number | "text" | name | `any name` | function(…) | L2.operand | (expression)
///
/// Comparisons do not chain. Nesting is limited to ``ExpressionParser/depthLimit`` levels, so that
/// no text can exhaust the stack.
package enum ExpressionParser {
  /// Levels of nesting: parentheses, functions, signs, and operators one after another.
  package static let depthLimit = 250

  /// Parses a whole text.
  ///
  /// - Throws: ``DataError/syntax(text:offset:message:)`` with the place of the fault.
  package static func parse(_ text: String) throws(DataError) -> Expression {
    var cursor = try TokenCursor(text)
    if cursor.current.kind == .end { throw cursor.fault("An expression is missing here.") }
    let expression = try cursor.expression(.or)
    guard cursor.current.kind == .end else { throw cursor.unexpected(after: "expression") }
    return expression
  }
}

/// The tokens of one text, and where the parser stands.
struct TokenCursor {
  let text: [Character]
  private let tokens: [Token]
  private var position = 0
  /// How many `enter` are open.
  private var depth = 0
  /// Levels of the expression read last: 1 for a variable.
  var height = 0

  init(_ text: String) throws(DataError) {
    self.text = Array(text)
    tokens = try Lexer.tokens(of: self.text)
  }

  var current: Token { tokens[position] }
  var following: Token { tokens[min(position + 1, tokens.count - 1)] }
  /// The tokens still to come, the current one first.
  var rest: ArraySlice<Token> { tokens[position...] }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  func isAt(_ symbol: Token.Symbol) -> Bool { current.kind == .symbol(symbol) }

  /// Steps over a symbol if it stands here.
  mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Token.Symbol, _ message: String) throws(DataError) {
    guard take(symbol) else { throw fault(message) }
  }

  func fault(_ message: String, at token: Token? = nil) -> DataError {
    SyntaxFault.error(in: text, at: (token ?? current).offset, message)
  }

  /// What to say about a token that cannot follow.
  func unexpected(after what: String) -> DataError {
    let advice =
      switch current.kind {
      case .symbol(.assign): " To compare, write ==."
      case .symbol(.close): " There is no parenthesis that it closes."
      case .symbol(.tilde): " A ~ belongs into a formula."
      case .symbol(.colon): " Interactions a:b belong into a formula; a product is a * b."
      case .name, .quotedName, .number, .text, .shift, .shifts, .list, .symbol(.open):
        " An operator is missing before it."
      default: ""
      }
    return fault("After this \(what) \(current.words) cannot stand.\(advice)")
  }

  /// One level deeper, until `leave`.
  mutating func enter() throws(DataError) {
    depth += 1
    guard depth <= ExpressionParser.depthLimit else { throw tooDeep }
  }

  mutating func leave() { depth -= 1 }

  /// Records that an expression stands on others of this height.
  ///
  /// Height is limited apart from `depth`: a chain a + b + c … grows to the left without nesting.
  mutating func rise(over height: Int) throws(DataError) {
    self.height = height + 1
    guard self.height <= ExpressionParser.depthLimit else { throw tooDeep }
  }

  private var tooDeep: DataError {
    fault(
      "This is nested too deeply: more than \(ExpressionParser.depthLimit) levels. Derive a "
        + "variable from a part of it first."
    )
  }
}

extension TokenCursor {
  /// An expression whose operators bind at least as tightly as asked.
  mutating func expression(_ minimum: Expression.Precedence) throws(DataError) -> Expression {
    try enter()
    defer { leave() }
    var left = try operand()
    while let symbol = binaryOperator, symbol.precedence >= minimum {
      let leftHeight = height
      advance()
      let isFromRight = symbol == .power
      let right = try expression(isFromRight ? .power : symbol.precedence.tighter)
      try rise(over: max(leftHeight, height))
      left = .binary(symbol, left, right)
      if symbol.precedence == .comparison, binaryOperator?.precedence == .comparison {
        throw fault("Comparisons do not chain. Write a < b & b < c.")
      }
    }
    return left
  }

  private var binaryOperator: Expression.BinaryOperator? {
    switch current.kind {
    case .symbol(let symbol): Expression.BinaryOperator(rawValue: symbol.rawValue)
    case .name("and"): .and
    case .name("or"): .or
    default: nil
    }
  }

  /// A sign and its operand, or what stands between two operators.
  private mutating func operand() throws(DataError) -> Expression {
    if take(.minus) {
      let operand = try expression(.power)
      try rise(over: height)
      return .unary(.minus, operand)
    }
    if isAt(.not) || current.kind == .name("not") {
      advance()
      let operand = try expression(.comparison)
      try rise(over: height)
      return .unary(.not, operand)
    }
    return try primary()
  }

  mutating func primary() throws(DataError) -> Expression {
    let token = current
    height = 1
    switch token.kind {
    case .number(let number):
      advance()
      return .number(number)
    case .text(let text):
      advance()
      return .text(text)
    case .name(let name):
      if Names.words.contains(name) {
        throw fault(
          "An operand is missing before '\(name)'. If this is a variable, write `\(name)` between "
            + "backticks."
        )
      }
      advance()
      return isAt(.open) ? try call(of: token) : .column(name)
    case .quotedName(let name):
      advance()
      return .column(name)
    case .shift(let shift, let order):
      advance()
      return try shifted(by: shift, order: order, from: token)
    case .shifts:
      throw fault("Several lags at once, L(1:2).x, stand only among the terms of a formula.")
    case .list(let name):
      throw fault(
        "A list such as $\(name) stands among the terms of a formula, not in an expression."
      )
    case .symbol(.open):
      advance()
      let inner = try expression(.or)
      try expect(.close, "A ) is missing here, for the ( at character \(token.offset + 1).")
      return inner
    case .symbol(.plus):
      throw fault("A + has two sides: something is missing before it.")
    case .symbol(let symbol):
      throw fault("A variable, a number or a function is missing before '\(symbol.rawValue)'.")
    case .end:
      throw fault("Something is missing at the end: a variable, a number or a function.")
    }
  }

  /// What stands directly behind `L2.`: a variable, a function, another shift or parentheses.
  mutating func shifted(
    by shift: Expression.ShiftOperator,
    order: Int,
    from token: Token
  ) throws(DataError) -> Expression {
    switch current.kind {
    case .name, .quotedName, .shift, .symbol(.open): break
    default:
      throw fault(
        "After \(token.words) stands a variable, as in L.x, a function or parentheses. If "
          + "this is the name of a variable, write it between backticks.",
        at: token
      )
    }
    try enter()
    defer { leave() }
    let operand = try primary()
    try rise(over: height)
    return Expression.shifted(operand, by: shift, order: order)
  }
}

extension Expression {
  /// A shift, where L.L.x is L2.x, D.D.x is D2.x, and L0.x is x.
  static func shifted(_ operand: Expression, by shift: ShiftOperator, order: Int) -> Expression {
    if order == 0 { return operand }
    if case .shift(shift, let inner, let innermost) = operand, inner + order <= Lexer.orderLimit {
      return .shift(shift, order: order + inner, innermost)
    }
    return .shift(shift, order: order, operand)
  }
}

/// A piece of a formula or an expression.
struct Token: Equatable {
  var kind: Kind
  /// Characters before it in the text.
  var offset: Int

  enum Kind: Equatable {
    case number(Double)
    /// Text between quotes.
    case text(String)
    /// A name as it stands, `log` or `gdp.percap`.
    case name(String)
    /// A name between backticks.
    case quotedName(String)
    /// `L2.`, directly before what it shifts.
    case shift(Expression.ShiftOperator, order: Int)
    /// `L(1:2).`
    case shifts(Expression.ShiftOperator, orders: ClosedRange<Int>)
    /// `$controls`
    case list(String)
    case symbol(Symbol)
    case end
  }

  enum Symbol: String, CaseIterable {
    case plus = "+", minus = "-", times = "*", divide = "/", power = "^"
    case equal = "==", unequal = "!=", lessOrEqual = "<=", greaterOrEqual = ">="
    case less = "<", greater = ">", and = "&", or = "|", not = "!"
    case open = "(", close = ")", comma = ",", assign = "=", tilde = "~", colon = ":"
  }

  /// The name that a token gives, with or without backticks.
  var name: String? {
    switch kind {
    case .name(let name), .quotedName(let name): name
    default: nil
    }
  }

  /// The token in the words of an error message.
  var words: String {
    switch kind {
    case .number(let number): "the number \(Expression.number(number))"
    case .text(let text): "the text \"\(text.prefix(40))\""
    case .name(let name), .quotedName(let name): "'\(name.prefix(60))'"
    case .shift(let shift, let order): "'\(shift.rawValue)\(order == 1 ? "" : String(order)).'"
    case .shifts(let shift, let orders):
      "'\(shift.rawValue)(\(orders.lowerBound):\(orders.upperBound)).'"
    case .list(let name): "'$\(name.prefix(60))'"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    case .end: "the end"
    }
  }
}

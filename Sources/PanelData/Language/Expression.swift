/// An expression over columns, after parsing: arithmetic, comparison, logic and functions.
package indirect enum Expression: Sendable, Equatable {
  case number(Double)
  case text(String)
  case column(String)
  /// `-x`, `!x`.
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression)
  /// `log(x)`, `winsorise(x, p = 0.01)`; names in lower case.
  case call(name: String, arguments: [Argument])
  /// `L.x`, `L2.x`, `F.x`, `D.x`: a shift in time within the unit.
  case shift(ShiftOperator, order: Int, Expression)

  package enum UnaryOperator: String, Sendable { case minus = "-", not = "!" }
  package enum BinaryOperator: String, Sendable, CaseIterable {
    case plus = "+", minus = "-", times = "*", dividedBy = "/", power = "^"
    case equal = "==", unequal = "!=", less = "<", lessOrEqual = "<=", greater = ">"
    case greaterOrEqual = ">=", and = "&", or = "|"
  }
  package enum ShiftOperator: String, Sendable { case lag = "L", lead = "F", difference = "D" }
  package struct Argument: Sendable, Equatable {
    /// The name in `p = 0.01`; absent for a positional argument.
    package var name: String?
    package var value: Expression
    package init(name: String? = nil, value: Expression) {
      self.name = name
      self.value = value
    }
  }
}

extension Expression {
  /// The expression with every occurrence of a part replaced.
  package func replacing(_ part: Expression, with new: Expression) -> Expression {
    if self == part { return new }
    switch self {
    case .number, .text, .column: return self
    case .unary(let symbol, let operand):
      return .unary(symbol, operand.replacing(part, with: new))
    case .binary(let symbol, let left, let right):
      return .binary(symbol, left.replacing(part, with: new), right.replacing(part, with: new))
    case .call(let name, let arguments):
      return .call(
        name: name,
        arguments: arguments.map {
          Argument(name: $0.name, value: $0.value.replacing(part, with: new))
        }
      )
    case .shift(let shift, let order, let operand):
      let inner = operand.replacing(part, with: new)
      return inner.shifted(shift, by: order)
    }
  }

  /// The expression some periods earlier: `L2.x` for `L.x`, `x` for `F.x`.
  package func lagged(by count: Int) -> Expression { shifted(.lag, by: count) }

  /// A shift of the expression; lags and leads of lags and leads are one shift.
  private func shifted(_ shift: ShiftOperator, by order: Int) -> Expression {
    guard shift != .difference, case .shift(let inner, let innerOrder, let operand) = self,
      inner != .difference
    else { return .shift(shift, order: order, self) }
    let total = (shift == .lag ? order : -order) + (inner == .lag ? innerOrder : -innerOrder)
    if total == 0 { return operand }
    return .shift(total > 0 ? .lag : .lead, order: abs(total), operand)
  }

  /// The expression with a part of it some periods earlier.
  ///
  /// A function of the part alone is lagged as a whole: `L.log(x)`, which reads better than
  /// `log(L.x)` and is the same number.
  func lagging(_ part: Expression, by count: Int) -> Expression {
    if case .column(let name) = part, columnNames == [name] {
      switch self {
      case .call, .shift: return lagged(by: count)
      default: break
      }
    }
    return replacing(part, with: part.lagged(by: count))
  }
}

extension Term {
  /// The term with its numbers changed.
  package func mappingNumbers(_ change: (Expression) -> Expression) -> Term {
    Term(
      factors: factors.map { factor in
        if case .numeric(let expression) = factor { .numeric(change(expression)) } else { factor }
      }
    )
  }

  /// The term with a part of its numbers some periods earlier.
  package func lagging(_ part: Expression, by count: Int) -> Term {
    mappingNumbers { $0.lagging(part, by: count) }
  }

  /// The term with all its numbers some periods earlier; indicators stay.
  package func lagged(by count: Int) -> Term { mappingNumbers { $0.lagged(by: count) } }

  /// The number that a term of one factor is; `nil` for products and indicators.
  package var number: Expression? {
    if factors.count == 1, case .numeric(let expression) = factors[0] { expression } else { nil }
  }
}

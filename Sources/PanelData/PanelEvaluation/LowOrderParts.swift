import PanelNumerics

extension Panel {
  /// What rounding took from the numbers of a polynomial of columns, such as `x^10` or `I(x*z/100)`.
  ///
  /// Columns and constants count as the decimals they were read from, and the polynomial is
  /// formed in doubled precision, so that powers of a regressor keep their exact relation, which
  /// rounding to double would break: of NIST's Filip it leaves eight digits.
  ///
  /// - Parameters:
  ///   - term: A term whose columns have been evaluated.
  ///   - numbers: Its value as stored, one per row of the panel.
  /// - Returns: Exact less stored, one per row, 0 where missing; `nil` for a plain column, whose
  ///   decimals say it all, and for what is no polynomial.
  /// - Complexity: O(n) for each operation.
  package func lowOrderParts(of term: Term, numbers: [Double]) -> [Double]? {
    var factors: [Expression] = []
    for factor in term.factors {
      guard case .numeric(let expression) = factor else { return nil }
      factors.append(expression)
    }
    guard let first = factors.first else { return nil }
    if factors.count == 1, case .column = first { return nil }
    let product = factors.dropFirst().reduce(first) { .binary(.times, $0, $1) }
    guard let exact = exactValues(of: product) else { return nil }
    return zip(exact, numbers).map { exact, stored in
      let rest = (exact - stored).value
      // Beyond the rounding of some operations the stored number is another one.
      return abs(rest) <= 0x1p-44 * abs(stored) ? rest : 0
    }
  }

  private func exactValues(of expression: Expression) -> [DoubleDouble]? {
    switch expression {
    case .number(let number):
      return Array(repeating: DoubleDouble(decimal: number), count: table.rowCount)
    case .column(let name): return table[name]?.numbers?.map { DoubleDouble(decimal: $0) }
    case .unary(.minus, let operand): return exactValues(of: operand)?.map { -$0 }
    case .binary(.power, let base, .number(let exponent)):
      guard exponent == exponent.rounded(), (0...64).contains(exponent) else { return nil }
      return exactValues(of: base)?.map { $0.power(Int(exponent)) }
    case .binary(let symbol, let left, let right):
      let operation: (DoubleDouble, DoubleDouble) -> DoubleDouble
      switch symbol {
      case .plus: operation = { $0 + $1 }
      case .minus: operation = { $0 - $1 }
      case .times: operation = { $0 * $1 }
      case .dividedBy: operation = { $0 / $1 }
      default: return nil
      }
      guard let first = exactValues(of: left), let second = exactValues(of: right) else {
        return nil
      }
      return zip(first, second).map(operation)
    case .text, .unary, .call, .shift: return nil
    }
  }
}

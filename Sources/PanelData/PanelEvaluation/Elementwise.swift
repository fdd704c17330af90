import Foundation

/// Arithmetic and comparison, row by row.
///
/// A missing operand gives a missing result.
enum Elementwise {
  typealias Value = Evaluator.Value

  /// Applies a function of one number.
  @inline(__always)
  static func mapped(_ value: Value, _ function: (Double) -> Double) -> Value {
    switch value {
    case .number(let number): return .number(function(number))
    case .numbers(var numbers):
      for row in numbers.indices { numbers[row] = function(numbers[row]) }
      return .numbers(numbers)
    case .literal, .texts: return value
    }
  }

  /// Applies a function of two numbers.
  @inline(__always)
  static func combined(
    _ first: Value,
    _ second: Value,
    _ function: (Double, Double) -> Double
  ) -> Value {
    switch (first, second) {
    case (.number(let a), .number(let b)): return .number(function(a, b))
    case (.numbers(var a), .number(let b)):
      for row in a.indices { a[row] = function(a[row], b) }
      return .numbers(a)
    case (.number(let a), .numbers(var b)):
      for row in b.indices { b[row] = function(a, b[row]) }
      return .numbers(b)
    case (.numbers(var a), .numbers(let b)):
      for row in a.indices { a[row] = function(a[row], b[row]) }
      return .numbers(a)
    default: return first
    }
  }

  static func calculated(
    _ symbol: Expression.BinaryOperator,
    _ first: Value,
    _ second: Value
  ) -> Value {
    switch symbol {
    case .plus: return combined(first, second) { $0 + $1 }
    case .minus: return combined(first, second) { $0 - $1 }
    case .times: return combined(first, second) { $0 * $1 }
    case .dividedBy: return combined(first, second) { $0 / $1 }
    default:
      if case .number(2) = second { return mapped(first) { $0 * $0 } }
      // pow(NaN, 0) and pow(1, NaN) are 1; here what is missing stays missing.
      return combined(first, second) { $0.isNaN || $1.isNaN ? .nan : pow($0, $1) }
    }
  }

  static func compared(
    _ symbol: Expression.BinaryOperator,
    _ first: Value,
    _ second: Value
  ) -> Value {
    switch symbol {
    case .equal: combined(first, second) { truth($0, $1, $0 == $1) }
    case .unequal: combined(first, second) { truth($0, $1, $0 != $1) }
    case .less: combined(first, second) { truth($0, $1, $0 < $1) }
    case .lessOrEqual: combined(first, second) { truth($0, $1, $0 <= $1) }
    case .greater: combined(first, second) { truth($0, $1, $0 > $1) }
    default: combined(first, second) { truth($0, $1, $0 >= $1) }
    }
  }

  @inline(__always)
  private static func truth(_ first: Double, _ second: Double, _ isTrue: Bool) -> Double {
    first.isNaN || second.isNaN ? .nan : (isTrue ? 1 : 0)
  }
}

/// Kleene's three-valued logic on 0 (false), NaN (missing) and anything else (true).
enum Logic {
  static func and(_ first: Double, _ second: Double) -> Double {
    if first == 0 || second == 0 { return 0 }
    return first.isNaN || second.isNaN ? .nan : 1
  }

  static func or(_ first: Double, _ second: Double) -> Double {
    if first.isNaN { return second.isNaN || second == 0 ? .nan : 1 }
    if second.isNaN { return first == 0 ? .nan : 1 }
    return first != 0 || second != 0 ? 1 : 0
  }

  static func not(_ value: Double) -> Double { value.isNaN ? .nan : (value == 0 ? 1 : 0) }
}

extension Expression.UnaryOperator {
  func applied(to value: Evaluator.Value) -> Evaluator.Value {
    switch self {
    case .minus: Elementwise.mapped(value) { -$0 }
    case .not: Elementwise.mapped(value, Logic.not)
    }
  }
}

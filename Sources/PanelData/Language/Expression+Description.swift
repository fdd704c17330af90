/// Canonical text: what the author meant, written one way.
///
/// Spaces stand around operators except `^`, parentheses only where the meaning needs them, and
/// both spellings of a function become one. Parsing the text gives the same expression again.
extension Expression: CustomStringConvertible {
  package var description: String { text(atLeast: .or) }

  /// How tightly an operator binds.
  enum Precedence: Int, Comparable {
    case or = 1, and, not, comparison, sum, product, sign, power, primary

    static func < (first: Precedence, second: Precedence) -> Bool {
      first.rawValue < second.rawValue
    }

    /// The next tighter one; the tightest is its own successor.
    var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
  }

  var precedence: Precedence {
    switch self {
    case .number, .text, .column, .call, .shift: .primary
    case .unary(.minus, _): .sign
    case .unary(.not, _): .not
    case .binary(let symbol, _, _): symbol.precedence
    }
  }

  /// The text, in parentheses where it binds less tightly than its place asks.
  func text(atLeast place: Precedence) -> String {
    let text = bareText
    return precedence < place ? "(\(text))" : text
  }

  private var bareText: String {
    switch self {
    case .number(let number): Self.text(of: number)
    case .text(let text): Self.quoted(text)
    case .column(let name): Names.written(name)
    case .unary(.minus, let operand): "-" + operand.text(atLeast: .sign)
    case .unary(.not, let operand): "!" + operand.text(atLeast: .not)
    case .binary(.power, let base, let exponent):
      "\(base.text(atLeast: .primary))^\(exponent.text(atLeast: .power))"
    case .binary(let symbol, let left, let right):
      "\(left.text(atLeast: symbol.leftPrecedence)) \(symbol.rawValue) "
        + right.text(atLeast: symbol.precedence.tighter)
    case .call(let name, let arguments):
      "\(name)(\(arguments.map(\.description).joined(separator: ", ")))"
    case .shift(let shift, let order, let operand):
      shift.rawValue + (order == 1 ? "" : String(order)) + "." + operand.shiftedText
    }
  }

  /// The text directly behind `L.`.
  private var shiftedText: String {
    switch self {
    case .column, .call, .shift: bareText
    default: "(\(bareText))"
    }
  }

  /// A number as short as it reads back: `2`, `0.05`, `1e-08`.
  package static func text(of number: Double) -> String {
    if number == 0 { return "0" }
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Text between double quotes, with `\"` and `\\` inside.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      if character == "\"" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return quoted + "\""
  }
}

extension Expression.BinaryOperator {
  var precedence: Expression.Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .plus, .minus: .sum
    case .times, .dividedBy: .product
    case .power: .power
    }
  }

  /// What the left operand must bind; comparisons do not chain.
  var leftPrecedence: Expression.Precedence {
    precedence == .comparison ? .sum : precedence
  }
}

extension Expression.Argument: CustomStringConvertible {
  package var description: String {
    name.map { "\($0) = \(value)" } ?? value.description
  }
}

extension Expression {
  /// The columns it names, in the order they appear, each once.
  package var columnNames: [String] {
    var names: [String] = []
    collectColumns(into: &names)
    return names
  }

  private func collectColumns(into names: inout [String]) {
    switch self {
    case .number, .text: break
    case .column(let name): if !names.contains(name) { names.append(name) }
    case .unary(_, let operand), .shift(_, _, let operand): operand.collectColumns(into: &names)
    case .binary(_, let left, let right):
      left.collectColumns(into: &names)
      right.collectColumns(into: &names)
    case .call(_, let arguments):
      for argument in arguments { argument.value.collectColumns(into: &names) }
    }
  }

  /// Whether it looks at another period: a lag, a lead or a difference anywhere inside.
  package var hasShift: Bool {
    switch self {
    case .number, .text, .column: false
    case .shift: true
    case .unary(_, let operand): operand.hasShift
    case .binary(_, let left, let right): left.hasShift || right.hasShift
    case .call(_, let arguments): arguments.contains { $0.value.hasShift }
    }
  }
}

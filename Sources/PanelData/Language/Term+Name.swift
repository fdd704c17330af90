extension Term {
  /// The canonical name: factors joined by `:`, as in `post:income`.
  ///
  /// Parsing the name in a formula gives the same term again.
  package var name: String { factors.map(\.description).joined(separator: ":") }

  /// The columns it needs, in the order they appear, each once.
  package var columnNames: [String] {
    var names: [String] = []
    for factor in factors {
      for name in factor.columnNames where !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Whether both are products of the same factors, in any order.
  package func isSameProduct(as other: Term) -> Bool { key == other.key }

  /// One text for all orders of the factors.
  var key: String { factors.map(\.description).sorted().joined(separator: ":") }
}

extension Term.Factor: CustomStringConvertible {
  package var description: String {
    switch self {
    case .numeric(let expression):
      return expression.isTermText ? expression.description : "I(\(expression))"
    case .indicators(let variable, nil): return "i(\(Names.written(variable)))"
    case .indicators(let variable, let reference?):
      let plain =
        Names.isPlain(reference) || Self.isNumberText(reference)
        ? reference : Expression.quoted(reference)
      return "i(\(Names.written(variable)), ref = \(plain))"
    }
  }

  package var columnNames: [String] {
    switch self {
    case .numeric(let expression): expression.columnNames
    case .indicators(let variable, _): [variable]
    }
  }

  /// Whether a reference is text of a number as the parser writes it, such as `-1` or `2000`.
  private static func isNumberText(_ text: String) -> Bool {
    guard let number = Double(text), number.isFinite else { return false }
    return Expression.text(of: number) == text
  }
}

extension Expression {
  /// Whether it stands among the terms of a formula as it is; others stand inside `I(…)`.
  var isTermText: Bool {
    switch self {
    case .column, .call, .shift: true
    case .binary(.power, let base, _):
      switch base {
      case .column, .call, .shift: true
      default: false
      }
    default: false
    }
  }
}

extension Formula {
  /// The formula written one way, lists expanded: `y ~ x + z | a^b | d ~ w`.
  ///
  /// Parsing it gives the same model again.
  package var canonicalText: String {
    var right = regressors.map(\.name)
    if !hasConstant, effects.isEmpty { right.append("0") }
    if right.isEmpty { right = ["1"] }
    var parts = [right.joined(separator: " + ")]
    if !effects.isEmpty { parts.append(effects.map(\.text).joined(separator: " + ")) }
    if !endogenous.isEmpty {
      parts.append(
        endogenous.map(\.name).joined(separator: " + ") + " ~ "
          + instruments.map(\.name).joined(separator: " + ")
      )
    }
    return "\(outcome.text(atLeast: .comparison)) ~ \(parts.joined(separator: " | "))"
  }
}

extension AbsorbedEffectTerm {
  /// `a^b`, with backticks where a name needs them.
  package var text: String { variables.map(Names.written).joined(separator: "^") }
}

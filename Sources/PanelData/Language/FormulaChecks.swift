/// What a formula may not say, whatever the data are.
enum FormulaChecks {
  /// The first contradiction between the parts of a formula.
  static func conflict(in formula: Formula) -> String? {
    let outcome = Term(factors: [.numeric(formula.outcome)])
    let effects = formula.effects.filter { $0.variables.count == 1 }.flatMap(\.variables)
    let parts = [
      ("regressor", formula.regressors), ("endogenous variable", formula.endogenous),
      ("instrument", formula.instruments),
    ]
    for (role, terms) in parts where terms.contains(where: outcome.isSameProduct) {
      return "'\(outcome.name)' is the outcome and \(article(role)) as well. Take it out there."
    }
    if case .column(let name) = formula.outcome, effects.contains(name) {
      return "'\(name)' is the outcome and an absorbed effect as well. Take it out there."
    }
    for (position, (role, terms)) in parts.enumerated() {
      for (otherRole, others) in parts[(position + 1)...] {
        if let term = terms.first(where: { term in others.contains(where: term.isSameProduct) }) {
          return
            "'\(term.name)' is \(article(role)) and \(article(otherRole)) as well. It can be only "
            + "one of them."
        }
      }
      if let name = terms.lazy.compactMap(\.soleVariable).first(where: effects.contains) {
        return
          "'\(name)' is \(article(role)) and an absorbed effect as well: the effect takes up all "
          + "that it could explain. Take one of them out."
      }
    }
    return nil
  }

  private static func article(_ role: String) -> String {
    (role.hasPrefix("e") || role.hasPrefix("i") ? "an " : "a ") + role
  }
}

extension Term {
  /// The one column that a term consists of, as a number or as indicators.
  fileprivate var soleVariable: String? {
    guard factors.count == 1 else { return nil }
    switch factors[0] {
    case .numeric(.column(let name)): return name
    case .indicators(let variable, _): return variable
    default: return nil
    }
  }
}

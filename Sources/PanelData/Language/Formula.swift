/// A model in the formula language of fixest and pyfixest, after parsing.
///
///     outcome ~ regressors | effects | endogenous ~ instruments
///
/// Named lists such as `$controls` are expanded while parsing.
package struct Formula: Sendable, Equatable {
  /// The text as the author wrote it.
  package var text: String
  package var outcome: Expression
  package var regressors: [Term]
  /// Whether a constant is estimated: true unless `0`, `-1` or absorbed effects are present.
  package var hasConstant: Bool
  package var effects: [AbsorbedEffectTerm]
  package var endogenous: [Term]
  package var instruments: [Term]
  /// The lists used, by name, with the canonical names of their terms.
  package var lists: [String: [String]]

  package init(
    text: String,
    outcome: Expression,
    regressors: [Term],
    hasConstant: Bool,
    effects: [AbsorbedEffectTerm],
    endogenous: [Term] = [],
    instruments: [Term] = [],
    lists: [String: [String]] = [:]
  ) {
    self.text = text
    self.outcome = outcome
    self.regressors = regressors
    self.hasConstant = hasConstant
    self.effects = effects
    self.endogenous = endogenous
    self.instruments = instruments
    self.lists = lists
  }
}

extension Formula {
  /// Whether the model reproduces a constant, by itself or through absorbed effects.
  package var spansConstant: Bool { hasConstant || !effects.isEmpty }
}

/// A regressor: a product of factors; one factor for a plain variable.
package struct Term: Sendable, Equatable {
  package var factors: [Factor]
  package init(factors: [Factor]) { self.factors = factors }

  package enum Factor: Sendable, Equatable {
    /// A numeric expression, such as `x`, `log(x)` or `L2.x`.
    case numeric(Expression)
    /// Indicators of a variable's values: `i(region, ref = South)`.
    case indicators(variable: String, reference: String?)
  }
}

/// An absorbed effect: one column, or an interaction `a^b` of several.
package struct AbsorbedEffectTerm: Sendable, Equatable {
  package var variables: [String]
  package init(variables: [String]) { self.variables = variables }
  /// `a^b`.
  package var name: String { variables.joined(separator: "^") }
}

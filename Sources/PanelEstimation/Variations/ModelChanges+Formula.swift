package import PanelData
package import PanelResults

/// A formula made from another one, and what was changed on the way.
package struct ChangedFormula: Sendable, Equatable {
  package var formula: Formula
  package var changes: [ModelChange]
}

extension ModelChanges {
  /// Makes the formula of a column from that of its base, one change after the other: outcome,
  /// replaced, dropped, added and lagged regressors, effects.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for a change of something that the base does not
  ///   have, with the nearest names, for one that changes nothing, and for a formula that
  ///   contradicts itself; ``EstimationError/data(_:)`` for a term that cannot be read.
  package func formula(
    from base: Formula,
    lists: [String: [String]]
  ) throws(EstimationError) -> ChangedFormula {
    var made = FormulaChange(formula: base, lists: lists)
    if let outcome { try made.explain(outcome) }
    for replacement in replacements { try made.replace(replacement.term, by: replacement.new) }
    if !dropped.isEmpty { try made.drop(dropped) }
    if !added.isEmpty { try made.add(added) }
    switch lag {
    case .first(let count): try made.lagFirst(by: count)
    case .all(let count): made.lagAll(by: count)
    case .terms(let shifts): for shift in shifts { try made.lag(shift.term, by: shift.count) }
    case nil: break
    }
    if let effects { try made.absorb(effects) }
    if !made.changes.isEmpty, let fault = made.formula.fault { throw .invalid(fault) }
    return ChangedFormula(formula: made.formula, changes: made.changes)
  }
}

/// A formula while it is changed.
private struct FormulaChange {
  var formula: Formula
  let lists: [String: [String]]
  var changes: [ModelChange] = []

  mutating func explain(_ text: String) throws(EstimationError) {
    let outcome = try expression(text)
    guard outcome != formula.outcome else {
      throw .invalid("'outcome: \(text)' changes nothing: it is the outcome of the base.")
    }
    formula = formula.explaining(outcome)
    changes.append(ModelChange(.outcome, value: outcome.description))
  }

  mutating func replace(_ old: String, by new: String) throws(EstimationError) {
    let part = try expression(old)
    let value = try expression(new)
    guard part != value else {
      throw .invalid("'replace: {\(old): \(new)}' changes nothing: both are the same.")
    }
    let changed = formula.mappingTerms { term in
      term.mappingNumbers { $0.replacing(part, with: value) }
    }
    guard changed.explanatoryTerms != formula.explanatoryTerms else {
      throw unknown(old, key: "replace")
    }
    formula = changed
    changes.append(ModelChange(.replace, [part.description], value: value.description))
  }

  mutating func drop(_ texts: [String]) throws(EstimationError) {
    var names: [String] = []
    for text in texts {
      for term in try terms(text).terms {
        guard let own = formula.regressors.first(where: term.isSameProduct) else {
          throw unknown(text, key: "drop", among: formula.regressors)
        }
        names.append(own.name)
      }
    }
    formula = formula.dropping(names)
    changes.append(ModelChange(.drop, names))
  }

  mutating func add(_ texts: [String]) throws(EstimationError) {
    var names: [String] = []
    for text in texts {
      let addition = try terms(text)
      if let known = addition.terms.first(where: { term in
        formula.explanatoryTerms.contains(where: term.isSameProduct)
      }) {
        throw .invalid("'add: \(text)' changes nothing: '\(known.name)' is in the base already.")
      }
      formula = formula.adding(addition)
      names += addition.terms.map(\.name)
    }
    changes.append(ModelChange(.add, names))
  }

  mutating func lagFirst(by count: Int) throws(EstimationError) {
    guard let first = formula.endogenous.first ?? formula.regressors.first else {
      throw .invalid("'lag: \(count)' lags the first regressor, but the base has none.")
    }
    try lag(first, by: count)
  }

  mutating func lagAll(by count: Int) {
    formula = formula.mappingTerms { $0.lagged(by: count) }
    changes.append(ModelChange(.lagAll, count: count))
  }

  mutating func lag(_ text: String, by count: Int) throws(EstimationError) {
    let named = try terms(text).terms
    guard named.count == 1 else {
      throw .invalid("'lag' names one regressor at a time, not '\(text)'.")
    }
    try lag(named[0], by: count)
  }

  private mutating func lag(_ term: Term, by count: Int) throws(EstimationError) {
    let own = formula.explanatoryTerms.first(where: term.isSameProduct)
    let changed =
      if let part = term.number {
        formula.mappingTerms { $0.lagging(part, by: count) }
      } else {
        formula.mappingTerms { $0.isSameProduct(as: term) ? $0.lagged(by: count) : $0 }
      }
    guard changed.explanatoryTerms != formula.explanatoryTerms else {
      if let own {
        throw .invalid(
          "'\(own.name)' cannot be lagged: it stands for groups. Lag a variable, and make "
            + "indicators of that."
        )
      }
      throw unknown(term.name, key: "lag")
    }
    formula = changed
    changes.append(ModelChange(.lag, [term.name], count: count))
  }

  mutating func absorb(_ texts: [String]) throws(EstimationError) {
    let (text, lists) = (texts.isEmpty ? "0" : texts.joined(separator: " + "), lists)
    let effects = try dataResult { () throws(DataError) in
      try FormulaParser.effects(text, lists: lists)
    }
    guard effects.map(\.name) != formula.effects.map(\.name) else {
      throw .invalid("'effects' changes nothing: the base has the same absorbed effects.")
    }
    formula = formula.absorbing(effects)
    changes.append(ModelChange(.effects, effects.map(\.name)))
  }

  // MARK: Parts

  private func expression(_ text: String) throws(EstimationError) -> Expression {
    try dataResult { () throws(DataError) in try ExpressionParser.parse(text) }
  }

  private func terms(_ text: String) throws(EstimationError) -> FormulaParser.Terms {
    let lists = lists
    return try dataResult { () throws(DataError) in
      try FormulaParser.addition(text, lists: lists)
    }
  }

  /// The base has no such regressor; the outcome has a key of its own.
  private func unknown(
    _ text: String,
    key: String,
    among terms: [Term]? = nil
  ) -> EstimationError {
    let known = (terms ?? formula.explanatoryTerms).map(\.name)
    let shown = MessageText.shown(text)
    if formula.outcome.description == text {
      return .invalid("'\(key)' names '\(shown)', the outcome; write 'outcome: …' for another one.")
    }
    let nearest = NearestNames.of(text, in: known)
    return .invalid(
      "'\(key)' names '\(shown)', which is no regressor of the base."
        + (nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?")
        + " The base has: \(MessageList.text(known))."
    )
  }
}

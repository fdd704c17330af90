/// Formulas made from others by change: the parts stay parsed, lists follow their members.
extension Formula {
  /// All terms on the right side: endogenous variables, regressors, instruments.
  package var explanatoryTerms: [Term] { endogenous + regressors + instruments }

  /// The formula with every term of its right side changed.
  package func mappingTerms(_ change: (Term) -> Term) -> Formula {
    var formula = self
    formula.endogenous = endogenous.map(change)
    formula.regressors = regressors.map(change)
    formula.instruments = instruments.map(change)
    let names = Dictionary(
      explanatoryTerms.map { ($0.name, change($0).name) },
      uniquingKeysWith: { first, _ in first }
    )
    formula.lists = lists.mapValues { $0.map { names[$0] ?? $0 } }
    return formula.rewritten
  }

  /// The formula with further regressors.
  package func adding(_ addition: FormulaParser.Terms) -> Formula {
    var formula = self
    formula.regressors += addition.terms
    formula.lists.merge(addition.lists) { first, _ in first }
    return formula.rewritten
  }

  /// The formula without some of its regressors, named as they are written.
  package func dropping(_ names: [String]) -> Formula {
    var formula = self
    formula.regressors.removeAll { names.contains($0.name) }
    formula.lists = lists.mapValues { $0.filter { !names.contains($0) } }
    return formula.rewritten
  }

  /// The formula with another outcome.
  package func explaining(_ outcome: Expression) -> Formula {
    var formula = self
    formula.outcome = outcome
    return formula.rewritten
  }

  /// The formula with other absorbed effects; without any it has a constant.
  package func absorbing(_ effects: [AbsorbedEffectTerm]) -> Formula {
    var formula = self
    formula.hasConstant = effects.isEmpty && (hasConstant || !self.effects.isEmpty)
    formula.effects = effects
    return formula.rewritten
  }

  /// What the parts contradict each other in, as a sentence; `nil` where they do not.
  ///
  /// A parsed formula has no fault; one that was made by change may.
  package var fault: String? {
    for terms in [regressors, endogenous, instruments] {
      for (position, term) in terms.enumerated()
      where terms[..<position].contains(where: term.isSameProduct) {
        return "'\(term.name)' would stand in the model twice."
      }
    }
    return FormulaChecks.conflict(in: self)
  }

  /// With the text that its parts have, and the lists that still have members in it.
  private var rewritten: Formula {
    var formula = self
    let names = Set(explanatoryTerms.map(\.name) + effects.map(\.name))
    formula.lists = lists.mapValues { $0.filter(names.contains) }.filter { !$0.value.isEmpty }
    formula.text = formula.canonicalText
    return formula
  }
}

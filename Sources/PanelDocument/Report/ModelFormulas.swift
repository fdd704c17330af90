import PanelResults

/// Writes what a result estimates as equations.
///
///     log(homicide)_it = β₁ law_it + γ′ controls_it + α_i + λ_t + ε_it
///
/// Named lists of regressors stand as one vector. The effects of unit and time carry their index;
/// any other effect carries its name.
package struct ModelFormulas {
  let words: TermLabels
  private let glossary: Glossary

  /// The formulas of the columns of an exhibit, equal ones written once.
  ///
  /// - Parameters:
  ///   - results: The results in the order of the columns; those that estimate no model, such as
  ///     summaries, are passed over.
  ///   - context: Labels and glossary.
  /// - Returns: The formulas in the order of their first column; a single one names no columns.
  /// - Throws: What the glossary lacks.
  package static func formulas(of results: [NamedResult], in context: DocumentContext)
    throws(DocumentError) -> [ReportFormula]
  {
    let writer = ModelFormulas(
      words: TermLabels(results: results.map(\.result), in: context),
      glossary: context.glossary
    )
    var formulas: [(math: Math, columns: [String])] = []
    for (index, named) in results.enumerated() {
      let column = try context.columnNumber(index + 1)
      for math in try writer.formulas(of: named.result) {
        if let known = formulas.firstIndex(where: { $0.math == math }) {
          formulas[known].columns.append(column)
        } else {
          formulas.append((math, [column]))
        }
      }
    }
    let isOnlyOne = formulas.count == 1 || results.count == 1
    var written: [ReportFormula] = []
    for formula in formulas {
      written.append(
        ReportFormula(
          columns: isOnlyOne ? nil : try context.glossary.list(formula.columns),
          math: formula.math
        )
      )
    }
    return written
  }

  private init(words: TermLabels, glossary: Glossary) {
    self.words = words
    self.glossary = glossary
  }

  /// The equation of a regression.
  ///
  /// - Parameters:
  ///   - fit: The regression.
  ///   - effects: Terms that one summand stands for, such as the effects of an event study.
  ///   - slope: The letter of coefficients; first stages have their own.
  ///   - error: The letter of the error.
  /// - Returns: The equation.
  /// - Throws: What the glossary lacks.
  func formula(
    of fit: any RegressionFit,
    effects: (terms: [String], summand: Math)? = nil,
    slope: String = "β",
    error: String = "ε"
  ) throws(DocumentError) -> Math {
    let index = self.index(of: fit.sample)
    var summands: [Math] = []
    // Next to fixed effects a constant is their mean, not a parameter of its own.
    if fit.absorbedEffects.isEmpty, fit.estimates.contains(where: { $0.component == .constant }) {
      summands.append(.identifier("α"))
    }
    if let effects { summands.append(effects.summand) }
    let slopes = fit.estimates.filter { $0.component == .slopes }.map(\.term)
      .filter { effects?.terms.contains($0) != true }
    let treatment = (fit as? any TreatmentEffectResult)?.overall?.term
    let lists = fit.regressorLists.sorted { $0.key < $1.key }
      .filter { list in list.value.filter(slopes.contains).count > 1 }
    var written: Set<String> = []
    var number = 0
    for term in slopes {
      if let list = lists.first(where: { $0.value.contains(term) }) {
        guard written.insert(list.key).inserted else { continue }
        summands.append(
          .row([
            lists.count > 1
              ? .subSup(.identifier("γ"), sub: .word(list.key), sup: .sign("′"))
              : .sup(.identifier("γ"), .sign("′")),
            .sign("·"),
            .sub(.word(list.key), index),
          ])
        )
      } else {
        if term != treatment { number += 1 }
        summands.append(
          .row([
            term == treatment
              ? .identifier("δ") : .sub(.identifier(slope), .number(String(number))),
            .sign("·"),
            .sub(.word(try words.factor(of: term).plainText), index),
          ])
        )
      }
    }
    for effect in fit.absorbedEffects { summands.append(try self.effect(effect, in: fit.sample)) }
    if fit is any RandomEffectsFit {
      summands.append(.sub(.identifier("u"), .identifier("i")))
    }
    summands.append(.sub(.identifier(error), index))
    return .row([try outcome(of: fit), .sign("=")] + Self.sum(of: summands))
  }

  static func sum(of summands: [Math]) -> [Math] {
    summands.enumerated().flatMap { $0 == 0 ? [$1] : [.sign("+"), $1] }
  }

  /// The outcome with its index.
  func outcome(of result: any AnalysisResult) throws(DocumentError) -> Math {
    let name = try words.label(of: result.heading.outcome ?? "").plainText
    return .sub(.word(name), index(of: result.sample))
  }

  /// The letters under a variable: `it` in a panel, else `i`.
  func index(of sample: SampleDescription) -> Math { Self.index(of: sample) }

  static func index(of sample: SampleDescription) -> Math {
    guard sample.unitVariable != nil, sample.timeVariable != nil else { return .identifier("i") }
    return .row([.identifier("i"), .identifier("t")])
  }

  private func effect(_ effect: AbsorbedEffect, in sample: SampleDescription)
    throws(DocumentError) -> Math
  {
    if effect.name == sample.unitVariable { return .sub(.identifier("α"), .identifier("i")) }
    if effect.name == sample.timeVariable { return .sub(.identifier("λ"), .identifier("t")) }
    return .sub(.identifier("μ"), .word(try words.label(ofEffect: effect.name).plainText))
  }
}

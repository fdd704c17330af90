package import PanelData
import PanelNumerics
package import PanelResults

extension Oster {
  /// Holds coefficients with and without controls against each other.
  ///
  /// Both models are fitted on the sample of the controlled one. Where effects are absorbed, R² and
  /// variances are those within the effects, which both models have.
  ///
  /// - Returns: One result per model.
  /// - Throws: What the model refuses; ``EstimationError/invalid(_:)`` for a model without
  ///   controls, a reference whose estimates are no coefficients of least squares, an R_max below
  ///   R̃, and models that differ in more than controls.
  /// - SeeAlso: ``ProportionalSelection``; oracles `oster_mtcars`, `oster_produc`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [OsterResult] {
    var results: [OsterResult] = []
    for model in try models(of: self.model, in: panel, context) {
      results.append(try result(of: model, on: panel, in: context))
    }
    return results
  }

  private func models(
    of reference: ResultReference, in panel: Panel, _ context: AnalysisContext
  ) throws(EstimationError) -> [(name: String, linear: LinearModel)] {
    let advice =
      "Coefficient stability compares least squares with and without controls: name a regression, "
      + "such as one of method fixed-effects."
    guard let models = try context.models(of: reference, in: panel) else {
      let entry = try context.entry(of: reference)
      throw .invalid("'\(reference)' is of method \(type(of: entry).kind.rawValue). \(advice)")
    }
    var linear: [(name: String, linear: LinearModel)] = []
    for model in models {
      guard case .linear(let own) = model.model else {
        throw .invalid("'\(model.name)' is of method iv. \(advice)")
      }
      linear.append((model.name, own))
    }
    return linear
  }

  private func result(
    of model: (name: String, linear: LinearModel), on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> OsterResult {
    var linear = model.linear
    linear.place = context.id
    linear.further = []
    let formula = try linear.parsedFormula(in: panel)
    let design = try linear.design(of: formula, on: panel, threads: context.threadCount)
    let full = try linear.fitted(design, threads: context.threadCount)
    guard full.fit.constant != nil || !design.effects.isEmpty else {
      throw .invalid(
        "'\(formula.text)' has no constant, so its R² is not a share of variance. Leave the 0 out.")
    }
    guard !full.inferred.isPerfect else {
      throw .invalid(
        "'\(formula.text)' fits the outcome perfectly: nothing is left for what is not observed.")
    }
    var remarks = full.inferred.remarks()
    let shared = try sharedRegressors(
      of: model, formula, design, on: panel, context, remarks: &remarks)
    let names = full.fit.kept.map { design.regressors[$0].name }
    var bounds: [CoefficientStability] = []
    for term in try tested(full, formula) {
      bounds.append(
        try stability(
          of: term, names: names, shared: shared, full: full, linear, formula,
          threads: context.threadCount))
    }
    let heading = linear.heading(of: formula, design, in: panel)
    let wanted: [Statistic] = [.observations, .units, .periods, .clusters]
    return OsterResult(
      heading: heading, sample: design.description, of: model.name,
      without: without?.description, bounds: bounds, isWithin: !design.effects.isEmpty,
      absorbedEffects: design.effects.map(\.name), covariance: full.inferred.description,
      statistics: full.inferred.statistics(full.inference.slopesTest())
        .filter { wanted.contains($0.statistic) },
      remarks: remarks, provenance: linear.provenance(of: formula, on: panel, in: context))
  }

  /// The terms to look at, by their places among the kept regressors.
  private func tested(
    _ full: FittedModel, _ formula: Formula
  ) throws(EstimationError) -> [Int] {
    let names = full.fit.kept.map { full.design.regressors[$0].name }
    guard !terms.isEmpty else {
      try full.checkFirstRegressor()
      return [0]
    }
    var places: [Int] = []
    for term in terms {
      let place = try ModelTerm.place(
        of: term, among: names, omitted: full.fit.omitted, in: formula.text)
      guard !places.contains(place) else {
        throw .invalid("'\(term)' stands twice among the terms.")
      }
      places.append(place)
    }
    return places
  }

  /// Names of regressors that the model without controls has, apart from the treatment.
  private func sharedRegressors(
    of model: (name: String, linear: LinearModel), _ formula: Formula, _ design: Design,
    on panel: Panel, _ context: AnalysisContext, remarks: inout [Remark]
  ) throws(EstimationError) -> [String] {
    let names = design.regressors.map(\.name)
    guard let without else {
      for name in keep where !names.contains(name) {
        let nearest = NearestNames.of(name, in: names)
        let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
        throw .invalid(
          "'keep' names '\(name)', which is no regressor of '\(formula.text)'.\(hint) It has: "
            + "\(MessageList.text(names)).")
      }
      if let own = terms.first(where: keep.contains) {
        throw .invalid("'keep' names '\(own)', whose stability is asked for: it always stays.")
      }
      return keep
    }
    let others = try models(of: without, in: panel, context)
    guard others.count == 1 else {
      throw .invalid(
        "'without: \(without)' has \(others.count) models; name one by its number, as in "
          + "\(without.entry)[1].")
    }
    let other = others[0]
    let small = try other.linear.parsedFormula(in: panel)
    let smallDesign = try other.linear.design(of: small, on: panel, threads: context.threadCount)
    func refuse(_ what: String, _ found: String, _ wanted: String) -> EstimationError {
      .invalid(
        "The models of 'of' and 'without' may differ in controls alone, but their \(what) differ: "
          + "\(found) in '\(other.name)', \(wanted) in '\(model.name)'.")
    }
    func effects(_ formula: Formula) -> [String] { formula.effects.map(\.name).sorted() }
    func list(_ names: [String]) -> String { names.isEmpty ? "none" : MessageList.text(names) }
    guard smallDesign.outcomeName == design.outcomeName else {
      throw refuse("outcomes", "'\(smallDesign.outcomeName)'", "'\(design.outcomeName)'")
    }
    guard effects(small) == effects(formula) else {
      throw refuse("fixed effects", list(effects(small)), list(effects(formula)))
    }
    guard other.linear.weights == model.linear.weights else {
      throw refuse("weights", other.linear.weights ?? "none", model.linear.weights ?? "none")
    }
    let shared = smallDesign.regressors.map(\.name)
    for name in shared where !names.contains(name) {
      throw .invalid(
        "'\(name)' is a regressor of '\(other.name)' (without controls), but not of "
          + "'\(model.name)' (with controls), which has: \(MessageList.text(names)).")
    }
    if smallDesign.rows != design.rows {
      remarks.append(
        Remark(.commonSample, ["count": String(design.observationCount)]))
    }
    return shared
  }

  private func stability(
    of place: Int, names: [String], shared: [String], full: FittedModel, _ linear: LinearModel,
    _ formula: Formula, threads: Int
  ) throws(EstimationError) -> CoefficientStability {
    let term = names[place]
    let kept = names.filter { shared.contains($0) && $0 != term }
    let controls = names.filter { $0 != term && !kept.contains($0) }
    guard !controls.isEmpty else {
      throw .invalid(
        "'\(formula.text)' has no control beside '\(term)'"
          + (kept.isEmpty ? "" : " and \(MessageList.text(kept))")
          + ": there is nothing to compare with. Name a model with controls in 'of'.")
    }
    var design = full.design
    design.regressors = design.regressors.filter { $0.name == term || kept.contains($0.name) }
    let short = try linear.fitted(design, threads: threads)
    let shortNames = short.fit.kept.map { design.regressors[$0].name }
    guard let shortPlace = shortNames.firstIndex(of: term) else {
      throw .collinear(term: term, with: short.fit.omitted.first { $0.term == term }?.with ?? [])
    }
    let total = full.fit.withinTotalSumOfSquares ?? full.fit.totalSumOfSquares
    let (shortR, fullR) = (
      1 - short.fit.residualSumOfSquares / total, 1 - full.fit.residualSumOfSquares / total
    )
    let maximal = try maximalRSquared(fullR, formula)
    let selection = ProportionalSelection(
      uncontrolled: short.fit.slopes[shortPlace], controlled: full.fit.slopes[place],
      uncontrolledRSquared: shortR, controlledRSquared: fullR, maximalRSquared: maximal,
      regressorVariance: 1 / Self.precision(short, shortPlace),
      residualVariance: 1 / Self.precision(full, place), outcomeVariance: total)
    let effect = selection.effect(for: proportion)
    var multiple: Double?
    if case .multiple(let own) = limit { multiple = own }
    return CoefficientStability(
      uncontrolled: short.inference.estimates()[shortPlace],
      controlled: full.inference.estimates()[place],
      uncontrolledRSquared: shortR, controlledRSquared: fullR, maximalRSquared: maximal,
      multiple: multiple, proportion: proportion,
      adjusted: effect.map { Availability(finite: $0.value, otherwise: .notIdentified) }
        ?? .unavailable(because: .notIdentified),
      alternatives: effect?.others.filter(\.isFinite) ?? [],
      null: null,
      delta: selection.proportion(for: null).map {
        Availability(finite: $0, otherwise: .notIdentified)
      } ?? .unavailable(because: .notIdentified),
      controls: controls, kept: kept)
  }

  /// One over the sum of squares of what other regressors leave of one.
  private static func precision(_ fitted: FittedModel, _ place: Int) -> Double {
    fitted.fit.equations.bread[place, place]
  }

  private func maximalRSquared(
    _ controlled: Double, _ formula: Formula
  ) throws(EstimationError) -> Double {
    switch limit {
    case .multiple(let multiple): return min(1, multiple * controlled)
    case .value(let value):
      guard value >= controlled else {
        throw .invalid(
          "'r_max: \(value)' is below the R² that '\(formula.text)' reaches already, "
            + "\(controlled)"
            + (formula.effects.isEmpty ? "" : " within its fixed effects")
            + ". Give a greater one, or a multiple of it in 'multiple'.")
      }
      return value
    }
  }
}

/// Terms of a fitted model, by the names that a study gives them.
enum ModelTerm {
  /// The place of a term among the regressors that were kept.
  ///
  /// - Throws: ``EstimationError/collinear(term:with:)`` for one that was left out;
  ///   ``EstimationError/invalid(_:)`` for one that the model has not, with those it has.
  static func place(
    of term: String, among names: [String], omitted: [OmittedTerm], in formula: String
  ) throws(EstimationError) -> Int {
    if let place = names.firstIndex(of: term) { return place }
    if let left = omitted.first(where: { $0.term == term }) {
      throw .collinear(term: term, with: left.with)
    }
    let nearest = NearestNames.of(term, in: names)
    let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
    throw .invalid(
      "'\(term)' is no regressor of '\(formula)'.\(hint) The model has: "
        + "\(names.isEmpty ? "none" : MessageList.text(names)).")
  }
}

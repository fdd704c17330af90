import PanelData
import PanelNumerics
import PanelResults

/// A model of which coefficients are tested together with those of others.
struct TestedModel: Sendable {
  var name: String
  var heading: ResultHeading
  var sample: SampleDescription
  /// With their plain p-values, one for each term tested.
  var estimates: [Estimate]
  var covariance: CovarianceDescription?
  /// The raw names of what the outcome is explained by, and of the absorbed effects.
  var regressors: [String]
  var effects: [String]
  /// What tells the model from others: formula, sample and weights.
  var identity: String
  /// What draws are made from; absent where the method has none.
  var source: Source?
  var provenance: Provenance

  enum Source: Sendable {
    case linear(FittedModel, places: [Int])
    case instrumental(InstrumentSystem, terms: [String])
  }

  /// The sample that clusters are drawn in.
  var design: Design? {
    switch source {
    case .linear(let fitted, _): fitted.design
    case .instrumental(let system, _): system.structural
    case nil: nil
    }
  }
}

/// The steps from references to tested models.
struct TestedModels {
  let entry: MultipleTesting
  let panel: Panel
  let context: AnalysisContext

  /// - Throws: ``EstimationError/invalid(_:)`` for models without the terms, for hypotheses that
  ///   stand twice, and where draws need what a model does not have.
  func models() throws(EstimationError) -> [TestedModel] {
    var models: [TestedModel] = []
    for source in entry.sources {
      let terms = source.terms.isEmpty ? entry.terms : source.terms
      if let repeated = terms.enumerated().first(where: { terms.firstIndex(of: $1) != $0 }) {
        throw .invalid("'\(repeated.element)' stands twice among the terms.")
      }
      guard let references = try context.models(of: source.model, in: panel) else {
        models += try results(of: source.model, terms: terms)
        continue
      }
      for reference in references { models.append(try model(reference, terms: terms)) }
    }
    try check(models)
    return models
  }

  private func check(_ models: [TestedModel]) throws(EstimationError) {
    var seen: [String: String] = [:]
    var count = 0
    for model in models {
      for estimate in model.estimates {
        let key = "\(model.identity)\u{0}\(estimate.term)"
        if let first = seen.updateValue(model.name, forKey: key) {
          throw .invalid(
            "The hypothesis about '\(estimate.term)' stands twice: "
              + (first == model.name
                ? "'\(first)' is listed twice."
                : "'\(first)' and '\(model.name)' are the same model.")
              + " List every hypothesis once; another covariance does not make another one.")
        }
        count += 1
      }
    }
    for term in entry.terms
    where entry.sources.contains(where: { $0.terms.isEmpty })
      && !models.contains(where: { $0.estimates.contains { $0.term == term } })
    {
      throw .invalid("'\(term)' is a term of none of the models.")
    }
    guard count <= MultipleTesting.hypothesisLimit else {
      throw .invalid(
        "There are \(count) hypotheses; at most \(MultipleTesting.hypothesisLimit) are tested "
          + "together.")
    }
  }

  private func model(
    _ reference: ReferencedModel, terms: [String]
  ) throws(EstimationError) -> TestedModel {
    var linear = reference.linear
    linear.further = []
    if let clusters = entry.clusters {
      linear.covariance = try CovarianceSpecification(parsing: "cluster(\(clusters))")
    }
    if entry.isResampled { try checkClusters(linear, of: reference.name) }
    switch reference.model {
    case .linear:
      let formula = try linear.parsedFormula(in: panel)
      let design = try linear.design(of: formula, on: panel, threads: context.threadCount)
      let fitted = try linear.fitted(design, threads: context.threadCount)
      let names = fitted.fit.kept.map { design.regressors[$0].name }
      if terms.isEmpty { try fitted.checkFirstRegressor() }
      let places = try places(
        of: terms, among: names, omitted: fitted.fit.omitted, reference.name, formula.text)
      let estimates = fitted.inference.estimates()
      return TestedModel(
        name: reference.name, heading: linear.heading(of: formula, design, in: panel),
        sample: design.description, estimates: places.map { estimates[$0] },
        covariance: fitted.inferred.description, regressors: names,
        effects: design.effects.map(\.name), identity: identity(formula, linear),
        source: .linear(fitted, places: places),
        provenance: linear.provenance(of: formula, on: panel, in: context))
    case .instrumental(var model):
      model.linear = linear
      let formula = try model.parsedFormula(in: panel)
      let result = try model.result(on: panel, in: context)
      let slopes = result.estimates.filter { $0.component == .slopes }
      let places = try places(
        of: terms, among: slopes.map(\.term), omitted: result.omitted, reference.name,
        formula.text)
      return TestedModel(
        name: reference.name, heading: result.heading, sample: result.sample,
        estimates: places.map { slopes[$0] }, covariance: result.covariance,
        regressors: slopes.map(\.term), effects: result.absorbedEffects.map(\.name),
        identity: identity(formula, linear) + model.estimator.rawValue,
        source: model.estimator == .twoStage
          ? .instrumental(
            try model.system(of: formula, on: panel, threads: context.threadCount),
            terms: places.map { slopes[$0].term }) : nil,
        provenance: result.provenance)
    }
  }

  private func identity(_ formula: Formula, _ linear: LinearModel) -> String {
    let part = linear.variant?.subsample ?? Subsample()
    return
      ([formula.canonicalText, linear.condition ?? "", linear.weights ?? ""]
      + part.conditions + ["\u{1}"] + part.droppedUnits.sorted()).joined(separator: "\u{0}")
  }

  /// The places of the terms that the model has; the first where none is named.
  private func places(
    of terms: [String], among names: [String], omitted: [OmittedTerm], _ model: String,
    _ formula: String
  ) throws(EstimationError) -> [Int] {
    guard !names.isEmpty else { throw .invalid("'\(formula)' has no regressor left to test.") }
    guard !terms.isEmpty else { return [0] }
    let found = terms.compactMap { names.firstIndex(of: $0) }
    if found.isEmpty {
      _ = try ModelTerm.place(of: terms[0], among: names, omitted: omitted, in: formula)
    }
    return found
  }

  private func checkClusters(
    _ linear: LinearModel, of name: String
  ) throws(EstimationError) {
    guard linear.covariance.kind == .cluster else {
      throw .invalid(
        "Romano-Wolf and Westfall-Young draw clusters, and '\(name)' is not clustered: name a "
          + "variable in 'clusters', as in 'clusters: state'.")
    }
    guard linear.covariance.clusters.count == 1 else {
      let names = linear.covariance.clusters.map { $0.joined(separator: "^") }
      throw .invalid(
        "Romano-Wolf and Westfall-Young draw clusters of one variable, and '\(name)' is clustered "
          + "by \(names.count) (\(names.joined(separator: ", "))): name one of them in 'clusters'.")
    }
  }

  /// Models of other methods, by their results: their p-values are adjusted as they are.
  private func results(
    of reference: ResultReference, terms: [String]
  ) throws(EstimationError) -> [TestedModel] {
    let analysis = try context.entry(of: reference)
    let kind = type(of: analysis).kind.rawValue
    guard !(analysis is MultipleTesting), !(analysis is SpecificationCurve) else {
      throw .invalid("'\(reference)' is of method \(kind), which is about other models already.")
    }
    guard !entry.isResampled, entry.clusters == nil else {
      throw .invalid(
        "'\(reference)' is of method \(kind), whose statistics cannot be drawn together with "
          + "others. Adjust its p-values by holm, bonferroni, bh or by, without 'clusters'.")
    }
    var own = context
    own.id = reference.entry
    let all: [any AnalysisResult] = try analysis.run(on: panel, in: own)
    let positions = reference.position.map { [$0] } ?? Array(1...max(1, all.count))
    var models: [TestedModel] = []
    for position in positions {
      guard all.indices.contains(position - 1) else {
        throw .invalid("'\(reference)': there is no result \(position); there are \(all.count).")
      }
      let result = all[position - 1]
      let name =
        all.count == 1
        ? reference.entry : ResultReference(entry: reference.entry, position: position).description
      let estimates = result.estimates.filter { $0.component == .slopes }
      guard !estimates.isEmpty else {
        throw .invalid("'\(name)' is of method \(kind), which has no coefficients to test.")
      }
      let places = try places(
        of: terms, among: estimates.map(\.term), omitted: [], name, name)
      models.append(
        TestedModel(
          name: name, heading: result.heading, sample: result.sample,
          estimates: places.map { estimates[$0] },
          covariance: (result as? any RegressionFit)?.covariance,
          regressors: estimates.map(\.term),
          effects: (result as? any RegressionFit)?.absorbedEffects.map(\.name) ?? [],
          identity: name,
          provenance: result.provenance))
    }
    return models
  }
}

extension InstrumentalModel {
  /// The model after effects are absorbed.
  func system(
    of formula: Formula, on panel: Panel, threads: Int
  ) throws(EstimationError) -> InstrumentSystem {
    let design = try linear.design(of: Self.joint(formula), on: panel, threads: threads)
    return try InstrumentSystemBuilder(
      design: design, roles: roles(of: design, formula), threads: threads
    ).system()
  }

  /// The part of each regressor of a joint design.
  func roles(of design: Design, _ formula: Formula) -> [InstrumentRole] {
    design.regressors.map { regressor in
      regressor.term < formula.endogenous.count
        ? .endogenous
        : regressor.term < formula.endogenous.count + formula.regressors.count
          ? .exogenous : .instrument
    }
  }
}

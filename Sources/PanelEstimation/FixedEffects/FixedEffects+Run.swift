package import PanelData
package import PanelResults

extension FixedEffects {
  /// Fits every model under every covariance that is asked of it.
  ///
  /// - Returns: One result per model and covariance, models first.
  /// - Throws: What a formula, a covariance, the data or the estimator refuses; the text begins
  ///   with the model where there are several.
  /// - SeeAlso: Correia (2017), *Linear models with high-dimensional fixed effects*; oracles `ols_*`, `wls_*`, `fe*_*`, `lag_*`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [RegressionResult] {
    let entry = try varied(id: context.id, among: context.entries, lists: panel.lists)
    guard entry == self else { return try entry.run(on: panel, in: context) }
    var results: [RegressionResult] = []
    for (position, model) in models.enumerated() {
      for (column, text) in covariances(of: model).enumerated() {
        var linear = linearModel(
          model.underCovariance(column), covariance: try CovarianceSpecification(parsing: text),
          place: model.place(at: position, in: context.id))
        do {
          linear.further = try linear.covariance.further(model.also ?? also)
          results.append(try linear.result(on: panel, in: context))
        } catch {
          throw models.count > 1 ? error.inModel(position + 1, model.formula) : error
        }
      }
    }
    return results
  }

  private func covariances(of model: Model) -> [String] { model.vcov.map { [$0] } ?? vcov }

  /// A model of the entry with what the entry says for all of them.
  func linearModel(
    _ model: Model, covariance: CovarianceSpecification, place: String
  ) -> LinearModel {
    var linear = LinearModel(
      model.formula, covariance: covariance,
      weights: model.weights == "none" ? nil : model.weights ?? weights,
      condition: model.condition ?? condition,
      smallSample: model.smallSample ?? smallSample,
      singletons: singletons, level: level, place: place)
    linear.variant = model.variant
    return linear
  }
}

extension FixedEffects: TreatmentAnalysis {
  package var modelCount: Int { models.reduce(0) { $0 + covariances(of: $1).count } }

  package func only(_ position: Int?) throws(EstimationError) -> FixedEffects {
    let pairs = models.flatMap { model in covariances(of: model).map { (model, $0) } }
    guard let position = position ?? (pairs.count == 1 ? 1 : nil) else {
      throw .invalid("There are \(pairs.count) models; name one by its number, as in name[1].")
    }
    guard pairs.indices.contains(position - 1) else {
      throw .invalid("There is no model \(position); there are \(pairs.count).")
    }
    var entry = self
    entry.models = [pairs[position - 1].0]
    entry.models[0].vcov = pairs[position - 1].1
    entry.models[0].also = []
    return entry
  }

  /// The first regressor, where it is a column.
  package func treatmentColumn(in panel: Panel) throws(EstimationError) -> TreatmentColumn {
    .indicator(try models[0].readFormula(lists: panel.lists).treatmentName())
  }

  package func effect(in result: RegressionResult) -> Estimate? {
    result.estimates.first { $0.component == .slopes }
  }

  package func linearModel(in panel: Panel) throws(EstimationError) -> LinearModel? {
    linearModel(
      models[0],
      covariance: try CovarianceSpecification(parsing: covariances(of: models[0])[0]), place: "")
  }
}

extension Formula {
  /// The first regressor, which is the treatment.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` where it is no column.
  func treatmentName() throws(EstimationError) -> String {
    if let first = regressors.first, first.factors.count == 1,
      case .numeric(.column(let name)) = first.factors[0]
    {
      return name
    }
    throw .invalid(
      "The first regressor of '\(text)' is the treatment here, and it must be a column. Define it "
        + "under 'variables' and name that.")
  }
}

extension EstimationError {
  /// The same fault, with the model that it concerns.
  func inModel(_ number: Int, _ formula: String) -> EstimationError {
    .model(number: number, formula: formula, self)
  }
}

package import PanelData
package import PanelResults

extension InstrumentalVariables {
  /// Fits every model under every covariance that is asked of it.
  ///
  /// - Returns: One result per model and covariance, models first.
  /// - Throws: What a formula, a covariance, the data or the estimator refuses; the text begins
  ///   with the model where there are several.
  /// - SeeAlso: Baum, Schaffer and Stillman (2007); oracles `iv_*`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [InstrumentalVariablesResult] {
    let entry = try varied(id: context.id, among: context.entries, lists: panel.lists)
    guard entry == self else { return try entry.run(on: panel, in: context) }
    var results: [InstrumentalVariablesResult] = []
    for (position, model) in models.enumerated() {
      do {
        for one in try instrumentalModels(of: model, at: position, id: context.id) {
          results.append(try one.result(on: panel, in: context))
        }
      } catch {
        throw models.count > 1 ? error.inModel(position + 1, model.shared.formula) : error
      }
    }
    return results
  }

  /// Every model under every covariance that is asked of it, models first.
  ///
  /// - Parameter id: The entry's id, which places are below.
  /// - Throws: ``EstimationError/invalid(_:)`` for a covariance that cannot be read.
  func instrumentalModels(id: String) throws(EstimationError) -> [InstrumentalModel] {
    var all: [InstrumentalModel] = []
    for (position, model) in models.enumerated() {
      all += try instrumentalModels(of: model, at: position, id: id)
    }
    return all
  }

  private func instrumentalModels(
    of model: Model,
    at position: Int,
    id: String
  ) throws(EstimationError) -> [InstrumentalModel] {
    let isOneOfSeveral = models.count > 1 || model.shared.variant != nil
    let place = isOneOfSeveral ? model.shared.place(at: position, in: id) : id
    var all: [InstrumentalModel] = []
    for (column, text) in covariances(of: model).enumerated() {
      var linear = LinearModel(
        model.shared.formula,
        covariance: try CovarianceSpecification(parsing: text),
        weights: model.shared.weights == "none" ? nil : model.shared.weights ?? weights,
        condition: model.shared.condition ?? condition,
        smallSample: model.shared.smallSample ?? smallSample,
        singletons: singletons,
        level: level,
        place: place
      )
      linear.further = try linear.covariance.further(model.shared.also ?? also)
      linear.variant = model.shared.underCovariance(column).variant
      all.append(
        InstrumentalModel(
          linear: linear,
          estimator: model.estimator ?? estimator,
          distribution: distribution
        )
      )
    }
    return all
  }
}

extension InstrumentalVariables: VariedAnalysis {
  package var commonCovariances: [String] { vcov }
  package var commonEstimator: String? { estimator.rawValue }

  private func covariances(of model: Model) -> [String] { model.shared.vcov.map { [$0] } ?? vcov }

  package func only(_ position: Int?) throws(EstimationError) -> InstrumentalVariables {
    let pairs = models.flatMap { model in covariances(of: model).map { (model, $0) } }
    guard let position = position ?? (pairs.count == 1 ? 1 : nil) else {
      throw .invalid("There are \(pairs.count) models; name one by its number, as in name[1].")
    }
    guard pairs.indices.contains(position - 1) else {
      throw .invalid("There is no model \(position); there are \(pairs.count).")
    }
    var entry = self
    entry.models = [pairs[position - 1].0]
    entry.models[0].shared.vcov = pairs[position - 1].1
    return entry
  }
}

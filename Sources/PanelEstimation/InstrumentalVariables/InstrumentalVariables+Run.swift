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
    let place = models.count > 1 ? "\(id).models[\(position + 1)]" : id
    var all: [InstrumentalModel] = []
    for text in model.shared.vcov.map({ [$0] }) ?? vcov {
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

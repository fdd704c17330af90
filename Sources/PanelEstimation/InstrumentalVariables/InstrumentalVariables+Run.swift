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
      for text in model.shared.vcov.map({ [$0] }) ?? vcov {
        let place = models.count > 1 ? "\(context.id).models[\(position + 1)]" : context.id
        do {
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
          results.append(
            try InstrumentalModel(
              linear: linear,
              estimator: model.estimator ?? estimator,
              distribution: distribution
            ).result(on: panel, in: context)
          )
        } catch {
          throw models.count > 1 ? error.inModel(position + 1, model.shared.formula) : error
        }
      }
    }
    return results
  }
}

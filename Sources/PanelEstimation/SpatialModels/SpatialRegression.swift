package import PanelData
package import PanelResults

/// Linear models of a cross-section of units with spatial lags, by maximum likelihood.
///
/// An entry is a table: formulas, weights, models and covariances may each be several.
package struct SpatialRegression: Analysis, Equatable {
  package static let kind: AnalysisKind = "spatial-regression"
  package static let summary =
    "Spatial models of a cross-section by maximum likelihood: sar, sem, sdm, sac, slx, sdem."

  package var options: SpatialOptions

  package init(_ options: SpatialOptions) { self.options = options }

  package init(from decoder: any Decoder) throws {
    options = try SpatialOptions(from: decoder)
    guard options.random == nil else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "a cross-section has one row of a unit, and 'random' is about effects "
            + "of units: take the key out"
        )
      )
    }
    guard options.estimator == nil || options.estimator == .twoStage else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "a cross-section has no effects of units and periods, which "
            + "this estimator is about: take the key out, or write 'two-stage'"
        )
      )
    }
  }

  package static let keys = SpatialOptions.keys(.crossSection)

  /// Fits every model.
  ///
  /// - Returns: One result per formula, weights, model and covariance, in this order.
  /// - Throws: What a formula, the weights, the data or the likelihood refuses.
  /// - SeeAlso: ``SpatialLikelihood``; oracles `cs_*`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [SpatialRegressionResult] {
    try options.run(.crossSection, on: panel, in: context)
  }
}

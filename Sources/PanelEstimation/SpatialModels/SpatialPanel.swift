package import PanelData
package import PanelResults

/// Linear models of a balanced panel with spatial lags, by maximum likelihood.
///
/// Effects of units and periods are those that the formula absorbs. An entry is a table: formulas,
/// weights, models and covariances may each be several.
package struct SpatialPanel: Analysis, Equatable {
  package static let kind: AnalysisKind = "spatial-panel"
  package static let summary =
    "Spatial panel models by maximum likelihood: sar, sem, sdm, sac, slx, sdem with effects of units and "
    + "periods in Lee and Yu's transformation."

  package var options: SpatialOptions

  package init(_ options: SpatialOptions) { self.options = options }

  package init(from decoder: any Decoder) throws {
    options = try SpatialOptions(from: decoder)
  }

  package static let keys = SpatialOptions.keys(.panel)

  /// Fits every model.
  ///
  /// - Returns: One result per formula, weights, model and covariance, in this order.
  /// - Throws: What a formula, the weights, the data or the likelihood refuses.
  /// - SeeAlso: ``SpatialLikelihood``; oracles `panel_*`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [SpatialRegressionResult] {
    try options.run(.panel, on: panel, in: context)
  }
}

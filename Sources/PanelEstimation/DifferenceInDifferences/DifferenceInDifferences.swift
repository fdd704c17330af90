import PanelData
package import PanelResults

/// Multi-period difference-in-differences: a 0/1 treatment in a linear model with fixed effects.
///
/// The first regressor of each model is the treatment. Everything else is as in method
/// `fixed-effects`, except that the covariance is clustered by unit where none is named.
package struct DifferenceInDifferences: Analysis, Equatable {
  package static let kind: AnalysisKind = "did"
  package static let summary =
    "Difference-in-differences over many periods by two-way fixed effects, with the timing of "
    + "treatment."

  package var models: [FixedEffects.Model]
  /// The covariances, as written; clustered by unit where none is named.
  package var vcov: [String]?
  /// Further covariances of the same estimates, as written.
  package var also: [String] = []
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  package var smallSample: SmallSampleOptions
  package var singletons: SingletonRule
  /// The confidence level of intervals.
  package var level: Double
  /// What becomes of a treatment that ends.
  package var switching: SwitchingRule

  package init(
    models: [FixedEffects.Model], vcov: [String]? = nil, weights: String? = nil,
    condition: String? = nil, smallSample: SmallSampleOptions = SmallSampleOptions(),
    singletons: SingletonRule = .drop, level: Double = 0.95, switching: SwitchingRule = .error
  ) {
    self.models = models
    self.vcov = vcov
    self.weights = weights
    self.condition = condition
    self.smallSample = smallSample
    self.singletons = singletons
    self.level = level
    self.switching = switching
  }

  private enum CodingKeys: String, CodingKey { case vcov, switching }

  package init(from decoder: any Decoder) throws {
    let fits = try FixedEffects(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      models: fits.models,
      vcov: container.contains(.vcov) ? fits.vcov : nil,
      weights: fits.weights, condition: fits.condition, smallSample: fits.smallSample,
      singletons: fits.singletons, level: fits.level,
      switching: try container.decodeIfPresent(SwitchingRule.self, forKey: .switching) ?? .error)
    also = fits.also
  }

  package static let keys: [KeyDescription] =
    FixedEffects.keys.map { key in
      var key = key
      if key.name == "vcov" { key.defaultText = "cluster(unit)" }
      if key.name == "models" {
        key.help =
          "The columns: formulas such as 'y ~ post + $controls | unit + year', whose first "
          + "regressor is the 0/1 treatment, or mappings that also override what holds for the "
          + "others."
      }
      return key
    } + [
      KeyDescription(
        "switching", .choice(SwitchingRule.allCases.map(\.rawValue)), default: "error",
        "Whether a treatment that ends is an error, or allowed: then cohorts go by the first "
          + "treated period.")
    ]

  /// A model under one of its covariances; `nil` for the default.
  struct Column {
    /// The position of the model, from 1.
    var number: Int
    var model: FixedEffects.Model
    var vcov: String?
  }

  /// Models and covariances in the order of results.
  var columns: [Column] {
    models.enumerated().flatMap { position, model in
      let covariances = model.vcov.map { [$0] } ?? vcov ?? []
      return (covariances.isEmpty ? [nil] : covariances.map(Optional.some)).enumerated().map {
        Column(number: position + 1, model: model.underCovariance($0.offset), vcov: $0.element)
      }
    }
  }

  /// The model of a column, as method `fixed-effects` would fit it.
  func linearModel(
    of column: Column, in panel: Panel, place: String
  ) throws(EstimationError) -> LinearModel {
    let fits = FixedEffects(
      models: [], weights: weights, condition: condition, smallSample: smallSample,
      singletons: singletons, level: level)
    var linear = fits.linearModel(
      column.model, covariance: try CovarianceSpecification.specified(column.vcov, in: panel),
      place: place)
    linear.further = try linear.covariance.further(column.model.also ?? also)
    return linear
  }
}

import PanelData
package import PanelResults

/// One spatial model: a formula, a matrix of weights, and what is estimated how.
package struct SpatialRequest: Sendable, Equatable {
  package var formula: String
  package var model: SpatialModel
  /// The name of the weights in the study.
  package var weights: String
  /// How the likelihood treats effects; absent where the model's own default holds.
  package var estimator: SpatialEstimator?
  package var covariance: SpatialCovariance
  /// The regressors whose spatial lags enter; absent for all.
  package var lagged: [String]?
  /// The unit variable, where its effects are random; absent where they are absorbed or there are
  /// none.
  package var random: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  /// The confidence level of intervals.
  package var level: Double
  /// Whether rows are units in periods, or units alone.
  package var scope: Scope
  /// Where the model stands below `analyses`.
  package var place: String

  package enum Scope: Sendable, Equatable {
    case panel, crossSection
  }

  package init(
    _ formula: String,
    model: SpatialModel,
    weights: String,
    estimator: SpatialEstimator? = nil,
    covariance: SpatialCovariance = .expected,
    lagged: [String]? = nil,
    random: String? = nil,
    condition: String? = nil,
    level: Double = 0.95,
    scope: Scope,
    place: String = ""
  ) {
    self.formula = formula
    self.model = model
    self.weights = weights
    self.estimator = estimator
    self.covariance = covariance
    self.lagged = lagged
    self.random = random
    self.condition = condition
    self.level = level
    self.scope = scope
    self.place = place
  }

  /// What errors call it: `the sdm of 'y ~ x' with weights 'distance'`.
  var inWords: String { "the \(model.rawValue) of '\(formula)' with weights '\(weights)'" }
}

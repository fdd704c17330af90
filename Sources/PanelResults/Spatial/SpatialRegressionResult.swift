/// A capability: the model has spatial lags.
package protocol SpatialFit: RegressionFit {
  var model: SpatialModel { get }
  var estimator: SpatialEstimator { get }
  var panelEffects: SpatialPanelEffects { get }
  /// The weights W of every lag of the model.
  var weights: SpatialWeightsDescription { get }
  /// ρ and λ, those that the model has, in this order.
  var spatialParameters: [Estimate] { get }
  /// Effects of regressors; absent for models in which they are the coefficients themselves, and
  /// where none were asked for.
  var effects: SpatialEffects? { get }
  /// How the determinant was computed; absent where the model has none.
  var logDeterminant: LogDeterminantDescription? { get }
}

/// A linear model with spatial lags of the outcome, of regressors or of errors.
///
/// ``estimates`` hold β and then θ: a coefficient of WX has the raw name of its regressor and the
/// component ``Estimate/Component/spatialLag``. The terms of ρ and λ are ``rhoTerm`` and
/// ``lambdaTerm``.
package struct SpatialRegressionResult: SpatialFit, Equatable {
  package static let method = "spatial-regression"
  package static let rhoTerm = "rho"
  package static let lambdaTerm = "lambda"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var model: SpatialModel
  package var estimator: SpatialEstimator
  package var panelEffects: SpatialPanelEffects
  package var weights: SpatialWeightsDescription
  package var covariance: CovarianceDescription
  package var absorbedEffects: [AbsorbedEffect]
  package var omitted: [OmittedTerm]
  package var regressorLists: [String: [String]]
  package var estimates: [Estimate]
  package var spatialParameters: [Estimate]
  /// The covariance of ``estimates``, then ``spatialParameters``, then σ², row by row; empty where
  /// σ² has none, which is then left out, or nothing was inferred.
  package var covarianceMatrix: [[Double]]
  package var effects: SpatialEffects?
  package var statistics: [StatisticEntry]
  package var tests: [HypothesisTest]
  /// How the determinant was computed; absent where the model has none.
  package var logDeterminant: LogDeterminantDescription?
  package var remarks: [Remark]
  package var provenance: Provenance

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    model: SpatialModel,
    estimator: SpatialEstimator,
    panelEffects: SpatialPanelEffects,
    weights: SpatialWeightsDescription,
    covariance: CovarianceDescription,
    absorbedEffects: [AbsorbedEffect] = [],
    omitted: [OmittedTerm] = [],
    regressorLists: [String: [String]] = [:],
    estimates: [Estimate],
    spatialParameters: [Estimate],
    covarianceMatrix: [[Double]],
    effects: SpatialEffects? = nil,
    statistics: [StatisticEntry],
    tests: [HypothesisTest] = [],
    logDeterminant: LogDeterminantDescription? = nil,
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.model = model
    self.estimator = estimator
    self.panelEffects = panelEffects
    self.weights = weights
    self.covariance = covariance
    self.absorbedEffects = absorbedEffects
    self.omitted = omitted
    self.regressorLists = regressorLists
    self.estimates = estimates
    self.spatialParameters = spatialParameters
    self.covarianceMatrix = covarianceMatrix
    self.effects = effects
    self.statistics = statistics
    self.tests = tests
    self.logDeterminant = logDeterminant
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension SpatialRegressionResult {
  private enum CodingKeys: String, CodingKey {
    case sample, model, estimator, weights, covariance, omitted, estimates, effects, tests
    case panelEffects = "panel_effects"
    case absorbedEffects = "absorbed_effects"
    case regressorLists = "regressor_lists"
    case spatialParameters = "spatial_parameters"
    case covarianceMatrix = "covariance_matrix"
    case logDeterminant = "log_determinant"
    case remarks, provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(model, forKey: .model)
    try container.encode(estimator, forKey: .estimator)
    try container.encode(panelEffects, forKey: .panelEffects)
    try container.encode(weights, forKey: .weights)
    try container.encode(covariance, forKey: .covariance)
    try container.encode(absorbedEffects, forKey: .absorbedEffects)
    try container.encode(omitted, forKey: .omitted)
    try container.encode(regressorLists, forKey: .regressorLists)
    try container.encode(estimates, forKey: .estimates)
    try container.encode(spatialParameters, forKey: .spatialParameters)
    try container.encode(covarianceMatrix, forKey: .covarianceMatrix)
    try container.encodeIfPresent(effects, forKey: .effects)
    try container.encode(tests, forKey: .tests)
    try container.encodeIfPresent(logDeterminant, forKey: .logDeterminant)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    model = try container.decode(SpatialModel.self, forKey: .model)
    estimator = try container.decode(SpatialEstimator.self, forKey: .estimator)
    panelEffects = try container.decode(SpatialPanelEffects.self, forKey: .panelEffects)
    weights = try container.decode(SpatialWeightsDescription.self, forKey: .weights)
    covariance = try container.decode(CovarianceDescription.self, forKey: .covariance)
    absorbedEffects = try container.decode([AbsorbedEffect].self, forKey: .absorbedEffects)
    omitted = try container.decode([OmittedTerm].self, forKey: .omitted)
    regressorLists = try container.decode([String: [String]].self, forKey: .regressorLists)
    estimates = try container.decode([Estimate].self, forKey: .estimates)
    spatialParameters = try container.decode([Estimate].self, forKey: .spatialParameters)
    covarianceMatrix = try container.decode([[Double]].self, forKey: .covarianceMatrix)
    effects = try container.decodeIfPresent(SpatialEffects.self, forKey: .effects)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    logDeterminant = try container.decodeIfPresent(
      LogDeterminantDescription.self,
      forKey: .logDeterminant
    )
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

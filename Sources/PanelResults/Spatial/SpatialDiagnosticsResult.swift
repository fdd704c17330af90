/// Tests of what spatial dependence a linear model leaves out, for one matrix of weights.
package struct SpatialDiagnosticsResult: AnalysisResult, Equatable {
  package static let method = "spatial-diagnostics"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var panelEffects: SpatialPanelEffects
  package var weights: SpatialWeightsDescription
  /// The models that likelihood ratios and Wald tests compare were estimated so.
  package var estimator: SpatialEstimator
  /// How effects of units and periods enter Lagrange multipliers.
  package var multipliers: MultiplierForm
  /// In the order in which a table shows them: Lagrange multipliers, Wald, likelihood ratios,
  /// effects, Hausman, and those of pooled residuals.
  package var tests: [HypothesisTest]
  /// The models that were fitted for the tests.
  package var models: [ComparedModel]
  package var statistics: [StatisticEntry]
  package var remarks: [Remark]
  package var provenance: Provenance

  /// None: this result is about what is left of a model.
  package var estimates: [Estimate] { [] }

  private enum CodingKeys: String, CodingKey {
    case sample, weights, estimator, multipliers, tests, models, remarks, provenance
    case panelEffects = "panel_effects"
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    panelEffects: SpatialPanelEffects,
    weights: SpatialWeightsDescription,
    estimator: SpatialEstimator,
    multipliers: MultiplierForm = .elhorst,
    tests: [HypothesisTest],
    models: [ComparedModel] = [],
    statistics: [StatisticEntry] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.panelEffects = panelEffects
    self.weights = weights
    self.estimator = estimator
    self.multipliers = multipliers
    self.tests = tests
    self.models = models
    self.statistics = statistics
    self.remarks = remarks
    self.provenance = provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(panelEffects, forKey: .panelEffects)
    try container.encode(weights, forKey: .weights)
    try container.encode(estimator, forKey: .estimator)
    try container.encode(multipliers, forKey: .multipliers)
    try container.encode(tests, forKey: .tests)
    try container.encode(models, forKey: .models)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    panelEffects = try container.decode(SpatialPanelEffects.self, forKey: .panelEffects)
    weights = try container.decode(SpatialWeightsDescription.self, forKey: .weights)
    estimator = try container.decode(SpatialEstimator.self, forKey: .estimator)
    multipliers = try container.decode(MultiplierForm.self, forKey: .multipliers)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    models = try container.decode([ComparedModel].self, forKey: .models)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

extension SpatialDiagnosticsResult {
  /// How effects of units and periods enter Lagrange multipliers.
  package enum MultiplierForm: String, Codable, Sendable, CaseIterable {
    /// Columns are taken from effects, the lag of fitted values is not (Elhorst 2010; splm).
    case elhorst
    /// The lag of fitted values is, too: the model with a dummy for every effect.
    case exactProjection = "exact-projection"
    /// Data in Lee and Yu's orthonormal transformation (Debarsy and Ertur 2010).
    case leeYu = "lee-yu"
  }

  /// One of the models that tests compare.
  package struct ComparedModel: Codable, Sendable, Equatable {
    /// Absent for the model without spatial terms.
    package var model: SpatialModel?
    package var panelEffects: SpatialPanelEffects
    package var logLikelihood: Availability<Double>
    /// ρ, or λ of a model of errors; absent for the model without spatial terms.
    package var parameter: Availability<Double>?

    private enum CodingKeys: String, CodingKey {
      case model, parameter
      case panelEffects = "panel_effects"
      case logLikelihood = "log_likelihood"
    }

    package init(
      model: SpatialModel?,
      panelEffects: SpatialPanelEffects,
      logLikelihood: Availability<Double>,
      parameter: Availability<Double>? = nil
    ) {
      self.model = model
      self.panelEffects = panelEffects
      self.logLikelihood = logLikelihood
      self.parameter = parameter
    }
  }
}

/// Tests of what spatial dependence a linear model leaves out, for one matrix of weights.
package struct SpatialDiagnosticsResult: AnalysisResult, Equatable {
  package static let method = "spatial-diagnostics"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var panelEffects: SpatialPanelEffects
  package var weights: SpatialWeightsDescription
  /// The models that likelihood ratios and Wald tests compare were estimated so.
  package var estimator: SpatialEstimator
  /// In the order in which a table shows them: Lagrange multipliers, Wald, likelihood ratios,
  /// effects, Hausman.
  package var tests: [HypothesisTest]
  package var statistics: [StatisticEntry]
  package var remarks: [Remark]
  package var provenance: Provenance

  /// None: this result is about what is left of a model.
  package var estimates: [Estimate] { [] }

  private enum CodingKeys: String, CodingKey {
    case sample, weights, estimator, tests, remarks, provenance
    case panelEffects = "panel_effects"
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    panelEffects: SpatialPanelEffects,
    weights: SpatialWeightsDescription,
    estimator: SpatialEstimator,
    tests: [HypothesisTest],
    statistics: [StatisticEntry] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.panelEffects = panelEffects
    self.weights = weights
    self.estimator = estimator
    self.tests = tests
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
    try container.encode(tests, forKey: .tests)
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
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

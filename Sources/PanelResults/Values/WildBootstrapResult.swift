/// Wild cluster bootstrap tests of coefficients of a linear model.
package struct WildBootstrapResult: AnalysisResult, Equatable {
  package static let method = "wild-bootstrap"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// The study's name of the model, such as `baseline[3]`.
  package var of: String
  /// Of the t statistics: clustered.
  package var covariance: CovarianceDescription
  package var tests: [HypothesisTest]
  package var terms: [WildBootstrapTerm]
  package var statistics: [StatisticEntry]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { terms.map(\.estimate) }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    of: String,
    covariance: CovarianceDescription,
    tests: [HypothesisTest] = [],
    terms: [WildBootstrapTerm] = [],
    statistics: [StatisticEntry] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.of = of
    self.covariance = covariance
    self.tests = tests
    self.terms = terms
    self.statistics = statistics
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension WildBootstrapResult {
  private enum CodingKeys: String, CodingKey {
    case sample, of, covariance, tests, terms, remarks, provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(of, forKey: .of)
    try container.encode(covariance, forKey: .covariance)
    try container.encode(tests, forKey: .tests)
    try container.encode(terms, forKey: .terms)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    of = try container.decode(String.self, forKey: .of)
    covariance = try container.decode(CovarianceDescription.self, forKey: .covariance)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    terms = try container.decode([WildBootstrapTerm].self, forKey: .terms)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The test that one coefficient has a given value.
package struct WildBootstrapTerm: Codable, Sendable, Equatable {
  /// With the p-value and interval of the bootstrap; its standard error and t are the model's.
  package var estimate: Estimate
  /// The value under the null hypothesis.
  package var null: Double
  /// By the t distribution, for comparison.
  package var analyticPValue: Availability<Double>
  package var weights: Weights
  /// Whether residuals are those of the model under the null.
  package var imposesNull: Bool
  /// Sign patterns drawn, or all of them where enumerated.
  package var draws: Int
  package var isEnumerated: Bool
  package var clusters: Int
  /// |t*| > |t|, up to rounding.
  package var strict: PermutationPValue
  /// |t*| ≥ |t|.
  package var withTies: PermutationPValue
  /// Absent where nothing was drawn.
  package var seed: UInt64?

  private enum CodingKeys: String, CodingKey {
    case estimate, null, weights, draws, clusters, strict, seed
    case analyticPValue = "analytic_p_value"
    case imposesNull = "imposes_null"
    case isEnumerated = "is_enumerated"
    case withTies = "with_ties"
  }

  package init(
    estimate: Estimate,
    null: Double,
    analyticPValue: Availability<Double>,
    weights: Weights,
    imposesNull: Bool,
    draws: Int,
    isEnumerated: Bool,
    clusters: Int,
    strict: PermutationPValue,
    withTies: PermutationPValue,
    seed: UInt64? = nil
  ) {
    self.estimate = estimate
    self.null = null
    self.analyticPValue = analyticPValue
    self.weights = weights
    self.imposesNull = imposesNull
    self.draws = draws
    self.isEnumerated = isEnumerated
    self.clusters = clusters
    self.strict = strict
    self.withTies = withTies
    self.seed = seed
  }

  package enum Weights: String, Codable, Sendable, CaseIterable {
    case rademacher, webb, mammen
  }
}

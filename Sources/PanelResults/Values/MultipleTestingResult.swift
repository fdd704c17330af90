/// P-values of several hypotheses that are tested together, adjusted for their number.
package struct MultipleTestingResult: AnalysisResult, Equatable {
  package static let method = "multiple-testing"

  package var heading: ResultHeading
  /// Of the model with the most observations.
  package var sample: SampleDescription
  /// In the order of the study.
  package var hypotheses: [TestedHypothesis]
  /// The adjustments in the order asked for.
  package var adjustments: [PValueAdjustment]
  /// How statistics were drawn; absent where every adjustment takes p-values alone.
  package var resampling: JointResampling?
  package var statistics: [StatisticEntry]
  package var tests: [HypothesisTest]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { hypotheses.map(\.estimate) }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    hypotheses: [TestedHypothesis],
    adjustments: [PValueAdjustment],
    resampling: JointResampling? = nil,
    statistics: [StatisticEntry] = [],
    tests: [HypothesisTest] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.hypotheses = hypotheses
    self.adjustments = adjustments
    self.resampling = resampling
    self.statistics = statistics
    self.tests = tests
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension MultipleTestingResult {
  private enum CodingKeys: String, CodingKey {
    case sample, hypotheses, adjustments, resampling, tests, remarks, provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(hypotheses, forKey: .hypotheses)
    try container.encode(adjustments, forKey: .adjustments)
    try container.encodeIfPresent(resampling, forKey: .resampling)
    try container.encode(tests, forKey: .tests)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    hypotheses = try container.decode([TestedHypothesis].self, forKey: .hypotheses)
    adjustments = try container.decode([PValueAdjustment].self, forKey: .adjustments)
    resampling = try container.decodeIfPresent(JointResampling.self, forKey: .resampling)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The hypothesis that one coefficient of one model is zero.
package struct TestedHypothesis: Codable, Sendable, Equatable {
  /// The study's name of the model, such as `baseline[3]`.
  package var model: String
  /// The raw name of the outcome; absent where the model has none.
  package var outcome: String?
  /// With the plain p-value: of the model, under the covariance named here.
  package var estimate: Estimate
  /// Absent where the model's method tells none.
  package var covariance: CovarianceDescription?
  /// The raw names of the model's regressors and of its absorbed effects, as far as they are told.
  package var regressors: [String]?
  package var effects: [String]?
  package var observations: Int
  /// One per adjustment, in the result's order.
  package var adjusted: [Double]

  private enum CodingKeys: String, CodingKey {
    case model, outcome, estimate, covariance, regressors, effects, adjusted
    case observations = "n"
  }

  package init(
    model: String,
    outcome: String?,
    estimate: Estimate,
    covariance: CovarianceDescription?,
    regressors: [String]? = nil,
    effects: [String]? = nil,
    observations: Int,
    adjusted: [Double]
  ) {
    self.model = model
    self.outcome = outcome
    self.estimate = estimate
    self.covariance = covariance
    self.regressors = regressors
    self.effects = effects
    self.observations = observations
    self.adjusted = adjusted
  }
}

/// A way to adjust p-values for the number of hypotheses.
package enum PValueAdjustment: String, Codable, Sendable, CaseIterable {
  /// Step-down over the largest of drawn statistics (Romano and Wolf 2005).
  case romanoWolf = "romano-wolf"
  /// Step-down over the smallest of drawn p-values (Westfall and Young 1993).
  case westfallYoung = "westfall-young"
  case holm
  case bonferroni
  /// The false discovery rate of independent tests (Benjamini and Hochberg 1995).
  case benjaminiHochberg = "bh"
  /// The false discovery rate of tests that depend in any way (Benjamini and Yekutieli 2001).
  case benjaminiYekutieli = "by"

  /// Whether it takes drawn statistics, not p-values alone.
  package var isResampled: Bool { self == .romanoWolf || self == .westfallYoung }

  /// Whether it bounds the share of false discoveries, not the chance of a single one.
  package var isFalseDiscoveryRate: Bool {
    self == .benjaminiHochberg || self == .benjaminiYekutieli
  }
}

/// How the statistics of several models were drawn together.
package struct JointResampling: Codable, Sendable, Equatable {
  package var kind: Kind
  /// The variable whose groups were drawn.
  package var clusters: ClusterDimension
  /// Draws in which every statistic could be computed.
  package var draws: Int
  /// Draws left out, because a coefficient was not identified in them.
  package var failed: Int
  /// Of the wild bootstrap.
  package var weights: WildBootstrapTerm.Weights?
  /// Whether residuals were those of the models under their null hypotheses; of the wild bootstrap.
  package var imposesNull: Bool?
  /// Whether all patterns of signs were taken once.
  package var isEnumerated: Bool
  /// Absent where nothing was drawn.
  package var seed: UInt64?

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Residuals of a cluster are multiplied by one weight, in all models.
    case wild
    /// Clusters are drawn with replacement, for all models.
    case pairs
  }

  private enum CodingKeys: String, CodingKey {
    case kind, clusters, draws, failed, weights, seed
    case imposesNull = "imposes_null"
    case isEnumerated = "is_enumerated"
  }

  package init(
    kind: Kind,
    clusters: ClusterDimension,
    draws: Int,
    failed: Int = 0,
    weights: WildBootstrapTerm.Weights? = nil,
    imposesNull: Bool? = nil,
    isEnumerated: Bool = false,
    seed: UInt64? = nil
  ) {
    self.kind = kind
    self.clusters = clusters
    self.draws = draws
    self.failed = failed
    self.weights = weights
    self.imposesNull = imposesNull
    self.isEnumerated = isEnumerated
    self.seed = seed
  }
}

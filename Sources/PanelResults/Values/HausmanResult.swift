/// Tests whether random effects estimate what fixed effects estimate.
package struct HausmanResult: AnalysisResult, Equatable {
  package static let method = "hausman"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// The coefficients that both estimators have, constant left out.
  package var contrasts: [HausmanContrast]
  /// One per form of the test, in the order asked for.
  package var forms: [HausmanForm]
  /// Regressors that do not vary within units, so that fixed effects do not estimate them.
  package var invariant: [String]
  package var statistics: [StatisticEntry]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var tests: [HypothesisTest] { forms.map(\.test) }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    contrasts: [HausmanContrast] = [],
    forms: [HausmanForm] = [],
    invariant: [String] = [],
    statistics: [StatisticEntry] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.contrasts = contrasts
    self.forms = forms
    self.invariant = invariant
    self.statistics = statistics
    self.remarks = remarks
    self.provenance = provenance
  }
}

/// One coefficient under both estimators.
package struct HausmanContrast: Codable, Sendable, Equatable {
  /// The raw name.
  package var term: String
  package var fixed: Double
  package var random: Double
  /// Fixed less random.
  package var difference: Double

  package init(term: String, fixed: Double, random: Double) {
    self.term = term
    self.fixed = fixed
    self.random = random
    difference = fixed - random
  }
}

/// One form of the test.
package struct HausmanForm: Codable, Sendable, Equatable {
  package var variant: Variant
  /// Its degrees of freedom are the rank of the covariance of the differences.
  package var test: HypothesisTest
  /// Of the differences, in the order of the contrasts; empty for tests by a regression.
  package var standardErrors: [Availability<Double>]
  /// Whether the difference of the two covariances is positive definite; absent where the form
  /// takes no such difference.
  package var isPositiveDefinite: Bool?
  package var bootstrap: Bootstrap?

  package enum Variant: String, Codable, Sendable, CaseIterable {
    /// Each covariance with its own estimate of the error variance (Hausman 1978).
    case classic
    /// Both with that of random effects.
    case sigmamore
    /// Both with that of fixed effects.
    case sigmaless
    /// Deviations from unit means added to quasi-demeaned data, clustered by unit (Arellano 1993).
    case robust
    /// Unit means added to pooled data, clustered by unit (Mundlak 1978).
    case mundlak
    /// The covariance of the differences from resampled units.
    case bootstrap

    /// The name of its test.
    package var test: HypothesisTest.Kind {
      switch self {
      case .classic: .hausman
      case .sigmamore: .hausmanSigmamore
      case .sigmaless: .hausmanSigmaless
      case .robust: .hausmanRobust
      case .mundlak: .hausmanMundlak
      case .bootstrap: .hausmanBootstrap
      }
    }
  }

  /// What was drawn.
  package struct Bootstrap: Codable, Sendable, Equatable {
    package var replications: Int
    /// Those in which a coefficient could not be estimated.
    package var failed: Int
    package var seed: UInt64

    package init(replications: Int, failed: Int, seed: UInt64) {
      self.replications = replications
      self.failed = failed
      self.seed = seed
    }
  }

  private enum CodingKeys: String, CodingKey {
    case variant, test, bootstrap
    case standardErrors = "std_errors"
    case isPositiveDefinite = "is_positive_definite"
  }

  package init(
    variant: Variant,
    test: HypothesisTest,
    standardErrors: [Availability<Double>] = [],
    isPositiveDefinite: Bool? = nil,
    bootstrap: Bootstrap? = nil
  ) {
    self.variant = variant
    self.test = test
    self.standardErrors = standardErrors
    self.isPositiveDefinite = isPositiveDefinite
    self.bootstrap = bootstrap
  }
}

extension HausmanResult {
  private enum CodingKeys: String, CodingKey {
    case sample, contrasts, forms, invariant, remarks, provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(contrasts, forKey: .contrasts)
    try container.encode(forms, forKey: .forms)
    try container.encode(invariant, forKey: .invariant)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    contrasts = try container.decode([HausmanContrast].self, forKey: .contrasts)
    forms = try container.decode([HausmanForm].self, forKey: .forms)
    invariant = try container.decode([String].self, forKey: .invariant)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// How much of a treatment's effect goes through mediators: total effect, equations of the
/// mediators and equation of the outcome, all by least squares on one sample.
///
///     y = c x + …,    mⱼ = aⱼ x + …,    y = c′x + Σ bⱼ mⱼ + …,    c = c′ + Σ aⱼ bⱼ
package struct MediationResult: RegressionFit, Equatable {
  package static let method = "mediation"

  package var heading: ResultHeading
  /// The raw name of the treatment, as it stands among the terms.
  package var treatment: String
  /// The outcome without mediators: c.
  package var total: RegressionResult
  /// The outcome with mediators: c′ and b.
  package var regression: RegressionResult
  /// One per mediator, in the order listed.
  package var channels: [MediationChannel]
  /// Through all mediators together; absent for a single one.
  package var joint: IndirectEffect?
  /// |c − c′ − Σ aⱼ bⱼ| over the largest of the parts: rounding.
  package var identityGap: Double
  /// Absent where nothing was drawn.
  package var bootstrap: ClusterBootstrapDescription?
  /// Those about the bootstrap and the parts of the effect; the equations have their own.
  package var remarks: [Remark]

  package var sample: SampleDescription { regression.sample }
  package var estimates: [Estimate] { regression.estimates }
  package var statistics: [StatisticEntry] { regression.statistics }
  package var tests: [HypothesisTest] { regression.tests }
  package var covariance: CovarianceDescription { regression.covariance }
  package var absorbedEffects: [AbsorbedEffect] { regression.absorbedEffects }
  package var omitted: [OmittedTerm] { regression.omitted }
  package var regressorLists: [String: [String]] { regression.regressorLists }
  package var provenance: Provenance { regression.provenance }

  /// c: the treatment's coefficient without mediators.
  package var totalEffect: Estimate? { total.estimates.first { $0.term == treatment } }
  /// c′: the treatment's coefficient beside the mediators.
  package var directEffect: Estimate? { regression.estimates.first { $0.term == treatment } }

  /// a: the treatment's coefficient in the equation of a mediator.
  package func effect(on channel: MediationChannel) -> Estimate? {
    channel.regression.estimates.first { $0.term == treatment }
  }

  /// b: a mediator's coefficient in the equation of the outcome.
  package func effect(of channel: MediationChannel) -> Estimate? {
    regression.estimates.first { $0.term == channel.mediator }
  }

  package init(
    heading: ResultHeading,
    treatment: String,
    total: RegressionResult,
    regression: RegressionResult,
    channels: [MediationChannel],
    joint: IndirectEffect? = nil,
    identityGap: Double,
    bootstrap: ClusterBootstrapDescription? = nil,
    remarks: [Remark] = []
  ) {
    self.heading = heading
    self.treatment = treatment
    self.total = total
    self.regression = regression
    self.channels = channels
    self.joint = joint
    self.identityGap = identityGap
    self.bootstrap = bootstrap
    self.remarks = remarks
  }
}

/// The way of an effect through one mediator.
package struct MediationChannel: Codable, Sendable, Equatable {
  /// The raw name of the mediator, as it stands among the terms.
  package var mediator: String
  /// The mediator on the treatment.
  package var regression: RegressionResult
  package var indirect: IndirectEffect

  package init(mediator: String, regression: RegressionResult, indirect: IndirectEffect) {
    self.mediator = mediator
    self.regression = regression
    self.indirect = indirect
  }
}

/// The part of an effect that goes through a mediator: a b.
package struct IndirectEffect: Codable, Sendable, Equatable {
  /// a b, with the standard error of the form asked for, held against the normal.
  package var estimate: Estimate
  /// The form that the standard error of ``estimate`` has.
  package var form: ProductTest.Form
  /// All three forms; none for the sum over several mediators.
  package var tests: [ProductTest]
  /// Those asked for, from the bootstrap.
  package var intervals: [BootstrapInterval]
  /// The standard deviation of the replicates; absent without a bootstrap.
  package var bootstrapError: Availability<Double>?
  /// The mean of the replicates less a b; absent without a bootstrap.
  package var bootstrapBias: Availability<Double>?
  /// a b / c, where both have one sign.
  package var proportion: Availability<Double>

  private enum CodingKeys: String, CodingKey {
    case estimate, form, tests, intervals, proportion
    case bootstrapError = "bootstrap_error"
    case bootstrapBias = "bootstrap_bias"
  }

  package init(
    estimate: Estimate,
    form: ProductTest.Form = .sobel,
    tests: [ProductTest] = [],
    intervals: [BootstrapInterval] = [],
    bootstrapError: Availability<Double>? = nil,
    bootstrapBias: Availability<Double>? = nil,
    proportion: Availability<Double>
  ) {
    self.estimate = estimate
    self.form = form
    self.tests = tests
    self.intervals = intervals
    self.bootstrapError = bootstrapError
    self.bootstrapBias = bootstrapBias
    self.proportion = proportion
  }

  /// The test whose standard error the estimate has.
  package var test: ProductTest? { tests.first { $0.form == form } }
}

/// A test that the product of two coefficients is zero, by the delta method.
package struct ProductTest: Codable, Sendable, Equatable {
  package var form: Form
  package var standardError: Availability<Double>
  /// z: the product over its standard error.
  package var statistic: Availability<Double>
  /// Two-sided, from the normal.
  package var pValue: Availability<Double>

  /// Forms of the variance of a b.
  package enum Form: String, Codable, Sendable, CaseIterable {
    /// a² s_b² + b² s_a² (Sobel 1982).
    case sobel
    /// Sobel's, and s_a² s_b² (Aroian 1947).
    case aroian
    /// Sobel's, less s_a² s_b² (Goodman 1960).
    case goodman
  }

  private enum CodingKeys: String, CodingKey {
    case form, statistic
    case standardError = "std_error"
    case pValue = "p_value"
  }

  package init(
    form: Form,
    standardError: Availability<Double>,
    statistic: Availability<Double>,
    pValue: Availability<Double>
  ) {
    self.form = form
    self.standardError = standardError
    self.statistic = statistic
    self.pValue = pValue
  }
}

/// A confidence interval from bootstrap replicates.
package struct BootstrapInterval: Codable, Sendable, Equatable {
  package var kind: Kind
  package var low: Availability<Double>
  package var high: Availability<Double>
  package var level: Double

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Quantiles of the replicates.
    case percentile
    /// Quantiles at levels that correct for the replicates' median.
    case biasCorrected = "bias-corrected"
    /// Bias-corrected and accelerated, with a jackknife over clusters.
    case bca
    /// The estimate and standard deviations of the replicates.
    case normal
  }

  package init(
    kind: Kind,
    low: Availability<Double>,
    high: Availability<Double>,
    level: Double
  ) {
    self.kind = kind
    self.low = low
    self.high = high
    self.level = level
  }
}

/// How replicates of a bootstrap of whole clusters were drawn.
package struct ClusterBootstrapDescription: Codable, Sendable, Equatable {
  package var replications: Int
  /// Replicates without estimate, which intervals leave out.
  package var failed: Int
  /// What was drawn with replacement; absent for single observations.
  package var variable: String?
  package var clusters: Int
  package var seed: UInt64

  package init(
    replications: Int,
    failed: Int,
    variable: String?,
    clusters: Int,
    seed: UInt64
  ) {
    self.replications = replications
    self.failed = failed
    self.variable = variable
    self.clusters = clusters
    self.seed = seed
  }
}

extension MediationResult {
  private enum CodingKeys: String, CodingKey {
    case treatment, total, regression, channels, joint, bootstrap, remarks
    case identityGap = "identity_gap"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(treatment, forKey: .treatment)
    try container.encode(total, forKey: .total)
    try container.encode(regression, forKey: .regression)
    try container.encode(channels, forKey: .channels)
    try container.encodeIfPresent(joint, forKey: .joint)
    try container.encode(identityGap, forKey: .identityGap)
    try container.encodeIfPresent(bootstrap, forKey: .bootstrap)
    try container.encode(remarks, forKey: .remarks)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      heading: try Self.decodeHeading(from: decoder),
      treatment: try container.decode(String.self, forKey: .treatment),
      total: try container.decode(RegressionResult.self, forKey: .total),
      regression: try container.decode(RegressionResult.self, forKey: .regression),
      channels: try container.decode([MediationChannel].self, forKey: .channels),
      joint: try container.decodeIfPresent(IndirectEffect.self, forKey: .joint),
      identityGap: try container.decode(Double.self, forKey: .identityGap),
      bootstrap: try container.decodeIfPresent(
        ClusterBootstrapDescription.self,
        forKey: .bootstrap
      ),
      remarks: try container.decode([Remark].self, forKey: .remarks)
    )
  }
}

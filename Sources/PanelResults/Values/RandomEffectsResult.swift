/// A capability: the result has random effects of units.
package protocol RandomEffectsFit: RegressionFit {
  var components: VarianceComponents { get }
}

/// A linear model with random effects of units, by generalised least squares.
package struct RandomEffectsResult: RandomEffectsFit, Equatable {
  package static let method = "random-effects"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var covariance: CovarianceDescription
  package var components: VarianceComponents
  package var omitted: [OmittedTerm]
  package var regressorLists: [String: [String]]
  package var estimates: [Estimate]
  /// The k × k covariance of ``estimates``, row by row, in their order.
  package var covarianceMatrix: [[Double]]
  package var statistics: [StatisticEntry]
  package var tests: [HypothesisTest]
  package var remarks: [Remark]
  package var computation: Computation
  package var provenance: Provenance

  package var absorbedEffects: [AbsorbedEffect] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    covariance: CovarianceDescription,
    components: VarianceComponents,
    omitted: [OmittedTerm] = [],
    regressorLists: [String: [String]] = [:],
    estimates: [Estimate] = [],
    covarianceMatrix: [[Double]] = [],
    statistics: [StatisticEntry] = [],
    tests: [HypothesisTest] = [],
    remarks: [Remark] = [],
    computation: Computation,
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.covariance = covariance
    self.components = components
    self.omitted = omitted
    self.regressorLists = regressorLists
    self.estimates = estimates
    self.covarianceMatrix = covarianceMatrix
    self.statistics = statistics
    self.tests = tests
    self.remarks = remarks
    self.computation = computation
    self.provenance = provenance
  }
}

/// The variances of unit effects and errors, after Swamy and Arora.
package struct VarianceComponents: Codable, Sendable, Equatable {
  /// The standard deviation of unit effects; 0 where their estimated variance is not positive.
  package var unitDeviation: Double
  /// The standard deviation of errors beside the unit effects.
  package var errorDeviation: Double
  /// The share of unit means that is removed from values.
  package var theta: Spread
  /// Observations per unit.
  package var periods: Spread
  /// The harmonic mean of observations per unit, by which the variances are told apart.
  package var harmonicPeriods: Double

  /// σ²_u / (σ²_u + σ²_e).
  package var unitShare: Double {
    let unit = unitDeviation * unitDeviation
    return unit / (unit + errorDeviation * errorDeviation)
  }

  /// A number of each unit, over all units.
  package struct Spread: Codable, Sendable, Equatable {
    package var min: Double
    package var median: Double
    package var max: Double

    package init(min: Double, median: Double, max: Double) {
      self.min = min
      self.median = median
      self.max = max
    }
  }

  private enum CodingKeys: String, CodingKey {
    case theta, periods
    case unitDeviation = "sigma_u"
    case errorDeviation = "sigma_e"
    case harmonicPeriods = "harmonic_periods"
  }

  package init(
    unitDeviation: Double,
    errorDeviation: Double,
    theta: Spread,
    periods: Spread,
    harmonicPeriods: Double
  ) {
    self.unitDeviation = unitDeviation
    self.errorDeviation = errorDeviation
    self.theta = theta
    self.periods = periods
    self.harmonicPeriods = harmonicPeriods
  }
}

extension RandomEffectsResult {
  private enum CodingKeys: String, CodingKey {
    case sample, covariance, components, omitted, estimates, tests, remarks, computation
    case provenance
    case regressorLists = "regressor_lists"
    case covarianceMatrix = "covariance_matrix"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(covariance, forKey: .covariance)
    try container.encode(components, forKey: .components)
    try container.encode(omitted, forKey: .omitted)
    try container.encode(regressorLists, forKey: .regressorLists)
    try container.encode(estimates, forKey: .estimates)
    try container.encode(covarianceMatrix, forKey: .covarianceMatrix)
    try container.encode(tests, forKey: .tests)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(computation, forKey: .computation)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    covariance = try container.decode(CovarianceDescription.self, forKey: .covariance)
    components = try container.decode(VarianceComponents.self, forKey: .components)
    omitted = try container.decode([OmittedTerm].self, forKey: .omitted)
    regressorLists = try container.decode([String: [String]].self, forKey: .regressorLists)
    estimates = try container.decode([Estimate].self, forKey: .estimates)
    covarianceMatrix = try container.decode([[Double]].self, forKey: .covarianceMatrix)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    computation = try container.decode(Computation.self, forKey: .computation)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

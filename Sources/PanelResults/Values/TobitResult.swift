/// A capability: the outcome is seen only within limits.
package protocol CensoredFit: RegressionFit {
  var effects: TobitEffects { get }
  var censoring: Censoring { get }
  /// Standard deviations and their share: `sigma`, or `sigma_u`, `sigma_e` and `rho`.
  var scale: [Estimate] { get }
  /// How the units' effects were integrated out; absent where there are none.
  var quadrature: QuadratureDescription? { get }
}

/// A linear model of a censored outcome, by maximum likelihood.
package struct TobitResult: CensoredFit, Equatable {
  package static let method = "tobit"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var effects: TobitEffects
  package var censoring: Censoring
  package var covariance: CovarianceDescription
  package var omitted: [OmittedTerm]
  package var regressorLists: [String: [String]]
  package var estimates: [Estimate]
  /// The k × k covariance of ``estimates``, row by row, in their order.
  package var covarianceMatrix: [[Double]]
  package var scale: [Estimate]
  package var statistics: [StatisticEntry]
  /// That all slopes are zero, and that units have no effects.
  package var tests: [HypothesisTest]
  package var quadrature: QuadratureDescription?
  package var maximisation: Maximisation
  package var remarks: [Remark]
  package var provenance: Provenance

  /// None: a tobit with the effects of units as parameters is inconsistent.
  package var absorbedEffects: [AbsorbedEffect] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    effects: TobitEffects,
    censoring: Censoring,
    covariance: CovarianceDescription,
    omitted: [OmittedTerm],
    regressorLists: [String: [String]],
    estimates: [Estimate],
    covarianceMatrix: [[Double]],
    scale: [Estimate],
    statistics: [StatisticEntry],
    tests: [HypothesisTest],
    quadrature: QuadratureDescription? = nil,
    maximisation: Maximisation,
    remarks: [Remark],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.effects = effects
    self.censoring = censoring
    self.covariance = covariance
    self.omitted = omitted
    self.regressorLists = regressorLists
    self.estimates = estimates
    self.covarianceMatrix = covarianceMatrix
    self.scale = scale
    self.statistics = statistics
    self.tests = tests
    self.quadrature = quadrature
    self.maximisation = maximisation
    self.remarks = remarks
    self.provenance = provenance
  }
}

/// What a tobit knows of units.
package enum TobitEffects: String, Codable, Sendable, CaseIterable {
  /// Nothing: observations stand side by side.
  case pooled
  /// Each unit has a normal effect that its regressors are unrelated to.
  case random
}

/// The limits of an outcome, and how many observations lie at them.
package struct Censoring: Codable, Sendable, Equatable {
  /// In units of the outcome.
  package var lower: Double?
  package var upper: Double?
  package var uncensored: Int
  /// Observations at or below the lower limit.
  package var left: Int
  /// Observations at or above the upper limit.
  package var right: Int

  package init(lower: Double?, upper: Double?, uncensored: Int, left: Int, right: Int) {
    self.lower = lower
    self.upper = upper
    self.uncensored = uncensored
    self.left = left
    self.right = right
  }
}

/// Adaptive Gauss–Hermite quadrature, and how much depends on it.
package struct QuadratureDescription: Codable, Sendable, Equatable {
  package var points: Int
  /// The numbers of points that the model was fitted with again.
  package var checkPoints: [Int]
  /// The largest change of a coefficient or standard deviation under those, relative to itself or
  /// its standard error, whichever is larger; or of the log likelihood, relative to itself.
  package var checkChange: Availability<Double>

  private enum CodingKeys: String, CodingKey {
    case points
    case checkPoints = "check_points"
    case checkChange = "check_change"
  }

  package init(points: Int, checkPoints: [Int], checkChange: Availability<Double>) {
    self.points = points
    self.checkPoints = checkPoints
    self.checkChange = checkChange
  }
}

/// How a maximum was reached.
package struct Maximisation: Codable, Sendable, Equatable {
  /// Steps of Newton's method.
  package var iterations: Int
  /// By about how much a further step would raise the log likelihood.
  package var decrement: Double

  package init(iterations: Int, decrement: Double) {
    self.iterations = iterations
    self.decrement = decrement
  }
}

extension TobitResult {
  private enum CodingKeys: String, CodingKey {
    case sample, effects, censoring, covariance, omitted, estimates, scale, tests, quadrature
    case maximisation, remarks, provenance
    case regressorLists = "regressor_lists"
    case covarianceMatrix = "covariance_matrix"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(effects, forKey: .effects)
    try container.encode(censoring, forKey: .censoring)
    try container.encode(covariance, forKey: .covariance)
    try container.encode(omitted, forKey: .omitted)
    try container.encode(regressorLists, forKey: .regressorLists)
    try container.encode(estimates, forKey: .estimates)
    try container.encode(covarianceMatrix, forKey: .covarianceMatrix)
    try container.encode(scale, forKey: .scale)
    try container.encode(tests, forKey: .tests)
    try container.encodeIfPresent(quadrature, forKey: .quadrature)
    try container.encode(maximisation, forKey: .maximisation)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    effects = try container.decode(TobitEffects.self, forKey: .effects)
    censoring = try container.decode(Censoring.self, forKey: .censoring)
    covariance = try container.decode(CovarianceDescription.self, forKey: .covariance)
    omitted = try container.decode([OmittedTerm].self, forKey: .omitted)
    regressorLists = try container.decode([String: [String]].self, forKey: .regressorLists)
    estimates = try container.decode([Estimate].self, forKey: .estimates)
    covarianceMatrix = try container.decode([[Double]].self, forKey: .covarianceMatrix)
    scale = try container.decode([Estimate].self, forKey: .scale)
    statistics = try Self.decodeStatistics(from: decoder)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    quadrature = try container.decodeIfPresent(QuadratureDescription.self, forKey: .quadrature)
    maximisation = try container.decode(Maximisation.self, forKey: .maximisation)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

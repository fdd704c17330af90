/// A fit of a linear model by least squares, with or without absorbed effects.
package struct RegressionResult: RegressionFit, Equatable {
  package static let method = "fixed-effects"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var covariance: CovarianceDescription
  package var absorbedEffects: [AbsorbedEffect]
  package var omitted: [OmittedTerm]
  package var regressorLists: [String: [String]]
  package var estimates: [Estimate]
  /// The k × k covariance of ``estimates``, row by row, in their order.
  package var covarianceMatrix: [[Double]]
  /// The same estimates under other covariances, in the order asked for.
  package var further: [FurtherInference]
  package var statistics: [StatisticEntry]
  package var tests: [HypothesisTest]
  package var remarks: [Remark]
  package var computation: Computation
  package var provenance: Provenance

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    covariance: CovarianceDescription,
    absorbedEffects: [AbsorbedEffect],
    omitted: [OmittedTerm],
    regressorLists: [String: [String]],
    estimates: [Estimate],
    covarianceMatrix: [[Double]],
    further: [FurtherInference] = [],
    statistics: [StatisticEntry],
    tests: [HypothesisTest],
    remarks: [Remark],
    computation: Computation,
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.covariance = covariance
    self.absorbedEffects = absorbedEffects
    self.omitted = omitted
    self.regressorLists = regressorLists
    self.estimates = estimates
    self.covarianceMatrix = covarianceMatrix
    self.further = further
    self.statistics = statistics
    self.tests = tests
    self.remarks = remarks
    self.computation = computation
    self.provenance = provenance
  }
}

extension RegressionResult {
  private enum CodingKeys: String, CodingKey {
    case sample, covariance, omitted, estimates, tests, remarks, computation, provenance
    case further = "also"
    case absorbedEffects = "absorbed_effects"
    case regressorLists = "regressor_lists"
    case covarianceMatrix = "covariance_matrix"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(covariance, forKey: .covariance)
    try container.encode(absorbedEffects, forKey: .absorbedEffects)
    try container.encode(omitted, forKey: .omitted)
    try container.encode(regressorLists, forKey: .regressorLists)
    try container.encode(estimates, forKey: .estimates)
    try container.encode(covarianceMatrix, forKey: .covarianceMatrix)
    if !further.isEmpty { try container.encode(further, forKey: .further) }
    try container.encode(tests, forKey: .tests)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(computation, forKey: .computation)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    covariance = try container.decode(CovarianceDescription.self, forKey: .covariance)
    absorbedEffects = try container.decode([AbsorbedEffect].self, forKey: .absorbedEffects)
    omitted = try container.decode([OmittedTerm].self, forKey: .omitted)
    regressorLists = try container.decode([String: [String]].self, forKey: .regressorLists)
    estimates = try container.decode([Estimate].self, forKey: .estimates)
    covarianceMatrix = try container.decode([[Double]].self, forKey: .covarianceMatrix)
    further = try container.decodeIfPresent([FurtherInference].self, forKey: .further) ?? []
    statistics = try Self.decodeStatistics(from: decoder)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    computation = try container.decode(Computation.self, forKey: .computation)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The numerical road a fit took.
package struct Computation: Codable, Sendable, Equatable {
  package var path: Path
  /// The condition number of the scaled design after absorption, in the 1-norm or its estimate.
  package var conditionNumber: Double
  /// Sweeps or steps the absorption needed; 0 where it was exact.
  package var absorptionIterations: Int
  /// The largest relative error of the absorption that its stopping rule allows.
  package var absorptionTolerance: Double
  /// Steps of refinement with residuals in doubled precision.
  package var refinementSteps: Int

  package enum Path: String, Codable, Sendable, CaseIterable {
    /// Cross products and a Cholesky factor: fast, taken where conditioning allows.
    case crossProducts = "cross-products"
    /// QR with column scaling, refined with residuals in doubled precision.
    case refinedQR = "refined-qr"
  }

  private enum CodingKeys: String, CodingKey {
    case path
    case conditionNumber = "condition_number"
    case absorptionIterations = "absorption_iterations"
    case absorptionTolerance = "absorption_tolerance"
    case refinementSteps = "refinement_steps"
  }

  package init(
    path: Path,
    conditionNumber: Double,
    absorptionIterations: Int,
    absorptionTolerance: Double,
    refinementSteps: Int
  ) {
    self.path = path
    self.conditionNumber = conditionNumber
    self.absorptionIterations = absorptionIterations
    self.absorptionTolerance = absorptionTolerance
    self.refinementSteps = refinementSteps
  }
}

package import PanelNumerics
package import PanelResults

/// What an estimator of a spatial model leaves behind: the numbers of a result before inference.
package struct SpatialEstimates: Sendable {
  /// One per column of the design.
  package var coefficients: [Double]
  /// The coefficient of Wy, where the model has one.
  package var rho: Double?
  /// The coefficient of Wu, where the model has one.
  package var lambda: Double?
  /// σ².
  package var variance: Double
  /// Of coefficients, ρ, λ and σ², those that there are, in this order; σ² may be left out.
  package var covariance: Matrix
  package var covarianceDescription: CovarianceDescription
  package var logLikelihood: Availability<Double>
  /// e, effects removed: one per row.
  package var residuals: [Double]
  /// What the likelihood counts as observations, effects taken off under Lee and Yu.
  package var likelihoodCount: Double
  /// Parameters of the likelihood, effects among them where they are.
  package var parameterCount: Double
  package var logDeterminant: LogDeterminantDescription?
  /// Where ρ or λ may be.
  package var interval: AdmissibleInterval?
  /// Degrees of freedom of t statistics; absent where they are held against the normal.
  package var degreesOfFreedom: Int?
  /// Statistics of this estimator alone.
  package var further: [Statistic: Availability<Double>] = [:]

  package init(
    coefficients: [Double],
    rho: Double? = nil,
    lambda: Double? = nil,
    variance: Double,
    covariance: Matrix,
    covarianceDescription: CovarianceDescription,
    logLikelihood: Availability<Double>,
    residuals: [Double],
    likelihoodCount: Double,
    parameterCount: Double,
    logDeterminant: LogDeterminantDescription? = nil,
    interval: AdmissibleInterval? = nil,
    degreesOfFreedom: Int? = nil
  ) {
    self.coefficients = coefficients
    self.rho = rho
    self.lambda = lambda
    self.variance = variance
    self.covariance = covariance
    self.covarianceDescription = covarianceDescription
    self.logLikelihood = logLikelihood
    self.residuals = residuals
    self.likelihoodCount = likelihoodCount
    self.parameterCount = parameterCount
    self.logDeterminant = logDeterminant
    self.interval = interval
    self.degreesOfFreedom = degreesOfFreedom
  }
}

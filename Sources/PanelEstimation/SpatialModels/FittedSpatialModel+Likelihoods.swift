import PanelNumerics
import PanelResults

/// Models whose likelihood has more parameters than one, and least squares with instruments.
extension FittedSpatialModel {
  typealias Fit = (parameters: SpatialParameters, estimates: SpatialEstimates)

  /// The fit of a model with spatial lag and errors, of random effects, or of two-stage least
  /// squares; `nil` of others.
  ///
  /// - Throws: ``EstimationError/invalid(_:)``: why there are no estimates.
  static func ownLikelihood(
    _ likelihood: SpatialLikelihood,
    _ design: SpatialDesign,
    _ request: SpatialRequest,
    _ choice: SpatialEstimatorChoice
  ) throws(EstimationError) -> Fit? {
    if choice.estimator == .twoStage { return try twoStage(likelihood, design, request) }
    if request.random != nil { return try random(likelihood, request, choice) }
    return request.model == .sac ? try combined(likelihood, design, request, choice) : nil
  }

  private static func combined(
    _ likelihood: SpatialLikelihood,
    _ design: SpatialDesign,
    _ request: SpatialRequest,
    _ choice: SpatialEstimatorChoice
  ) throws(EstimationError) -> Fit {
    let determinant = likelihood.determinant
    let combined = SpatialCombinedLikelihood(
      likelihood.columns,
      isTransformed: choice.isTransformed,
      determinant: determinant
    )
    guard
      request.covariance != .expected
        || determinant.order <= SpatialCombinedLikelihood.expectedOrder
    else {
      throw .invalid(
        "The expected information of \(request.inWords) takes every column of two matrices of "
          + "\(determinant.order) units. Use 'vcov: observed'."
      )
    }
    let maximum: SpatialCombinedLikelihood.Maximum
    do { maximum = try combined.maximum() } catch {
      switch error {
      case .noInteriorMaximum(let rho, let lambda):
        throw .invalid(
          "The likelihood of \(request.inWords) has no interior maximum: it is highest near rho = "
            + "\(SpatialEstimatorChoice.rounded(rho)), lambda = "
            + "\(SpatialEstimatorChoice.rounded(lambda)), at the edge of the admissible interval "
            + "\(SpatialEstimatorChoice.written(determinant.interval)). Use sar or sem, or other "
            + "weights."
        )
      case .notConverged(let rho, let lambda):
        throw .invalid(
          "The search for the maximum of the likelihood of \(request.inWords) did not converge: it "
            + "stopped near rho = \(SpatialEstimatorChoice.rounded(rho)), lambda = "
            + "\(SpatialEstimatorChoice.rounded(lambda)), inside the admissible interval "
            + "\(SpatialEstimatorChoice.written(determinant.interval)). Centre or rescale regressors "
            + "of large values, or use sar or sem."
        )
      }
    }
    let found = maximum.parameters
    let information =
      request.covariance == .expected
      ? combined.expectedInformation(at: found) : combined.observedInformation(at: found)
    guard let inverse = information.scaledInverse() else {
      throw singular(request, "rho = \(found.rho), lambda = \(found.lambda)")
    }
    var estimates = SpatialEstimates(
      coefficients: found.coefficients,
      rho: found.rho,
      lambda: found.lambda,
      variance: found.variance,
      covariance: inverse,
      covarianceDescription: request.covariance.description,
      logLikelihood: .value(maximum.logLikelihood),
      residuals: combined.residuals(at: found),
      likelihoodCount: combined.observationCount,
      parameterCount: likelihood.parameterCount(spatial: 2),
      logDeterminant: description(of: determinant, at: [found.rho, found.lambda]),
      interval: determinant.interval
    )
    if request.covariance.isSandwich {
      let sandwich = try SpatialSandwich(
        scores: combined.scores(at: found),
        bread: inverse,
        request,
        design.sample
      )
      estimates.covariance = sandwich.covariance
      estimates.covarianceDescription = sandwich.description
    }
    let parameters = SpatialParameters(
      coefficients: found.coefficients,
      spatial: found.rho,
      variance: found.variance
    )
    return (parameters, estimates)
  }

  private static func random(
    _ likelihood: SpatialLikelihood,
    _ request: SpatialRequest,
    _ choice: SpatialEstimatorChoice
  ) throws(EstimationError) -> Fit {
    let determinant = likelihood.determinant
    let random = SpatialRandomEffectsLikelihood(
      likelihood.columns,
      dependence: likelihood.dependence,
      determinant: determinant
    )
    let maximum: SpatialRandomEffectsLikelihood.Maximum
    do { maximum = try random.maximum() } catch {
      switch error {
      case .noEffects:
        throw .invalid(
          "The likelihood of \(request.inWords) is highest where the effects of "
            + "'\(request.random ?? "")' have no variance. Take 'random' out."
        )
      case .spatial(let failure): throw choice.error(failure, likelihood, request)
      }
    }
    let found = maximum.parameters
    let information =
      request.covariance == .expected
      ? random.expectedInformation(at: found) : random.observedInformation(at: found)
    guard let inverse = information.scaledInverse() else {
      throw singular(request, "\(found.spatial)")
    }
    let kept = Array(0..<(found.coefficients.count + 2))
    var estimates = SpatialEstimates(
      coefficients: found.coefficients,
      rho: request.model.hasLag ? found.spatial : nil,
      lambda: request.model.hasSpatialErrors ? found.spatial : nil,
      variance: found.variance,
      covariance: inverse.rows(kept).columns(kept),
      covarianceDescription: request.covariance.description,
      logLikelihood: .value(maximum.logLikelihood),
      residuals: random.residuals(at: found),
      likelihoodCount: random.observationCount,
      parameterCount: likelihood.parameterCount(spatial: 1) + 1,
      logDeterminant: description(of: determinant, at: [found.spatial]),
      interval: determinant.interval
    )
    estimates.further = [
      .unitDeviation: .value(found.effectVariance.squareRoot()),
      .errorDeviation: .value(found.variance.squareRoot()),
      .quasiDemeaning: .value(1 - found.share),
    ]
    let parameters = SpatialParameters(
      coefficients: found.coefficients,
      spatial: found.spatial,
      variance: found.variance
    )
    return (parameters, estimates)
  }

  /// σ² = e′e/M, and V = σ²(Ẑ′Ẑ)⁻¹ or a sandwich of ẑe.
  private static func twoStage(
    _ likelihood: SpatialLikelihood,
    _ design: SpatialDesign,
    _ request: SpatialRequest
  ) throws(EstimationError) -> Fit {
    let fit: SpatialTwoStage
    do { fit = try SpatialTwoStage(likelihood.columns) } catch {
      switch error {
      case .noInstruments:
        throw .invalid(
          "Two-stage least squares of \(request.inWords) have no instruments: spatial lags of the "
            + "regressors add nothing to them. Use maximum likelihood."
        )
      case .notIdentified:
        throw .invalid(
          "Two-stage least squares of \(request.inWords) do not identify rho: spatial lags of the "
            + "regressors do not move that of the outcome. Use maximum likelihood."
        )
      }
    }
    let m = likelihood.observationCount
    let variance = Summation.sumOfSquares(fit.residuals) / m
    var estimates = SpatialEstimates(
      coefficients: fit.coefficients,
      rho: fit.rho,
      variance: variance,
      covariance: variance * fit.bread,
      covarianceDescription: CovarianceDescription(
        kind: .iid,
        correction: SmallSampleCorrection(factor: 1 / m, parameterCount: 0)
      ),
      logLikelihood: .unavailable(because: .notApplicable),
      residuals: fit.residuals,
      likelihoodCount: m,
      parameterCount: likelihood.parameterCount(spatial: 1),
      interval: likelihood.determinant.interval
    )
    if request.covariance.isSandwich {
      let sandwich = try SpatialSandwich(
        scores: fit.projected.map { column in zip(column, fit.residuals).map { $0 * $1 } },
        bread: fit.bread,
        request,
        design.sample
      )
      estimates.covariance = sandwich.covariance
      estimates.covarianceDescription = sandwich.description
    }
    let parameters = SpatialParameters(
      coefficients: fit.coefficients,
      spatial: fit.rho,
      variance: variance
    )
    return (parameters, estimates)
  }

  private static func description(
    of determinant: any LogDeterminant,
    at places: [Double]
  ) -> LogDeterminantDescription {
    LogDeterminantDescription(
      method: determinant.method.described,
      errorBound: places.map { determinant.errorBound(at: $0) }.reduce(0, +)
    )
  }

  private static func singular(_ request: SpatialRequest, _ place: String) -> EstimationError {
    .invalid(
      "The information of \(request.inWords) is singular at \(place): the data do not tell its "
        + "parameters apart. Take out regressors or effects."
    )
  }
}

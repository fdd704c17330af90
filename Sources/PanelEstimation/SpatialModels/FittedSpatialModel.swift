package import PanelNumerics
package import PanelResults

/// A spatial model that has been estimated: the design, the likelihood, and its top.
///
/// Effects, tests and further covariances are made from this value.
package struct FittedSpatialModel: Sendable {
  package let request: SpatialRequest
  package let design: SpatialDesign
  package let estimator: SpatialEstimator
  /// The likelihood of a model with ρ or λ; of a model without, that at ρ = 0.
  package let likelihood: SpatialLikelihood
  /// (b, ρ or λ, σ²); the spatial parameter is 0 in a model without.
  package let parameters: SpatialParameters
  package let estimates: SpatialEstimates
  /// I − ρW at the estimate, of a model with ρ.
  package let system: (any SpatialSystem)?

  package var model: SpatialModel { request.model }
  package var sample: SpatialSample { design.sample }
  package var columns: SpatialColumns { design.columns }
  package var determinant: any LogDeterminant { likelihood.determinant }

  /// Estimates a model.
  ///
  /// - Parameters:
  ///   - design: Its columns.
  ///   - request: What is asked for.
  ///   - determinant: That of the weights.
  /// - Throws: ``EstimationError/invalid(_:)`` for an estimator that the model or the weights cannot
  ///   have, and for a likelihood without interior maximum.
  /// - SeeAlso: ``SpatialLikelihood``.
  package init(
    _ design: SpatialDesign,
    _ request: SpatialRequest,
    determinant: any LogDeterminant
  ) throws(EstimationError) {
    self.request = request
    self.design = design
    let choice = try SpatialEstimatorChoice(request, design.sample)
    estimator = choice.estimator
    likelihood = SpatialLikelihood(
      design.columns,
      dependence: request.model.hasSpatialErrors ? .errors : .outcome,
      isTransformed: choice.isTransformed,
      determinant: determinant
    )
    let isSpatial = request.model.hasLag || request.model.hasSpatialErrors
    let count = isSpatial ? likelihood.observationCount : design.columns.remainingCount
    guard count > Double(design.coefficientCount + 1) else {
      throw .invalid(
        "\(design.columns.rowCount) observations leave no degrees of freedom for \(request.inWords) "
          + "beside its effects. Take out regressors or effects, or add periods or units."
      )
    }
    let start = likelihood.parameters(at: 0)
    let spread = Summation.centredSumOfSquares(design.sample.design.outcome)
    guard start.variance * likelihood.observationCount > 1e-24 * spread else {
      throw .invalid(
        "The regressors of \(request.inWords) explain '\(design.sample.design.outcomeName)' without "
          + "error: there is no likelihood to maximise."
      )
    }
    guard isSpatial else {
      parameters = start
      system = nil
      estimates = Self.leastSquares(start, likelihood, design)
      return
    }
    try Self.checkIdentified(request, design)
    if let own = try Self.ownLikelihood(likelihood, design, request, choice) {
      parameters = own.parameters
      system = request.model.hasLag ? determinant.system(at: own.parameters.spatial) : nil
      estimates = own.estimates
      return
    }
    let maximum: SpatialMaximum
    do { maximum = try likelihood.maximum() } catch {
      throw choice.error(error, likelihood, request)
    }
    var parameters = maximum.parameters
    var logLikelihood = Availability<Double>.value(maximum.logLikelihood)
    if estimator == .biasCorrected {
      guard let corrected = likelihood.biasCorrected(parameters),
        determinant.interval.contains(corrected.spatial), corrected.variance > 0
      else {
        throw .invalid(
          "The bias correction takes rho of \(request.inWords) out of its admissible interval "
            + "\(SpatialEstimatorChoice.written(determinant.interval)). Use 'estimator: lee-yu'."
        )
      }
      parameters = corrected
      logLikelihood = .unavailable(because: .notApplicable)
    }
    self.parameters = parameters
    let system = determinant.system(at: parameters.spatial)
    self.system = request.model.hasLag ? system : nil
    let covariance =
      request.covariance == .expected
      ? likelihood.expectedCovariance(
        at: parameters,
        mean: estimator == .biasCorrected ? .unprojected : .projected,
        system: system
      ) : likelihood.observedInformation(at: parameters).scaledInverse()
    var estimates = try Self.estimates(parameters, logLikelihood, likelihood, request, covariance)
    if request.covariance.isSandwich {
      guard estimator != .biasCorrected else {
        throw .invalid(
          "The bias correction is of the likelihood's own covariance: with 'estimator: "
            + "bias-corrected' use 'expected' or 'observed'."
        )
      }
      let sandwich = try SpatialSandwich(
        scores: likelihood.scores(at: parameters),
        bread: estimates.covariance,
        request,
        design.sample
      )
      estimates.covariance = sandwich.covariance
      estimates.covarianceDescription = sandwich.description
    }
    self.estimates = estimates
  }

  /// - Throws: ``EstimationError/invalid(_:)`` for weights with which ρ or λ is not identified.
  private static func checkIdentified(
    _ request: SpatialRequest,
    _ design: SpatialDesign
  ) throws(EstimationError) {
    if request.model.hasLag {
      guard design.columns.identifiesOutcomeLag else {
        throw .invalid(
          "In \(request.inWords) the spatial lag of the outcome is a linear combination of the "
            + "outcome and the regressors (as where every unit is a neighbour of every other with "
            + "equal weights), so that ρ is not identified; use other weights."
        )
      }
    } else {
      guard design.columns.identifiesErrorLag else {
        throw .invalid(
          "In \(request.inWords) the spatial lag of the errors is a multiple of the errors beside "
            + "the regressors (as where every unit is a neighbour of every other with equal "
            + "weights), so that λ is not identified; use other weights."
        )
      }
    }
  }

  private static func estimates(
    _ parameters: SpatialParameters,
    _ logLikelihood: Availability<Double>,
    _ likelihood: SpatialLikelihood,
    _ request: SpatialRequest,
    _ covariance: Matrix?
  ) throws(EstimationError) -> SpatialEstimates {
    guard let covariance else {
      throw .invalid(
        "The information of \(request.inWords) is singular at \(parameters.spatial): the data do not "
          + "tell its parameters apart. Take out regressors or effects."
      )
    }
    let bound = likelihood.determinant.errorBound(at: parameters.spatial)
    return SpatialEstimates(
      coefficients: parameters.coefficients,
      rho: request.model.hasLag ? parameters.spatial : nil,
      lambda: request.model.hasSpatialErrors ? parameters.spatial : nil,
      variance: parameters.variance,
      covariance: covariance,
      covarianceDescription: request.covariance.description,
      logLikelihood: logLikelihood,
      residuals: likelihood.residuals(at: parameters),
      likelihoodCount: likelihood.observationCount,
      parameterCount: likelihood.parameterCount(spatial: 1),
      logDeterminant: LogDeterminantDescription(
        method: likelihood.determinant.method.described,
        errorBound: bound
      ),
      interval: likelihood.determinant.interval
    )
  }

  /// Of a model without ρ and λ: least squares, t statistics, and a likelihood that compares with
  /// those of the other models on the same data.
  ///
  ///     V = S/(R − k) (X̃′X̃)⁻¹,    Var σ² = 2σ⁴/R
  ///
  /// R is what effects leave of the rows, whether or not the likelihood counts them as parameters.
  private static func leastSquares(
    _ parameters: SpatialParameters,
    _ likelihood: SpatialLikelihood,
    _ design: SpatialDesign
  ) -> SpatialEstimates {
    let m = likelihood.observationCount
    let k = design.coefficientCount
    let remaining = design.columns.remainingCount
    let freedom = remaining - Double(k)
    let variance = parameters.variance * m / freedom
    let bread = Matrix(columns: likelihood.columns.remainingRegressors).crossProduct()
    var covariance = Matrix(rowCount: k + 1, columnCount: k + 1)
    if let inverse = bread.scaledInverse() {
      for j in 0..<k {
        for i in 0..<k { covariance[i, j] = variance * inverse[i, j] }
      }
    }
    covariance[k, k] = 2 * variance * variance / remaining
    return SpatialEstimates(
      coefficients: parameters.coefficients,
      variance: variance,
      covariance: covariance,
      covarianceDescription: CovarianceDescription(
        kind: .iid,
        correction: SmallSampleCorrection(factor: 1 / freedom, parameterCount: k)
      ),
      logLikelihood: .value(likelihood.value(at: 0)),
      residuals: likelihood.residuals(at: parameters),
      likelihoodCount: m,
      parameterCount: likelihood.parameterCount(spatial: 0),
      degreesOfFreedom: Int(freedom)
    )
  }
}

extension SpatialLikelihood {
  /// Coefficients, spatial parameters and σ², and the dummies of effects where they are parameters.
  package func parameterCount(spatial: Int) -> Double {
    var count = columns.regressors.count + spatial + 1
    if !isTransformed {
      if columns.effects.ofUnits { count += columns.unitCount }
      if columns.effects.ofPeriods { count += columns.periodCount }
      if columns.effects.ofUnits, columns.effects.ofPeriods { count -= 1 }
    }
    return Double(count)
  }
}

extension LogDeterminantMethod {
  /// As results have it.
  package var described: LogDeterminantDescription.Method {
    switch self {
    case .eigenvalues: .eigenvalues
    case .cholesky: .sparseCholesky
    case .lu: .sparseLU
    case .chebyshev: .chebyshev
    }
  }
}

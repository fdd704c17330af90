import PanelData
package import PanelNumerics
package import PanelResults

/// How effects enter the likelihood of a spatial model.
struct SpatialEstimatorChoice {
  let estimator: SpatialEstimator
  /// Whether the data count in Lee and Yu's transformation.
  let isTransformed: Bool

  /// The estimator asked for, or Lee and Yu's where there are effects.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for one that would be ignored or that the weights do
  ///   not allow.
  init(_ request: SpatialRequest, _ sample: SpatialSample) throws(EstimationError) {
    let effects = sample.effects
    try Self.checkRandom(request, sample)
    let isSpatial = request.model.hasLag || request.model.hasSpatialErrors
    guard isSpatial else {
      guard request.estimator == nil || request.estimator == .leastSquares else {
        throw .invalid(
          "The model '\(request.model.rawValue)' has neither rho nor lambda and is least squares: "
            + "take 'estimator' out of its entry."
        )
      }
      if request.covariance != .expected {
        throw .invalid(
          "The model '\(request.model.rawValue)' is least squares, whose standard errors come from "
            + "the variance of its residuals: take 'vcov' out of its entry."
        )
      }
      estimator = .leastSquares
      isTransformed = !effects.isEmpty && (!effects.ofPeriods || Self.averages(sample))
      return
    }
    let isPlain = effects.isEmpty || request.random != nil
    estimator = request.estimator ?? (isPlain ? .direct : .leeYu)
    isTransformed =
      estimator == .leeYu
      || (estimator == .twoStage && !isPlain && (!effects.ofPeriods || Self.averages(sample)))
    switch estimator {
    case .direct: break
    case .leeYu:
      guard !effects.isEmpty else {
        throw .invalid(
          "'estimator: lee-yu' transforms away effects of units and periods, and '\(request.formula)' "
            + "has none. Take the key out."
        )
      }
    case .biasCorrected:
      guard sample.panelEffects == .twoWay, request.model == .sar || request.model == .sdm else {
        throw .invalid(
          "'estimator: bias-corrected' corrects rho of sar and sdm beside effects of units and "
            + "periods, not \(request.inWords). Use 'estimator: lee-yu', which needs no correction."
        )
      }
    case .twoStage:
      guard request.model == .sar || request.model == .sdm else {
        throw .invalid(
          "'estimator: two-stage' takes spatial lags of regressors as instruments for that of the "
            + "outcome, in sar and sdm, and not in \(request.inWords)."
        )
      }
      guard request.covariance != .observed else {
        throw .invalid(
          "'estimator: two-stage' has no likelihood, and no observed information: take 'vcov' out, or "
            + "use robust, cluster(…) or driscoll-kraay(lags)."
        )
      }
      return
    case .leastSquares:
      throw .invalid(
        "The estimator '\(estimator.rawValue)' is none of \(request.inWords). Use lee-yu, direct or "
          + "bias-corrected."
      )
    }
    try Self.checkRows(request, sample, estimator)
  }

  /// What random effects of units need, and what they exclude.
  private static func checkRandom(
    _ request: SpatialRequest,
    _ sample: SpatialSample
  ) throws(EstimationError) {
    guard let variable = request.random else { return }
    guard variable == sample.unitVariable else {
      throw .invalid(
        "'random: \(variable)' names no unit of this panel: random effects are those of "
          + "'\(sample.unitVariable)'."
      )
    }
    guard sample.periodCount > 1 else {
      throw .invalid("Random effects of '\(variable)' need two periods or more; the sample has one.")
    }
    guard !sample.effects.ofUnits else {
      throw .invalid(
        "'\(request.formula)' absorbs the effects of '\(variable)', which 'random' takes as random. "
          + "Take '\(variable)' out of the formula, or take out 'random'."
      )
    }
    guard request.model != .sac, request.model != .slx else {
      throw .invalid(
        "Random effects of units are for sar, sem, sdm and sdem, not \(request.inWords)."
      )
    }
    guard request.estimator == nil || request.estimator == .direct else {
      throw .invalid(
        "'estimator: \(request.estimator?.rawValue ?? "")' treats effects that are absorbed; random "
          + "ones are part of the likelihood. Take 'estimator' or 'random' out."
      )
    }
    guard !request.covariance.isSandwich else {
      throw .invalid(
        "Random effects of units have the covariance of their likelihood: write 'expected' or "
          + "'observed'."
      )
    }
  }

  /// Effects of periods need rows of W that sum to one wherever W is taken past them.
  private static func checkRows(
    _ request: SpatialRequest,
    _ sample: SpatialSample,
    _ estimator: SpatialEstimator
  ) throws(EstimationError) {
    let needsAverages = estimator != .direct || request.model.hasSpatialErrors
    guard sample.effects.ofPeriods, needsAverages, !averages(sample) else { return }
    let description = sample.weights.description
    let islands = description.islands
    let cause =
      islands.isEmpty || description.standardisation != .row
      ? "they are standardised '\(description.standardisation.rawValue)'"
      : "\(TobitSample.list(islands)) \(islands.count == 1 ? "has" : "have") no neighbour"
    let what =
      request.model.hasSpatialErrors
      ? "Effects of periods beside spatial errors need"
      : "The estimator '\(estimator.rawValue)' takes out effects of periods, which needs"
    let other =
      request.model.hasSpatialErrors
      ? "absorb no effects of periods" : "use 'estimator: direct'"
    throw .invalid(
      "\(what) weights whose rows sum to one, and those of '\(request.weights)' do not: \(cause). "
        + "Use weights with 'standardise: row' and without islands, or \(other)."
    )
  }

  private static func averages(_ sample: SpatialSample) -> Bool {
    sample.weights.matrix.hasUnitRowSums()
  }

  /// A likelihood without a maximum, in words.
  func error(
    _ failure: InteriorMaximum.Failure,
    _ likelihood: SpatialLikelihood,
    _ request: SpatialRequest
  ) -> EstimationError {
    let name = request.model.hasLag ? "rho" : "lambda"
    switch failure {
    case .risesTowards(let bound):
      let advice =
        estimator == .leeYu && likelihood.columns.effects.ofPeriods
        ? "The data hardly tell \(name) from effects of periods with these weights: use weights "
          + "with fewer links, or absorb no effects of periods; 'estimator: direct' has a maximum, "
          + "but a biased one."
        : "Use other weights or regressors."
      return .invalid(
        "The likelihood of \(request.inWords) has no interior maximum: it still rises towards "
          + "\(Self.rounded(bound)), the end of the admissible interval "
          + "\(Self.written(likelihood.determinant.interval)) of \(name). \(advice)"
      )
    case .undefined(let place):
      return .invalid(
        "The likelihood of \(request.inWords) cannot be computed at \(name) = "
          + "\(Self.rounded(place)). Check the weights and the data for values that are not finite."
      )
    }
  }

  static func written(_ interval: AdmissibleInterval) -> String {
    "(\(rounded(interval.lower)), \(rounded(interval.upper)))"
  }

  static func rounded(_ number: Double) -> String {
    guard number.isFinite else { return number < 0 ? "−∞" : "∞" }
    let text = String((number * 1e4).rounded() / 1e4)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

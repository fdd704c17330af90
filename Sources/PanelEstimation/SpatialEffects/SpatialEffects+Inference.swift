package import PanelNumerics
package import PanelResults

extension SpatialEffects {
  /// The effects of a fitted model, inferred as asked for.
  ///
  /// Values are those at the estimates. Standard errors are standard deviations of draws, or by
  /// the delta method where that is asked for or draws have no moments; statistics are held against
  /// the normal distribution.
  ///
  /// - Parameters:
  ///   - model: One term per name.
  ///   - names: Raw names of regressors.
  ///   - level: The confidence level of intervals and quantiles.
  ///   - covariance: What the covariance of the estimates is. A sandwich of no more units or periods
  ///     than parameters is singular: without options of its own the study gets the delta method.
  ///   - context: Whose streams the draws come from: draw r has stream r.
  /// - Throws: ``EstimationError/invalid(_:)`` where draws are asked for and the covariance of the
  ///   estimates is not positive definite, and for an information that is not.
  /// - SeeAlso: LeSage and Pace (2009), section 2.7; Elhorst (2014), section 2.7; oracles `cs_*`,
  ///   `panel_*`, `hard_*`.
  package init(
    of model: SpatialEffectModel,
    names: [String],
    options: SpatialEffectOptions,
    level: Double,
    covariance: CovarianceDescription? = nil,
    in context: AnalysisContext
  ) throws(EstimationError) {
    let numbers: SpatialEffectEstimates
    var options = options
    let groups = covariance.flatMap { SandwichGroups($0) }
    let parameterCount = model.drawnPlaces.count
    let isShort = groups.map { $0.count <= parameterCount } ?? false
    var drawn: SpatialEffectEstimates?
    if options.draws > 0, !isShort {
      drawn = model.estimates(
        draws: options.draws,
        level: level,
        threads: context.threadCount,
        generator: { context.generator(replicate: $0) }
      )
    }
    if let drawn {
      numbers = drawn
    } else if options.draws > 0, options.isAsked || groups == nil {
      if let groups, isShort { throw groups.error(parameterCount: parameterCount) }
      throw .invalid(
        """
        The covariance of the estimates is not positive definite, so that no parameters can be \
        drawn from it for direct, indirect and total effects. Take out regressors that nearly \
        repeat others, or ask for 'effects: {errors: delta}'.
        """
      )
    } else {
      // Nothing was drawn.
      options.draws = 0
      options.errors = .delta
      numbers = model.estimates()
    }
    let canSimulate = numbers.effects.allSatisfy { $0.total.simulated != nil }
    let inference: Inference =
      options.errors == .simulation && numbers.hasReliableMoments && canSimulate
      ? .simulation : .delta
    self.init(
      terms: zip(names, numbers.effects).map {
        SpatialEffect($0, $1, inference: inference, level: level)
      },
      inference: inference,
      draws: options.draws,
      discarded: numbers.draws?.discarded ?? 0,
      momentsReliable: numbers.hasReliableMoments,
      seed: options.draws > 0 ? context.seed : nil
    )
  }
}

/// The units or periods whose scores a sandwich sums, which bound its rank.
private struct SandwichGroups {
  let name: String
  /// As in 'T = 5 periods'.
  let inWords: String
  let count: Int

  /// `nil` for a covariance that is no sandwich, or one of single rows.
  init?(_ description: CovarianceDescription) {
    if description.kind == .driscollKraay, let serial = description.serial {
      (name, count) = ("driscoll-kraay", serial.periods)
      inWords = "T = \(serial.periods) periods"
    } else if description.kind == .cluster, let cluster = description.clusters.first {
      (name, count) = ("cluster(\(cluster.variable))", cluster.count)
      inWords = "\(cluster.count) values of '\(cluster.variable)'"
    } else {
      return nil
    }
  }

  func error(parameterCount: Int) -> EstimationError {
    .invalid(
      "The covariance '\(name)' rests on \(inWords) and has rank at most \(count - 1) for the "
        + "\(parameterCount) parameters that direct, indirect and total effects depend on, so that "
        + "draws cannot be made; ask for 'effects: {errors: delta}'."
    )
  }
}

extension SpatialEffect {
  fileprivate init(
    _ term: String,
    _ effect: SpatialEffectEstimates.Effect,
    inference: SpatialEffects.Inference,
    level: Double
  ) {
    let estimate = { (part: SpatialEffectEstimates.Part) in
      Estimate(part, of: term, inference: inference, level: level)
    }
    let error = { (part: SpatialEffectEstimates.Part) in max(0, part.variance).squareRoot() }
    var simulated: Simulated?
    if let direct = effect.direct.simulated, let indirect = effect.indirect.simulated,
      let total = effect.total.simulated
    {
      simulated = Simulated(
        direct: SimulatedEffect(direct),
        indirect: SimulatedEffect(indirect),
        total: SimulatedEffect(total)
      )
    }
    self.init(
      term: term,
      direct: estimate(effect.direct),
      indirect: estimate(effect.indirect),
      total: estimate(effect.total),
      deltaErrors: DeltaErrors(
        direct: error(effect.direct),
        indirect: error(effect.indirect),
        total: error(effect.total)
      ),
      simulated: simulated
    )
  }
}

extension SimulatedEffect {
  fileprivate init(_ draws: SpatialEffectEstimates.Simulated) {
    self.init(
      mean: draws.mean,
      standardDeviation: draws.deviation,
      median: draws.median,
      low: draws.low,
      high: draws.high
    )
  }
}

extension Estimate {
  /// z = value / error, held against the standard normal distribution.
  fileprivate init(
    _ part: SpatialEffectEstimates.Part,
    of term: String,
    inference: SpatialEffects.Inference,
    level: Double
  ) {
    let variance: Double
    if inference == .simulation, let simulated = part.simulated {
      variance = simulated.deviation * simulated.deviation
    } else {
      variance = part.variance
    }
    self.init(normal: term, value: part.value, variance: variance, scale: 0, level: level)
    // What cannot differ from zero is no estimate: the indirect effect of a regressor whose lag is
    // not in a model without ρ.
    guard variance > 0 else {
      let missing = Availability<Double>.unavailable(because: .notApplicable)
      (standardError, statistic, pValue) = (missing, missing, missing)
      (intervalLow, intervalHigh) = (missing, missing)
      return
    }
  }
}

extension SpatialEffects {
  /// The effects of an estimated model; `nil` where none are wanted, and for a model without ρ and
  /// without spatial lags of regressors, whose coefficients are the effects.
  ///
  /// - Throws: As ``init(of:names:options:level:in:)``.
  package static func of(
    _ estimates: SpatialEstimates,
    _ design: SpatialDesign,
    determinant: any LogDeterminant,
    options: SpatialEffectOptions,
    level: Double,
    in context: AnalysisContext
  ) throws(EstimationError) -> SpatialEffects? {
    guard !options.isOff else { return nil }
    let places = { (component: Estimate.Component) in
      design.names.indices.filter { design.components[$0] == component }
    }
    let (own, lagged) = (places(.slopes), places(.spatialLag))
    guard estimates.rho != nil || !lagged.isEmpty, !own.isEmpty else { return nil }
    let rho = estimates.rho.map { _ in design.coefficientCount }
    let spatial = [estimates.rho, estimates.lambda].compactMap { $0 }
    let parameters = estimates.coefficients + spatial
    let all = Array(parameters.indices)
    return try SpatialEffects(
      of: SpatialEffectModel(
        terms: own.map { place in
          SpatialEffectModel.Term(
            own: place, lagged: lagged.first { design.names[$0] == design.names[place] })
        },
        rho: rho,
        parameters: parameters,
        covariance: estimates.covariance.rows(all).columns(all),
        response: SpatialResponse(design.columns.lag.weights, determinant),
        interval: estimates.interval ?? determinant.interval
      ),
      names: own.map { design.names[$0] },
      options: options,
      level: level,
      covariance: estimates.covarianceDescription,
      in: context
    )
  }
}

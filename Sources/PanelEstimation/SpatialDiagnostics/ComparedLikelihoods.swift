import PanelNumerics
import PanelResults

/// The spatial models that tests compare, fitted to one sample with one matrix.
struct ComparedLikelihoods {
  /// Spatial lags of regressors in the Durbin model.
  let durbin: SpatialDesign
  let isTransformed: Bool
  /// Fits by model: those whose likelihood has a maximum.
  let fits: [SpatialModel: Fit]
  /// Models whose likelihood rises up to the end of its interval.
  let unbounded: [SpatialModel]

  struct Fit {
    var likelihood: SpatialLikelihood
    var maximum: SpatialMaximum
  }

  /// - Parameters:
  ///   - linear: The model without spatial terms.
  ///   - durbin: The model with spatial lags of regressors.
  init(
    linear: SpatialDesign,
    durbin: SpatialDesign,
    isTransformed: Bool,
    determinant: any LogDeterminant
  ) {
    self.durbin = durbin
    self.isTransformed = isTransformed
    var fits: [SpatialModel: Fit] = [:]
    var unbounded: [SpatialModel] = []
    for model in Self.models {
      let columns = model == .sdm ? durbin.columns : linear.columns
      // A likelihood that does not depend on the data in ρ or λ has no top of its own.
      guard model == .sem ? columns.identifiesErrorLag : columns.identifiesOutcomeLag else {
        unbounded.append(model)
        continue
      }
      let likelihood = SpatialLikelihood(
        columns,
        dependence: model == .sem ? .errors : .outcome,
        isTransformed: isTransformed,
        determinant: determinant
      )
      do {
        fits[model] = Fit(likelihood: likelihood, maximum: try likelihood.maximum())
      } catch {
        unbounded.append(model)
      }
    }
    self.fits = fits
    self.unbounded = unbounded
  }

  static let models: [SpatialModel] = [.sar, .sem, .sdm]

  /// Positions of the coefficients of each lagged regressor: its own, if the model has it, and its
  /// lag's.
  private var lagged: [(own: Int?, lag: Int)] {
    durbin.names.indices.filter { durbin.components[$0] == .spatialLag }.map { lag in
      let own = durbin.names.indices.first {
        durbin.components[$0] == .slopes && durbin.names[$0] == durbin.names[lag]
      }
      return (own, lag)
    }
  }

  /// The raw names of regressors whose lags the Durbin model has.
  var laggedNames: [String] { lagged.map { durbin.names[$0.lag] } }

  /// Whether some θ makes the Durbin model one of spatial errors: every regressor has its lag, and
  /// the lag of a constant, or of an effect of a period, is a multiple of it.
  private var hasErrorModel: Bool {
    guard lagged.count == durbin.components.count(where: { $0 == .slopes }) else { return false }
    let hasLevels = durbin.sample.design.hasConstant || durbin.columns.effects.ofPeriods
    return !hasLevels || hasEqualRowSums
  }

  /// Whether the rows of W have one sum: W1 is a multiple of 1.
  private var hasEqualRowSums: Bool {
    let sums = durbin.columns.lag.weights.rowSums
    guard let low = sums.min(), let high = sums.max() else { return true }
    return high - low <= 1e-10 * max(abs(low), abs(high))
  }

  /// θ = 0, and θ + ρβ = 0 by the delta method, in the spatial Durbin model.
  ///
  ///     W = g'(DVD')⁻¹g,    g = θ or θ + ρβ,    D = ∂g/∂(β, θ, ρ)
  ///
  /// - SeeAlso: Elhorst (2014), section 3.6; oracles `panel_*`.
  func wald() -> [HypothesisTest] {
    let kinds: [HypothesisTest.Kind] = [.waldLag, .waldError]
    guard let fit = fits[.sdm] else {
      return kinds.map { HypothesisTest($0, missing: .noInteriorMaximum, null: laggedNames) }
    }
    let parameters = fit.maximum.parameters
    guard let covariance = fit.likelihood.expectedCovariance(at: parameters) else {
      return kinds.map { HypothesisTest($0, missing: .singularCovariance, null: laggedNames) }
    }
    let rho = parameters.coefficients.count
    return kinds.map { kind in
      if kind == .waldError, !hasErrorModel {
        return HypothesisTest(kind, missing: .notApplicable, null: laggedNames)
      }
      var values: [Double] = []
      var gradient = Matrix(rowCount: covariance.rowCount, columnCount: lagged.count)
      for (row, place) in lagged.enumerated() {
        var value = parameters.coefficients[place.lag]
        gradient[place.lag, row] = 1
        if kind == .waldError, let own = place.own {
          value += parameters.spatial * parameters.coefficients[own]
          gradient[own, row] = parameters.spatial
          gradient[rho, row] = parameters.coefficients[own]
        }
        values.append(value)
      }
      return HypothesisTest(
        kind,
        values: values,
        covariance: gradient.transposedTimes(covariance * gradient).symmetrised,
        null: laggedNames
      )
    }
  }

  /// Twice the differences of log likelihoods.
  ///
  /// - Parameter linear: That of the model without spatial terms, of the same data.
  func ratios(linear: Double) -> [HypothesisTest] {
    let rho = [SpatialRegressionResult.rhoTerm]
    let lambda = [SpatialRegressionResult.lambdaTerm]
    return [
      ratio(.likelihoodRatioLag, .sdm, fits[.sar]?.maximum.logLikelihood, laggedNames),
      hasErrorModel
        ? ratio(.likelihoodRatioError, .sdm, fits[.sem]?.maximum.logLikelihood, laggedNames)
        : HypothesisTest(.likelihoodRatioError, missing: .notApplicable, null: laggedNames),
      ratio(.likelihoodRatioNoLag, .sar, linear, rho), ratio(.likelihoodRatioNoError, .sem, linear, lambda),
    ]
  }

  private func ratio(
    _ kind: HypothesisTest.Kind,
    _ model: SpatialModel,
    _ restricted: Double?,
    _ null: [String]
  ) -> HypothesisTest {
    guard let full = fits[model]?.maximum.logLikelihood, let restricted else {
      return HypothesisTest(kind, missing: .noInteriorMaximum, null: null)
    }
    return HypothesisTest(
      kind, chiSquared: 2 * (full - restricted), degreesOfFreedom: null.count, null: null)
  }
}

extension ComparedLikelihoods {
  /// Fixed against random effects of units in the spatial Durbin model, both with the inverse of
  /// the observed information.
  ///
  /// - SeeAlso: ``SpatialContrast``, ``RandomUnitLag``.
  func hausman(_ determinant: any LogDeterminant) -> (test: HypothesisTest, remarks: [Remark]) {
    let terms = durbin.names + [SpatialRegressionResult.rhoTerm]
    let missing = { (reason: AbsenceReason) in
      (HypothesisTest(.spatialHausman, missing: reason, null: terms), [Remark]())
    }
    guard let fixed = fits[.sdm] else { return missing(.noInteriorMaximum) }
    let columns = durbin.columns
    let pooled = SpatialColumns(
      outcome: columns.outcome,
      regressors: columns.regressors + [columns.ones],
      lag: columns.lag,
      effects: BalancedEffects(
        ofUnits: false, ofPeriods: false, periodCount: columns.periodCount)
    )
    let random: RandomUnitLag
    do { random = try RandomUnitLag(pooled, determinant: determinant) } catch {
      switch error {
      case .noMaximum: return missing(.noInteriorMaximum)
      case .notConverged: return missing(.notConverged)
      }
    }
    let top = fixed.maximum.parameters
    let count = top.coefficients.count
    // The constant of random effects stands between the other coefficients and ρ.
    let common = Array(0..<count) + [count + 1]
    guard
      let ofFixed = fixed.likelihood.observedInformation(at: top).scaledInverse(),
      let ofRandom = random.covariance()
    else { return missing(.singularCovariance) }
    let places = Array(0...count)
    let contrast = SpatialContrast(
      (top.coefficients + [top.spatial], ofFixed.rows(places).columns(places)),
      (
        Array(random.parameters.coefficients.prefix(count)) + [random.parameters.spatial],
        ofRandom.rows(common).columns(common)
      ),
      terms: terms
    )
    let (test, isPositiveDefinite) = contrast.test()
    var remarks: [Remark] = []
    if !isPositiveDefinite { remarks.append(Remark(.indefiniteContrast)) }
    if let statistic = test.statistic.value, statistic < 0 {
      remarks.append(Remark(.negativeSpatialHausman))
    }
    return (test, remarks)
  }

  /// What the result tells of the models.
  func models(
    linear: Double,
    effects: SpatialPanelEffects
  ) -> [SpatialDiagnosticsResult.ComparedModel] {
    let none = SpatialDiagnosticsResult.ComparedModel(
      model: nil,
      panelEffects: effects,
      logLikelihood: Availability(finite: linear, otherwise: .perfectFit)
    )
    return [none]
      + Self.models.map { model in
        let maximum = fits[model]?.maximum
        return SpatialDiagnosticsResult.ComparedModel(
          model: model,
          panelEffects: effects,
          logLikelihood: maximum.map { .value($0.logLikelihood) }
            ?? .unavailable(because: .noInteriorMaximum),
          parameter: maximum.map { .value($0.parameters.spatial) }
            ?? .unavailable(because: .noInteriorMaximum)
        )
      }
  }
}

extension HypothesisTest {
  /// A statistic held against χ².
  init(
    _ id: Kind,
    chiSquared statistic: Double,
    degreesOfFreedom: Int,
    null: [String],
    absence: AbsenceReason = .notIdentified
  ) {
    let isKnown = statistic.isFinite && degreesOfFreedom > 0
    self.init(
      id: id,
      statistic: isKnown ? .value(statistic) : .unavailable(because: absence),
      degreesOfFreedom: Double(degreesOfFreedom),
      pValue: !isKnown
        ? .unavailable(because: absence)
        : statistic < 0
          ? .unavailable(because: .negativeStatistic)
          : .value(
            ChiSquared(degreesOfFreedom: Double(degreesOfFreedom)).upperTail(statistic)),
      distribution: .chiSquared,
      null: null
    )
  }

  /// A test that cannot be formed.
  init(_ id: Kind, missing reason: AbsenceReason, null: [String]) {
    self.init(
      id: id,
      statistic: .unavailable(because: reason),
      degreesOfFreedom: Double(null.count),
      pValue: .unavailable(because: reason),
      distribution: .chiSquared,
      null: null
    )
  }

  /// A statistic held against the standard normal distribution, in its upper tail or both.
  init(_ id: Kind, normal statistic: Double, isOneSided: Bool, null: [String]) {
    let p = isOneSided ? Normal.upperTail(statistic) : Normal.twoSidedPValue(statistic)
    self.init(
      id: id,
      statistic: Availability(finite: statistic, otherwise: .perfectFit),
      degreesOfFreedom: 1,
      pValue: Availability(finite: p, otherwise: .perfectFit),
      distribution: .normal,
      null: null
    )
  }
}

import Foundation
import PanelNumerics
import PanelResults

/// A fit together with its covariance: everything a result reports beside the coefficients.
struct InferredFit {
  let design: Design
  let fit: LinearFit
  let level: Double
  let sample: CovarianceSample
  /// What test statistics are held against.
  let distribution: ReferenceDistribution
  /// Of slopes and constant, in that order.
  private let covariance: Matrix
  private let estimate: CovarianceEstimate

  var fullLeverageCount: Int { estimate.fullLeverageCount }
  var remarksOfEstimator: [Remark] { estimate.remarks }

  private let isRepaired: Bool

  init(
    design: Design, fit: LinearFit, estimate: CovarianceEstimate, level: Double,
    sample: CovarianceSample, distribution: ReferenceDistribution = .studentT
  ) {
    self.distribution = distribution
    self.design = design
    self.fit = fit
    self.estimate = estimate
    self.level = level
    self.sample = sample
    let matrix = Self.inOriginalBasis(estimate.matrix, fit.constantBasis)
    guard estimate.mayBeIndefinite else {
      covariance = matrix
      isRepaired = false
      return
    }
    let whole = CovarianceRepair.repaired(matrix)
    guard case .centred = fit.constantBasis, !design.effects.isEmpty else {
      covariance = whole.matrix
      isRepaired = whole.wasNegative
      return
    }
    // Beside absorbed effects the constant is no parameter of the model: slopes are repaired as
    // if it were not printed.
    let slopes = Array(fit.slopes.indices)
    let repaired = CovarianceRepair.repaired(matrix.rows(slopes).columns(slopes))
    var joined = whole.matrix
    for j in slopes {
      for i in slopes { joined[i, j] = repaired.matrix[i, j] }
    }
    covariance = joined
    isRepaired = repaired.wasNegative
  }

  /// V of (b, b₀) from V of (b, ȳ), where b₀ = ȳ − x̄'b.
  private static func inOriginalBasis(_ matrix: Matrix, _ basis: LinearFit.ConstantBasis) -> Matrix {
    guard case .centred(let means) = basis else { return matrix }
    let k = means.count
    var change = Matrix.identity(k + 1)
    for (j, mean) in means.enumerated() { change[k, j] = -mean }
    return (change * matrix * change.transposed).symmetrised
  }

  var description: CovarianceDescription {
    var description = estimate.description
    description.repaired = isRepaired
    return description
  }

  /// Whether residuals are nothing but rounding.
  var isPerfect: Bool {
    fit.residualSumOfSquares <= 1e-26 * max(fit.totalSumOfSquares, 0)
  }

  func inference() -> Inference {
    var absence: AbsenceReason?
    if estimate.degreesOfFreedom < 1 || residualDegreesOfFreedom < 1 {
      absence = .noDegreesOfFreedom
    } else if isPerfect {
      absence = .perfectFit
    }
    let hasConstant = fit.constant != nil
    return Inference(
      names: fit.kept.map { design.regressors[$0].name }
        + (hasConstant ? [Estimate.constantTerm] : []),
      components: fit.kept.map { _ in .slopes } + (hasConstant ? [.constant] : []),
      values: fit.slopes + (fit.constant.map { [$0] } ?? []),
      covariance: covariance, degreesOfFreedom: estimate.degreesOfFreedom, level: level,
      absence: absence, distribution: distribution)
  }

  /// Observations less all parameters, effects by the chosen way of counting ranks.
  private var residualDegreesOfFreedom: Int { design.observationCount - parameterCount }

  private var parameterCount: Int {
    if sample.options.rank == .exact, !design.effects.isEmpty, let rank = fit.exactRank {
      return fit.kept.count + rank
    }
    return sample.counts.byLevels
  }

  func absorbedEffects(under estimator: any CovarianceEstimator) -> [AbsorbedEffect] {
    var redundant = design.effects.indices.map { $0 == 0 ? 0 : 1 }
    if sample.options.rank == .exact, let rank = fit.exactRank, redundant.count > 1 {
      // All that is redundant beyond one level per further effect is put to the last.
      let levels = design.effects.reduce(0) { $0 + $1.grouping.count }
      redundant[redundant.count - 1] += levels - rank - (redundant.count - 1)
    }
    return design.effects.indices.map { index in
      AbsorbedEffect(
        name: design.effects[index].name, levels: design.effects[index].grouping.count,
        redundant: redundant[index], nested: estimator.nests(design.effects[index], in: sample))
    }
  }

  /// - SeeAlso: reghdfe 6 for the adjusted forms; oracle `fe2_castle_controls`.
  func statistics(_ slopesTest: HypothesisTest) -> [StatisticEntry] {
    let n = Double(design.observationCount)
    let left = Double(residualDegreesOfFreedom)
    let rss = fit.residualSumOfSquares
    let tss = fit.totalSumOfSquares
    let totalLeft = fit.constant != nil ? n - 1 : n
    let noFreedom = AbsenceReason.noDegreesOfFreedom
    var entries: [Statistic: Availability<Double>] = [
      .observations: .value(n),
      .rSquared: Availability(finite: fit.rSquared, otherwise: .noVariation),
      .adjustedRSquared: left > 0
        ? Availability(finite: 1 - (rss / left) / (tss / totalLeft), otherwise: .noVariation)
        : .unavailable(because: noFreedom),
      .rootMeanSquaredError: left > 0
        ? .value((rss / left).squareRoot()) : .unavailable(because: noFreedom),
      .fStatistic: slopesTest.statistic,
      .fPValue: slopesTest.pValue,
      .logLikelihood: isPerfect
        ? .unavailable(because: .perfectFit)
        : .value(-0.5 * n * (log(2 * Double.pi * rss / n) + 1)),
      .outcomeMean: .value(fit.outcomeMean),
      .outcomeStandardDeviation: n > 1
        ? .value((centredSumOfSquares / (n - 1)).squareRoot())
        : .unavailable(because: noFreedom),
      .residualSumOfSquares: .value(rss),
      .totalSumOfSquares: .value(tss),
      .residualDegreesOfFreedom: .value(max(0, left)),
    ]
    entries[.units] = design.description.units.map { .value(Double($0)) }
    entries[.periods] = design.description.periods.map { .value(Double($0)) }
    if let count = sample.clusterings.map(\.grouping.count).min() {
      entries[.clusters] = .value(Double(count))
    }
    addWithin(to: &entries, left: left)
    return Statistic.allCases.compactMap { statistic in
      entries[statistic].map { StatisticEntry(statistic, $0) }
    }
  }

  private var centredSumOfSquares: Double {
    fit.constant == nil
      ? Summation.centredSumOfSquares(design.outcome, weights: design.weights)
      : fit.totalSumOfSquares
  }

  private func addWithin(
    to entries: inout [Statistic: Availability<Double>], left: Double
  ) {
    guard let within = fit.withinTotalSumOfSquares else {
      let missing = Availability<Double>.unavailable(because: .noAbsorbedEffects)
      entries[.withinRSquared] = missing
      entries[.adjustedWithinRSquared] = missing
      return
    }
    let rss = fit.residualSumOfSquares
    entries[.singletons] = .value(Double(singletonCount))
    entries[.withinTotalSumOfSquares] = .value(within)
    entries[.absorbedDegreesOfFreedom] = .value(Double(parameterCount - fit.kept.count))
    entries[.withinRSquared] = Availability(finite: 1 - rss / within, otherwise: .noVariation)
    entries[.adjustedWithinRSquared] =
      left > 0
      ? Availability(
        finite: 1 - (rss / left) / (within / (left + Double(fit.kept.count))),
        otherwise: .noVariation)
      : .unavailable(because: .noDegreesOfFreedom)
  }

  private var singletonCount: Int {
    design.description.dropped.filter { $0.reason == .singleton }.reduce(0) { $0 + $1.rows }
  }
}

import PanelNumerics
import PanelResults

extension Estimate {
  /// An estimate that is held against the standard normal distribution.
  ///
  ///     z = b / √V,    p = 2 P(Z > |z|),    b ± z_level √V
  ///
  /// - Parameters:
  ///   - variance: V; not finite where nothing can be inferred.
  ///   - scale: The spread of the outcome: a standard error at the level of its rounding is none.
  init(normal term: String, value: Double, variance: Double, scale: Double, level: Double) {
    guard variance.squareRoot() > 1e-12 * scale, variance.isFinite else {
      let missing = Availability<Double>.unavailable(because: .perfectFit)
      self.init(
        term: term, value: value, standardError: missing, statistic: missing, pValue: missing,
        intervalLow: missing, intervalHigh: missing, level: level, degreesOfFreedom: nil,
        distribution: .normal)
      return
    }
    let error = variance.squareRoot()
    let half = Normal.quantile(0.5 + level / 2) * error
    let inner = Normal.quantile(0.5 + Inference.innerLevel / 2) * error
    self.init(
      term: term, value: value, standardError: .value(error), statistic: .value(value / error),
      pValue: .value(Normal.twoSidedPValue(value / error)), intervalLow: .value(value - half),
      intervalHigh: .value(value + half), level: level,
      innerInterval: level > Inference.innerLevel
        ? Interval(low: value - inner, high: value + inner, level: Inference.innerLevel) : nil,
      degreesOfFreedom: nil, distribution: .normal)
  }
}

extension HypothesisTest {
  /// The Wald test that coefficients are all zero.
  ///
  ///     χ² = b'V⁺b with q = rank V degrees of freedom,    or F = χ²/q
  ///
  /// The generalised inverse serves coefficients that add up to zero by construction.
  ///
  /// - Parameters:
  ///   - covariance: V, in the order of the values.
  ///   - denominator: The degrees of freedom of an F test's denominator; `nil` for χ².
  init(
    _ id: Kind, values: [Double], covariance: Matrix, null: [String], denominator: Int? = nil
  ) {
    let scales = covariance.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    let scaled = covariance.scalingRows(by: scales).transposed.scalingRows(by: scales).symmetrised
    let eigen = SymmetricEigen(scaled)
    let limit = 1e-10 * max(0, eigen.values.max() ?? 0)
    let kept = eigen.values.indices.filter { eigen.values[$0] > limit }
    let scores = eigen.vectors.transposedTimes(zip(values, scales).map { $0 * $1 })
    let squared = Summation.sum(kept.map { scores[$0] * scores[$0] / eigen.values[$0] })
    let rank = Double(kept.count)
    let statistic = denominator == nil ? squared : squared / max(1, rank)
    var pValue = Availability<Double>.unavailable(because: .singularCovariance)
    if !kept.isEmpty, statistic.isFinite {
      if let denominator {
        pValue =
          denominator > 0
          ? .value(FisherF(numerator: rank, denominator: Double(denominator)).upperTail(statistic))
          : .unavailable(because: .noDegreesOfFreedom)
      } else {
        pValue = .value(ChiSquared(degreesOfFreedom: rank).upperTail(statistic))
      }
    }
    self.init(
      id: id,
      statistic: kept.isEmpty
        ? .unavailable(because: .singularCovariance)
        : Availability(finite: statistic, otherwise: .singularCovariance),
      degreesOfFreedom: rank, denominatorDegreesOfFreedom: denominator.map { Double($0) },
      pValue: pValue, distribution: denominator == nil ? .chiSquared : .fisherF, null: null)
  }
}

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
        term: term,
        value: value,
        standardError: missing,
        statistic: missing,
        pValue: missing,
        intervalLow: missing,
        intervalHigh: missing,
        level: level,
        degreesOfFreedom: nil,
        distribution: .normal
      )
      return
    }
    let error = variance.squareRoot()
    let half = Normal.quantile(0.5 + level / 2) * error
    let inner = Normal.quantile(0.5 + Inference.innerLevel / 2) * error
    self.init(
      term: term,
      value: value,
      standardError: .value(error),
      statistic: .value(value / error),
      pValue: .value(Normal.twoSidedPValue(value / error)),
      intervalLow: .value(value - half),
      intervalHigh: .value(value + half),
      level: level,
      innerInterval: level > Inference.innerLevel
        ? Interval(low: value - inner, high: value + inner, level: Inference.innerLevel) : nil,
      degreesOfFreedom: nil,
      distribution: .normal
    )
  }
}

extension HypothesisTest {
  /// The Wald test that coefficients with a normal distribution are all zero.
  ///
  ///     χ² = b'V⁺b with rank V degrees of freedom
  ///
  /// The generalised inverse serves coefficients that add up to zero by construction.
  ///
  /// - Parameter covariance: V, in the order of the values.
  init(_ id: Kind, values: [Double], covariance: Matrix, null: [String]) {
    let scales = covariance.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    let scaled = covariance.scalingRows(by: scales).transposed.scalingRows(by: scales).symmetrised
    let eigen = SymmetricEigen(scaled)
    let limit = 1e-10 * max(0, eigen.values.max() ?? 0)
    let kept = eigen.values.indices.filter { eigen.values[$0] > limit }
    let scores = eigen.vectors.transposedTimes(zip(values, scales).map { $0 * $1 })
    let statistic = Summation.sum(kept.map { scores[$0] * scores[$0] / eigen.values[$0] })
    let isKnown = !kept.isEmpty && statistic.isFinite
    self.init(
      id: id,
      statistic: isKnown ? .value(statistic) : .unavailable(because: .singularCovariance),
      degreesOfFreedom: Double(kept.count),
      pValue: isKnown
        ? .value(ChiSquared(degreesOfFreedom: Double(kept.count)).upperTail(statistic))
        : .unavailable(because: .singularCovariance),
      distribution: .chiSquared,
      null: null
    )
  }
}

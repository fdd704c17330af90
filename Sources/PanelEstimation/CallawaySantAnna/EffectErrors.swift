import PanelNumerics
import PanelResults

/// Standard errors of effects from what clusters contribute to them.
///
///     se = √(Σ_c ψ_c²),    ψ_c = Σ_{i in c} IF_i / n
///
/// the square root of the mean squared influence over n, without a small-sample factor, as R's
/// `did` has it; with clusters above the unit the influence of their units is added up first.
///
/// - SeeAlso: Callaway and Sant'Anna (2021), theorem 2; oracles `cs_castle_never`,
///   `cs_castle_notyet`.
struct EffectErrors: Sendable {
  /// The confidence level of intervals.
  let level: Double
  /// One per estimate; absent where nothing varies.
  private(set) var standardErrors: [Double?]
  /// Draws of each estimate, where they were made; absent for estimates without standard error.
  private var draws: [[Double]?] = []

  /// - Parameters:
  ///   - contributions: For each estimate one number per cluster.
  ///   - scale: The spread of the outcome: a standard error at the level of its rounding is none.
  init(
    _ contributions: [[Double]], scale: Double, level: Double, bootstrap: MultiplierBootstrap?,
    threads: Int, generator: @Sendable (Int) -> Philox
  ) {
    self.level = level
    let analytic = Parallel.map(count: contributions.count, threads: threads) { estimate in
      var sum = 0.0
      for value in contributions[estimate] { sum += value * value }
      return sum.squareRoot()
    }
    standardErrors = analytic.map { $0 > 1e-12 * scale && $0.isFinite ? $0 : nil }
    guard let bootstrap else { return }
    let used = standardErrors.indices.filter { standardErrors[$0] != nil }
    draws = [[Double]?](repeating: nil, count: contributions.count)
    guard !used.isEmpty else { return }
    let drawn = bootstrap.distributions(
      of: Matrix(columns: used.map { contributions[$0] }), threads: threads, generator: generator)
    let spreads = Parallel.map(count: used.count, threads: threads) { position in
      MultiplierBootstrap.spread(drawn.column(position))
    }
    for (position, estimate) in used.enumerated() {
      standardErrors[estimate] =
        spreads[position] > 1e-12 * scale ? spreads[position] : nil
      draws[estimate] = standardErrors[estimate] == nil ? nil : drawn.column(position)
    }
  }

  /// The quantile of the largest absolute t over some estimates; `nil` without draws.
  func criticalValue(over estimates: [Int]) -> Double? {
    let used = estimates.filter { draws.indices.contains($0) && draws[$0] != nil }
    guard let count = used.first.flatMap({ draws[$0]?.count }) else { return nil }
    var largest = [Double](repeating: 0, count: count)
    for estimate in used {
      guard let error = standardErrors[estimate], let values = draws[estimate] else { continue }
      for draw in largest.indices { largest[draw] = max(largest[draw], abs(values[draw]) / error) }
    }
    return MultiplierBootstrap.quantile(level, ofSorted: largest.sorted())
  }

  /// An estimate with its test and intervals under the normal distribution.
  func estimate(_ term: String, _ position: Int, value: Double) -> Estimate {
    guard let error = standardErrors[position] else {
      let missing = Availability<Double>.unavailable(because: .perfectFit)
      return Estimate(
        term: term, value: value, standardError: missing, statistic: missing, pValue: missing,
        intervalLow: missing, intervalHigh: missing, level: level, degreesOfFreedom: nil,
        distribution: .normal)
    }
    let half = Normal.quantile(0.5 + level / 2) * error
    let inner = Normal.quantile(0.5 + Inference.innerLevel / 2) * error
    return Estimate(
      term: term, value: value, standardError: .value(error), statistic: .value(value / error),
      pValue: .value(Normal.twoSidedPValue(value / error)), intervalLow: .value(value - half),
      intervalHigh: .value(value + half), level: level,
      innerInterval: level > Inference.innerLevel
        ? Interval(low: value - inner, high: value + inner, level: Inference.innerLevel) : nil,
      degreesOfFreedom: nil, distribution: .normal)
  }

  /// The interval of a band.
  func interval(_ position: Int, value: Double, criticalValue: Double?) -> Interval? {
    guard let criticalValue, let error = standardErrors[position] else { return nil }
    let half = criticalValue * error
    return Interval(low: value - half, high: value + half, level: level)
  }

  /// The Wald test that effects are zero.
  ///
  ///     W = θ'V⁻¹θ ~ χ²_q,    V = Ψ'Ψ
  ///
  /// - SeeAlso: R's `att_gt`, `Wpval`, whose V is analytic under a bootstrap too; oracle
  ///   `cs_mpdta_never`.
  static func waldTest(
    values: [Double], contributions: [[Double]], names: [String]
  ) -> HypothesisTest {
    func test(_ statistic: Availability<Double>, _ pValue: Availability<Double>) -> HypothesisTest {
      HypothesisTest(
        id: .pretrends, statistic: statistic, degreesOfFreedom: Double(values.count),
        pValue: pValue, distribution: .chiSquared, null: names)
    }
    let singular = Availability<Double>.unavailable(because: .singularCovariance)
    let covariance = Matrix(columns: contributions).crossProduct()
    let scales = covariance.diagonal.map { $0.squareRoot() }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return test(singular, singular) }
    let inverse = scales.map { 1 / $0 }
    let scaled = covariance.scalingRows(by: inverse).transposed.scalingRows(by: inverse).symmetrised
    let eigenvalues = SymmetricEigen(scaled).values
    guard let smallest = eigenvalues.first, let largest = eigenvalues.last,
      smallest > 1e-12 * largest, let factor = Cholesky(scaled)
    else { return test(singular, singular) }
    let target = zip(values, inverse).map { $0 * $1 }
    let statistic = Summation.dot(target, factor.solve(target))
    let pValue = ChiSquared(degreesOfFreedom: Double(values.count)).upperTail(statistic)
    return test(.value(statistic), .value(pValue))
  }
}

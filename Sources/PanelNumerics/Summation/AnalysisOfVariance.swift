/// The decomposition of a variable's variation into that between and within groups.
///
/// - SeeAlso: NIST StRD analysis of variance sets, `NISTAnalysisOfVarianceTests`.
package struct AnalysisOfVariance: Sendable, Equatable {
  /// Groups minus one.
  package let betweenDegreesOfFreedom: Int
  /// Observations minus groups.
  package let withinDegreesOfFreedom: Int
  /// Σ_g n_g (v̄_g − v̄)².
  package let betweenSumOfSquares: Double
  /// Σ (v − v̄_g)².
  package let withinSumOfSquares: Double
  /// Mean square between over mean square within; infinite where groups have no variation.
  package let fStatistic: Double
  /// Between over total sum of squares.
  package let rSquared: Double

  /// P(F ≥ the statistic) where all group means are equal.
  package var pValue: Double {
    FisherF(
      numerator: Double(betweenDegreesOfFreedom),
      denominator: Double(withinDegreesOfFreedom)
    ).upperTail(fStatistic)
  }

  /// The one-way analysis of variance, from deviations in doubled precision.
  ///
  /// - Parameters:
  ///   - values: n finite numbers, taken as the decimals they were read from.
  ///   - groups: The group of each, in 0 ..< `groupCount`; every group occurs.
  ///   - groupCount: At least one.
  /// - Returns: The decomposition; its F is infinite where no group varies.
  package static func oneWay(
    _ values: [Double],
    groups: [Int32],
    groupCount: Int
  ) -> AnalysisOfVariance {
    precondition(values.count == groups.count, "\(values.count) values, \(groups.count) groups")
    let exact = values.map { DoubleDouble(decimal: $0) }
    var counts = [Double](repeating: 0, count: groupCount)
    var sums = [DoubleDouble](repeating: .zero, count: groupCount)
    for (value, group) in zip(exact, groups) {
      counts[Int(group)] += 1
      sums[Int(group)] += value
    }
    let means = zip(sums, counts).map { $0 / $1 }
    let mean = sums.reduce(into: DoubleDouble.zero) { $0 += $1 } / Double(values.count)
    var within = DoubleDouble.zero
    for (value, group) in zip(exact, groups) {
      let deviation = value - means[Int(group)]
      within += deviation * deviation
    }
    var between = DoubleDouble.zero
    for (groupMean, count) in zip(means, counts) {
      let deviation = groupMean - mean
      between += deviation * deviation * count
    }
    let betweenFreedom = groupCount - 1
    let withinFreedom = values.count - groupCount
    return AnalysisOfVariance(
      betweenDegreesOfFreedom: betweenFreedom,
      withinDegreesOfFreedom: withinFreedom,
      betweenSumOfSquares: between.value,
      withinSumOfSquares: within.value,
      fStatistic:
        within.value > 0
        ? ((between / Double(betweenFreedom)) / (within / Double(withinFreedom))).value
        : .infinity,
      rSquared: (between / (between + within)).value
    )
  }
}

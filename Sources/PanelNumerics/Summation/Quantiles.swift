/// Quantiles of one variable by Stata's rule.
///
/// With W the sum of weights and W_(i) that of the i smallest values, the quantile at p is the
/// first value with W_(i) > pW; where W_(i) = pW exactly, it is the mean of that value and the
/// next. Without weights this is type 2 of Hyndman and Fan: the mean of two order statistics
/// where np is whole, the next one above otherwise.
///
/// - SeeAlso: Hyndman and Fan (1996), *Sample quantiles in statistical packages*; StataCorp,
///   *summarize*, methods and formulas; oracle `desc_castle`.
package struct Quantiles: Sendable {
  private let values: [Double]
  /// Sums of weights up to each value; absent for equal weights.
  private let cumulative: [DoubleDouble]?

  /// - Parameters:
  ///   - values: n finite numbers, in any order.
  ///   - weights: n positive weights; absent for equal weights.
  package init(_ values: [Double], weights: [Double]? = nil) {
    guard let weights else {
      self.values = values.sorted()
      cumulative = nil
      return
    }
    precondition(weights.count == values.count, "weights differ in number")
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    self.values = order.map { values[$0] }
    var sum = DoubleDouble.zero
    cumulative = order.map {
      sum += weights[$0]
      return sum
    }
  }

  package var least: Double? { values.first }
  package var greatest: Double? { values.last }

  /// The quantile at a probability, in 0 … 1, of values without weights; NaN of nothing.
  ///
  /// np counts as whole where it is so up to rounding, as that of 0.025 and 1,000 values.
  package func quantile(_ probability: Double) -> Double {
    precondition(cumulative == nil, "weighted values have percentiles")
    guard let last = values.last else { return .nan }
    let position = probability * Double(values.count)
    let whole = position.rounded()
    if abs(position - whole) <= 1e-9 * max(1, whole) {
      let index = Int(whole)
      if index <= 0 { return values[0] }
      return index < values.count ? values[index - 1] / 2 + values[index] / 2 : last
    }
    return values[min(max(Int(position), 0), values.count - 1)]
  }

  /// The quantile at a whole percentage, in 0 … 100; NaN of nothing.
  package func percentile(_ percent: Int) -> Double {
    precondition((0...100).contains(percent), "percentile \(percent)")
    guard let last = values.last else { return .nan }
    guard let cumulative else {
      let position = percent * values.count
      let index = position / 100
      if index >= values.count { return last }
      return position % 100 == 0 && index > 0
        ? values[index - 1] / 2 + values[index] / 2 : values[index]
    }
    let target = (cumulative.last ?? .zero) * Double(percent) / 100
    for i in values.indices {
      let excess = (cumulative[i] - target).value
      // Weights are decimals: what lies within their rounding of the target is on it.
      if abs(excess) <= 0x1p-50 * target.value {
        return i + 1 < values.count ? values[i] / 2 + values[i + 1] / 2 : last
      }
      if excess > 0 { return values[i] }
    }
    return last
  }
}

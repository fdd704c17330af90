import Foundation

/// Rules that choose the bandwidth of a kernel density from the data.
package enum Bandwidth {
  /// Silverman's rule as Stata takes it.
  ///
  ///     h = 0.9 · min(s, (q₇₅ − q₂₅)/1.349) · n^(−1/5)
  ///
  /// with s the standard deviation and Stata's percentiles (``Quantiles``); s alone where the
  /// percentiles coincide.
  ///
  /// - Parameters:
  ///   - values: n finite numbers.
  ///   - weights: n positive analytic weights; absent for equal weights.
  /// - Returns: h > 0 in units of the values; `nil` for fewer than two values or none that vary.
  /// - SeeAlso: Silverman (1986), *Density estimation*, eq. 3.31; StataCorp, *kdensity*; oracles
  ///   `kde_castle_homicide`, `kde_organ_rate`.
  package static func silverman(_ values: [Double], weights: [Double]? = nil) -> Double? {
    let quantiles = Quantiles(values, weights: weights)
    guard
      let scale = scale(
        values,
        weights: weights,
        quartileRange: quantiles.percentile(75) - quantiles.percentile(25)
      )
    else { return nil }
    return 0.9 * scale * pow(Double(values.count), -0.2)
  }

  /// The bandwidth that solves the equation of Sheather and Jones, for a Gaussian kernel.
  ///
  ///     h = (1 / (2√π n S(α h^(5/7))))^(1/5),    α = 1.357 (S(a)/T(b))^(1/7)
  ///
  /// S and T estimate the integrals of f″² and −f‴² from the distances of all pairs, which are
  /// counted in 1,000 bins as R's `bw.SJ` counts them; a and b are its pilot bandwidths. R stops
  /// its search at a hundredth of the longest bandwidth that it tries; here the root has all its
  /// digits.
  ///
  /// - Parameter values: n finite numbers.
  /// - Returns: h > 0 in units of the values; `nil` where nothing varies or no h solves the
  ///   equation.
  /// - Complexity: O(n + 10⁶).
  /// - SeeAlso: Sheather and Jones (1991), eq. 12; R's `bw.SJ(method = "ste")`.
  package static func sheatherJones(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    let n = Double(sorted.count)
    guard
      let scale = scale(
        values,
        weights: nil,
        quartileRange: quantile7(sorted, 0.75) - quantile7(sorted, 0.25)
      ), let pairs = PairDistances(sorted)
    else { return nil }
    let first = pairs.curvature(bandwidth: 1.24 * scale * pow(n, -1.0 / 7))
    let second = pairs.slopeOfCurvature(bandwidth: 1.23 * scale * pow(n, -1.0 / 9))
    guard second > 0, second.isFinite else { return nil }
    let alpha = 1.357 * pow(first / second, 1.0 / 7)
    guard alpha.isFinite else { return nil }
    let constant = 1 / (2 * Double.pi.squareRoot() * n)
    let excess = { (h: Double) -> Double in
      pow(constant / pairs.curvature(bandwidth: alpha * pow(h, 5.0 / 7)), 0.2) - h
    }
    var high = 1.144 * scale * pow(n, -0.2)
    var low = 0.1 * high
    for attempt in 1...99 where !(excess(low) * excess(high) <= 0) {
      if attempt.isMultiple(of: 2) { low /= 1.2 } else { high *= 1.2 }
    }
    return root(of: excess, from: low, to: high)
  }

  /// min(s, IQR/1.349), or s where the quartiles coincide.
  private static func scale(
    _ values: [Double],
    weights: [Double]?,
    quartileRange: Double
  ) -> Double? {
    guard values.count > 1 else { return nil }
    let deviation = Moments(values, weights: weights).standardDeviation
    let least = min(deviation, quartileRange / 1.349)
    let scale = least > 0 ? least : deviation
    return scale > 0 && scale.isFinite ? scale : nil
  }

  /// R's default quantile (type 7) of sorted values.
  private static func quantile7(_ sorted: [Double], _ share: Double) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = Double(sorted.count - 1) * share
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  /// A root of a continuous function by bisection; `nil` where its sign does not change.
  private static func root(
    of function: (Double) -> Double,
    from low: Double,
    to high: Double
  ) -> Double? {
    var (low, high) = (low, high)
    let start = function(low)
    guard start * function(high) <= 0 else { return nil }
    if start == 0 { return low }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      let value = function(middle)
      if value == 0 { return middle }
      if (value > 0) == (start > 0) { low = middle } else { high = middle }
    }
  }
}

/// How many pairs of observations lie how far apart, in bins.
private struct PairDistances {
  private let n: Double
  private let binWidth: Double
  /// Pairs whose values lie that many bins apart.
  private let counts: [Double]

  private static let binCount = 1_000

  /// - Parameter sorted: Ascending; `nil` if their range is zero or no finite number.
  init?(_ sorted: [Double]) {
    guard let least = sorted.first, let greatest = sorted.last else { return nil }
    let width = (greatest - least) * 1.01 / Double(Self.binCount)
    guard width > 0, width.isFinite else { return nil }
    // R cuts toward zero, so that the bin around zero is twice as wide.
    let start = (least / width).rounded(.towardZero)
    var members = [Double](repeating: 0, count: Self.binCount)
    for value in sorted {
      let bin = (value / width).rounded(.towardZero) - start
      members[Int(min(max(bin, 0), Double(Self.binCount - 1)))] += 1
    }
    var counts = [Double](repeating: 0, count: Self.binCount)
    for i in members.indices where members[i] > 0 {
      counts[0] += members[i] * (members[i] - 1) / 2
      for j in 0..<i where members[j] > 0 { counts[i - j] += members[i] * members[j] }
    }
    n = Double(sorted.count)
    binWidth = width
    self.counts = counts
  }

  /// S(h): the estimate of ∫ f″² with a Gaussian kernel.
  func curvature(bandwidth: Double) -> Double {
    let sum = sum(bandwidth) { square in square * square - 6 * square + 3 }
    return (2 * sum + 3 * n) / (n * (n - 1) * pow(bandwidth, 5) * (2 * Double.pi).squareRoot())
  }

  /// T(h): the estimate of ∫ f‴² with a Gaussian kernel.
  func slopeOfCurvature(bandwidth: Double) -> Double {
    let sum = sum(bandwidth) { square in
      square * square * square - 15 * square * square + 45 * square - 15
    }
    return -(2 * sum - 15 * n)
      / (n * (n - 1) * pow(bandwidth, 7) * (2 * Double.pi).squareRoot())
  }

  /// Σ count · exp(−d²/2) p(d²) over distances d in bandwidths.
  private func sum(_ bandwidth: Double, _ polynomial: (Double) -> Double) -> Double {
    var sum = 0.0
    for (bin, count) in counts.enumerated() where count > 0 {
      let distance = Double(bin) * binWidth / bandwidth
      let square = distance * distance
      if square >= 1_000 { break }
      sum += exp(-square / 2) * polynomial(square) * count
    }
    return sum
  }
}

/// Moments of one variable, each as exact as its data.
///
/// Values are taken as the decimals they were read from (``DoubleDouble/init(decimal:)``), and
/// deviations from the mean are formed in doubled precision. So the standard deviation of
/// 10000000.1, 10000000.3, … has all its digits, where the stored doubles alone keep eight.
///
/// - SeeAlso: NIST StRD univariate and analysis of variance sets, `NISTUnivariateTests`.
package struct Moments: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  package let sum: Double
  /// Σ(v − v̄)² / (n − 1); NaN for fewer than two values.
  package let variance: Double
  /// m₃ / m₂^1.5 with divisor n; NaN where nothing varies.
  package let skewness: Double
  /// m₄ / m₂² with divisor n, so that a normal variable has 3; NaN where nothing varies.
  package let kurtosis: Double

  /// √variance.
  package let standardDeviation: Double

  /// - Parameters:
  ///   - values: n finite numbers.
  ///   - weights: n weights ≥ 0, analytic: scaled to sum to n, as Stata's aweights, so that
  ///     variance = n/(n−1) · Σw(v − v̄)²/Σw. Absent for equal weights.
  package init(_ values: [Double], weights: [Double]? = nil) {
    precondition(weights.map { $0.count == values.count } ?? true, "weights differ in number")
    let n = Double(values.count)
    count = values.count
    // A power of two keeps fourth powers within the range of a double, and changes no digit.
    let exponent = values.reduce(0) { max($0, abs($1)) }.exponentOfScale
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    let inverse = 1 / unit
    let exact = values.map { value in
      let decimal = DoubleDouble(decimal: value)
      return DoubleDouble(decimal.high * inverse, decimal.low * inverse)
    }
    let total = weights.map { weights in
      zip(exact, weights).reduce(into: DoubleDouble.zero) { $0 += $1.0 * $1.1 }
    }
    let plain = exact.reduce(into: DoubleDouble.zero) { $0 += $1 }
    let weightSum = weights.map { Summation.doubledSum($0) } ?? DoubleDouble(n)
    let mean = (total ?? plain) / weightSum
    var second = DoubleDouble.zero
    var third = DoubleDouble.zero
    var fourth = DoubleDouble.zero
    for i in exact.indices {
      let deviation = exact[i] - mean
      let square = deviation * deviation
      let weight = weights.map { $0[i] } ?? 1
      second += square * weight
      third += square * deviation * weight
      fourth += square * square * weight
    }
    self.mean = mean.value * unit
    sum = plain.value * unit
    let m2 = second / weightSum
    let scaledVariance = values.count < 2 ? .nan : (m2 * n / (n - 1)).value
    variance = scaledVariance * unit * unit
    standardDeviation = scaledVariance.squareRoot() * unit
    skewness = m2.value > 0 ? (third / weightSum / (m2 * m2.squareRoot())).value : .nan
    kurtosis = m2.value > 0 ? (fourth / weightSum / (m2 * m2)).value : .nan
  }

  /// The autocorrelation at a lag, in the order of the values.
  ///
  ///     r = Σ (vᵢ − v̄)(vᵢ₊ₗ − v̄) / Σ (vᵢ − v̄)²
  ///
  /// - Returns: NaN where nothing varies.
  package static func autocorrelation(_ values: [Double], lag: Int = 1) -> Double {
    precondition(lag >= 0, "a negative lag")
    guard values.count > lag else { return .nan }
    let exact = values.map { DoubleDouble(decimal: $0) }
    let mean =
      exact.reduce(into: DoubleDouble.zero) { $0 += $1 } / DoubleDouble(Double(values.count))
    let deviations = exact.map { $0 - mean }
    let square = deviations.reduce(into: DoubleDouble.zero) { $0 += $1 * $1 }
    let product = zip(deviations, deviations.dropFirst(lag))
      .reduce(into: DoubleDouble.zero) { $0 += $1.0 * $1.1 }
    return square.value > 0 ? (product / square).value : .nan
  }
}

extension Double {
  /// The exponent of a number's size, 0 for zero.
  fileprivate var exponentOfScale: Int { self > 0 && isFinite ? Int(exponent) : 0 }
}

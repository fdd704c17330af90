import Foundation

/// Functions that distributions stand on, exact to a few units in the last place.
enum SpecialFunctions {
  /// ln(1 + x) − x for x > −1, without cancellation near 0.
  static func logOnePlusMinus(_ x: Double) -> Double {
    if x < -0.5 || x > 1 { return log1p(x) - x }
    // ln(1 + x) = 2 artanh(r) with r = x / (2 + x); 2r − x = −x r.
    let r = x / (2 + x)
    let square = r * r
    var power = 2 * r * square
    var sum = 0.0
    var odd = 3.0
    while true {
      let term = power / odd
      sum += term
      if abs(term) <= 0x1p-56 * abs(sum) || term == 0 { break }
      power *= square
      odd += 2
    }
    return sum - x * r
  }

  /// ln r − (r − 1), given both r and r − 1, each of which is exact where the other is not.
  static func logMinus(_ ratio: Double, _ difference: Double) -> Double {
    ratio < 0.5 ? log(ratio) - difference : logOnePlusMinus(difference)
  }

  /// ln Γ(z) − [(z − ½) ln z − z + ½ ln 2π] for z > 0: the error of Stirling's formula.
  ///
  /// - SeeAlso: Loader (2000), *Fast and accurate computation of binomial probabilities*.
  static func stirlingError(_ z: Double) -> Double {
    if z >= 16 { return stirlingSeries(z) }
    // Γ(z) = Γ(z + m) / (z (z + 1) … (z + m − 1)).
    var product = 1.0
    var shifted = z
    while shifted < 16 {
      product *= shifted
      shifted += 1
    }
    let logGamma = (shifted - 0.5) * log(shifted) - shifted + stirlingSeries(shifted) - log(product)
    return logGamma - (z - 0.5) * log(z) + z
  }

  private static func stirlingSeries(_ z: Double) -> Double {
    let s = 1 / (z * z)
    let tail = 1.0 / 1188 - s * (691.0 / 360_360 - s * (1.0 / 156 - s * 3617.0 / 122_400))
    return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * tail)))) / z
  }

  /// ln Γ(z) for z > 0.
  static func logGamma(_ z: Double) -> Double {
    (z - 0.5) * log(z) - z + 0.5 * log(2 * Double.pi) + stirlingError(z)
  }

  /// A distribution's two tails: P(X ≤ x) and P(X > x), each with its own relative accuracy.
  struct Tails {
    var lower: Double
    var upper: Double
  }

  /// The regularised incomplete beta function I_x(a, b), and 1 − I_x(a, b) = I_y(b, a).
  ///
  /// - Parameters:
  ///   - a: Positive.
  ///   - b: Positive.
  ///   - x: In [0, 1].
  ///   - y: 1 − x, handed in because it may be known where x is too close to 1.
  /// - Returns: I_x as the lower tail.
  /// - SeeAlso: Didonato and Morris (1992), *Algorithm 708*, equations 8 and 9.
  static func incompleteBeta(_ a: Double, _ b: Double, x: Double, y: Double) -> Tails {
    if x <= 0 { return Tails(lower: 0, upper: 1) }
    if y <= 0 { return Tails(lower: 1, upper: 0) }
    if (a + b) * x <= a || x * (a + b + 2) <= a + 1 {
      let lower = betaFraction(a, b, x: x, y: y)
      return Tails(lower: lower, upper: 1 - lower)
    }
    let upper = betaFraction(b, a, x: y, y: x)
    return Tails(lower: 1 - upper, upper: upper)
  }

  /// xᵃ yᵇ / B(a, b).
  static func betaPrefix(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
    let n = a + b
    let shift = x * b - y * a
    let correction = stirlingError(n) - stirlingError(a) - stirlingError(b)
    // (xn/a)^a = (1 + shift/a)^a and (yn/b)^b = (1 − shift/b)^b; their linear terms cancel.
    let power = a * logMinus(x * n / a, shift / a) + b * logMinus(y * n / b, -shift / b)
    return (a * b / (2 * Double.pi * n)).squareRoot() * exp(power + correction)
  }

  /// I_x(a, b) by its continued fraction, for x at or below the mean a / (a + b).
  private static func betaFraction(_ a: Double, _ b: Double, x: Double, y: Double) -> Double {
    let lambda = a * y - b * x + 1
    let prefix = betaPrefix(a, b, x: x, y: y)
    if prefix == 0 { return 0 }
    let fraction = lentz(first: a * lambda / (a + 1)) { m in
      let step = a + 2 * m - 1
      let numerator = (a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x / (step * step)
      let denominator =
        m + m * (b - m) * x / step + (a + m) * (lambda + m * (1 + y)) / (step + 2)
      return (numerator, denominator)
    }
    return min(1, prefix / fraction)
  }

  /// The regularised incomplete gamma functions P(a, x) and Q(a, x).
  static func incompleteGamma(_ a: Double, _ x: Double) -> Tails {
    if x <= 0 { return Tails(lower: 0, upper: 1) }
    if x == .infinity { return Tails(lower: 1, upper: 0) }
    let prefix = gammaPrefix(a, x)
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      var n = a
      while term > 0x1p-56 * sum {
        n += 1
        term *= x / n
        sum += term
      }
      let lower = min(1, prefix * sum)
      return Tails(lower: lower, upper: 1 - lower)
    }
    if prefix == 0 { return Tails(lower: 1, upper: 0) }
    let fraction = lentz(first: x + 1 - a) { m in (m * (a - m), x + 2 * m + 1 - a) }
    let upper = min(1, prefix / fraction)
    return Tails(lower: 1 - upper, upper: upper)
  }

  /// xᵃ e⁻ˣ / Γ(a).
  static func gammaPrefix(_ a: Double, _ x: Double) -> Double {
    (a / (2 * Double.pi)).squareRoot()
      * exp(a * logMinus(x / a, (x - a) / a) - stirlingError(a))
  }

  /// b₀ + a₁/(b₁ + a₂/(b₂ + …)) (Lentz 1976, as modified by Thompson and Barnett 1986).
  private static func lentz(
    first: Double,
    _ coefficients: (_ m: Double) -> (a: Double, b: Double)
  ) -> Double {
    let tiny = 0x1p-1000
    var value = first == 0 ? tiny : first
    var c = value
    var d = 0.0
    var m = 1.0
    while m < 1e6 {
      let (a, b) = coefficients(m)
      d = b + a * d
      if d == 0 { d = tiny }
      c = b + a / c
      if c == 0 { c = tiny }
      d = 1 / d
      let factor = c * d
      value *= factor
      if abs(factor - 1) <= 0x1p-53 { break }
      m += 1
    }
    return value
  }
}

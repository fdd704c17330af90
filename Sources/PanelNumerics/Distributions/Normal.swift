import Foundation

/// The standard normal distribution.
///
/// - SeeAlso: oracle `distributions.json`.
package enum Normal {
  /// The density at x.
  package static func density(_ x: Double) -> Double {
    exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
  }

  /// P(X ≤ x).
  package static func cdf(_ x: Double) -> Double { upperTail(-x) }

  /// P(X > x), with all digits in the far tail.
  package static func upperTail(_ x: Double) -> Double {
    let root = 2.0.squareRoot()
    let z = x / root
    guard z.isFinite, abs(z) < 40 else { return z > 0 ? 0 : z < 0 ? 1 : .nan }
    // What rounding took from z moves erfc(z) by −2/√π e^(−z²) times it.
    let rootRest = -9.667293313452913e-17
    let rest = (x.addingProduct(-z, root) - z * rootRest) / root
    return 0.5 * (erfc(z) - 2 / Double.pi.squareRoot() * exp(-z * z) * rest)
  }

  /// P(|X| ≥ |z|).
  package static func twoSidedPValue(_ z: Double) -> Double { 2 * upperTail(abs(z)) }

  /// The x with P(X ≤ x) = p: infinite at 0 and 1.
  package static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    if abs(p - 0.5) < 0.25 {
      let area = abs(p - 0.5)
      if area == 0 { return 0 }
      let x = RootFinding.increasing(
        from: area * 2.5066282746310002,
        error: { 0.5 * erf($0 / 2.0.squareRoot()) - area },
        slope: density
      )
      return p < 0.5 ? -x : x
    }
    let tail = min(p, 1 - p)
    let start = (-2 * log(tail)).squareRoot()
    let x = RootFinding.increasing(
      from: max(0.5, start - (2.515517 + 0.802853 * start) / (1 + 1.432788 * start)),
      error: { log(tail) - log(upperTail($0)) },
      slope: { density($0) / upperTail($0) }
    )
    return p < 0.5 ? -x : x
  }
}

import Foundation

/// The χ² distribution with a non-centrality: a Poisson mixture of central ones.
///
///     P(X ≤ x) = Σ_j e^(−λ/2) (λ/2)^j / j! · P(χ²(ν + 2j) ≤ x)
///
/// - SeeAlso: Johnson, Kotz and Balakrishnan (1995), *Continuous univariate distributions* 2,
///   chapter 29; `NoncentralChiSquaredTests`.
package struct NoncentralChiSquared: Sendable, Equatable {
  /// ν > 0, not necessarily whole.
  package let degreesOfFreedom: Double
  /// λ ≥ 0.
  package let noncentrality: Double

  package init(degreesOfFreedom: Double, noncentrality: Double) {
    precondition(
      degreesOfFreedom > 0 && noncentrality >= 0,
      "\(degreesOfFreedom), \(noncentrality)"
    )
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// P(X ≤ x).
  package func cdf(_ x: Double) -> Double {
    mixture(x) { ChiSquared(degreesOfFreedom: $0).cdf($1) }
  }

  /// P(X > x), with all digits in the far tail.
  package func upperTail(_ x: Double) -> Double {
    mixture(x) { ChiSquared(degreesOfFreedom: $0).upperTail($1) }
  }

  /// The density at x > 0.
  package func density(_ x: Double) -> Double {
    mixture(x) { ChiSquared(degreesOfFreedom: $0).density($1) }
  }

  /// The x with P(X ≤ x) = p.
  package func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? 0 : p == 1 ? .infinity : .nan }
    let start = degreesOfFreedom + noncentrality
    if p < 0.5 {
      return RootFinding.increasing(
        from: start,
        error: { log(cdf($0)) - log(p) },
        slope: { density($0) / cdf($0) }
      )
    }
    return RootFinding.increasing(
      from: start,
      error: { log(1 - p) - log(upperTail($0)) },
      slope: { density($0) / upperTail($0) }
    )
  }

  /// Sums a property of the central distributions, from the heaviest weight outwards until
  /// weights vanish.
  private func mixture(_ x: Double, _ part: (Double, Double) -> Double) -> Double {
    guard !x.isNaN else { return .nan }
    let rate = noncentrality / 2
    guard rate > 0 else { return part(degreesOfFreedom, x) }
    let mode = rate.rounded(.down)
    let peak = exp(mode * log(rate) - rate - lgamma(mode + 1))
    var sum = 0.0
    var weight = peak
    var j = mode
    while weight > 1e-20 * peak {
      sum += weight * part(degreesOfFreedom + 2 * j, x)
      j += 1
      weight *= rate / j
    }
    weight = peak
    j = mode
    while j > 0 {
      weight *= j / rate
      j -= 1
      guard weight > 1e-20 * peak else { break }
      sum += weight * part(degreesOfFreedom + 2 * j, x)
    }
    return sum
  }
}

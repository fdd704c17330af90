import Foundation

/// The χ² distribution.
///
/// - SeeAlso: Abramowitz and Stegun (1964), 26.4; oracle `distributions.json`.
package struct ChiSquared: Sendable, Equatable {
  /// k > 0.
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(X ≤ x).
  package func cdf(_ x: Double) -> Double {
    x.isNaN ? .nan : SpecialFunctions.incompleteGamma(degreesOfFreedom / 2, x / 2).lower
  }

  /// P(X > x), with all digits in the far tail.
  package func upperTail(_ x: Double) -> Double {
    x.isNaN ? .nan : SpecialFunctions.incompleteGamma(degreesOfFreedom / 2, x / 2).upper
  }

  /// The density at x > 0.
  package func density(_ x: Double) -> Double {
    x > 0 && x.isFinite ? SpecialFunctions.gammaPrefix(degreesOfFreedom / 2, x / 2) / x : 0
  }

  /// The x with P(X ≤ x) = p.
  package func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? 0 : p == 1 ? .infinity : .nan }
    if p < 0.5 {
      return RootFinding.increasing(
        from: degreesOfFreedom,
        error: { log(cdf($0)) - log(p) },
        slope: { density($0) / cdf($0) }
      )
    }
    return RootFinding.increasing(
      from: degreesOfFreedom,
      error: { log(1 - p) - log(upperTail($0)) },
      slope: { density($0) / upperTail($0) }
    )
  }
}

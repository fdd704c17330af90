import Foundation

/// The F distribution.
///
/// - SeeAlso: Abramowitz and Stegun (1964), 26.6; oracle `distributions.json`.
package struct FisherF: Sendable, Equatable {
  /// d₁ > 0.
  package let numerator: Double
  /// d₂ > 0; infinite for χ²(d₁) / d₁.
  package let denominator: Double

  package init(numerator: Double, denominator: Double) {
    precondition(numerator > 0 && denominator > 0, "\(numerator), \(denominator)")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// P(F ≤ f).
  package func cdf(_ f: Double) -> Double { tails(f).lower }

  /// P(F > f), with all digits in the far tail.
  package func upperTail(_ f: Double) -> Double { tails(f).upper }

  private func tails(_ f: Double) -> SpecialFunctions.Tails {
    if f.isNaN { return SpecialFunctions.Tails(lower: .nan, upper: .nan) }
    if f <= 0 { return SpecialFunctions.Tails(lower: 0, upper: 1) }
    if f == .infinity { return SpecialFunctions.Tails(lower: 1, upper: 0) }
    guard denominator.isFinite else {
      return SpecialFunctions.incompleteGamma(numerator / 2, numerator * f / 2)
    }
    let ratio = numerator * f / denominator
    let flipped = SpecialFunctions.incompleteBeta(
      denominator / 2,
      numerator / 2,
      x: 1 / (1 + ratio),
      y: ratio.isFinite ? ratio / (1 + ratio) : 1
    )
    return SpecialFunctions.Tails(lower: flipped.upper, upper: flipped.lower)
  }

  /// The density at f > 0.
  package func density(_ f: Double) -> Double {
    guard f > 0, f.isFinite else { return 0 }
    guard denominator.isFinite else {
      return SpecialFunctions.gammaPrefix(numerator / 2, numerator * f / 2) / f
    }
    let ratio = numerator * f / denominator
    return SpecialFunctions.betaPrefix(
      numerator / 2,
      denominator / 2,
      x: ratio / (1 + ratio),
      y: 1 / (1 + ratio)
    ) / f
  }

  /// The f with P(F ≤ f) = p.
  package func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? 0 : p == 1 ? .infinity : .nan }
    if p < 0.5 {
      return RootFinding.increasing(
        from: 1,
        error: { log(cdf($0)) - log(p) },
        slope: { density($0) / cdf($0) }
      )
    }
    return RootFinding.increasing(
      from: 1,
      error: { log(1 - p) - log(upperTail($0)) },
      slope: { density($0) / upperTail($0) }
    )
  }
}

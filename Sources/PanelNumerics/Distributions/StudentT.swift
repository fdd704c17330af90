import Foundation

/// Student's t distribution.
///
/// - SeeAlso: Abramowitz and Stegun (1964), 26.7; oracle `distributions.json`.
package struct StudentT: Sendable, Equatable {
  /// ν > 0; infinite for the normal distribution.
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The density at t.
  package func density(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    guard nu.isFinite else { return Normal.density(t) }
    let correction =
      SpecialFunctions.stirlingError((nu + 1) / 2) - SpecialFunctions.stirlingError(nu / 2)
    // Γ((ν+1)/2) / Γ(ν/2) / √(ν/2) by Stirling's formula.
    let ratio = exp(correction + 0.5 * nu * log1p(1 / nu) - 0.5)
    let square = t * t / nu
    return ratio / (2 * Double.pi).squareRoot() * exp(-0.5 * (nu + 1) * log1p(square))
  }

  /// P(T ≤ t).
  package func cdf(_ t: Double) -> Double { upperTail(-t) }

  /// P(T > t), with all digits in the far tail.
  package func upperTail(_ t: Double) -> Double {
    guard degreesOfFreedom.isFinite else { return Normal.upperTail(t) }
    let outside = twoSidedPValue(t)
    return t > 0 ? outside / 2 : t < 0 ? 1 - outside / 2 : t == 0 ? 0.5 : .nan
  }

  /// P(|T| ≥ |t|), with all digits in the far tail.
  package func twoSidedPValue(_ t: Double) -> Double {
    guard degreesOfFreedom.isFinite else { return Normal.twoSidedPValue(t) }
    return t.isNaN ? .nan : tails(t).lower
  }

  /// P(|T| > |t|) as `lower` and P(|T| ≤ |t|) as `upper`: I_x(ν/2, ½), x = ν / (ν + t²).
  private func tails(_ t: Double) -> SpecialFunctions.Tails {
    let nu = degreesOfFreedom
    let size = abs(t)
    if size == .infinity { return SpecialFunctions.Tails(lower: 0, upper: 1) }
    if size < 1e150 {
      let square = size * size
      return SpecialFunctions.incompleteBeta(
        nu / 2,
        0.5,
        x: nu / (nu + square),
        y: square / (nu + square)
      )
    }
    return SpecialFunctions.incompleteBeta(nu / 2, 0.5, x: nu / size / size, y: 1)
  }

  /// The t with P(T ≤ t) = p: infinite at 0 and 1.
  package func quantile(_ p: Double) -> Double {
    guard degreesOfFreedom.isFinite else { return Normal.quantile(p) }
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    let area = abs(p - 0.5)
    if area == 0 { return 0 }
    let t =
      area < 0.25
      ? RootFinding.increasing(
        from: area / density(0),
        error: { tails($0).upper / 2 - area },
        slope: density
      )
      : criticalValue(tail: min(p, 1 - p))
    return p < 0.5 ? -t : t
  }

  /// The t with P(T > t) = `tail`, for a tail below ½.
  package func criticalValue(tail: Double) -> Double {
    guard degreesOfFreedom.isFinite else { return -Normal.quantile(tail) }
    // ln t makes the tail, a power of t, nearly a straight line.
    let logarithm = log(tail)
    let start = max(0.5, -Normal.quantile(max(tail, 1e-300)))
    return RootFinding.increasing(
      from: start,
      error: { logarithm - log(upperTail($0)) },
      slope: { density($0) / upperTail($0) }
    )
  }

  /// The t for a two-sided interval: P(|T| ≤ t) = `level`.
  package func criticalValue(level: Double) -> Double { quantile(0.5 + level / 2) }
}

import Foundation

/// The algebra of proportional selection on observables and unobservables.
///
/// With β̊, R̊ without controls, β̃, R̃ with them, σ the variance of the regressor (off controls that
/// both models have), τ its variance off all controls and v the variance of the outcome, and with
///
///     B = β̊ − β̃,    r = (R̃ − R̊) v,    q = (R_max − R̃) v,    D = β̃ − β*,
///
/// the effect β* under selection of proportion δ solves
///
///     (1 − δ) τ(σ − τ) D³ + (2 − δ) τBσ D² + (rτ + στB² − δq(σ − τ)) D − δqBσ = 0.
///
/// - SeeAlso: Oster (2019), *Unobservable selection and coefficient stability: theory and
///   evidence*, propositions 2 and 3; psacalc 2.1; oracle `oster_mtcars`, `oster_produc`.
package struct ProportionalSelection: Sendable, Equatable {
  package var uncontrolled: Double
  package var controlled: Double
  package var uncontrolledRSquared: Double
  package var controlledRSquared: Double
  package var maximalRSquared: Double
  /// σ, τ and v, in the same unit: variances, or sums of squares.
  package var regressorVariance: Double
  package var residualVariance: Double
  package var outcomeVariance: Double

  package init(
    uncontrolled: Double, controlled: Double, uncontrolledRSquared: Double,
    controlledRSquared: Double, maximalRSquared: Double, regressorVariance: Double,
    residualVariance: Double, outcomeVariance: Double
  ) {
    self.uncontrolled = uncontrolled
    self.controlled = controlled
    self.uncontrolledRSquared = uncontrolledRSquared
    self.controlledRSquared = controlledRSquared
    self.maximalRSquared = maximalRSquared
    self.regressorVariance = regressorVariance
    self.residualVariance = residualVariance
    self.outcomeVariance = outcomeVariance
  }

  private var bias: Double { uncontrolled - controlled }
  private var gained: Double { (controlledRSquared - uncontrolledRSquared) * outcomeVariance }
  private var missing: Double { (maximalRSquared - controlledRSquared) * outcomeVariance }

  /// The δ at which the effect is β.
  ///
  /// - Returns: `nil` where no δ gives it: controls move neither coefficient nor R².
  package func proportion(for effect: Double) -> Double? {
    let (s, t, b, d) = (regressorVariance, residualVariance, bias, controlled - effect)
    let cubic = d * d * d * t * (s - t)
    let numerator = d * gained * t + d * s * t * b * b + 2 * d * d * t * b * s + cubic
    let terms = [missing * b * s, d * missing * (s - t), d * d * t * b * s, cubic]
    let denominator = terms.reduce(0, +)
    let size = terms.reduce(0) { $0 + abs($1) }
    guard size > 0, abs(denominator) > 1e-13 * size else { return nil }
    return numerator / denominator
  }

  /// β* under selection of proportion δ, and the other real roots, ascending.
  ///
  /// Of several roots the nearest to β̃ is taken among those that move the effect on in the
  /// direction in which controls moved it; among all, where none does. With δ = 1 there are two
  /// roots, and exactly one of them does.
  ///
  /// - Returns: `nil` where there is no root.
  package func effect(for proportion: Double) -> (value: Double, others: [Double])? {
    let (s, t, b) = (regressorVariance, residualVariance, bias)
    let roots = RealRoots.of(
      cubic: (1 - proportion) * t * (s - t),
      quadratic: (2 - proportion) * t * b * s,
      linear: gained * t + s * t * b * b - proportion * missing * (s - t),
      constant: -proportion * missing * b * s)
    guard !roots.isEmpty else { return nil }
    let onward = roots.filter { $0 == 0 || ($0 > 0) == (b > 0) }
    let ranked = (onward.isEmpty ? roots : onward).sorted { abs($0) < abs($1) }
    let taken = ranked[0]
    return (controlled - taken, roots.filter { $0 != taken }.map { controlled - $0 }.sorted())
  }
}

/// Real roots of polynomials of the third degree at most.
enum RealRoots {
  /// Coefficients below this share of the largest, at the polynomial's own scale, are none.
  private static let negligible = 1e-14

  /// The real roots, each once, ascending; none for a polynomial without variable.
  static func of(cubic a: Double, quadratic b: Double, linear c: Double, constant d: Double)
    -> [Double]
  {
    guard [a, b, c, d].allSatisfy(\.isFinite) else { return [] }
    // At the scale where the outermost coefficients weigh alike, small ones can be told.
    let all = [d, c, b, a]
    guard let degree = all.lastIndex(where: { $0 != 0 }), degree > 0 else { return [] }
    guard let low = all.firstIndex(where: { $0 != 0 }) else { return [] }
    let scale =
      degree == low ? 1 : pow(abs(all[low] / all[degree]), 1 / Double(degree - low))
    let scaled = all.enumerated().map { $1 * pow(scale, Double($0)) }
    let largest = scaled.map(abs).max() ?? 0
    let clean = scaled.map { abs($0) < negligible * largest ? 0 : $0 }
    return roots(clean).map { $0 * scale }.sorted()
  }

  /// Roots of c₀ + c₁x + c₂x² + c₃x³, polished.
  private static func roots(_ c: [Double]) -> [Double] {
    let found: [Double]
    if c[3] != 0 {
      found = cubicRoots(c[2] / c[3], c[1] / c[3], c[0] / c[3])
    } else if c[2] != 0 {
      found = quadraticRoots(c[2], c[1], c[0])
    } else {
      found = c[1] == 0 ? [] : [-c[0] / c[1]]
    }
    var distinct: [Double] = []
    for root in found.map({ polished($0, c) }).sorted()
    where distinct.last.map({ abs($0 - root) > 1e-12 * max(1, abs(root)) }) ?? true {
      distinct.append(root)
    }
    return distinct
  }

  private static func quadraticRoots(_ a: Double, _ b: Double, _ c: Double) -> [Double] {
    let discriminant = b * b - 4 * a * c
    guard discriminant >= 0 else { return [] }
    // Without cancellation: q has the sign of b.
    let q = -0.5 * (b + (b < 0 ? -1 : 1) * discriminant.squareRoot())
    return q == 0 ? [0] : [q / a, c / q]
  }

  /// Roots of x³ + ax² + bx + c (Viète, Cardano).
  private static func cubicRoots(_ a: Double, _ b: Double, _ c: Double) -> [Double] {
    let q = (a * a - 3 * b) / 9
    let r = (2 * a * a * a - 9 * a * b + 27 * c) / 54
    if r * r <= q * q * q {
      let angle = acos(max(-1, min(1, q == 0 ? 1 : r / (q * q * q).squareRoot())))
      let size = -2 * q.squareRoot()
      return [-1.0, 0, 1].map { size * cos((angle + 2 * Double.pi * $0) / 3) - a / 3 }
    }
    let power = cbrt(abs(r) + (r * r - q * q * q).squareRoot())
    let first = (r > 0 ? -1 : 1) * power
    return [first + (first == 0 ? 0 : q / first) - a / 3]
  }

  /// Newton's steps, while they bring the polynomial nearer to zero.
  private static func polished(_ start: Double, _ c: [Double]) -> Double {
    func value(_ x: Double) -> Double { c[0] + x * (c[1] + x * (c[2] + x * c[3])) }
    var x = start
    for _ in 0..<8 {
      let slope = c[1] + x * (2 * c[2] + 3 * c[3] * x)
      guard slope != 0 else { break }
      let next = x - value(x) / slope
      guard abs(value(next)) < abs(value(x)) else { break }
      x = next
    }
    return x
  }
}

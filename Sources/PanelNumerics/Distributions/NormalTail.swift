import Foundation

/// The logarithm of the standard normal distribution function at a point, with its derivatives.
///
///     log Φ(z),    λ = φ(z)/Φ(z),    κ = λ (z + λ)
///
/// λ is the first derivative, the inverse Mills ratio, and −κ the second; κ lies between 0 and 1.
/// All have full relative accuracy however far out z lies: below −5 they come from the continued
/// fraction λ = t + 1/(t + 2/(t + 3/(t + …))) at t = −z, where z + λ is never formed by a
/// difference.
///
/// - SeeAlso: Abramowitz and Stegun (1964), 26.2.14; `NormalTailTests`.
package struct NormalTail: Sendable, Equatable {
  package let logProbability: Double
  /// λ.
  package let hazard: Double
  /// κ.
  package let curvature: Double

  private static let halfLogTwoPi = 0.918938533204672741780329736406
  private static let inverseRootTwoPi = 0.398942280401432677939946059934
  private static let rootHalf = 0.5.squareRoot()
  /// From here on outwards by the continued fraction.
  private static let farTail = -5.0

  /// - Parameter z: Finite.
  package init(_ z: Double) {
    guard z < Self.farTail else {
      let upper = 0.5 * erfc(z * Self.rootHalf)
      // Above zero the probability is near one, and its logarithm comes from what is missing.
      let probability = z > 0 ? 1 - upper : 0.5 * erfc(-z * Self.rootHalf)
      logProbability = z > 0 ? log1p(-upper) : log(probability)
      hazard = Self.inverseRootTwoPi * exp(-0.5 * z * z) / probability
      curvature = hazard * (z + hazard)
      return
    }
    let t = -z
    var excess = 0.0
    var step = 10 + (1200 / (t * t)).rounded(.up)
    while step > 0 {
      excess = step / (t + excess)
      step -= 1
    }
    hazard = t + excess
    logProbability = -0.5 * t * t - Self.halfLogTwoPi - log(hazard)
    curvature = hazard * excess
  }
}

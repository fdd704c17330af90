import Foundation

/// The weight that a kernel density gives an observation by its distance, in bandwidths.
///
/// Each integrates to one. Definitions and scalings are those of Stata's `kdensity`, where
/// bandwidths of different kernels are not on one scale.
///
/// - SeeAlso: StataCorp, *kdensity*, methods and formulas; oracles `kde_castle_homicide`,
///   `kde_organ_rate`.
package enum SmoothingKernel: Sendable, CaseIterable {
  /// ¾ (1 − z²/5)/√5 for |z| < √5.
  case epanechnikov
  /// ¾ (1 − z²) for |z| < 1.
  case epan2
  /// exp(−z²/2)/√(2π).
  case gaussian
  /// 1 − |z| for |z| < 1.
  case triangle
  /// ½ for |z| < 1.
  case rectangle
  /// 15/16 (1 − z²)² for |z| < 1.
  case biweight
  /// 4/3 − 8z² + 8|z|³ for |z| ≤ ½, 8(1 − |z|)³/3 for ½ < |z| ≤ 1.
  case parzen
  /// 1 + cos(2πz) for |z| < ½.
  case cosine

  /// The distance from which on the kernel is zero.
  package var support: Double {
    switch self {
    case .epanechnikov: 5.0.squareRoot()
    case .epan2, .triangle, .rectangle, .biweight, .parzen: 1
    case .cosine: 0.5
    case .gaussian: .infinity
    }
  }

  /// K(z).
  package func callAsFunction(_ z: Double) -> Double {
    let distance = abs(z)
    guard distance < support else { return 0 }
    switch self {
    case .epanechnikov: return 0.75 * (1 - z * z / 5) / 5.0.squareRoot()
    case .epan2: return 0.75 * (1 - z * z)
    case .gaussian: return exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    case .triangle: return 1 - distance
    case .rectangle: return 0.5
    case .biweight:
      let rest = 1 - z * z
      return 0.9375 * rest * rest
    case .parzen:
      guard distance > 0.5 else { return 4.0 / 3 - 8 * z * z + 8 * distance * distance * distance }
      let rest = 1 - distance
      return 8 * rest * rest * rest / 3
    case .cosine: return 1 + cos(2 * Double.pi * z)
    }
  }
}

import Foundation
import PanelNumerics
import PanelResults

/// The coefficients of one endogenous variable that the Anderson–Rubin test does not reject.
///
///     AR(β) = (p − Pβ)' Ω(β)⁻¹ (p − Pβ) ≤ c,    Ω(β): the covariance of Q'(û − Vβ)
///
/// With one instrument, or under independent errors of one variance, this is a quadratic
/// inequality, whose solution is an interval, the line without a gap, the whole line, or nothing.
/// Otherwise Ω(β) is a matrix of quadratics, and the ends are sought along the projective line,
/// where AR is smooth and infinity is a point like others.
///
/// - SeeAlso: Anderson and Rubin (1949); Mikusheva (2010), *Robust confidence sets in the
///   presence of weak instruments*; `AndersonRubinTests`.
struct AndersonRubinSet {
  private let system: InstrumentSystem
  private let moments: MomentCovariance
  /// c: what the Wald statistic may reach.
  private let bound: Double
  private let level: Double

  /// Points of the projective line at which the statistic is looked at.
  private static let gridCount = 4096

  init(_ tests: IdentificationTests, level: Double) {
    system = tests.system
    moments = tests.moments
    self.level = level
    let count = Double(tests.system.instrumentCount)
    bound =
      FisherF(numerator: count, denominator: Double(max(1, tests.denominator))).quantile(level)
      * count / tests.scale
  }

  func set() -> Availability<ConfidenceSet> {
    guard system.endogenousCount == 1 else { return .unavailable(because: .severalEndogenous) }
    guard bound > 0, bound.isFinite else { return .unavailable(because: .noDegreesOfFreedom) }
    let errors = [system.reducedResiduals, system.firstStageResiduals.column(0)]
    let outcome = system.outcomeProjection
    let loading = system.projection.elements
    if moments.kind == .iid || system.instrumentCount == 1 {
      let spread: (Double, Double, Double)
      if moments.kind == .iid {
        let n = Double(system.observationCount)
        spread = (
          Summation.dot(errors[0], errors[0]) / n, Summation.dot(errors[0], errors[1]) / n,
          Summation.dot(errors[1], errors[1]) / n
        )
      } else {
        let matrix = moments.covariance(of: system.basis, times: errors)
        spread = (matrix[0, 0], matrix[0, 1], matrix[1, 1])
      }
      return .value(
        Self.solution(
          square: Summation.dot(loading, loading) - bound * spread.2,
          linear: -2 * (Summation.dot(loading, outcome) - bound * spread.1),
          constant: Summation.dot(outcome, outcome) - bound * spread.0,
          level: level
        )
      )
    }
    return searched(moments.covariance(of: system.basis, times: errors), outcome, loading)
  }

  /// Where aβ² + bβ + c ≤ 0.
  static func solution(
    square a: Double,
    linear b: Double,
    constant c: Double,
    level: Double
  ) -> ConfidenceSet {
    let discriminant = b * b - 4 * a * c
    func roots() -> (Double, Double) {
      // Without cancellation: the second root from the product of both.
      let q = -0.5 * (b + (b < 0 ? -1 : 1) * discriminant.squareRoot())
      let first = q / a
      let second = q == 0 ? first : c / q
      return (min(first, second), max(first, second))
    }
    let line = ConfidenceSet(level: level, pieces: [.init(low: nil, high: nil)])
    if a > 0 {
      guard discriminant >= 0 else { return ConfidenceSet(level: level, pieces: []) }
      let (low, high) = roots()
      return ConfidenceSet(level: level, pieces: [.init(low: low, high: high)])
    }
    guard a < 0 else {
      if b == 0 { return c <= 0 ? line : ConfidenceSet(level: level, pieces: []) }
      let end = -c / b
      return ConfidenceSet(
        level: level,
        pieces: [b > 0 ? .init(low: nil, high: end) : .init(low: end, high: nil)]
      )
    }
    guard discriminant > 0 else { return line }
    let (low, high) = roots()
    return ConfidenceSet(
      level: level,
      pieces: [.init(low: nil, high: low), .init(low: high, high: nil)]
    )
  }

  private func searched(
    _ spread: Matrix,
    _ outcome: [Double],
    _ loading: [Double]
  ) -> Availability<ConfidenceSet> {
    let l = outcome.count
    let own = spread.block(0..<l, 0..<l)
    let cross = spread.block(0..<l, l..<2 * l)
    let other = spread.block(l..<2 * l, l..<2 * l)
    let mixed = cross + cross.transposed
    let squares = Summation.dot(loading, loading)
    let centre = Summation.dot(loading, outcome) / squares
    // In units in which the set is of order one, where there is one.
    let unit =
      max(
        (bound * other.diagonal.reduce(0, +)).squareRoot() * (1 + abs(centre)),
        (bound * own.diagonal.reduce(0, +)).squareRoot()
      ) / squares.squareRoot()
    var isSingular = false
    /// AR − c at β = centre + unit · tan θ, numerator and denominator times cos θ.
    func excess(_ angle: Double) -> Double {
      let (cosine, sine) = (cos(angle), sin(angle))
      let slope = centre * cosine + unit * sine
      let gap = zip(outcome, loading).map { cosine * $0 - slope * $1 }
      let matrix =
        (cosine * cosine) * own - (cosine * slope) * mixed + (slope * slope) * other
      guard let factor = matrix.symmetrised.regularFactor else {
        isSingular = true
        return .infinity
      }
      return factor.quadraticForm(gap) - bound
    }
    let step = Double.pi / Double(Self.gridCount)
    var angles = (0...Self.gridCount).map { -Double.pi / 2 + Double($0) * step }
    var values = angles.map(excess)
    if isSingular { return .unavailable(because: .singularCovariance) }
    // Dips and bumps between grid points may cross the bound twice.
    for index in stride(from: Self.gridCount - 1, to: 0, by: -1) {
      let (before, here, after) = (values[index - 1], values[index], values[index + 1])
      guard
        (here < before && here < after && here > 0) || (here > before && here > after && here < 0)
      else { continue }
      let sign = here > 0 ? 1.0 : -1.0
      let angle = Self.lowest(angles[index - 1], angles[index + 1]) { sign * excess($0) }
      let value = excess(angle)
      guard value.sign != here.sign, angle != angles[index] else { continue }
      let place = angle < angles[index] ? index : index + 1
      angles.insert(angle, at: place)
      values.insert(value, at: place)
    }
    var pieces: [ConfidenceSet.Piece] = []
    var low: Double? = nil
    var isInside = values[0] <= 0
    for index in 1..<angles.count where (values[index] <= 0) != isInside {
      let angle = Self.crossing(angles[index - 1], angles[index], rising: isInside, excess)
      let end = centre + unit * tan(angle)
      if isInside { pieces.append(.init(low: low, high: end)) }
      low = end
      isInside.toggle()
    }
    if isInside { pieces.append(.init(low: low, high: nil)) }
    return .value(ConfidenceSet(level: level, pieces: pieces))
  }

  /// Where a function changes sign, by halving.
  private static func crossing(
    _ low: Double,
    _ high: Double,
    rising: Bool,
    _ function: (Double) -> Double
  ) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if (function(middle) > 0) == rising { high = middle } else { low = middle }
    }
    return low
  }

  /// The place of a minimum, by golden sections.
  private static func lowest(
    _ low: Double,
    _ high: Double,
    _ function: (Double) -> Double
  ) -> Double {
    let golden = 0.6180339887498949
    var (low, high) = (low, high)
    var (left, right) = (high - golden * (high - low), low + golden * (high - low))
    var (leftValue, rightValue) = (function(left), function(right))
    for _ in 0..<60 {
      if leftValue < rightValue {
        (high, right, rightValue) = (right, left, leftValue)
        left = high - golden * (high - low)
        leftValue = function(left)
      } else {
        (low, left, leftValue) = (left, right, rightValue)
        right = low + golden * (high - low)
        rightValue = function(right)
      }
    }
    return (low + high) / 2
  }
}

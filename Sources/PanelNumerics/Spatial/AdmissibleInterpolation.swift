import Foundation

/// A function of ρ with poles outside an open interval, interpolated on a part of it.
///
///     t = (2ρ − l − u)/(u − l),    x = artanh t,    g(x) = f(ρ)(1 − t²)
///
/// f is a sum of terms in 1/(1 − ρλ) with 1/λ outside (l, u). In x the poles of real λ lie on the
/// lines Im x = ±π/2, so that g is analytic in a strip and its polynomial through Chebyshev points
/// converges geometrically even where ρ nears l or u: within a half-width h in x as
/// (π/2h + √(π²/4h² + 1))⁻ᵐ for m points. Points are nested and doubled until the polynomial
/// through half of them meets the others.
///
/// - SeeAlso: Trefethen (2013), *Approximation Theory and Approximation Practice*, chapters 5
///   and 8; Berrut and Trefethen (2004), *Barycentric Lagrange interpolation*.
struct AdmissibleInterpolation: Sendable {
  /// The relative distance at which the polynomial through half of the points met the others; that
  /// through all of them lies far closer.
  let error: Double
  private let interval: AdmissibleInterval
  private let centre: Double
  private let halfWidth: Double
  /// Points in [−1, 1], values of g and barycentric weights.
  private let points: [Double]
  private let values: [Double]

  /// Half the points may miss the others by this much: with all of them errors are about squared.
  static let tolerance = 1e-5
  private static let most = 257

  /// - Parameters:
  ///   - least: The smallest ρ that will be asked for, inside `interval`.
  ///   - greatest: The largest.
  ///   - function: f, evaluated at a few points from `least` to `greatest`.
  init(
    from least: Double,
    to greatest: Double,
    in interval: AdmissibleInterval,
    _ function: (Double) -> Double
  ) {
    // Without a real pole on one side any point beyond will do: it only sets the scale of x.
    let reach = 2 * max(abs(least), abs(greatest), 1)
    let interval = AdmissibleInterval(
      lower: interval.lower.isFinite ? interval.lower : -reach,
      upper: interval.upper.isFinite ? interval.upper : reach
    )
    self.interval = interval
    let from = Self.coordinate(least, in: interval)
    let to = Self.coordinate(greatest, in: interval)
    centre = (from + to) / 2
    halfWidth = (to - from) / 2
    guard halfWidth > 1e-14 * max(1, abs(centre)) else {
      points = [0]
      values = [function(least) * Self.weight(least, in: interval)]
      error = 0
      return
    }
    let (centre, halfWidth) = (self.centre, self.halfWidth)
    func g(_ point: Double) -> Double {
      let t = tanh(centre + halfWidth * point)
      let width = interval.upper - interval.lower
      let rho = min(max((interval.lower + interval.upper + width * t) / 2, least), greatest)
      return function(rho) * Self.weight(rho, in: interval)
    }
    var points = Self.chebyshev(halfWidth < 0.25 ? 3 : 5)
    var values = points.map(g)
    var error = Double.infinity
    while error > Self.tolerance, points.count < Self.most {
      let finer = Self.chebyshev(2 * points.count - 1)
      var filled: [Double] = []
      var missed = 0.0
      for (position, point) in finer.enumerated() {
        guard position % 2 == 1 else {
          filled.append(values[position / 2])
          continue
        }
        let value = g(point)
        missed = max(missed, abs(Self.interpolate(point, points, values) - value))
        filled.append(value)
      }
      let scale = filled.map(abs).max() ?? 0
      error = missed / max(scale, .leastNormalMagnitude)
      points = finer
      values = filled
    }
    self.points = points
    self.values = values
    self.error = error
  }

  /// f(ρ), for ρ between the ends.
  func value(at rho: Double) -> Double {
    let weight = Self.weight(rho, in: interval)
    guard points.count > 1 else { return values[0] / weight }
    let point = (Self.coordinate(rho, in: interval) - centre) / halfWidth
    return Self.interpolate(point, points, values) / weight
  }

  /// 1 − t², from the distances to both ends.
  private static func weight(
    _ rho: Double,
    in interval: AdmissibleInterval
  ) -> Double {
    let width = interval.upper - interval.lower
    return 4 * (rho - interval.lower) / width * ((interval.upper - rho) / width)
  }

  /// artanh t, from the distances to both ends.
  private static func coordinate(
    _ rho: Double,
    in interval: AdmissibleInterval
  ) -> Double {
    0.5 * log((rho - interval.lower) / (interval.upper - rho))
  }

  /// cos(πj/(m − 1)), from 1 to −1; those of m are every second one of 2m − 1.
  private static func chebyshev(_ count: Int) -> [Double] {
    (0..<count).map { cos(.pi * Double($0) / Double(count - 1)) }
  }

  private static func interpolate(
    _ point: Double,
    _ points: [Double],
    _ values: [Double]
  ) -> Double {
    var (above, below) = (0.0, 0.0)
    for j in points.indices {
      let distance = point - points[j]
      if distance == 0 { return values[j] }
      let end = j == 0 || j == points.count - 1 ? 0.5 : 1.0
      let weight = (j % 2 == 0 ? end : -end) / distance
      above += weight * values[j]
      below += weight
    }
    return above / below
  }
}

import Foundation

/// The highest maximum of a smooth function inside an open interval.
///
/// Values at a few points find the hill, however many there are; the root of the derivative on it
/// is then enclosed and found by Brent's method, to the digits that the derivative has. Nothing is
/// interpolated from a grid, and an end of the interval is never an answer.
///
/// - SeeAlso: Brent (1973), *Algorithms for minimization without derivatives*, chapter 4.
package struct InteriorMaximum: Sendable {
  /// Where the maximum is.
  package let place: Double
  /// Evaluations of the derivative.
  package let slopeCount: Int

  /// Why there is none.
  package enum Failure: Error, Equatable {
    /// The function still rises towards an end of the interval.
    case risesTowards(bound: Double)
    /// It is not a number at some point.
    case undefined(at: Double)
  }

  /// How near to an end a maximum is looked for, in lengths of the interval.
  private static let approaches = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
  /// The tolerance of the root beside its rounding; the last step makes it far smaller.
  private static let tolerance = 1e-13

  /// - Parameters:
  ///   - low: The lower end, finite.
  ///   - high: The upper end.
  ///   - points: At how many points values are compared, 3 or more.
  ///   - value: f.
  ///   - slope: f′.
  /// - Throws: ``Failure`` where there is no maximum inside.
  package init(
    from low: Double,
    to high: Double,
    points: Int,
    value: (Double) -> Double,
    slope: (Double) -> Double
  ) throws(Failure) {
    let width = high - low
    var places = (0..<points).map { j in
      let angle = Double.pi * (Double(j) + 0.5) / Double(points)
      return low + width * (0.5 - 0.5 * cos(angle))
    }
    var values = places.map(value)
    if let bad = values.firstIndex(where: \.isNaN) { throw .undefined(at: places[bad]) }
    var best = values.indices.max { values[$0] < values[$1] } ?? 0
    if best == 0 || best == points - 1 {
      let atTop = best > 0
      for share in Self.approaches {
        let place = atTop ? high - share * width : low + share * width
        let new = value(place)
        if new.isNaN { throw .undefined(at: place) }
        places.insert(place, at: atTop ? places.count : 0)
        values.insert(new, at: atTop ? values.count : 0)
        if !atTop { best += 1 }
        guard new > values[best] else { break }
        best = atTop ? values.count - 1 : 0
      }
    }
    guard best > 0, best < places.count - 1 else {
      throw .risesTowards(bound: best == 0 ? low : high)
    }
    var counted = 0
    let counting = { (place: Double) in
      counted += 1
      return slope(place)
    }
    let bracket = try Self.bracket(
      places[best - 1],
      (places[best], values[best]),
      places[best + 1],
      value: value,
      slope: counting
    )
    place = Self.root(bracket, of: counting)
    slopeCount = counted
  }

  /// A point and the derivative there.
  private struct Point {
    var place: Double
    var slope: Double

    init(_ place: Double, _ slope: Double) {
      self.place = place
      self.slope = slope
    }
  }

  /// Two points between which the derivative falls through zero.
  private static func bracket(
    _ left: Double,
    _ middle: (place: Double, value: Double),
    _ right: Double,
    value: (Double) -> Double,
    slope: (Double) -> Double
  ) throws(Failure) -> [Point] {
    var top = middle
    var topSlope = slope(top.place)
    if topSlope.isNaN { throw .undefined(at: top.place) }
    var (low, high) = (left, right)
    for _ in 0..<200 {
      if topSlope == 0 { return [Point(top.place, 0), Point(top.place, 0)] }
      let other = topSlope > 0 ? high : low
      let otherSlope = slope(other)
      if otherSlope.isNaN { throw .undefined(at: other) }
      if (otherSlope > 0) != (topSlope > 0) {
        let ends = [Point(top.place, topSlope), Point(other, otherSlope)]
        return topSlope > 0 ? ends : ends.reversed()
      }
      // A valley lies between: walk half the way.
      let half = (top.place + other) / 2
      let reached = value(half)
      if reached > top.value {
        if topSlope > 0 { low = top.place } else { high = top.place }
        top = (half, reached)
        topSlope = slope(half)
      } else if topSlope > 0 {
        high = half
      } else {
        low = half
      }
    }
    return [Point(top.place, topSlope), Point(top.place, topSlope)]
  }

  /// Brent's method on a falling derivative.
  private static func root(
    _ bracket: [Point],
    of slope: (Double) -> Double
  ) -> Double {
    var (a, fa) = (bracket[0].place, bracket[0].slope)
    var (b, fb) = (bracket[1].place, bracket[1].slope)
    if fa == 0 { return a }
    if fb == 0 { return b }
    var (c, fc) = (a, fa)
    var step = b - a
    var last = step
    for _ in 0..<200 {
      if abs(fc) < abs(fb) { (a, fa, b, fb, c, fc) = (b, fb, c, fc, b, fb) }
      let allowed = 2 * 0x1p-52 * abs(b) + tolerance / 2
      let half = (c - b) / 2
      if abs(half) <= allowed || fb == 0 { return b }
      if abs(last) < allowed || abs(fa) <= abs(fb) {
        step = half
        last = half
      } else {
        var (p, q): (Double, Double)
        let s = fb / fa
        if a == c {
          p = 2 * half * s
          q = 1 - s
        } else {
          let (t, r) = (fa / fc, fb / fc)
          p = s * (2 * half * t * (t - r) - (b - a) * (r - 1))
          q = (t - 1) * (r - 1) * (s - 1)
        }
        if p > 0 { q = -q } else { p = -p }
        if 2 * p < min(3 * half * q - abs(allowed * q), abs(last * q)) {
          last = step
          step = p / q
        } else {
          step = half
          last = half
        }
      }
      (a, fa) = (b, fb)
      b += abs(step) > allowed ? step : (half > 0 ? allowed : -allowed)
      fb = slope(b)
      if (fb > 0) == (fc > 0) {
        (c, fc) = (a, fa)
        step = b - a
        last = step
      }
    }
    return b
  }
}

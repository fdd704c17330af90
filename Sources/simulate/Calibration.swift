import Foundation

/// Maps of draws to columns with the moments that a table prints.
enum Calibration {
  /// An increasing map of draws, by which mean, standard deviation, minimum and maximum are those
  /// asked for: lo + (hi − lo)·Λ(a + b·x) with Λ the logistic function, a and b > 0 solved, and the
  /// smallest and largest set to lo and hi. Needs three draws or more, not all equal; their scale
  /// does not matter, and their order stays.
  static func matched(_ latent: [Double], to moments: Moments) throws(CalibrationError) -> [Double]
  {
    try levelled(latent.map { _ in [0] }, order: latent, to: moments).map { $0[0] }
  }

  /// Values of units and periods with given deviations within units: levels of the units are added,
  /// in the order of a latent one, so that all values together have the moments asked for.
  ///
  /// What is within units, and so every estimate with effects of units, stays as it was. Rows are
  /// units, of one or more periods each; their means do not count. The lowest unit in the latent
  /// order has the minimum among its values, the highest one the maximum.
  static func levelled(
    _ within: [[Double]],
    order: [Double],
    to moments: Moments
  ) throws(CalibrationError) -> [[Double]] {
    let deviations = within.map { row in
      let mean = row.reduce(0, +) / Double(row.count)
      return row.map { $0 - mean }
    }
    let lowest = deviations.map { moments.minimum - ($0.min() ?? 0) }
    let highest = deviations.map { moments.maximum - ($0.max() ?? 0) }
    guard zip(lowest, highest).allSatisfy({ $0 < $1 }) else {
      throw CalibrationError("deviations within a unit exceed the range of \(moments)")
    }
    let levels = try levels(order, between: lowest, highest, beside: deviations, to: moments)
    return zip(levels, deviations).map { level, row in row.map { level + $0 } }
  }

  /// Levels of units, increasing in their order, with mean and standard deviation of all values as
  /// asked: the inner bisection solves the mean by the shift of Λ, the outer one the deviation by
  /// its slope.
  private static func levels(
    _ order: [Double],
    between lowest: [Double],
    _ highest: [Double],
    beside deviations: [[Double]],
    to moments: Moments
  ) throws(CalibrationError) -> [Double] {
    guard let low = order.min(), let high = order.max(), low < high else {
      throw CalibrationError("draws that are all equal cannot be calibrated")
    }
    let standard = standardised(order)
    let counts = deviations.map { Double($0.count) }
    let count = counts.reduce(0, +)
    let within = deviations.reduce(0) { $0 + dot($1, $1) }
    func mean(_ levels: [Double]) -> Double { dot(levels, counts) / count }
    func deviation(_ levels: [Double]) -> Double {
      let centre = mean(levels)
      let between = zip(levels, counts).reduce(0) { $0 + $1.1 * ($1.0 - centre) * ($1.0 - centre) }
      return ((between + within) / (count - 1)).squareRoot()
    }
    func candidate(slope: Double) -> [Double] {
      var (lower, upper) = (-40 - 20 * slope, 40 + 20 * slope)
      var result = order
      for _ in 0..<70 {
        let shift = (lower + upper) / 2
        for unit in order.indices {
          let share =
            order[unit] == low
            ? 0 : order[unit] == high ? 1 : 1 / (1 + exp(-slope * standard[unit] - shift))
          result[unit] = lowest[unit] + (highest[unit] - lowest[unit]) * share
        }
        if mean(result) < moments.mean { lower = shift } else { upper = shift }
      }
      return result
    }
    var (lower, upper) = (-12.0, 5.0)
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if deviation(candidate(slope: exp(middle))) < moments.deviation {
        lower = middle
      } else {
        upper = middle
      }
    }
    let result = candidate(slope: exp((lower + upper) / 2))
    let reached = (mean: mean(result), deviation: deviation(result))
    guard abs(reached.mean - moments.mean) < 1e-6 * abs(moments.maximum - moments.minimum),
      abs(reached.deviation - moments.deviation) < 1e-6 * moments.deviation
    else { throw CalibrationError("\(moments) is out of reach, nearest is \(reached)") }
    return result
  }

  /// With mean 0 and standard deviation 1 (n − 1).
  static func standardised(_ values: [Double]) -> [Double] {
    let moments = Moments(of: values)
    return values.map { ($0 - moments.mean) / moments.deviation }
  }

  /// What is left of values after a regression on others, which need not be independent.
  static func orthogonalised(_ values: [Double], to others: [[Double]]) -> [Double] {
    var basis: [[Double]] = []
    for other in others {
      let left = residual(residual(other, basis), basis)
      let norm = dot(left, left).squareRoot()
      if norm > 1e-9 * dot(other, other).squareRoot() { basis.append(left.map { $0 / norm }) }
    }
    return residual(residual(values, basis), basis)
  }

  private static func residual(_ values: [Double], _ basis: [[Double]]) -> [Double] {
    basis.reduce(values) { left, direction in
      let share = dot(left, direction)
      return zip(left, direction).map { $0 - share * $1 }
    }
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

import Foundation

/// Maps of draws to columns with the moments that a table prints.
enum Calibration {
  /// An increasing map of draws, by which mean, standard deviation, minimum and maximum are those
  /// asked for: lo + (hi − lo)·Λ(a + b·x) with Λ the logistic function, a and b > 0 solved, and the
  /// smallest and largest set to lo and hi. Needs three draws or more, not all equal; their scale
  /// does not matter, and their order stays.
  static func matched(_ latent: [Double], to moments: Moments) throws(CalibrationError) -> [Double]
  {
    let range = moments.maximum - moments.minimum
    return try shaped(latent, to: moments) { share in
      share.map { moments.minimum + range * $0 }
    }
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
    let flat = try shaped(order, to: moments) { share in
      zip(deviations, share.indices).flatMap { row, unit in
        let level = lowest[unit] + (highest[unit] - lowest[unit]) * share[unit]
        return row.map { level + $0 }
      }
    }
    var start = 0
    return deviations.map { row in
      defer { start += row.count }
      return Array(flat[start..<start + row.count])
    }
  }

  /// Values made of shares in [0, 1] by a map that is increasing in each, with mean and standard
  /// deviation as asked: the inner bisection solves the mean by the shift, the outer one the
  /// deviation by the slope.
  private static func shaped(
    _ latent: [Double],
    to moments: Moments,
    values: ([Double]) -> [Double]
  ) throws(CalibrationError) -> [Double] {
    guard let low = latent.min(), let high = latent.max(), low < high else {
      throw CalibrationError("draws that are all equal cannot be calibrated")
    }
    let standard = standardised(latent)
    func candidate(slope: Double) -> [Double] {
      var (lower, upper) = (-40 - 20 * slope, 40 + 20 * slope)
      var result = latent
      for _ in 0..<70 {
        let shift = (lower + upper) / 2
        let shares = standard.indices.map { row in
          latent[row] == low
            ? 0
            : latent[row] == high
              ? 1 : 1 / (1 + exp(-slope * standard[row] - shift))
        }
        result = values(shares)
        if result.reduce(0, +) / Double(result.count) < moments.mean {
          lower = shift
        } else {
          upper = shift
        }
      }
      return result
    }
    var (lower, upper) = (-12.0, 5.0)
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if Moments(of: candidate(slope: exp(middle))).deviation < moments.deviation {
        lower = middle
      } else {
        upper = middle
      }
    }
    let result = candidate(slope: exp((lower + upper) / 2))
    let reached = Moments(of: result)
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

/// Sums and extremes of values by group; missing values are left out.
///
/// Sums are compensated (Neumaier 1974), standard deviations computed from deviations from the
/// mean with divisor n − 1.
struct GroupStatistics {
  let codes: [Int32]?
  let groupCount: Int
  /// Values present in each group.
  private(set) var counts: [Int]
  private(set) var sums: [Double]
  private(set) var lowest: [Double]
  private(set) var highest: [Double]

  /// Sums values by group.
  ///
  /// - Parameters:
  ///   - values: One per row, NaN where missing.
  ///   - codes: The group of each row, −1 for none; absent for one group of all rows.
  ///   - groupCount: The number of groups.
  init(_ values: [Double], codes: [Int32]?, groupCount: Int) {
    self.codes = codes
    self.groupCount = groupCount
    counts = Array(repeating: 0, count: groupCount)
    lowest = Array(repeating: .infinity, count: groupCount)
    highest = Array(repeating: -.infinity, count: groupCount)
    sums = []
    sums = Self.sums(of: values, codes: codes, groupCount: groupCount) { value, _ in value }
    for row in values.indices where !values[row].isNaN {
      let group = codes.map { Int($0[row]) } ?? 0
      if group < 0 { continue }
      counts[group] += 1
      if values[row] < lowest[group] { lowest[group] = values[row] }
      if values[row] > highest[group] { highest[group] = values[row] }
    }
  }

  /// The mean of each group; missing where no value is present.
  var means: [Double] {
    sums.indices.map { counts[$0] == 0 ? .nan : sums[$0] / Double(counts[$0]) }
  }

  /// The standard deviation of each group; missing below two values, exactly 0 for a constant.
  func standardDeviations(_ values: [Double]) -> [Double] {
    let means = means
    let squares = Self.sums(of: values, codes: codes, groupCount: groupCount) { value, group in
      (value - means[group]) * (value - means[group])
    }
    return squares.indices.map { group in
      if counts[group] < 2 { return .nan }
      if lowest[group] == highest[group] { return 0 }
      return (squares[group] / Double(counts[group] - 1)).squareRoot()
    }
  }

  @inline(__always)
  private static func sums(
    of values: [Double],
    codes: [Int32]?,
    groupCount: Int,
    _ part: (Double, Int) -> Double
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: groupCount)
    var lost = [Double](repeating: 0, count: groupCount)
    for row in values.indices where !values[row].isNaN {
      let group = codes.map { Int($0[row]) } ?? 0
      if group < 0 { continue }
      let value = part(values[row], group)
      let total = sums[group] + value
      lost[group] +=
        abs(sums[group]) >= abs(value)
        ? (sums[group] - total) + value : (value - total) + sums[group]
      sums[group] = total
    }
    return zip(sums, lost).map { $0.isFinite ? $0 + $1 : $0 }
  }
}

/// Percentiles as Stata computes them (type 2 of Hyndman and Fan 1996).
enum Percentile {
  /// The cuts below and above which a share of the values lies.
  ///
  /// The percentile at share p of sorted x₁ … xₙ is (x_np + x_np+1)/2 where np is whole, and x at
  /// np rounded up otherwise. The upper cut mirrors the lower one.
  ///
  /// - Precondition: `sorted` is not empty and ascending, and 0 < share < ½.
  /// - SeeAlso: oracle `winsor_castle_larceny`, `winsor_produc_gsp_5_95`.
  static func cuts(of sorted: [Double], share: Double) -> (low: Double, high: Double) {
    let count = sorted.count
    let position = Double(count) * share
    let whole = position.rounded()
    // 0.07 · 100 is 7.000000000000001 in doubles, and 7 to the author.
    guard abs(position - whole) <= 1e-9 * max(1, whole) else {
      let rank = Int(position.rounded(.up))
      return (sorted[rank - 1], sorted[count - rank])
    }
    let rank = Int(whole)
    guard rank > 0 else { return (sorted[0], sorted[count - 1]) }
    return (
      sorted[rank - 1] / 2 + sorted[rank] / 2,
      sorted[count - rank] / 2 + sorted[count - rank - 1] / 2
    )
  }
}

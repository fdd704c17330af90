/// A kernel density on a grid.
///
///     f(x) = Σ wᵢ K((x − xᵢ)/h) / (h Σ wᵢ)
///
/// - SeeAlso: StataCorp, *kdensity*, methods and formulas; oracles `kde_castle_homicide`,
///   `kde_organ_rate`.
package struct DensityCurve: Sendable, Equatable {
  /// Ascending, in units of the values.
  package let x: [Double]
  /// f at each x.
  package let density: [Double]

  /// The points at which a density is evaluated.
  package enum Grid: Sendable, Equatable {
    /// Equally spaced points from the least value − h to the greatest + h, as Stata's `kdensity`:
    /// that many, or min(n, 50).
    case padded(count: Int?)
    /// 300 equally spaced points from the least value to the greatest, as Stata's
    /// `twoway kdensity`.
    case range
  }

  /// - Parameters:
  ///   - values: n finite numbers, in any order.
  ///   - weights: n positive weights; absent for equal weights.
  ///   - bandwidth: h > 0, in units of the values.
  /// - Returns: `nil` for fewer than two values, none that vary, or densities beyond a double.
  /// - Complexity: O(n log n + m k) for m points with k observations within the kernel's support.
  package init?(
    of values: [Double],
    weights: [Double]? = nil,
    kernel: SmoothingKernel,
    bandwidth: Double,
    grid: Grid
  ) {
    precondition(weights.map { $0.count == values.count } ?? true, "weights differ in number")
    precondition(bandwidth > 0, "bandwidth \(bandwidth)")
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let sorted = order.map { values[$0] }
    guard sorted.count > 1, let least = sorted.first, let greatest = sorted.last, least < greatest
    else { return nil }
    x = Self.points(from: least, to: greatest, n: sorted.count, bandwidth: bandwidth, grid: grid)
    let ordered = weights.map { weights in order.map { weights[$0] } }
    let total = ordered.map { Summation.sum($0) } ?? Double(sorted.count)
    let reach = kernel.support * bandwidth
    density = x.map { point in
      var sum = 0.0
      for i in Self.lowerBound(of: point - reach, in: sorted)..<sorted.count {
        if sorted[i] - point > reach { break }
        sum += kernel((point - sorted[i]) / bandwidth) * (ordered.map { $0[i] } ?? 1)
      }
      return sum / bandwidth / total
    }
    guard x.allSatisfy(\.isFinite), density.allSatisfy(\.isFinite) else { return nil }
  }

  private static func points(
    from least: Double,
    to greatest: Double,
    n: Int,
    bandwidth: Double,
    grid: Grid
  ) -> [Double] {
    let (start, end, count): (Double, Double, Int) =
      switch grid {
      case .padded(let count):
        (least - bandwidth, greatest + bandwidth, max(2, count ?? min(n, 50)))
      case .range: (least, greatest, 300)
      }
    let step = (end - start) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? end : start + Double($0) * step }
  }

  /// The first index whose value is not below a bound.
  private static func lowerBound(of bound: Double, in sorted: [Double]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

import Foundation

/// Equally wide bins from the least value to the greatest, with the values in each.
///
/// A bin holds its left edge; the last one holds both.
///
/// - SeeAlso: StataCorp, *histogram*, methods and formulas.
package struct HistogramBins: Sendable, Equatable {
  package let start: Double
  package let width: Double
  package let counts: [Int]

  /// More bins than this are never made.
  package static let limit = 1_000

  /// - Parameters:
  ///   - values: n finite numbers, in any order.
  ///   - count: Bins, at least 1; at most ``limit`` are made.
  /// - Returns: `nil` for fewer than two values, or none that vary.
  package init?(of values: [Double], count: Int) {
    precondition(count > 0, "\(count) bins")
    guard values.count > 1, let least = values.min(), let greatest = values.max() else {
      return nil
    }
    let bins = min(count, Self.limit)
    let width = (greatest - least) / Double(bins)
    guard width > 0, width.isFinite else { return nil }
    var counts = [Int](repeating: 0, count: bins)
    for value in values {
      // Values are decimals: what lies within their rounding of an edge is on it.
      let position = (value - least) / width
      let edge = position.rounded()
      let bin = abs(position - edge) < 1e-9 ? edge : position.rounded(.down)
      counts[min(bins - 1, Int(bin))] += 1
    }
    start = least
    self.width = width
    self.counts = counts
  }

  /// ⌊min(√n, 10 log₁₀ n)⌋ bins, at least 1: Stata's default.
  package static func stataCount(n: Int) -> Int {
    guard n > 1 else { return 1 }
    return max(1, Int(min(Double(n).squareRoot(), 10 * log10(Double(n)))))
  }

  /// ⌈range / (2 (q₇₅ − q₂₅) n^(−1/3))⌉ bins.
  ///
  /// - Returns: `nil` where the quartiles coincide, so that there is no width.
  /// - SeeAlso: Freedman and Diaconis (1981).
  package static func freedmanDiaconisCount(_ values: [Double]) -> Int? {
    let quantiles = Quantiles(values)
    guard let least = quantiles.least, let greatest = quantiles.greatest else { return nil }
    let width =
      2 * (quantiles.percentile(75) - quantiles.percentile(25)) / cbrt(Double(values.count))
    let count = ((greatest - least) / width).rounded(.up)
    guard width > 0, count.isFinite else { return nil }
    return Int(min(max(1, count), Double(limit)))
  }
}

import Foundation

/// Classes of numbers for a map, with bounds rounded as the legend prints them.
package struct ClassBreaks: Sendable, Equatable {
  /// The bounds from the lowest to the highest, one more than there are classes; a class holds its
  /// upper bound, and the first its lower one too.
  private(set) var bounds: [Double]
  private let decimals: Int

  /// How bounds are found.
  package enum Rule: String, Sendable, CaseIterable {
    /// Classes of about equal numbers of regions.
    case quantiles
    /// Classes of equal width.
    case equal
    /// Classes with the least variation within (Fisher and Jenks).
    case natural
  }

  /// Classes by a rule; fewer where rounded bounds coincide.
  ///
  /// - Precondition: There are values, all finite.
  init(_ values: [Double], count: Int, rule: Rule) {
    let sorted = values.sorted()
    let (low, high) = (sorted.first ?? 0, sorted.last ?? 0)
    decimals = Self.decimals(for: high - low, largest: max(abs(low), abs(high)))
    let inner: [Double] =
      switch rule {
      case .quantiles: (1..<max(1, count)).map { Self.quantile(sorted, Double($0) / Double(count)) }
      case .equal:
        (1..<max(1, count)).map { low + (high - low) * Double($0) / Double(count) }
      case .natural: Self.natural(sorted, count: count)
      }
    bounds = []
    close(low: low, high: high, inner: inner)
  }

  /// Classes with inner bounds of the author's; all are kept, with or without regions.
  init(_ values: [Double], inner: [Double]) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    decimals = max(
      Self.decimals(for: high - low, largest: max(abs(low), abs(high))),
      NumberLabels.decimals(of: inner)
    )
    let sorted = Set(inner).sorted()
    let first = min(Self.down(low, decimals), sorted.first ?? low)
    let last = max(Self.up(high, decimals), sorted.last ?? high)
    bounds = [first] + sorted.filter { $0 > first && $0 < last } + [last]
    // Bounds of the author's outside the data make classes without regions.
    if let end = sorted.first, end == first, end < Self.down(low, decimals) { bounds[0] = end }
  }

  private mutating func close(low: Double, high: Double, inner: [Double]) {
    let unit = pow(10, Double(decimals))
    let first = Self.down(low, decimals)
    let last = Self.up(high, decimals)
    var rounded: [Double] = []
    for bound in inner {
      let nearest = (bound * unit).rounded() / unit
      if nearest > (rounded.last ?? first), nearest < last { rounded.append(nearest) }
    }
    bounds = [first] + rounded + [last]
  }

  var count: Int { max(1, bounds.count - 1) }

  /// The class of a value, from 0.
  func place(of value: Double) -> Int {
    min(count - 1, bounds.dropFirst().dropLast().count { $0 < value })
  }

  /// The bounds of a class as they are printed.
  func labels(of place: Int) -> (low: String, high: String) {
    func text(_ value: Double) -> String {
      NumberLabels.text(of: value == 0 ? 0 : value, decimals: decimals, isGrouped: true)
    }
    return (text(bounds[place]), text(bounds[min(place + 1, bounds.count - 1)]))
  }

  private static func down(_ value: Double, _ decimals: Int) -> Double {
    let unit = pow(10, Double(decimals))
    return (value * unit + 1e-9).rounded(.down) / unit
  }

  private static func up(_ value: Double, _ decimals: Int) -> Double {
    let unit = pow(10, Double(decimals))
    return (value * unit - 1e-9).rounded(.up) / unit
  }

  /// So many that the range has three digits, the last of which still is one of the values'.
  private static func decimals(for range: Double, largest: Double) -> Int {
    let extent = range > 0 ? range : largest
    guard extent > 0 else { return 0 }
    return max(0, min(12, 2 - Int(log10(extent).rounded(.down))))
  }

  /// Type 2: the mean of two values where the share falls between them.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count)
    let whole = Int(place.rounded())
    if abs(place - Double(whole)) < 1e-9, whole > 0, whole < sorted.count {
      return (sorted[whole - 1] + sorted[whole]) / 2
    }
    return sorted[min(sorted.count - 1, Int(place))]
  }

  /// Inner bounds half way between classes of the least sum of squares within.
  ///
  /// - Complexity: O(count · n²) in the distinct values n; of more than 1,000 every so-manieth is
  ///   taken.
  /// - SeeAlso: Fisher (1958), *On grouping for maximum homogeneity*.
  private static func natural(_ sorted: [Double], count: Int) -> [Double] {
    var values = sorted
    if values.count > 1000 {
      let step = Double(values.count - 1) / 999
      values = (0..<1000).map { sorted[Int((Double($0) * step).rounded())] }
    }
    let n = values.count
    guard n > count, count > 1 else {
      return zip(values, values.dropFirst()).map { ($0 + $1) / 2 }
    }
    let middle = values[n / 2]
    var sums = [0.0]
    var squares = [0.0]
    for value in values {
      sums.append(sums[sums.count - 1] + (value - middle))
      squares.append(squares[squares.count - 1] + (value - middle) * (value - middle))
    }
    func within(_ from: Int, _ to: Int) -> Double {
      let (sum, number) = (sums[to] - sums[from], Double(to - from))
      return max(0, squares[to] - squares[from] - sum * sum / number)
    }
    var best = (0...n).map { $0 == 0 ? 0 : within(0, $0) }
    var starts: [[Int]] = []
    for classes in 2...count {
      var next = [Double](repeating: .infinity, count: n + 1)
      var start = [Int](repeating: 0, count: n + 1)
      for end in classes...n {
        for from in (classes - 1)..<end {
          let cost = best[from] + within(from, end)
          if cost < next[end] { (next[end], start[end]) = (cost, from) }
        }
      }
      best = next
      starts.append(start)
    }
    var inner: [Double] = []
    var end = n
    for start in starts.reversed() {
      end = start[end]
      inner.append((values[end - 1] + values[end]) / 2)
    }
    return inner.reversed()
  }
}

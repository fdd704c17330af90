import Foundation

/// A map from values to points along one direction of a frame.
package enum Scale: Sendable, Equatable {
  /// Equal steps: `start` and `end` are the points of the domain's ends.
  case linear(domain: ClosedRange<Double>, start: Double, end: Double)
  /// Equal ratios; the domain is positive.
  case logarithmic(domain: ClosedRange<Double>, start: Double, end: Double)
  /// Categories 0, 1, 2 … at these points.
  case bands(centres: [Double])

  /// The point of a value; between two categories in proportion.
  package func position(of value: Double) -> Double {
    switch self {
    case .linear(let domain, let start, let end):
      return start + (end - start) * Scale.share(of: value, in: domain)
    case .logarithmic(let domain, let start, let end):
      precondition(domain.lowerBound > 0, "a logarithmic scale needs positive values")
      let logarithms = log(domain.lowerBound)...log(domain.upperBound)
      return start + (end - start) * Scale.share(of: log(value), in: logarithms)
    case .bands(let centres):
      guard let first = centres.first else { return 0 }
      let index = min(max(value, 0), Double(centres.count - 1))
      let below = centres[Int(index)]
      let above = Int(index) + 1 < centres.count ? centres[Int(index) + 1] : below
      return centres.count == 1 ? first : below + (above - below) * (index - index.rounded(.down))
    }
  }

  /// (v − low) / (high − low), in halves so that the widest finite range does not overflow.
  private static func share(of value: Double, in domain: ClosedRange<Double>) -> Double {
    (value / 2 - domain.lowerBound / 2) / (domain.upperBound / 2 - domain.lowerBound / 2)
  }
}

/// The values that marks need room for, per direction; `nil` where a mark asks for none.
package struct Domain: Sendable, Equatable {
  package var x: ClosedRange<Double>?
  package var y: ClosedRange<Double>?

  package init(x: ClosedRange<Double>? = nil, y: ClosedRange<Double>? = nil) {
    self.x = x
    self.y = y
  }

  /// The smallest domain with both.
  package func union(_ other: Domain) -> Domain {
    Domain(x: Domain.hull(x, other.x), y: Domain.hull(y, other.y))
  }

  private static func hull(
    _ first: ClosedRange<Double>?,
    _ second: ClosedRange<Double>?
  ) -> ClosedRange<Double>? {
    guard let first, let second else { return first ?? second }
    return min(first.lowerBound, second.lowerBound)...max(first.upperBound, second.upperBound)
  }
}

extension ClosedRange<Double> {
  /// The range of values; `nil` without any.
  package init?(spanning values: some Sequence<Double>) {
    var values = values.makeIterator()
    guard var low = values.next() else { return nil }
    var high = low
    while let value = values.next() {
      low = Swift.min(low, value)
      high = Swift.max(high, value)
    }
    self = low...high
  }

  /// The range, or one around its only value, so that a scale can be made.
  ///
  /// A range narrower than twelve digits of its values is widened too: its ticks could not be
  /// told apart.
  package var widenedIfEmpty: ClosedRange<Double> {
    let magnitude = Swift.max(abs(lowerBound), abs(upperBound))
    if upperBound / 2 - lowerBound / 2 > magnitude * 1e-12, upperBound > lowerBound { return self }
    let half = magnitude == 0 ? 1 : magnitude * 0.1
    return (lowerBound - half)...(upperBound + half)
  }

  /// The range with a share of its width added at both ends.
  package func padded(by share: Double) -> ClosedRange<Double> {
    let pad = (upperBound / 2 - lowerBound / 2) * 2 * share
    return (lowerBound - pad)...(upperBound + pad)
  }
}

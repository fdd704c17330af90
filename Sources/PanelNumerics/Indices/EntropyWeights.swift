import Foundation

/// Weights of indicators by the entropy of their distribution over rows.
///
///     z = (x − min)/(max − min), (max − x)/(max − min) where less is better;  then z + shift
///     p = z / Σ z,   e = −Σ p ln p / ln m  with 0 ln 0 = 0,   d = 1 − e,   w = d / Σ d
///
/// m rows, one weight per indicator. The score of a row is Σ w z, in [0, 1] without a shift.
///
/// - SeeAlso: Shannon (1948), *A mathematical theory of communication*; Zeleny (1982), *Multiple
///   Criteria Decision Making*, chapter 7; oracles `entropy_gapminder`, `entropy_produc`.
package struct EntropyWeights: Sendable, Equatable {
  /// The least and greatest value of each indicator, in its units.
  package let minima: [Double]
  package let maxima: [Double]
  /// e, in [0, 1].
  package let entropies: [Double]
  /// d.
  package let redundancies: [Double]
  /// w, which add up to one.
  package let weights: [Double]
  /// One per row.
  package let scores: [Double]

  /// Weighs indicators.
  ///
  /// - Parameters:
  ///   - columns: Indicators of m ≥ 2 finite values, none of them constant.
  ///   - isNegative: Of each indicator, whether less is better.
  ///   - shift: What is added to every standardised value; not negative.
  /// - Returns: `nil` where a shift so large leaves no differences to weigh.
  /// - Complexity: O(*mk*).
  package init?(_ columns: [[Double]], isNegative: [Bool], shift: Double = 0) {
    let count = columns.first?.count ?? 0
    precondition(count > 1 && shift >= 0, "\(count) rows, shift \(shift)")
    minima = columns.map { $0.min() ?? 0 }
    maxima = columns.map { $0.max() ?? 0 }
    var standardised: [[Double]] = []
    var entropies: [Double] = []
    for (j, column) in columns.enumerated() {
      let (low, high) = (minima[j], maxima[j])
      precondition(high > low, "a constant indicator")
      // Halves, so that the range of very large values stays finite.
      let range = high / 2 - low / 2
      let z = column.map { value in
        (isNegative[j] ? (high / 2 - value / 2) : (value / 2 - low / 2)) / range + shift
      }
      let total = Summation.sum(z)
      let terms = z.map { value -> Double in
        let p = value / total
        return p > 0 ? p * log(p) : 0
      }
      standardised.append(z)
      entropies.append(-Summation.sum(terms) / log(Double(count)))
    }
    let redundancies = entropies.map { 1 - $0 }
    let total = Summation.sum(redundancies)
    // Below this the redundancies are the rounding of 1 − e.
    guard total > 1e-12 * Double(columns.count) else { return nil }
    let weights = redundancies.map { max($0, 0) / total }
    self.entropies = entropies
    self.redundancies = redundancies
    self.weights = weights
    scores = (0..<count).map { row in
      weights.indices.reduce(0) { $0 + weights[$1] * standardised[$1][row] }
    }
  }
}

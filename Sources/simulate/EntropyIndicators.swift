import Foundation

/// An indicator of a composite index: its column, its range, and how it goes with the index.
struct Indicator {
  var name: String
  var lowest: Double
  var highest: Double
  var decimals: Int
  /// Whether less of it is better.
  var isNegative = false
  /// Where its standardised values lie, on the scale of logits, against the index.
  var shift = 0.0
  /// The standard deviation of its own part on that scale.
  var spread = 0.4
}

/// Indicators whose entropy-weighted index is a given one.
///
/// Each standardised indicator is Λ(logit s + shift + noise + δ), one row at 0 and one at 1. Weights
/// follow from the columns, and each row's δ from the weights, until neither moves: the index by
/// the formula of the entropy method is then s in every row.
enum EntropyIndicators {
  /// The columns as a file holds them, indicators by rows, from s of each row, strictly between 0
  /// and 1, and from noise of unit variance for each indicator and row.
  static func columns(
    of indicators: [Indicator],
    index: [Double],
    noise: [[Double]]
  ) throws(CalibrationError) -> [[Double]] {
    let shares = try standardised(indicators, index: index, noise: noise)
    return zip(indicators, shares).map { indicator, column in
      let range = indicator.highest - indicator.lowest
      return column.map { share in
        rounded(
          indicator.isNegative
            ? indicator.highest - range * share : indicator.lowest + range * share,
          indicator.decimals
        )
      }
    }
  }

  private static func standardised(
    _ indicators: [Indicator],
    index: [Double],
    noise: [[Double]]
  ) throws(CalibrationError) -> [[Double]] {
    let logits = zip(indicators, noise).map { indicator, own in
      zip(index, own).map { log($0 / (1 - $0)) + indicator.shift + indicator.spread * $1 }
    }
    // The extremes lie in rows whose index leaves room for them, the ones not all in one row.
    let ranked = index.indices.sorted { index[$0] < index[$1] }
    let low = ranked.prefix(ranked.count / 10)
    var room = Dictionary(
      uniqueKeysWithValues: ranked.suffix(4).map { ($0, indicators.count / 4 + 1) }
    )
    let anchors = logits.map { column in
      let free = ranked.suffix(4).filter { (room[$0] ?? 0) > 0 }
      let one = free.max { column[$0] < column[$1] } ?? ranked[ranked.count - 1]
      room[one, default: 0] -= 1
      return (zero: low.min { column[$0] < column[$1] } ?? ranked[0], one: one)
    }
    var deltas = [Double](repeating: 0, count: index.count)
    var shares: [[Double]] = []
    for _ in 0..<400 {
      shares = zip(logits, anchors).map { column, anchor in
        column.indices.map { row in
          row == anchor.zero
            ? 0 : row == anchor.one ? 1 : 1 / (1 + exp(-column[row] - deltas[row]))
        }
      }
      let weights = self.weights(of: shares)
      var largest = 0.0
      for row in index.indices {
        let present = zip(weights, shares).reduce(0) { $0 + $1.0 * $1.1[row] }
        let slope = zip(weights, shares).reduce(0) { $0 + $1.0 * $1.1[row] * (1 - $1.1[row]) }
        let gap = index[row] - present
        largest = max(largest, abs(gap))
        deltas[row] += max(-1, min(1, gap / max(slope, 1e-6)))
      }
      if largest < 1e-12 { return shares }
    }
    throw CalibrationError("indicators cannot have this index in every row")
  }

  /// Entropy weights of columns that are standardised to [0, 1], over all rows together.
  ///
  /// - SeeAlso: e = −Σ p ln p / ln m with p = z/Σz and 0 ln 0 = 0; w = (1 − e)/Σ(1 − e).
  static func weights(of columns: [[Double]]) -> [Double] {
    let redundancies = columns.map { column in
      let sum = column.reduce(0, +)
      let entropy = column.reduce(0) { total, value in
        let share = value / sum
        return share > 0 ? total - share * log(share) : total
      }
      return 1 - entropy / log(Double(column.count))
    }
    let total = redundancies.reduce(0, +)
    return redundancies.map { $0 / total }
  }

  /// The index of indicators as a file holds them, by the formula.
  static func index(of columns: [[Double]], _ indicators: [Indicator]) -> [Double] {
    let shares = zip(indicators, columns).map { indicator, column in
      let (low, high) = (column.min() ?? 0, column.max() ?? 1)
      return column.map { (indicator.isNegative ? high - $0 : $0 - low) / (high - low) }
    }
    let weights = self.weights(of: shares)
    return columns[0].indices.map { row in
      zip(weights, shares).reduce(0) { $0 + $1.0 * $1.1[row] }
    }
  }
}

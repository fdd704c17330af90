import Foundation
import PanelNumerics
import PanelResults

/// Draws of estimates around their values: contributions of clusters times random multipliers.
///
///     δ*_b = Σ_c v_cb ψ_c,    E v = 0, E v² = 1
///
/// A standard error is the interquartile range of δ* over that of a normal, and the critical value
/// of a band the quantile of max |δ*/se|, with the inverse of the empirical distribution for
/// quantiles, as in R's `did`.
///
/// - SeeAlso: Callaway and Sant'Anna (2021), algorithm 1.
package struct MultiplierBootstrap: Sendable, Equatable, Decodable {
  package var draws: Int
  package var weights: Weights

  /// The most draws that are taken.
  package static let drawLimit = 1_000_000

  package enum Weights: String, Sendable, Equatable, Decodable, CaseIterable {
    /// −(√5 − 1)/2 with probability (√5 + 1)/(2√5), (√5 + 1)/2 otherwise (Mammen 1993).
    case mammen
    /// −1 or 1.
    case rademacher
  }

  private enum CodingKeys: String, CodingKey { case draws, weights }

  package init(draws: Int = 1000, weights: Weights = .mammen) {
    self.draws = draws
    self.weights = weights
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      draws: try container.decodeIfPresent(Int.self, forKey: .draws) ?? 1000,
      weights: try container.decodeIfPresent(Weights.self, forKey: .weights) ?? .mammen)
    guard (100...Self.drawLimit).contains(draws) else {
      throw DecodingError.dataCorruptedError(
        forKey: .draws, in: container,
        debugDescription:
          "the bootstrap takes between 100 and \(Self.drawLimit) draws, not \(draws)")
    }
  }

  static let keys: [KeyDescription] = [
    KeyDescription("draws", .integer, default: "1000", "Bootstrap draws."),
    KeyDescription(
      "weights", .choice(Weights.allCases.map(\.rawValue)), default: "mammen",
      "The distribution of the multipliers."),
  ]

  /// Draws that one thread makes at a time.
  private static let blockSize = 64

  /// Draws all estimates together.
  ///
  /// - Parameter contributions: C × P, a column per estimate.
  /// - Returns: P columns of `draws` numbers.
  func distributions(
    of contributions: Matrix, threads: Int, generator: @Sendable (Int) -> Philox
  ) -> Matrix {
    let blocks = Parallel.blocks(of: draws, size: Self.blockSize)
    let drawn = Parallel.map(count: blocks.count, threads: threads) { block -> Matrix in
      var multipliers = Matrix(rowCount: contributions.rowCount, columnCount: blocks[block].count)
      for (column, draw) in blocks[block].enumerated() {
        var random = generator(draw)
        fill(&multipliers, column, &random)
      }
      return multipliers.transposedTimes(contributions)
    }
    var all = Matrix(rowCount: draws, columnCount: contributions.columnCount)
    for (block, values) in zip(blocks, drawn) {
      for column in 0..<values.columnCount {
        for row in 0..<values.rowCount {
          all.elements[column * draws + block.lowerBound + row] =
            values.elements[column * values.rowCount + row]
        }
      }
    }
    return all
  }

  private func fill(_ multipliers: inout Matrix, _ column: Int, _ random: inout Philox) {
    let count = multipliers.rowCount
    let start = column * count
    switch weights {
    case .mammen:
      let root = 5.0.squareRoot()
      let (low, high) = (-(root - 1) / 2, (root + 1) / 2)
      let probability = (root + 1) / (2 * root)
      for row in 0..<count {
        multipliers.elements[start + row] = random.uniform() < probability ? low : high
      }
    case .rademacher:
      var word: UInt64 = 0
      for row in 0..<count {
        if row & 63 == 0 { word = random.next() }
        multipliers.elements[start + row] = word & 1 == 0 ? -1 : 1
        word >>= 1
      }
    }
  }

  /// The smallest value whose share of values at or below it reaches p (type 1 of Hyndman and
  /// Fan).
  static func quantile(_ p: Double, ofSorted values: [Double]) -> Double {
    let position = Int((p * Double(values.count)).rounded(.up)) - 1
    return values[min(max(position, 0), values.count - 1)]
  }

  /// The spread of draws of one estimate, on the scale of a standard deviation.
  static func spread(_ draws: [Double]) -> Double {
    let sorted = draws.sorted()
    return (quantile(0.75, ofSorted: sorted) - quantile(0.25, ofSorted: sorted))
      / (Normal.quantile(0.75) - Normal.quantile(0.25))
  }
}

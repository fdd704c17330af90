import PanelNumerics
import PanelResults

/// What the weights of cells say of the coefficient that they add up to.
///
/// With p the share of each cell in the average effect and W = w/p, effects whose standard
/// deviation over cells is
///
///     σ = |β| / √(Σ p (W − 1)²)
///
/// may have an average of zero, and where some weight is negative, effects of deviation
///
///     σ̲ = |β| / √(T_s + S_s² / (1 − P_s))
///
/// may all have the sign opposite to β: cells are in descending order of W, P, S and T are the sums
/// of p, pW and pW² from the i-th on, and s is the first i with W < −S_i / (1 − P_i).
///
/// - SeeAlso: de Chaisemartin and D'Haultfœuille (2020), corollary 1.
struct WeightSummary {
  /// One per cell; they sum to one.
  let weights: [Double]
  let positive: WeightTotal
  let negative: WeightTotal
  let sigma: Availability<Double>
  let sigmaOpposite: Availability<Double>

  /// What a weight must exceed, of the largest, not to be rounding.
  private static let rounding = 1e-10

  /// - Parameter cells: Not empty, with masses that do not add up to zero.
  init(_ cells: [WeightCell], coefficient: Double) {
    let total = Summation.sum(cells.map(\.mass))
    let raw = cells.map { $0.mass / total }
    let largest = raw.map { abs($0) }.max() ?? 0
    let weights = raw.map { abs($0) > Self.rounding * largest ? $0 : 0 }
    let size = Summation.sum(cells.map(\.size))
    let shares = cells.map { $0.size / size }
    self.weights = weights
    let above = weights.filter { $0 > 0 }
    let below = weights.filter { $0 < 0 }
    positive = WeightTotal(count: above.count, sum: Summation.sum(above))
    negative = WeightTotal(count: below.count, sum: Summation.sum(below))
    let ratios = zip(weights, shares).map { $0 / $1 }
    let spread = Summation.sum(zip(shares, ratios).map { $0 * ($1 - 1) * ($1 - 1) })
    sigma =
      spread > Self.rounding * Self.rounding
      ? .value(abs(coefficient) / spread.squareRoot()) : .unavailable(because: .notApplicable)
    sigmaOpposite =
      below.isEmpty
      ? .unavailable(because: .noNegativeWeights)
      : Self.opposite(ratios, shares, coefficient)
  }

  private static func opposite(
    _ ratios: [Double],
    _ shares: [Double],
    _ coefficient: Double
  ) -> Availability<Double> {
    let order = ratios.indices.sorted {
      ratios[$0] == ratios[$1] ? $0 < $1 : ratios[$0] > ratios[$1]
    }
    var (share, first, second) = (0.0, 0.0, 0.0)
    var found: Double?
    // From the last cell backwards: the first that satisfies the condition is met last.
    for index in order.reversed() {
      share += shares[index]
      first += shares[index] * ratios[index]
      second += shares[index] * ratios[index] * ratios[index]
      let left = 1 - share
      guard left > rounding else { break }
      if ratios[index] < -first / left { found = second + first * first / left }
    }
    return found.map {
      Availability(finite: abs(coefficient) / $0.squareRoot(), otherwise: .notApplicable)
    }
      ?? .unavailable(because: .notApplicable)
  }
}

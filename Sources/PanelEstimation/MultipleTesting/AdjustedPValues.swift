package import PanelResults

/// P-values adjusted for the number of hypotheses.
package enum AdjustedPValues {
  /// Draws count as ties with a statistic up to this, relative.
  static let tieSlack = 1e-9

  /// Adjusts p-values alone.
  ///
  ///     Bonferroni  m p,    Holm  max_{k≤j} (m − k + 1) p_(k),
  ///     Benjamini–Hochberg  min_{k≥j} m p_(k) / k,    Benjamini–Yekutieli  the same times Σ 1/k
  ///
  /// with p_(1) ≤ … ≤ p_(m), all at most 1.
  ///
  /// - Parameter pValues: m of them.
  /// - Returns: m adjusted ones in the same order; `nil` for an adjustment that takes draws.
  /// - SeeAlso: Holm (1979); Benjamini and Hochberg (1995); Benjamini and Yekutieli (2001); oracle
  ///   `multipletests`.
  package static func adjusted(_ pValues: [Double], by adjustment: PValueAdjustment) -> [Double]? {
    let count = Double(pValues.count)
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var adjusted = pValues
    switch adjustment {
    case .bonferroni: return pValues.map { min(1, count * $0) }
    case .holm:
      var largest = 0.0
      for (rank, place) in order.enumerated() {
        largest = max(largest, (count - Double(rank)) * pValues[place])
        adjusted[place] = min(1, largest)
      }
    case .benjaminiHochberg, .benjaminiYekutieli:
      let factor =
        adjustment == .benjaminiHochberg
        ? 1 : pValues.indices.reduce(0) { $0 + 1 / Double($1 + 1) }
      var smallest = 1.0
      for (rank, place) in order.enumerated().reversed() {
        smallest = min(smallest, factor * count / Double(rank + 1) * pValues[place])
        adjusted[place] = smallest
      }
    case .romanoWolf, .westfallYoung: return nil
    }
    return adjusted
  }

  /// Step-down over the largest of drawn statistics.
  ///
  ///     p_(j) = max_{k≤j} (1 + #{b : max_{l≥k} |t*_(l)| ≥ |t_(k)|}) / (B + 1),
  ///
  /// with |t_(1)| ≥ … ≥ |t_(m)|. The statistics themselves count as one draw, so that no p-value
  /// is zero.
  ///
  /// - Parameters:
  ///   - statistics: |t|, m of them.
  ///   - draws: |t*| for each hypothesis, B of them each.
  /// - SeeAlso: Romano and Wolf (2005), *Exact and approximate stepdown methods for multiple
  ///   hypothesis testing*; Romano and Wolf (2016), *Efficient computation of adjusted p-values
  ///   for resampling-based stepdown multiple testing*, algorithm 4.2; oracle `rwolf_castle`.
  package static func stepDown(_ statistics: [Double], draws: [[Double]]) -> [Double] {
    let order = statistics.indices.sorted { statistics[$0] > statistics[$1] }
    let limits = statistics.map { $0 * (1 - tieSlack) }
    return stepDown(order: order, draws: draws, start: -Double.infinity, max) { $0 >= limits[$1] }
  }

  /// Step-down over the smallest of drawn p-values.
  ///
  ///     p_(j) = max_{k≤j} (1 + #{b : min_{l≥k} p*_(l) ≤ p_(k)}) / (B + 1),    p_(1) ≤ … ≤ p_(m)
  ///
  /// - Parameters:
  ///   - pValues: m of them.
  ///   - draws: p* for each hypothesis, B of them each.
  /// - SeeAlso: Westfall and Young (1993), *Resampling-based multiple testing*, algorithm 2.8;
  ///   oracle `rwolf_castle`.
  package static func stepDown(pValues: [Double], draws: [[Double]]) -> [Double] {
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    let limits = pValues.map { $0 * (1 + tieSlack) }
    return stepDown(order: order, draws: draws, start: .infinity, min) { $0 <= limits[$1] }
  }

  private static func stepDown(
    order: [Int], draws: [[Double]], start: Double, _ extreme: (Double, Double) -> Double,
    _ exceeds: (Double, Int) -> Bool
  ) -> [Double] {
    let drawCount = draws.first?.count ?? 0
    var counts = order.map { _ in 0 }
    for draw in 0..<drawCount {
      var most = start
      for (rank, place) in order.enumerated().reversed() {
        most = extreme(most, draws[place][draw])
        if exceeds(most, place) { counts[rank] += 1 }
      }
    }
    var adjusted = order.map { _ in 1.0 }
    var largest = 0.0
    for (rank, place) in order.enumerated() {
      largest = max(largest, Double(1 + counts[rank]) / Double(1 + drawCount))
      adjusted[place] = largest
    }
    return adjusted
  }
}

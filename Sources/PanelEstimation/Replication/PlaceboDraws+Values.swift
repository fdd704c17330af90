import Foundation
import PanelNumerics
import PanelResults

extension PlaceboDraws {
  /// What draws say of an estimate.
  ///
  /// Draws that agree with the estimate to nine digits are ties: they count as equally extreme
  /// whichever way rounding went.
  ///
  /// - Parameters:
  ///   - values: A number per replication; NaN where there is none.
  ///   - isStrict: Whether only draws beyond the estimate count, not ties.
  ///   - assignments: All equally likely assignments, where they were enumerated.
  init(
    of values: [Double], about estimate: Double, seed: UInt64, isStrict: Bool = false,
    assignments: Int? = nil, density: DensityOptions, histogram: HistogramOption
  ) {
    let found = values.filter { !$0.isNaN }
    let reach = 1e-9 * abs(estimate)
    let slack = isStrict ? -reach : reach
    let distance = abs(estimate)
    func pValue(_ isExtreme: (Double) -> Bool) -> PermutationPValue {
      let count = found.count(where: isExtreme)
      return PermutationPValue(
        count: count, draws: found.count,
        interval: assignments == nil ? .clopperPearson(count, of: found.count) : nil)
    }
    // Strictly: beyond the estimate by more than a tie is.
    func isBeyond(_ value: Double) -> Bool { isStrict ? value > -slack : value >= -slack }
    let moments = found.count > 1 ? Moments(found) : nil
    let varies = found.contains { $0 != found[0] }
    // Over all assignments the mean can be zero by symmetry; what is left then is rounding.
    let mean = Summation.mean(found)
    let rounding = 64 * 0x1p-53 * (found.map(abs).max() ?? 0)
    self.init(
      values: found,
      replications: values.count,
      failed: values.count - found.count,
      seed: seed,
      assignments: assignments,
      isStrict: isStrict,
      ties: found.count { abs(abs($0) - distance) <= reach },
      twoSided: pValue { isBeyond(abs($0) - distance) },
      left: pValue { isBeyond(estimate - $0) },
      right: pValue { isBeyond($0 - estimate) },
      mean: found.isEmpty
        ? .unavailable(because: .notApplicable) : .value(abs(mean) <= rounding ? 0 : mean),
      standardDeviation: moments.map { .value($0.standardDeviation) }
        ?? .unavailable(because: .notApplicable),
      density: varies ? density.density(of: found, defaultPoints: .twoway) : nil,
      histogram: varies ? histogram.histogram(of: found) : nil)
  }
}

extension Interval {
  /// The exact interval of a share.
  ///
  ///     [B⁻¹(α/2; k, n − k + 1), B⁻¹(1 − α/2; k + 1, n − k)]
  ///
  /// - SeeAlso: Clopper and Pearson (1934), *The use of confidence or fiducial limits illustrated in
  ///   the case of the binomial*.
  static func clopperPearson(_ count: Int, of draws: Int, level: Double = 0.95) -> Interval? {
    guard draws > 0 else { return nil }
    let tail = (1 - level) / 2
    let (k, n) = (Double(count), Double(draws))
    // A beta quantile from one of F: x = a f / (b + a f), f of (2a, 2b) degrees of freedom.
    func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
      let f = FisherF(numerator: 2 * a, denominator: 2 * b).quantile(p)
      return a * f / (b + a * f)
    }
    return Interval(
      low: count == 0 ? 0 : quantile(tail, k, n - k + 1),
      high: count == draws ? 1 : quantile(1 - tail, k + 1, n - k),
      level: level)
  }
}

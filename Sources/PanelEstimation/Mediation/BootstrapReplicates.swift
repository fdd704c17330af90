import Foundation
import PanelNumerics
import PanelResults

/// Replicates of one number, with the intervals that they give.
///
/// - SeeAlso: Efron and Tibshirani (1993), *An introduction to the bootstrap*, chapters 13 and 14;
///   oracles `med_*`.
struct BootstrapReplicates: Sendable {
  let estimate: Double
  /// Those that have an estimate.
  let values: [Double]
  /// The estimates without one cluster each, where they are needed.
  let jackknife: [Double]

  private let quantiles: Quantiles

  /// - Parameter values: NaN for replicates without estimate.
  init(estimate: Double, values: [Double], jackknife: [Double] = []) {
    self.estimate = estimate
    self.values = values.filter(\.isFinite)
    self.jackknife = jackknife.filter(\.isFinite)
    quantiles = Quantiles(self.values)
  }

  /// With divisor B − 1.
  var standardDeviation: Availability<Double> {
    guard values.count > 1 else { return .unavailable(because: .tooFewReplicates) }
    let sum = Summation.centredSumOfSquares(values, weights: nil)
    return .value((sum / Double(values.count - 1)).squareRoot())
  }

  /// The replicates' mean less the estimate.
  var bias: Availability<Double> {
    values.isEmpty
      ? .unavailable(because: .tooFewReplicates) : .value(Summation.mean(values) - estimate)
  }

  /// z₀ = Φ⁻¹(share of replicates below the estimate); `nil` where that is infinite.
  var biasCorrection: Double? {
    let below = values.count { $0 < estimate }
    guard below > 0, below < values.count else { return nil }
    return Normal.quantile(Double(below) / Double(values.count))
  }

  /// Σ (θ̄ − θ₋g)³ / 6 (Σ (θ̄ − θ₋g)²)^(3/2) over the clusters left out.
  var acceleration: Double {
    let mean = Summation.mean(jackknife)
    let gaps = jackknife.map { mean - $0 }
    let squares = Summation.sumOfSquares(gaps)
    guard squares > 0 else { return 0 }
    return Summation.sum(gaps.map { $0 * $0 * $0 }) / (6 * squares * squares.squareRoot())
  }

  /// The probabilities of the replicates' quantiles that bound an interval.
  ///
  ///     Φ(z₀ + (z₀ + z) / (1 − α (z₀ + z))),    z = ∓ Φ⁻¹((1 + level) / 2)
  ///
  /// - Parameter acceleration: α; 0 for the bias-corrected interval.
  /// - Returns: `nil` where all replicates lie on one side of the estimate.
  func correctedProbabilities(
    level: Double, acceleration: Double
  ) -> (low: Double, high: Double)? {
    guard let shift = biasCorrection else { return nil }
    func probability(_ z: Double) -> Double {
      Normal.cdf(shift + (shift + z) / (1 - acceleration * (shift + z)))
    }
    let z = Normal.quantile(0.5 + level / 2)
    return (probability(-z), probability(z))
  }

  /// An interval of a kind.
  func interval(_ kind: BootstrapInterval.Kind, level: Double) -> BootstrapInterval {
    guard values.count > 1 else { return missing(kind, level, because: .tooFewReplicates) }
    switch kind {
    case .percentile:
      let tail = (1 - level) / 2
      return interval(kind, level, quantiles.quantile(tail), quantiles.quantile(1 - tail))
    case .biasCorrected, .bca:
      let probabilities = correctedProbabilities(
        level: level, acceleration: kind == .bca ? acceleration : 0)
      guard let probabilities else { return missing(kind, level, because: .oneSidedReplicates) }
      return interval(
        kind, level, quantiles.quantile(probabilities.low), quantiles.quantile(probabilities.high))
    case .normal:
      let half = Normal.quantile(0.5 + level / 2) * (standardDeviation.value ?? .nan)
      return interval(kind, level, estimate - half, estimate + half)
    }
  }

  private func interval(
    _ kind: BootstrapInterval.Kind, _ level: Double, _ low: Double, _ high: Double
  ) -> BootstrapInterval {
    BootstrapInterval(
      kind: kind, low: Availability(finite: low, otherwise: .tooFewReplicates),
      high: Availability(finite: high, otherwise: .tooFewReplicates), level: level)
  }

  private func missing(
    _ kind: BootstrapInterval.Kind, _ level: Double, because reason: AbsenceReason
  ) -> BootstrapInterval {
    BootstrapInterval(
      kind: kind, low: .unavailable(because: reason), high: .unavailable(because: reason),
      level: level)
  }
}

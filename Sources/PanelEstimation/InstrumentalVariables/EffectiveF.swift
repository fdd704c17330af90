import PanelNumerics
import PanelResults

/// Montiel Olea and Pflueger's effective F of one endogenous variable.
///
///     F = x̃'P_Z x̃ / tr(W),    W: the covariance of Q'v
///
/// The critical value at 5 percent for a bias of τ is that of a non-central χ² over its degrees
/// of freedom,
///
///     K = tr(W)² (1 + 2/τ) / (tr(W'W) + 2/τ · tr(W) max eig(W)),    λ = K/τ
///
/// which is the paper's simplified, conservative one. No small-sample factor is applied.
///
/// - SeeAlso: Montiel Olea and Pflueger (2013), *A robust test for weak instruments*, section 4;
///   oracles `iv_*`, key `effective_F_no_small_sample`.
struct EffectiveF {
  let test: HypothesisTest
  let criticalValues: [CriticalValue]

  /// The biases for which critical values are given.
  static let tolerances = [0.05, 0.1, 0.2, 0.3]

  init(_ system: InstrumentSystem, _ moments: MomentCovariance) {
    let count = system.instrumentCount
    var statistic: Availability<Double> = .unavailable(because: .severalEndogenous)
    var values: [CriticalValue] = []
    if system.endogenousCount == 1 {
      let spread = moments.covariance(
        of: system.basis,
        times: [system.firstStageResiduals.column(0)]
      )
      let trace = spread.diagonal.reduce(0, +)
      if system.predictsPerfectly || !(trace > 0) {
        statistic = .unavailable(because: .perfectFit)
      } else {
        statistic = .value(Summation.sumOfSquares(system.projection.elements) / trace)
        values = Self.criticalValues(spread)
      }
    }
    criticalValues = values
    test = HypothesisTest(
      id: .effectiveF,
      statistic: statistic,
      degreesOfFreedom: Double(count),
      pValue: .unavailable(because: .tabulated),
      distribution: .fisherF,
      null: system.instrumentNames
    )
  }

  static func criticalValues(_ spread: Matrix) -> [CriticalValue] {
    let trace = spread.diagonal.reduce(0, +)
    let squares = Summation.sumOfSquares(spread.elements)
    let largest = SymmetricEigen(spread.symmetrised).values.last ?? trace
    return tolerances.map { tolerance in
      let x = 1 / tolerance
      let freedom = trace * trace * (1 + 2 * x) / (squares + 2 * x * trace * largest)
      let distribution = NoncentralChiSquared(
        degreesOfFreedom: freedom,
        noncentrality: freedom * x
      )
      return CriticalValue(
        .nagarBias,
        tolerance: tolerance,
        value: distribution.quantile(0.95) / freedom
      )
    }
  }
}

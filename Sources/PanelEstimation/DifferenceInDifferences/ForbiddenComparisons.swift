import PanelData
import PanelResults

extension DifferenceInDifferences {
  /// The share of the treatment's coefficient that compares newly treated units with units that
  /// were treated before.
  ///
  ///     Σ w over comparisons with treated controls / Σ w over all
  ///
  /// with the weights of Goodman-Bacon's decomposition, which need cohort sizes and periods only:
  /// of two-way fixed effects alone, in a balanced panel, with weights that do not change within a
  /// unit. Beyond that the coefficient is no weighted mean of such comparisons, and there is no
  /// share.
  ///
  /// - Parameters:
  ///   - timing: Of the whole panel.
  ///   - sample: The rows, effects and weights of the fit.
  ///   - formula: The model; the decomposition is one of two-way fixed effects.
  /// - SeeAlso: Goodman-Bacon (2021), theorem 1; ``TimingComparisons``; oracle `bacon_castle`.
  func forbiddenShare(
    of timing: TreatmentTiming,
    in sample: Design,
    formula: Formula
  ) -> Availability<Double> {
    let effects = formula.effects.map(\.variables)
    let index = timing.index
    guard
      effects == [[index.unitVariable], [index.timeVariable]]
        || effects == [[index.timeVariable], [index.unitVariable]], timing.switchOffs.isEmpty
    else { return .unavailable(because: .notApplicable) }
    guard sample.regressors.count == 1 else {
      return .unavailable(because: .weightedOrControlled)
    }
    do {
      let balanced = try BalancedSample(EffectSample(sample, timing))
      let share = TimingComparisons.forbiddenShare(
        of: balanced.groups,
        periodCount: balanced.periods.count
      )
      return share.map { .value($0) } ?? .unavailable(because: .noVariation)
    } catch {
      switch error {
      case .unbalanced: return .unavailable(because: .unbalancedPanel)
      case .varyingWeights: return .unavailable(because: .weightedOrControlled)
      }
    }
  }
}

package import PanelData
import PanelNumerics
package import PanelResults

extension CallawaySantAnna {
  /// Estimates effects by cohort and period, and averages them.
  ///
  /// - Returns: One result.
  /// - Throws: What the treatment, the covariance, expressions or data refuse;
  ///   ``EstimationError/invalid(_:)`` where no comparison can be made.
  /// - Complexity: O(*n*) for each cohort and period, and O(*units · estimates · draws*) for the
  ///   bootstrap.
  /// - SeeAlso: R's `did` 2.5.1; oracles `cs_castle_never`, `cs_castle_notyet`.
  package func run(
    on data: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [TreatmentEffectsResult] {
    let timing = try TreatmentTiming(of: treatment, in: data)
    var builder = try CohortSampleBuilder(
      self, on: data, timing: timing, threads: context.threadCount)
    let sample = try builder.sample()
    let step = timing.index.step
    let cells = CellPlan(
      usesNotYetTreated: controlGroup == .notYet, isUniversal: basePeriod == .universal,
      anticipation: anticipation * step
    ).cells(periods: sample.panel.periods, cohorts: sample.panel.cohorts)
    let effects = GroupTimeEffects(
      sample.panel, cells: cells, estimation: chosenEstimation, threads: context.threadCount)
    let report = EffectReport(
      sample.panel, effects, step: step, window: window, balance: balance)
    guard report.overall[aggregate] != nil else { throw noEffect(effects) }
    return [
      EffectResultBuilder(
        entry: self, data: data, timing: timing, sample: sample, report: report, context: context
      ).result()
    ]
  }

  /// Nothing could be compared, and the most frequent reason.
  private func noEffect(_ effects: GroupTimeEffects) -> EstimationError {
    var counts: [String: Int] = [:]
    for cell in effects.cells.indices where !effects.cells[cell].isReference {
      if let reason = effects.absence(cell) { counts[reason.rawValue, default: 0] += 1 }
    }
    let reasons = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) (\($0.value))" }
    return .invalid(
      "No effect could be estimated for '\(aggregate.rawValue)'. Cells without estimate, by "
        + "reason: \(reasons.isEmpty ? "none" : reasons.joined(separator: ", ")). With covariates, "
        + "try fewer; otherwise widen the sample or the window.")
  }
}

extension CallawaySantAnna: TreatmentAnalysis {
  package func only(_ position: Int?) throws(EstimationError) -> CallawaySantAnna {
    guard position ?? 1 == 1 else {
      throw .invalid("There is no result \(position ?? 0); this analysis has one.")
    }
    return self
  }

  package func treatmentColumn(in panel: Panel) throws(EstimationError) -> TreatmentColumn {
    treatment
  }

  package func effect(in result: TreatmentEffectsResult) -> Estimate? { result.overall }

  package func linearModel(in panel: Panel) throws(EstimationError) -> LinearModel? { nil }
}

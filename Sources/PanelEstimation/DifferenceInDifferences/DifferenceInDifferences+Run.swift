package import PanelData
package import PanelResults

extension DifferenceInDifferences {
  /// Fits every model under every covariance that is asked of it, and describes the treatment.
  ///
  ///     y_it = β d_it + x_it'γ + α_i + λ_t + e_it
  ///
  /// The estimates are exactly those of method `fixed-effects`.
  ///
  /// - Returns: One result per model and covariance, models first.
  /// - Throws: What ``FixedEffects`` and ``TreatmentTiming`` refuse; a treatment that effects
  ///   absorb, with the reason where its timing is the reason.
  /// - SeeAlso: Goodman-Bacon (2021), *Difference-in-differences with variation in treatment
  ///   timing*; oracles `fe2_castle_post`, `fe2_castle_controls`, `fe2_castle_wls`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [DifferenceInDifferencesResult] {
    let entry = try varied(id: context.id, among: context.entries, lists: panel.lists)
    guard entry == self else { return try entry.run(on: panel, in: context) }
    var results: [DifferenceInDifferencesResult] = []
    var timings: [String: TreatmentTiming] = [:]
    for column in columns {
      do {
        let linear = try linearModel(
          of: column, in: panel, place: column.model.place(at: column.number - 1, in: context.id))
        let formula = try linear.parsedFormula(in: panel)
        let name = try formula.treatmentName()
        let timing: TreatmentTiming
        if let known = timings[name] {
          timing = known
        } else {
          timing = try TreatmentTiming(of: .indicator(name), in: panel, switching: switching)
          timings[name] = timing
        }
        results.append(try result(of: linear, formula, timing, on: panel, in: context))
      } catch {
        throw models.count > 1 ? error.inModel(column.number, column.model.formula) : error
      }
    }
    return results
  }

  private func result(
    of linear: LinearModel, _ formula: Formula, _ timing: TreatmentTiming, on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> DifferenceInDifferencesResult {
    let sample = try linear.design(of: formula, on: panel, threads: context.threadCount)
    let treatment = timing.design(of: sample.rows)
    let fitted = try linear.fitted(sample, threads: context.threadCount)
    do {
      try fitted.checkFirstRegressor()
    } catch {
      throw absorbed(treatment, timing, in: sample) ?? error
    }
    let regression = fitted.result(
      heading: linear.heading(of: formula, sample, in: panel), regressorLists: formula.lists,
      provenance: linear.provenance(of: formula, on: panel, in: context))
    let forbidden = forbiddenShare(of: timing, in: sample, formula: formula)
    return DifferenceInDifferencesResult(
      heading: regression.heading,
      regression: regression,
      design: treatment,
      overall: regression.estimates.first { $0.component == .slopes },
      forbiddenShare: forbidden,
      remarks: regression.remarks + timing.readingRemarks() + timing.designRemarks(treatment)
        + timing.clusterRemarks(sample) + Self.remarks(forbidden))
  }

  /// A share of forbidden comparisons below which nothing is said.
  private static let negligibleShare = 0.0005

  private static func remarks(_ forbidden: Availability<Double>) -> [Remark] {
    guard let share = forbidden.value, share >= negligibleShare else { return [] }
    return [Remark(.forbiddenComparisons, ["share": String(share)])]
  }

  /// Why effects absorb the treatment, where its timing says so.
  private func absorbed(
    _ treatment: TreatmentDesign, _ timing: TreatmentTiming, in sample: Design
  ) -> EstimationError? {
    let effects = sample.effects.map(\.name).joined(separator: ", ")
    guard !effects.isEmpty, treatment.treatedObservations > 0,
      treatment.treatedObservations < treatment.observations
    else { return nil }
    let units = treatment.treatedUnits + treatment.neverTreated
    if treatment.cohorts.isEmpty {
      return .invalid(
        "All \(treatment.treatedUnits) treated units are treated in every period of the sample, "
          + "so '\(treatment.treatment)' cannot be told from the effects of \(effects). "
          + timing.adviceOnStart())
    }
    if treatment.neverTreated == 0, treatment.cohorts.count == 1, treatment.alwaysTreated == 0 {
      return .invalid(
        "All \(units) units are first treated in \(treatment.cohorts[0].period), so "
          + "'\(treatment.treatment)' cannot be told from the effects of \(effects). Add units "
          + "that are never treated, or treated later.")
    }
    return nil
  }
}

extension DifferenceInDifferences: TreatmentAnalysis {
  package var modelCount: Int { columns.count }

  package func only(_ position: Int?) throws(EstimationError) -> DifferenceInDifferences {
    let columns = columns
    guard let position = position ?? (columns.count == 1 ? 1 : nil) else {
      throw .invalid("There are \(columns.count) models; name one by its number, as in name[1].")
    }
    guard columns.indices.contains(position - 1) else {
      throw .invalid("There is no model \(position); there are \(columns.count).")
    }
    var entry = self
    entry.models = [columns[position - 1].model]
    entry.models[0].vcov = columns[position - 1].vcov
    entry.models[0].also = []
    entry.vcov = nil
    return entry
  }

  /// The first regressor, where it is a column.
  package func treatmentColumn(in panel: Panel) throws(EstimationError) -> TreatmentColumn {
    .indicator(try models[0].readFormula(lists: panel.lists).treatmentName())
  }

  package func effect(in result: DifferenceInDifferencesResult) -> Estimate? { result.overall }

  package func linearModel(in panel: Panel) throws(EstimationError) -> LinearModel? {
    try linearModel(of: columns[0], in: panel, place: "")
  }
}

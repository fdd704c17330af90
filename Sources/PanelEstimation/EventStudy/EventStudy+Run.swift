package import PanelData
import PanelNumerics
package import PanelResults

extension EventStudy {
  /// Estimates effects by time since treatment.
  ///
  ///     y_it = Σ_{k ≠ base} β_k D^k_it + x_it'γ + α_i + λ_t + e_it,    D^k_it = 1[t − g_i = k]
  ///
  /// D is zero for units that are never treated. The ends of the window stand for all distances
  /// beyond them, unless the study says otherwise. Without never-treated units the effects of unit
  /// and time leave one more coefficient undetermined, a trend in k: the farthest lead is then a
  /// reference too. Units that are treated from their first period on leave the sample.
  ///
  /// The average effect is the mean of the coefficients shown at k ≥ 0, with its delta-method
  /// standard error; the test of effects before treatment is that all coefficients shown at k < 0
  /// are zero.
  ///
  /// - Returns: One result.
  /// - Throws: What the data, the treatment and the covariance refuse;
  ///   ``EstimationError/invalid(_:)`` for a base that is not there, and where no coefficient can
  ///   be estimated.
  /// - SeeAlso: Schmidheiny and Siegloch (2023), *On event studies and distributed-lags in two-way
  ///   fixed effects models*; Borusyak, Jaravel and Spiess (2024), section 2; oracles `es_*`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [EventStudyResult] {
    let grid = EventTimeGrid(window: window, endpoints: endpoints)
    try grid.check(base: base)
    let timing = try TreatmentTiming(of: treatment, in: panel)
    let formula = try model.formula(in: panel)
    let linear = LinearModel(
      formula.text, covariance: try CovarianceSpecification.specified(vcov, in: panel),
      weights: weights, condition: condition, smallSample: smallSample, singletons: singletons,
      level: level, place: context.id)
    var sample = try Design(
      DesignRequest(
        formula: formula, clusters: linear.covariance.clusters,
        dependence: linear.covariance.dependence, weights: weights,
        condition: condition, dropsSingletons: singletons == .drop,
        exclusions: [timing.unknown, timing.ofAlwaysTreatedUnits, grid.exclusion(timing)]
          .compactMap { $0 }),
      on: panel, threads: context.threadCount)
    let distances = EventTimeSample(sample, timing, grid)
    try checkTreated(distances, timing)
    try distances.check(base: base, step: timing.index.step)
    let second = secondReference(distances, formula, timing)
    let terms = distances.used.filter { !base.contains($0) && $0 != second }
    guard !terms.isEmpty else {
      throw .invalid(
        "All distances that treated units of the sample are observed at are references: no effect "
          + "is left to estimate. Choose fewer as 'base', or a wider 'window'.")
    }
    let name = treatment.name
    let controls = sample.regressors.map { regressor in
      var regressor = regressor
      regressor.term += terms.count
      return regressor
    }
    sample.regressors =
      terms.enumerated().map { position, distance in
        Design.Regressor(
          name: "\(name)::\(distance)", numbers: distances.indicator(of: distance), term: position)
      } + controls
    let fitted = try linear.fitted(sample, threads: context.threadCount)
    let effects = EventTimeEffects(fitted, terms: terms, shown: grid.shown(distances.used))
    guard !effects.positions.isEmpty else {
      throw .invalid(
        "No effect of '\(name)' is identified: once the effects of "
          + "\(sample.effects.map(\.name).joined(separator: ", ")) are removed, no distance from "
          + "treatment varies. Add units that are never treated, or absorb fewer effects.")
    }
    return [result(effects, distances, second, timing, formula, linear, on: panel, in: context)]
  }

  private func result(
    _ effects: EventTimeEffects, _ distances: EventTimeSample, _ second: Int?,
    _ timing: TreatmentTiming, _ formula: Formula, _ linear: LinearModel, on panel: Panel,
    in context: AnalysisContext
  ) -> EventStudyResult {
    let sample = effects.fitted.design
    var heading = linear.heading(of: formula, sample, in: panel)
    heading.formula = nil
    heading.labels.merge(panel.labels(of: [treatment.name])) { label, _ in label }
    let columns =
      formula.outcome.columnNames + formula.regressors.flatMap(\.columnNames)
      + formula.effects.flatMap(\.variables) + linear.covariance.columnNames
    let regression = effects.fitted.result(
      heading: heading, regressorLists: formula.lists,
      provenance: panel.provenance(
        naming: columns + [treatment.name] + [weights].compactMap { $0 }, place: context.id,
        condition: condition, in: context))
    let band = effects.band(draws: band.draws, level: level, in: context)
    let references = base + [second].compactMap { $0 }
    let treated = timing.design(of: sample.rows)
    return EventStudyResult(
      heading: heading,
      regression: regression,
      design: treated,
      path: EventTimePath(
        points: effects.points(distances, references: references, band: band), band: band,
        outcomeMean: distances.outcomeMean(at: base, in: sample)),
      overall: effects.overall(named: treatment.name),
      tests: regression.tests + (effects.pretrends().map { [$0] } ?? []),
      remarks: regression.remarks + remarks(second, treated, timing, sample)
        + undetermined(regression.omitted))
  }

  /// Distances that collinearity set to zero: the trend of the effects is then not determined.
  private func undetermined(_ omitted: [OmittedTerm]) -> [Remark] {
    let prefix = "\(treatment.name)::"
    let lost = omitted.filter { $0.reason == .collinear && $0.term.hasPrefix(prefix) }
    guard !lost.isEmpty else { return [] }
    let periods = lost.map { String($0.term.dropFirst(prefix.count)) }
    return [Remark(.undeterminedDistances, ["periods": periods.joined(separator: ", ")])]
  }

  private func remarks(
    _ second: Int?, _ treated: TreatmentDesign, _ timing: TreatmentTiming, _ sample: Design
  ) -> [Remark] {
    var remarks = timing.readingRemarks()
    let dropped = timing.isAlwaysTreated.count { $0 }
    if dropped > 0 { remarks.append(Remark(.alwaysTreatedDropped, ["count": String(dropped)])) }
    remarks += timing.designRemarks(treated)
    if let second { remarks.append(Remark(.secondReference, ["period": String(second)])) }
    return remarks + timing.clusterRemarks(sample)
  }

  /// The farthest lead, where the trend in k has to be normalised too.
  private func secondReference(
    _ distances: EventTimeSample, _ formula: Formula, _ timing: TreatmentTiming
  ) -> Int? {
    let absorbed = formula.effects.map(\.variables)
    let index = timing.index
    guard !distances.hasNeverTreated, Set(base).count == 1,
      absorbed.contains([index.unitVariable]), absorbed.contains([index.timeVariable])
    else { return nil }
    return distances.used.first { $0 < 0 && !base.contains($0) }
  }

  private func checkTreated(
    _ distances: EventTimeSample, _ timing: TreatmentTiming
  ) throws(EstimationError) {
    guard distances.used.isEmpty else { return }
    let always = timing.isAlwaysTreated.indices.filter { timing.isAlwaysTreated[$0] }
    guard !always.isEmpty else {
      throw .invalid(
        "No unit of the sample is ever treated: the condition, missing values or the window leave "
          + "none of them.")
    }
    throw .invalid(
      "No treated unit of the sample is seen before its treatment, so nothing can be compared with "
        + "it: '\(treatment.name)' is on from the first period in \(timing.names(of: always)). "
        + timing.adviceOnStart())
  }
}

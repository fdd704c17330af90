package import PanelData
import PanelNumerics
package import PanelResults

extension SunAbraham {
  /// Estimates effects of each cohort at each distance, and averages them.
  ///
  ///     y = D α + Xβ + Σ_{g,l≠base} δ_gl 1[cohort g at distance l] + e,    b_l = Σ_g s_gl δ_gl
  ///
  /// with s_gl the share of cohort g among the sample's observations at distance l, by weight.
  /// Never-treated units are the comparison; without any it is the cohort treated last, and
  /// periods from its treatment on leave the sample. The average effect takes all treated
  /// observations.
  ///
  /// - Returns: One result, with t tests as the covariance gives them.
  /// - Throws: What the data, the treatment and the covariance refuse;
  ///   ``EstimationError/invalid(_:)`` where all units are treated at once, or a cohort is not
  ///   observed at the base.
  /// - Complexity: O(*n k*²) with k pairs of cohort and distance.
  /// - SeeAlso: Sun and Abraham (2021), *Estimating dynamic treatment effects in event studies with
  ///   heterogeneous treatment effects*, section 4; oracle `sunab_castle`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [TreatmentEffectsResult] {
    let timing = try TreatmentTiming(of: treatment, in: panel)
    let covariance = try CovarianceSpecification.specified(vcov, in: panel)
    try covariance.refuseDependence(method: SunAbraham.kind.rawValue)
    let formula = try model.formula(in: panel)
    var request = DesignRequest(
      formula: formula,
      clusters: covariance.clusters,
      weights: weights,
      condition: condition,
      exclusions: [timing.unknown, timing.ofAlwaysTreatedUnits].compactMap { $0 }
    )
    var sample = EffectSample(
      try Design(request, on: panel, threads: context.threadCount),
      timing
    )
    let controls = try ComparisonUnits(sample)
    if let exclusion = controls.periodsWithout(in: sample, rowCount: panel.table.rowCount) {
      request.exclusions.append(exclusion)
      sample = EffectSample(
        try Design(request, on: panel, threads: context.threadCount),
        timing
      )
    }
    try sample.checkContrast()
    let cells = try CohortCells(sample, controls, base: base)

    var design = sample.design
    design.regressors = cells.regressors(named: timing.column.name) + design.regressors
    let linear = LinearModel(
      formula.text,
      covariance: covariance,
      weights: weights,
      condition: condition,
      smallSample: smallSample,
      level: level,
      place: context.id
    )
    let fitted = try linear.fitted(design, threads: context.threadCount)
    let effects = CohortEffects(
      cells,
      fitted,
      name: timing.column.name,
      addsShareVariance: addsShareVariance
    )
    return [
      result(effects, sample, controls, linear, formula, panel, context)
    ]
  }

  private func result(
    _ effects: CohortEffects,
    _ sample: EffectSample,
    _ controls: ComparisonUnits,
    _ linear: LinearModel,
    _ formula: Formula,
    _ panel: Panel,
    _ context: AnalysisContext
  ) -> TreatmentEffectsResult {
    let timing = sample.timing
    var heading = linear.heading(of: formula, effects.fitted.design, in: panel)
    // The formula is made of the entry's keys; the author wrote none.
    heading.formula = nil
    heading.labels.merge(panel.labels(of: [timing.column.name])) { label, _ in label }
    let fit = effects.fitted.result(
      heading: heading,
      regressorLists: formula.lists,
      provenance: panel.provenance(
        naming: [timing.column.name] + formula.columnNames + [weights].compactMap { $0 },
        place: context.id,
        condition: condition,
        in: context
      )
    )
    let shown = effects.cells.distances.filter { window?.contains($0) ?? true }
    let ofFit: Set<Statistic> = [.fStatistic, .fPValue]
    var remarks = fit.remarks.filter { remark in
      // A dummy that could not be told apart is reported as an absent effect.
      remark.values["term"].map { !effects.names.contains($0) } ?? true
    }
    if controls.kind == .last {
      let period = String(controls.cohort ?? 0)
      remarks.append(Remark(.lastCohortCompares, ["cohort": period, "period": period]))
    }
    return TreatmentEffectsResult(
      heading: fit.heading,
      estimator: .sunAbraham,
      sample: fit.sample,
      design: sample.treatment,
      conventions: EffectConventions(
        controlGroup: controls.kind,
        covariates: sample.design.regressors.map(\.name),
        reference: base
      ),
      inference: EffectInference(
        kind: .regression,
        clusters: fit.covariance.clusters,
        covariance: fit.covariance
      ),
      overall: effects.overall(term: timing.column.name),
      path: EventTimePath(
        points: effects.points(shown, base: base, in: sample),
        outcomeMean: effects.outcomeMean(at: base, in: sample)
      ),
      cohorts: effects.cohortAverages(in: sample),
      groupTime: effects.groupTime(controlCount: controls.unitCount, step: timing.index.step),
      statistics: fit.statistics.filter { !ofFit.contains($0.statistic) }
        + sample.treatment.statistics,
      tests: effects.pretrends(shown, name: timing.column.name).map { [$0] } ?? [],
      remarks: remarks + timing.readingRemarks()
        + alwaysTreatedRemarks(timing) + timing.designRemarks(sample.treatment)
        + sample.smallCohortRemarks + timing.clusterRemarks(sample.design),
      provenance: fit.provenance
    )
  }

  private func alwaysTreatedRemarks(_ timing: TreatmentTiming) -> [Remark] {
    let count = timing.isAlwaysTreated.count { $0 }
    return count > 0 ? [Remark(.alwaysTreatedDropped, ["count": String(count)])] : []
  }
}

extension Formula {
  /// The columns that the formula names.
  var columnNames: [String] {
    outcome.columnNames + regressors.flatMap(\.columnNames) + effects.flatMap(\.variables)
  }
}

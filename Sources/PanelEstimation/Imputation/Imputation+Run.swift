package import PanelData
import PanelNumerics
package import PanelResults

extension Imputation {
  /// Imputes untreated outcomes of treated observations and averages the differences.
  ///
  ///     τ̂ = y − ŷ(0) where treated,    estimate = Σ v τ̂,  v = w / Σ w over the rows averaged
  ///
  /// - Returns: One result: the average effect, effects by distance from treatment and by cohort;
  ///   normal p-values.
  /// - Throws: What the data, the treatment and the covariance refuse;
  ///   ``EstimationError/invalid(_:)`` where an untreated outcome is not identified, with units and
  ///   periods.
  /// - Complexity: O(*n*) for each average, beside the first stage.
  /// - SeeAlso: Borusyak, Jaravel and Spiess (2024), *Revisiting event-study designs: robust and
  ///   efficient estimation*, theorem 2; oracle `bjs_castle`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [TreatmentEffectsResult] {
    let imputed = try ImputedSample(
      ImputedSample.Request(
        model: model,
        treatment: treatment,
        weights: weights,
        condition: condition,
        vcov: vcov,
        dropsUnimputable: dropsUnimputable,
        method: Self.kind.rawValue
      ),
      on: panel,
      threads: context.threadCount
    )
    let sample = imputed.sample
    let variance = try ConservativeVariance(
      imputed.fit,
      sample,
      imputed.clusters,
      leavesOut: leavesOut
    )
    let averages = Averages(
      imputed: imputed,
      variance: variance,
      minimumEffective: minimumEffective,
      level: level
    )
    let treated = sample.isTreated.indices.filter { sample.isTreated[$0] }
    let leads =
      pretrends > 0
      ? try LeadRegression(imputed, leads: pretrends, level: level, threads: context.threadCount)
      : nil
    let overall = try averages.estimate(treatment.name, over: treated)
    let points = try points(averages, leads, treated)
    let cohorts = try averages.cohorts(treated)
    let isSuppressed =
      overall == nil || points.contains { $0.absence == .fewEffective }
      || cohorts.contains { $0.absence == .fewEffective }
    return [
      TreatmentEffectsResult(
        heading: imputed.heading(weights: weights, in: panel),
        estimator: .imputation,
        sample: sample.design.description,
        design: sample.treatment,
        conventions: EffectConventions(
          controlGroup: .notYet,
          covariates: sample.design.regressors.map(\.name)
        ),
        inference: EffectInference(
          kind: .conservative,
          clusters: [imputed.clusters.dimension],
          leavesOut: leavesOut
        ),
        overall: overall,
        path: EventTimePath(points: points),
        cohorts: cohorts,
        statistics: imputed.statistics(),
        tests: leads.map { [$0.test] } ?? [],
        remarks: imputed.remarks()
          + (isSuppressed
            ? [Remark(.fewEffective, ["minimum": Expression.text(of: minimumEffective)])] : []),
        provenance: imputed.provenance(weights: weights, condition: condition, panel, context)
      )
    ]
  }

  /// Leads, then distances after treatment.
  private func points(
    _ averages: Averages,
    _ leads: LeadRegression?,
    _ treated: [Int]
  ) throws(EstimationError) -> [EventTimePoint] {
    let sample = averages.imputed.sample
    var points: [EventTimePoint] = []
    if let leads {
      for distance in (-pretrends)...(-1) {
        let rows = sample.distances.indices.filter { sample.distances[$0] == distance }
        let estimate = leads.estimates[distance]
        points.append(
          EventTimePoint(
            period: distance,
            estimate: estimate,
            absence: estimate != nil ? nil : rows.isEmpty ? .noObservations : .notIdentified,
            observations: rows.count,
            units: sample.unitCount(rows)
          )
        )
      }
    }
    for distance in sample.distances(where: { sample.isTreated[$0] })
    where distance <= horizons ?? .max {
      let rows = treated.filter { sample.distances[$0] == distance }
      let estimate = try averages.estimate(
        EffectSample.term(distance, of: treatment.name),
        over: rows
      )
      points.append(
        EventTimePoint(
          period: distance,
          estimate: estimate,
          absence: estimate == nil ? .fewEffective : nil,
          observations: rows.count,
          units: sample.unitCount(rows)
        )
      )
    }
    return points
  }
}

/// Averages of imputed effects with their conservative standard errors.
private struct Averages {
  let imputed: ImputedSample
  let variance: ConservativeVariance
  let minimumEffective: Double
  let level: Double

  /// The weighted mean of effects over some treated rows.
  ///
  /// - Returns: `nil` where the effective number of observations, (Σ v)² / Σ v², is too small.
  func estimate(_ term: String, over rows: [Int]) throws(EstimationError) -> Estimate? {
    let v = imputed.sample.averaging(rows)
    guard 1 / Summation.sumOfSquares(v) >= minimumEffective else { return nil }
    return Estimate(
      normal: term,
      value: Summation.dot(v, imputed.fit.gaps),
      variance: try variance.variance(of: v),
      scale: imputed.sample.outcomeScale,
      level: level
    )
  }

  func cohorts(_ treated: [Int]) throws(EstimationError) -> [CohortEffect] {
    let sample = imputed.sample
    var effects: [CohortEffect] = []
    for cohort in Set(treated.compactMap { sample.cohorts[$0] }).sorted() {
      let rows = treated.filter { sample.cohorts[$0] == cohort }
      let estimate = try estimate("cohort::\(cohort)", over: rows)
      effects.append(
        CohortEffect(
          cohort: cohort,
          units: sample.unitCount(rows),
          estimate: estimate,
          absence: estimate == nil ? .fewEffective : nil
        )
      )
    }
    return effects
  }
}

extension ImputedSample {
  /// Outcome, formula and labels.
  func heading(weights: String?, in panel: Panel) -> ResultHeading {
    ResultHeading(
      outcome: sample.design.outcomeName,
      labels: panel.labels(
        of: names(weights) + sample.design.regressors.map(\.name) + [sample.design.outcomeName]
      )
    )
  }

  func provenance(
    weights: String?,
    condition: String?,
    _ panel: Panel,
    _ context: AnalysisContext
  ) -> Provenance {
    panel.provenance(
      naming: names(weights),
      place: context.id,
      condition: condition,
      in: context
    )
  }

  private func names(_ weights: String?) -> [String] {
    formula.outcome.columnNames + formula.regressors.flatMap(\.columnNames)
      + formula.effects.flatMap(\.variables) + [sample.timing.column.name]
      + sample.design.clusterings.map(\.name) + [weights].compactMap { $0 }
  }
}

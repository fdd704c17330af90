import PanelData
import PanelNumerics
import PanelResults

/// Puts estimates, their errors and what the reader should know into a result.
struct EffectResultBuilder {
  let entry: CallawaySantAnna
  let data: Panel
  let timing: TreatmentTiming
  let sample: CohortSample
  let report: EffectReport
  let context: AnalysisContext
  /// Units of each cohort.
  private let unitCounts: [Int]

  init(
    entry: CallawaySantAnna, data: Panel, timing: TreatmentTiming, sample: CohortSample,
    report: EffectReport, context: AnalysisContext
  ) {
    self.entry = entry
    self.data = data
    self.timing = timing
    self.sample = sample
    self.report = report
    self.context = context
    unitCounts = sample.panel.unitsByCohort().dropLast().map(\.count)
  }

  /// Units beyond the covariates below which a cohort is small, as in R's `did`.
  private static let smallGroup = 5

  private var panel: CohortPanel { sample.panel }
  private var effects: GroupTimeEffects { report.effects }
  private var name: String { timing.column.name }

  func result() -> TreatmentEffectsResult {
    var list = EstimateList()
    let cells = effects.cells.indices.map { cell in
      effects.isEstimated(cell)
        ? list.add(effects.value(cell) ?? 0, effects.contributions[cell]) : nil
    }
    let distances = report.distances.map { list.add($0.average) }
    let cohorts = report.cohorts.map { list.add($0) }
    let periods = report.periods.map { list.add($0.average) }
    let kinds = EffectAggregate.Kind.allCases.filter { report.overall[$0] != nil }
    let overall = kinds.map { list.add(report.overall[$0]) }
    let errors = EffectErrors(
      list.contributions, scale: outcomeSpread, level: entry.level, bootstrap: entry.bootstrap,
      threads: context.threadCount) { context.generator(replicate: $0) }

    let aggregates = zip(kinds, overall).compactMap { kind, position in
      position.map {
        EffectAggregate(kind: kind, estimate: errors.estimate(name, $0, value: list.values[$0]))
      }
    }
    let design = timing.design(of: sample.rows)
    return TreatmentEffectsResult(
      heading: heading(),
      estimator: .callawaySantAnna,
      sample: sample.description,
      design: design,
      conventions: EffectConventions(
        controlGroup: entry.controlGroup, estimation: entry.chosenEstimation,
        basePeriod: entry.basePeriod, anticipation: entry.anticipation,
        covariates: entry.covariates,
        reference: entry.basePeriod == .universal ? -1 - entry.anticipation : nil),
      inference: EffectInference(
        kind: entry.bootstrap == nil ? .influenceFunction : .multiplierBootstrap,
        clusters: [sample.cluster], draws: entry.bootstrap?.draws,
        seed: entry.bootstrap == nil ? nil : context.seed),
      overall: aggregates.first { $0.kind == entry.aggregate }?.estimate,
      path: path(distances, list, errors),
      aggregates: aggregates,
      cohorts: cohortEffects(cohorts, list, errors),
      calendar: periodEffects(periods, list, errors),
      groupTime: groupTimeEffects(cells, list, errors),
      statistics: statistics(design),
      tests: [pretrendsTest()].compactMap { $0 },
      remarks: remarks(design),
      provenance: data.provenance(
        naming: names, place: context.id, condition: entry.condition, in: context))
  }

  private var names: [String] {
    var names = [name] + [entry.weights].compactMap { $0 }
    for text in [entry.outcome] + entry.covariates {
      names += Self.columnNames(text, lists: data.lists)
    }
    if sample.cluster.variable != timing.index.unitVariable { names.append(sample.cluster.variable) }
    return names
  }

  private static func columnNames(_ text: String, lists: [String: [String]]) -> [String] {
    do {
      return try FormulaParser.terms(text, lists: lists).flatMap(\.columnNames)
    } catch {
      return []
    }
  }

  private func heading() -> ResultHeading {
    ResultHeading(
      outcome: entry.outcome,
      labels: data.labels(of: names + [entry.outcome, timing.index.timeVariable]))
  }

  private var outcomeSpread: Double {
    let numbers = panel.outcomes.filter { !$0.isNaN }
    let variance =
      Summation.centredSumOfSquares(numbers) / Double(max(1, numbers.count))
    return max(variance.squareRoot(), Double.leastNormalMagnitude)
  }
}

/// Estimates in one list, as their errors are computed together.
private struct EstimateList {
  var values: [Double] = []
  var contributions: [[Double]] = []

  /// The place of a new estimate.
  mutating func add(_ value: Double, _ contributions: [Double]) -> Int {
    values.append(value)
    self.contributions.append(contributions)
    return values.count - 1
  }

  mutating func add(_ average: AveragedEffect?) -> Int? {
    average.map { add($0.value, $0.contributions) }
  }
}

extension EffectResultBuilder {
  private func path(
    _ positions: [Int?], _ list: EstimateList, _ errors: EffectErrors
  ) -> EventTimePath {
    let critical = errors.criticalValue(over: positions.compactMap { $0 })
    let reference = entry.basePeriod == .universal ? -1 - entry.anticipation : nil
    let points = zip(report.distances, positions).map { found, position in
      let cells = found.cells.filter {
        effects.isEstimated($0) || effects.cells[$0].isReference
      }
      let isReference = position == nil && found.distance == reference
      let units = cells.reduce(0) { $0 + unitCounts[effects.cells[$1].cohort] }
      return EventTimePoint(
        period: found.distance, isReference: isReference,
        estimate: position.map {
          errors.estimate("\(name)::\(found.distance)", $0, value: list.values[$0])
        },
        simultaneous: position.flatMap {
          errors.interval($0, value: list.values[$0], criticalValue: critical)
        },
        absence: position == nil && !isReference
          ? found.cells.first.flatMap { effects.absence($0) } ?? .noObservations : nil,
        observations: units, units: units)
    }
    return EventTimePath(
      points: points,
      band: critical.map {
        SimultaneousBand(
          level: entry.level, criticalValue: $0, draws: entry.bootstrap?.draws ?? 0,
          seed: context.seed)
      },
      outcomeMean: baselineMean())
  }

  /// The mean outcome of treated units in the last period before they may react.
  private func baselineMean() -> Double? {
    var bases = [Int?](repeating: nil, count: panel.cohorts.count)
    for cell in effects.cells where panel.periods[cell.period] >= panel.cohorts[cell.cohort] {
      bases[cell.cohort] = cell.base
    }
    let weights = panel.unitWeights()
    var sum = 0.0
    var total = 0.0
    for unit in 0..<panel.unitCount where panel.cohortOf[unit] >= 0 {
      guard let base = bases[Int(panel.cohortOf[unit])] else { continue }
      let outcome = panel.outcomes[base * panel.unitCount + unit]
      guard !outcome.isNaN else { continue }
      sum += weights[unit] * outcome
      total += weights[unit]
    }
    return total > 0 ? sum / total : nil
  }

  private func cohortEffects(
    _ positions: [Int?], _ list: EstimateList, _ errors: EffectErrors
  ) -> [CohortEffect] {
    let critical = errors.criticalValue(over: positions.compactMap { $0 })
    let used = Set(effects.cells.map(\.cohort))
    return positions.indices.filter { used.contains($0) }.map { cohort in
      let position = positions[cohort]
      return CohortEffect(
        cohort: panel.cohorts[cohort], units: unitCounts[cohort],
        estimate: position.map {
          errors.estimate("\(name)@\(panel.cohorts[cohort])", $0, value: list.values[$0])
        },
        simultaneous: position.flatMap {
          errors.interval($0, value: list.values[$0], criticalValue: critical)
        },
        absence: position == nil ? .noObservations : nil)
    }
  }

  private func periodEffects(
    _ positions: [Int?], _ list: EstimateList, _ errors: EffectErrors
  ) -> [PeriodEffect] {
    let critical = errors.criticalValue(over: positions.compactMap { $0 })
    return zip(report.periods, positions).map { found, position in
      PeriodEffect(
        period: found.period,
        estimate: position.map {
          errors.estimate("\(name)@\(found.period)", $0, value: list.values[$0])
        },
        simultaneous: position.flatMap {
          errors.interval($0, value: list.values[$0], criticalValue: critical)
        },
        absence: position == nil ? .noObservations : nil)
    }
  }

  private func groupTimeEffects(
    _ positions: [Int?], _ list: EstimateList, _ errors: EffectErrors
  ) -> [GroupTimeEffect] {
    let critical = errors.criticalValue(over: positions.compactMap { $0 })
    return effects.cells.indices.map { cell in
      let position = positions[cell]
      return GroupTimeEffect(
        cohort: panel.cohorts[effects.cells[cell].cohort],
        period: panel.periods[effects.cells[cell].period],
        estimate: position.map {
          errors.estimate(cellName(cell), $0, value: list.values[$0])
        },
        simultaneous: position.flatMap {
          errors.interval($0, value: list.values[$0], criticalValue: critical)
        },
        absence: effects.absence(cell), controls: effects.controlCounts[cell])
    }
  }

  private func cellName(_ cell: Int) -> String {
    let found = effects.cells[cell]
    return "\(name)@\(panel.cohorts[found.cohort]):\(panel.periods[found.period])"
  }

  /// The Wald test that effects before units may react are zero; `nil` where there are none.
  ///
  /// Under anticipation, periods from g − δ on are no part of it.
  private func pretrendsTest() -> HypothesisTest? {
    let before = effects.cells.indices.filter { cell in
      let found = effects.cells[cell]
      return effects.isEstimated(cell)
        && panel.periods[found.period] + entry.anticipation * report.step
          < panel.cohorts[found.cohort]
    }
    guard !before.isEmpty else { return nil }
    return EffectErrors.waldTest(
      values: before.map { effects.value($0) ?? 0 },
      contributions: before.map { effects.contributions[$0] }, names: before.map(cellName))
  }

  private func statistics(_ design: TreatmentDesign) -> [StatisticEntry] {
    let description = sample.description
    let entries =
      [
        StatisticEntry(.observations, count: description.n),
        StatisticEntry(.units, count: panel.unitCount),
        StatisticEntry(.periods, count: panel.periods.count),
        StatisticEntry(.clusters, count: panel.clusterCount),
      ] + design.statistics
    return Statistic.allCases.compactMap { statistic in
      entries.first { $0.statistic == statistic }
    }
  }

  private func remarks(_ design: TreatmentDesign) -> [Remark] {
    var remarks = timing.readingRemarks() + sample.remarks
    let required = Self.smallGroup + panel.covariates.count
    let small = panel.cohorts.indices.filter { unitCounts[$0] < required }
    if !small.isEmpty {
      remarks.append(
        Remark(
          .smallCohorts,
          [
            "count": String(small.count), "units": String(required),
            "cohorts": MessageList.text(small.map { String(panel.cohorts[$0]) }),
          ]))
    }
    let absent = effects.cells.indices.count {
      !effects.isEstimated($0) && !effects.cells[$0].isReference
    }
    if absent > 0 {
      remarks.append(
        Remark(
          .cellsWithoutEffect,
          ["count": String(absent), "all": String(effects.cells.count)]))
    }
    if panel.clusterCount < ClusteredCovariance.fewClusters {
      remarks.append(
        Remark(
          .fewClusters,
          ["count": String(panel.clusterCount), "variable": sample.cluster.variable]))
    }
    return remarks
  }
}

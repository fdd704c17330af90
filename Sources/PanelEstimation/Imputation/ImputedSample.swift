import PanelData
import PanelNumerics
import PanelResults

/// What imputation and two-stage estimation begin with: a sample, and the fit of its untreated
/// observations.
struct ImputedSample {
  let sample: EffectSample
  let fit: UntreatedFit
  let clusters: EffectClusters
  let formula: Formula
  /// Treated observations that left because they could not be imputed.
  let unimputableCount: Int

  /// What to build it from.
  struct Request {
    var model: ControlModel
    var treatment: TreatmentColumn
    var weights: String?
    var condition: String?
    var vcov: String?
    var dropsUnimputable: Bool
    var method: String
  }

  /// - Throws: What the data, the treatment's timing and the first stage refuse;
  ///   ``EstimationError/invalid(_:)`` with units and periods where treated observations cannot be
  ///   imputed.
  init(_ request: Request, on panel: Panel, threads: Int) throws(EstimationError) {
    let timing = try TreatmentTiming(of: request.treatment, in: panel)
    let covariance = try CovarianceSpecification.specified(request.vcov, in: panel)
    try EffectClusters.check(covariance, method: request.method)
    formula = try request.model.formula(in: panel)
    var designRequest = DesignRequest(
      formula: formula,
      clusters: covariance.clusters,
      weights: request.weights,
      condition: request.condition,
      dropsSingletons: false,
      exclusions: [timing.unknown].compactMap { $0 }
    )
    var sample = EffectSample(
      try Design(designRequest, on: panel, threads: threads),
      timing
    )
    try sample.checkContrast()
    var levels = UntreatedLevels(
      effects: sample.design.effects.map(\.grouping),
      treated: sample.isTreated
    )
    let imputable = levels.imputable()
    let lost = imputable.indices.filter { !imputable[$0] && sample.isTreated[$0] }
    unimputableCount = lost.count
    if !lost.isEmpty {
      let fault = Unimputable(rows: lost, sample: sample, levels: levels, formula: formula)
      guard request.dropsUnimputable else { throw fault.error(in: panel) }
      var rows = [Bool](repeating: false, count: panel.table.rowCount)
      for row in lost { rows[sample.panelRow(row)] = true }
      designRequest.exclusions.append(
        RowExclusion(.notImputable, subject: timing.column.name, rows: rows)
      )
      sample = EffectSample(try Design(designRequest, on: panel, threads: threads), timing)
      guard sample.isTreated.contains(true) else { throw fault.error(in: panel) }
      levels = UntreatedLevels(
        effects: sample.design.effects.map(\.grouping),
        treated: sample.isTreated
      )
    }
    self.sample = sample
    clusters = try EffectClusters(covariance, of: sample.design, method: request.method)
    fit = try UntreatedFit(sample.design, levels: levels, threads: threads)
    try fit.checkIdentification(of: sample)
  }

  /// What the reader should know, in a fixed order.
  func remarks() -> [Remark] {
    let omitted = fit.omitted.map { term in
      term.reason == .absorbed
        ? Remark(.omittedAbsorbed, ["term": term.term])
        : Remark(
          .omittedCollinear,
          ["term": term.term, "with": term.with.joined(separator: ", ")]
        )
    }
    let lost =
      unimputableCount > 0 ? [Remark(.notImputed, ["count": String(unimputableCount)])] : []
    return omitted + lost + clusters.remarks + sample.timing.readingRemarks()
      + sample.timing.designRemarks(sample.treatment) + sample.smallCohortRemarks
      + sample.timing.clusterRemarks(sample.design)
  }

  /// Counts that a table may print.
  func statistics() -> [StatisticEntry] {
    let design = sample.design
    var entries = [StatisticEntry(.observations, count: design.observationCount)]
    if let units = design.description.units { entries.append(.init(.units, count: units)) }
    if let periods = design.description.periods { entries.append(.init(.periods, count: periods)) }
    entries.append(StatisticEntry(.clusters, count: clusters.dimension.count))
    entries.append(
      StatisticEntry(
        .outcomeMean,
        .value(Summation.mean(design.outcome, weights: design.weights))
      )
    )
    return entries + sample.treatment.statistics
  }
}

/// Treated observations whose outcome without treatment is not identified.
struct Unimputable {
  let rows: [Int]
  let sample: EffectSample
  let levels: UntreatedLevels
  let formula: Formula

  /// Units without an untreated observation, periods without an untreated unit, and the rest.
  func error(in panel: Panel) -> EstimationError {
    var parts: [String] = []
    var explained = Set<Int>()
    for (position, effect) in formula.effects.enumerated() {
      let unknown = levels.unknown(effect: position).filter { sample.isTreated[$0] }
      explained.formUnion(unknown)
      var names: [String] = []
      var seen = Set<Int32>()
      for row in unknown
      where seen.insert(sample.design.effects[position].grouping.codes[row]).inserted {
        let values = effect.variables.map {
          panel.table[$0]?.text(atRow: sample.panelRow(row)) ?? ""
        }
        names.append(MessageText.shown(values.joined(separator: "^")))
      }
      if !names.isEmpty {
        parts.append("no untreated observation has \(effect.name) = \(MessageList.text(names))")
      }
    }
    let rest = rows.filter { !explained.contains($0) }.count
    if rest > 0 {
      parts.append(
        "\(rest) belong to units and periods that no untreated observations link"
      )
    }
    let total = sample.isTreated.count { $0 }
    return .invalid(
      "The outcome without treatment cannot be imputed for \(rows.count) of \(total) treated "
        + "observations: \(parts.joined(separator: "; ")). Remove them with 'where', or leave them "
        + "out with 'autosample: true'."
    )
  }
}

extension UntreatedFit {
  /// Refuses more than two effects that leave treated observations unidentified.
  ///
  /// Weights that balance random weights of the treated exist only where each treated row lies in
  /// the span of the untreated ones.
  func checkIdentification(of sample: EffectSample) throws(EstimationError) {
    guard sample.design.effects.count > 2 else { return }
    var generator = Philox(seed: 0x5EED, stream: 0)
    let probe = sample.isTreated.map { $0 ? 0.5 + Double.random(in: 0..<1, using: &generator) : 0 }
    var isBalanced = false
    do { isBalanced = imbalance(of: try weights(balancing: probe), for: probe) < 1e-6 } catch {
      isBalanced = false
    }
    guard !isBalanced else { return }
    throw .invalid(
      "The effects \(sample.design.effects.map(\.name).joined(separator: ", ")) cannot be told "
        + "apart for some treated observations: untreated ones do not link their levels. Absorb "
        + "fewer effects, or remove those observations."
    )
  }
}

package import PanelData
import PanelNumerics
package import PanelResults

extension TreatmentWeights {
  /// Computes the weights of treated cells.
  ///
  ///     β = Σ w_c Δ_c,    Σ w = 1
  ///
  /// under parallel trends, with ε the residual of the treatment D (of its change under first
  /// differences) on effects and controls and N the weight of an observation:
  ///
  ///     fixed-effects             w ∝ N_gt ε_gt D_gt
  ///     fixed-effects-stable      w ∝ ΔD_gt Σ_{s≥t} N_gs ε_gs
  ///     first-differences         w ∝ D_gt (N_gt ε_gt − N_{g,t+1} ε_{g,t+1})
  ///     first-differences-stable  w ∝ ΔD_gt N_gt ε_gt
  ///
  /// The stable forms assume that a unit's effect does not change over time, and weight the cells
  /// where treatment changes. The weights add up for cells of any size.
  ///
  /// - Returns: One result; cells by unit and period.
  /// - Throws: What the data and the treatment refuse; ``EstimationError/invalid(_:)`` where effects
  ///   and controls absorb the treatment.
  /// - SeeAlso: de Chaisemartin and D'Haultfœuille (2020), *Two-way fixed effects estimators with
  ///   heterogeneous treatment effects*, theorems 1 and 2, corollary 1, and web appendix for stable
  ///   effects; oracles `bacon_castle` and `bacon_mpdta`, `dcdh_twfe_weights`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [TreatmentWeightsResult] {
    let timing = try TreatmentTiming(of: treatment, in: panel, switching: switching)
    let formula = try ControlModel(outcome: outcome, controls: controls).formula(in: panel)
    let design = try Design(
      DesignRequest(
        formula: formula,
        weights: weights,
        condition: condition,
        dropsSingletons: false,
        exclusions: [timing.unknown].compactMap { $0 }
      ),
      on: panel,
      threads: context.threadCount
    )
    let sample = EffectSample(design, timing)
    try sample.checkContrast()
    let rows = WeightRows(sample, takesDifferences: regression.takesDifferences)
    let fit = try UntreatedFit(
      rows.design,
      levels: UntreatedLevels(
        effects: rows.design.effects.map(\.grouping),
        treated: rows.design.outcome.map { _ in false }
      ),
      threads: context.threadCount
    )
    let masses = fit.gaps.indices.map { fit.gaps[$0] * (rows.design.weights?[$0] ?? 1) }
    let slope = Summation.dot(masses, rows.design.outcome)
    let scale = Summation.sum(
      rows.design.outcome.indices.map {
        rows.design.outcome[$0] * rows.design.outcome[$0] * (rows.design.weights?[$0] ?? 1)
      }
    )
    guard slope > 1e-10 * scale else {
      throw .invalid(
        "The treatment '\(timing.column.name)' does not vary once effects"
          + "\(controls.isEmpty ? "" : " and controls") are removed: it has no coefficient to "
          + "take apart. \(controls.isEmpty ? "Check who is treated when." : "Use fewer controls.")"
      )
    }
    let coefficient = Summation.dot(masses, rows.outcome) / slope
    let cells = rows.cells(regression, masses: masses)
    let summary = WeightSummary(cells, coefficient: coefficient)
    return [
      TreatmentWeightsResult(
        heading: ResultHeading(
          outcome: design.outcomeName,
          labels: panel.labels(
            of: names(formula, timing) + design.regressors.map(\.name) + [design.outcomeName]
          )
        ),
        sample: rows.description,
        design: sample.treatment,
        kind: regression,
        coefficient: coefficient,
        positive: summary.positive,
        negative: summary.negative,
        sigma: summary.sigma,
        sigmaOpposite: summary.sigmaOpposite,
        cells: zip(cells, summary.weights).map { cell, weight in
          let row = sample.panelRow(cell.row)
          return WeightedCell(
            group: timing.index.unitNames[Int(timing.index.units[row])],
            period: timing.index.times[row],
            weight: weight
          )
        },
        statistics: [
          StatisticEntry(.observations, count: rows.design.observationCount)
        ] + sample.treatment.statistics,
        remarks: fit.omitted.map { term in
          term.reason == .absorbed
            ? Remark(.omittedAbsorbed, ["term": term.term])
            : Remark(
              .omittedCollinear,
              ["term": term.term, "with": term.with.joined(separator: ", ")]
            )
        } + timing.readingRemarks() + timing.designRemarks(sample.treatment),
        provenance: panel.provenance(
          naming: names(formula, timing),
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }

  private func names(_ formula: Formula, _ timing: TreatmentTiming) -> [String] {
    formula.columnNames + [timing.column.name] + [weights].compactMap { $0 }
  }
}

extension TreatmentWeightsResult.Kind {
  fileprivate var takesDifferences: Bool {
    self == .firstDifferences || self == .firstDifferencesStable
  }
}

/// A treated cell, or one where treatment changes.
struct WeightCell {
  /// The row of the sample.
  var row: Int
  /// Proportional to its weight in the coefficient.
  var mass: Double
  /// Proportional to its weight in the average over cells: observations, times the change of
  /// treatment where the cells are changes.
  var size: Double
}

/// The rows of the regression of the treatment, in levels or in differences.
private struct WeightRows {
  /// The treatment, or its change, as the outcome; controls as regressors.
  let design: Design
  /// The outcome, or its change.
  let outcome: [Double]
  let description: SampleDescription
  private let sample: EffectSample
  /// Of each row of the sample, its place among the rows of the regression.
  private let places: [Int?]
  /// Of each row of the sample, the unit's row one step before and after.
  private let previous: [Int?]
  private let next: [Int?]

  init(_ sample: EffectSample, takesDifferences: Bool) {
    let count = sample.isTreated.count
    let index = sample.timing.index
    var previous = [Int?](repeating: nil, count: count)
    var next = previous
    for row in 1..<max(1, count) {
      let (before, now) = (sample.panelRow(row - 1), sample.panelRow(row))
      guard index.units[before] == index.units[now],
        index.times[now] - index.times[before] == index.step
      else { continue }
      previous[row] = row - 1
      next[row - 1] = row
    }
    self.sample = sample
    self.previous = previous
    self.next = next
    var design = sample.design
    let treatment = sample.isTreated.map { $0 ? 1.0 : 0 }
    guard takesDifferences else {
      outcome = design.outcome
      design.outcome = treatment
      self.design = design
      description = design.description
      places = Array(0..<count)
      return
    }
    let rows = (0..<count).filter { previous[$0] != nil }
    var places = [Int?](repeating: nil, count: count)
    for (place, row) in rows.enumerated() { places[row] = place }
    func change(_ numbers: [Double]) -> [Double] { rows.map { numbers[$0] - numbers[$0 - 1] } }
    let kept = rows.map { Int32(truncatingIfNeeded: $0) }
    outcome = change(design.outcome)
    design.outcome = change(treatment)
    design.regressors = design.regressors.map {
      Design.Regressor(name: $0.name, numbers: change($0.numbers), term: $0.term)
    }
    // Differences remove the effects of units; those of periods stay.
    design.effects = [design.effects[1]].map {
      NamedGrouping(name: $0.name, grouping: $0.grouping.restricted(to: kept))
    }
    design.weights = design.weights.map { weights in rows.map { weights[$0] } }
    design.rows = kept.map { row in sample.design.rows.map { $0[Int(row)] } ?? row }
    design.description.n = rows.count
    if rows.count < count {
      design.description.dropped.append(RowsDropped(.noNeighbour, rows: count - rows.count))
    }
    self.design = design
    description = design.description
    self.places = places
  }

  /// - Parameter masses: N ε of each row of the regression.
  func cells(_ kind: TreatmentWeightsResult.Kind, masses: [Double]) -> [WeightCell] {
    func mass(_ row: Int?) -> Double { row.flatMap { places[$0] }.map { masses[$0] } ?? 0 }
    let rows = sample.isTreated.indices
    switch kind {
    case .fixedEffects, .firstDifferences:
      return rows.filter { sample.isTreated[$0] }.map { row in
        WeightCell(
          row: row,
          mass: mass(row) - (kind == .firstDifferences ? mass(next[row]) : 0),
          size: sample.weight(row)
        )
      }
    case .fixedEffectsStable, .firstDifferencesStable:
      var tails = rows.map { mass($0) }
      if kind == .fixedEffectsStable {
        for row in rows.reversed() where row + 1 < rows.count {
          let (now, after) = (sample.panelRow(row), sample.panelRow(row + 1))
          if sample.timing.index.units[now] == sample.timing.index.units[after] {
            tails[row] += tails[row + 1]
          }
        }
      }
      return rows.compactMap { row in
        guard let before = kind == .fixedEffectsStable ? earlier(row) : previous[row],
          sample.isTreated[row] != sample.isTreated[before]
        else { return nil }
        let change = sample.isTreated[row] ? 1.0 : -1
        return WeightCell(row: row, mass: change * tails[row], size: sample.weight(row))
      }
    }
  }

  /// The unit's row before, however long ago.
  private func earlier(_ row: Int) -> Int? {
    guard row > 0 else { return nil }
    let index = sample.timing.index
    return index.units[sample.panelRow(row - 1)] == index.units[sample.panelRow(row)]
      ? row - 1 : nil
  }
}

import PanelNumerics
import PanelResults

/// Effects on cohorts in periods, each with what every cluster contributes to its error.
struct GroupTimeEffects: Sendable {
  var cells: [GroupTimeCell]
  /// The effect of each cell, or why there is none; 0 at references.
  var values: [Result<Double, AbsenceFound>]
  /// Control units of each cell.
  var controlCounts: [Int]
  /// For each cell one number per cluster; empty where there is no effect, and at references.
  var contributions: [[Double]]

  /// Compares every cell.
  ///
  /// - Parameter estimation: How covariates enter.
  /// - Complexity: One pass over the units of each cell, cells side by side on `threads` threads.
  init(
    _ panel: CohortPanel, cells: [GroupTimeCell], estimation: EffectConventions.Estimation,
    threads: Int
  ) {
    let units = panel.unitsByCohort()
    let found = Parallel.map(count: cells.count, threads: threads) { position in
      Self.compare(cells[position], in: panel, units: units, estimation: estimation)
    }
    self.cells = cells
    values = found.map(\.value)
    controlCounts = found.map(\.controls)
    contributions = found.map(\.contributions)
  }

  private struct Found: Sendable {
    var value: Result<Double, AbsenceFound>
    var controls: Int
    var contributions: [Double]
  }

  private static func compare(
    _ cell: GroupTimeCell, in panel: CohortPanel, units: [[Int32]],
    estimation: EffectConventions.Estimation
  ) -> Found {
    guard let base = cell.base else {
      return Found(value: .failure(AbsenceFound(.noBasePeriod)), controls: 0, contributions: [])
    }
    if cell.isReference { return Found(value: .success(0), controls: 0, contributions: []) }
    let (later, earlier) = (cell.period * panel.unitCount, base * panel.unitCount)
    let covariateStart = min(later, earlier)
    func observed(_ members: [Int32]) -> [Int32] {
      members.filter {
        !panel.outcomes[later + Int($0)].isNaN && !panel.outcomes[earlier + Int($0)].isNaN
      }
    }
    let treated = observed(units[cell.cohort])
    let controls = (cell.controls + [panel.cohorts.count]).flatMap { observed(units[$0]) }
    let rows = treated + controls
    let comparison = TwoPeriodComparison(
      changes: rows.map { panel.outcomes[later + Int($0)] - panel.outcomes[earlier + Int($0)] },
      treated: treated.count,
      weights: panel.weights.map { weights in rows.map { weights[covariateStart + Int($0)] } },
      covariates: panel.covariates.map { column in rows.map { column[covariateStart + Int($0)] } })
    do throws(AbsenceFound) {
      let effect = try comparison.effect(by: estimation)
      return Found(
        value: .success(effect.value), controls: controls.count,
        contributions: panel.clustered(effect.contributions, of: rows))
    } catch {
      return Found(value: .failure(error), controls: controls.count, contributions: [])
    }
  }

  /// Whether a cell has an effect that was estimated.
  func isEstimated(_ cell: Int) -> Bool { !contributions[cell].isEmpty }
}

extension CohortPanel {
  /// Clusters, or units where these are independent.
  var clusterCount: Int { clusters?.count ?? unitCount }

  /// Contributions of some units summed by cluster: one number per cluster.
  func clustered(_ contributions: [Double], of units: [Int32]) -> [Double] {
    var sums = [Double](repeating: 0, count: clusterCount)
    if let clusters {
      for (row, unit) in units.enumerated() {
        sums[Int(clusters.codes[Int(unit)])] += contributions[row]
      }
    } else {
      for (row, unit) in units.enumerated() { sums[Int(unit)] = contributions[row] }
    }
    return sums
  }
}

/// A weighted average of effects, and what every cluster contributes to its error.
struct AveragedEffect: Sendable {
  var value: Double
  /// One number per cluster.
  var contributions: [Double]
  /// The cells that enter, or the averages that do.
  var members: [Int]
}

/// Averages over cells.
///
///     θ = Σ_k W_g(k) θ_k / Σ_k W_g(k),    W_g: the weight of all units of cohort g
///
/// The weights are estimated too: unit i of cohort g adds w_i Σ_{k: g(k) = g} (θ_k − θ) / Σ W to
/// the error of θ, beside the weighted contributions of its cells.
///
/// - SeeAlso: Callaway and Sant'Anna (2021), section 3 and corollary 2; R's `aggte`; oracles
///   `cs_castle_never`, `cs_castle_notyet`.
struct EffectAverages {
  private let cohortWeights: [Double]
  /// Σ of unit weights by cohort (column) and cluster (row): clusters × cohorts.
  private let weightsByCluster: [[Double]]

  init(_ panel: CohortPanel) {
    let weights = panel.unitWeights()
    var totals = [Double](repeating: 0, count: panel.cohorts.count)
    var byCluster = [[Double]](
      repeating: [Double](repeating: 0, count: panel.clusterCount), count: panel.cohorts.count)
    for unit in 0..<panel.unitCount where panel.cohortOf[unit] >= 0 {
      let cohort = Int(panel.cohortOf[unit])
      totals[cohort] += weights[unit]
      byCluster[cohort][panel.clusters.map { Int($0.codes[unit]) } ?? unit] += weights[unit]
    }
    cohortWeights = totals
    weightsByCluster = byCluster
  }

  /// An average with weights in proportion to cohorts.
  ///
  /// - Parameters:
  ///   - effects: The effects, with their cohort and contributions.
  ///   - members: Which of them; not empty.
  func proportional(_ effects: [CohortEffectPart], _ members: [Int]) -> AveragedEffect {
    let total = members.reduce(0) { $0 + cohortWeights[effects[$1].cohort] }
    let shares = members.map { cohortWeights[effects[$0].cohort] / total }
    var average = combined(effects, members, shares)
    var deviations = [Double](repeating: 0, count: cohortWeights.count)
    for member in members {
      deviations[effects[member].cohort] += effects[member].value - average.value
    }
    for (cohort, deviation) in deviations.enumerated() where deviation != 0 {
      let factor = deviation / total
      for cluster in average.contributions.indices {
        average.contributions[cluster] += factor * weightsByCluster[cohort][cluster]
      }
    }
    return average
  }

  /// The plain mean.
  func mean(_ effects: [CohortEffectPart], _ members: [Int]) -> AveragedEffect {
    combined(
      effects, members, [Double](repeating: 1 / Double(members.count), count: members.count))
  }

  private func combined(
    _ effects: [CohortEffectPart], _ members: [Int], _ shares: [Double]
  ) -> AveragedEffect {
    var value = 0.0
    var contributions = [Double](repeating: 0, count: effects[members[0]].contributions.count)
    for (member, share) in zip(members, shares) {
      value += share * effects[member].value
      effects[member].contributions.withUnsafeBufferPointer { source in
        for cluster in contributions.indices { contributions[cluster] += share * source[cluster] }
      }
    }
    return AveragedEffect(value: value, contributions: contributions, members: members)
  }
}

/// An effect that belongs to a cohort, as averages take it.
struct CohortEffectPart {
  var cohort: Int
  var value: Double
  var contributions: [Double]
}

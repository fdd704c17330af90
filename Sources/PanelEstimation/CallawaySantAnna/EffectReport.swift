import PanelNumerics
import PanelResults

/// Averages of effects by cohort and period, in the order their errors are kept in.
struct EffectReport {
  let panel: CohortPanel
  let effects: GroupTimeEffects
  /// Time between neighbouring periods.
  let step: Int
  /// By distance from treatment, in steps, ascending.
  private(set) var distances: [DistanceAverage] = []
  /// By cohort; absent for one without an effect after treatment.
  private(set) var cohorts: [AveragedEffect?] = []
  /// By period, from the first treated one on.
  private(set) var periods: [(period: Int, average: AveragedEffect?)] = []
  private(set) var overall: [EffectAggregate.Kind: AveragedEffect] = [:]

  /// Averages all effects that there are.
  ///
  /// - Parameters:
  ///   - window: Distances that the path holds.
  ///   - balance: Distances after treatment in which each cohort of the path is observed.
  init(
    _ panel: CohortPanel, _ effects: GroupTimeEffects, step: Int, window: ClosedRange<Int>?,
    balance: Int?
  ) {
    self.panel = panel
    self.effects = effects
    self.step = step
    let averages = EffectAverages(panel)
    let parts = effects.cells.indices.map { cell in
      CohortEffectPart(
        cohort: effects.cells[cell].cohort, value: effects.value(cell) ?? 0,
        contributions: effects.contributions[cell])
    }
    let after = effects.cells.indices.filter { effects.isEstimated($0) && distance($0) >= 0 }
    if !after.isEmpty { overall[.simple] = averages.proportional(parts, after) }
    averageByDistance(averages, parts, window, balance)
    averageByCohort(averages, parts, after)
    averageByPeriod(averages, parts, after)
  }

  /// Steps from the first treated period of a cell's cohort to its period.
  func distance(_ cell: Int) -> Int {
    let cell = effects.cells[cell]
    return (panel.periods[cell.period] - panel.cohorts[cell.cohort]) / step
  }

  private mutating func averageByDistance(
    _ averages: EffectAverages, _ parts: [CohortEffectPart], _ window: ClosedRange<Int>?,
    _ balance: Int?
  ) {
    let length = (lastPeriod - firstPeriod) / step
    let used = effects.cells.indices.filter { cell in
      guard let balance else { return true }
      let observed = (lastPeriod - panel.cohorts[effects.cells[cell].cohort]) / step
      return observed >= balance && distance(cell) <= balance
        && distance(cell) >= balance - length
    }
    let byDistance = Dictionary(grouping: used, by: distance)
    for found in byDistance.keys.sorted() where window?.contains(found) ?? true {
      let cells = byDistance[found] ?? []
      let members = cells.filter { effects.isEstimated($0) }
      distances.append(
        DistanceAverage(
          distance: found, cells: cells,
          average: members.isEmpty ? nil : averages.proportional(parts, members)))
    }
    let after = distances.filter { $0.distance >= 0 }.compactMap(\.average)
    guard !after.isEmpty else { return }
    overall[.dynamic] = averages.mean(after.map(CohortEffectPart.init), Array(after.indices))
  }

  private mutating func averageByCohort(
    _ averages: EffectAverages, _ parts: [CohortEffectPart], _ after: [Int]
  ) {
    cohorts = panel.cohorts.indices.map { cohort in
      let members = after.filter { effects.cells[$0].cohort == cohort }
      return members.isEmpty ? nil : averages.mean(parts, members)
    }
    let known = panel.cohorts.indices.compactMap { cohort in
      cohorts[cohort].map {
        CohortEffectPart(cohort: cohort, value: $0.value, contributions: $0.contributions)
      }
    }
    guard !known.isEmpty else { return }
    overall[.group] = averages.proportional(known, Array(known.indices))
  }

  private mutating func averageByPeriod(
    _ averages: EffectAverages, _ parts: [CohortEffectPart], _ after: [Int]
  ) {
    guard let first = panel.cohorts.first else { return }
    periods = panel.periods.indices.filter { panel.periods[$0] >= first }.map { period in
      let members = after.filter { effects.cells[$0].period == period }
      return (
        panel.periods[period], members.isEmpty ? nil : averages.proportional(parts, members)
      )
    }
    let known = periods.compactMap(\.average)
    guard !known.isEmpty else { return }
    overall[.calendar] = averages.mean(known.map(CohortEffectPart.init), Array(known.indices))
  }

  private var firstPeriod: Int { panel.periods.first ?? 0 }
  private var lastPeriod: Int { panel.periods.last ?? 0 }
}

/// The average effect at one distance from treatment.
struct DistanceAverage {
  var distance: Int
  /// The cells at this distance, estimated or not.
  var cells: [Int]
  /// Absent where no cell has an estimate.
  var average: AveragedEffect?
}

extension CohortEffectPart {
  /// An average whose cohort plays no part any more.
  init(_ average: AveragedEffect) {
    self.init(cohort: 0, value: average.value, contributions: average.contributions)
  }
}

extension GroupTimeEffects {
  /// The effect of a cell; `nil` where there is none.
  func value(_ cell: Int) -> Double? {
    if case .success(let value) = values[cell] { value } else { nil }
  }

  /// Why a cell has no estimate.
  func absence(_ cell: Int) -> AbsenceReason? {
    if cells[cell].isReference { return .referencePeriod }
    if case .failure(let found) = values[cell] { return found.reason }
    return nil
  }
}

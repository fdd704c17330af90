import PanelData
import PanelNumerics
import PanelResults

/// Units that are first treated in one period, as the comparisons of two-way fixed effects see
/// them: with never and always treated units at the ends.
struct TimingGroup: Sendable, Equatable {
  /// The first treated period; absent for never and always treated units.
  var period: Int?
  /// The position of the first treated period among T periods: 0 if always treated, T if never.
  var start: Int
  /// Units, or their sum of weights.
  var size: Double
}

/// A comparison of two groups: one changes treatment and the other does not.
struct TimingComparison: Sendable, Equatable {
  var kind: Comparison.Kind
  /// Positions of the groups.
  var treated: Int
  var control: Int
  /// Positions of periods before and after the change.
  var before: Range<Int>
  var after: Range<Int>
  /// The part of the treatment's residual variance: weights are parts of their sum.
  var mass: Double
}

/// All 2 × 2 comparisons behind a two-way fixed-effects coefficient of a balanced panel.
///
///     earlier k against later l, before l is treated:  n_k n_l (D̄_k − D̄_l)(1 − D̄_k)
///     later l against earlier k, after k is treated:   n_k n_l D̄_l (D̄_k − D̄_l)
///
/// with D̄ the share of periods under treatment: 0 for never treated units and 1 for always treated
/// ones, which makes these the two special cases. The masses add up to NT² times the variance of
/// the treatment once unit and period means are removed. Weights that do not change within a unit
/// count as so many units.
///
/// - SeeAlso: Goodman-Bacon (2021), *Difference-in-differences with variation in treatment timing*,
///   theorem 1; oracle `bacon_castle`.
enum TimingComparisons {
  /// - Parameters:
  ///   - groups: Distinct starts.
  ///   - periodCount: T.
  /// - Returns: Comparisons with positive mass.
  static func all(of groups: [TimingGroup], periodCount: Int) -> [TimingComparison] {
    let order = groups.indices.sorted { groups[$0].start < groups[$1].start }
    let share = groups.map { Double(periodCount - $0.start) / Double(periodCount) }
    var comparisons: [TimingComparison] = []
    for (position, earlier) in order.enumerated() {
      for later in order[(position + 1)...] {
        let (first, second) = (groups[earlier].start, groups[later].start)
        let sizes = groups[earlier].size * groups[later].size
        let gap = share[earlier] - share[later]
        comparisons.append(
          TimingComparison(
            kind: second == periodCount ? .treatedNever : .earlierLater,
            treated: earlier,
            control: later,
            before: 0..<first,
            after: first..<second,
            mass: sizes * gap * (1 - share[earlier])
          )
        )
        comparisons.append(
          TimingComparison(
            kind: first == 0 ? .treatedAlways : .laterEarlier,
            treated: later,
            control: earlier,
            before: first..<second,
            after: second..<periodCount,
            mass: sizes * share[later] * gap
          )
        )
      }
    }
    return comparisons.filter { $0.mass > 0 }
  }

  /// The share of mass on comparisons with units that are treated already; `nil` without mass.
  static func forbiddenShare(of groups: [TimingGroup], periodCount: Int) -> Double? {
    let comparisons = all(of: groups, periodCount: periodCount)
    let total = Summation.sum(comparisons.map(\.mass))
    guard total > 0 else { return nil }
    return Summation.sum(comparisons.filter(\.kind.isForbidden).map(\.mass)) / total
  }
}

/// A sample in which each unit is observed in each period.
struct BalancedSample {
  /// Ascending.
  let periods: [Int]
  /// In order of their start.
  let groups: [TimingGroup]
  /// The group of each row.
  let groupOfRow: [Int]
  /// The position of each row's period.
  let periodOfRow: [Int]

  /// What keeps a sample from being balanced.
  enum Fault: Error {
    /// Units that lack some of the periods, with how many they have.
    case unbalanced(units: [(unit: Int, periods: Int)], unitCount: Int, periodCount: Int)
    /// A weight that changes within a unit.
    case varyingWeights
  }

  init(_ sample: EffectSample) throws(Fault) {
    let count = sample.isTreated.count
    let times = (0..<count).map { sample.time($0) }
    let units = (0..<count).map { Int(sample.timing.index.units[sample.panelRow($0)]) }
    let periods = Set(times).sorted()
    self.periods = periods
    var positions: [Int: Int] = [:]
    for (position, time) in periods.enumerated() { positions[time] = position }
    var observed: [Int: Int] = [:]
    for unit in units { observed[unit, default: 0] += 1 }
    let short = observed.filter { $0.value < periods.count }.sorted { $0.key < $1.key }
    guard short.isEmpty else {
      throw .unbalanced(
        units: short.map { ($0.key, $0.value) },
        unitCount: observed.count,
        periodCount: periods.count
      )
    }
    var weights: [Int: Double] = [:]
    for row in 0..<count {
      let weight = sample.weight(row)
      let known = weights[units[row], default: weight]
      guard abs(known - weight) <= 1e-12 * known else { throw .varyingWeights }
      weights[units[row]] = known
    }
    // A cohort begins at the first observed period that is not before it.
    func start(_ row: Int) -> Int {
      guard let cohort = sample.cohorts[row] else { return periods.count }
      return periods.firstIndex { $0 >= cohort } ?? periods.count
    }
    var byStart: [Int: TimingGroup] = [:]
    var starts: [Int] = []
    var counted = Set<Int>()
    for row in 0..<count {
      let start = start(row)
      starts.append(start)
      guard counted.insert(units[row]).inserted else { continue }
      byStart[
        start,
        default: TimingGroup(
          period: start == 0 || start == periods.count ? nil : periods[start],
          start: start,
          size: 0
        )
      ].size += weights[units[row]] ?? 1
    }
    groups = byStart.values.sorted { $0.start < $1.start }
    var groupOfStart: [Int: Int] = [:]
    for (position, group) in groups.enumerated() { groupOfStart[group.start] = position }
    groupOfRow = starts.map { groupOfStart[$0] ?? 0 }
    periodOfRow = times.map { positions[$0] ?? 0 }
  }
}

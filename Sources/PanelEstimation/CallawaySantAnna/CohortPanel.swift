import PanelNumerics

/// A panel period by period, as comparisons of two periods read it.
struct CohortPanel: Sendable {
  /// T periods, ascending.
  var periods: [Int]
  /// n units.
  var unitCount: Int
  /// T·n outcomes, period by period; NaN where a unit is not observed.
  var outcomes: [Double]
  /// The covariates, T·n numbers each, in the order of the outcomes.
  var covariates: [[Double]] = []
  /// T·n positive weights; absent for equal ones.
  var weights: [Double]?
  /// First treated periods, ascending.
  var cohorts: [Int]
  /// For each unit its place in `cohorts`; −1 where it is never treated.
  var cohortOf: [Int32]
  /// The cluster of each unit; absent where units are independent.
  var clusters: Grouping?

  /// Units by cohort, never treated ones last, each ascending.
  func unitsByCohort() -> [[Int32]] {
    var units = [[Int32]](repeating: [], count: cohorts.count + 1)
    for unit in 0..<unitCount {
      let cohort = Int(cohortOf[unit])
      units[cohort < 0 ? cohorts.count : cohort].append(Int32(truncatingIfNeeded: unit))
    }
    return units
  }

  /// The weight of each unit, from its first observed period; ones where unweighted.
  func unitWeights() -> [Double] {
    guard let weights else { return [Double](repeating: 1, count: unitCount) }
    return (0..<unitCount).map { unit in
      for period in periods.indices where !outcomes[period * unitCount + unit].isNaN {
        return weights[period * unitCount + unit]
      }
      return 0
    }
  }
}

/// A comparison that identifies one effect: a cohort and its controls, in two periods.
struct GroupTimeCell: Sendable, Equatable {
  /// Places in ``CohortPanel/cohorts`` and ``CohortPanel/periods``.
  var cohort: Int
  var period: Int
  /// The period that changes are measured from; absent where the cohort has no period before it
  /// reacts.
  var base: Int?
  /// The cohorts that serve as controls, beside the never treated.
  var controls: [Int]

  /// Whether the effect is zero by normalisation.
  var isReference: Bool { base == period }
}

/// Which comparisons a study asks for.
///
/// Effects from g − δ on, where δ is the anticipation, are measured from the last period before
/// g − δ. Earlier ones are measured from the period before (`varying`) or from the same one
/// (`universal`). Not-yet-treated controls are those not treated by max(t, base) + δ. These are
/// the conventions of R's `did`, except that `did` up to 2.1 measures the periods of anticipation
/// from the period before each.
///
/// - SeeAlso: Callaway and Sant'Anna (2021), *Difference-in-differences with multiple time
///   periods*, section 2; oracles `cs_castle_notyet`, `cs_df_het_covariates`.
struct CellPlan {
  var usesNotYetTreated: Bool
  var isUniversal: Bool
  /// In the unit of the periods.
  var anticipation: Int

  /// All cells, ascending by cohort and period.
  func cells(periods: [Int], cohorts: [Int]) -> [GroupTimeCell] {
    var cells: [GroupTimeCell] = []
    // A cohort that is treated after the last period has no effect here, but is no control while
    // it may react.
    for cohort in cohorts.indices where cohorts[cohort] <= periods.last ?? 0 {
      let first = cohorts[cohort]
      let long = periods.lastIndex { $0 + anticipation < first }
      let isComparable = long != nil
      for period in (isUniversal ? 0 : 1)..<max(periods.count, 1) {
        let base =
          isUniversal || periods[period] + anticipation >= first || !isComparable
          ? long : period - 1
        let latest = max(periods[period], base.map { periods[$0] } ?? periods[period])
        cells.append(
          GroupTimeCell(
            cohort: cohort, period: period, base: base,
            controls: usesNotYetTreated
              ? cohorts.indices.filter {
                $0 != cohort && cohorts[$0] > latest + anticipation
              } : []))
      }
    }
    return cells
  }
}

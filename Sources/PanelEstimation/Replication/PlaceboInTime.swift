import PanelData
import PanelNumerics
import PanelResults

/// Treatments that begin earlier than they did, in data from before the actual ones.
///
/// Periods from the date of the last cohort on leave, then all treated observations, and the analysis
/// is run again with 1[t ≥ g − s]. Standard errors are the analysis' own; p-values and intervals are
/// those of the normal distribution.
///
/// - SeeAlso: Chen, Qi and Yan, `didplacebo` 2.0.0, option `pbotime`.
struct PlaceboInTime<Entry: TreatmentAnalysis>: Sendable {
  let baseline: TreatmentBaseline<Entry>
  let timing: TreatmentTiming
  let shifts: [Int]
  let keepsLatePeriods: Bool

  /// Puts the profile and its remarks into a result.
  ///
  /// - Parameter rows: Rows of the panel in the sample with the actual treatment.
  func fill(
    _ result: inout PlaceboResult, on panel: Panel, rows: [Int32], in context: AnalysisContext
  ) throws(EstimationError) {
    let index = timing.index
    guard let latest = rows.compactMap({ timing.cohort(ofRow: Int($0)) }).max() else {
      throw .invalid(
        "No unit of the estimation sample is treated, so no treatment can be moved in time.")
    }
    let isEarly = index.times.map { keepsLatePeriods || $0 < latest }
    let kept = index.times.indices.filter { isEarly[$0] && timing.status[$0] != 1 }
    guard !kept.isEmpty else {
      throw .invalid(
        "No observation is left before the treatment: placebos in time need untreated periods.")
    }
    let early = panel.selecting(kept)
    let cohorts = kept.map { timing.cohort(ofRow: $0) }
    let times = kept.map { index.times[$0] }
    let actual = early.table[baseline.column.name]?.numbers ?? []
    let outcomes = Parallel.map(count: shifts.count, threads: context.threadCount) { position in
      let numbers = column(
        cohorts, times, actual: actual, early: shifts[position] * index.step)
      return Result { () throws(EstimationError) in
        try baseline.effect(on: early.replacing(baseline.column.name, with: numbers))
      }
    }
    result.profile = zip(shifts, outcomes).map { shift, outcome in
      guard case .success(let effect?) = outcome else {
        return PlaceboShift(shift: shift, absence: .notIdentified)
      }
      return PlaceboShift(
        shift: shift, estimate: effect.estimate.underNormal, observations: effect.observations)
    }
    if result.profile.allSatisfy({ $0.estimate == nil }), case .failure(let error)? = outcomes.first {
      throw .invalid(
        "None of the placebos in time could be estimated. With the treatment "
          + "\(shifts[0]) \(shifts[0] == 1 ? "period" : "periods") early: \(error)")
    }
    if !keepsLatePeriods {
      result.remarks.append(Remark(.latePeriodsDropped, ["period": String(latest)]))
    }
    let used = result.profile.compactMap(\.observations).max() ?? kept.count
    result.remarks.append(Remark(.untreatedOnly, ["count": String(used)]))
  }

  /// The treatment moved to an earlier time.
  private func column(
    _ cohorts: [Int?], _ times: [Int], actual: [Double], early: Int
  ) -> [Double] {
    cohorts.indices.map { row in
      switch baseline.column {
      case .cohort:
        return cohorts[row].map { Double($0 - early) } ?? 0
      case .indicator:
        if actual.indices.contains(row), actual[row].isNaN { return .nan }
        return cohorts[row].map { times[row] >= $0 - early ? 1 : 0 } ?? 0
      }
    }
  }
}

extension Estimate {
  /// The same value and standard error, held against the normal distribution.
  var underNormal: Estimate {
    guard let standardError = standardError.value, standardError > 0 else { return self }
    var estimate = self
    let z = value / standardError
    let half = Normal.quantile(0.5 + level / 2) * standardError
    estimate.statistic = .value(z)
    estimate.pValue = .value(Normal.twoSidedPValue(z))
    estimate.intervalLow = .value(value - half)
    estimate.intervalHigh = .value(value + half)
    if let inner = innerInterval {
      let innerHalf = Normal.quantile(0.5 + inner.level / 2) * standardError
      estimate.innerInterval = Interval(
        low: value - innerHalf, high: value + innerHalf, level: inner.level)
    }
    estimate.degreesOfFreedom = nil
    estimate.distribution = .normal
    return estimate
  }
}

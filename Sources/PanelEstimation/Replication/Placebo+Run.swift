package import PanelData
import PanelNumerics
package import PanelResults

extension Placebo {
  /// Runs the analysis again with made-up treatments.
  ///
  /// - Returns: One result.
  /// - Throws: What the analysis throws with the actual treatment; ``EstimationError/invalid(_:)``
  ///   for what is not about one treatment, no treated or no untreated units, ranges of periods
  ///   outside the sample, more cohorts than dates, and where no placebo could be estimated.
  /// - SeeAlso: Chen, Qi and Yan, `didplacebo` 2.0.0; oracles `placebo_castle_mixed`,
  ///   `placebo_castle_space`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [PlaceboResult] {
    let target = try target.resolved(on: panel, in: context)
    return [try result(of: target.analysis, target, on: panel, in: context)]
  }

  private func result<Entry: TreatmentAnalysis>(
    of entry: Entry, _ target: TreatmentTarget.Resolved, on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> PlaceboResult {
    let baseline = try TreatmentBaseline(entry, target, on: panel, in: context)
    let timing = try TreatmentTiming(of: baseline.column, in: panel, switching: .allow)
    let rows = baseline.sampleRows(panel)
    let design = timing.design(of: rows)
    var result = baseline.placebo(kind, of: target.name, design: design, in: context)
    if design.switchingOff > 0 {
      result.remarks.append(Remark(.madeAbsorbing, ["count": String(design.switchingOff)]))
    }
    if kind == .inTime {
      try PlaceboInTime(
        baseline: baseline, timing: timing, shifts: shifts, keepsLatePeriods: keepsLatePeriods
      ).fill(&result, on: panel, rows: rows, in: context)
      return result
    }
    let sample = PlaceboSample(rows: rows, index: timing.index)
    let (rule, range) = try rule(sample, labels: sample.labels(timing), of: baseline.column.name)
    let placebos = RandomPlacebos(
      baseline: baseline, sample: sample, paths: sample.steps, panel: panel)
    var draws = try draws(rule, placebos, in: context)
    (draws.firstPeriod, draws.lastPeriod) = (range?.lowerBound, range?.upperBound)
    draws.treatedUnits = rule.treatedCount
    draws.carriers = sample.carriers.count
    result.draws = draws
    result.remarks.append(Remark(.placeboSample, ["count": String(sample.carriers.count)]))
    result.remarks += draws.failureRemarks
    return result
  }

  private func draws<Entry: TreatmentAnalysis>(
    _ rule: AssignmentRule, _ placebos: RandomPlacebos<Entry>, in context: AnalysisContext
  ) throws(EstimationError) -> PlaceboDraws {
    let assignments = try rule.assignments(enumeration, replications: replications)
    let carrierCount = placebos.sample.carriers.count
    let values = try placebos.values(count: assignments ?? replications, in: context) { replicate in
      if assignments != nil, case .permutation(let permutation) = rule {
        return permutation.assignment(number: replicate)
      }
      var generator = context.generator(replicate: replicate)
      return rule.draw(carrierCount: carrierCount, from: &generator)
    }
    return PlaceboDraws(
      of: values, about: placebos.baseline.estimate.value, seed: context.seed,
      assignments: assignments, density: density, histogram: histogram)
  }

  /// How treatments are made up, and the range of periods that dates come from.
  ///
  /// - Parameter labels: The first treated period of each unit; −1 for never.
  func rule(
    _ sample: PlaceboSample, labels: [Int32], of treatment: String
  ) throws(EstimationError) -> (AssignmentRule, ClosedRange<Int>?) {
    let treated = labels.filter { $0 >= 0 }.sorted()
    let dates = Array(Set(treated)).sorted()
    guard let first = dates.first, let last = dates.last else {
      throw .invalid(
        "No unit of the estimation sample is treated: '\(treatment)' is 0 in all of its "
          + "\(sample.rows.count) rows, so there is nothing to compare placebos with.")
    }
    guard treated.count < labels.count else {
      let all = labels.count == 1 ? "The one unit" : "All \(labels.count) units"
      throw .invalid(
        "\(all) of the estimation sample \(labels.count == 1 ? "is" : "are") treated at some "
          + "time, so none is left to make up treatments for. Use kind in-time, or the method "
          + "randomization-inference, which permutes dates among treated units.")
    }
    let periods = sample.periods
    switch kind {
    case .mixedCommon:
      let count = units ?? treated.count
      guard count < labels.count else {
        throw .invalid(
          "'units' is \(count), but the estimation sample has "
            + "\(MessageList.count(labels.count, "unit", "units")), and at least one has to stay "
            + "untreated.")
      }
      guard periods.count > 1 else {
        throw .invalid("The estimation sample has one period, so no date can be made up.")
      }
      let range = try range(periods[1]...periods[periods.count - 1], of: periods)
      return (.common(carriers: count, dates: slots(in: range, of: periods)), range)
    case .mixedUnrestricted:
      let range = try range(periods[Int(first)]...periods[Int(last)], of: periods)
      return (.unrestricted(carriers: treated.count, dates: slots(in: range, of: periods)), range)
    case .mixedRestricted:
      let range = try range(periods[Int(first)]...periods[Int(last)], of: periods)
      let open = slots(in: range, of: periods)
      guard open.count >= dates.count else {
        throw .invalid(
          "The treatment begins at \(dates.count) dates, but only \(open.count) "
            + "\(open.count == 1 ? "period lies" : "periods lie") between \(range.lowerBound) and "
            + "\(range.upperBound), and each cohort needs a date of its own. Widen 'periods', or "
            + "use kind mixed-unrestricted.")
      }
      let sizes = dates.map { date in treated.count { $0 == date } }
      return (.restricted(sizes: sizes, dates: open), range)
    case .inSpace, .inTime, .permutation:
      return (.permutation(Permutation(labels: labels)), nil)
    }
  }

  private func slots(in range: ClosedRange<Int>, of periods: [Int]) -> [Int32] {
    periods.indices.filter { range.contains(periods[$0]) }.map { Int32($0) }
  }

  /// The range of dates: the study's, or the kind's own.
  private func range(
    _ own: ClosedRange<Int>, of periods: [Int]
  ) throws(EstimationError) -> ClosedRange<Int> {
    guard let given = self.periods, let least = periods.first, let greatest = periods.last else {
      return own
    }
    let range = given[0]...given[1]
    guard range.lowerBound >= least, range.upperBound <= greatest else {
      throw .invalid(
        "'periods' runs from \(given[0]) to \(given[1]), but the estimation sample has periods "
          + "\(least) to \(greatest). Dates can only be drawn among those.")
    }
    guard periods.contains(where: range.contains) else {
      throw .invalid(
        "No period of the estimation sample lies between \(given[0]) and \(given[1]); it has "
          + "\(MessageList.text(periods.map(String.init))).")
    }
    return range
  }
}

extension AssignmentRule {
  /// Carriers treated in each assignment.
  var treatedCount: Int {
    switch self {
    case .permutation(let permutation): permutation.labels.count { $0 >= 0 }
    case .common(let count, _), .unrestricted(let count, _): count
    case .restricted(let sizes, _): sizes.reduce(0, +)
    }
  }

  /// The number of assignments, where all of them take the place of random ones.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` where they are too many to enumerate.
  func assignments(
    _ enumeration: Placebo.Enumeration, replications: Int
  ) throws(EstimationError) -> Int? {
    guard case .permutation(let permutation) = self, enumeration != .never else { return nil }
    let count = permutation.assignmentCount
    if enumeration == .auto { return count.flatMap { $0 <= replications ? $0 : nil } }
    guard let count else {
      throw .invalid(
        "There are more than \(Permutation.limit) ways to assign the treatment, too many to "
          + "enumerate: leave out 'enumerate', and choose 'replications'.")
    }
    return count
  }
}

extension PlaceboDraws {
  /// That some placebos could not be estimated.
  var failureRemarks: [Remark] {
    failed == 0
      ? [] : [Remark(.placebosFailed, ["count": String(failed), "total": String(replications)])]
  }
}

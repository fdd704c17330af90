import PanelResults

/// The units that treated cohorts are compared with.
struct ComparisonUnits {
  let kind: EffectConventions.ControlGroup
  /// The cohort treated last, where it is the comparison.
  let cohort: Int?
  let unitCount: Int
  /// Whether each row of the sample belongs to them.
  private let rows: [Bool]

  /// - Throws: ``EstimationError/invalid(_:)`` where all units are treated in one period.
  init(_ sample: EffectSample) throws(EstimationError) {
    let last = sample.cohorts.indices.map { sample.time($0) }.max() ?? 0
    let never = sample.cohorts.map { $0.map { $0 > last } ?? true }
    if never.contains(true) {
      kind = .never
      cohort = nil
      rows = never
    } else {
      let cohorts = Set(sample.cohorts.compactMap { $0 }).sorted()
      guard cohorts.count > 1, let latest = cohorts.last else {
        throw .invalid(
          "All \(sample.unitCount(Array(never.indices))) units of the sample are first treated in "
            + "\(cohorts.first ?? last): there is nobody to compare them with. Add units that are "
            + "never treated, or treated later."
        )
      }
      kind = .last
      cohort = latest
      rows = sample.cohorts.map { $0 == latest }
    }
    unitCount = sample.unitCount(rows.indices.filter { [rows] in rows[$0] })
  }

  /// Whether a row belongs to the comparison.
  func contains(cohort: Int?, lastTime: Int) -> Bool {
    guard let cohort else { return true }
    return cohort > lastTime || cohort == self.cohort
  }

  /// Rows of periods in which no unit of the comparison is observed untreated.
  func periodsWithout(in sample: EffectSample, rowCount: Int) -> RowExclusion? {
    var covered = Set<Int>()
    for row in rows.indices where rows[row] && !sample.isTreated[row] {
      covered.insert(sample.time(row))
    }
    var excluded = [Bool](repeating: false, count: rowCount)
    for row in rows.indices where !covered.contains(sample.time(row)) {
      excluded[sample.panelRow(row)] = true
    }
    guard excluded.contains(true) else { return nil }
    return RowExclusion(.noComparison, subject: sample.timing.column.name, rows: excluded)
  }
}

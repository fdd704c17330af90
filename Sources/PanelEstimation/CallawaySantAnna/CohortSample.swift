import PanelData
import PanelNumerics
import PanelResults

/// The part of a panel that comparisons of cohorts can use, and what became of the rest.
struct CohortSample {
  private(set) var panel: CohortPanel
  /// Rows of the data in the sample, ascending.
  private(set) var rows: [Int32]
  private(set) var description: SampleDescription
  private(set) var remarks: [Remark]
  /// The cluster variable with its count.
  private(set) var cluster: ClusterDimension
}

/// The steps from a panel and an entry to a sample.
struct CohortSampleBuilder {
  let entry: CallawaySantAnna
  let data: Panel
  let timing: TreatmentTiming
  let index: PanelIndex
  private var filter: SampleFilter
  private var remarks: [Remark] = []
  /// The last period before any was left out: units treated later are never treated.
  private var lastPeriod = Int.min
  /// The cohort that the others are compared with, where no unit is never treated.
  private var comparedWith: Int?
  /// By unit.
  private let lateCohorts: [Int: Int]

  init(
    _ entry: CallawaySantAnna, on data: Panel, timing: TreatmentTiming, threads: Int
  ) throws(EstimationError) {
    self.entry = entry
    self.data = data
    self.timing = timing
    index = timing.index
    lateCohorts = entry.anticipation > 0 ? try Self.lateCohorts(timing, in: data) : [:]
    filter = SampleFilter(rowCount: data.table.rowCount, threads: threads)
  }

  /// Keeps rows that the entry can use: those of its condition without missing values; without
  /// never-treated units, periods before all are treated; units untreated in the first period; and
  /// units observed in all periods, unless the study keeps the others.
  ///
  /// - Throws: What expressions throw; ``EstimationError/invalid(_:)`` where no comparison is
  ///   left; ``EstimationError/emptySample(reasons:)``.
  mutating func sample() throws(EstimationError) -> CohortSample {
    try filter.keep(where: entry.condition, in: data)
    let outcome = try dataResult { () throws(DataError) in
      try data.values(of: ExpressionParser.parse(entry.outcome))
    }
    filter.require(outcome.numbers, of: outcome.name, noNeighbour: outcome.noNeighbour)
    let covariates = try covariateColumns()
    for column in covariates {
      filter.require(column.numbers, of: column.name, noNeighbour: column.noNeighbour)
    }
    let weights = try filter.requireWeights(entry.weights, in: data)
    let clusters = try clusterCodes()
    if let clusters { filter.require(groups: clusters.codes, of: clusters.name) }
    filter.require(timing.status, of: timing.column.name)
    try expectRows()
    try keepPeriodsWithControls()
    keepUnitsWithBasePeriod()
    try expectRows()
    if entry.unbalanced == .drop { try keepCompleteUnits() }

    let rows = filter.keptRows
    let units = distinctUnits(rows)
    let times = distinctTimes(rows)
    try expectComparisons(units, times)
    var panel = CohortPanel(
      periods: times, unitCount: units.count, outcomes: [], cohorts: [], cohortOf: [])
    let places = PanelPlaces(rows: rows, units: units, times: times, index: index)
    panel.outcomes = places.arranged(outcome.numbers)
    panel.covariates = covariates.map { places.arranged($0.numbers) }
    panel.weights = weights.map { places.arranged($0) }
    let cohorts = cohorts(of: units)
    panel.cohorts = Set(cohorts.compactMap { $0 }).sorted()
    var positions: [Int: Int32] = [:]
    for (position, period) in panel.cohorts.enumerated() { positions[period] = Int32(position) }
    panel.cohortOf = cohorts.map { $0.flatMap { positions[$0] } ?? -1 }
    panel.clusters = clusters.map { codes in
      Grouping(
        codes: places.firstRows.map { codes.codes[$0] }, count: codes.count
      ).restricted(to: nil)
    }
    if let count = panel.clusters?.count, count < 2 {
      throw .tooFewClusters(column: clusters?.name ?? "", found: count, needed: 2)
    }
    return CohortSample(
      panel: panel, rows: rows.map { Int32($0) },
      description: filter.description(in: data, weights: entry.weights),
      remarks: remarks,
      cluster: ClusterDimension(
        variable: clusters?.name ?? index.unitVariable, count: panel.clusterCount))
  }
}

extension CohortSampleBuilder {
  private func covariateColumns() throws(EstimationError) -> [DesignColumn] {
    guard !entry.covariates.isEmpty else { return [] }
    let terms = try dataResult { () throws(DataError) in
      try FormulaParser.terms(entry.covariates.joined(separator: " + "), lists: data.lists)
    }
    var columns: [DesignColumn] = []
    for term in terms {
      columns += try dataResult { () throws(DataError) in
        try data.columns(of: term, besideConstant: true)
      }
    }
    return columns
  }

  /// The groups of the covariance; `nil` where units are independent.
  private func clusterCodes() throws(EstimationError) -> GroupCodes? {
    guard let text = entry.vcov else { return nil }
    let covariance = try CovarianceSpecification(parsing: text)
    guard covariance.kind == .cluster, covariance.clusters.count == 1 else {
      throw .invalid(
        "The covariance '\(text)' does not fit \(CallawaySantAnna.kind.rawValue), whose errors "
          + "come from influence functions of units: write 'cluster(x)' with one variable that "
          + "contains whole units, or leave 'vcov' out for clusters by unit.")
    }
    guard covariance.clusters[0] != [index.unitVariable] else { return nil }
    let codes = try dataResult { () throws(DataError) in
      try data.groupCodes(of: covariance.clusters[0])
    }
    var cluster = [Int32](repeating: -1, count: index.unitNames.count)
    var varying: [Int] = []
    for row in index.units.indices where codes.codes[row] >= 0 {
      let unit = Int(index.units[row])
      if cluster[unit] < 0 {
        cluster[unit] = codes.codes[row]
      } else if cluster[unit] != codes.codes[row], varying.last != unit {
        varying.append(unit)
      }
    }
    guard varying.isEmpty else {
      throw .invalid(
        "Clusters must contain whole units, but '\(codes.name)' changes within "
          + "\(MessageList.count(varying.count, "unit", "units")): \(timing.names(of: varying)).")
    }
    return codes
  }

  private func expectRows() throws(EstimationError) {
    if filter.keptRows.isEmpty { throw filter.emptySample() }
  }

  /// Without never-treated units the last cohort is what others are compared with, until it is
  /// treated itself.
  private mutating func keepPeriodsWithControls() throws(EstimationError) {
    let rows = filter.keptRows
    let units = distinctUnits(rows)
    guard let last = distinctTimes(rows).last else { return }
    lastPeriod = last
    guard !cohorts(of: units).contains(nil) else { return }
    let counted = MessageList.all(units.count, "unit", "units")
    let verb = units.count == 1 ? "is" : "are"
    guard units.contains(where: { !timing.isAlwaysTreated[$0] }) else {
      throw .invalid(
        "No unit is seen without the treatment '\(timing.column.name)': \(counted) \(verb) treated "
          + "from the first period on, so there is nothing to compare with. "
          + timing.adviceOnStart())
    }
    let latest = cohorts(of: units).compactMap { $0 }.max() ?? last
    guard Set(cohorts(of: units)).count > 1 else {
      throw .invalid(
        "\(counted.sentenceStart) \(verb) first treated in the same period, \(latest), so there is "
          + "nothing to compare with. Add units that are never treated or treated later.")
    }
    guard entry.controlGroup == .notYet else {
      throw .invalid(
        "No unit is never treated, so there is nothing to compare with: \(counted) \(verb) "
          + "treated by \(last). Use 'control_group: not-yet' to compare with units that are treated "
          + "later.")
    }
    let end = latest - entry.anticipation * index.step
    let times = index.times
    keep(.noComparison, subject: index.timeVariable) { times[$0] < end }
    try expectRows()
    comparedWith = latest
    remarks.append(
      Remark(.lastCohortCompares, ["cohort": String(latest), "period": String(end)]))
  }

  private mutating func keepUnitsWithBasePeriod() {
    let rows = filter.keptRows
    guard let first = distinctTimes(rows).first else { return }
    let isLate = timing.cohorts.map { $0.map { $0 > first } ?? true }
    let lost = distinctUnits(rows).count { !isLate[$0] }
    guard lost > 0 else { return }
    let unitOf = index.units
    keep(.alwaysTreated, subject: timing.column.name) { isLate[Int(unitOf[$0])] }
    remarks.append(Remark(.alwaysTreatedDropped, ["count": String(lost)]))
  }

  private mutating func keepCompleteUnits() throws(EstimationError) {
    let rows = filter.keptRows
    let count = distinctTimes(rows).count
    var counts = [Int](repeating: 0, count: index.unitNames.count)
    for row in rows { counts[Int(index.units[row])] += 1 }
    let lost = counts.count { $0 > 0 && $0 < count }
    guard lost > 0 else { return }
    guard counts.contains(count) else {
      throw .invalid(
        "No unit is observed in all \(count) periods. Use 'unbalanced: pairwise', which takes each "
          + "unit in the pairs of periods it is observed in, or restrict the periods with 'where'.")
    }
    let unitOf = index.units
    keep(.unbalanced, subject: index.unitVariable) { counts[Int(unitOf[$0])] == count }
    remarks.append(Remark(.unbalancedUnits, ["count": String(lost)]))
  }

  private mutating func keep(
    _ reason: DropReason, subject: String, where holds: (Int) -> Bool
  ) {
    filter.exclude(
      RowExclusion(reason, subject: subject, rows: index.units.indices.map { !holds($0) }))
  }

  private func expectComparisons(_ units: [Int], _ times: [Int]) throws(EstimationError) {
    guard let last = times.last, times.count > 1 else {
      throw .invalid(
        "Changes need two periods, but only \(times.first.map(String.init) ?? "none") is left in "
          + "the sample.")
    }
    let cohorts = cohorts(of: units)
    guard cohorts.contains(where: { $0.map { $0 <= last } ?? false }) else {
      throw .invalid("No treated unit is left in the sample. \(filter.lossesInWords)")
    }
    let hasNever = cohorts.contains(nil)
    guard hasNever || Set(cohorts).count > 1 else {
      throw .invalid(
        "All units left are treated in the same period, so there is nothing to compare with. "
          + filter.lossesInWords)
    }
    guard hasNever || entry.controlGroup == .notYet else {
      throw .invalid(
        "No never-treated unit is left in the sample. \(filter.lossesInWords) Use "
          + "'control_group: not-yet' or 'unbalanced: pairwise'.")
    }
  }

  /// The first treated period of units; `nil` for those that serve as never treated: that are
  /// treated so late that they do not react in the sample, or that the others are compared with.
  private func cohorts(of units: [Int]) -> [Int?] {
    let end = lastPeriod + entry.anticipation * index.step
    return units.map { unit in
      (timing.cohorts[unit] ?? lateCohorts[unit]).flatMap {
        $0 <= end && $0 != comparedWith ? $0 : nil
      }
    }
  }

  /// The first treated periods that a column of cohorts gives after the data.
  private static func lateCohorts(
    _ timing: TreatmentTiming, in data: Panel
  ) throws(EstimationError) -> [Int: Int] {
    guard case .cohort = timing.column, !timing.lateCohorts.isEmpty else { return [:] }
    let numbers = try timing.column.numbers(in: data)
    var late: [Int: Int] = [:]
    for (row, unit) in timing.index.units.enumerated() where late[Int(unit)] == nil {
      late[Int(unit)] = numbers[row].isFinite ? Int(numbers[row]) : nil
    }
    return late.filter { timing.lateCohorts.contains($0.key) }
  }

  /// Positions of the units with rows, ascending.
  private func distinctUnits(_ rows: [Int]) -> [Int] {
    var units: [Int] = []
    for row in rows {
      let unit = Int(index.units[row])
      if units.last != unit { units.append(unit) }
    }
    return units
  }

  private func distinctTimes(_ rows: [Int]) -> [Int] {
    var times = Set<Int>()
    var previous: Int?
    for row in rows where index.times[row] != previous {
      previous = index.times[row]
      times.insert(index.times[row])
    }
    return times.sorted()
  }
}

extension String {
  /// With its first letter in upper case.
  fileprivate var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}

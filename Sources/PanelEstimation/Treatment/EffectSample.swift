import PanelData
import PanelNumerics
import PanelResults

/// A design whose rows know their unit's treatment: what estimators of its effect begin with.
struct EffectSample: Sendable {
  let design: Design
  let timing: TreatmentTiming
  /// Of the sample's units and cohorts.
  let treatment: TreatmentDesign
  /// Whether each of n rows is under treatment.
  let isTreated: [Bool]
  /// The first treated period of each row's unit.
  let cohorts: [Int?]
  /// Periods since that period, in steps of the panel.
  let distances: [Int?]

  /// The standard deviation of the outcome.
  let outcomeScale: Double

  init(_ design: Design, _ timing: TreatmentTiming) {
    let rows = design.rows.map { $0.map(Int.init) } ?? Array(0..<design.observationCount)
    self.design = design
    self.timing = timing
    treatment = timing.design(of: design.rows)
    isTreated = rows.map { timing.status[$0] == 1 }
    cohorts = rows.map { timing.cohort(ofRow: $0) }
    distances = rows.map { timing.relativeTime(ofRow: $0) }
    outcomeScale =
      (Summation.centredSumOfSquares(design.outcome) / Double(max(1, rows.count))).squareRoot()
  }

  /// The name of an effect at a distance from treatment: `post::-3`.
  static func term(_ distance: Int, of treatment: String) -> String { "\(treatment)::\(distance)" }

  /// The row of the panel behind a row of the sample.
  func panelRow(_ row: Int) -> Int { design.rows.map { Int($0[row]) } ?? row }

  func time(_ row: Int) -> Int { timing.index.times[panelRow(row)] }

  /// Distances that occur among some rows, ascending.
  func distances(where isWanted: (Int) -> Bool) -> [Int] {
    Set(distances.indices.filter(isWanted).compactMap { distances[$0] }).sorted()
  }

  /// The weight of a row: its own, or one.
  func weight(_ row: Int) -> Double { design.weights?[row] ?? 1 }

  /// Weights of the mean over some rows, zero elsewhere: v = w / Σ w.
  func averaging(_ rows: [Int]) -> [Double] {
    let total = Summation.sum(rows.map(weight))
    var v = [Double](repeating: 0, count: isTreated.count)
    for row in rows { v[row] = weight(row) / total }
    return v
  }

  /// Distinct units among some rows.
  func unitCount(_ rows: [Int]) -> Int { Set(rows.map { timing.index.units[panelRow($0)] }).count }

  /// Units below which a cohort's standard errors may be far too small.
  static let smallCohort = 5

  /// Small cohorts, where there are any.
  var smallCohortRemarks: [Remark] {
    let small = treatment.cohorts.filter { $0.units < Self.smallCohort }
    guard !small.isEmpty else { return [] }
    return [
      Remark(
        .smallCohorts,
        [
          "count": String(small.count), "units": String(Self.smallCohort),
          "cohorts": MessageList.text(small.map { String($0.period) }),
        ]
      )
    ]
  }

  /// Refuses a sample without treated or without untreated observations.
  func checkContrast() throws(EstimationError) {
    let count = isTreated.count { $0 }
    if count == 0 {
      throw .invalid(
        "No observation of the sample is treated: '\(timing.column.name)' begins after it, or the "
          + "treated observations were lost to missing values or conditions."
      )
    }
    if count == isTreated.count {
      throw .invalid(
        "All \(count) observations of the sample are treated: there is nothing to compare them "
          + "with. Keep the periods before treatment, and untreated units."
      )
    }
  }
}

/// One clustering dimension, as the variances of these estimators take it.
struct EffectClusters {
  let grouping: NamedGrouping

  /// - Throws: ``EstimationError/invalid(_:)`` for another covariance;
  ///   ``EstimationError/tooFewClusters(column:found:needed:)``.
  init(
    _ specification: CovarianceSpecification,
    of design: Design,
    method: String
  ) throws(EstimationError) {
    try Self.check(specification, method: method)
    let grouping = design.clusterings[0]
    guard grouping.grouping.count > 1 else {
      throw .tooFewClusters(column: grouping.name, found: grouping.grouping.count, needed: 2)
    }
    self.grouping = grouping
  }

  static func check(
    _ specification: CovarianceSpecification,
    method: String
  ) throws(EstimationError) {
    guard specification.kind == .cluster, specification.clusters.count == 1 else {
      throw .invalid(
        "The standard errors of method \(method) are clustered in one dimension: write "
          + "'vcov: cluster(a)', or leave it out to cluster by unit."
      )
    }
  }

  var dimension: ClusterDimension {
    ClusterDimension(variable: grouping.name, count: grouping.grouping.count)
  }

  /// Contributions summed by cluster: G numbers.
  func sums(of contributions: [Double], at rows: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: grouping.grouping.count)
    for (position, row) in rows.enumerated() {
      sums[Int(grouping.grouping.codes[row])] += contributions[position]
    }
    return sums
  }

  /// Few clusters, where there are few.
  var remarks: [Remark] {
    grouping.grouping.count < ClusteredCovariance.fewClusters
      ? [
        Remark(
          .fewClusters,
          ["count": String(grouping.grouping.count), "variable": grouping.name]
        )
      ] : []
  }
}

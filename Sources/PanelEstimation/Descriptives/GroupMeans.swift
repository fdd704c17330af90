package import PanelData
import PanelNumerics
package import PanelResults

/// Means of an outcome by group and period, as the data have them.
package struct GroupMeans: Analysis {
  package static let kind: AnalysisKind = "group-means"
  package static let summary =
    "Raw means of an outcome over time, by group, with confidence intervals."

  /// A variable or an expression.
  package var outcome: String
  package var by: String
  package var weights: String?
  package var level: Double?
  package var condition: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case outcome, by, weights, level
    case condition = "where"
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.outcome.rawValue,
      .expression,
      required: true,
      "The variable whose means are taken, or an expression such as log(x)."
    ),
    KeyDescription(
      CodingKeys.by.rawValue,
      .expression,
      required: true,
      "The variable or expression whose values make the groups, such as ever_treated."
    ),
    KeyDescription(
      CodingKeys.weights.rawValue,
      .text,
      "A column of analytic weights, such as a population."
    ),
    KeyDescription(
      CodingKeys.level.rawValue,
      .number,
      default: "0.95",
      "The level of the confidence intervals."
    ),
    KeyDescription(
      CodingKeys.condition.rawValue,
      .expression,
      "The rows to use, among those of the study."
    ),
  ]

  package init(
    outcome: String,
    by: String,
    weights: String? = nil,
    level: Double? = nil,
    condition: String? = nil
  ) {
    self.outcome = outcome
    self.by = by
    self.weights = weights
    self.level = level
    self.condition = condition
  }

  /// Takes means, each with mean ± t · sd/√n, t of n − 1 degrees of freedom.
  ///
  /// - Returns: One result; its series are ascending by the group's value, points by period.
  /// - Throws: What expressions throw; ``EstimationError/invalid(_:)`` for data without periods,
  ///   a level outside (0, 1), or weights that are not positive;
  ///   ``EstimationError/emptySample(reasons:)``.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [GroupMeansResult] {
    guard let index = panel.index else {
      throw .invalid(
        "Means over time need periods: give 'unit' and 'time' under 'data' in the study."
      )
    }
    let level = level ?? 0.95
    guard level > 0, level < 1 else {
      throw .invalid("'level' is \(level); it is a share between 0 and 1, such as 0.95.")
    }
    let expression = try dataResult { () throws(DataError) in
      try ExpressionParser.parse(outcome)
    }
    let values = try dataResult { () throws(DataError) in try panel.values(of: expression) }
    let groups = try GroupValues(by, in: panel)
    var filter = SampleFilter(rowCount: panel.table.rowCount, threads: context.threadCount)
    try filter.keep(where: condition, in: panel)
    filter.require(values.numbers, of: values.name, noNeighbour: values.noNeighbour)
    filter.require(groups: groups.codes, of: groups.name)
    let weights = try filter.requireWeights(weights, in: panel)
    let sample = filter.description(in: panel, weights: self.weights)
    guard sample.n > 0 else { throw filter.emptySample() }
    var rowsOfGroups = groups.names.map { _ in [Int]() }
    for row in filter.keptRows { rowsOfGroups[Int(groups.codes[row])].append(row) }
    let series = zip(groups.names, rowsOfGroups).filter { !$1.isEmpty }.map { name, rows in
      MeanSeries(
        group: name,
        units: Set(rows.map { index.units[$0] }).count,
        points: Self.points(
          values.numbers,
          rows: rows,
          times: index.times,
          weights: weights,
          level: level
        )
      )
    }
    let names = expression.columnNames + groups.columnNames
    return [
      GroupMeansResult(
        heading: ResultHeading(
          outcome: values.name,
          labels: panel.labels(of: names + [values.name, groups.name, index.timeVariable])
        ),
        sample: sample,
        groupVariable: groups.name,
        timeVariable: index.timeVariable,
        weights: self.weights,
        series: series,
        provenance: panel.provenance(
          naming: names + [self.weights].compactMap { $0 },
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }

  /// The mean in each period that has rows.
  private static func points(
    _ values: [Double],
    rows: [Int],
    times: [Int],
    weights: [Double]?,
    level: Double
  ) -> [MeanPoint] {
    var rowsOfPeriods: [Int: [Int]] = [:]
    for row in rows { rowsOfPeriods[times[row], default: []].append(row) }
    return rowsOfPeriods.sorted { $0.key < $1.key }.map { period, rows in
      let moments = Moments(
        rows.map { values[$0] },
        weights: weights.map { weights in rows.map { weights[$0] } }
      )
      var interval: Interval?
      if rows.count > 1 {
        let count = Double(rows.count)
        let reach =
          StudentT(degreesOfFreedom: count - 1).criticalValue(level: level)
          * moments.standardDeviation / count.squareRoot()
        interval = Interval(low: moments.mean - reach, high: moments.mean + reach, level: level)
      }
      return MeanPoint(period: period, mean: moments.mean, n: rows.count, interval: interval)
    }
  }
}

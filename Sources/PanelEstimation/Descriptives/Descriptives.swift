package import PanelData
import PanelNumerics
package import PanelResults

/// Summary statistics of variables, for all rows or by group.
package struct Descriptives: Analysis {
  package static let kind: AnalysisKind = "descriptives"
  package static let summary =
    "Numbers that describe variables: count, mean, standard deviation, quantiles, by group."

  /// Terms of the formula language: names, expressions, `$lists`, `i(region)`.
  package var variables: [String]
  package var by: String?
  package var measures: [Measure]?
  package var listwise: Bool?
  package var condition: String?
  package var weights: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variables, by, measures, listwise, weights
    case condition = "where"
  }

  /// What is described where `measures` is absent.
  static let defaultMeasures: [Measure] = [.n, .mean, .sd, .min, .max]

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.variables.rawValue,
      .oneOrMore(of: .text),
      required: true,
      "What to describe, in order: names, expressions such as log(x), lists such as $controls."
    ),
    KeyDescription(
      CodingKeys.measures.rawValue,
      .list(of: .choice(Measure.allCases.map(\.rawValue))),
      default: "[\(defaultMeasures.map(\.rawValue).joined(separator: ", "))]",
      "The numbers to give, in order. Quantiles are Stata's (type 2); those between and within "
        + "units are as Stata's xtsum."
    ),
    KeyDescription(
      CodingKeys.by.rawValue,
      .expression,
      "A variable or expression whose values make groups, each described on its own."
    ),
    KeyDescription(
      CodingKeys.listwise.rawValue,
      .flag,
      default: "false",
      "Whether only rows without any missing value are used, instead of all that each variable has."
    ),
    KeyDescription(
      CodingKeys.condition.rawValue,
      .expression,
      "The rows to describe, among those of the study."
    ),
    KeyDescription(
      CodingKeys.weights.rawValue,
      .text,
      "A column of analytic weights: they change means, deviations and quantiles, not counts."
    ),
  ]

  package init(
    variables: [String],
    by: String? = nil,
    measures: [Measure]? = nil,
    listwise: Bool? = nil,
    condition: String? = nil,
    weights: String? = nil
  ) {
    self.variables = variables
    self.by = by
    self.measures = measures
    self.listwise = listwise
    self.condition = condition
    self.weights = weights
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    do {
      variables = [try container.decode(String.self, forKey: .variables)]
    } catch DecodingError.typeMismatch {
      variables = try container.decode([String].self, forKey: .variables)
    }
    by = try container.decodeIfPresent(String.self, forKey: .by)
    measures = try container.decodeIfPresent([Measure].self, forKey: .measures)
    listwise = try container.decodeIfPresent(Bool.self, forKey: .listwise)
    condition = try container.decodeIfPresent(String.self, forKey: .condition)
    weights = try container.decodeIfPresent(String.self, forKey: .weights)
  }

  /// Describes the variables.
  ///
  /// - Returns: One result; its groups are ascending by value.
  /// - Throws: What terms and expressions throw; ``EstimationError/emptySample(reasons:)``;
  ///   ``EstimationError/invalid(_:)`` for weights that are not positive.
  /// - SeeAlso: Oracles `desc_castle`, `desc_organ`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [DescriptivesResult] {
    let described = try DescribedColumns(variables, in: panel)
    if let measure = self.measures?.first(where: { $0.needsUnits }) {
      guard panel.index != nil else {
        throw .invalid(
          "'\(measure.rawValue)' needs units: give 'unit' and 'time' under 'data' in the study."
        )
      }
      guard self.weights == nil else {
        throw .invalid(
          "'\(measure.rawValue)' is a measure without weights. Leave out 'weights', or describe "
            + "the panel in an entry of its own."
        )
      }
    }
    let (columns, names) = (described.columns, described.names)
    let groups = try by.map { text throws(EstimationError) in try GroupValues(text, in: panel) }
    var filter = SampleFilter(rowCount: panel.table.rowCount, threads: context.threadCount)
    try filter.keep(where: condition, in: panel)
    if let groups { filter.require(groups: groups.codes, of: groups.name) }
    if listwise == true {
      for column in columns {
        filter.require(column.numbers, of: column.name, noNeighbour: column.noNeighbour)
      }
    }
    let weights = try filter.requireWeights(weights, in: panel)
    let sample = filter.description(in: panel, weights: self.weights)
    guard sample.n > 0 else { throw filter.emptySample() }
    let parts = filter.parts(by: groups)
    let measures = measures ?? Self.defaultMeasures
    let summaries = Parallel.map(
      count: parts.count * columns.count,
      threads: context.threadCount
    ) { item in
      let column = columns[item % columns.count]
      let rows = parts[item / columns.count].rows
      return VariableSummary(
        variable: column.name,
        measures: VariableMeasures(
          column.numbers,
          rows: rows,
          weights: weights,
          units: panel.index?.units
        ).entries(of: measures)
      )
    }
    let groupsOfRows = parts.enumerated().map { position, part in
      DescriptivesGroup(
        name: part.name,
        variables: Array(summaries[position * columns.count..<(position + 1) * columns.count])
      )
    }
    return [
      DescriptivesResult(
        heading: ResultHeading(
          labels: panel.labels(
            of: names + columns.map(\.name) + [groups?.name].compactMap { $0 }
          )
        ),
        sample: sample,
        groups: groupsOfRows,
        groupVariable: groups?.name,
        provenance: panel.provenance(
          naming: names + (groups?.columnNames ?? []) + [self.weights].compactMap { $0 },
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }
}

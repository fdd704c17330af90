package import PanelData
import PanelNumerics
package import PanelResults

/// The values of variables by unit: what maps show.
package struct UnitValues: Analysis {
  package static let kind: AnalysisKind = "unit-values"
  package static let summary =
    "Values of variables by unit, in some periods or on average over them, for maps."

  package var variables: [String]
  package var periods: [Int]
  package var average: Bool?

  private enum CodingKeys: String, CodingKey, CaseIterable { case variables, periods, average }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.variables.rawValue,
      .oneOrMore(of: .text),
      required: true,
      "What to show: names, or expressions such as log(x)."
    ),
    KeyDescription(
      CodingKeys.periods.rawValue,
      .oneOrMore(of: .integer),
      default: "the last one; all for averages",
      "The periods to show."
    ),
    KeyDescription(
      CodingKeys.average.rawValue,
      .flag,
      default: "no",
      "Whether each unit has its mean over the periods instead of a value in each."
    ),
  ]

  package init(variables: [String], periods: [Int] = [], average: Bool? = nil) {
    self.variables = variables
    self.periods = periods
    self.average = average
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    variables = try container.decode(OneOrMore<String>.self, forKey: .variables).values
    periods =
      try container.decodeIfPresent(OneOrMore<Int>.self, forKey: .periods)?.values ?? []
    average = try container.decodeIfPresent(Bool.self, forKey: .average)
  }

  /// Lists the values of each unit.
  ///
  /// - Returns: One result. A unit without a row in a period has no value there.
  /// - Throws: What terms and expressions throw; ``EstimationError/invalid(_:)`` for data without
  ///   units, periods that they do not have, and averages of a cross-section.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [UnitValuesResult] {
    guard let units = panel.units else {
      throw .invalid("Values by unit need 'unit' under 'data', the column that names units.")
    }
    let described = try DescribedColumns(variables, in: panel)
    let shown = try shownPeriods(of: panel)
    let filter = SampleFilter(rowCount: panel.table.rowCount, threads: context.threadCount)
    var sets: [UnitValueSet] = []
    for column in described.columns {
      func set(_ period: Int?, averaged: [Int]?) -> UnitValueSet {
        let wanted = averaged ?? period.map { [$0] }
        var members = [[Double]](repeating: [], count: units.names.count)
        for (row, unit) in units.codes.enumerated() where !column.numbers[row].isNaN {
          if let wanted, let times = panel.index?.times, !wanted.contains(times[row]) { continue }
          members[Int(unit)].append(column.numbers[row])
        }
        return UnitValueSet(
          variable: column.name,
          period: period,
          averaged: averaged,
          units: zip(units.names, members).map { name, values in
            UnitValue(unit: name, value: values.isEmpty ? nil : Summation.mean(values))
          }
        )
      }
      switch shown {
      case .none: sets.append(set(nil, averaged: nil))
      case .each(let periods): sets += periods.map { set($0, averaged: nil) }
      case .mean(let periods): sets.append(set(nil, averaged: periods))
      }
    }
    return [
      UnitValuesResult(
        heading: ResultHeading(
          labels: panel.labels(of: described.names + described.columns.map(\.name))
        ),
        sample: filter.description(in: panel, weights: nil),
        values: sets,
        provenance: panel.provenance(
          naming: described.names,
          place: context.id,
          condition: nil,
          in: context
        )
      )
    ]
  }

  private enum Shown {
    /// A cross-section.
    case none
    case each([Int])
    case mean([Int])
  }

  private func shownPeriods(of panel: Panel) throws(EstimationError) -> Shown {
    guard let index = panel.index else {
      guard periods.isEmpty, average != true else {
        throw .invalid(
          "The data have no periods, so that '\(periods.isEmpty ? "average" : "periods")' has nothing to choose from."
        )
      }
      return .none
    }
    let known = Set(index.times).sorted()
    if let wrong = periods.first(where: { !known.contains($0) }) {
      throw .invalid(
        "There is no period \(wrong) in the data; they run from \(known.first ?? 0) to "
          + "\(known.last ?? 0)."
      )
    }
    if average == true { return .mean(periods.isEmpty ? known : Set(periods).sorted()) }
    return .each(periods.isEmpty ? known.suffix(1) : periods)
  }
}

import Foundation
package import PanelResults

/// Resilience by the sensitivity of a unit to the nation's growth.
///
///     difference  Δₖ ln E_r − Δₖ ln E_n
///     ratio       (ΔₖE_r/E_r) / (ΔₖE_n/E_n)         growth over the level k periods before
///     relative    (g_r − g_n)/|g_n|                 the same growth rates
///
/// - SeeAlso: Martin (2012), *Regional economic resilience, hysteresis and recessionary shocks*;
///   Lagravinese (2015) for the relative form.
package struct SensitivityResilience: CompositeVariable {
  package static let kind = "sensitivity-resilience"
  package static let summary =
    "How much more, or less, a unit grows than the nation over some periods (Martin 2012)."

  package var variable: String
  package var lag: Int
  package var form: Form
  package var national: String?
  package var tolerance: Double

  package enum Form: String, Codable, Sendable, CaseIterable { case difference, ratio, relative }

  package enum CodingKeys: String, CodingKey, CaseIterable {
    case variable, lag, form, national, tolerance
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.variable.rawValue,
      .expression,
      required: true,
      "What grows, such as exports or employment; positive."
    ),
    KeyDescription(
      CodingKeys.lag.rawValue,
      .integer,
      default: "1",
      "Over how many periods growth is taken; the first ones of a unit have no value."
    ),
    KeyDescription(
      CodingKeys.form.rawValue,
      .choice(Form.allCases.map(\.rawValue)),
      default: "difference",
      "The difference of log growth, the ratio of growth rates, or their relative difference."
    ),
    KeyDescription(
      CodingKeys.national.rawValue,
      .expression,
      default: "the sum of all units",
      "The nation's level."
    ),
    KeyDescription(
      CodingKeys.tolerance.rawValue,
      .number,
      default: "0.0001",
      "National growth at most this large is no divisor: the ratio forms are then an error."
    ),
  ]

  package init(
    variable: String,
    lag: Int = 1,
    form: Form = .difference,
    national: String? = nil,
    tolerance: Double = 0.0001
  ) {
    self.variable = variable
    self.lag = lag
    self.form = form
    self.national = national
    self.tolerance = tolerance
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      variable: try container.decode(String.self, forKey: .variable),
      lag: try container.decodeIfPresent(Int.self, forKey: .lag) ?? 1,
      form: try container.decodeIfPresent(Form.self, forKey: .form) ?? .difference,
      national: try container.decodeIfPresent(String.self, forKey: .national),
      tolerance: try container.decodeIfPresent(Double.self, forKey: .tolerance) ?? 0.0001
    )
  }

  /// The index on rows whose unit is observed `lag` periods before.
  package func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues {
    let index = try panel.requireIndex(for: Self.kind)
    guard lag >= 1, lag <= 10_000 else {
      throw .values("'lag' is \(lag); it is a whole number from 1.")
    }
    guard tolerance >= 0 else { throw .values("'tolerance' is \(tolerance); it is not negative.") }
    let own = try panel.input(variable)
    try panel.requirePositive(own, as: "The variable")
    let nation = try national(own, in: panel, index)
    var rows: [RowKey: Int] = [:]
    for row in index.times.indices {
      rows[RowKey(unit: index.units[row], time: index.times[row])] = row
    }
    var numbers = [Double](repeating: .nan, count: own.numbers.count)
    var gaps = [Bool](repeating: false, count: own.numbers.count)
    for row in numbers.indices {
      let (earlier, overflows) = index.times[row].subtractingReportingOverflow(lag * index.step)
      guard !overflows, let before = rows[RowKey(unit: index.units[row], time: earlier)] else {
        gaps[row] = true
        continue
      }
      let growth = (own.numbers[row], own.numbers[before])
      let whole = (nation.numbers[row], nation.numbers[before])
      guard ![growth.0, growth.1, whole.0, whole.1].contains(where: \.isNaN) else { continue }
      numbers[row] = try value(growth, whole, at: row, in: panel)
    }
    return CompositeValues(
      numbers: numbers,
      gaps: gaps,
      inputs: own.inputs + nation.inputs,
      definition: "\(Self.kind)(\(variable); \(form.rawValue); lag \(lag))"
    )
  }

  private struct RowKey: Hashable {
    var unit: Int32
    var time: Int
  }

  private func value(
    _ own: (now: Double, before: Double),
    _ nation: (now: Double, before: Double),
    at row: Int,
    in panel: Panel
  ) throws(DataError) -> Double {
    if form == .difference { return log(own.now / own.before) - log(nation.now / nation.before) }
    let growth = own.now / own.before - 1
    let whole = nation.now / nation.before - 1
    guard abs(whole) > tolerance else {
      throw panel.fault(
        "The nation's growth is \(Expression.text(of: whole)), too near 0 to divide by,",
        rows: [row],
        advice: "Use 'form: difference', or leave the period out with 'where'."
      )
    }
    return form == .ratio ? growth / whole : (growth - whole) / abs(whole)
  }

  /// The nation's level in every row.
  private func national(
    _ own: (name: String, numbers: [Double], inputs: [String]),
    in panel: Panel,
    _ index: PanelIndex
  ) throws(DataError) -> (numbers: [Double], inputs: [String]) {
    if let national {
      let values = try panel.input(national)
      try panel.requirePositive(values, as: "The nation's level")
      return (values.numbers, values.inputs)
    }
    var numbers = own.numbers
    for (period, rows) in index.rowsOfPeriods {
      let present = Set(rows.filter { !own.numbers[$0].isNaN }.map { index.units[$0] })
      let lost = index.unitNames.indices.filter { !present.contains(Int32($0)) }
      guard lost.isEmpty else {
        throw .values(
          "'\(own.name)' has no value in \(period) for "
            + "\(lost.map { MessageText.shown(index.unitNames[$0]) }.listed), so the sum of all units "
            + "is not the nation's level. Give 'national', or leave the units out with 'where'."
        )
      }
      let total = rows.reduce(0) { $0 + own.numbers[$1] }
      for row in rows { numbers[row] = total }
    }
    return (numbers, [])
  }
}

import PanelData
import PanelNumerics
import PanelResults

/// The rows of a panel that a description uses, and why the others left.
struct RowSelection {
  let panel: Panel
  /// One per row of the panel.
  private(set) var isKept: [Bool]
  private(set) var dropped: [RowsDropped] = []

  init(_ panel: Panel) {
    self.panel = panel
    isKept = Array(repeating: true, count: panel.table.rowCount)
  }

  /// The kept rows, ascending.
  var rows: [Int] { isKept.indices.filter { isKept[$0] } }

  /// Keeps rows where a condition holds; what cannot be decided leaves under its own reason.
  mutating func keep(where condition: String?) throws(EstimationError) {
    guard let condition else { return }
    let panel = panel
    let values = try dataResult { () throws(DataError) in
      try panel.values(of: ExpressionParser.parse(condition))
    }
    drop(.whereMissing, subject: condition) { values.numbers[$0].isNaN }
    drop(.whereFalse, subject: condition) { values.numbers[$0] == 0 }
  }

  /// Keeps rows where a column is present; `noNeighbour` tells lags without an observation.
  mutating func require(
    _ numbers: [Double],
    of name: String,
    noNeighbour: [Bool]? = nil,
    reason: DropReason = .missing
  ) {
    if let noNeighbour { drop(.noNeighbour, subject: name) { noNeighbour[$0] } }
    drop(reason, subject: name) { numbers[$0].isNaN }
  }

  /// Keeps rows that belong to a group.
  mutating func require(_ groups: GroupValues) {
    drop(.missing, subject: groups.name) { groups.codes[$0] < 0 }
  }

  private mutating func drop(_ reason: DropReason, subject: String, where isLost: (Int) -> Bool) {
    var count = 0
    for row in isKept.indices where isKept[row] && isLost(row) {
      isKept[row] = false
      count += 1
    }
    if count > 0 { dropped.append(RowsDropped(reason, subject: subject, rows: count)) }
  }

  /// The weights' column, required and positive in every kept row.
  mutating func weights(named name: String?) throws(EstimationError) -> [Double]? {
    guard let name else { return nil }
    let panel = panel
    let column = try dataResult { () throws(DataError) in
      try panel.values(of: .column(name))
    }
    require(column.numbers, of: name, reason: .weightMissing)
    if let row = rows.first(where: { column.numbers[$0] <= 0 }) {
      let line = panel.table.lineNumbers.line(ofRow: row)
      let place = line.map { "line \($0)" } ?? "row \(row + 1)"
      throw .invalid(
        "Weights must be positive, but '\(name)' is \(column.numbers[row]) in \(place). "
          + "Leave such rows out with 'where: \(name) > 0', or choose another weight."
      )
    }
    return column.numbers
  }

  /// The sample as a result describes it.
  func description(weights: String?) throws(EstimationError) -> SampleDescription {
    let rows = rows
    guard !rows.isEmpty else {
      let losses = dropped.map { "\($0.rows) (\($0.reason.rawValue): \($0.subject ?? ""))" }
      throw .emptySample(
        reasons: "Of \(panel.table.rowCount) rows these left: \(losses.joined(separator: ", "))."
      )
    }
    var description = SampleDescription(
      n: rows.count,
      rowsAvailable: panel.table.rowCount,
      dropped: dropped,
      weights: weights
    )
    if let index = panel.index {
      let periods = Set(rows.map { index.times[$0] })
      description.units = Set(rows.map { index.units[$0] }).count
      description.periods = periods.count
      description.firstPeriod = periods.min()
      description.lastPeriod = periods.max()
      description.unitVariable = index.unitVariable
      description.timeVariable = index.timeVariable
    }
    return description
  }
}

/// Runs what may find fault with the data, as part of an estimation.
func dataResult<Value>(
  _ body: () throws(DataError) -> Value
) throws(EstimationError) -> Value {
  do { return try body() } catch { throw .data(error) }
}

import PanelData
import PanelNumerics
import PanelResults

/// The rows of units period by period: what statistics of neighbours are computed on.
struct PlacesByPeriod {
  /// The names of units, in the order of weights.
  let units: [String]
  let unitVariable: String
  /// Absent for a cross-section.
  let timeVariable: String?
  /// The periods, ascending; one without a name for a cross-section.
  let periods: [Period]

  struct Period {
    var time: Int?
    /// The row of each unit; `nil` where it is not observed.
    var rows: [Int?]
  }

  /// - Parameters:
  ///   - panel: A panel, or a cross-section that names its units.
  ///   - wanted: The periods to take; all where empty.
  ///   - by: The panel's time as an entry names it.
  /// - Throws: ``EstimationError/invalid(_:)`` for data without units, a `by` that is not the
  ///   panel's time, and periods that do not exist.
  init(_ panel: Panel, periods wanted: [Int], by: String?) throws(EstimationError) {
    guard let keys = panel.units else {
      throw .invalid(
        "Tests of neighbours join weights and data by units: give 'unit' under 'data', the column "
          + "that names them."
      )
    }
    units = keys.names
    unitVariable = keys.variable
    timeVariable = panel.index?.timeVariable
    guard let index = panel.index else {
      if let by {
        throw .invalid(
          "'by: \(by)' asks for a test in each period, but the data are a cross-section without "
            + "'time'. Leave 'by' out, or declare 'time' under 'data'."
        )
      }
      guard wanted.isEmpty else {
        throw .invalid(
          "'periods' names periods, but the data are a cross-section without 'time'. Leave it out."
        )
      }
      var rows = [Int?](repeating: nil, count: keys.names.count)
      for (row, code) in keys.codes.enumerated() { rows[Int(code)] = row }
      periods = [Period(time: nil, rows: rows)]
      return
    }
    if let by, by != index.timeVariable {
      throw .invalid(
        "'by' is the panel's time, '\(index.timeVariable)', not '\(by)': neighbours are compared "
          + "with each other within a period."
      )
    }
    var rows: [Int: [Int?]] = [:]
    for (row, time) in index.times.enumerated() {
      rows[time, default: [Int?](repeating: nil, count: keys.names.count)][Int(keys.codes[row])] =
        row
    }
    let known = rows.keys.sorted()
    for time in wanted where rows[time] == nil {
      throw .invalid(
        "'periods' names \(time), in which nothing is observed. The data have: "
          + "\(MessageList.text(known.map(String.init)))."
      )
    }
    let taken = wanted.isEmpty ? known : Set(wanted).sorted()
    periods = taken.compactMap { time in rows[time].map { Period(time: time, rows: $0) } }
  }

  /// The values of the units in each period; NaN where there is none.
  func values(of numbers: [Double]) -> [[Double]] {
    periods.map { period in period.rows.map { $0.map { numbers[$0] } ?? .nan } }
  }

  /// `in 2005`, or nothing in a cross-section.
  static func place(_ time: Int?) -> String { time.map { " in \($0)" } ?? "" }

  /// Which units lack a value in which periods, in words: `3 units in 2005 (A, B, C)`.
  func missing(in values: [[Double]]) -> String? {
    var parts: [String] = []
    for (period, values) in zip(periods, values) {
      let lost = values.indices.filter { values[$0].isNaN }
      guard !lost.isEmpty else { continue }
      let count = MessageList.count(lost.count, "unit", "units")
      parts.append(
        "\(count)\(Self.place(period.time)) (\(MessageList.text(lost.map { units[$0] })))"
      )
    }
    guard !parts.isEmpty else { return nil }
    let most = 5
    let more = parts.count - most
    return parts.prefix(most).joined(separator: ", ")
      + (more > 0 ? " and in \(MessageList.count(more, "more period", "more periods"))" : "")
  }

  /// The sample as results describe it.
  func description(of panel: Panel, n: Int) -> SampleDescription {
    var description = SampleDescription(
      n: n,
      units: units.count,
      rowsAvailable: panel.table.rowCount
    )
    description.unitVariable = unitVariable
    guard let timeVariable else { return description }
    let times = periods.compactMap(\.time)
    description.timeVariable = timeVariable
    description.periods = times.count
    description.firstPeriod = times.first
    description.lastPeriod = times.last
    return description
  }
}

extension SpatialWeights {
  /// The weights among some of the units, rows made to add up to one again where they did.
  func among(_ places: [Int]) -> SparseMatrix {
    let part = matrix.submatrix(places)
    guard description.standardisation == .row else { return part }
    return part.scalingRows(by: part.rowSums.map { $0 > 0 ? 1 / $0 : 0 })
  }
}

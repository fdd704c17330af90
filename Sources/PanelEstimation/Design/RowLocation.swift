import PanelData
package import PanelNumerics
package import PanelResults

/// Where and when the rows of a sample are: what covariances for neighbours look at.
package struct RowLocation: Sendable {
  package var dependence: Dependence
  /// Absent where the data declare no time: a cross-section.
  package var calendar: Calendar?
  package var places: Places?
  /// The unit of each row; empty where none is declared.
  package var units: [Int32]
  package var unitVariable: String?
  /// What the reader should know of the places.
  package var remarks: [Remark]

  /// The periods of the rows.
  package struct Calendar: Sendable {
    package var variable: String
    /// By period, ascending.
    package var grouping: Grouping
    /// The place of each period on the calendar, in steps.
    package var positions: [Int]

    func position(ofRow row: Int) -> Int { positions[Int(grouping.codes[row])] }
  }

  /// Distinct points, each with its rows.
  package struct Places: Sendable {
    package var grouping: Grouping
    /// In degrees, one per place.
    package var latitudes: [Double]
    package var longitudes: [Double]

    package var count: Int { grouping.count }
  }
}

extension RowLocation {
  /// Looks up what a covariance asks for.
  ///
  /// - Parameter rows: Rows of the panel in the sample; `nil` for all.
  /// - Throws: ``EstimationError/invalid(_:)`` where no time is declared for Driscoll–Kraay, and for
  ///   coordinates that are missing or outside their range; ``EstimationError/data(_:)`` for
  ///   columns that are not there or hold no numbers.
  init(
    _ dependence: Dependence, on panel: Panel, rows: [Int32]?
  ) throws(EstimationError) {
    self.dependence = dependence
    let all = rows?.map(Int.init) ?? Array(0..<panel.table.rowCount)
    unitVariable = panel.index?.unitVariable
    units = panel.index.map { index in all.map { index.units[$0] } } ?? []
    calendar = panel.index.map { index in Calendar(index, rows: all) }
    remarks = []
    guard let reach = dependence.reach else {
      guard calendar != nil else {
        throw .invalid(
          "Driscoll–Kraay standard errors go by periods: give 'unit' and 'time' under 'data' in "
            + "the study.")
      }
      return
    }
    let latitudes = try Self.coordinates(reach.latitude, limit: 90, on: panel, rows: all)
    let longitudes = try Self.coordinates(reach.longitude, limit: 360, on: panel, rows: all)
    let places = Places(latitudes: latitudes, longitudes: longitudes)
    self.places = places
    remarks = movers(places) + sharers(places)
  }

  /// The coordinates of the sample's rows, in degrees.
  private static func coordinates(
    _ name: String, limit: Double, on panel: Panel, rows: [Int]
  ) throws(EstimationError) -> [Double] {
    let column = try dataResult { () throws(DataError) in
      try panel.values(of: .column(name))
    }.numbers
    let missing = rows.filter { column[$0].isNaN }
    guard missing.isEmpty else {
      throw .invalid(
        "'\(name)' is missing in \(missing.count) of \(rows.count) observations "
          + "(\(names(of: missing, in: panel))), and distances need it. Add the coordinates, or "
          + "leave those rows out with 'where: !missing(\(Names.written(name)))'.")
    }
    // Longitudes are written from −180 to 180, or from 0 to 360.
    let wrong = rows.filter {
      abs(column[$0]) > limit || limit == 360 && column[$0] < -180
    }
    guard wrong.isEmpty else {
      let range = limit == 90 ? "a latitude lies between −90 and 90" : "a longitude lies between "
        + "−180 and 180, or 0 and 360"
      throw .invalid(
        "'\(name)' is \(column[wrong[0]]) in \(names(of: wrong, in: panel)), but \(range) degrees. "
          + "Check the unit of measurement and the order: 'conley(latitude, longitude, km)'.")
    }
    return rows.map { column[$0] }
  }

  /// Units of some rows, or their lines where there are no units.
  private static func names(of rows: [Int], in panel: Panel) -> String {
    guard let index = panel.index else {
      return MessageList.text(
        rows.map { row in
          panel.table.lineNumbers.line(ofRow: row).map { "line \($0)" } ?? "row \(row + 1)"
        })
    }
    var names: [String] = []
    var last: Int32 = -1
    for row in rows where index.units[row] != last {
      last = index.units[row]
      names.append(index.unitNames[Int(last)])
    }
    return MessageList.text(names)
  }

  /// Units whose coordinates are not the same in all periods.
  private func movers(_ places: Places) -> [Remark] {
    var moving: Set<Int32> = []
    for row in units.indices.dropFirst()
    where units[row] == units[row - 1]
      && places.grouping.codes[row] != places.grouping.codes[row - 1]
    {
      moving.insert(units[row])
    }
    guard let unitVariable, !moving.isEmpty else { return [] }
    return [
      Remark(.movingUnits, ["count": String(moving.count), "variable": unitVariable])
    ]
  }

  /// Observations at the place of another one of their period.
  private func sharers(_ places: Places) -> [Remark] {
    let cells = calendar.map { places.grouping.intersected(with: $0.grouping) } ?? places.grouping
    let count = cells.sizes().reduce(0) { $0 + ($1 > 1 ? Int($1) : 0) }
    return count > 0 ? [Remark(.sharedCoordinates, ["count": String(count)])] : []
  }
}

extension RowLocation.Calendar {
  init(_ index: PanelIndex, rows: [Int]) {
    variable = index.timeVariable
    let times = Set(rows.map { index.times[$0] }).sorted()
    var codes: [Int: Int32] = [:]
    for (code, time) in times.enumerated() { codes[time] = Int32(code) }
    grouping = Grouping(codes: rows.map { codes[index.times[$0]] ?? 0 }, count: times.count)
    positions = times.map { ($0 - times[0]) / max(1, index.step) }
  }
}

extension RowLocation.Places {
  init(latitudes: [Double], longitudes: [Double]) {
    var codes: [SIMD2<Double>: Int32] = [:]
    var places: [SIMD2<Double>] = []
    // 190° east is 170° west.
    let points = zip(latitudes, longitudes).map { latitude, longitude in
      SIMD2(latitude, longitude > 180 ? longitude - 360 : longitude)
    }
    let rows = points.map { point in
      if let code = codes[point] { return code }
      let code = Int32(places.count)
      codes[point] = code
      places.append(point)
      return code
    }
    grouping = Grouping(codes: rows, count: places.count)
    self.latitudes = places.map(\.x)
    self.longitudes = places.map(\.y)
  }
}

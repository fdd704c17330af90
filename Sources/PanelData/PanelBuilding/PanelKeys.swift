/// Unit and time of the rows of a table: checked, and sorted.
struct PanelKeys {
  private let unit: String
  private let time: String
  private let step: Int
  private let table: DataTable
  private(set) var index: PanelIndex

  /// - Precondition: No unit and no time is missing.
  init(unit: String, time: String, step: Int, table: DataTable) {
    self.unit = unit
    self.time = time
    self.step = step
    self.table = table
    index = PanelIndex(
      unitVariable: unit,
      timeVariable: time,
      units: [],
      unitNames: [],
      times: [],
      step: step
    )
  }

  /// Checks keys and steps, and fills the index.
  ///
  /// - Returns: The rows in the order of unit and time; `nil` where they are in it already.
  mutating func sort() throws(PanelBuildError) -> [Int]? {
    do throws(DataError) {
      index.times = try times(of: try table.column(named: time))
    } catch {
      throw PanelBuildError(["data", "time"], error)
    }
    do throws(DataError) {
      let (codes, names) = UnitNames.coded(try table.column(named: unit))
      index.units = codes
      index.unitNames = names
    } catch {
      throw PanelBuildError(["data", "unit"], error)
    }
    let order = isSorted ? nil : sortedRows()
    if let order {
      try expectDistinct(order)
      index.units = order.map { index.units[$0] }
      index.times = order.map { index.times[$0] }
    }
    try expectSteps(order)
    return order
  }

  /// Whether units stand in blocks, in their order, with time strictly ascending.
  private var isSorted: Bool {
    let (units, times) = (index.units, index.times)
    for row in units.indices.dropFirst() {
      if units[row] < units[row - 1] { return false }
      if units[row] == units[row - 1], times[row] <= times[row - 1] { return false }
    }
    return true
  }

  /// Rows by unit and time, and in their own order where keys repeat.
  private func sortedRows() -> [Int] {
    var starts = [Int](repeating: 0, count: index.unitNames.count + 1)
    for unit in index.units { starts[Int(unit) + 1] += 1 }
    for unit in index.unitNames.indices { starts[unit + 1] += starts[unit] }
    var next = starts
    var order = [Int](repeating: 0, count: index.units.count)
    for row in index.units.indices {
      let unit = Int(index.units[row])
      order[next[unit]] = row
      next[unit] += 1
    }
    let times = index.times
    for unit in index.unitNames.indices {
      let block = starts[unit]..<starts[unit + 1]
      let isAscending = block.dropFirst().allSatisfy { times[order[$0 - 1]] <= times[order[$0]] }
      if isAscending { continue }
      order[block].sort { (times[$0], $0) < (times[$1], $1) }
    }
    return order
  }

  private func expectDistinct(_ order: [Int]) throws(PanelBuildError) {
    var count = 0
    var first: (Int, Int)?
    for position in order.indices.dropFirst() {
      let (row, next) = (order[position - 1], order[position])
      guard index.units[row] == index.units[next], index.times[row] == index.times[next] else {
        continue
      }
      count += 1
      if first.map({ next < $0.1 }) ?? true { first = (row, next) }
    }
    guard let first else { return }
    let unitName = MessageText.shown(index.unitNames[Int(index.units[first.0])])
    let more =
      count == 1 ? "" : " \(count - 1) more \(count == 2 ? "row repeats" : "rows repeat") a key."
    throw PanelBuildError(
      ["data", "unit"],
      .values(
        "\(unit) = \(unitName), \(time) = \(index.times[first.0]) stands twice: "
          + "\(RowPlace.text(first.0, in: table)) and \(RowPlace.text(first.1, in: table)).\(more) "
          + "A unit has one row in each period: remove one of the two, or declare as 'unit' what "
          + "tells them apart."
      )
    )
  }

  private func expectSteps(_ order: [Int]?) throws(PanelBuildError) {
    guard step > 1, let base = index.times.min() else { return }
    guard let position = index.times.firstIndex(where: { ($0 - base) % step != 0 }) else { return }
    throw PanelBuildError(
      ["data", "step"],
      .values(
        "'\(time)' is \(index.times[position]) at "
          + "\(RowPlace.text(order?[position] ?? position, in: table)), which is no whole number of "
          + "steps of \(step) after \(base), the first period."
      )
    )
  }
}

extension PanelKeys {
  /// Periods as whole numbers.
  private func times(of column: Column) throws(DataError) -> [Int] {
    switch column.storage {
    case .numbers(let numbers):
      var times = [Int](repeating: 0, count: numbers.count)
      for row in numbers.indices {
        guard let time = Self.whole(numbers[row]) else {
          throw notWhole(Expression.text(of: numbers[row]), row)
        }
        times[row] = time
      }
      return times
    case .text(let codes, let levels):
      let whole = levels.map { Double($0).flatMap(Self.whole) }
      var times = [Int](repeating: 0, count: codes.count)
      for row in codes.indices {
        guard let time = whole[Int(codes[row])] else {
          throw notWhole(levels[Int(codes[row])], row)
        }
        times[row] = time
      }
      return times
    }
  }

  private static func whole(_ number: Double) -> Int? {
    guard abs(number) < 0x1p53, number == number.rounded() else { return nil }
    return Int(number)
  }

  private func notWhole(_ value: String, _ row: Int) -> DataError {
    .values(
      "'\(time)' is '\(MessageText.shown(value))' at \(RowPlace.text(row, in: table)). A time is a "
        + "whole number, such as 2015, written the same way in every row."
    )
  }
}

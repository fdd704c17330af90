/// Lags, leads and differences in calendar time, within the unit.
///
///     L k.x(i, t) = x(i, t − k·step)      F k.x(i, t) = x(i, t + k·step)
///     D.x = x − L.x,   D2.x = D.D.x
///
/// A period without an observation gives a missing value; rows are never counted. Oracle cases
/// `lag_cigar_gaps` and `lag_gapminder_step5`.
extension Evaluator {
  func shifted(
    by shift: Expression.ShiftOperator,
    order: Int,
    _ operand: Expression,
    in whole: Expression
  ) throws(DataError) -> Result {
    guard let index else {
      throw .values(
        "\(whole) looks at another period, but the data have no unit and time. Declare both under "
          + "'data'."
      )
    }
    if case .column(let name) = operand, table[name] == nil, table["\(whole)"] != nil {
      throw .values(
        "\(whole) is the lag of '\(name)', and there is no such column. For the column that is "
          + "called '\(whole)' write `\(whole)` between backticks."
      )
    }
    // Every row may be a neighbour of one that matters, so all of them matter.
    let inner = try evaluate(operand, on: nil)
    switch shift {
    case .lag, .lead:
      let neighbours = index.neighbours(shift == .lag ? -order : order)
      try expectNeighbours(neighbours, of: index, in: whole)
      return Self.gathered(inner, at: neighbours)
    case .difference:
      guard order <= 100 else { throw .values("\(whole): the highest difference is D100.") }
      let neighbours = index.neighbours(-1)
      try expectNeighbours(neighbours, of: index, in: whole)
      let now = try numbers(of: inner, from: operand)
      var result = Result(.numbers(now), noNeighbour: inner.noNeighbour)
      for _ in 0..<order {
        let before = Self.gathered(result, at: neighbours)
        let change = Elementwise.calculated(.minus, result.value, before.value)
        let checked = try defined(change, of: [result.value, before.value], in: whole, on: nil) {
          _ in "is too large for a number"
        }
        result = Result(checked, noNeighbour: union(result.noNeighbour, before.noNeighbour))
      }
      return result
    }
  }

  /// An error where no row at all has a neighbour although a larger step would give some.
  private func expectNeighbours(
    _ neighbours: [Int32],
    of index: PanelIndex,
    in whole: Expression
  ) throws(DataError) {
    guard !neighbours.contains(where: { $0 >= 0 }) else { return }
    let spacing = index.spacing
    guard spacing > index.step else { return }
    throw .values(
      "\(whole) has no value in any row: '\(index.timeVariable)' moves in steps of \(spacing), but "
        + "the declared step is \(index.step). Declare 'step: \(spacing)' under 'data'."
    )
  }

  /// The values of other rows; −1 gives a missing value.
  private static func gathered(_ result: Result, at rows: [Int32]) -> Result {
    var absent = rows.map { $0 < 0 }
    if let inner = result.noNeighbour {
      for row in rows.indices where rows[row] >= 0 { absent[row] = inner[Int(rows[row])] }
    }
    let value: Value
    switch result.value {
    case .number(let number):
      value = .numbers(rows.map { $0 < 0 ? .nan : number })
    case .numbers(let numbers):
      value = .numbers(rows.map { $0 < 0 ? .nan : numbers[Int($0)] })
    case .literal(let text):
      value = .texts(codes: rows.map { $0 < 0 ? -1 : 0 }, levels: [text])
    case .texts(let codes, let levels):
      value = .texts(codes: rows.map { $0 < 0 ? -1 : codes[Int($0)] }, levels: levels)
    }
    return Result(value, noNeighbour: absent)
  }
}

extension PanelIndex {
  /// The row of the same unit, some periods away, for each row; −1 where there is none.
  ///
  /// - Parameter periods: Steps to move in time, negative into the past.
  /// - Returns: One row number per row.
  /// - Complexity: O(n): rows are sorted, so a second pointer follows the first.
  package func neighbours(_ periods: Int) -> [Int32] {
    var rows = [Int32](repeating: -1, count: units.count)
    let distance = periods * step
    var start = 0
    while start < units.count {
      var end = start + 1
      while end < units.count, units[end] == units[start] { end += 1 }
      var candidate = start
      for row in start..<end {
        let wanted = times[row] + distance
        while candidate < end, times[candidate] < wanted { candidate += 1 }
        if candidate == end { break }
        if times[candidate] == wanted { rows[row] = Int32(truncatingIfNeeded: candidate) }
      }
      start = end
    }
    return rows
  }

  /// The greatest common divisor of the distances between periods of one unit; 0 if every unit
  /// is seen once.
  package var spacing: Int {
    var divisor = 0
    for row in units.indices.dropFirst() where units[row] == units[row - 1] {
      var (a, b) = (divisor, times[row] - times[row - 1])
      while b != 0 { (a, b) = (b, a % b) }
      divisor = a
      if divisor == 1 { break }
    }
    return divisor
  }
}

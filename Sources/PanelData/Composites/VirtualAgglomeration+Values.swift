import PanelResults

extension VirtualAgglomeration {
  /// The index on rows where both variables are present.
  package func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues {
    let index = try panel.requireIndex(for: Self.kind)
    for (key, number) in [("distance_unit", distanceUnit), ("self_distance", selfDistance)]
    where !(number > 0 && number.isFinite) {
      throw .values("'\(key)' is \(number); it is positive.")
    }
    if !includeSelf, value == .own {
      throw .values("'value: own' is the unit's own term, which 'include_self: false' leaves out.")
    }
    let above = try panel.input(numerator)
    let below = try panel.input(denominator)
    try panel.requirePositive(below, as: "The denominator")
    let negative = above.numbers.indices.filter { above.numbers[$0] < 0 }
    guard negative.isEmpty else {
      throw panel.fault(
        "The numerator '\(above.name)' is negative",
        rows: negative,
        advice: "Leave these rows out with 'where', or correct them."
      )
    }
    guard let table = tables[distances.file] else {
      throw .values("The file '\(distances.file)' of distances was not read.")
    }
    let inverse = try inverseDistances(in: table, units: index.unitNames)
    var numbers = [Double](repeating: .nan, count: above.numbers.count)
    for (period, members) in index.rowsOfPeriods {
      let rows = members.filter { !above.numbers[$0].isNaN && !below.numbers[$0].isNaN }
      try checkComplete(rows, in: period, index)
      let totals = (
        rows.reduce(0) { $0 + above.numbers[$1] }, rows.reduce(0) { $0 + below.numbers[$1] }
      )
      guard totals.0 > 0 || rows.isEmpty else {
        throw .values("The numerator '\(above.name)' is 0 in all units in \(period).")
      }
      let quotients = rows.map {
        above.numbers[$0] / totals.0 / (below.numbers[$0] / totals.1)
      }
      for (position, row) in rows.enumerated() {
        let unit = Int(index.units[row])
        var neighbours = 0.0
        var present = 0.0
        for (other, row) in rows.enumerated() where other != position {
          let weight = inverse[unit][Int(index.units[row])]
          neighbours += quotients[other] * weight
          present += weight
        }
        // Without missing units the factor is one.
        let all = inverse[unit].enumerated().reduce(0) { $1.offset == unit ? $0 : $0 + $1.element }
        if rows.count < index.unitNames.count { neighbours *= present > 0 ? all / present : 1 }
        let own = includeSelf ? quotients[position] / selfDistance : 0
        numbers[row] =
          switch value {
          case .total: own + neighbours
          case .own: own
          case .neighbours: neighbours
          }
      }
    }
    if rescale { numbers = try rescaled(numbers) }
    return CompositeValues(
      numbers: numbers,
      inputs: above.inputs + below.inputs,
      definition: "\(Self.kind)(\(numerator); \(denominator); \(distances.file))"
    )
  }

  private func checkComplete(
    _ rows: [Int],
    in period: Int,
    _ index: PanelIndex
  ) throws(DataError) {
    guard missing == .error, rows.count < index.unitNames.count else { return }
    let present = Set(rows.map { Int(index.units[$0]) })
    let lost = index.unitNames.indices.filter { !present.contains($0) }
      .map { MessageText.shown(index.unitNames[$0]) }
    throw .values(
      "\(lost.listed) \(lost.count == 1 ? "has" : "have") no value in \(period), which changes the "
        + "sum of every other unit. Complete the data, or say 'missing: renormalise'."
    )
  }

  private func rescaled(_ numbers: [Double]) throws(DataError) -> [Double] {
    let present = numbers.filter { !$0.isNaN }
    guard let low = present.min(), let high = present.max(), high > low else {
      throw .values("All values are equal, so they cannot be rescaled to [0, 1].")
    }
    return numbers.map { ($0 - low) / (high - low) }
  }

  /// 1/d of each pair of units; 0 on the diagonal.
  private func inverseDistances(
    in table: DataTable,
    units: [String]
  ) throws(DataError) -> [[Double]] {
    let positions = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1, $0) })
    let (from, to) = (
      try table.column(named: distances.from), try table.column(named: distances.to)
    )
    let lengths = try table.column(named: distances.distance).requireNumbers()
    var found = [[Double]](
      repeating: [Double](repeating: .nan, count: units.count),
      count: units.count
    )
    var foreign: [String] = []
    for row in lengths.indices {
      guard let first = from.text(atRow: row), let second = to.text(atRow: row) else {
        throw .values("A unit is missing at \(RowPlace.text(row, in: table)).")
      }
      guard let i = positions[first], let j = positions[second] else {
        foreign += [first, second].filter { positions[$0] == nil && !foreign.contains($0) }
        continue
      }
      if i == j { continue }
      guard lengths[row] > 0 else {
        let what = lengths[row].isNaN ? "missing" : Expression.text(of: lengths[row])
        throw .values(
          "The distance from \(MessageText.shown(first)) to \(MessageText.shown(second)) is \(what) "
            + "at \(RowPlace.text(row, in: table)); a distance between two units is positive."
        )
      }
      if !found[i][j].isNaN, found[i][j] != lengths[row] {
        throw .values(
          "The distance from \(MessageText.shown(first)) to \(MessageText.shown(second)) is given "
            + "twice, as \(Expression.text(of: found[i][j])) and "
            + "\(Expression.text(of: lengths[row])), at \(RowPlace.text(row, in: table))."
        )
      }
      found[i][j] = lengths[row]
    }
    if distances.others == .error, let first = foreign.first {
      let nearest = NearestNames.of(first, in: units)
      let advice =
        nearest.isEmpty ? "" : " Did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
      throw .values(
        "'\(distances.file)' has distances of \(foreign.map { MessageText.shown($0) }.listed), "
          + "which the panel does not have.\(advice) Correct the names, or say 'others: ignore'."
      )
    }
    return try inverted(found, units: units)
  }

  /// Fills the other direction and inverts.
  private func inverted(_ found: [[Double]], units: [String]) throws(DataError) -> [[Double]] {
    var inverse = found
    var lost: [String] = []
    for i in units.indices {
      for j in units.indices {
        if i == j {
          inverse[i][j] = 0
          continue
        }
        let length = found[i][j].isNaN ? found[j][i] : found[i][j]
        if length.isNaN, i < j {
          lost.append("\(MessageText.shown(units[i])) and \(MessageText.shown(units[j]))")
        }
        inverse[i][j] = distanceUnit / length
      }
    }
    guard lost.isEmpty else {
      throw .values(
        "'\(distances.file)' has no distance between \(lost.listed). Every pair of units needs one."
      )
    }
    return inverse
  }
}

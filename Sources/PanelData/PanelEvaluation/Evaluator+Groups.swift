/// Functions that look at all rows, or at all rows of a group.
extension Evaluator {
  private struct Grouping {
    var codes: [Int32]?
    var count: Int
    /// The text of a group, for messages.
    var name: (Int) -> String
  }

  func grouped(
    _ name: String,
    _ operand: Expression?,
    _ arguments: [Expression.Argument],
    in whole: Expression
  ) throws(DataError) -> Result {
    let grouping = try grouping(arguments)
    guard let operand else {
      return spread(rowCounts(grouping), over: grouping)
    }
    if name == "count" {
      let present = try presence(of: operand)
      let statistics = GroupStatistics(present, codes: grouping.codes, groupCount: grouping.count)
      return spread(statistics.counts.map(Double.init), over: grouping)
    }
    // All rows of a group matter to each of them.
    let inner = try numeric(operand, on: nil)
    let values = try numbers(of: inner, from: operand)
    if name == "winsorise" {
      let share = Self.share(arguments)
      return Result(
        .numbers(winsorised(values, share: share, grouping)),
        noNeighbour: inner.noNeighbour
      )
    }
    let statistics = GroupStatistics(values, codes: grouping.codes, groupCount: grouping.count)
    switch name {
    case "mean": return spread(try finite(statistics.means, in: whole), over: grouping)
    case "sum":
      let sums = try finite(statistics.sums, in: whole)
      return spread(
        sums.indices.map { statistics.counts[$0] == 0 ? .nan : sums[$0] },
        over: grouping
      )
    case "sd":
      return spread(try finite(statistics.standardDeviations(values), in: whole), over: grouping)
    case "min", "max":
      let extremes = name == "min" ? statistics.lowest : statistics.highest
      return spread(
        extremes.indices.map { statistics.counts[$0] == 0 ? .nan : extremes[$0] },
        over: grouping
      )
    case "centre":
      let means = try finite(statistics.means, in: whole)
      return Result(
        .numbers(adjusted(values, grouping) { $0 - means[$1] }),
        noNeighbour: inner.noNeighbour
      )
    default:
      precondition(name == "standardise", "the parser lets '\(name)' through without a meaning")
      return Result(
        .numbers(try standardised(values, statistics, grouping, in: whole)),
        noNeighbour: inner.noNeighbour
      )
    }
  }

  private func grouping(_ arguments: [Expression.Argument]) throws(DataError) -> Grouping {
    guard let columns = arguments.first(where: { $0.name == "by" })?.value.groupingColumns else {
      return Grouping(codes: nil, count: 1, name: { _ in "" })
    }
    let groups = try panel.groupCodes(of: columns)
    return Grouping(codes: groups.codes, count: groups.count) { group in
      " where \(groups.name) is \(MessageText.shown(groups.levelNames[group]))"
    }
  }

  private static func share(_ arguments: [Expression.Argument]) -> Double {
    if case .number(let share)? = arguments.first(where: { $0.name == "p" })?.value { return share }
    return 0.01
  }

  /// 1 where a value is present, missing elsewhere.
  private func presence(of operand: Expression) throws(DataError) -> [Double] {
    switch try evaluate(operand, on: nil).value {
    case .number(let number):
      return Array(repeating: number.isNaN ? .nan : 1, count: rowCount)
    case .numbers(let numbers): return numbers.map { $0.isNaN ? .nan : 1 }
    case .literal: return Array(repeating: 1, count: rowCount)
    case .texts(let codes, _): return codes.map { $0 < 0 ? .nan : 1 }
    }
  }

  private func rowCounts(_ grouping: Grouping) -> [Double] {
    var counts = [Double](repeating: 0, count: grouping.count)
    for code in grouping.codes ?? [] where code >= 0 { counts[Int(code)] += 1 }
    return counts
  }

  /// One value per group, given to each of its rows; missing for rows without a group.
  private func spread(_ values: [Double], over grouping: Grouping) -> Result {
    guard let codes = grouping.codes else { return Result(.number(values[0])) }
    return Result(.numbers(codes.map { $0 < 0 ? .nan : values[Int($0)] }))
  }

  @inline(__always)
  private func adjusted(
    _ values: [Double],
    _ grouping: Grouping,
    _ change: (Double, Int) -> Double
  ) -> [Double] {
    guard let codes = grouping.codes else { return values.map { change($0, 0) } }
    return values.indices.map { codes[$0] < 0 ? .nan : change(values[$0], Int(codes[$0])) }
  }

  private func finite(_ values: [Double], in whole: Expression) throws(DataError) -> [Double] {
    if values.contains(where: \.isInfinite) { throw .values("\(whole) is too large for a number.") }
    return values
  }

  private func standardised(
    _ values: [Double],
    _ statistics: GroupStatistics,
    _ grouping: Grouping,
    in whole: Expression
  ) throws(DataError) -> [Double] {
    let means = try finite(statistics.means, in: whole)
    let deviations = try finite(statistics.standardDeviations(values), in: whole)
    for group in deviations.indices where statistics.counts[group] > 0 {
      if deviations[group] > 0 { continue }
      let cause =
        statistics.counts[group] == 1 ? "there is only one value" : "all values are equal"
      throw .values(
        "\(whole) divides by a standard deviation of 0\(grouping.name(group)): \(cause)."
      )
    }
    return adjusted(values, grouping) { ($0 - means[$1]) / deviations[$1] }
  }

  /// Values outside the two percentiles of their group, moved onto them.
  private func winsorised(
    _ values: [Double],
    share: Double,
    _ grouping: Grouping
  ) -> [Double] {
    var members = [[Double]](repeating: [], count: grouping.count)
    for row in values.indices where !values[row].isNaN {
      let group = grouping.codes.map { Int($0[row]) } ?? 0
      if group >= 0 { members[group].append(values[row]) }
    }
    let cuts = members.map { group in
      group.isEmpty ? (low: .nan, high: .nan) : Percentile.cuts(of: group.sorted(), share: share)
    }
    return adjusted(values, grouping) { value, group in
      value.isNaN ? .nan : min(max(value, cuts[group].low), cuts[group].high)
    }
  }
}

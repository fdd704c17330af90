import Foundation

extension Evaluator {
  /// Applies a function; the parser has checked its name and its arguments' number and names.
  func call(
    _ name: String,
    _ arguments: [Expression.Argument],
    in whole: Expression,
    on rows: [Bool]?
  ) throws(DataError) -> Result {
    let values = arguments.filter { $0.name == nil }.map(\.value)
    switch (name, values.count) {
    case ("log", 1):
      return try mapped(values[0], in: whole, on: rows, Foundation.log) { _ in
        "does not exist: there is no logarithm of 0 or of a negative number,"
      }
    case ("exp", 1):
      return try mapped(values[0], in: whole, on: rows, Foundation.exp) { _ in
        "is too large for a number"
      }
    case ("sqrt", 1):
      return try mapped(values[0], in: whole, on: rows, { $0.squareRoot() }) { _ in
        "does not exist: there is no square root of a negative number,"
      }
    case ("abs", 1):
      let inner = try numeric(values[0], on: rows)
      return Result(Elementwise.mapped(inner.value, abs), noNeighbour: inner.noNeighbour)
    case ("missing", 1): return try missing(values[0], on: rows)
    case ("ifelse", 3): return try choice(values, in: whole, on: rows)
    case ("min", 2...), ("max", 2...):
      return try extreme(values, isLargest: name == "max", on: rows)
    default:
      return try grouped(name, values.first, arguments, in: whole)
    }
  }

  private func mapped(
    _ argument: Expression,
    in whole: Expression,
    on rows: [Bool]?,
    _ function: (Double) -> Double,
    reason: ([Double]) -> String
  ) throws(DataError) -> Result {
    let inner = try numeric(argument, on: rows)
    let value = try defined(
      Elementwise.mapped(inner.value, function),
      of: [inner.value],
      in: whole,
      on: rows,
      reason: reason
    )
    return Result(value, noNeighbour: inner.noNeighbour)
  }

  private func missing(_ argument: Expression, on rows: [Bool]?) throws(DataError) -> Result {
    switch try evaluate(argument, on: rows).value {
    case .number(let number): return Result(.number(number.isNaN ? 1 : 0))
    case .numbers(let numbers): return Result(.numbers(numbers.map { $0.isNaN ? 1 : 0 }))
    case .literal: return Result(.number(0))
    case .texts(let codes, _): return Result(.numbers(codes.map { $0 < 0 ? 1 : 0 }))
    }
  }

  /// The smallest or largest of several values, row by row; missing if one is missing.
  private func extreme(
    _ values: [Expression],
    isLargest: Bool,
    on rows: [Bool]?
  ) throws(DataError) -> Result {
    var result = try numeric(values[0], on: rows)
    for value in values.dropFirst() {
      let next = try numeric(value, on: rows)
      result = Result(
        Elementwise.combined(result.value, next.value) { a, b in
          if a.isNaN || b.isNaN { return .nan }
          return isLargest ? (a < b ? b : a) : (b < a ? b : a)
        },
        noNeighbour: union(result.noNeighbour, next.noNeighbour)
      )
    }
    return result
  }

  /// `ifelse(condition, yes, no)`: missing where the condition is missing.
  private func choice(
    _ values: [Expression],
    in whole: Expression,
    on rows: [Bool]?
  ) throws(DataError) -> Result {
    let condition = try numeric(values[0], on: rows)
    let yes = try evaluate(
      values[1],
      on: narrowed(rows, to: condition.value) { $0 != 0 && !$0.isNaN }
    )
    let no = try evaluate(values[2], on: narrowed(rows, to: condition.value) { $0 == 0 })
    let picks = try numbers(of: condition, from: values[0])
    let value: Value
    if let texts = Self.codedTexts(yes.value, no.value, rowCount: rowCount) {
      let codes = picks.indices.map { row in
        picks[row].isNaN ? -1 : (picks[row] != 0 ? texts.first[row] : texts.second[row])
      }
      let dense = GroupCoding.dense(codes, limit: texts.levels.count)
      value = .texts(codes: dense.codes, levels: GroupCoding.levels(texts.levels, codes, dense))
    } else {
      let first = try numbers(of: yes, from: values[1])
      let second = try numbers(of: no, from: values[2])
      value = .numbers(
        picks.indices.map { row in
          picks[row].isNaN ? .nan : (picks[row] != 0 ? first[row] : second[row])
        }
      )
    }
    return Result(value, noNeighbour: chosen(picks, condition, yes, no))
  }

  /// Only the branch that is taken can be missing for want of a neighbour.
  private func chosen(
    _ picks: [Double],
    _ condition: Result,
    _ yes: Result,
    _ no: Result
  ) -> [Bool]? {
    if condition.noNeighbour == nil, yes.noNeighbour == nil, no.noNeighbour == nil { return nil }
    return picks.indices.map { row in
      if picks[row].isNaN { return condition.noNeighbour?[row] ?? false }
      return (picks[row] != 0 ? yes.noNeighbour : no.noNeighbour)?[row] ?? false
    }
  }

  /// Two texts as codes into one list of levels; `nil` unless both are text.
  private static func codedTexts(
    _ first: Value,
    _ second: Value,
    rowCount: Int
  ) -> (first: [Int32], second: [Int32], levels: [String])? {
    guard let one = coded(first, rowCount), let other = coded(second, rowCount) else { return nil }
    var levels = one.levels
    var positions: [String: Int32] = [:]
    for (position, level) in levels.enumerated() {
      positions[level] = Int32(truncatingIfNeeded: position)
    }
    let translated = other.levels.map { level -> Int32 in
      if let position = positions[level] { return position }
      let position = Int32(truncatingIfNeeded: levels.count)
      positions[level] = position
      levels.append(level)
      return position
    }
    return (one.codes, other.codes.map { $0 < 0 ? -1 : translated[Int($0)] }, levels)
  }

  private static func coded(_ value: Value, _ rows: Int) -> (codes: [Int32], levels: [String])? {
    switch value {
    case .number, .numbers: nil
    case .literal(let text): (Array(repeating: 0, count: rows), [text])
    case .texts(let codes, let levels): (codes, levels)
    }
  }
}

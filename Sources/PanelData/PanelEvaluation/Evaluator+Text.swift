import PanelResults

/// Comparison of text, and of labelled numbers with their labels.
extension Evaluator {
  typealias Side = (expression: Expression, value: Value)

  /// The comparison if text is involved, `nil` if both sides are numbers.
  func textComparison(
    _ symbol: Expression.BinaryOperator,
    _ left: Side,
    _ right: Side
  ) throws(DataError) -> Value? {
    switch (left.value, right.value) {
    case (.number, .number), (.number, .numbers), (.numbers, .number), (.numbers, .numbers):
      return nil
    case (.texts(let codes, let levels), .literal(let text)):
      return try equals(symbol, codes, levels, text, left.expression)
    case (.literal(let text), .texts(let codes, let levels)):
      return try equals(symbol, codes, levels, text, right.expression)
    case (.texts(let codes, let levels), .texts(let others, let otherLevels)):
      return equals(symbol, codes, levels, others, otherLevels)
    case (.literal(let first), .literal(let second)):
      return .number((first == second) == (symbol == .equal) ? 1 : 0)
    case (.numbers(let numbers), .literal(let text)):
      return try equals(symbol, numbers, text, left.expression)
    case (.literal(let text), .numbers(let numbers)):
      return try equals(symbol, numbers, text, right.expression)
    case (.texts, _): throw mixed(left.expression, right)
    case (_, .texts): throw mixed(right.expression, left)
    case (.number, .literal(let text)): throw noText(left.expression, text)
    case (.literal(let text), .number): throw noText(right.expression, text)
    }
  }

  private func noText(_ numbers: Expression, _ text: String) -> DataError {
    .values(
      "\(numbers) holds numbers, so it cannot equal the text \"\(MessageText.shown(text))\". Write "
        + "the number without quotation marks."
    )
  }

  private func mixed(_ text: Expression, _ other: Side) -> DataError {
    var advice = ""
    if case .number(let number) = other.value {
      advice = " Write \(text) == \"\(Expression.text(of: number))\" to compare text."
    }
    return .values(
      "\(text) is text and \(other.expression) a number: they cannot be equal.\(advice)"
    )
  }

  private func equals(
    _ symbol: Expression.BinaryOperator,
    _ codes: [Int32],
    _ levels: [String],
    _ text: String,
    _ expression: Expression
  ) throws(DataError) -> Value {
    guard let level = levels.firstIndex(of: text) else {
      throw unknownValue(text, of: expression, known: levels)
    }
    let wanted = Int32(truncatingIfNeeded: level)
    return .numbers(
      codes.map { $0 < 0 ? .nan : (($0 == wanted) == (symbol == .equal) ? 1 : 0) }
    )
  }

  private func equals(
    _ symbol: Expression.BinaryOperator,
    _ codes: [Int32],
    _ levels: [String],
    _ others: [Int32],
    _ otherLevels: [String]
  ) -> Value {
    var positions: [String: Int32] = [:]
    for (position, level) in levels.enumerated() {
      positions[level] = Int32(truncatingIfNeeded: position)
    }
    let translated = otherLevels.map { positions[$0] ?? -2 }
    return .numbers(
      zip(codes, others).map { code, other in
        if code < 0 || other < 0 { return .nan }
        return (code == translated[Int(other)]) == (symbol == .equal) ? 1 : 0
      }
    )
  }

  /// A labelled number compared with a label, as in `region == "South"` for a Stata file.
  private func equals(
    _ symbol: Expression.BinaryOperator,
    _ numbers: [Double],
    _ text: String,
    _ expression: Expression
  ) throws(DataError) -> Value {
    guard case .column(let name) = expression, let column = table[name],
      !column.valueLabels.isEmpty
    else { throw noText(expression, text) }
    let wanted = Set(column.valueLabels.filter { $0.value == text }.keys)
    guard !wanted.isEmpty else {
      let labels = column.valueLabels.sorted { $0.key < $1.key }.map(\.value)
      throw unknownValue(text, of: expression, known: labels)
    }
    return .numbers(
      numbers.map { $0.isNaN ? .nan : (wanted.contains($0) == (symbol == .equal) ? 1 : 0) }
    )
  }

  /// A literal that no row holds is taken for a slip of the pen.
  func unknownValue(_ text: String, of expression: Expression, known: [String]) -> DataError {
    let nearest = NearestNames.of(text, in: known)
    let advice =
      nearest.isEmpty
      ? "Its values are \(known.prefix(12).map { "\"\(MessageText.shown($0))\"" }.joined(separator: ", "))"
        + (known.count > 12 ? ", … (\(known.count) in all)." : ".")
      : "Did you mean \(nearest.map { "\"\(MessageText.shown($0))\"" }.joined(separator: " or "))?"
    return .values("\(expression) is \"\(MessageText.shown(text))\" in no row. \(advice)")
  }
}

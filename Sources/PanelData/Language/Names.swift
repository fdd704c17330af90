/// How names of variables are written in formulas and expressions.
package enum Names {
  /// Words that are operators.
  static let words: Set<String> = ["and", "or", "not"]

  static func isStart(_ character: Character) -> Bool {
    character.isLetter || character == "_"
  }

  static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }

  /// Whether a name needs no backticks: letters of any script, digits, `_` and `.`, beginning
  /// with a letter or `_`, and neither an operator nor the beginning of one (`L2.`).
  static func isPlain(_ name: String) -> Bool {
    guard let first = name.first, isStart(first), name.allSatisfy(isPart) else { return false }
    return !words.contains(name) && shiftPrefix(Array(name)[...]) == nil
  }

  /// The name as it is written in a formula: plain, or between backticks, doubled inside.
  package static func written(_ name: String) -> String {
    isPlain(name)
      ? name
      : "`\(name.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``"))`"
  }

  /// The `L2.` that letters begin with, and its length.
  static func shiftPrefix(
    _ letters: ArraySlice<Character>
  ) -> (operator: Expression.ShiftOperator, digits: String, length: Int)? {
    guard let first = letters.first,
      let shift = Expression.ShiftOperator(rawValue: String(first))
    else { return nil }
    let digits = letters.dropFirst().prefix { $0.isASCII && $0.isWholeNumber }
    let end = letters.startIndex + 1 + digits.count
    guard end < letters.endIndex, letters[end] == "." else { return nil }
    return (shift, String(digits), digits.count + 2)
  }
}

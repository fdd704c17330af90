/// Errors of formulas and expressions, cut to what fits on a terminal line.
enum SyntaxFault {
  /// Letters shown on either side of a fault in a long text.
  private static let reach = 60

  /// An error at a place of a text; line breaks and control characters are shown as blanks.
  ///
  /// The offset counts the characters before the fault.
  static func error(in text: [Character], at offset: Int, _ message: String) -> DataError {
    let place = min(max(offset, 0), text.count)
    var start = 0
    var end = text.count
    if text.count > 2 * reach {
      start = max(0, place - reach)
      end = min(text.count, place + reach)
    }
    let head = start > 0 ? "…" : ""
    let tail = end < text.count ? "…" : ""
    let body = String(text[start..<end].map(shown))
    return .syntax(text: head + body + tail, offset: place - start + head.count, message: message)
  }

  static func error(in text: String, at offset: Int, _ message: String) -> DataError {
    error(in: Array(text), at: offset, message)
  }

  private static func shown(_ character: Character) -> Character {
    let isControl = character.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
    return isControl || character.isWhitespace ? " " : character
  }
}

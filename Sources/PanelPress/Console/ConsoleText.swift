/// Text on a terminal: its width, and what must not reach it.
public enum ConsoleText {
  /// The text without characters that steer a terminal or turn its direction.
  ///
  /// Control and format characters become `\u{1B}`; line breaks stay, and so do the joiners of
  /// emoji.
  public static func safe(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if isSafe(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return result
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" || scalar == "\u{200D}" { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
      return false
    default: return true
    }
  }

  /// The number of terminal columns: two for wide characters, none for combining marks.
  static func width(of text: String) -> Int {
    text.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default:
      return scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
    }
  }

  /// Rows as aligned columns: the first row is the head, numbers stand at the right.
  static func columns(_ rows: [[String]]) -> String {
    guard let head = rows.first else { return "" }
    let widths = head.indices.map { column in
      rows.map { column < $0.count ? width(of: $0[column]) : 0 }.max() ?? 0
    }
    let isNumeric = head.indices.map { column in
      rows.dropFirst().allSatisfy {
        column >= $0.count || Double($0[column]) != nil || $0[column].isEmpty
      }
    }
    return rows.map { row in
      var line = row.enumerated().map { column, text in
        let blanks = String(repeating: " ", count: max(0, widths[column] - width(of: text)))
        return isNumeric[column] ? blanks + text : text + blanks
      }.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(of: text)))
  }

  static func centered(_ text: String, in width: Int) -> String {
    let rest = max(0, width - self.width(of: text))
    return String(repeating: " ", count: rest / 2) + text
      + String(repeating: " ", count: rest - rest / 2)
  }
}

/// One field of a CSV file (RFC 4180), with its quotes where it needs them.
///
/// A spreadsheet runs a field that begins with `=`, `+`, `-` or `@` as a formula and reads
/// `(0.12)` as a negative number. So numbers are written bare, a number in parentheses gets square
/// brackets, and any other field that begins with such a sign gets an apostrophe in front.
struct CSVText {
  func escapeText(_ text: String) -> String {
    if Self.isNumber(text) { return text }
    if text.hasPrefix("("), text.hasSuffix(")"), Self.isNumber(String(text.dropFirst().dropLast()))
    {
      return "[\(text.dropFirst().dropLast())]"
    }
    var field = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}", "\u{85}": field += " "
      case "\"": field += "\"\""
      default: field.unicodeScalars.append(scalar.visible)
      }
    }
    if let first = text.unicodeScalars.first(where: { $0 != " " }),
      "=+-@−＝＋－＠".unicodeScalars.contains(first) || text.unicodeScalars.first == "\t"
        || text.unicodeScalars.first == "\r"
    {
      field = "'" + field
    }
    let needsQuotes =
      field.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
      || field.hasPrefix(" ") || field.hasSuffix(" ")
    return needsQuotes ? "\"\(field)\"" : field
  }

  /// Whether a text is a number as programs write it: `-1234.5`, `1.5e-07`.
  static func isNumber(_ text: String) -> Bool {
    var bytes = text.utf8[...]
    func skipDigits() -> Bool {
      let count = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      bytes = bytes.dropFirst(count)
      return count > 0
    }
    if bytes.first == UInt8(ascii: "-") { bytes = bytes.dropFirst() }
    guard skipDigits() else { return false }
    if bytes.first == UInt8(ascii: ".") {
      bytes = bytes.dropFirst()
      guard skipDigits() else { return false }
    }
    if bytes.first == UInt8(ascii: "e") {
      bytes = bytes.dropFirst()
      if bytes.first == UInt8(ascii: "-") { bytes = bytes.dropFirst() }
      guard skipDigits() else { return false }
    }
    return bytes.isEmpty
  }
}

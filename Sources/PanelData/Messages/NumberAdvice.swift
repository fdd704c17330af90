/// What an author can do about a cell that should be a number and is none.
enum NumberAdvice {
  /// One sentence on how to mend the cell, from its look.
  static func advice(for cell: String, column: String) -> String {
    let bytes = Array(cell.utf8)
    if isInfinite(cell) {
      return "It is infinite; write an empty cell where the value is unknown."
    }
    if hasThousandsSeparators(bytes) {
      return "It seems to have thousands separators: write 1234.5, not 1,234.5."
    }
    if hasDecimalComma(bytes) {
      return "It seems to have a decimal comma: write 1234.5, not 1234,5."
    }
    if cell.unicodeScalars.contains(where: { $0.value > 0x7F && $0.properties.numericType != nil })
      || cell.contains("\u{2212}")
    {
      return "Write numbers with the digits 0 to 9 and a plain hyphen as the minus sign."
    }
    if let prefix = bytes.first, prefix == UInt8(ascii: "0"), bytes.count > 1, bytes[1] | 32 == 120
    {
      return "Numbers are decimal, such as 31 or 1e3; hexadecimal is not read."
    }
    if isDate(bytes) {
      return "It looks like a date: make a column that holds one number, such as the year."
    }
    return "Correct the value, name it as a missing token, or use i(\(column)) to make "
      + "indicators of it."
  }

  /// `inf` and its kin, and numbers beyond the largest double, such as `1e999`.
  static func isInfinite(_ cell: String) -> Bool {
    var rest = Substring(cell).drop { $0 == " " }
    if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
    if ["inf", "infinity"].contains(rest.lowercased()) { return true }
    var text = cell
    return text.withUTF8 { DecimalNumber.parse($0) } == .tooLarge
  }

  /// `1,234`, `-12,345.6`, `1 234`: groups of three after a separator.
  private static func hasThousandsSeparators(_ bytes: [UInt8]) -> Bool {
    var digits = bytes[...]
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") {
      digits = digits.dropFirst()
    }
    let whole = digits.prefix { $0 != UInt8(ascii: ".") }
    let fraction = digits.dropFirst(whole.count).dropFirst()
    guard fraction.allSatisfy(isDigit) else { return false }
    for separator in [UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "'"), UInt8(ascii: "_")] {
      let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
      if groups.count > 1, let first = groups.first, (1...3).contains(first.count),
        groups.allSatisfy({ $0.allSatisfy(isDigit) }),
        groups.dropFirst().allSatisfy({ $0.count == 3 })
      {
        return true
      }
    }
    return false
  }

  private static func hasDecimalComma(_ bytes: [UInt8]) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    let whole = parts[0].drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    return !whole.isEmpty && whole.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
      && !parts[1].isEmpty && parts[1].allSatisfy(isDigit)
  }

  /// `2018-12-31`, `31/12/2018`.
  private static func isDate(_ bytes: [UInt8]) -> Bool {
    for separator in [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")] {
      let parts = bytes.split(separator: separator, omittingEmptySubsequences: false)
      if parts.count == 3,
        parts.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy(isDigit) })
      {
        return true
      }
    }
    return false
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}

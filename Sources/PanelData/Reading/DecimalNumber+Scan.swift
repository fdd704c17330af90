extension DecimalNumber {
  /// Reads a number written the plain way: at most 19 digits and no spaces.
  ///
  /// - Parameter start: The first byte of a cell in memory that ends with a byte that is no digit.
  /// - Returns: The byte after the number; `nil` where there is no such number.
  @inline(__always)
  static func scan(
    _ start: UnsafePointer<UInt8>,
    into value: UnsafeMutablePointer<Double>
  ) -> UnsafePointer<UInt8>? {
    var next = start
    let isNegative = next[0] == UInt8(ascii: "-")
    if isNegative || next[0] == UInt8(ascii: "+") { next += 1 }
    var mantissa: UInt64 = 0
    let firstDigit = next
    while next[0] &- 48 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(next[0] &- 48)
      next += 1
    }
    var digitCount = next - firstDigit
    var exponent = 0
    if next[0] == UInt8(ascii: ".") {
      next += 1
      let firstDecimal = next
      while next[0] &- 48 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(next[0] &- 48)
        next += 1
      }
      exponent = firstDecimal - next
      digitCount -= exponent
    }
    guard digitCount > 0, digitCount <= 19 else { return nil }
    if next[0] | 32 == UInt8(ascii: "e") {
      next += 1
      let isNegativeExponent = next[0] == UInt8(ascii: "-")
      if isNegativeExponent || next[0] == UInt8(ascii: "+") { next += 1 }
      let firstDigit = next
      var power = 0
      while next[0] &- 48 < 10, next - firstDigit < 5 {
        power = power * 10 + Int(next[0] &- 48)
        next += 1
      }
      guard next > firstDigit else { return nil }
      exponent += isNegativeExponent ? -power : power
    }
    guard let magnitude = convert(mantissa, exponent: exponent) else { return nil }
    value.pointee = isNegative ? -magnitude : magnitude
    return next
  }
}

/// Decimal numbers in the bytes of a text file.
///
///     number = [+-] (digits [. [digits]] | . digits) [(e | E) [+-] digits]
///
/// Nothing else is a number: no hexadecimal, no separators, no `d` exponent, no `inf`. Values are
/// rounded correctly, as IEEE 754 asks of a conversion.
enum DecimalNumber: Equatable {
  case value(Double)
  /// A number beyond the largest double.
  case tooLarge
  case notANumber

  /// Reads a whole cell; spaces are not part of a number.
  static func parse(_ cell: UnsafeBufferPointer<UInt8>) -> DecimalNumber {
    guard let shape = Shape(cell) else { return .notANumber }
    if shape.significantDigits <= 19,
      let magnitude = DecimalScanner.shared.convert(shape.mantissa, exponent: shape.exponent)
    {
      return .value(shape.isNegative ? -magnitude : magnitude)
    }
    // Rare: more than 19 digits, or an exponent beyond the table. The cell has been checked, so
    // the library's correctly rounded conversion sees nothing but a decimal number.
    guard let value = Double(Substring(decoding: cell, as: UTF8.self)) else { return .notANumber }
    return value.isFinite ? .value(value) : .tooLarge
  }

  /// The parts of a decimal number.
  private struct Shape {
    var isNegative = false
    /// The first 19 significant digits.
    var mantissa: UInt64 = 0
    var significantDigits = 0
    /// The power of ten that multiplies the mantissa, if all digits are in it.
    var exponent = 0

    init?(_ cell: UnsafeBufferPointer<UInt8>) {
      var index = 0
      func digit() -> UInt8? {
        guard index < cell.count, cell[index] &- 48 < 10 else { return nil }
        return cell[index] &- 48
      }
      if index < cell.count, cell[index] == UInt8(ascii: "-") || cell[index] == UInt8(ascii: "+") {
        isNegative = cell[index] == UInt8(ascii: "-")
        index += 1
      }
      var digitCount = 0
      while let value = digit() {
        append(value)
        digitCount += 1
        index += 1
      }
      if index < cell.count, cell[index] == UInt8(ascii: ".") {
        index += 1
        while let value = digit() {
          append(value)
          exponent -= 1
          digitCount += 1
          index += 1
        }
      }
      guard digitCount > 0 else { return nil }
      if index < cell.count, cell[index] | 32 == UInt8(ascii: "e") {
        index += 1
        var isNegativeExponent = false
        if index < cell.count, cell[index] == UInt8(ascii: "-") || cell[index] == UInt8(ascii: "+")
        {
          isNegativeExponent = cell[index] == UInt8(ascii: "-")
          index += 1
        }
        guard digit() != nil else { return nil }
        var power = 0
        while let value = digit() {
          power = min(power * 10 + Int(value), 1_000_000)
          index += 1
        }
        exponent += isNegativeExponent ? -power : power
      }
      guard index == cell.count else { return nil }
    }

    private mutating func append(_ digit: UInt8) {
      if mantissa == 0, digit == 0 { return }
      significantDigits += 1
      if significantDigits <= 19 { mantissa = mantissa * 10 + UInt64(digit) }
    }
  }
}

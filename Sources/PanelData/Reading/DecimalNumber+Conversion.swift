extension DecimalNumber {
  /// The double nearest to `mantissa` · 10^`exponent`; ties go to the even mantissa.
  ///
  /// - Returns: `nil` where the short ways below do not hold.
  /// - SeeAlso: Clinger (1990), *How to read floating point numbers accurately*, for the exact
  ///   quotients and products; Lemire (2021), *Number parsing at a gigabyte per second*, section 5,
  ///   for the rest. Test `agreesWithTheLibraryOnMillionsOfNumbers`.
  @inline(__always)
  static func convert(_ mantissa: UInt64, exponent: Int) -> Double? {
    if mantissa <= 1 << 53 {
      let exact = Double(Int64(bitPattern: mantissa))
      if exponent == 0 { return exact }
      if exponent < 0, exponent >= -22 { return exact / powersOfTen[-exponent] }
      if exponent > 0, exponent <= 22 { return exact * powersOfTen[exponent] }
      if mantissa == 0 { return 0 }
    }
    guard exponent >= -PowersOfFive.limit, exponent <= PowersOfFive.limit else { return nil }
    return rounded(mantissa, exponent: exponent)
  }

  /// The product of the mantissa with a 128-bit power of five, rounded once.
  ///
  /// With |exponent| ≤ 27 the truncated power always decides the rounding, and every result is a
  /// normal number.
  private static func rounded(_ mantissa: UInt64, exponent: Int) -> Double {
    let power = PowersOfFive.table[exponent + PowersOfFive.limit]
    let leadingZeros = mantissa.leadingZeroBitCount
    let normalised = mantissa << UInt64(leadingZeros)
    var product = normalised.multipliedFullWidth(by: power.high)
    if product.high & 0x1FF == 0x1FF {
      let second = normalised.multipliedFullWidth(by: power.low)
      let (low, carry) = product.low.addingReportingOverflow(second.high)
      product = (product.high &+ (carry ? 1 : 0), low)
    }
    let upperBit = Int(product.high >> 63)
    let shift = UInt64(upperBit + 64 - 52 - 3)
    var significand = product.high >> shift
    // floor(exponent · log2(10)) + 63, by a multiplication that is exact in this range.
    var binaryExponent = ((217_706 * exponent) >> 16) + 63 + upperBit - leadingZeros + 1023
    if product.low <= 1, exponent >= -4, exponent <= 23, significand & 3 == 1,
      significand << shift == product.high
    {
      significand &= ~1  // exactly half way: to even
    }
    significand = (significand + (significand & 1)) >> 1
    if significand >= 1 << 53 {
      significand = 1 << 52
      binaryExponent += 1
    }
    return Double(bitPattern: UInt64(binaryExponent) << 52 | significand & ((1 << 52) - 1))
  }

  /// 10^0 … 10^22, all exact.
  static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}

/// 5^−27 … 5^27 as 128-bit fractions whose top bit is set.
private enum PowersOfFive {
  static let limit = 27
  static let table: [(high: UInt64, low: UInt64)] = (-limit...limit).map { exponent in
    let power = (0..<abs(exponent)).reduce(UInt64(1)) { product, _ in product * 5 }
    let zeros = power.leadingZeroBitCount
    if exponent >= 0 { return (power << UInt64(zeros), 0) }
    // 2^(z + 127) / 5^|q| + 1 with 2^z the next power of two, by long division of 64-bit digits.
    let normalised = power << UInt64(zeros)
    let first = normalised.dividingFullWidth((1 << 63, 0))
    let second = normalised.dividingFullWidth((first.remainder, 0))
    let (low, carry) = second.quotient.addingReportingOverflow(1)
    return (first.quotient + (carry ? 1 : 0), low)
  }
}

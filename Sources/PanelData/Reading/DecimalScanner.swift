/// Reads decimal numbers from memory, eight digits at a time.
///
/// A value whose tables are looked up once, so that a loop over a file does not ask for them
/// again.
struct DecimalScanner: @unchecked Sendable {
  /// The scanner; its tables live as long as the program.
  static let shared = DecimalScanner()

  /// 10^0 … 10^22, all exact.
  private let powersOfTen: UnsafePointer<Double>
  /// 10^0 … 10^8.
  private let wholePowers: UnsafePointer<UInt64>
  /// 5^−27 … 5^27 as 128-bit fractions whose top bit is set.
  private let powersOfFive: UnsafePointer<(high: UInt64, low: UInt64)>

  private static let limit = 27

  private init() {
    func kept<Element>(_ values: [Element]) -> UnsafePointer<Element> {
      let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: values.count)
      _ = memory.initialize(from: values)
      return UnsafePointer(memory.baseAddress.unsafelyUnwrapped)
    }
    powersOfTen = kept([
      1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
      1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ])
    wholePowers = kept([
      1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
    ])
    powersOfFive = kept((-Self.limit...Self.limit).map(Self.powerOfFive))
  }

  /// Reads a number written the plain way: at most 19 digits and no spaces.
  ///
  /// - Parameter start: The first byte of a cell, in memory that may be read some bytes beyond
  ///   the cell's end.
  /// - Returns: The byte after the number; `nil` where there is no such number.
  @inline(__always)
  func scan(
    _ start: UnsafePointer<UInt8>,
    into value: UnsafeMutablePointer<Double>
  ) -> UnsafePointer<UInt8>? {
    // '+' is 43 and '-' is 45. No branch: the sign is as good as random.
    let byte = start[0]
    let signLength: UInt64 = (byte &- 43) & 0xFD == 0 ? 1 : 0
    let sign = signLength & UInt64(byte >> 2)
    var next = start + Int(signLength)
    var mantissa: UInt64 = 0
    var digitCount = digits(&next, into: &mantissa)
    var exponent = 0
    if next[0] == UInt8(ascii: ".") {
      next += 1
      let decimals = digits(&next, into: &mantissa)
      exponent = -decimals
      digitCount += decimals
    }
    // The digits of a longer number have overflowed the mantissa.
    guard digitCount > 0, digitCount <= 19 else { return nil }
    if next[0] | 32 == UInt8(ascii: "e") {
      next += 1
      let isNegativeExponent = next[0] == UInt8(ascii: "-")
      if isNegativeExponent || next[0] == UInt8(ascii: "+") { next += 1 }
      var power: UInt64 = 0
      let count = digits(&next, into: &power)
      guard count > 0, count <= 5 else { return nil }
      exponent += isNegativeExponent ? -Int(power) : Int(power)
    }
    guard let magnitude = convert(mantissa, exponent: exponent) else { return nil }
    value.pointee = Double(bitPattern: magnitude.bitPattern | sign << 63)
    return next
  }

  /// Appends a run of digits to `mantissa`, modulo 2^64.
  ///
  /// - Returns: The number of digits.
  @inline(__always)
  private func digits(_ next: inout UnsafePointer<UInt8>, into mantissa: inout UInt64) -> Int {
    let start = next
    while true {
      // A byte is 0 … 9 where it was a digit; the first that is not ends the run.
      let word =
        UInt64(littleEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
        ^ 0x3030_3030_3030_3030
      let others = ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
      let count = others.trailingZeroBitCount >> 3
      // The digits move to the end, zeros come before them; pairs, then fours, then all eight.
      // Two shifts by half the way, as one by 64 bits would do nothing.
      let half = UInt64(truncatingIfNeeded: 32 &- 4 &* count)
      let pairs = (word &<< half) &<< half
      let tens = pairs &* 10 &+ pairs >> 8
      let first = (tens & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
      let second = (tens >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
      mantissa = mantissa &* wholePowers[count] &+ (first &+ second) >> 32
      next += count
      if others != 0 { break }
    }
    return next - start
  }

  /// The double nearest to `mantissa` · 10^`exponent`; ties go to the even significand.
  ///
  /// - Returns: `nil` where the short ways below do not hold.
  /// - SeeAlso: Clinger (1990), *How to read floating point numbers accurately*, for the exact
  ///   quotients and products; Lemire (2021), *Number parsing at a gigabyte per second*, section 5,
  ///   for the rest. Test `agreesWithTheLibraryOnMillionsOfNumbers`.
  @inline(__always)
  func convert(_ mantissa: UInt64, exponent: Int) -> Double? {
    if mantissa <= 1 << 53 {
      let exact = Double(Int64(bitPattern: mantissa))
      if exponent <= 0, exponent >= -22 { return exact / powersOfTen[-exponent] }
      if exponent > 0, exponent <= 22 { return exact * powersOfTen[exponent] }
      if mantissa == 0 { return 0 }
    }
    guard exponent >= -Self.limit, exponent <= Self.limit else { return nil }
    return rounded(mantissa, exponent: exponent)
  }

  /// The product of the mantissa with a 128-bit power of five, rounded once.
  ///
  /// With |exponent| ≤ 27 the truncated power always decides the rounding, and every result is a
  /// normal number.
  @inline(__always)
  private func rounded(_ mantissa: UInt64, exponent: Int) -> Double {
    let power = powersOfFive[exponent + Self.limit]
    let leadingZeros = mantissa.leadingZeroBitCount
    let normalised = mantissa &<< UInt64(leadingZeros)
    var product = normalised.multipliedFullWidth(by: power.high)
    if product.high & 0x1FF == 0x1FF {
      let second = normalised.multipliedFullWidth(by: power.low)
      let (low, carry) = product.low.addingReportingOverflow(second.high)
      product = (product.high &+ (carry ? 1 : 0), low)
    }
    let upperBit = Int(product.high >> 63)
    let shift = UInt64(upperBit + 64 - 52 - 3)
    var significand = product.high &>> shift
    // floor(exponent · log2(10)) + 63, by a multiplication that is exact in this range.
    var binaryExponent = ((217_706 * exponent) >> 16) + 63 + upperBit - leadingZeros + 1023
    if product.low <= 1, exponent >= -4, exponent <= 23, significand & 3 == 1,
      significand &<< shift == product.high
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

  /// 5^`exponent` as a fraction, rounded down if it is positive and up if it is negative.
  private static func powerOfFive(_ exponent: Int) -> (high: UInt64, low: UInt64) {
    let power = (0..<abs(exponent)).reduce(UInt64(1)) { product, _ in product * 5 }
    let normalised = power << UInt64(power.leadingZeroBitCount)
    if exponent >= 0 { return (normalised, 0) }
    // 2^(z + 127) / 5^|q| + 1 with 2^z the next power of two, by long division of 64-bit digits.
    let first = normalised.dividingFullWidth((1 << 63, 0))
    let second = normalised.dividingFullWidth((first.remainder, 0))
    let (low, carry) = second.quotient.addingReportingOverflow(1)
    return (first.quotient + (carry ? 1 : 0), low)
  }
}

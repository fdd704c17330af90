/// The exact decimal expansion of a double.
///
///     x = ± 0.d₁d₂…dₙ · 10^point
///
/// Every finite double has a finite expansion (at most 767 significant digits), so rounding can
/// be decided on the number itself and not on a shortened copy of it.
///
/// - SeeAlso: Steele & White (1990), "How to print floating-point numbers accurately"; held by
///   `ExactDecimalTests`.
struct ExactDecimal: Equatable {
  var isNegative: Bool
  /// Significant digits, most significant first, without leading or trailing zeros; empty for 0.
  var digits: [UInt8]
  /// Digits before the separator; zero or negative for numbers below 0.1.
  var point: Int

  /// - Parameter value: A finite number.
  /// - Complexity: O(e²) for a binary exponent e.
  init(_ value: Double) {
    precondition(value.isFinite, "a number that is printed is finite")
    isNegative = value < 0
    guard value != 0 else {
      digits = []
      point = 0
      return
    }
    // x = significand · 2^power with an integer significand.
    var significand = value.significandBitPattern
    var power = Int(value.exponentBitPattern) - 1075
    if value.exponentBitPattern == 0 {
      power += 1
    } else {
      significand |= 1 << 52
    }
    let zeros = significand.trailingZeroBitCount
    significand >>= UInt64(zeros)
    power += zeros

    var integer = LongInteger(significand)
    if power >= 0 {
      integer.multiply(by: 2, times: power)
    } else {
      integer.multiply(by: 5, times: -power)
    }
    digits = integer.decimalDigits
    point = digits.count + min(power, 0)
    trimTrailingZeros()
  }

  /// The power of ten of the leading digit: 0 for 1 ≤ |x| < 10; `nil` for zero.
  var leadingPower: Int? { digits.isEmpty ? nil : point - 1 }

  /// The nearest number with a given count of decimals; a tie falls as `rule` says.
  ///
  /// - Parameters:
  ///   - decimals: Digits after the separator; negative to round off integer digits.
  ///   - rule: Where a tie falls.
  /// - Returns: The rounded number.
  func rounded(decimals: Int, _ rule: RoundingRule) -> ExactDecimal {
    let kept = point + decimals
    guard kept < digits.count else { return self }
    var result = self
    guard kept >= 0 else {
      result.digits = []
      result.point = 0
      return result
    }
    let tail = digits[kept...]
    let isTie = tail.count == 1 && tail.first == 5
    let isUp: Bool
    if isTie {
      switch rule {
      case .halfAway: isUp = true
      case .halfEven: isUp = kept > 0 && digits[kept - 1] % 2 == 1
      }
    } else {
      isUp = (tail.first ?? 0) >= 5
    }
    result.digits = Array(digits[..<kept])
    if isUp { result.addOneAtTheEnd() }
    result.trimTrailingZeros()
    return result
  }

  /// The nearest number with a given count of significant digits.
  func rounded(significant count: Int, _ rule: RoundingRule) -> ExactDecimal {
    rounded(decimals: count - point, rule)
  }

  /// Digits before and after the separator, the latter padded to `decimals`.
  ///
  /// - Precondition: No more digits than `decimals` stand after the separator.
  func text(decimals: Int) -> (integer: String, fraction: String) {
    let before = point > 0 ? digits.prefix(point) : []
    let after = point > 0 ? digits.dropFirst(point) : digits[...]
    var integer = Self.text(before) + Self.zeros(point - before.count)
    if integer.isEmpty { integer = "0" }
    let fraction = digits.isEmpty ? "" : Self.zeros(-point) + Self.text(after)
    precondition(fraction.count <= max(decimals, 0), "round before writing")
    return (integer, fraction + Self.zeros(decimals - fraction.count))
  }

  private static func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
  }

  private static func zeros(_ count: Int) -> String {
    String(repeating: "0", count: max(count, 0))
  }

  private mutating func addOneAtTheEnd() {
    for index in digits.indices.reversed() {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
    point += 1
  }

  private mutating func trimTrailingZeros() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { point = 0 }
  }
}

/// How a number falls that lies exactly between two printable ones.
///
/// Only a number whose binary value is a tie is one: 0.125 is, 0.0005 is not.
package enum RoundingRule: String, Sendable, Equatable, Decodable, CaseIterable {
  /// To the even digit, as C, R and Python print: 0.125 → 0.12.
  case halfEven = "half-even"
  /// Away from zero, as taught at school: 0.125 → 0.13.
  case halfAway = "half-away"
}

/// A natural number in limbs of nine decimal digits, least significant first.
private struct LongInteger {
  private static let base: UInt64 = 1_000_000_000
  private var limbs: [UInt64] = []

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      limbs.append(rest % Self.base)
      rest /= Self.base
    }
  }

  /// Multiplies by `factor` (2 or 5) to the power `count`, several factors at a time.
  mutating func multiply(by factor: UInt64, times count: Int) {
    let step = 12
    let large = (0..<step).reduce(UInt64(1)) { product, _ in product * factor }
    for _ in 0..<(count / step) { multiply(by: large) }
    for _ in 0..<(count % step) { multiply(by: factor) }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % Self.base
      carry = product / Self.base
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// Decimal digits, most significant first.
  var decimalDigits: [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        digits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }
}

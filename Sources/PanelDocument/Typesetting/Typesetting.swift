/// Numbers become text here and nowhere else.
///
/// The exact binary value is rounded, so 0.0005 (a little above) prints 0.001 and 0.0015 (a
/// little above) 0.002; only true ties follow ``rounding``. A number other than zero is never
/// printed as zero: decimals are added until its first significant digit shows. No locale, no
/// C formatting.
package struct Typesetting: Sendable, Equatable {
  package var rounding: RoundingRule
  /// The power of ten below which a number is written ×10^k.
  package var scientificBelow: Int
  /// The power of ten from which a number is written ×10^k.
  package var scientificAbove: Int
  package var grouping: Grouping

  /// Which numbers have their thousands grouped.
  package enum Grouping: String, Sendable, Equatable, Decodable, CaseIterable {
    case counts, all, none
  }

  /// Digits after the separator of the factor before ×10^k, where the rule names no place.
  private static let scientificDecimals = 2

  package init(
    rounding: RoundingRule = .halfEven,
    scientificBelow: Int = -5,
    scientificAbove: Int = 9,
    grouping: Grouping = .counts
  ) {
    self.rounding = rounding
    self.scientificBelow = scientificBelow
    self.scientificAbove = scientificAbove
    self.grouping = grouping
  }

  /// A number by a rule.
  ///
  /// - Parameters:
  ///   - value: Finite.
  ///   - rule: How many digits.
  ///   - standardError: Decides the place under ``DigitRule/standardError(_:)``.
  /// - Returns: The number's parts, sign and digits apart.
  package func number(
    _ value: Double,
    _ rule: DigitRule,
    standardError: Double? = nil
  ) -> NumberText {
    let exact = ExactDecimal(value)
    switch rule {
    case .decimals(let count):
      return number(exact, decimals: count, isPlaceGiven: false)
    case .significant(let count):
      return number(exact, decimals: decimals(of: exact, significant: count), isPlaceGiven: true)
    case .standardError(let count):
      let source = standardError.map { ExactDecimal($0) } ?? exact
      let place = source.digits.isEmpty ? exact : source
      return number(exact, decimals: decimals(of: place, significant: count), isPlaceGiven: true)
    case .adaptive(let count):
      guard let power = exact.leadingPower else {
        return number(exact, decimals: 0, isPlaceGiven: false)
      }
      guard power >= 0 else {
        return number(exact, decimals: decimals(of: exact, significant: count), isPlaceGiven: true)
      }
      let isWhole = exact.digits.count <= exact.point
      let decimals = isWhole ? 0 : max(1, count - power)
      return number(exact, decimals: decimals, isPlaceGiven: false)
    }
  }

  /// A whole number, in groups of three where the style groups counts.
  package func count(_ value: Double) -> NumberText {
    let exact = ExactDecimal(value).rounded(decimals: 0, rounding)
    let digits = exact.text(decimals: 0).integer
    return NumberText(
      isNegative: exact.isNegative && !exact.digits.isEmpty,
      integerGroups: grouping == .none ? [digits] : Self.groups(of: digits)
    )
  }

  package func count(_ value: Int) -> NumberText { count(Double(value)) }

  /// A number with its thousands grouped as those of counts are: `19,131.09`.
  package func grouped(_ text: NumberText) -> NumberText {
    guard grouping != .none, text.exponent == nil, text.integerGroups.count == 1 else { return text }
    var text = text
    text.integerGroups = Self.groups(of: text.integerGroups[0])
    return text
  }

  /// A p-value: a bound where it is below the smallest printed number.
  ///
  /// Decimals are added while the printed number would stand on the other side of a cut-off
  /// than the number itself, so 0.04996 is not printed as 0.050 beside its two stars.
  package func pValue(_ value: Double, decimals: Int, cutOffs: [Double] = []) -> NumberText {
    let least = ExactDecimal(value).leadingPower.map { $0 < -decimals } ?? true
    if least && decimals > 0 {
      return NumberText(
        integerGroups: ["0"],
        fraction: String(repeating: "0", count: decimals - 1) + "1",
        isUpperBound: true
      )
    }
    var places = decimals
    while places < DigitRule.limit {
      let text = number(value, .decimals(places))
      let printed = Double(text.machineText) ?? value
      if cutOffs.allSatisfy({ (printed < $0) == (value < $0) }) { return text }
      places += 1
    }
    return number(value, .decimals(places))
  }

  /// The shortest text that reads back to the same double; whole numbers without `.0`.
  package static func exact(_ value: Double) -> String {
    if let whole = Int64(exactly: value), abs(value) < 1e15 { return String(whole) }
    return value.description
  }
}

extension Typesetting {
  /// Decimals that show so many significant digits, carries counted: 0.0996 to two is 0.10.
  private func decimals(of number: ExactDecimal, significant count: Int) -> Int {
    let rounded = number.rounded(significant: count, rounding)
    guard let power = rounded.leadingPower else { return max(count - 1, 0) }
    return count - 1 - power
  }

  /// Rounds to so many digits after the separator, or more until the number shows.
  ///
  /// - Parameters:
  ///   - exact: The number.
  ///   - decimals: A negative number keeps all integer digits.
  ///   - isPlaceGiven: Whether `decimals` also sets the last digit of a number ×10^k.
  /// - Returns: The number's parts.
  private func number(_ exact: ExactDecimal, decimals: Int, isPlaceGiven: Bool) -> NumberText {
    if let power = exact.leadingPower, power < scientificBelow || power >= scientificAbove {
      return scientific(
        exact,
        decimals: isPlaceGiven ? max(decimals + power, 0) : Self.scientificDecimals
      )
    }
    var places = max(decimals, 0)
    var rounded = exact.rounded(decimals: places, rounding)
    if rounded.digits.isEmpty, let power = exact.leadingPower {
      places = max(-power, places)
      rounded = exact.rounded(decimals: places, rounding)
    }
    let text = rounded.text(decimals: places)
    return NumberText(
      isNegative: rounded.isNegative && !rounded.digits.isEmpty,
      integerGroups: grouping == .all ? Self.groups(of: text.integer) : [text.integer],
      fraction: places > 0 ? text.fraction : nil
    )
  }

  /// a × 10^k with 1 ≤ a < 10, after rounding.
  private func scientific(_ exact: ExactDecimal, decimals: Int) -> NumberText {
    let rounded = exact.rounded(significant: decimals + 1, rounding)
    let power = rounded.leadingPower ?? 0
    var factor = rounded
    factor.point = 1
    let text = factor.text(decimals: decimals)
    return NumberText(
      isNegative: rounded.isNegative,
      integerGroups: [text.integer],
      fraction: decimals > 0 ? text.fraction : nil,
      exponent: power
    )
  }

  /// `12345678` → `["12", "345", "678"]`.
  private static func groups(of digits: String) -> [String] {
    let bytes = Array(digits.utf8)
    let first = bytes.count % 3
    var groups = first > 0 ? [String(decoding: bytes[..<first], as: UTF8.self)] : []
    for start in stride(from: first, to: bytes.count, by: 3) {
      groups.append(String(decoding: bytes[start..<(start + 3)], as: UTF8.self))
    }
    return groups
  }
}

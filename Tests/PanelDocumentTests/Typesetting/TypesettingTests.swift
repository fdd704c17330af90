import Foundation
import Testing

@testable import PanelDocument

/// Numbers that every table prints.
@Suite struct TypesettingTests {
  let typesetting = Typesetting()

  func text(_ value: Double, _ rule: DigitRule, standardError: Double? = nil) -> String {
    typesetting.number(value, rule, standardError: standardError).machineText
  }

  @Test(arguments: [
    (0.0796, 3, "0.080"), (1, 3, "1.000"), (-1.2345, 2, "-1.23"), (1234.5678, 3, "1234.568"),
    (0.0005, 3, "0.001"), (0.125, 2, "0.12"), (2.5, 0, "2"), (9.9996, 3, "10.000"), (0, 3, "0.000"),
  ])
  func printsFixedDecimals(value: Double, decimals: Int, expected: String) {
    #expect(text(value, .decimals(decimals)) == expected)
  }

  @Test func roundsTiesAsTheStyleDeclares() {
    let away = Typesetting(rounding: .halfAway)
    #expect(away.number(0.125, .decimals(2)).machineText == "0.13")
    #expect(away.number(-2.5, .decimals(0)).machineText == "-3")
    #expect(text(0.375, .decimals(2)) == "0.38")
    // 0.15 lies below its decimal reading, so it is no tie under either rule.
    #expect(away.number(0.15, .decimals(1)).machineText == "0.1")
    #expect(text(0.15, .decimals(1)) == "0.1")
  }

  @Test(arguments: [
    (-0.0004, "-0.0004"), (0.0003, "0.0003"), (0.00004, "0.00004"), (-0.00001, "-0.00001"),
    (-0.00000123, "-1.23e-6"), (-0.0, "0.000"),
  ])
  func addsDecimalsUntilANumberShows(value: Double, expected: String) {
    #expect(text(value, .decimals(3)) == expected)
  }

  @Test(arguments: [
    (0.0123456, "0.0123"), (1.23456, "1.23"), (123456.7, "123457"), (0.0996, "0.0996"),
    (0.99996, "1.00"), (-0.5, "-0.500"),
  ])
  func printsSignificantDigits(value: Double, expected: String) {
    #expect(text(value, .significant(3)) == expected)
  }

  @Test(arguments: [
    (0.0123456, "0.0123"), (1.23456, "1.235"), (12.3456, "12.35"), (1234.567, "1234.6"),
    (12, "12"), (-3, "-3"), (0, "0"), (0.5, "0.500"),
  ])
  func printsAdaptiveDigits(value: Double, expected: String) {
    #expect(text(value, .adaptive(3)) == expected)
  }

  @Test(arguments: [
    (0.123456, 0.0412, "0.123", "0.041"), (0.123456, 0.0996, "0.12", "0.10"),
    (56789.4, 1234.0, "56789", "1234"), (1.5, 0.0, "1.5", "0.0"),
    (2e-8, 3.4e-9, "2.00e-8", "3.4e-9"),
  ])
  func followsTheStandardError(value: Double, error: Double, estimate: String, own: String) {
    #expect(text(value, .standardError(2), standardError: error) == estimate)
    #expect(text(error, .standardError(2), standardError: error) == own)
  }

  @Test(arguments: [
    (0.0482, "0.048"), (0.0009999, "<0.001"), (0.001, "0.001"), (0, "<0.001"), (2e-16, "<0.001"),
    (1, "1.000"), (0.04996, "0.04996"), (0.0502, "0.050"), (0.05, "0.050"), (0.0996, "0.0996"),
  ])
  func printsPValuesOnTheirSideOfTheCutOffs(value: Double, expected: String) {
    let text = typesetting.pValue(value, decimals: 3, cutOffs: [0.1, 0.05, 0.01])
    #expect(text.machineText == expected)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (12_345_678, "12,345,678"), (-1234, "−1,234"),
  ])
  func groupsCounts(value: Int, expected: String) {
    #expect(typesetting.count(value).plainText == expected)
    #expect(
      Typesetting(grouping: .none).count(value).plainText
        == expected.replacingOccurrences(of: ",", with: "")
    )
  }

  @Test func groupsEstimatesOnlyWhereTheStyleGroupsAll() {
    #expect(typesetting.number(12345.6, .decimals(1)).plainText == "12345.6")
    #expect(Typesetting(grouping: .all).number(12345.6, .decimals(1)).plainText == "12,345.6")
  }

  @Test(arguments: [
    (1.5e9, 3, "1.50e9"), (999_999_999.9, 3, "999999999.900"), (9.999e9, 3, "1.00e10"),
    (Double.leastNonzeroMagnitude, 3, "4.94e-324"), (-2.5e-7, 3, "-2.50e-7"),
  ])
  func writesPowersOfTenBeyondTheThresholds(value: Double, decimals: Int, expected: String) {
    #expect(text(value, .decimals(decimals)) == expected)
  }

  @Test func tracesReadBackToTheSameDouble() {
    var generator = SplitMix(seed: 5)
    for _ in 0..<5000 {
      let value = generator.finiteDouble()
      #expect(Double(Typesetting.exact(value))?.bitPattern == value.bitPattern || value == 0)
    }
    #expect(Typesetting.exact(550) == "550")
    #expect(Typesetting.exact(0.1) == "0.1")
  }
}

/// Properties that hold for every double and every rule.
@Suite struct TypesettingPropertyTests {
  /// glibc rounds the exact binary value half to even, as we do.
  @Test func agreesWithThePrintfOfC() {
    var generator = SplitMix(seed: 1)
    for index in 0..<20_000 {
      let value = index % 2 == 0 ? generator.finiteDouble() : generator.ordinaryDouble()
      let decimals = Int(generator.next() % 18)
      let rounded = ExactDecimal(value).rounded(decimals: decimals, .halfEven)
      let text = rounded.text(decimals: decimals)
      let ours =
        (value < 0 ? "-" : "") + text.integer + (decimals > 0 ? "." + text.fraction : "")
      #expect(ours == String(format: "%.*f", decimals, value), "\(value) to \(decimals)")
    }
  }

  @Test func expandsEveryDoubleExactly() {
    var generator = SplitMix(seed: 2)
    for _ in 0..<2000 {
      let value = generator.finiteDouble()
      let exact = ExactDecimal(value)
      let digits = exact.digits.map(String.init).joined()
      let text = (exact.isNegative ? "-" : "") + "0.\(digits)e\(exact.point)"
      #expect(Double(text) == value)
      #expect(exact.digits.count <= 767)
    }
  }

  @Test func neverPrintsANumberAsZeroOrZeroWithASign() {
    let rules: [DigitRule] = [
      .decimals(0), .decimals(3), .decimals(7), .significant(1), .significant(4), .adaptive(3),
      .standardError(2),
    ]
    var generator = SplitMix(seed: 3)
    for _ in 0..<3000 {
      let value = generator.ordinaryDouble()
      for rule in rules {
        let number = Typesetting().number(value, rule)
        let digits = number.integerGroups.joined() + (number.fraction ?? "")
        let isZero = digits.allSatisfy { $0 == "0" }
        #expect(isZero == (value == 0), "\(value) by \(rule)")
        #expect(number.isNegative == (value < 0))
      }
    }
  }

  @Test func isSymmetricAroundZero() {
    var generator = SplitMix(seed: 4)
    for _ in 0..<2000 {
      let value = abs(generator.ordinaryDouble())
      for rule in [DigitRule.decimals(3), .significant(3), .adaptive(3)] {
        let plus = Typesetting().number(value, rule)
        var minus = Typesetting().number(-value, rule)
        minus.isNegative = false
        #expect(plus == minus)
      }
    }
  }

  @Test func staysWithinHalfAUnitOfTheLastPlace() throws {
    var generator = SplitMix(seed: 6)
    for _ in 0..<2000 {
      let value = generator.ordinaryDouble() / 1e3
      let number = Typesetting().number(value, .decimals(3))
      let printed = try #require(Double(number.machineText))
      let place = pow(10, Double((number.exponent ?? 0) - (number.fraction?.count ?? 0)))
      #expect(abs(printed - value) <= place * 0.5000001)
    }
  }
}

/// A small seeded stream of numbers (Steele, Lea & Flood 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Any finite bit pattern: all exponents, subnormal numbers, zeros.
  mutating func finiteDouble() -> Double {
    while true {
      let value = Double(bitPattern: next())
      if value.isFinite { return value }
    }
  }

  /// A number of the sizes that tables hold, many of them short decimals or ties.
  mutating func ordinaryDouble() -> Double {
    let digits = Double(Int64(truncatingIfNeeded: next()) % 1_000_000)
    let scales = [1, 2, 8, 64, 1e2, 1e3, 1e5, 1e8]
    return digits / scales[Int(next() % UInt64(scales.count))]
  }
}

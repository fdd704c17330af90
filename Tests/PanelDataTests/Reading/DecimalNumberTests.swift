import Foundation
import Testing

@testable import PanelData

/// Decimal numbers against the correctly rounded `strtod` of the C library.
@Suite struct DecimalNumberTests {
  /// Counts disagreements of both ways to read a number: the whole cell, and the scan of a file.
  static func disagreements(_ texts: some Sequence<String>) -> [String] {
    let scanner = DecimalScanner.shared
    var wrong: [String] = []
    for text in texts {
      let expected = strtod(text, nil)
      var bytes = Array(text.utf8)
      let parsed = bytes.withUnsafeBufferPointer { DecimalNumber.parse($0) }
      let length = bytes.count
      bytes += [UInt8](repeating: 0, count: ReadBuffer.padding)
      var scanned = expected
      let isScanned = bytes.withUnsafeBufferPointer { memory in
        guard let start = memory.baseAddress else { return false }
        guard let end = scanner.scan(start, into: &scanned) else { return true }
        return end == start + length
      }
      let agrees =
        expected.isFinite ? parsed == .value(expected) : parsed == .tooLarge
      if !agrees || !isScanned || scanned.bitPattern != expected.bitPattern, wrong.count < 5 {
        wrong.append(text)
      }
    }
    return wrong
  }

  static let count =
    (ProcessInfo.processInfo.environment["PANELPRESS_FUZZ"].flatMap { Int($0) } ?? 1) * 400_000

  @Test func agreesWithTheLibraryOnMillionsOfNumbers() {
    var random = SplitMix(state: 20_240_501)
    let texts = (0..<Self.count).lazy.map { index -> String in
      let bits = random.next()
      switch index % 6 {
      case 0:
        let value = Double(bitPattern: bits)
        return value.isFinite ? "\(value)" : "1"
      case 1: return "\((Double(bits >> 11) - 0x1p52) * 0x1p-33)"
      case 2: return "\(bits)e\(Int(random.next() % 121) - 60)"
      case 3: return "-\(bits % 10_000_000_000_000_000_000)e\(Int(random.next() % 57) - 28)"
      case 4: return "\(Double(bits >> 11) * 0x1p-53)\(random.next() % 100_000)"
      default: return "\(Int64(bits >> 40)).\(random.next() % 10_000)"
      }
    }
    #expect(Self.disagreements(texts) == [])
  }

  /// Numbers half way between two doubles, and their neighbours.
  @Test func roundsHalfWayNumbersToEven() {
    var random = SplitMix(state: 7)
    let texts = (0..<Self.count / 10).lazy.flatMap { _ -> [String] in
      let half = (random.next() >> 12 | 1 << 52) << 1 | 1
      return [
        "\(half)", "\(half)0", "\(half)e\(random.next() % 6)", "\(half).5", "0.\(half)",
        "\(half)e-\(random.next() % 30)", "\(half - 1).9999", "\(half).0000001",
      ]
    }
    #expect(Self.disagreements(texts) == [])
  }

  @Test func readsTheEdgesOfTheRange() {
    #expect(
      Self.disagreements([
        "0", "-0", "0.0", "1", "9007199254740992", "9007199254740993", "18446744073709551615",
        "18446744073709551616", "99999999999999999999", "0.1", "1e22", "1e23", "1e-22", "1e-23",
        "1.7976931348623157e308", "1.7976931348623159e308", "2.2250738585072014e-308", "5e-324",
        "2e-324", "1e-400", "1e400", "0e999999", "0.000000000000000000000000000001", "1e27",
        "8.5e-27", "00000000000000000000000000012.5", "12345678", "123456789", "1234567890123456",
        "0.00000000", "1.00000000", "1e00001",
      ]) == []
    )
  }
}

/// A small generator for tests: Steele, Lea and Flood (2014), *Fast splittable pseudorandom number
/// generators*.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

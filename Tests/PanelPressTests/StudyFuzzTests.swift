import Foundation
import Testing

@testable import PanelPress

/// Broken study files never trap: they are read, or refused with places.
@Suite struct StudyFuzzTests {
  /// `PANELPRESS_FUZZ` sets the number of files.
  static let count =
    ProcessInfo.processInfo.environment["PANELPRESS_FUZZ"].flatMap(Int.init) ?? 1500

  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }

  static let pieces = [
    ":", "- ", "[", "]", "{", "}", "\"", "'", "#", "\n", "  ", "\t", "&a ", "*a ", "!!str ", "!x ",
    "---\n", "...\n", "| \n", "> \n", "? ", ",", "null", "~", "1e999", "-1", "$x", "$controls",
    "\u{0}",
    "\u{FEFF}", "\u{1B}", "中", "%YAML 1.1\n", "<<: ", "=", "@", "`", "m1[0]",
    "m1[99999999999999999999]",
    "\u{D7FF}", "é\u{301}", "true", "0x10", "2001-01-01", "..", "/", "y ~ x", "\r\n", "\r",
  ]

  @Test func refusesBrokenStudiesWithAPlace() {
    var generator = Generator(state: 20_261_121)
    let base = Array(StudyRunTests.text.unicodeScalars)
    for _ in 0..<Self.count {
      var scalars = base
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let position = Int.random(in: 0..<scalars.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
          let length = Int.random(in: 1...20, using: &generator)
          scalars.removeSubrange(position..<min(scalars.count, position + length))
        case 1:
          let other = Int.random(in: 0..<scalars.count, using: &generator)
          scalars.swapAt(position, other)
        default:
          let piece = Self.pieces.randomElement(using: &generator) ?? ""
          scalars.insert(contentsOf: piece.unicodeScalars, at: position)
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      do {
        _ = try StudyReader.read(String(text), file: "fuzz.yaml", vocabulary: .standard)
      } catch {
        #expect(error.exitCode == 2)
        #expect(error.description.hasPrefix("fuzz.yaml"), "\(error)")
        #expect(error.description.split(separator: "\n").count <= 40)
      }
    }
  }
}

import Testing

@testable import PanelNumerics

@Suite struct PhiloxTests {
  /// Random123, kat_vectors, philox4x32 10.
  @Test func givesTheKnownAnswers() {
    #expect(
      Philox.block((0, 0, 0, 0), key: (0, 0))
        == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    )
    #expect(
      Philox.block((.max, .max, .max, .max), key: (.max, .max))
        == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    )
    #expect(
      Philox.block(
        (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: (0xa409_3822, 0x299f_31d0)
      )
        == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    )
  }

  @Test func repeatsAStreamAndSeparatesStreams() {
    func draws(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
      var generator = Philox(seed: seed, stream: stream)
      return (0..<8).map { _ in generator.next() }
    }
    #expect(draws(7, 3) == draws(7, 3))
    #expect(Set(draws(7, 3)).isDisjoint(with: draws(7, 4)))
    #expect(Set(draws(7, 3)).isDisjoint(with: draws(8, 3)))
  }

  @Test func drawsUniformNumbersOfTheRightMoments() {
    var generator = Philox(seed: 1, stream: 0)
    let uniform = Moments((0..<100_000).map { _ in generator.uniform() })
    #expect(abs(uniform.mean - 0.5) < 0.004)
    #expect(abs(uniform.variance - 1 / 12.0) < 0.002)
    let normal = Moments((0..<100_000).map { _ in generator.normal() })
    #expect(abs(normal.mean) < 0.015)
    #expect(abs(normal.variance - 1) < 0.02)
    #expect(abs(normal.kurtosis - 3) < 0.1)
  }

  @Test func drawsEachNumberBelowABoundEquallyOften() {
    var generator = Philox(seed: 2, stream: 9)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[generator.below(6)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 450 })
    #expect(generator.below(1) == 0)
  }

  @Test func shufflesWithoutLosingAnElement() {
    var generator = Philox(seed: 3, stream: 1)
    var elements = Array(0..<100)
    generator.shuffle(&elements)
    #expect(elements != Array(0..<100))
    #expect(elements.sorted() == Array(0..<100))
  }
}

import Testing

@testable import simulate

@Suite struct DrawsTests {
  /// The first words of SplitMix64 from 1234567, as in Vigna's public-domain `splitmix64.c`.
  @Test func givesTheWordsOfSplitMix64() {
    var draws = Draws(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in draws.next() } == expected)
  }

  /// scipy 1.17 `norm.ppf`.
  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.05, -1.6448536269514729),
    (1e-3, -3.090232306167813), (1e-12, -7.034483825301131),
  ])
  func findsTheNormalQuantile(of p: Double, _ expected: Double) {
    #expect(abs(Draws.normalQuantile(p) - expected) <= 4e-15 * max(1, abs(expected)))
  }

  @Test func hasAStreamForEachName() {
    var (first, again, other) = (
      Draws(seed: 1, "first"), Draws(seed: 1, "first"), Draws(seed: 1, "other")
    )
    let numbers = first.normals(50)
    #expect(again.normals(50) == numbers)
    #expect(other.normals(50) != numbers)
  }

  @Test func drawsNormalNumbersAndOrders() {
    var draws = Draws(seed: 2, "moments")
    let moments = Moments(of: draws.normals(20_000))
    #expect(abs(moments.mean) < 4 / 20_000.0.squareRoot())
    #expect(abs(moments.deviation - 1) < 4 / 40_000.0.squareRoot())
    let order = draws.shuffled(Array(0..<100))
    #expect(order.sorted() == Array(0..<100) && order != Array(0..<100))
    #expect((0..<1000).allSatisfy { _ in (0..<7).contains(draws.integer(below: 7)) })
  }
}

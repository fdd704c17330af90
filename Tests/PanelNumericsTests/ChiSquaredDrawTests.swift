import PanelNumerics
import Testing

/// Random χ² numbers against their distribution.
@Suite struct ChiSquaredDrawTests {
  /// The largest distance between the empirical and the exact distribution function stays below
  /// its quantile at one in ten thousand.
  @Test(arguments: [1.0, 1.5, 2, 7, 49, 1000])
  func followTheirDistribution(degreesOfFreedom: Double) {
    var random = Philox(seed: 11, stream: 3)
    let count = 20_000
    let draws = (0..<count).map { _ in random.chiSquared(degreesOfFreedom: degreesOfFreedom) }
      .sorted()
    let exact = ChiSquared(degreesOfFreedom: degreesOfFreedom)
    let distance = draws.enumerated().map { position, draw in
      let share = exact.cdf(draw)
      return max(
        abs(share - Double(position) / Double(count)),
        abs(share - Double(position + 1) / Double(count)))
    }.max() ?? 1
    #expect(distance < 2.23 / Double(count).squareRoot(), "\(distance)")
  }
}

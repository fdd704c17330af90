import PanelNumerics
import Testing

/// Random orders from counter-based streams.
@Suite struct RandomOrdersTests {
  private func order(_ count: Int, seed: UInt64, stream: UInt64) -> [UInt32] {
    var generator = Philox(seed: seed, stream: stream)
    return [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      RandomOrders(count: count).draw(into: buffer, from: &generator)
      initialized = count
    }
  }

  @Test(arguments: [0, 1, 2, 3, 64, 257, 5_000])
  func holdsEveryPlaceOnce(count: Int) {
    let order = order(count, seed: 1, stream: 7)
    #expect(order.sorted() == (0..<count).map(UInt32.init))
  }

  @Test func dependsOnSeedAndStreamAlone() {
    #expect(order(200, seed: 5, stream: 3) == order(200, seed: 5, stream: 3))
    #expect(order(200, seed: 5, stream: 3) != order(200, seed: 5, stream: 4))
    #expect(order(200, seed: 5, stream: 3) != order(200, seed: 6, stream: 3))
  }

  /// χ² of the 24 orders of four places over 48,000 streams; 23 degrees of freedom, bound at 1e-5.
  @Test func givesEveryOrderEquallyOften() {
    var counts: [[UInt32]: Int] = [:]
    let streams = 48_000
    for stream in 0..<streams {
      counts[order(4, seed: 11, stream: UInt64(stream)), default: 0] += 1
    }
    let expected = Double(streams) / 24
    #expect(counts.count == 24)
    let statistic = counts.values.reduce(0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(statistic < 61.1)
  }

  /// The mean place of each of 300 places over 4,000 streams lies within five standard errors.
  @Test func movesEveryPlaceEverywhere() {
    let (count, streams) = (300, 4_000)
    var sums = [Double](repeating: 0, count: count)
    for stream in 0..<streams {
      for (place, value) in order(count, seed: 2, stream: UInt64(stream)).enumerated() {
        sums[place] += Double(value)
      }
    }
    let error = (Double(count * count - 1) / 12 / Double(streams)).squareRoot()
    #expect(sums.allSatisfy { abs($0 / Double(streams) - 149.5) < 5 * error })
  }

  @Test(arguments: [0, 1, 2, 5, 8])
  func fillsAsItDrawsOneByOne(before: Int) {
    var one = Philox(seed: 9, stream: 1)
    var other = one
    for _ in 0..<before { #expect(one.next() == other.next()) }
    let filled = [UInt64](unsafeUninitializedCapacity: 7) { buffer, initialized in
      buffer.initialize(repeating: 0)
      other.fill(buffer)
      initialized = 7
    }
    #expect(filled == (0..<7).map { _ in one.next() })
    #expect(one.next() == other.next())
  }
}

import Testing

@testable import PanelNumerics

@Suite struct ConditionalPermutationsTests {
  private static func generator(_ draw: Int) -> Philox { Philox(seed: 11, stream: UInt64(draw)) }

  /// Rows of one weight, of several weights, of none, with between 0 and all other units.
  private static func weights(_ count: Int, isEven: Bool) -> SparseMatrix {
    var random = Philox(seed: 5, stream: 0)
    var entries: [SparseMatrix.Entry] = []
    for row in 0..<count {
      let size = row == 3 ? 0 : row == 4 ? count - 1 : 1 + random.below(6)
      var others = (0..<count).filter { $0 != row }
      random.shuffle(&others)
      for other in others.prefix(size) {
        entries.append(.init(row, other, isEven ? 1 / Double(size) : 0.1 + random.uniform()))
      }
    }
    return SparseMatrix(rowCount: count, columnCount: count, entries: entries)
  }

  private static func values(_ count: Int) -> [Double] {
    var random = Philox(seed: 6, stream: 0)
    return (0..<count).map { _ in random.normal() }
  }

  /// Counts by forming the lag of every draw anew.
  private static func counted(
    _ permutations: ConditionalPermutations,
    _ values: [Double],
    _ weights: SparseMatrix
  ) -> [ConditionalPermutations.Tails] {
    (0..<values.count).map { row in
      let positions = weights.positions(ofRow: row)
      func lag(_ units: [Int]) -> Double {
        zip(positions, units).reduce(0) { $0 + weights.values[$1.0] * values[$1.1] }
      }
      let observed = lag(positions.map { Int(weights.columns[$0]) })
      let draws = (0..<permutations.count).map {
        lag(permutations.neighbours(of: row, count: positions.count, draw: $0))
      }
      return .init(
        atLeast: draws.count { $0 >= observed - 1e-12 },
        atMost: draws.count { $0 <= observed + 1e-12 }
      )
    }
  }

  @Test(arguments: [true, false], [7, 40])
  func countsLagsOfDraws(isEven: Bool, count: Int) {
    let (weights, values) = (Self.weights(count, isEven: isEven), Self.values(count))
    let permutations = ConditionalPermutations(
      for: weights, count: 99, threads: 1, generator: Self.generator)
    let tails = permutations.tails(of: values, weights: weights, threads: 1)
    #expect(tails == Self.counted(permutations, values, weights))
    #expect(tails[3] == .init(atLeast: 99, atMost: 99))
  }

  @Test func givesTheSameOnAnyNumberOfThreads() {
    let (weights, values) = (Self.weights(50, isEven: false), Self.values(50))
    let results = [1, 2, 5].map { threads in
      ConditionalPermutations(for: weights, count: 200, threads: threads, generator: Self.generator)
        .tails(of: values, weights: weights, threads: threads)
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test func drawsDistinctUnitsOtherThanTheUnitItself() {
    let count = 9
    let weights = Self.weights(count, isEven: true)
    let permutations = ConditionalPermutations(
      for: weights, count: 500, threads: 1, generator: Self.generator)
    for unit in 0..<count {
      var seen = [Int](repeating: 0, count: count)
      for draw in 0..<500 {
        let others = permutations.neighbours(of: unit, count: 4, draw: draw)
        #expect(Set(others).count == 4)
        for other in others { seen[other] += 1 }
      }
      #expect(seen[unit] == 0)
      // 500 draws of 4 of 8 units: 250 each, with a standard deviation of 11.
      #expect(seen.enumerated().allSatisfy { $0.offset == unit || abs($0.element - 250) < 55 })
    }
  }

  @Test func earlierDrawsDoNotDependOnTheirNumber() {
    let weights = Self.weights(12, isEven: true)
    let (few, many) = (
      ConditionalPermutations(for: weights, count: 10, threads: 1, generator: Self.generator),
      ConditionalPermutations(for: weights, count: 300, threads: 2, generator: Self.generator)
    )
    for draw in 0..<10 {
      #expect(
        few.neighbours(of: 2, count: 5, draw: draw) == many.neighbours(of: 2, count: 5, draw: draw))
    }
  }

  @Test func countsEqualLagsInBothTails() {
    // A variable of zeros and ones: most lags tie, in whatever order their terms are added.
    let values = (0..<30).map { $0 % 3 == 0 ? 1.0 : 0 }
    for isEven in [true, false] {
      var weights = Self.weights(30, isEven: true)
      // Unequal by rounding alone, so that the road of unequal weights is taken.
      if !isEven { weights.values[0] = weights.values[0].nextUp }
      let permutations = ConditionalPermutations(
        for: weights, count: 199, threads: 1, generator: Self.generator)
      #expect(
        permutations.tails(of: values, weights: weights, threads: 1)
          == Self.counted(permutations, values, weights))
    }
  }
}

@Suite struct LocalMoranTests {
  private static let ring = SparseMatrix(
    rowCount: 6,
    columnCount: 6,
    entries: (0..<6).flatMap {
      [.init($0, ($0 + 1) % 6, 0.25), .init($0, ($0 + 5) % 6, 0.75)] as [SparseMatrix.Entry]
    }
  )
  private static let values = [1.0, 4, 2, 8, 5, 7]

  @Test func sumsToTheGlobalStatistic() {
    let local = LocalMoran(of: Self.values, weights: Self.ring)
    #expect(abs(local.statistics.reduce(0, +) - 6 * local.global) < 1e-14)
  }

  /// All 720 orders of six values have exactly the moments of the formulas.
  @Test func momentsAreThoseOfAllPermutations() {
    let local = LocalMoran(of: Self.values, weights: Self.ring)
    var total = Array(repeating: (sum: 0.0, squares: 0.0), count: 6)
    var conditional = total
    func visit(_ order: [Double], _ rest: [Double]) {
      guard !rest.isEmpty else {
        let statistics = LocalMoran(of: order, weights: Self.ring).statistics
        for place in 0..<6 {
          total[place].sum += statistics[place] / 720
          total[place].squares += statistics[place] * statistics[place] / 720
          if order[place] == Self.values[place] {
            conditional[place].sum += statistics[place] / 120
            conditional[place].squares += statistics[place] * statistics[place] / 120
          }
        }
        return
      }
      for index in rest.indices {
        var next = rest
        let value = next.remove(at: index)
        visit(order + [value], next)
      }
    }
    visit([], Self.values)
    for (moments, found) in [(local.totalMoments(), total), (local.conditionalMoments(), conditional)]
    {
      for (expected, actual) in zip(moments, found) {
        #expect(abs(expected.expectation - actual.sum) < 1e-12)
        #expect(abs(expected.variance - (actual.squares - actual.sum * actual.sum)) < 1e-12)
      }
    }
  }
}

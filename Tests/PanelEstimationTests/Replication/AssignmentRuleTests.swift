import PanelNumerics
import Testing

@testable import PanelEstimation

/// How placebo treatments are drawn.
@Suite struct AssignmentRuleTests {
  private func draws(_ rule: AssignmentRule, carriers: Int, count: Int) -> [[Int32]] {
    (0..<count).map { replicate in
      var generator = Philox(seed: 2024, stream: UInt64(replicate))
      return rule.draw(carrierCount: carriers, from: &generator)
    }
  }

  /// Σ (observed − expected)² / expected over equally likely outcomes is far from its upper tail.
  private func expectUniform(
    _ outcomes: [String], of possible: Int, at location: SourceLocation = #_sourceLocation
  ) {
    let counts = Dictionary(outcomes.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(counts.count == possible, sourceLocation: location)
    let expected = Double(outcomes.count) / Double(possible)
    let statistic = counts.values.reduce(0) { sum, count in
      sum + (Double(count) - expected) * (Double(count) - expected) / expected
    }
    let p = ChiSquared(degreesOfFreedom: Double(possible - 1)).upperTail(statistic)
    #expect(p > 1e-4, "χ² \(statistic), p \(p)", sourceLocation: location)
  }

  @Test func permutesDatesUniformly() {
    let rule = AssignmentRule.permutation(Permutation(labels: [2, 2, 5, -1, -1]))
    // 5! / (2! 2!) = 30.
    expectUniform(draws(rule, carriers: 5, count: 30_000).map { "\($0)" }, of: 30)
  }

  @Test func permutesWithinStrataUniformly() {
    let labels: [Int32] = [1, -1, -1, 2, -1]
    let permutation = Permutation(labels: labels, strata: [[0, 1, 4], [2, 3]])
    #expect(permutation.assignmentCount == 6)
    let all = draws(.permutation(permutation), carriers: 5, count: 6_000)
    expectUniform(all.map { "\($0)" }, of: 6)
    #expect(all.allSatisfy { [$0[2], $0[3]].sorted() == [-1, 2] })
  }

  @Test func choosesUnitsAndOneDateUniformly() {
    let all = draws(.common(carriers: 2, dates: [1, 2, 3]), carriers: 4, count: 18_000)
    // C(4, 2) · 3.
    expectUniform(all.map { "\($0)" }, of: 18)
    #expect(all.allSatisfy { Set($0).subtracting([-1]).count == 1 })
  }

  @Test func choosesADateForEachUnit() {
    let all = draws(.unrestricted(carriers: 2, dates: [4, 6]), carriers: 3, count: 12_000)
    // C(3, 2) · 2².
    expectUniform(all.map { "\($0)" }, of: 12)
  }

  @Test func keepsSizesAndGivesCohortsDistinctDates() {
    let all = draws(.restricted(sizes: [1, 2], dates: [3, 4, 5]), carriers: 4, count: 36_000)
    // 3 · 2 dates in order, times 4! / (1! 2! 1!) fillings.
    expectUniform(all.map { "\($0)" }, of: 72)
    for assignment in all.prefix(500) {
      let sizes = Dictionary(assignment.map { ($0, 1) }, uniquingKeysWith: +)
      #expect(sizes[-1] == 1)
      #expect(sizes.filter { $0.key >= 0 }.values.sorted() == [1, 2])
    }
  }

  /// Each date is as likely for the large cohort as for the small one.
  @Test func givesDatesInRandomOrder() {
    let all = draws(.restricted(sizes: [1, 3], dates: [0, 1, 2]), carriers: 9, count: 6_000)
    let pairs = all.map { assignment in
      let counts = Dictionary(assignment.map { ($0, 1) }, uniquingKeysWith: +)
      let small = counts.first { $0.value == 1 && $0.key >= 0 }?.key ?? -1
      let large = counts.first { $0.value == 3 && $0.key >= 0 }?.key ?? -1
      return "\(small) \(large)"
    }
    expectUniform(pairs, of: 6)
  }

  @Test func enumeratesEveryAssignmentOnce() throws {
    let permutation = Permutation(
      labels: [1, 1, 0, -1, -1, 2, -1], strata: [[0, 2, 3, 6], [1, 4, 5]])
    // 4!/2! · 3!
    let count = try #require(permutation.assignmentCount)
    #expect(count == 72)
    let all = Set((0..<count).map { permutation.assignment(number: $0) })
    #expect(all.count == 72)
    for assignment in all {
      #expect([0, 2, 3, 6].map { assignment[$0] }.sorted() == [-1, -1, 0, 1])
      #expect([1, 4, 5].map { assignment[$0] }.sorted() == [-1, 1, 2])
    }
  }

  @Test func countsAssignmentsUpToItsLimit() {
    let labels = [Int32](repeating: -1, count: 29) + [Int32](repeating: 3, count: 21)
    #expect(Permutation(labels: labels).assignmentCount == nil)
    #expect(Permutation(labels: [0, 0, -1, -1, -1]).assignmentCount == 10)
    #expect(Permutation(labels: [0, 0, 0]).assignmentCount == 1)
    #expect(Permutation(labels: (0..<9).map { $0 }).assignmentCount == 362_880)
    #expect(Permutation(labels: (0..<10).map { $0 }).assignmentCount == nil)
  }
}

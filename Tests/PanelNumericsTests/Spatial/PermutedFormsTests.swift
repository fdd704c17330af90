import Testing

@testable import PanelNumerics

/// Quadratic forms of permuted values, by both roads.
@Suite struct PermutedFormsTests {
  /// A directed graph of n places, each with k neighbours at fixed steps.
  private static func ring(_ n: Int, neighbours: Int) -> SparseMatrix {
    var entries: [SparseMatrix.Entry] = []
    for i in 0..<n {
      for step in 1...neighbours {
        let weight = 1 / Double(step + i % 3)
        entries.append(SparseMatrix.Entry(i, (i + step * step) % n, weight))
      }
    }
    return SparseMatrix(rowCount: n, columnCount: n, entries: entries)
  }

  private static func full(_ n: Int) -> SparseMatrix {
    var matrix = Matrix(rowCount: n, columnCount: n)
    for i in 0..<n {
      for j in 0..<n where i != j { matrix[i, j] = 1 / (1 + abs(Double(i * i - 2 * j))) }
    }
    return SparseMatrix(matrix)
  }

  private static func values(_ n: Int, _ shift: Double) -> [Double] {
    (0..<n).map { (Double($0) * 0.7 + shift).truncatingRemainder(dividingBy: 3) - 1 }
  }

  private static func generator(_ replicate: Int) -> Philox {
    Philox(seed: 3, stream: UInt64(replicate))
  }

  private static func permuted(_ values: [Double], _ replicate: Int) -> [Double] {
    var random = generator(replicate)
    let order = [UInt32](unsafeUninitializedCapacity: values.count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      RandomOrders(count: values.count).draw(into: buffer, from: &random)
      initialized = values.count
    }
    return order.map { values[Int($0)] }
  }

  /// Both roads in one call, at a number of replicates that fills neither block nor lanes.
  @Test func givesTheFormAtEveryPermutedVector() throws {
    let n = 230
    let forms = [Self.ring(n, neighbours: 3), Self.full(n)]
      .map(QuadraticForm.init(crossProductsOf:))
    let vectors = [Self.values(n, 0), Self.values(n, 1)]
    let result = PermutedForms(
      forms,
      of: vectors,
      replicates: 77,
      threads: 2,
      generator: Self.generator
    )
    for (form, values) in zip(forms, result.values) {
      for (vector, values) in zip(vectors, values) {
        #expect(values.count == 77)
        for replicate in [0, 7, 8, 63, 64, 76] {
          let wanted = form.value(at: Self.permuted(vector, replicate))
          #expect(abs(values[replicate] - wanted) < 1e-9 * form.size(at: vector))
        }
      }
    }
  }

  @Test(arguments: [false, true])
  func givesTheSameAtAnyNumberOfThreads(isDense: Bool) {
    let n = 120
    let form = QuadraticForm(
      crossProductsOf: isDense ? Self.full(n) : Self.ring(n, neighbours: 2)
    )
    let runs = [1, 2, 5].map { threads in
      PermutedForms(
        [form],
        of: [Self.values(n, 0)],
        replicates: 200,
        threads: threads,
        generator: Self.generator
      ).values
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0] == runs[2])
  }

  /// z'Wz and Σ w (zᵢ − zⱼ)² by their definitions.
  @Test func formsCrossProductsAndSquaredDifferences() {
    let n = 40
    let weights = Self.ring(n, neighbours: 4)
    let dense = weights.dense()
    let z = Self.values(n, 0.3)
    var products = 0.0
    var differences = 0.0
    for i in 0..<n {
      for j in 0..<n {
        products += dense[i, j] * z[i] * z[j]
        differences += dense[i, j] * (z[i] - z[j]) * (z[i] - z[j])
      }
    }
    let form = QuadraticForm(crossProductsOf: weights)
    let sums = zip(weights.rowSums, weights.columnSums).map { $0 + $1 }
    #expect(abs(form.value(at: z) - products) < 1e-12)
    #expect(abs(form.squaredDifferences(sums: sums).value(at: z) - differences) < 1e-12)
  }

  @Test func countsTiesOnBothSides() {
    let rank = PermutationRank(of: 0.3, among: [0.1, 0.3, 0.1 + 0.2, 0.5], slack: 1e-12)
    #expect(rank.atLeast == 3)
    #expect(rank.atMost == 3)
    #expect(rank.upperPValue == 0.8)
    #expect(rank.twoSidedPValue == 1)
  }

  /// The mean and the variance over permutations are those of randomisation.
  @Test(arguments: SpatialAutocorrelation.Kind.allCases)
  func hasTheMomentsOfRandomisation(kind: SpatialAutocorrelation.Kind) {
    let n = 25
    let statistic = SpatialAutocorrelation(kind, weights: Self.ring(n, neighbours: 3))
    let prepared = statistic.prepared((0..<n).map { Double(($0 * 7) % 11) + 1 })
    let count = 40_000
    let values = PermutedForms(
      [statistic.form],
      of: [prepared.values],
      replicates: count,
      threads: 2,
      generator: Self.generator
    ).values[0][0].map { prepared.factor * $0 }
    let mean = Summation.mean(values)
    let variance = Summation.centredSumOfSquares(values) / Double(count - 1)
    let expected = statistic.variance(of: prepared, under: .randomisation)
    #expect(abs(mean - statistic.expectation) < 4 * (expected / Double(count)).squareRoot())
    #expect(abs(variance / expected - 1) < 0.04)
  }
}

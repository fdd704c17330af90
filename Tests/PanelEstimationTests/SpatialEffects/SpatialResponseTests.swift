import Foundation
import PanelNumerics
import Testing

/// Multipliers of (I − ρW)⁻¹ and draws of effects, against dense inverses and each other.
@Suite struct SpatialResponseTests {
  /// Three links from every place that few return: directed, with complex eigenvalues.
  private static func directed(_ n: Int) -> SparseMatrix {
    var entries: [SparseMatrix.Entry] = []
    for i in 0..<n {
      for step in 1...3 {
        let other = (i * i + step * 5 + i) % n
        entries.append(.init(i, other == i ? (i + 1) % n : other, 1))
      }
    }
    let raw = SparseMatrix(rowCount: n, columnCount: n, entries: entries)
    return raw.scalingRows(by: raw.rowSums.map { 1 / $0 })
  }

  private static func ring(_ n: Int, scale: Double = 0.5) -> SparseMatrix {
    SparseMatrix(
      rowCount: n, columnCount: n,
      entries: (0..<n).flatMap { i in
        [(i + 1) % n, (i + n - 1) % n].map { SparseMatrix.Entry(i, $0, scale) }
      })
  }

  private static func dense(_ weights: SparseMatrix, _ rho: Double) throws -> SpatialMultipliers {
    let n = weights.rowCount
    let system = Matrix.identity(n) - rho * weights.dense()
    let inverse = try #require(LUDecomposition(system)).solve(Matrix.identity(n))
    let lagged = inverse * weights.dense()
    let mean = { (values: [Double]) in Summation.sum(values) / Double(n) }
    return SpatialMultipliers(
      own: mean(inverse.diagonal), ownLagged: mean(lagged.diagonal),
      total: mean(inverse.elements), totalLagged: mean(lagged.elements))
  }

  private static func parts(_ m: SpatialMultipliers) -> [Double] {
    [m.own, m.ownLagged, m.total, m.totalLagged]
  }

  static let matrices: [(String, SparseMatrix)] = [
    ("ring", ring(40)), ("binary ring", ring(31, scale: 1)), ("directed", directed(37)),
    ("islands", SparseMatrix(
      rowCount: 9, columnCount: 9,
      entries: [.init(0, 1, 1), .init(1, 0, 0.5), .init(1, 2, 0.5), .init(2, 1, 1), .init(4, 5, 2)])),
  ]

  @Test func meetsDenseInverses() throws {
    for (name, weights) in Self.matrices {
      let determinant = try EigenvalueLogDeterminant(weights)
      let response = SpatialResponse(weights, determinant)
      let upper = min(determinant.interval.upper, 3)
      let lower = max(determinant.interval.lower, -3)
      for share in [0.01, 0.3, 0.5, 0.9, 0.99] {
        for rho in [upper * share, lower * share] {
          let expected = Self.parts(try Self.dense(weights, rho))
          for (found, reference) in zip(Self.parts(response.multipliers(at: rho)), expected) {
            #expect(abs(found - reference) <= 1e-10 * max(1, abs(reference)), "\(name) \(rho)")
          }
        }
      }
    }
  }

  /// Slopes are what a central difference of the values shows.
  @Test func hasTheSlopesOfItsValues() throws {
    for (name, weights) in Self.matrices {
      let response = SpatialResponse(weights, try EigenvalueLogDeterminant(weights))
      for rho in [0.0, 0.21, -0.3] {
        let step = 1e-5
        let above = Self.parts(response.multipliers(at: rho + step))
        let below = Self.parts(response.multipliers(at: rho - step))
        let slopes = Self.parts(response.slopes(at: rho))
        for (position, slope) in slopes.enumerated() {
          let difference = (above[position] - below[position]) / (2 * step)
          #expect(abs(slope - difference) <= 1e-7 * max(1, abs(slope)), "\(name) \(rho)")
        }
      }
    }
  }

  /// Traces that cost a factorisation each are interpolated: up to the ends of the
  /// interval no more is lost than 1e-7, a thousandth of a thousandth of what draws scatter.
  @Test func interpolatesWithinItsError() throws {
    for (name, weights) in Self.matrices {
      let determinant = try EigenvalueLogDeterminant(weights)
      let interval = determinant.interval
      let calls = Calls()
      let response = SpatialResponse(
        rowSums: weights.rowSums, columnSums: weights.columnSums,
        traces: .functions(
          value: {
            calls.add()
            return determinant.trace(at: $0)
          },
          slope: { determinant.traces(at: $0).square }),
        sums: .solves { determinant.system(at: $0).solve($1) })
      let ends = (max(interval.lower, -2), min(interval.upper, 2))
      for (from, to) in [(0.1, 0.3), (-0.9, 0.99), (0.9, 0.999_999), (-0.001, 0.001)] {
        let low = from < 0 ? -from * ends.0 : from * ends.1
        let rhos = (0...300).map { low + (to * ends.1 - low) * Double($0) / 300 }
        let (found, error) = response.multipliers(at: rhos, in: interval)
        #expect(error < 1e-5)
        for (rho, multipliers) in zip(rhos, found) {
          let exact = response.multipliers(at: rho)
          for (value, reference) in zip(Self.parts(multipliers), Self.parts(exact)) {
            #expect(
              abs(value - reference) <= 1e-7 * max(1, abs(reference)),
              "\(name) \(rho): \(value) for \(reference)")
          }
        }
      }
      #expect(calls.count > 0)
    }
  }

  /// How often a function was called.
  private final class Calls: @unchecked Sendable {
    private(set) var count = 0
    func add() { count += 1 }
  }

  /// mpmath to 40 digits, closed form of the ring.
  @Test func keepsDigitsNearASingularMatrix() throws {
    let weights = Self.ring(40)
    let response = SpatialResponse(weights, try EigenvalueLogDeterminant(weights))
    for (rho, values) in try SpatialCase.values(of: "hard_ring_near_singular") {
      guard case .mapping(let expected) = values else { continue }
      let found = response.multipliers(at: try #require(Double(rho)))
      let tolerance = rho.count > 6 ? 1e-7 : 1e-9
      #expect(agree(found.own, try expected.number("direct_per_beta"), tolerance), "\(rho)")
      #expect(agree(found.total, try expected.number("total_per_beta"), tolerance), "\(rho)")
    }
  }

  private static func model(
    rho: Double = 0.4, deviation: Double = 0.05, covariance: Matrix? = nil
  ) throws -> SpatialEffectModel {
    let weights = ring(40)
    let determinant = try EigenvalueLogDeterminant(weights)
    return SpatialEffectModel(
      terms: [.init(own: 0, lagged: 1), .init(own: 2)], rho: 3,
      parameters: [1, -0.3, 0.5, rho],
      covariance: covariance ?? .diagonal([0.01, 0.02, 0.01, deviation * deviation]),
      response: SpatialResponse(weights, determinant), interval: determinant.interval)
  }

  private static func generator(_ draw: Int) -> Philox { Philox(seed: 7, stream: UInt64(draw)) }

  @Test func drawsTheSameOnAnyNumberOfThreads() throws {
    let model = try Self.model()
    let one = model.estimates(draws: 999, level: 0.95, threads: 1, generator: Self.generator)
    let two = model.estimates(draws: 999, level: 0.95, threads: 2, generator: Self.generator)
    #expect(one == two)
    #expect(one?.draws?.discarded == 0)
  }

  @Test func countsDrawsOutsideTheInterval() throws {
    let model = try Self.model(rho: 0.95, deviation: 0.05)
    let drawn = try #require(
      model.estimates(draws: 1000, level: 0.95, threads: 2, generator: Self.generator))
    #expect(!drawn.hasReliableMoments)
    let share = Double(try #require(drawn.draws).discarded) / 1000
    #expect(abs(share - 0.1587) < 0.05)
  }

  @Test func refusesACovarianceThatIsNotPositiveDefinite() throws {
    var covariance = Matrix.diagonal([0.01, 0.02, 0.01, 0.01])
    (covariance[0, 1], covariance[1, 0]) = (0.02, 0.02)
    let model = try Self.model(covariance: covariance)
    #expect(
      model.estimates(draws: 100, level: 0.95, threads: 1, generator: Self.generator) == nil)
  }

  /// Without ρ effects are linear: β and θ themselves, with their own variances.
  @Test func areCoefficientsWithoutALagOfTheOutcome() throws {
    let weights = Self.ring(12)
    let determinant = try EigenvalueLogDeterminant(weights)
    let model = SpatialEffectModel(
      terms: [.init(own: 0, lagged: 1)], rho: nil, parameters: [2, -1],
      covariance: .diagonal([0.04, 0.09]), response: SpatialResponse(weights, determinant),
      interval: determinant.interval)
    let effect = model.estimates().effects[0]
    #expect(effect.direct.value == 2 && abs(effect.direct.variance - 0.04) < 1e-15)
    #expect(abs(effect.indirect.value + 1) < 1e-14 && abs(effect.indirect.variance - 0.09) < 1e-14)
    #expect(abs(effect.total.value - 1) < 1e-14 && abs(effect.total.variance - 0.13) < 1e-14)
  }

  /// Total = direct + indirect, of values and of every draw's mean.
  @Test func addUp() throws {
    let drawn = try #require(
      try Self.model().estimates(draws: 500, level: 0.9, threads: 2, generator: Self.generator))
    for effect in drawn.effects {
      #expect(abs(effect.direct.value + effect.indirect.value - effect.total.value) < 1e-12)
      let means = try [effect.direct, effect.indirect, effect.total].map {
        try #require($0.simulated).mean
      }
      #expect(abs(means[0] + means[1] - means[2]) < 1e-12)
    }
  }
}

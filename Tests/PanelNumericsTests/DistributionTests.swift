import Foundation
import TestSupport
import Testing

@testable import PanelNumerics

private struct Table: Decodable {
  var student: [[Double]]
  var fisher: [[Double]]
  var chiSquared: [[Double]]
  var normal: [[Double]]
  var quantiles: [Row]

  struct Row: Decodable {
    var family: String
    var numbers: [Double]
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      family = try container.decode(String.self)
      numbers = []
      while !container.isAtEnd { numbers.append(try container.decode(Double.self)) }
    }
  }
}

/// Values to 60 digits, from bulk to p = 10⁻³⁰⁷.
@Suite struct DistributionTests {
  private let table: Table
  init() throws { table = try OracleFiles.decoded(Table.self, from: "distributions.json") }

  private func expectClose(_ ours: Double, _ reference: Double, _ what: String) {
    // Beyond 10⁻¹⁰⁰ the exponent itself, some hundreds, costs two digits.
    let tolerance = abs(reference) < 1e-100 ? 1e-12 : 1e-13
    let error = abs(ours - reference) / abs(reference)
    #expect(error <= tolerance, "\(what): \(ours), \(reference), \(error)")
  }

  @Test func givesStudentTails() {
    for row in table.student {
      let distribution = StudentT(degreesOfFreedom: row[0])
      expectClose(distribution.twoSidedPValue(row[1]), row[2], "t(\(row[0])), \(row[1])")
      #expect(distribution.twoSidedPValue(-row[1]) == distribution.twoSidedPValue(row[1]))
    }
  }

  @Test func givesFisherTails() {
    for row in table.fisher {
      let tail = FisherF(numerator: row[0], denominator: row[1]).upperTail(row[2])
      expectClose(tail, row[3], "F(\(row[0]), \(row[1])), \(row[2])")
    }
  }

  @Test func givesChiSquaredTails() {
    for row in table.chiSquared {
      let tail = ChiSquared(degreesOfFreedom: row[0]).upperTail(row[1])
      expectClose(tail, row[2], "chi2(\(row[0])), \(row[1])")
    }
  }

  @Test func givesNormalTails() {
    for row in table.normal { expectClose(Normal.upperTail(row[0]), row[1], "z \(row[0])") }
  }

  @Test func invertsTails() {
    for row in table.quantiles {
      let (first, second, tail, reference) = (
        row.numbers[0], row.numbers[1], row.numbers[2], row.numbers[3]
      )
      let quantile: Double
      switch row.family {
      case "t": quantile = StudentT(degreesOfFreedom: first).criticalValue(tail: tail)
      case "f" where tail > 1e-6:
        quantile = FisherF(numerator: first, denominator: second).quantile(1 - tail)
      case "chi2" where tail > 1e-6:
        quantile = ChiSquared(degreesOfFreedom: first).quantile(1 - tail)
      case "z": quantile = -Normal.quantile(tail)
      default: continue
      }
      expectClose(quantile, reference, "\(row.family) \(row.numbers)")
    }
  }

  @Test func isTheNormalForInfinitelyManyDegreesOfFreedom() {
    let distribution = StudentT(degreesOfFreedom: .infinity)
    for x in [-3.0, -0.2, 0, 1.5, 30] {
      #expect(distribution.cdf(x) == Normal.cdf(x))
      #expect(distribution.density(x) == Normal.density(x))
    }
    #expect(
      distribution.criticalValue(level: 0.95).isClose(
        to: 1.959963984540054,
        relativeTolerance: 1e-14
      )
    )
  }

  @Test func returnsFromQuantileToProbability() {
    for freedom in [1.0, 3, 29, 1e5] {
      for p in [1e-12, 0.01, 0.3, 0.5, 0.500001, 0.9, 0.999] {
        let student = StudentT(degreesOfFreedom: freedom)
        #expect(student.cdf(student.quantile(p)).isClose(to: p, relativeTolerance: 1e-13))
        let fisher = FisherF(numerator: 4, denominator: freedom)
        #expect(fisher.cdf(fisher.quantile(p)).isClose(to: p, relativeTolerance: 1e-12))
        let chiSquared = ChiSquared(degreesOfFreedom: freedom)
        #expect(chiSquared.cdf(chiSquared.quantile(p)).isClose(to: p, relativeTolerance: 1e-12))
        #expect(Normal.cdf(Normal.quantile(p)).isClose(to: p, relativeTolerance: 1e-13))
      }
    }
  }

  @Test func knowsTheEndsOfTheLine() {
    let student = StudentT(degreesOfFreedom: 5)
    #expect(student.quantile(0) == -.infinity)
    #expect(student.quantile(1) == .infinity)
    #expect(student.twoSidedPValue(.infinity) == 0)
    #expect(student.twoSidedPValue(0) == 1)
    #expect(student.twoSidedPValue(.nan).isNaN)
    #expect(FisherF(numerator: 2, denominator: 5).upperTail(0) == 1)
    #expect(FisherF(numerator: 2, denominator: 5).upperTail(.infinity) == 0)
    #expect(ChiSquared(degreesOfFreedom: 2).upperTail(-1) == 1)
    #expect(Normal.upperTail(.infinity) == 0)
    #expect(Normal.upperTail(-.infinity) == 1)
    #expect(Normal.quantile(0.5) == 0)
  }

  @Test func agreesAcrossFamilies() {
    for x in [0.3, 1.7, 4.2] {
      // t² is F(1, ν); z² is χ²(1); F(k, ∞) is χ²(k)/k; χ²(2) is exponential.
      #expect(
        StudentT(degreesOfFreedom: 11).twoSidedPValue(x).isClose(
          to: FisherF(numerator: 1, denominator: 11).upperTail(x * x),
          relativeTolerance: 1e-14
        )
      )
      #expect(
        Normal.twoSidedPValue(x).isClose(
          to: ChiSquared(degreesOfFreedom: 1).upperTail(x * x),
          relativeTolerance: 1e-14
        )
      )
      #expect(
        FisherF(numerator: 3, denominator: .infinity).upperTail(x).isClose(
          to: ChiSquared(degreesOfFreedom: 3).upperTail(3 * x),
          relativeTolerance: 1e-14
        )
      )
      #expect(
        ChiSquared(degreesOfFreedom: 2).upperTail(x).isClose(
          to: exp(-x / 2),
          relativeTolerance: 1e-14
        )
      )
    }
  }
}

import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Given treatments of the states in place of their laws.
@Suite struct PlaceboOracleTests {
  struct Oracle: Decodable {
    var coef: [String: Double]
    var extra: Extra

    struct Extra: Decodable {
      var placebo_coef: [Double]
      var p_two_sided: Share
      var p_left: Share
      var p_right: Share
      var distribution: Distribution
    }
    struct Share: Decodable {
      var k: Int?
      var k_over_n: Double
      var k1_over_n1: Double?
    }
    struct Distribution: Decodable {
      var mean: Double
      var sd: Double
    }
  }

  /// The first treated year of each state in each replication.
  private func assignments(_ name: String, _ sample: PlaceboSample) throws -> [[Int32]] {
    let table = try DataReader.read(
      url: PanelFiles.folder.appending(path: "data/\(name)_assignments.csv"), named: name)
    let columns = try ["rep", "sid", "fake_eff"].map { try #require(table[$0]?.numbers) }
    let states = Array(Set(columns[1])).sorted()
    var found: [[Int32]] = []
    for row in columns[0].indices {
      let replicate = Int(columns[0][row]) - 1
      if replicate == found.count {
        found.append([Int32](repeating: -1, count: sample.carriers.count))
      }
      let state = try #require(states.firstIndex(of: columns[1][row]))
      guard columns[2][row] > 0 else { continue }
      found[replicate][state] = Int32(
        try #require(sample.periods.firstIndex(of: Int(columns[2][row]))))
    }
    return found
  }

  @Test(arguments: [
    ("placebo_castle_mixed", "l_homicide ~ d + \(PlaceboFixtures.controls) | sid + year"),
    ("placebo_castle_space", "l_homicide ~ d | sid + year"),
  ])
  func findsTheCoefficientsOfGivenTreatments(name: String, model: String) throws {
    let oracle = try PanelFiles.decoded(Oracle.self, from: "\(name).json")
    let panel = try PlaceboFixtures.castle()
    let (placebos, _) = try PlaceboFixtures.placebos(model, in: panel)
    let given = try assignments(name, placebos.sample)
    let actual = try #require(oracle.coef["true"])
    PlaceboFixtures.expectClose([placebos.baseline.estimate.value], [actual], within: 1e-9)
    let values = try placebos.values(count: given.count, in: AnalysisContext()) { given[$0] }
    PlaceboFixtures.expectClose(values, oracle.extra.placebo_coef, within: 1e-9)
    let again = given.prefix(5).map { placebos.rerun($0) }
    PlaceboFixtures.expectClose(again, Array(oracle.extra.placebo_coef.prefix(5)), within: 1e-9)

    let draws = PlaceboDraws(
      of: values, about: actual, seed: 1, density: DensityOptions(), histogram: .rule(.stata))
    #expect(draws.twoSided.count == oracle.extra.p_two_sided.k)
    #expect(draws.twoSided.plain == oracle.extra.p_two_sided.k_over_n)
    #expect(draws.twoSided.corrected == oracle.extra.p_two_sided.k1_over_n1)
    #expect(draws.left.plain == oracle.extra.p_left.k_over_n)
    #expect(draws.right.plain == oracle.extra.p_right.k_over_n)
    PlaceboFixtures.expectClose(
      [try #require(draws.mean.value), try #require(draws.standardDeviation.value)],
      [oracle.extra.distribution.mean, oracle.extra.distribution.sd], within: 1e-9)
    #expect(draws.density?.x.count == 300)
    #expect(draws.histogram?.counts.reduce(0, +) == given.count)
  }

  /// Own random draws, as the oracle's tolerance for those says.
  @Test func drawsPlacebosInSpaceLikeTheOracle() throws {
    let oracle = try PanelFiles.decoded(Oracle.self, from: "placebo_castle_space.json")
    let placebo = Placebo(
      TreatmentTarget(model: "l_homicide ~ d | sid + year"), kind: .inSpace, replications: 2000)
    let result = try placebo.run(
      on: PlaceboFixtures.castle(), in: AnalysisContext(seed: 3, id: "placebo"))[0]
    let draws = try #require(result.draws)
    #expect(abs(try #require(draws.mean.value)) < 0.01)
    let spread = try #require(draws.standardDeviation.value) / oracle.extra.distribution.sd
    #expect(abs(spread - 1) < 0.15)
    #expect(abs(draws.twoSided.plain - oracle.extra.p_two_sided.k_over_n) < 0.05)
    #expect(draws.failed == 0 && draws.values.count == 2000)
  }
}

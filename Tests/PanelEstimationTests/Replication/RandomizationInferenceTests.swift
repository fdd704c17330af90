import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

/// The method `randomization-inference`.
@Suite struct RandomizationInferenceTests {
  /// y, d, a stratum s and clusters c of two rows each; no units and no periods.
  static func crossSection(_ count: Int = 12, perCluster: Int = 1) -> Panel {
    var random = Philox(seed: 4, stream: 0)
    let rows = 0..<count
    let d = rows.map { Double(($0 / perCluster) % 2) }
    return Panel(
      table: DataTable(columns: [
        Column("y", numbers: rows.map { 0.8 * d[$0] + random.normal() }),
        Column("d", numbers: d),
        Column("s", numbers: rows.map { Double($0 * 2 / count) }),
        Column("c", numbers: rows.map { Double($0 / perCluster) }),
        Column("x", numbers: rows.map { _ in random.normal() }),
      ]))
  }

  private func run(
    _ inference: RandomizationInference, on panel: Panel, threads: Int = 2
  ) throws -> PlaceboResult {
    try inference.run(
      on: panel, in: AnalysisContext(seed: 3, id: "ri", threadCount: threads))[0]
  }

  private func message(_ inference: RandomizationInference, on panel: Panel) throws -> String {
    let error = try #require(throws: EstimationError.self) { try run(inference, on: panel) }
    return error.description
  }

  /// Fisher's exact reference distribution: C(8, 4) = 70 ways, each difference of means by hand.
  @Test func enumeratesTheReferenceDistributionOfAnExperiment() throws {
    let panel = Self.crossSection(8)
    let result = try run(
      RandomizationInference(TreatmentTarget(model: "y ~ d", vcov: "hc1")), on: panel)
    let draws = try #require(result.draws)
    #expect(draws.assignments == 70 && draws.carriers == 8 && draws.clusters.isEmpty)
    let y = try #require(panel.table["y"]?.numbers)
    var differences: [Double] = []
    for mask in 0..<256 where mask.nonzeroBitCount == 4 {
      let treated = y.indices.filter { mask >> $0 & 1 == 1 }
      let others = y.indices.filter { mask >> $0 & 1 == 0 }
      differences.append(
        (treated.reduce(0) { $0 + y[$1] } - others.reduce(0) { $0 + y[$1] }) / 4)
    }
    PlaceboFixtures.expectClose(draws.values.sorted(), differences.sorted(), within: 1e-10)
    let actual = abs(result.baseline.value)
    #expect(draws.twoSided.count == differences.count { abs($0) >= actual - 1e-9 })
    // The assignment and its mirror image tie.
    #expect(draws.ties == 2)
    let strict = try run(
      RandomizationInference(TreatmentTarget(model: "y ~ d"), isStrict: true), on: panel)
    #expect(strict.draws?.twoSided.count == draws.twoSided.count - 2)
    #expect(strict.draws?.isStrict == true)
  }

  @Test func permutesWithinStrata() throws {
    let panel = Self.crossSection(12)
    let result = try run(
      RandomizationInference(TreatmentTarget(model: "y ~ d + x"), strata: ["s"]), on: panel)
    // C(6, 3)² = 400.
    #expect(result.draws?.assignments == 400)
    #expect(result.draws?.strata == ["s"])
  }

  @Test func permutesClustersAsAWhole() throws {
    let panel = Self.crossSection(12, perCluster: 2)
    let result = try run(
      RandomizationInference(TreatmentTarget(model: "y ~ d"), clusters: ["c"]), on: panel)
    #expect(result.draws?.assignments == 20 && result.draws?.carriers == 6)
    #expect(result.draws?.clusters == ["c"])
  }

  /// Paths of units that are not observed in all periods, by the quick road and by running again.
  @Test func permutesPathsOverUnits() throws {
    let panel = PlaceboFixtures.simulated(.init(units: 20, gaps: 0.15))
    let target = TreatmentTarget(model: "y ~ d + x | unit + time")
    let result = try run(RandomizationInference(target, replications: 60), on: panel)
    let draws = try #require(result.draws)
    #expect(draws.carriers == 20 && draws.clusters == ["unit"])
    #expect(result.design?.neverTreated == 10 || result.design?.neverTreated == 11)
    let context = AnalysisContext(seed: 3, id: "ri")
    let resolved = try target.resolved(on: panel, in: context)
    let entry = try #require(resolved.analysis as? FixedEffects)
    let baseline = try TreatmentBaseline(entry, resolved, on: panel, in: context)
    let paths = try PermutedPaths(
      of: .indicator("d"), in: panel, rows: baseline.sampleRows(panel), clusters: [], strata: [])
    let placebos = RandomPlacebos(
      baseline: baseline, sample: paths.sample, paths: paths.paths, panel: panel)
    let permutation = Permutation(labels: paths.labels, strata: paths.strata)
    let again = (0..<60).map { replicate in
      var generator = context.generator(replicate: replicate)
      return placebos.rerun(permutation.draw(from: &generator))
    }
    PlaceboFixtures.expectClose(draws.values, again, within: 1e-10)
    // The actual assignment gives the actual treatment.
    PlaceboFixtures.expectClose(
      [placebos.rerun(paths.labels)], [result.baseline.value], within: 1e-12)
  }

  @Test func permutesAnyRegressorOfAnyValues() throws {
    let panel = Self.crossSection(30)
    let result = try run(
      RandomizationInference(
        TreatmentTarget(model: "y ~ d + x"), treatment: "x", replications: 200), on: panel)
    #expect(result.baseline.term == "x")
    #expect(result.draws?.values.count == 200 && result.design == nil)
    #expect(result.draws?.twoSided.interval?.level == 0.95)
  }

  /// Beta quantiles of scipy 1.17.1.
  @Test(arguments: [
    (3, 20, 0.0320709371854637, 0.37892682654531396), (0, 20, 0.0, 0.1684334709830853),
    (20, 20, 0.8315665290169146, 1.0), (37, 500, 0.052635108548995224, 0.10055887474646992),
  ])
  func givesTheExactIntervalOfAShare(count: Int, draws: Int, low: Double, high: Double) throws {
    let interval = try #require(Interval.clopperPearson(count, of: draws))
    #expect(abs(interval.low - low) < 1e-12 && abs(interval.high - high) < 1e-12, "\(interval)")
  }

  @Test func givesTheSameBytesOnAnyNumberOfThreads() throws {
    let inference = RandomizationInference(
      TreatmentTarget(model: "y ~ d + x | s"), replications: 700, enumeration: .never)
    let panel = Self.crossSection(40)
    let one = try ResultJSON.encode(run(inference, on: panel, threads: 1))
    #expect(one == (try ResultJSON.encode(run(inference, on: panel, threads: 2))))
  }

  /// Under the null hypothesis p-values are uniform.
  @Test func rejectsTrueHypothesesAsOftenAsItShould() throws {
    var random = Philox(seed: 77, stream: 0)
    var rejections = 0
    for _ in 0..<300 {
      var panel = Self.crossSection(10)
      panel.table.set(Column("y", numbers: (0..<10).map { _ in random.normal() }))
      let result = try run(
        RandomizationInference(TreatmentTarget(model: "y ~ d")), on: panel, threads: 1)
      // C(10, 5) = 252 assignments in pairs of equal distance: p is uniform on 2/252, 4/252, ….
      if try #require(result.draws).twoSided.plain <= 26 / 252.0 + 1e-12 { rejections += 1 }
    }
    // 300 trials of probability 26/252: mean 31, standard deviation 5.3.
    #expect((12...50).contains(rejections), "\(rejections)")
  }

  @Test func refusesWhatCannotBePermuted() throws {
    let target = TreatmentTarget(model: "y ~ d")
    let panel = Self.crossSection(12)
    let split = try message(RandomizationInference(target, clusters: ["s"]), on: panel)
    #expect(split.contains("'d' differs within s = 0"), "\(split)")
    let strata = try message(
      RandomizationInference(target, strata: ["s"], clusters: ["c"]),
      on: Self.crossSection(10, perCluster: 4))
    #expect(strata.contains("s changes within c = 1"), "\(strata)")
    let same = try message(RandomizationInference(target, strata: ["d"]), on: panel)
    #expect(same.contains("Nothing can be permuted: 'd' is the same for all 12 rows of each stratum"))
    let unknown = try message(RandomizationInference(target, clusters: ["cc"]), on: panel)
    #expect(unknown.contains("cc"))
    let treatment = try message(RandomizationInference(target, treatment: "x"), on: panel)
    #expect(treatment.contains("has no regressor 'x'"))
    var sparse = panel
    sparse.table.set(Column("c", numbers: (0..<12).map { $0 == 4 ? .nan : Double($0) }))
    let missing = try message(RandomizationInference(target, clusters: ["c"]), on: sparse)
    #expect(missing.contains("c is missing in 1 row of the estimation sample"))
  }

  @Test func describesExactlyTheKeysThatItReads() throws {
    let text = #"""
      {"model": "y ~ d", "vcov": "iid", "weights": "w", "where": "x > 0", "treatment": "x",
       "strata": "s", "clusters": ["a", "b"], "replications": 20, "strict": true,
       "enumerate": "never", "density": {"points": 50}, "histogram": "none"}
      """#
    let data = Data(text.utf8)
    let keys = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let decoded = try JSONDecoder().decode(RandomizationInference.self, from: data)
    #expect(
      Set(RandomizationInference.keys.map(\.name)) == Set(try #require(keys).keys).union(["of"]))
    #expect(decoded.strata == ["s"] && decoded.clusters == ["a", "b"] && decoded.isStrict)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        RandomizationInference.self, from: Data(#"{"of": "d", "replications": -3}"#.utf8))
    }
  }
}

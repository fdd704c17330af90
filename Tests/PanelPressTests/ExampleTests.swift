import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelPress

/// The studies in `examples` give what is committed under `output`, and the published numbers.
@Suite struct ExampleTests {
  /// Runs an example into a fresh folder, and returns its files by relative path.
  func files(of example: String, threads: Int) throws -> [String: Data] {
    let output = FileManager.default.temporaryDirectory.appending(
      path: "panelpress-example-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let study = Repository.examples.appending(path: "\(example)/study.yaml").path
    let report = try StudyFile(path: study).run(
      RunOptions(outputFolder: output.path, threadCount: threads))
    var files: [String: Data] = [:]
    for name in report.files {
      files[name] = try Data(contentsOf: URL(filePath: report.folder).appending(path: name))
    }
    return files
  }

  static let examples = [
    "castle-doctrine", "organ-donation", "returns-to-schooling", "public-capital", "columbus",
    "cigarette-demand", "digital-trade", "industrial-chain", "virtual-agglomeration",
  ]

  @Test(arguments: examples, [1, 2])
  func givesTheCommittedBytes(of example: String, threads: Int) throws {
    let made = try files(of: example, threads: threads)
    let folder = Repository.output.appending(path: example)
    let committed = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { (try? Data(contentsOf: folder.appending(path: $0))) != nil }
    #expect(Set(made.keys) == Set(committed))
    for (name, bytes) in made.sorted(by: { $0.key < $1.key }) {
      let kept = try Data(contentsOf: folder.appending(path: name))
      #expect(bytes == kept, "\(name) differs; run the example and read the change")
    }
  }

  /// The effect of about 8 percent that Cheng and Hoekstra (2013) report in their abstract, weighted
  /// by population. The second digit with region by year is held against pyfixest alone.
  ///
  /// To ten digits against pyfixest 0.60.0, `feols("l_homicide ~ cdl | sid + year",
  /// weights="popwt", vcov={"CRV1": "sid"})` on the same files.
  @Test func findsThePublishedEffect() throws {
    let bytes = try #require(try files(of: "castle-doctrine", threads: 2)["results/baseline.json"])
    let results = try ResultFile.read(bytes, file: "baseline.json").results
    let expected: [(value: Double, standardError: Double, published: Double)] = [
      (0.08006351499548948, 0.034224690957534554, 0.08),
      (0.09458775572064002, 0.02794777524914088, 0.09),
    ]
    for (result, reference) in zip(results.dropFirst(), expected) {
      let effect = try #require(result.estimates.first { $0.term == "cdl" })
      let error = try #require(effect.standardError.value)
      #expect(effect.value.isClose(to: reference.value, relativeTolerance: 1e-9))
      #expect(error.isClose(to: reference.standardError, relativeTolerance: 1e-8))
      #expect((effect.value * 100).rounded() / 100 == reference.published)
    }
  }

  /// The decomposition and the weights of the two-way estimate with the law as 0 and 1.
  ///
  /// The coefficient is that of pyfixest 0.60.0, `feols("l_homicide ~ adopted | sid + year")`; the
  /// shares, means and the least deviation are of a recomputation that is independent of this
  /// program, from the formulas of Goodman-Bacon (2021) and of de Chaisemartin and D'Haultfœuille
  /// (2020), printed to the digits compared here.
  @Test func takesTheTwoWayEstimateApart() throws {
    let files = try files(of: "castle-doctrine", threads: 2)
    func result<Value: AnalysisResult>(_ id: String, as type: Value.Type) throws -> Value {
      let bytes = try #require(files["results/\(id).json"])
      return try #require(try ResultFile.read(bytes, file: id).results.first as? Value)
    }
    let parts = try result("comparisons", as: DecompositionResult.self)
    #expect(parts.coefficient.isClose(to: 0.08181161587932119, relativeTolerance: 1e-9))
    let totals = parts.totals.map { [$0.weight, $0.estimate] }
    let expected = [[0.90834, 0.08796], [0.05976, -0.00554], [0.03190, 0.07032]]
    for (total, reference) in zip(totals, expected) {
      #expect(zip(total, reference).allSatisfy { abs($0 - $1) <= 0.000_005 }, "\(total)")
    }
    let weights = try result("weights", as: TreatmentWeightsResult.self)
    #expect(weights.positive.count == 95 && weights.negative.count == 0)
    #expect(try #require(weights.sigma.value).isClose(to: 0.3869715, relativeTolerance: 1e-6))
  }

  /// One treated state among 27: the placebo takes every state in turn, and its p-value is exact.
  ///
  /// Estimate and standard error are those of pyfixest 0.60.0,
  /// `feols("Rate ~ choice | State + Quarter_Num", vcov={"CRV1": "State"})`.
  @Test func takesEveryStateInTurn() throws {
    let files = try files(of: "organ-donation", threads: 2)
    let bytes = try #require(files["results/placebo.json"])
    let placebo = try #require(
      try ResultFile.read(bytes, file: "placebo.json").results.first as? PlaceboResult)
    #expect(placebo.baseline.value.isClose(to: -0.022458974358974364, relativeTolerance: 1e-9))
    let error = try #require(placebo.baseline.standardError.value)
    #expect(error.isClose(to: 0.006131232005640858, relativeTolerance: 1e-8))
    let draws = try #require(placebo.draws)
    #expect(draws.assignments == 27 && draws.values.count == 27)
    #expect(draws.twoSided.count == 5)
    #expect(draws.values.contains { $0.isClose(to: placebo.baseline.value, relativeTolerance: 1e-12) })
  }
}

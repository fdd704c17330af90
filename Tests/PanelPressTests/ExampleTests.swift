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

  @Test(arguments: [1, 2])
  func givesTheCommittedBytesOfCastleDoctrine(threads: Int) throws {
    let made = try files(of: "castle-doctrine", threads: threads)
    let folder = Repository.output.appending(path: "castle-doctrine")
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
}

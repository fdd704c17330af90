import Foundation
import PanelData
import TestSupport
import Testing

@testable import PanelPress

/// Golden case 18: rendered twice, by two processes, all files have the same SHA-256.
@Suite struct Golden18Tests {
  @Test(arguments: ["en", "zh-Hans"])
  func writesTheSameBytesInTwoProcesses(language: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: "Tests/PanelPressTests/Files/badinput/panel.csv"),
      to: folder.url.appending(path: "panel.csv")
    )
    let study =
      "language: \(language)\nnotice: Simulated.\n" + StudyRunTests.text
      + "numbers: {effect: {of: \"baseline[2]\", term: x1}}\n"
    try folder.write(study, to: "study.yaml")
    let hasPrinter = Tool("rsvg-convert") != nil
    var outputs: [[String: String]] = []
    for (name, variables) in [
      ("one", ["TZ": "UTC", "LANG": "C"]), ("two", ["TZ": "Asia/Shanghai", "LANG": "de_DE.UTF-8"]),
    ] {
      let outcome = try CommandLineTool.run(
        ["run", "study.yaml", "--output", name, "--jobs", name == "one" ? "1" : "2"]
          + (hasPrinter ? ["--pdf"] : []),
        in: folder.url,
        environment: ["PANELPRESS_HOME": Repository.root.path].merging(variables) { $1 }
      )
      #expect(outcome.exitCode == 0, "\(outcome.messages)")
      var hashes: [String: String] = [:]
      let base = folder.url.appending(path: "\(name)/small")
      for file in folder.files() where file.hasPrefix("\(name)/small/") {
        let path = String(file.dropFirst("\(name)/small/".count))
        guard !URL(filePath: path).pathExtension.isEmpty else { continue }
        hashes[path] = SHA256Digest.hex(of: try Data(contentsOf: base.appending(path: path)))
      }
      outputs.append(hashes)
    }
    #expect(outputs[0].count > 20)
    #expect(outputs[0].keys.contains("figures/figure1.pdf") == hasPrinter)
    #expect(outputs[0] == outputs[1])
  }
}

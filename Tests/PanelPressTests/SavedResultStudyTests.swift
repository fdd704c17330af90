import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelPress

/// Studies of saved results: laid out whole, without data.
@Suite struct SavedResultStudyTests {
  let folder: TemporaryFolder

  private static let text = """
    study: printed
    results: {t4: t4.json}
    tables:
      one: {of: t4, caption: "Printed"}
    """

  init() throws {
    folder = try TemporaryFolder()
    let file = ResultFile(id: "other", results: [PublishedFixtures.baseline])
    try folder.write(try file.json(), to: "t4.json")
  }

  private func render(_ text: String) throws -> CommandLineTool.Outcome {
    try folder.write(text, to: "study.yaml")
    return try CommandLineTool.run(
      ["render", "study.yaml"],
      in: folder.url,
      environment: ["PANELPRESS_HOME": Repository.root.path]
    )
  }

  @Test func areLaidOutWithoutData() throws {
    let outcome = try render(Self.text)
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(outcome.output.hasPrefix("output/printed/index.html"))
    let page = try folder.text(of: "output/printed/index.html")
    #expect(page.contains("1,234.50") && !page.contains("id=\"section-data\""))
    #expect(try folder.text(of: "output/printed/manifest.json").contains("\"t4.json\""))
    #expect(try folder.text(of: "output/printed/results/t4.json").contains("\"id\": \"t4\""))
  }

  @Test(arguments: [
    ("results: {t4: t4.json}", "results: {t4: t5.json}", "t5.json: there is no such file"),
    ("t4: t4.json}", "t4: study.yaml}", "study.yaml: the file is not JSON."),
    ("results: {t4: t4.json}\n", "", "The key 'analyses' is missing"),
    ("of: t4", "of: t44", "There is no analysis 't44'. Did you mean 't4'?"),
    ("tables:", "variables: {a: b}\ntables:", "'variables' are made of data, which this study has not."),
    ("tables:", "analyses: {m: {method: fixed-effects, models: y ~ x}}\ntables:", "The key 'data' is missing"),
    ("tables:", "analyses: {T4: {method: descriptives}}\ntables:", "would write the same files"),
  ])
  func sayWhatIsWrong(old: String, new: String, message: String) throws {
    let outcome = try render(Self.text.replacing(old, with: new))
    #expect(outcome.exitCode == 2)
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
  }

  @Test func areLaidOutAlone() throws {
    try folder.write(Self.text, to: "study.yaml")
    let outcome = try CommandLineTool.run(
      ["render", "study.yaml", "t4.json"],
      in: folder.url,
      environment: ["PANELPRESS_HOME": Repository.root.path]
    )
    #expect(outcome.exitCode == 2 && outcome.messages.contains("is laid out alone"))
  }
}

import Foundation
import TestSupport
import Testing

@testable import PanelPress

/// A whole study, from the file to the folder, through the public names of the library.
@Suite struct StudyRunTests {
  static let text = """
    study: small
    title: {en: A small study, zh: 小研究}
    authors: [Jane Author]
    seed: 7
    data:
      file: panel.csv
      unit: unit
      time: year
      labels: {y: Outcome, x1: First & <second>}
      where: year >= 2016
    variables: {x3: x1 * x2}
    controls: [x2, x3]
    lists: {all: [x1, $controls]}
    analyses:
      summary: {method: descriptives, variables: [y, $all]}
      baseline:
        method: fixed-effects
        vcov: cluster(unit)
        models:
          - y ~ x1
          - y ~ x1 + $controls | unit + year
      means: {method: group-means, outcome: y, by: treat}
    tables:
      table1: {of: summary, caption: Summary}
      table2: {of: "baseline[2]", keep: [x1]}
    figures:
      figure1: {of: baseline, keep: [x1], caption: Effects}
      figure2: {of: means}

    """

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: "Tests/PanelPressTests/Files/badinput/panel.csv"),
      to: folder.url.appending(path: "panel.csv")
    )
    try folder.write(Self.text, to: "study.yaml")
  }

  func run(
    only: [String] = [],
    threads: Int = 2,
    seed: UInt64? = nil,
    into output: String = "output",
    progress: (@Sendable (RunStep) -> Void)? = nil
  ) throws -> RunReport {
    try StudyFile(path: folder.path("study.yaml")).run(
      RunOptions(
        outputFolder: folder.path(output),
        only: only,
        seed: seed,
        threadCount: threads,
        templates: Repository.templates.path,
        styles: Repository.styles.path,
        progress: progress
      )
    )
  }

  func texts(in output: String) throws -> [String: String] {
    var texts: [String: String] = [:]
    for file in folder.files()
    where file.hasPrefix(output + "/") && !URL(filePath: file).pathExtension.isEmpty {
      texts[String(file.dropFirst(output.count + 1))] = try folder.text(of: file)
    }
    return texts
  }

  @Test func writesEveryFileOfAStudy() throws {
    let report = try run()
    #expect(
      report.files == [
        "data/figure1.csv", "data/figure2.csv", "exhibits.csv", "exhibits.md",
        "figures/figure1.svg", "figures/figure2.svg", "index.html", "manifest.json", "results/baseline.json", "results/means.json",
        "results/summary.json", "tables/table1.csv", "tables/table1.html", "tables/table1.md",
        "tables/table1.tex", "tables/table2.csv", "tables/table2.html", "tables/table2.md",
        "tables/table2.tex",
      ]
    )
    let texts = try texts(in: "output/small")
    #expect(texts.keys.sorted() == report.files)
    #expect(texts["tables/table1.md"]?.contains("First & <second>") == false)
    #expect(texts["index.html"]?.contains("A small study") == true)
    #expect(texts["results/baseline.json"]?.contains("\"where\": \"year >= 2016\"") == true)
  }

  @Test func writesTheSameBytesEveryTime() throws {
    _ = try run(threads: 1, into: "one")
    _ = try run(threads: 2, into: "two")
    _ = try run(threads: 2, into: "two")
    #expect(try texts(in: "one/small") == texts(in: "two/small"))
  }

  @Test func putsNothingOfTheMachineIntoItsFiles() throws {
    _ = try run()
    for (file, text) in try texts(in: "output/small") {
      #expect(!text.contains(folder.url.lastPathComponent), "\(file)")
      #expect(!text.contains(Repository.root.path), "\(file)")
      #expect(!text.contains(ProcessInfo.processInfo.hostName), "\(file)")
    }
  }

  @Test func makesOnlyWhatIsNamedBesideTheWholeOutput() throws {
    _ = try run()
    let whole = try texts(in: "output/small")
    let report = try run(only: ["table2"])
    #expect(
      report.files == [
        "exhibits.csv", "exhibits.md", "index.html", "manifest.json", "results/baseline.json",
        "tables/table2.csv",
        "tables/table2.html", "tables/table2.md", "tables/table2.tex",
      ]
    )
    #expect(try texts(in: "output/small") == whole)
    #expect(
      try texts(in: "output/small.only")["tables/table2.tex"] == whole["tables/table2.tex"]
    )
  }

  @Test func refusesToMakeWhatTheStudyDoesNotHave() {
    #expect(
      throws: PressError.usage(
        "--only: the study has no 'tabel2'. Did you mean 'table2' or 'table1'? "
          + "It has: summary, baseline, means, table1, table2, figure1, figure2."
      )
    ) { try run(only: ["tabel2"]) }
  }

  @Test func passesAllItsOwnChecks() throws {
    _ = try run()
    let output = folder.path("output/small")
    #expect(try OutputCheck.findings(in: output) == [])
    let table = "output/small/tables/table1.tex"
    try folder.write(try folder.text(of: table) + "}\n", to: table)
    try folder.write("{}", to: "output/small/results/stray.json")
    try FileManager.default.removeItem(atPath: folder.path("output/small/data/figure1.csv"))
    let findings = try OutputCheck.findings(in: output)
    #expect(
      findings.contains("tables/table1.tex: its content is not what the manifest says.")
    )
    #expect(findings.contains("results/stray.json: the manifest does not list it."))
    #expect(
      findings.contains("data/figure1.csv: the manifest lists it, but it cannot be read.")
    )
    #expect(findings.contains { $0.hasPrefix("tables/table1.tex:") && $0.contains("error") })
  }

  @Test func takesTheSeedFromTheCommandLine() throws {
    _ = try run(seed: 99)
    #expect(try folder.text(of: "output/small/manifest.json").contains("\"seed\": 99"))
  }

  @Test func reportsEachStep() throws {
    let steps = StepLog()
    _ = try run(progress: { steps.add($0) })
    #expect(steps.all.first == .reading(file: "panel.csv"))
    #expect(steps.all.contains(.computing(analysis: "baseline", done: 0, total: 1)))
    #expect(steps.all.last == .writing)
  }

  @Test func showsTheEntriesThatAnExhibitComesFrom() throws {
    let study = try StudyReader.read(Self.text, file: "s.yaml", vocabulary: .standard)
    #expect(
      StudyExcerpt(study: study).text(of: study.tables[1], in: "tables") == """
        analyses:
          baseline:
            method: fixed-effects
            vcov: cluster(unit)
            models:
              - y ~ x1
              - y ~ x1 + $controls | unit + year
        tables:
          table2: {of: "baseline[2]", keep: [x1]}
        """
    )
  }

  @Test func putsListsIntoLists() throws {
    let study = try StudyReader.read(Self.text, file: "s.yaml", vocabulary: .standard)
    #expect(study.lists == ["controls": ["x2", "x3"], "all": ["x1", "x2", "x3"]])
    #expect(study.variables.map(\.name) == ["x3"])
    let data = try #require(study.data)
    #expect(data.condition == "year >= 2016")
  }
}

/// Steps from any thread, in order.
final class StepLog: @unchecked Sendable {
  private let lock = NSLock()
  private var steps: [RunStep] = []
  func add(_ step: RunStep) { lock.withLock { steps.append(step) } }
  var all: [RunStep] { lock.withLock { steps } }
}

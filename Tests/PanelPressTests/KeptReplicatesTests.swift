import Foundation
import PanelEstimation
import TestSupport
import Testing

@testable import PanelPress

/// What a run keeps of its replications, and what the next one makes of it.
@Suite struct KeptReplicatesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var values: [Int: [Double]] {
    [0: [1.5], 3: [-0.25, .pi], 4: [], 7: [.nan], 1_000_000: [5e-324]]
  }

  private func file(key: Character = "a") -> ReplicateFile {
    ReplicateFile(
      url: folder.url.appending(path: "sub/folder/x.bin"),
      key: String(repeating: key, count: 64))
  }

  private func bits(_ values: [Int: [Double]]) -> [Int: [UInt64]] {
    values.mapValues { $0.map(\.bitPattern) }
  }

  @Test func readsWhatItWrote() {
    #expect(file().read().isEmpty)
    #expect(file().append(values))
    #expect(file().append([9: [2], 3: [8]]))
    var expected = values
    (expected[9], expected[3]) = ([2], [8])
    #expect(bits(file().read()) == bits(expected))
    #expect(file(key: "b").read().isEmpty)
  }

  /// Wherever a write stops, the blocks before it count, and more can follow.
  @Test func losesAtMostTheLastBlockToAKill() throws {
    #expect(file().append([1: [1]]))
    let whole = try Data(contentsOf: file().url)
    #expect(file().append([2: [2], 3: [3]]))
    let both = try Data(contentsOf: file().url)
    for length in 0..<both.count {
      try both.prefix(length).write(to: file().url)
      let expected: [Int: [Double]] = length < whole.count ? [:] : [1: [1]]
      #expect(file().read() == expected, "\(length)")
      #expect(file().append([5: [5]]))
      if length >= whole.count { #expect(file().read() == [1: [1], 5: [5]], "\(length)") }
    }
  }

  @Test func ignoresWhatIsNotItsOwn() throws {
    #expect(file().append([1: [1]]))
    let good = try Data(contentsOf: file().url)
    #expect(file().append([2: [2]]))
    let bytes = try Data(contentsOf: file().url)
    for place in stride(from: good.count, to: bytes.count, by: 1) {
      var changed = bytes
      changed[place] ^= 0x40
      try changed.write(to: file().url)
      #expect(file().read() == [1: [1]], "\(place)")
    }
    for place in 0..<72 {
      var changed = bytes
      changed[place] ^= 0x40
      try changed.write(to: file().url)
      #expect(file().read().isEmpty, "\(place)")
    }
    try Data("PPREPL01 something else".utf8).write(to: file().url)
    #expect(file().read().isEmpty)
  }

  @Test func keepsEachAnalysisApartAndDeletesItsOwn() throws {
    let place = folder.url.appending(path: ".s.replicates")
    func kept(_ identity: String = "one") -> KeptReplicates {
      KeptReplicates(folder: place, identity: identity, interval: .zero)
    }
    let first = kept()
    first.store(for: "a").keep([1: [1]], for: "k")
    first.store(for: "a-b").keep([2: [2], 3: [3]], for: "k")
    #expect(first.close() == [.init(analysis: "a", count: 1), .init(analysis: "a-b", count: 2)])
    first.store(for: "a").keep([9: [9]], for: "k")
    let second = kept()
    #expect(second.store(for: "a").kept(for: "k") == [1: [1]])
    #expect(second.store(for: "a").kept(for: "other").isEmpty)
    #expect(kept("two").store(for: "a").kept(for: "k").isEmpty)
    second.delete(["a"])
    #expect(kept().store(for: "a").kept(for: "k").isEmpty)
    #expect(kept().store(for: "a-b").kept(for: "k") == [2: [2], 3: [3]])
    try folder.write("not ours", to: ".s.replicates/notes.txt")
    kept().delete(nil)
    #expect(folder.files() == [".s.replicates", ".s.replicates/notes.txt"])
    try FileManager.default.removeItem(at: place.appending(path: "notes.txt"))
    kept().delete(["b"])
    #expect(folder.files().isEmpty)
  }

  /// A quick analysis never touches the disk.
  @Test func writesNothingBeforeItsTime() {
    let place = folder.url.appending(path: ".s.replicates")
    let kept = KeptReplicates(folder: place, identity: "one", interval: .seconds(60))
    for replicate in 0..<100 { kept.store(for: "a").keep([replicate: [1]], for: "k") }
    #expect(folder.files().isEmpty)
    kept.delete(["a"])
    #expect(folder.files().isEmpty)
    #expect(KeptReplicates.message(kept.close()) == nil)
  }

  @Test func computesOnWhereNothingCanBeWritten() throws {
    try folder.write("a file", to: "blocked")
    let kept = KeptReplicates(
      folder: folder.url.appending(path: "blocked"), identity: "one", interval: .zero)
    kept.store(for: "a").keep([1: [1]], for: "k")
    #expect(kept.close().isEmpty)
  }

  @Test func saysWhatIsKept() {
    #expect(
      KeptReplicates.message([.init(analysis: "p", count: 1)])
        == "1 replication of 'p' is kept, and the next run goes on from there.")
    #expect(
      KeptReplicates.message([.init(analysis: "p", count: 1), .init(analysis: "q", count: 20)])
        == "1 replication of 'p', 20 replications of 'q' are kept, and the next run goes on from "
        + "there.")
  }

  /// What does not decide numbers does not decide what is kept.
  @Test func dependsOnWhatDecidesTheNumbers() throws {
    func identity(_ change: (String, String)? = nil, data: String = "hash") throws -> String {
      let text = change.map { Self.study.replacing($0.0, with: $0.1) } ?? Self.study
      return try StudyReader.read(text, file: "study.yaml", vocabulary: .standard)
        .replicationIdentity(data: [data])
    }
    let first = try identity()
    for change in [
      ("tables: {}", "tables: {t: {of: placebo}}"), ("title: Slow", "title: Other"),
      ("{file: castle.csv, unit: sid, time: year}", "{file: castle.csv,  unit: sid,\n  time: year}"),
    ] { #expect(try identity(change) == first, "\(change)") }
    for change in [
      ("seed: 4", "seed: 5"), ("6000", "6001"), ("l_income |", "poverty |"),
      ("variables: {}", "variables: {a: post * 2}"), ("time: year}", "time: year, step: 2}"),
    ] { #expect(try identity(change) != first, "\(change)") }
    #expect(try identity(data: "other") != first)
  }

  static let study = """
    study: slow
    title: Slow
    seed: 4
    data: {file: castle.csv, unit: sid, time: year}
    variables: {}
    analyses:
      placebo:
        method: placebo
        model: l_homicide ~ post + post:poverty + l_income | sid + year
        replications: 6000
    tables: {}

    """

  private func run(interruptAfter milliseconds: Int? = nil, into output: String = "output") throws
    -> CommandLineTool.Outcome
  {
    try CommandLineTool.run(
      ["run", "study.yaml", "--output", output], in: folder.url,
      environment: ["PANELPRESS_HOME": Repository.root.path], interruptAfter: milliseconds)
  }

  /// The program, interrupted and run again: it says what it kept, and the bytes are the same.
  @Test func goesOnAfterAnInterruptionToTheSameBytes() throws {
    try FileManager.default.copyItem(
      at: Repository.examples.appending(path: "castle-doctrine/castle.csv"),
      to: folder.url.appending(path: "castle.csv"))
    try folder.write(Self.study, to: "study.yaml")
    let whole = try run(into: "whole")
    try #require(whole.exitCode == 0, "\(whole.messages)")
    let stopped = try run(interruptAfter: Int(whole.seconds * 600))
    guard stopped.exitCode == 130 else { return #expect(stopped.exitCode == 0) }
    let files = folder.files().filter { $0.hasPrefix("output/.slow.replicates/placebo-") }
    #expect(files.count == 1, "\(folder.files())")
    #expect(
      stopped.messages.contains("of 'placebo' are kept, and the next run goes on from there."),
      "\(stopped.messages)")
    // The end of what was kept is cut off, as a kill in the middle of a write would.
    let file = folder.url.appending(path: try #require(files.first))
    try Data(contentsOf: file).dropLast(7).write(to: file)
    let resumed = try run()
    #expect(resumed.exitCode == 0, "\(resumed.messages)")
    #expect(!folder.files().contains { $0.hasPrefix("output/.slow") })
    let results = "slow/results/placebo.json"
    #expect(try folder.text(of: "output/\(results)") == folder.text(of: "whole/\(results)"))
    #expect(
      try folder.text(of: "output/slow/manifest.json")
        == folder.text(of: "whole/slow/manifest.json"))
    #expect(try OutputCheck.findings(in: folder.path("output/slow")) == [])
  }

  /// On a terminal the program says how far it is.
  @Test(
    .enabled(if: Tool.mustRun("script")),
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/pts/ptmx"), "no pseudo-terminals"))
  func showsOnATerminalHowFarItIs() throws {
    try FileManager.default.copyItem(
      at: Repository.examples.appending(path: "castle-doctrine/castle.csv"),
      to: folder.url.appending(path: "castle.csv"))
    try folder.write(Self.study.replacing("6000", with: "1500"), to: "study.yaml")
    let terminal = try #require(Tool("script"))
    let program = try CommandLineTool.executable().path
    let shown = try terminal.run(
      ["--quiet", "--return", "--command", "'\(program)' run study.yaml", "/dev/null"],
      in: folder.url, environment: ["PANELPRESS_HOME": Repository.root.path])
    #expect(shown.status == 0, "\(shown.output)")
    let counts = shown.output.matches(of: /computing placebo: (\d+) of 1500/)
      .compactMap { Int($0.output.1) }
    #expect(counts.count >= 2, "\(shown.output)")
    #expect(counts == counts.sorted())
    // No more than one line in a tenth of a second, whatever the number of replications.
    #expect(counts.count < 300)
  }
}

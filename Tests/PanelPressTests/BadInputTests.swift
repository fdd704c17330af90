import Foundation
import TestSupport
import Testing

@testable import PanelPress

/// What users throw at the program, from the command line to the exit code.
///
/// Data and numbers of the cases are those of `Files/badinput`; see the README there.
@Suite struct BadInputTests {
  static let study = """
    study: case
    data: {file: panel.csv, unit: unit, time: year}
    analyses:
      m1:
        method: fixed-effects
        vcov: cluster(unit)
        models: [y ~ x1 + x2 | unit + year]
    tables:
      table1: {of: m1}

    """

  struct Case: Sendable, CustomTestStringConvertible {
    var id: String
    var name: String
    /// What is changed in the study.
    var changes: [(from: String, to: String)] = []
    /// Exit code, and texts that the message holds.
    var exitCode: Int32
    var words: [String]

    var testDescription: String { "\(id) \(name)" }

    init(
      _ id: String,
      _ name: String,
      changes: [(String, String)] = [],
      exits exitCode: Int32 = 2,
      _ words: String...
    ) {
      (self.id, self.name, self.exitCode, self.words) = (id, name, exitCode, words)
      self.changes = changes
    }
  }

  static let refused: [Case] = [
    Case("001", "empty file", "panel.csv", "empty"),
    Case("003", "ragged row", "panel.csv, line 9", "6", "8"),
    Case("015", "empty header name", "panel.csv", "5"),
    Case("021", "invalid UTF-8", "panel.csv, line 8"),
    Case("023", "thousands separators", "panel.csv, line 3", "1,174.70"),
    Case("029", "text in a numeric column", "panel.csv, line 18", "x1", "n.a."),
    Case("033", "mixed forms of years", "panel.csv", "2016年"),
    Case("035", "unit and year twice", "Anhui", "2017", "4", "38"),
    Case(
      "041",
      "one cluster",
      changes: [("cluster(unit)", "cluster(region)")],
      exits: 1,
      "region",
      "1"
    ),
    Case(
      "043",
      "treatment without variation",
      changes: [("y ~ x1 + x2", "y ~ treat + x1")],
      exits: 2,
      "treat"
    ),
    Case("045", "constant outcome", exits: 1, "'y'"),
    Case("047", "one year", exits: 1, "m1"),
    Case("049", "logarithm of what is not positive", changes: [("x1 +", "log(x1) +")], "log(x1)"),
    Case(
      "051",
      "negative weights",
      changes: [("vcov:", "weights: wt\n    vcov:")],
      "wt"
    ),
    Case(
      "065",
      "latitude and longitude swapped",
      changes: [weights, ("latitude: lat, longitude: lon", "latitude: lon, longitude: lat")],
      "study.yaml:4:6: spatial_weights.w",
      "'lon' is 100",
      "swapped"
    ),
    Case("067", "coordinates that change", changes: [weights], "Gansu", "varies", "panel.csv, line"),
    Case(
      "071",
      "YAML bomb",
      changes: [("study: case", bomb + "study: case")],
      "study.yaml:1:5",
      "anchor"
    ),
    Case(
      "073",
      "deep nesting",
      changes: [("study: case", "deep: \(String(repeating: "[", count: 20_000))\nstudy: case")],
      "study.yaml:1",
      "deep"
    ),
    Case(
      "075",
      "wrong types",
      changes: [("unit: unit", "unit: [unit]"), ("[y ~ x1 + x2 | unit + year]", "{a: 1}")],
      "study.yaml:2:31: data.unit: A text is wanted, but a list",
      "study.yaml:7:13: analyses.m1.models:"
    ),
    Case("077", "tabs", changes: [("  m1:", "\tm1:")], "study.yaml:4", "tab"),
    Case(
      "079",
      "a tag that runs code",
      changes: [
        ("study: case", "labels: !!python/object/apply:os.system [\"touch PWNED\"]\nstudy: case")
      ],
      "study.yaml:1:9",
      "!!python/object/apply:os.system"
    ),
    Case(
      "081",
      "two documents",
      changes: [("tables:", "---\ntables:")],
      "study.yaml:8",
      "second document"
    ),
    Case(
      "083",
      "missing data",
      changes: [("panel.csv", "nosuch.csv")],
      "study.yaml:2",
      "/nosuch.csv"
    ),
    Case(
      "085",
      "seed out of range",
      changes: [("study: case", "seed: 99999999999999999999999\nstudy: case")],
      "study.yaml:1:7: seed",
      "out of range"
    ),
    Case(
      "085",
      "negative seed",
      changes: [("study: case", "seed: -5\nstudy: case")],
      "seed",
      "out of range"
    ),
    Case(
      "087",
      "absolute output",
      changes: [("table1:", "/tmp/pp_pwned_abs.tex:")],
      "study.yaml:9:3",
      "is a path"
    ),
    Case("097", "an option as a name", changes: [("table1:", "-rf:")], "'-rf'"),
    Case("097", "a line break in a name", changes: [("table1:", "\"a\\nb\":")], "a\\u{A}b"),
    Case("097", "a device as a name", changes: [("table1:", "con:")], "'con'"),
    Case("097", "an empty name", changes: [("table1:", "\"\":")], "empty"),
    Case(
      "097",
      "a study outside the output",
      changes: [("study: case", "study: ../case")],
      "study.yaml:1:8"
    ),
    Case("107", "compressed data", changes: [("panel.csv", "panel.csv.gz")], "gz"),
    Case("-", "unknown key", changes: [("vcov:", "vcvo:")], "study.yaml:6:5", "'vcov'"),
    Case("-", "unknown column", changes: [("x1 + x2", "x1 + X2")], "study.yaml:7", "'x2'"),
    Case(
      "-",
      "unknown method",
      changes: [("fixed-effects", "fixed-efects")],
      "study.yaml:5:13",
      "'fixed-effects'"
    ),
    Case("-", "unknown result", changes: [("of: m1", "of: m2")], "study.yaml:9:16", "'m1'"),
    Case("-", "unknown position", changes: [("of: m1", "of: 'm1[2]'")], "m1[2]", "1 result"),
    Case("-", "broken formula", changes: [("x1 + x2", "x1 + + x2 )")], "study.yaml:7"),
    Case(
      "-",
      "unknown style",
      changes: [("study: case", "style: aerr\nstudy: case")],
      "'aer'",
      "styles/tables"
    ),
    Case(
      "-",
      "language without glossary",
      changes: [("study: case", "language: xx\nstudy: case")],
      "There is no language 'xx'",
      "en"
    ),
    Case(
      "-",
      "composite indicator",
      changes: [("analyses:", "variables: {z: {method: pca}}\nanalyses:")],
      "variables.z"
    ),
  ]

  static let weights = (
    "analyses:",
    """
    spatial_weights:
      w: {method: inverse-distance, latitude: lat, longitude: lon}
    analyses:
    """
  )

  static let bomb: String = {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    return text
  }()

  /// Copies a case's data and study into a folder of its own.
  func prepare(_ id: String, changes: [(from: String, to: String)]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let files = Repository.root.appending(path: "Tests/PanelPressTests/Files/badinput")
    let own = files.appending(path: "\(id).csv")
    let data =
      FileManager.default.fileExists(atPath: own.path) ? own : files.appending(path: "panel.csv")
    try FileManager.default.copyItem(at: data, to: folder.url.appending(path: "panel.csv"))
    let compressed = files.appending(path: "\(id).csv.gz")
    if FileManager.default.fileExists(atPath: compressed.path) {
      try FileManager.default.copyItem(
        at: compressed,
        to: folder.url.appending(path: "panel.csv.gz")
      )
    }
    var text = Self.study
    for change in changes {
      try #require(text.contains(change.from), "\(change.from)")
      text = text.replacing(change.from, with: change.to)
    }
    try folder.write(text, to: "study.yaml")
    return folder
  }

  func run(
    in folder: TemporaryFolder,
    _ arguments: [String] = [],
    shellPrefix: String? = nil
  ) throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(
      ["run", "study.yaml"] + arguments,
      in: folder.url,
      shellPrefix: shellPrefix,
      environment: ["PANELPRESS_HOME": Repository.root.path]
    )
  }

  func expectRefusal(
    _ outcome: CommandLineTool.Outcome,
    in folder: TemporaryFolder,
    exits exitCode: Int32,
    words: [String]
  ) {
    #expect(outcome.exitCode == exitCode, "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
    for word in words {
      #expect(outcome.messages.contains(word), "\(word) in: \(outcome.messages)")
    }
    #expect(outcome.messages.split(separator: "\n").count <= 20)
    #expect(outcome.messages.utf8.count < 4000)
    #expect(outcome.messages.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 })
    #expect(outcome.seconds < 10)
    let left = folder.files().filter {
      !$0.hasPrefix("panel.csv") && $0 != "study.yaml" && $0 != "output"
    }
    #expect(left.isEmpty, "\(left)")
  }

  @Test(arguments: refused)
  func refuses(_ bad: Case) throws {
    let folder = try prepare(bad.id, changes: bad.changes)
    expectRefusal(try run(in: folder), in: folder, exits: bad.exitCode, words: bad.words)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/pp_pwned_abs.tex"))
  }

  @Test func refusesALoopOfLinks() throws {
    let folder = try prepare("099", changes: [])
    try FileManager.default.removeItem(atPath: folder.path("panel.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("panel.csv"),
      withDestinationPath: "panel.csv"
    )
    expectRefusal(
      try run(in: folder),
      in: folder,
      exits: 2,
      words: ["panel.csv", "symbolic links"]
    )
  }

  @Test func refusesAPipe() throws {
    let folder = try prepare("105", changes: [])
    try FileManager.default.removeItem(atPath: folder.path("panel.csv"))
    #expect(mkfifo(folder.path("panel.csv"), 0o644) == 0)
    expectRefusal(
      try run(in: folder),
      in: folder,
      exits: 2,
      words: ["panel.csv", "not a regular file"]
    )
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func refusesAnUnreadableFile() throws {
    let folder = try prepare("101", changes: [])
    #expect(chmod(folder.path("panel.csv"), 0) == 0)
    expectRefusal(
      try run(in: folder),
      in: folder,
      exits: 2,
      words: ["panel.csv", "permission denied"]
    )
  }

  /// A limit on the size of files stands for a full disk: writing stops in the middle.
  @Test func leavesNothingHalfWritten() throws {
    let folder = try prepare("103", changes: [])
    let first = try run(in: folder)
    #expect(first.exitCode == 0, "\(first.messages)")
    let before = try folder.text(of: "output/case/manifest.json")
    let outcome = try run(in: folder, shellPrefix: "trap '' XFSZ; ulimit -f 1")
    #expect(outcome.exitCode == 1, "\(outcome.messages)")
    #expect(outcome.messages.contains("cannot be written"))
    #expect(outcome.messages.contains("The last output is untouched."))
    #expect(try folder.text(of: "output/case/manifest.json") == before)
    #expect(!folder.files().contains { $0.hasPrefix("output/.") })
  }

  // MARK: Accepted

  struct Accepted: Sendable, CustomTestStringConvertible {
    var id: String
    var changes: [(from: String, to: String)] = []
    var testDescription: String { id }
  }

  @Test(arguments: [
    Accepted(id: "005"), Accepted(id: "009"), Accepted(id: "017"),
    Accepted(
      id: "019",
      changes: [
        (
          "{file: panel.csv, unit: unit, time: year}",
          "{file: panel.csv, unit: 省份, time: 年份, encoding: gbk}"
        ),
        ("cluster(unit)", "cluster(省份)"), ("unit + year", "省份 + 年份"),
      ]
    ),
    Accepted(id: "037", changes: [("x1 + x2", "x1 + lat")]),
    Accepted(id: "039"), Accepted(id: "093"),
    Accepted(
      id: "089",
      changes: [
        (
          "time: year}",
          #"""
          time: year, labels: {x1: '\input{/etc/passwd}', x2: '\immediate\write18{touch PWNED} 50% & R&D_x #1 ^2 ~ $3', y: 'unbalanced } { and \end{tabular}', treat: '\def\x{\x}\x'}}
          """#
        )
      ]
    ),
    Accepted(
      id: "095",
      changes: [("time: year}", "time: year, labels: {x1: \"GDP 📈👩‍👩‍👧‍👦\", x2: \"é̂̃ Z͑ͫ̓ͪ̂ͫ̽\"}}")]
    ),
  ])
  func accepts(_ good: Accepted) throws {
    let folder = try prepare(good.id, changes: good.changes)
    let outcome = try run(in: folder)
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(folder.files().contains("output/case/tables/table1.tex"))
    let check = try CommandLineTool.run(
      ["check", "output/case"],
      in: folder.url,
      environment: ["PANELPRESS_HOME": Repository.root.path]
    )
    #expect(check.exitCode == 0, "\(check.messages)")
    #expect(!folder.files().contains { $0.contains("PWNED") })
    for file in folder.files()
    where file.hasPrefix("output/case/") && !URL(filePath: file).pathExtension.isEmpty {
      let text = try folder.text(of: file)
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 }, "\(file)")
      #expect(!text.contains(folder.url.lastPathComponent), "\(file) holds a path of this machine")
    }
  }
}

import Foundation
import TestSupport
import Testing

@testable import PanelPress

/// The commands as a user types them.
@Suite struct CommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: "Tests/PanelPressTests/Files/badinput/panel.csv"),
      to: folder.url.appending(path: "panel.csv")
    )
  }

  func run(_ arguments: String...) throws -> CommandLineTool.Outcome {
    try CommandLineTool.run(
      arguments,
      in: folder.url,
      environment: ["PANELPRESS_HOME": Repository.root.path]
    )
  }

  @Test func estimatesFromTheCommandLine() throws {
    let outcome = try run(
      "estimate",
      "panel.csv",
      "y ~ x1 + x2 | unit + year",
      "--vcov",
      "cluster(unit)"
    )
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(outcome.messages.isEmpty)
    #expect(outcome.output.contains("x1"))
    #expect(outcome.output.contains("36"))
  }

  @Test(arguments: ["json", "latex", "html", "markdown", "csv"])
  func estimatesInEveryFormat(format: String) throws {
    let outcome = try run("estimate", "panel.csv", "y ~ x1", "--format", format)
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(outcome.output.contains("x1"))
  }

  @Test func rendersSavedResultsAgain() throws {
    let formula = "y ~ x1 + x2 | unit + year"
    let json = try run("estimate", "panel.csv", formula, "--format", "json")
    try folder.write(json.output, to: "fit.json")
    try FileManager.default.removeItem(atPath: folder.path("panel.csv"))
    let table = try run("render", "fit.json", "--option", "keep=[x1]", "--caption", "A & B")
    #expect(table.exitCode == 0, "\(table.messages)")
    #expect(table.output.contains("A & B") && !table.output.contains("x2"))
    let latex = try run("render", "fit.json", "--format", "latex", "--caption", "A & B")
    #expect(latex.output.contains("A \\& B"))
    let figure = try run("render", "fit.json", "--format", "svg", "--kind", "coefficient-plot")
    #expect(figure.output.contains("<svg"), "\(figure.messages)")
  }

  @Test func everyMethodTakesItsKeysAsOptions() throws {
    let outcome = try run(
      "estimate",
      "panel.csv",
      "--method",
      "descriptives",
      "--option",
      "variables=[y, x1]",
      "--option",
      "measures=[n, mean]"
    )
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(outcome.output.contains("Mean"))
  }

  @Test(arguments: [
    (["estimate", "panel.csv", "y ~ x1", "--vcov", "clutser(unit)"], "clutser"),
    (["estimate", "panel.csv", "y ~ x9"], "x9"),
    (["estimate", "panel.csv", "y ~ x1", "--option", "vcvo=iid"], "'vcov'"),
    (["estimate", "panel.csv", "y ~ x1", "--option", "vcov"], "key=value"),
    (["estimate", "panel.csv", "y ~ x1", "--vcov", "iid", "--option", "vcov=hc1"], "twice"),
    (["estimate", "panel.csv", "y ~ x1", "--method", "olss"], "method 'olss'"),
    (["estimate", "panel.csv", "y ~ x1", "--unit", "untis", "--time", "year"], "--unit"),
    (["estimate", "panel.csv", "y ~ x1", "--unit", "unit"], "time"),
    (["estimate", "panel.csv", "y ~ x1", "--method", "descriptives"], "takes no formula"),
    (["estimate", "panel.csv", "y ~ x1", "--format", "xlsx"], "xlsx"),
    (["estimate", "panel.csv", "y ~ x1", "--style", "qqq"], "styles/tables"),
    (["estimate", "nosuch.csv", "y ~ x1"], "nosuch.csv"),
    (["render", "nosuch.json"], "nosuch.json"),
    (["render", "panel.csv"], "not JSON"),
    (["check", "."], "manifest.json"),
    (["run", "nosuch.yaml"], "nosuch.yaml"),
    (["run", "."], "folder"),
    (["run"], "study"),
    (["runn"], "runn"),
    (["list", "stiles"], "stiles"),
    (["run", "panel.csv", "--jobs", "0"], "--jobs"),
  ])
  func saysWhatIsWrongWithTheCommand(arguments: [String], words: String) throws {
    let outcome = try CommandLineTool.run(
      arguments,
      in: folder.url,
      environment: ["PANELPRESS_HOME": Repository.root.path]
    )
    #expect(outcome.exitCode == 2, "\(outcome.messages)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
    #expect(outcome.messages.split(separator: "\n").count <= 20)
  }

  @Test(arguments: ["methods", "tables", "figures", "styles", "statistics", "keys"])
  func lists(what: String) throws {
    let outcome = try run("list", what)
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(outcome.output.split(separator: "\n").count > 1)
  }

  @Test func writesAFirstStudyThatRuns() throws {
    let made = try run("new", "panel.csv")
    #expect(made.exitCode == 0, "\(made.messages)")
    #expect(made.output == "study.yaml\n")
    let text = try folder.text(of: "study.yaml")
    #expect(text.contains("  unit: unit\n  time: year\n"))
    let again = try run("new", "panel.csv")
    #expect(again.exitCode == 2)
    #expect(try folder.text(of: "study.yaml") == text)
    let ran = try run("run", "study.yaml")
    #expect(ran.exitCode == 0, "\(ran.messages)")
    let files = folder.files().count { $0.hasPrefix("output/panel/") && $0.contains(".") }
    #expect(ran.output == "output/panel/index.html (\(files) files)\n")
  }

  @Test func writesAFirstStudyForAwkwardNames() throws {
    try folder.write(
      "a: b,\"x \"\"y\"\"\",#1,null,2000s\nu,1,2.5,3,1\nu,2,3.5,1,4\nv,1,1.5,8,2\nv,2,9.5,7,2\nw,1,3,3,3\n",
      to: "odd names/My data, 1.csv"
    )
    let made = try run("new", "odd names/My data, 1.csv", "-o", "first.yaml")
    #expect(made.exitCode == 0, "\(made.messages)")
    let ran = try run("run", "first.yaml")
    let text = try folder.text(of: "first.yaml")
    #expect(ran.exitCode == 0, "\(ran.messages) \(text)")
  }

  /// Wherever a run is interrupted, no unfinished folder stays behind.
  @Test(arguments: [5, 15, 25, 35, 45, 60, 80, 120])
  func cleansUpWhenInterrupted(milliseconds: Int) throws {
    let study = BadInputTests.study
    try folder.write(study, to: "study.yaml")
    let outcome = try CommandLineTool.run(
      ["run", "study.yaml"],
      in: folder.url,
      environment: ["PANELPRESS_HOME": Repository.root.path],
      interruptAfter: milliseconds
    )
    #expect([0, 130, -1].contains(outcome.exitCode), "\(outcome.messages)")
    #expect(!folder.files().contains { $0.hasPrefix("output/.") })
    if outcome.exitCode == 0 {
      #expect(folder.files().contains("output/case/manifest.json"))
    }
  }

  @Test func printsTheNumbersBehindAFigure() throws {
    let outcome = try run(
      "estimate",
      "panel.csv",
      "--method",
      "group-means",
      "--unit",
      "unit",
      "--time",
      "year",
      "--option",
      "outcome=y",
      "--option",
      "by=treat"
    )
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(outcome.output.hasPrefix("group"))
  }

  @Test func printsHelpAndVersionToStandardOutput() throws {
    for arguments in [["--help"], ["help", "run"], ["estimate", "--help"]] {
      let help = try CommandLineTool.run(arguments, in: folder.url)
      #expect(help.exitCode == 0)
      #expect(help.output.contains("USAGE: panelpress"))
      #expect(help.messages.isEmpty)
    }
    let version = try run("--version")
    #expect(version.output.hasPrefix("panelpress \(PanelPressVersion.number)\nOpenBLAS"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func printsCompletionScripts(shell: String) throws {
    let outcome = try run("--generate-completion-script", shell)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("panelpress"))
  }

  @Test func saysHowToSeeWhatCannotBeDrawn() throws {
    let folder = try TemporaryFolder()
    try folder.write("x\n3\n3\n3\n", to: "data.csv")
    let outcome = try CommandLineTool.run(
      ["estimate", "data.csv", "--method", "density", "--option", "variables=[x]"],
      in: folder.url
    )
    #expect(outcome.exitCode == 2)
    #expect(
      outcome.messages.contains(
        "The figure of these results has no density of 'x' to draw: it does not vary. --format json"
      ),
      "\(outcome.messages)"
    )
  }

  @Test func takesTheStepOfAPanel() throws {
    let folder = try TemporaryFolder()
    var rows = "unit,time,y\n"
    for unit in 1...4 {
      for (place, time) in [2000, 2005, 2010, 2015].enumerated() {
        rows += "\(unit),\(time),\(unit * unit + place * unit % 3 + (place * place) % 5)\n"
      }
    }
    try folder.write(rows, to: "data.csv")
    func estimate(_ more: String...) throws -> CommandLineTool.Outcome {
      try CommandLineTool.run(
        ["estimate", "data.csv", "y ~ L.y", "--unit", "unit", "--time", "time"] + more,
        in: folder.url
      )
    }
    let outcome = try estimate("--step", "5")
    #expect(outcome.exitCode == 0, "\(outcome.messages)")
    #expect(outcome.output.contains("12"))
    #expect(try estimate().exitCode != 0)
    let wrong = try estimate("--step", "0")
    #expect(wrong.exitCode == 2 && wrong.messages.contains("step"), "\(wrong.messages)")
  }
}

@Suite struct ConsoleTextTests {
  @Test func showsControlCharactersAsNumbers() {
    #expect(
      ConsoleText.safe("a\u{1B}[31mb\u{7}\n\u{202E}c 中 👩‍👧") == "a\\u{1B}[31mb\\u{7}\n\\u{202E}c 中 👩‍👧"
    )
  }

  @Test func countsTerminalColumns() {
    #expect(ConsoleText.width(of: "abc") == 3)
    #expect(ConsoleText.width(of: "中文") == 4)
    #expect(ConsoleText.width(of: "e\u{301}") == 1)
  }
}

@Suite struct KeyReferenceTests {
  /// The reference in the documentation is what `panelpress list keys` prints.
  @Test func isWhatTheDocumentationShows() throws {
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/study-file.md"),
      encoding: .utf8
    )
    let begin = try #require(page.range(of: "<!-- keys: begin -->\n"))
    let end = try #require(page.range(of: "<!-- keys: end -->"))
    #expect(String(page[begin.upperBound..<end.lowerBound]) == (try Listing.keys.text()))
  }
}

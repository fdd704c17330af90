import Foundation
import TestSupport
import Testing

@testable import PanelPress

/// Numbers of the text as commands of LaTeX, and the list of exhibits.
@Suite struct NumberTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: "Tests/PanelPressTests/Files/badinput/panel.csv"),
      to: folder.url.appending(path: "panel.csv")
    )
  }

  private func run(_ tail: String, pdf: Bool = false, only: [String] = []) throws -> RunReport {
    try folder.write(StudyRunTests.text + tail, to: "study.yaml")
    return try StudyFile(path: folder.path("study.yaml")).run(
      RunOptions(
        outputFolder: folder.path("output"),
        only: only,
        pdf: pdf,
        templates: Repository.templates.path,
        styles: Repository.styles.path
      )
    )
  }

  private func message(_ tail: String) -> String {
    do {
      _ = try run(tail)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  private static let numbers = """
    numbers:
      effect: {of: "baseline[2]", term: x1}
      effectError: {of: "baseline[2]", term: x1, value: std_error}
      effectPercent: {of: "baseline[2]", term: x1, percent: true, decimals: 1}
      lowEnd: {of: "baseline[2]", term: x2, value: conf_low}
      lowEndSize: {of: "baseline[2]", term: x2, value: conf_low, absolute: true}
      chance: {of: "baseline[1]", term: x1, value: p_value}
      observations: {of: "baseline[2]", statistic: n}
      meanOutcome: {of: summary, variable: y, measure: mean}
      largest: {of: summary, variable: y, measure: max, decimals: 1}
      group: {of: means, at: "series[1].points.2017.mean", decimals: 2}

    """

  @Test func writesACommandForEachNumber() throws {
    let report = try run(Self.numbers)
    #expect(report.files.contains("numbers.tex") && report.files.contains("numbers.json"))
    let text = try folder.text(of: "output/small/numbers.tex")
    let json = try folder.text(of: "output/small/numbers.json")
    let table = try folder.text(of: "output/small/tables/table2.csv")
    var values: [String: String] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("\\newcommand") {
      let parts = line.split(separator: "{", maxSplits: 2)
      let name = parts[1].dropFirst().dropLast()
      values[String(name)] = String(parts[2].prefix { $0 != "%" }.dropLast())
    }
    #expect(values.count == 10)
    #expect(values["observations"] == "30")
    #expect(values["lowEnd"]?.hasPrefix("\\ensuremath{-}0.") == true, "\(values)")
    #expect(values["lowEndSize"] == values["lowEnd"]?.replacing("\\ensuremath{-}", with: ""))
    #expect(values["meanOutcome"] == "1.521")
    #expect(values["largest"] == "3.3")
    // The number of the text is the number of the table.
    let effect = try #require(values["effect"])
    #expect(table.contains(",\(effect),") || table.contains(",\(effect)\n"), "\(table)")
    #expect(json.contains("\"text\": \"\(effect)\""))
    #expect(text.contains("% baseline[2], estimates.x1.estimate: 0."))
    let page = try folder.text(of: "output/small/index.html")
    #expect(page.contains("<th scope=\"row\">\\effect</th><td class=\"end\">\(effect)</td>"))
    #expect(try OutputCheck.findings(in: folder.path("output/small")) == [])
  }

  @Test(.enabled(if: Tool.mustRun("pdflatex")))
  func compilesInTextAndInFormulas() throws {
    _ = try run(Self.numbers)
    let tool = try #require(Tool("pdflatex"))
    try folder.write(
      """
      \\documentclass{article}
      \\usepackage{amsmath, amssymb, booktabs, siunitx, natbib, graphicx, hyperref}
      \\input{output/small/numbers}
      \\begin{document}
      The effect is \\effect{} (\\effectError), or \\effectPercent\\%, from \\lowEnd\\ on, N = \\observations.
      $\\beta = \\effect,\\ \\lowEnd < \\meanOutcome,\\ p = \\chance,\\ x_{\\group}^{\\largest}$
      \\end{document}

      """,
      to: "paper.tex"
    )
    let (status, log) = try tool.run(
      ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"],
      in: folder.url
    )
    #expect(status == 0, "\(log.suffix(2000))")
  }

  @Test(arguments: [
    (
      "numbers: {effect_2: {of: summary, statistic: n}}\n",
      "'effect_2' cannot name a number: it becomes a command of LaTeX, which has letters from a to z "
        + "and A to Z only, such as 'effectTwo'."
    ),
    (
      "numbers: {beta: {of: summary, statistic: n}}\n",
      "'beta' cannot name a number: LaTeX has a command \\beta. Choose a longer name, such as "
        + "'theBeta'."
    ),
    (
      "numbers: {endpoint: {of: summary, statistic: n}}\n",
      "LaTeX keeps commands that begin with 'end'"
    ),
    ("numbers: {effect: {of: baselin, term: x1}}\n", "Did you mean 'baseline'?"),
    ("numbers: {effect: {of: baseline, term: x1}}\n", "'baseline' has 2 results; name one of them"),
    (
      "numbers: {effect: {of: \"baseline[2]\", term: x4}}\n",
      "'baseline[2]' has no term 'x4'. Did you mean 'x1', 'x2', 'x3'? It has: x1, x2, x3, (constant)."
    ),
    ("numbers: {effect: {of: \"baseline[2]\"}}\n", "nothing says which number is meant"),
    (
      "numbers: {effect: {of: \"baseline[2]\", term: x1, statistic: n}}\n",
      "several keys say which number is meant"
    ),
    (
      "numbers: {effect: {of: \"baseline[2]\", statistic: n, value: df}}\n",
      "'value' says nothing beside 'statistic'; leave it out."
    ),
    (
      "numbers: {effect: {of: \"baseline[2]\", at: estimates.x1.estimat}}\n",
      "has no 'estimat' at estimates.x1. There is: component, conf_high"
    ),
    ("numbers: {effect: {of: \"baseline[2]\", at: estimates}}\n", "is no number; it has: [1], [2], [3], [4]."),
    (
      "numbers: {effect: {of: \"baseline[1]\", statistic: within_r_squared}}\n",
      "statistics.within_r_squared of 'baseline[1]' is not available"
    ),
  ])
  func saysWhatIsWrongWithANumber(tail: String, message wanted: String) {
    let found = message(tail)
    #expect(found.contains(wanted), "\(found)")
    #expect(found.contains("study.yaml:"), "\(found)")
  }

  @Test func refusesOnlyNamesThatLaTeXHas() {
    #expect(MacroName.commands.count > 900)
    for name in ["effect", "observations", "meanHomicide", "N", "effectTwo"] {
      #expect(MacroName.fault(in: name) == nil, "\(name)")
    }
    for name in ["", "ef fect", "größe", "alpha", "S", "item", "endings", "2sls"] {
      #expect(MacroName.fault(in: name) != nil, "\(name)")
    }
  }

  // MARK: Exhibits

  @Test func listsEveryExhibitWithItsLineAndFiles() throws {
    _ = try run(Self.numbers)
    let list = try folder.text(of: "output/small/exhibits.md")
    let lines = try folder.text(of: "study.yaml").split(
      separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("figure1:") }) + 1
    #expect(
      list.contains(
        "| Figure 1 | study.yaml | \(line) | figures/figure1.svg, data/figure1.csv | Effects | "
          + "baseline (fixed-effects) | panel.csv |"
      ),
      "\(list)"
    )
    #expect(list.contains("| Numbers in the text | study.yaml |"))
    #expect(list.contains("## Alternative texts"))
    let csv = try folder.text(of: "output/small/exhibits.csv")
    let rows = csv.split(separator: "\n")
    #expect(rows.count == 6)
    #expect(
      rows[0]
        == "Exhibit,Program,Line,Output files,Title,Analyses,Data files,Alternative text,Description"
    )
    let page = try folder.text(of: "output/small/index.html")
    #expect(page.contains("id=\"section-exhibits\""))
  }

  // MARK: PDF

  @Test(.enabled(if: Tool.mustRun("rsvg-convert", "pdfinfo")))
  func printsFiguresAsPDF() throws {
    let report = try run("", pdf: true)
    #expect(report.files.contains("figures/figure1.pdf"))
    let output = folder.path("output/small")
    #expect(try OutputCheck.findings(in: output) == [])
    let file = folder.url.appending(path: "output/small/figures/figure1.pdf")
    let first = try Data(contentsOf: file)
    let asked = try run("exports: {pdf: true}\n")
    #expect(asked.files == report.files)
    #expect(try Data(contentsOf: file) == first)
    let pdfinfo = try #require(Tool("pdfinfo"))
    let (status, text) = try pdfinfo.run(["-isodates", file.path], in: folder.url)
    #expect(status == 0)
    #expect(text.contains("Title:           Coefficient plot"), "\(text)")
    #expect(text.contains("Subject:") && text.contains("Pages:           1"))
    #expect(!text.contains("CreationDate"))
    // The page is the figure: 84 mm are 238.11 points.
    #expect(text.contains("238.11 x"), "\(text)")
    try Data(first.dropLast(200)).write(to: file)
    #expect(
      try OutputCheck.findings(in: output).contains("figures/figure1.pdf: the PDF is cut off."))
  }

  @Test func saysWhatPDFsNeed() throws {
    do {
      _ = try FigurePrinter(families: [], environment: ["PATH": "/nowhere"])
      Issue.record("a program that is not there is found")
    } catch {
      #expect(error.exitCode == 2)
      #expect(error.description.contains("librsvg2-bin"))
    }
  }

  /// A file whose cross-reference is a stream gets an update of the same form.
  @Test(.enabled(if: Tool.mustRun("pdflatex", "pdfinfo")))
  func describesFilesWithCrossReferenceStreams() throws {
    let (latex, pdfinfo) = (try #require(Tool("pdflatex")), try #require(Tool("pdfinfo")))
    try folder.write(
      "\\pdfminorversion=5\n\\pdfobjcompresslevel=2\n\\documentclass{article}\n\\begin{document}x\\end{document}\n",
      to: "x.tex"
    )
    _ = try latex.run(["-interaction=nonstopmode", "x.tex"], in: folder.url)
    let file = folder.url.appending(path: "x.pdf")
    let pdf = PDFFile(bytes: Array(try Data(contentsOf: file)))
    #expect(pdf.fault == nil)
    let described = pdf.describing(title: "Title 标题", subject: "A subject (with brackets)")
    #expect(PDFFile(bytes: described).fault == nil)
    try Data(described).write(to: file)
    let (status, text) = try pdfinfo.run(["-enc", "UTF-8", file.path], in: folder.url)
    #expect(status == 0, "\(text)")
    #expect(text.contains("Title:           Title 标题"), "\(text)")
    #expect(text.contains("A subject (with brackets)"), "\(text)")
    #expect(!text.contains("rror"), "\(text)")
  }
}

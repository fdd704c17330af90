import Foundation
import TestSupport
import Testing

@testable import PanelPress

/// Keys that tables of every kind share, from the study file to the files.
@Suite struct TableFeatureTests {
  static let study = """
    study: features
    data: {file: panel.csv, unit: unit, time: year, labels: {y: Outcome, x1: First}}
    controls: [x2]
    analyses:
      summary: {method: descriptives, variables: [y, x1, $controls]}
      iv: {method: iv, model: "y ~ $controls | unit + year | x1 ~ L.x1", vcov: cluster(unit)}
      baseline:
        method: fixed-effects
        vcov: cluster(unit)
        models:
          - y ~ x1
          - y ~ x1 | unit + year
          - y ~ x1 + $controls | unit + year

    """

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: "Tests/PanelPressTests/Files/badinput/panel.csv"),
      to: folder.url.appending(path: "panel.csv")
    )
  }

  private func run(_ tables: String) throws -> [String: String] {
    try folder.write(Self.study + tables, to: "study.yaml")
    let report = try StudyFile(path: folder.path("study.yaml")).run(
      RunOptions(
        outputFolder: folder.path("output"),
        templates: Repository.templates.path,
        styles: Repository.styles.path
      )
    )
    return Dictionary(
      try report.files.map { ($0, try folder.text(of: "output/features/\($0)")) },
      uniquingKeysWith: { $1 }
    )
  }

  @Test func takesEveryKeyOfATable() throws {
    let files = try run(
      """
      tables:
        table1: {of: summary, caption: {en: Descriptive statistics, zh: 描述性统计}}
        table2:
          of: baseline
          caption: {en: Baseline results, zh: 基准回归结果}
          keep: [x1, $controls]
          rows: {controls: "Controls", fixed-effects: [unit, year], statistics: [n, adj_r_squared]}
        table3: {of: [iv, baseline], panels: {A. Two-stage least squares: iv, B. Least squares: baseline}}
        table4:
          of: baseline
          layout: long
          spanners: [{title: Pooled, columns: 1}, {title: {en: Effects, zh: 效应}, columns: 2}]
        table5:
          kind: definitions
          layout: landscape
          groups:
            - {title: Outcome, variables: {y: {definition: What is explained, unit: points}}}
            - {title: Controls, variables: {$controls: {definition: What is held fixed}}}
        table6:
          panels:
            - {title: Descriptives, of: summary}
            - {title: Models, of: baseline}
        table7: {of: summary, headings: {Controls: $controls}, layout: resize}

      """
    )
    func markdown(_ name: String) throws -> [String] {
      try #require(files["tables/\(name).md"]).split(separator: "\n").map(String.init)
    }
    let baseline = try markdown("table2")
    #expect(baseline.contains { $0.hasPrefix("| Controls ") && $0.contains("Yes") })
    #expect(baseline.contains { $0.hasPrefix("| x2 ") })
    #expect(baseline.contains { $0.hasPrefix("| Adjusted R²") })
    #expect(!baseline.contains { $0.hasPrefix("| R² ") })
    #expect(try markdown("table3").contains { $0.contains("Panel A. Two-stage least squares") })
    #expect(try markdown("table4").contains { $0.contains("Effects") })
    #expect(try #require(files["tables/table4.tex"]).contains("\\begin{longtable}"))
    #expect(try #require(files["tables/table5.tex"]).contains("\\begin{sidewaystable}"))
    #expect(try markdown("table5").contains { $0.contains("Outcome") && $0.contains("points") })
    #expect(try markdown("table6").contains { $0.contains("Panel B. Models") })
    #expect(try #require(files["tables/table7.tex"]).contains("max width=\\textwidth"))
    #expect(try markdown("table7").contains { $0.hasPrefix("| Controls ") })
  }

  @Test(arguments: [
    (
      "t: {kind: definitions, groups: [{variables: [yy]}]}",
      "Group 1 of 'groups' names the variable 'yy', which the study does not have. Did you mean 'y'"
    ),
    ("t: {kind: definitions, of: summary, groups: [{variables: [y]}]}", "Leave 'of' out."),
    (
      "t: {kind: definitions, panels: {A: summary}, groups: [{variables: [y]}]}",
      "Leave 'panels' out."
    ),
    ("t: {kind: definitions}", "'groups'"),
    ("t: {of: summary, layout: wide}", "'wide' is none of float, long, landscape, resize."),
    ("t: {of: baseline, spanners: {A: [1, 4]}}", "must cover neighbouring columns"),
    ("t: {panels: [{title: A, of: summary, kind: regresion}]}", "There is no kind 'regresion'"),
  ])
  func refusesWhatDoesNotFit(entry: String, message: String) throws {
    let error = #expect(throws: PressError.self) { _ = try run("tables:\n  \(entry)\n") }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}

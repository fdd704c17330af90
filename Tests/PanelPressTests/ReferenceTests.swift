import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelPress

/// Analyses that are about others, and covariances beside the first.
@Suite struct ReferenceTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var lines = ["unit,year,group,y,x"]
    for unit in 0..<12 {
      for year in 0..<5 {
        let x = Double((unit * 7 + year * 3) % 11)
        let y = 0.4 * x + Double((unit * 5 + year * year * 3) % 7)
        let group = unit == 3 && year == 2 ? "" : "g\(unit / 2)"
        lines.append("u\(unit),\(2001 + year),\(group),\(y),\(x)")
      }
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "panel.csv")
  }

  private func run(_ analyses: String) throws -> RunReport {
    try folder.write(
      """
      study: references
      seed: 5
      data: {file: panel.csv, unit: unit, time: year}
      analyses:
      \(analyses)

      """, to: "study.yaml")
    return try StudyFile(path: folder.path("study.yaml")).run(
      RunOptions(outputFolder: folder.path("output"), threadCount: 2))
  }

  private func results(_ id: String) throws -> [any AnalysisResult] {
    let file = folder.url.appending(path: "output/references/results/\(id).json")
    return try ResultFile.read(try Data(contentsOf: file), file: id).results
  }

  /// A column made by change is a model like any other: what names it tests that model.
  @Test func findsColumnsMadeByChange() throws {
    _ = try run(
      """
        base: {method: fixed-effects, vcov: cluster(unit), models: [y ~ x | unit + year, {with: {drop_units: [u1, u2]}}]}
        later: {method: fixed-effects, of: "base[1]", with: [{where: year > 2001}]}
        wild: {method: wild-bootstrap, of: "base[2]", draws: 199}
        tested: {method: multiple-testing, of: ["base[1]", "base[2]", later], draws: 199}
      """)
    let columns = try results("base") + results("later")
    let values = columns.compactMap { $0.estimates.first?.value }
    #expect(values.count == 3)
    #expect(Set(values).count == 3)
    let wild = try #require(try results("wild").first as? WildBootstrapResult)
    #expect(wild.terms.first?.estimate.value == values[1])
    let tested = try #require(try results("tested").first as? MultipleTestingResult)
    #expect(tested.hypotheses.map(\.estimate.value) == values)
  }

  /// A cluster variable takes no row from the sample of the estimates.
  @Test(arguments: [
    "{method: fixed-effects, vcov: hc1, also: [cluster(group)], models: [y ~ x | unit]}",
    "{method: fixed-effects, vcov: cluster(group), models: [y ~ x | unit]}",
    "{method: fixed-effects, vcov: hc1, models: [y ~ x | unit, {with: {vcov: cluster(group)}}]}",
  ])
  func asksForEveryCluster(entry: String) throws {
    do {
      _ = try run("  a: \(entry)")
      Issue.record("a missing cluster was accepted")
    } catch {
      #expect(
        String(describing: error).contains(
          "'group', by which standard errors are clustered, is missing in 1 of 60 observations"))
    }
  }
}

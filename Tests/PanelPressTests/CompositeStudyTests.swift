import Foundation
import TestSupport
import Testing

@testable import PanelPress

/// Composite variables, from the study file to the page.
@Suite struct CompositeStudyTests {
  static let text = """
    study: indices
    data: {file: panel.csv, unit: unit, time: year, where: year > 2000}
    variables:
      twice: 2 * y
      index: {method: entropy-weights, positive: [twice, v], negative: x, by: year, shift: 0.01}
      leading: {method: principal-components, indicators: [twice, v, x], components: 1}
      stock: {method: capital-stock, investment: v, depreciation: 0.1, initial_rate: 0.2}
      wedge:
        method: resource-misallocation
        output: y
        capital: stock
        labour: x
        elasticity: 0.4
        value: tau_capital
      level: {method: structure-coefficient, sectors: [x, v, y]}
      share: {method: consumption-upgrading, parts: [x, v], total: x + v + y}
      held: {method: sensitivity-resilience, variable: v}
      near:
        method: virtual-agglomeration
        numerator: v
        denominator: x
        distances: {file: km.csv, from: a, to: b, distance: km}
    analyses:
      summary:
        method: descriptives
        variables: [index, leading, stock, wedge, level, share, held, near]
        measures: [mean, sd, min, max, n, sd_between, min_between, max_between, units, sd_within,
          min_within, max_within, periods]
      weights:
        method: entropy-weights
        positive: [twice, v]
        negative: x
        dimensions: {size: [twice, v], rest: x}
      components: {method: principal-components, indicators: [twice, v, x]}
      pairs: {method: correlations, variables: [twice, v, index, held], rows: pairwise}
      inflation: {method: variance-inflation, variables: [twice, v, x]}
    tables:
      table1: {of: summary, kind: panel-summary}
      table2: {of: weights}
      table3: {of: components, components: all}
      table4: {of: pairs, p-values: true}
      table5: {of: inflation}
    figures:
      figure1: {of: weights, caption: Weights}

    """

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var rows = "unit,year,y,v,x\n"
    for (i, unit) in ["north", "south", "east"].enumerated() {
      for year in 2000...2004 {
        let (u, t) = (Double(i), Double(year - 1999))
        rows += "\(unit),\(year),\(3 + u * t),\(2 + t + u * u),\(1 + t * t / 4 + (2 - u))\n"
      }
    }
    try folder.write(rows, to: "panel.csv")
    try folder.write("a,b,km\nnorth,south,2\nnorth,east,4\nsouth,east,5\n", to: "km.csv")
  }

  func run(_ text: String = Self.text) throws -> RunReport {
    try folder.write(text, to: "study.yaml")
    return try StudyFile(path: folder.path("study.yaml")).run(
      RunOptions(
        outputFolder: folder.path("output"),
        templates: Repository.templates.path,
        styles: Repository.styles.path
      )
    )
  }

  func problems(_ from: String, _ to: String) -> String {
    do {
      _ = try run(Self.text.replacing(from, with: to))
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  @Test func makesEveryCompositeAndItsTables() throws {
    let report = try run()
    #expect(report.files.count { $0.hasPrefix("tables/") } == 20)
    #expect(report.files.contains("figures/figure1.svg"))
    let summary = try folder.text(of: "output/indices/results/summary.json")
    for part in [
      "sensitivity-resilience(v; difference; lag 1)", "capital-stock(v; depreciation 0.1)",
      "entropy-weights(+twice, +v, −x; by year; shift 0.01)", "\"twice\": \"2 * y\"",
    ] {
      #expect(summary.contains(part), "\(part)")
    }
    #expect(try folder.text(of: "output/indices/manifest.json").contains("km.csv"))
  }

  @Test func saysWhereACompositeIsWrong() throws {
    for (from, to, part) in [
      ("method: capital-stock", "method: capital-stok", "Did you mean 'capital-stock'?"),
      ("{method: capital-stock, inv", "{inv", "The key 'method' is missing: one of"),
      ("investment: v", "invest: v", "unknown key 'invest'. Did you mean 'investment'?"),
      ("depreciation: 0.1,", "depreciation: fast,", "variables.stock.depreciation"),
      ("value: tau_capital", "value: tau", "variables.wedge.value"),
      ("file: km.csv", "file: miles.csv", "variables.near.distances.file"),
      ("distance: km", "distance: miles", "There is no column 'miles'"),
      ("twice: 2 * y", "twice: [2, y]", "An expression such as 'log(x)' or a mapping"),
      ("elasticity: 0.4", "elasticity: 1.4", "variables.wedge"),
      ("sectors: [x, v, y]", "sectors: [x]", "A structure needs two sectors; 1 is named."),
    ] {
      let text = problems(from, to)
      #expect(text.contains(part), "\(to): \(text)")
    }
  }
}

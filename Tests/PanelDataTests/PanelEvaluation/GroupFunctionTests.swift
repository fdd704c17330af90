import Foundation
import PanelNumerics
import Testing
import TestSupport

@testable import PanelData

@Suite struct GroupFunctionTests {
  let data = "g,h,x\na,1,1\na,1,3\nb,1,5\nb,2,\n,2,7\nb,2,9\n"

  @Test(arguments: [
    ("mean(x)", [5, 5, 5, 5, 5, 5] as [Double?]),
    ("mean(x, by = g)", [2, 2, 7, 7, nil, 7]),
    ("sum(x, by = g)", [4, 4, 14, 14, nil, 14]),
    ("sd(x, by = h)", [2, 2, 2, 2.0.squareRoot(), 2.0.squareRoot(), 2.0.squareRoot()]),
    ("min(x, by = h)", [1, 1, 1, 7, 7, 7]), ("max(x, by = g)", [3, 3, 9, 9, nil, 9]),
    ("max(x)", [9, 9, 9, 9, 9, 9]),
    ("count(x, by = g)", [2, 2, 2, 2, nil, 2]), ("count(by = g)", [2, 2, 3, 3, nil, 3]),
    ("count(g)", [5, 5, 5, 5, 5, 5]),
    ("mean(x, by = g^h)", [2, 2, 5, 9, nil, 9]),
    ("centre(x)", [-4, -2, 0, nil, 2, 4]), ("centre(x, by = g)", [-1, 1, -2, nil, nil, 2]),
    ("sum(ifelse(missing(x), x, x), by = g^h)", [4, 4, 5, 9, nil, 9]),
  ])
  func looksAtTheRowsOfAGroup(expression: String, expected: [Double?]) throws {
    #expect(try section(data).evaluate(expression) == expected)
  }

  @Test func givesAnEmptyGroupNoValue() throws {
    let panel = try section("g,x\na,1\nb,\nb,\n")
    for function in ["mean", "sum", "min", "max"] {
      #expect(try panel.evaluate("\(function)(x, by = g)") == [1, nil, nil])
    }
    #expect(try panel.evaluate("count(x, by = g)") == [1, 0, 0])
    #expect(try panel.evaluate("sd(x, by = g)") == [nil, nil, nil])
    #expect(try panel.evaluate("winsorise(x, by = g)") == [1, nil, nil])
  }

  @Test func standardisesToMeanZeroAndDeviationOne() throws {
    var random = Philox(seed: 3, stream: 0)
    let numbers = (0..<500).map { _ in 1e6 + random.normal() }
    let panel = Panel(table: DataTable(columns: [Column("x", numbers: numbers)]))
    #expect(try abs(#require(panel.evaluate("mean(standardise(x))")[0])) < 1e-9)
    #expect(
      try #require(panel.evaluate("sd(standardise(x))")[0]).isClose(to: 1, relativeTolerance: 1e-9)
    )
  }

  @Test func refusesToStandardiseAConstant() throws {
    let panel = try section("g,x\na,0.1\na,0.1\na,0.1\nb,1\n")
    #expect(
      faultText { _ = try panel.evaluate("standardise(x, by = g)") }
        == "standardise(x, by = g) divides by a standard deviation of 0 where g is a: all values are "
        + "equal."
    )
    #expect(
      faultText { _ = try panel.evaluate("standardise(x, by = x)") }.contains("where x is 0.1")
    )
    #expect(try panel.evaluate("sd(x, by = g)") == [0, 0, 0, nil])
  }

  private struct Winsor: Decodable {
    struct Extra: Decodable {
      struct Type2: Decodable {
        var cut_low: Double, cut_high: Double, winsor_mean: Double, winsor_sd: Double
      }
      var stata_pctile_type2: Type2
    }
    var extra: Extra
  }

  @Test(arguments: [
    ("winsor_castle_larceny", "larceny", 0.01), ("winsor_produc_gsp_5_95", "gsp", 0.05),
  ])
  func winsorisesAsStata(oracle: String, variable: String, share: Double) throws {
    let expected = try OracleFile.decode("\(oracle).json", as: Winsor.self).extra.stata_pctile_type2
    let table =
      variable == "gsp"
      ? try OracleFile.table("produc_gsp.csv")
      : try DataReader.read(
        url: Repository.examples.appending(path: "castle-doctrine/castle.csv"),
        named: "castle.csv"
      )
    let panel = Panel(table: table)
    let text = "winsorise(\(variable), p = \(share))"
    func first(_ expression: String) throws -> Double {
      try #require(panel.evaluate(expression)[0])
    }
    #expect(try first("min(\(text))") == expected.cut_low)
    #expect(try first("max(\(text))") == expected.cut_high)
    #expect(
      try first("mean(\(text))").isClose(to: expected.winsor_mean, relativeTolerance: 1e-12)
    )
    #expect(try first("sd(\(text))").isClose(to: expected.winsor_sd, relativeTolerance: 1e-12))
  }

  @Test func takesWholePositionsAsAnAuthorCountsThem() {
    let sorted = (1...100).map(Double.init)
    // 0.07 · 100 is 7.000000000000001: still the 7th and 8th.
    #expect(Percentile.cuts(of: sorted, share: 0.07) == (7.5, 93.5))
    #expect(Percentile.cuts(of: sorted, share: 0.075) == (8, 93))
    #expect(Percentile.cuts(of: [5], share: 0.4) == (5, 5))
  }

  @Test func winsorisesWithinGroups() throws {
    let rows = (1...20).map { "a,\($0)" } + (1...20).map { "b,\($0 * 10)" }
    let panel = try section("g,x\n" + rows.joined(separator: "\n") + "\n")
    let values = try panel.evaluate("winsorise(x, p = 0.1, by = g)")
    #expect(values[0] == 2.5)
    #expect(values[19] == 18.5)
    #expect(values[20] == 25)
    #expect(values[39] == 185)
  }

  @Test func sumsWithoutLosingDigits() throws {
    let numbers = [1e16, 1, -1e16, 1, 1e-3]
    let panel = Panel(table: DataTable(columns: [Column("x", numbers: numbers)]))
    #expect(try panel.evaluate("sum(x)")[0] == 2.001)
  }
}

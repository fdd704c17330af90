import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

private struct Oracle: Decodable {
  struct Variable: Decodable {
    struct Weighted: Decodable {
      var mean: Double
      var sd: Double
    }
    var n: Double
    var missing: Double
    var mean: Double
    var sd: Double
    var min: Double
    var max: Double
    var sum: Double
    var skewness_stata: Double
    var kurtosis_stata: Double
    var median: Double
    var percentiles_stata: [String: Double]
    var weighted_aweight: Weighted?
  }
  struct Extra: Decodable { var variables: [String: Variable] }
  struct Specification: Decodable { var variables: [String] }
  var spec: Specification
  var extra: Extra
}

extension DescriptivesResult {
  /// The value of a measure in a group.
  func value(_ variable: String, _ measure: Measure, group: Int = 0) throws -> Availability<Double>
  {
    let summary = try #require(groups[group].variables.first { $0.variable == variable })
    return try #require(summary.measures.first { $0.measure == measure }).value
  }
}

@Suite struct DescriptivesTests {
  /// All but those of a panel's units.
  static let measures = Measure.allCases.filter { !$0.needsUnits }

  private func run(_ descriptives: Descriptives, on panel: Panel) throws -> DescriptivesResult {
    let results = try descriptives.run(on: panel, in: AnalysisContext(id: "summary"))
    return try #require(results.first)
  }

  @Test(arguments: ["desc_castle", "desc_organ"])
  func matchesStataAndR(name: String) throws {
    let oracle = try PanelFiles.decoded(Oracle.self, from: "\(name).json")
    let panel = try name == "desc_castle" ? PanelFiles.castle() : PanelFiles.organDonations()
    let result = try run(
      Descriptives(variables: oracle.spec.variables, measures: Self.measures),
      on: panel
    )
    #expect(result.sample.n == panel.table.rowCount)
    #expect(result.groups.map(\.name) == [nil])
    for (variable, expected) in oracle.extra.variables {
      var reference: [Measure: Double] = [
        .n: expected.n, .missing: expected.missing, .mean: expected.mean, .sd: expected.sd,
        .min: expected.min, .max: expected.max, .sum: expected.sum,
        .skewness: expected.skewness_stata, .kurtosis: expected.kurtosis_stata,
        .median: expected.median, .variance: expected.sd * expected.sd,
      ]
      for (percent, value) in expected.percentiles_stata where percent != "50" {
        reference[try #require(Measure(rawValue: "p\(percent)"))] = value
      }
      #expect(reference.count == Self.measures.count)
      for (measure, value) in reference {
        let ours = try #require(try result.value(variable, measure).value)
        #expect(
          ours.isClose(to: value, relativeTolerance: 1e-12) || abs(ours - value) < 1e-15,
          "\(variable) \(measure): \(ours), \(value)"
        )
      }
    }
  }

  @Test func weighsAnalytically() throws {
    let oracle = try PanelFiles.decoded(Oracle.self, from: "desc_castle.json")
    let result = try run(
      Descriptives(
        variables: oracle.spec.variables,
        measures: [.n, .mean, .sd],
        weights: "popwt"
      ),
      on: try PanelFiles.castle()
    )
    #expect(result.sample.weights == "popwt")
    for (variable, expected) in oracle.extra.variables {
      guard let weighted = expected.weighted_aweight else { continue }
      let mean = try #require(try result.value(variable, .mean).value)
      let sd = try #require(try result.value(variable, .sd).value)
      #expect(mean.isClose(to: weighted.mean, relativeTolerance: 1e-12))
      #expect(sd.isClose(to: weighted.sd, relativeTolerance: 1e-12))
      #expect(try result.value(variable, .n) == .value(expected.n))
    }
  }

  /// Stata's rule in exact rational arithmetic on the decimals of the file.
  @Test func weighsQuantilesAsStataDoes() throws {
    let result = try run(
      Descriptives(
        variables: ["l_homicide"],
        measures: [.p1, .p5, .p10, .p25, .median, .p75, .p90, .p95, .p99],
        weights: "popwt"
      ),
      on: try PanelFiles.castle()
    )
    #expect(
      result.groups[0].variables[0].measures.map(\.value.value) == [
        0.3014887, 0.8114847, 1.0244526, 1.5088589, 1.7392377, 1.8869598, 2.0069497, 2.1231635,
        2.484178,
      ]
    )
  }

  @Test func givesTheSameWithWeightsOfOne() throws {
    var panel = try PanelFiles.castle()
    panel.table.set(Column("one", numbers: Array(repeating: 1, count: 550)))
    let variables = ["l_homicide", "robbery_gun_r"]
    let plain = try run(Descriptives(variables: variables, measures: Self.measures), on: panel)
    let weighted = try run(
      Descriptives(variables: variables, measures: Self.measures, weights: "one"),
      on: panel
    )
    for variable in variables {
      for measure in Self.measures {
        let first = try #require(try plain.value(variable, measure).value)
        let second = try #require(try weighted.value(variable, measure).value)
        #expect(first.isClose(to: second, relativeTolerance: 1e-15), "\(variable) \(measure)")
      }
    }
  }

  @Test func describesGroupsByValue() throws {
    let panel = try PanelFiles.castle()
    let result = try run(
      Descriptives(variables: ["homicide", "log(homicide)"], by: "post > 0"),
      on: panel
    )
    #expect(result.groupVariable == "post > 0")
    #expect(result.groups.map(\.name) == ["0", "1"])
    let counts = try (0...1).compactMap { try result.value("homicide", .n, group: $0).value }
    #expect(counts.reduce(0, +) == 550)
    #expect(result.groups[0].variables.map(\.variable) == ["homicide", "log(homicide)"])
    let states = try run(
      Descriptives(variables: ["Rate"], by: "State"),
      on: PanelFiles.organDonations()
    )
    #expect(states.groups.count == 27)
    #expect(states.groups.compactMap(\.name) == states.groups.compactMap(\.name).sorted())
  }

  @Test func expandsListsAndIndicatorsOnce() throws {
    var panel = try PanelFiles.castle()
    panel.lists = ["controls": ["poverty", "unemployrt"]]
    let result = try run(
      Descriptives(variables: ["poverty", "$controls", "i(jhpolice_c)"]),
      on: panel
    )
    let names = result.groups[0].variables.map(\.variable)
    #expect(names.prefix(2) == ["poverty", "unemployrt"])
    #expect(names.dropFirst(2).allSatisfy { $0.hasPrefix("jhpolice_c::") })
  }

  @Test func leavesRowsOutListwiseWithTheirReasons() throws {
    let panel = try PanelFiles.castle()
    let all = try run(Descriptives(variables: ["homicide", "robbery_gun_r"]), on: panel)
    #expect(try all.value("homicide", .n) == .value(550))
    #expect(try all.value("robbery_gun_r", .n) == .value(544))
    let listwise = try run(
      Descriptives(
        variables: ["homicide", "robbery_gun_r", "L.homicide"],
        listwise: true,
        condition: "year > 2000"
      ),
      on: panel
    )
    #expect(try listwise.value("homicide", .n) == listwise.value("robbery_gun_r", .n))
    #expect(listwise.sample.dropped.map(\.reason) == [.whereFalse, .missing])
    #expect(listwise.sample.dropped.map(\.subject) == ["year > 2000", "robbery_gun_r"])
    #expect(listwise.sample.firstPeriod == 2001)
    #expect(listwise.sample.units == 50)
    #expect(
      listwise.sample.n + listwise.sample.dropped.map(\.rows).reduce(0, +)
        == listwise.sample.rowsAvailable
    )
    let lagged = try run(Descriptives(variables: ["L.homicide"], listwise: true), on: panel)
    #expect(lagged.sample.dropped == [RowsDropped(.noNeighbour, subject: "L.homicide", rows: 50)])
  }

  @Test func saysWhatCannotBeComputed() throws {
    let table = DataTable(columns: [
      Column("constant", numbers: [2, 2, 2]), Column("one", numbers: [.nan, 7, .nan]),
      Column("none", numbers: [.nan, .nan, .nan]),
    ])
    let result = try run(
      Descriptives(
        variables: ["constant", "one", "none"],
        measures: [.n, .mean, .sd, .skewness, .missing]
      ),
      on: Panel(table: table)
    )
    #expect(try result.value("constant", .sd) == .value(0))
    #expect(try result.value("constant", .skewness) == .unavailable(because: .noVariation))
    #expect(try result.value("one", .mean) == .value(7))
    #expect(try result.value("one", .sd) == .unavailable(because: .noDegreesOfFreedom))
    #expect(try result.value("none", .mean) == .unavailable(because: .notApplicable))
    #expect(try result.value("none", .missing) == .value(3))
    #expect(result.sample.units == nil)
  }

  @Test func ignoresTheNumberOfThreads() throws {
    let panel = try PanelFiles.castle()
    let analysis = Descriptives(
      variables: ["homicide", "poverty", "l_income"],
      by: "year",
      measures: Self.measures
    )
    let one = try analysis.run(on: panel, in: AnalysisContext(threadCount: 1))
    let four = try analysis.run(on: panel, in: AnalysisContext(threadCount: 4))
    #expect(one == four)
  }

  @Test func tracesDerivedVariables() throws {
    var panel = try PanelFiles.castle()
    panel.derived = ["l_homicide": "log(homicide)", "homicide": "murder", "unused": "1"]
    panel.sampleRule = "year >= 2000"
    panel.labels = ["l_homicide": "Log homicide"]
    let result = try run(
      Descriptives(variables: ["l_homicide"], condition: "post > 0"),
      on: panel
    )
    #expect(result.provenance.derived == ["l_homicide": "log(homicide)", "homicide": "murder"])
    #expect(result.provenance.sampleRule == "(year >= 2000) & (post > 0)")
    #expect(result.provenance.specification == "analyses.summary")
    #expect(result.provenance.data.map(\.file) == ["castle.csv"])
    #expect(result.heading.labels == ["l_homicide": "Log homicide"])
  }

  @Test func readsItsKeys() throws {
    let text = """
      {"variables": ["a", "$b"], "by": "g", "measures": ["n", "p25"], "listwise": true,
       "where": "a > 0", "weights": "w"}
      """
    let all = try JSONDecoder().decode(Descriptives.self, from: Data(text.utf8))
    #expect(all.variables == ["a", "$b"])
    #expect(all.measures == [.n, .p25])
    #expect(all.listwise == true)
    #expect(all.condition == "a > 0")
    #expect(all.by == "g")
    #expect(all.weights == "w")
    let one = try JSONDecoder().decode(Descriptives.self, from: Data(#"{"variables": "a"}"#.utf8))
    #expect(one.variables == ["a"])
    #expect(
      Set(Descriptives.keys.map(\.name)) == [
        "variables", "by", "measures", "listwise", "where", "weights",
      ]
    )
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Descriptives.self, from: Data(#"{"measures": ["n"]}"#.utf8))
    }
  }

  @Test func refusesWhatCannotBeDescribed() throws {
    let panel = try PanelFiles.castle()
    func message(_ descriptives: Descriptives) -> String {
      do {
        _ = try descriptives.run(on: panel, in: AnalysisContext())
        return ""
      } catch { return error.description }
    }
    #expect(message(Descriptives(variables: ["homicid"])).contains("Did you mean 'homicide'?"))
    #expect(message(Descriptives(variables: [])).contains("names nothing to describe"))
    #expect(
      message(Descriptives(variables: ["homicide"], condition: "year > 3000"))
        .contains("550 for a false condition (year > 3000)")
    )
    #expect(
      message(Descriptives(variables: ["homicide"], weights: "post"))
        .contains("'post' is zero or negative in line 2 (0.0)")
    )
    #expect(message(Descriptives(variables: ["homicide"], by: "stat")).contains("no column 'stat'"))
  }
}

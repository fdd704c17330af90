import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

/// Indices, correlations and variance inflation as analyses.
@Suite struct IndexAnalysisTests {
  static let context = AnalysisContext(id: "test")

  static func table(_ columns: [(String, [Double])]) -> Panel {
    Panel(table: DataTable(columns: columns.map { Column($0.0, numbers: $0.1) }))
  }

  func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  // MARK: Indices

  @Test func reportsWeightsWithSignsAndDimensions() throws {
    let panel = try IndexOracleTests.panel("produc.csv")
    let index = EntropyIndex(
      positive: ["pcap", "gsp"],
      negative: ["unemp"],
      dimensions: ["public": ["pcap"], "economy": ["gsp", "unemp"]]
    )
    let result = try EntropyWeighting(index, condition: "unemp < 15").run(
      on: panel, in: Self.context)[0]
    let group = result.groups[0]
    #expect(group.indicators.map(\.indicator) == ["pcap", "gsp", "unemp"])
    #expect(group.indicators.map(\.sign) == [.positive, .positive, .negative])
    #expect(group.dimensions.map(\.dimension) == ["public", "economy"])
    #expect(abs(group.dimensions.map(\.weight).reduce(0, +) - 1) < 1e-14)
    #expect(abs(group.dimensions[1].weight - group.indicators[1].weight - group.indicators[2].weight) < 1e-15)
    #expect(result.sample.n == group.n)
    #expect(result.sample.dropped.map(\.reason) == [.whereFalse])
    let yearly = try EntropyWeighting(EntropyIndex(positive: ["pcap", "gsp"], by: "year")).run(
      on: panel, in: Self.context)[0]
    #expect(yearly.groups.map(\.name) == (1970...1986).map { "\($0)" })
    #expect(yearly.groups.allSatisfy { $0.n == 48 })
  }

  @Test func readsTheKeysOfAnIndexAndItsCondition() throws {
    let json = """
      {"positive": ["pcap"], "negative": "unemp", "by": "year", "shift": 0.01, "where": "gsp > 0"}
      """
    let weighting = try JSONDecoder().decode(EntropyWeighting.self, from: Data(json.utf8))
    #expect(weighting.index == EntropyIndex(positive: ["pcap"], negative: ["unemp"], by: "year", shift: 0.01))
    #expect(weighting.condition == "gsp > 0")
    let components = try JSONDecoder().decode(
      ComponentAnalysis.self,
      from: Data(#"{"indicators": ["pcap", "unemp"], "share": 0.9, "where": "gsp > 0"}"#.utf8)
    )
    #expect(components.index == ComponentIndex(indicators: ["pcap", "unemp"], share: 0.9))
    #expect(components.condition == "gsp > 0")
  }

  @Test func reportsComponents() throws {
    let panel = try IndexOracleTests.panel("statecrime.csv")
    let names = ["violent", "murder", "hs_grad", "poverty", "single", "white", "urban"]
    let result = try ComponentAnalysis(ComponentIndex(indicators: names, negative: ["hs_grad"]))
      .run(on: panel, in: Self.context)[0]
    #expect(result.retained == 2)
    #expect(result.components.compactMap(\.weight).count == 2)
    #expect(abs(result.components.compactMap(\.weight).reduce(0, +) - 1) < 1e-14)
    #expect(abs((result.components.last?.cumulative ?? 0) - 1) < 1e-14)
    // A change of sign leaves eigenvalues and KMO as they are.
    IndexOracleTests.agree(result.components[0].eigenvalue, 4.061977049251554, 1e-9, "eigenvalue")
    IndexOracleTests.agree(result.samplingAdequacy.value ?? .nan, 0.7227795283891754, 1e-9, "KMO")
    IndexOracleTests.agree(
      result.sphericity.statistic.value ?? .nan, 284.3449280139535, 1e-9, "Bartlett")
    IndexOracleTests.agree(
      result.sphericity.pValue.value ?? .nan, 4.813910485294015e-48, 1e-6, "p")
  }

  @Test func saysThatASingularMatrixHasNoInverse() throws {
    let x = [1.0, 2, 4, 7, 5, 3]
    let panel = Self.table([("x", x), ("y", x.map { 2 * $0 }), ("z", [3, 1, 4, 1, 5, 9])])
    let result = try ComponentAnalysis(ComponentIndex(indicators: ["x", "y", "z"])).run(
      on: panel, in: Self.context)[0]
    #expect(result.samplingAdequacy == .unavailable(because: .singularCorrelation))
    #expect(result.sphericity.pValue == .unavailable(because: .singularCorrelation))
  }

  // MARK: Correlations

  /// The values of Stata's manual for Grunfeld's investment data.
  @Test func correlatesInvestment() throws {
    let panel = try IndexOracleTests.panel("grunfeld.csv")
    let names = try #require(
      [["inv", "value", "capital"], ["invest", "value", "capital"]].first {
        $0.allSatisfy { panel.table[$0] != nil }
      }
    )
    let result = try Correlations(variables: names).run(on: panel, in: Self.context)[0]
    #expect(result.sample.n == 200)
    let values = [(0, 1, 0.8569329), (0, 2, 0.6625653), (1, 2, 0.4887058)]
    for (i, j, wanted) in values {
      let pair = try #require(result.pair(names[i], names[j]))
      #expect(abs((pair.correlation.value ?? .nan) - wanted) < 5e-8)
      let r = try #require(pair.correlation.value)
      let t = r * (198 / (1 - r * r)).squareRoot()
      let p = StudentT(degreesOfFreedom: 198).twoSidedPValue(t)
      IndexOracleTests.agree(pair.pValue.value ?? .nan, p, 1e-9, "p")
    }
  }

  @Test func usesTheRowsOfEachPairOrOfAll() throws {
    let panel = Self.table([
      ("x", [1, 2, 3, 4, .nan]), ("y", [2, 1, 4, 3, 9]), ("z", [1, .nan, 5, 2, 2]),
      ("c", [7, 7, 7, 7, 7]),
    ])
    let pairwise = try Correlations(variables: ["x", "y", "z", "c"], rows: .pairwise).run(
      on: panel, in: Self.context)[0]
    #expect(pairwise.pairs.map(\.n) == [4, 3, 4, 4, 5, 4])
    #expect(pairwise.pair("x", "y")?.correlation.value == 0.6)
    #expect(pairwise.pair("c", "y")?.correlation == .unavailable(because: .constantVariable))
    let complete = try Correlations(variables: ["x", "y", "z"]).run(on: panel, in: Self.context)[0]
    #expect(complete.pairs.map(\.n) == [3, 3, 3])
    let exact = try Correlations(variables: ["y", "I(3 - 2 * y)"]).run(on: panel, in: Self.context)[0]
    #expect(exact.pairs[0].correlation.value == -1)
    #expect(exact.pairs[0].pValue.value == 0)
    #expect(
      message { _ = try Correlations(variables: ["x"]).run(on: panel, in: Self.context) }
        == "A correlation needs two variables; 'variables' names 1."
    )
  }

  // MARK: Variance inflation

  struct InflationCase: Decodable {
    var dataset: String
    var spec: Spec
    var extra: Extra

    struct Spec: Decodable { var regressors: [String] }

    struct Extra: Decodable {
      var vif: [String: Double]
      var tolerance_1_over_vif: [String: Double]
      var mean_vif: Double
      var condition_number_belsley: Double
    }
  }

  @Test(arguments: ["vif_castle", "vif_produc"])
  func inflatesAsTheReference(name: String) throws {
    let oracle = try PanelFiles.decoded(InflationCase.self, from: "\(name).json")
    let panel =
      name == "vif_castle" ? try PanelFiles.castle() : try IndexOracleTests.panel(oracle.dataset)
    let terms = ["lpcap": "log(pcap)", "lpc": "log(pc)", "lemp": "log(emp)"]
    let result = try VarianceInflation(
      variables: oracle.spec.regressors.map { terms[$0] ?? $0 }
    ).run(on: panel, in: Self.context)[0]
    for (found, name) in zip(result.terms, oracle.spec.regressors) {
      IndexOracleTests.agree(found.factor, oracle.extra.vif[name] ?? .nan, 1e-8, name)
      IndexOracleTests.agree(
        found.tolerance, oracle.extra.tolerance_1_over_vif[name] ?? .nan, 1e-8, name)
    }
    IndexOracleTests.agree(result.mean, oracle.extra.mean_vif, 1e-8, "mean")
    IndexOracleTests.agree(
      result.conditionNumber, oracle.extra.condition_number_belsley, 1e-8, "condition number")
  }

  @Test func namesTheCombinationThatInflatesWithoutBound() {
    let x = [1.0, 2, 4, 7, 5, 3]
    let panel = Self.table([
      ("x", x), ("y", [3, 1, 4, 1, 5, 9]), ("z", x.map { 2 * $0 + 1 }), ("c", x.map { _ in 2 }),
    ])
    func message(_ names: [String], _ condition: String? = nil) -> String {
      self.message {
        _ = try VarianceInflation(variables: names, condition: condition).run(
          on: panel, in: Self.context)
      }
    }
    #expect(
      message(["x", "y", "z"])
        == "'z' is a linear combination of 'x', so its variance inflation is infinite. Leave one "
        + "of them out."
    )
    #expect(message(["x", "c"]).contains("'c' has one value in all 6 rows"))
    #expect(message(["x"]).contains("needs two regressors"))
    #expect(message(["x", "y"], "x < 4").contains("need more than 3 complete rows; there are 3"))
    #expect(message(["x", "y"], "x > 100").contains("No observation is left"))
  }

  // MARK: Panel summary

  /// Unit means 2 and 6, mean 4 of all: within values 3, 5, 3, 5.
  @Test func dividesVariationIntoBetweenAndWithin() throws {
    var panel = Self.table([("x", [1, 3, 5, 7, .nan])])
    panel.index = PanelIndex(
      unitVariable: "u", timeVariable: "t", units: [0, 0, 1, 1, 1], unitNames: ["a", "b"],
      times: [1, 2, 1, 2, 3], step: 1)
    let measures = Measure.allCases.filter(\.needsUnits)
    let result = try Descriptives(variables: ["x"], measures: measures).run(
      on: panel, in: Self.context)[0]
    let found = result.groups[0].variables[0].measures.map { $0.value.value ?? .nan }
    let wanted = [2, 2, 8.0.squareRoot(), (4.0 / 3).squareRoot(), 2, 6, 3, 5]
    #expect(found.count == wanted.count)
    for (found, wanted) in zip(found, wanted) { #expect(abs(found - wanted) < 1e-14) }
    panel.index = nil
    #expect(
      message {
        _ = try Descriptives(variables: ["x"], measures: [.mean, .withinStandardDeviation]).run(
          on: panel, in: Self.context)
      } == "'sd_within' needs units: give 'unit' and 'time' under 'data' in the study."
    )
  }
}

import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Grids of specifications: agreement with fits one by one, what counts as the same, and bad input.
@Suite struct SpecificationCurveTests {
  typealias Choice = SpecificationCurve.Choice

  private static func run(
    _ curve: SpecificationCurve, on panel: Panel? = nil, threads: Int = 2
  ) throws -> SpecificationCurveResult {
    let panel = try panel ?? MultipleTestingOracleTests.produc()
    let context = AnalysisContext(id: "curve", threadCount: threads)
    return try curve.run(on: panel, in: context)[0]
  }

  private static let grid = SpecificationCurve(
    outcomes: [Choice(["lgsp"]), Choice(["lemp"])], treatments: [Choice(["lpcap"])],
    controls: [Choice([]), Choice(["lpc"]), Choice(["lpc", "unemp"])],
    effects: [Choice([]), Choice(["state"]), Choice(["state", "year"]), Choice(["region^year"])],
    conditions: [Choice([]), Choice(["year > 1975"])],
    covariances: [Choice(["hc1"]), Choice(["hc3"]), Choice(["cluster(state, year)"])])

  /// Shared absorption gives what every model gives alone.
  @Test func agreesWithSeparateFits() throws {
    let panel = try MultipleTestingOracleTests.produc()
    let result = try Self.run(Self.grid, on: panel)
    #expect(result.specifications.count == 2 * 3 * 4 * 2 * 3)
    for specification in result.specifications {
      let names = zip(result.dimensions, specification.choices[0]).map { $0.choices[$1].names }
      let right = (names[1] + names[2]).joined(separator: " + ")
      let effects = names[3].joined(separator: " + ")
      let formula = "\(names[0][0]) ~ \(right)" + (effects.isEmpty ? "" : " | \(effects)")
      let alone = try LinearModel(
        formula, covariance: CovarianceSpecification(parsing: names[5][0]),
        condition: names[4].first
      ).result(on: panel, in: AnalysisContext())
      let wanted = alone.estimates[0]
      #expect(specification.observations == alone.sample.n)
      #expect(
        specification.estimate.value.isClose(to: wanted.value, relativeTolerance: 1e-10), "\(formula)")
      let pairs = [
        (specification.estimate.standardError, wanted.standardError),
        (specification.estimate.intervalLow, wanted.intervalLow),
      ]
      for (found, wanted) in pairs {
        #expect(
          try #require(found.value)
            .isClose(to: try #require(wanted.value), relativeTolerance: 1e-9), "\(formula)")
      }
    }
  }

  @Test func sortsByEstimateAndSummarises() throws {
    let result = try Self.run(Self.grid)
    let values = result.specifications.map(\.estimate.value)
    #expect(values == values.sorted())
    #expect(result.summary.count == 144 && result.summary.minimum == values[0])
    #expect(result.summary.median == (values[71] + values[72]) / 2)
    let significant = result.specifications.filter { ($0.estimate.pValue.value ?? 1) < 0.05 }
    #expect(
      result.summary.significantPositive + result.summary.significantNegative == significant.count)
    #expect(result.summaries.map(\.list).uniqueCount == 5)
    let lists = Dictionary(grouping: result.summaries, by: \.list)
    for summaries in lists.values {
      #expect(summaries.reduce(0) { $0 + ($1.summary?.count ?? 0) } == 144)
    }
    #expect(result.heading.outcome == nil)
  }

  @Test func givesTheSameNumbersOnAnyNumberOfThreads() throws {
    #expect(try Self.run(Self.grid, threads: 1) == (try Self.run(Self.grid, threads: 2)))
  }

  @Test func marksTheBaseSpecification() throws {
    var curve = Self.grid
    curve.base = [.controls: .place(3), .effects: .names(["state", "year"])]
    let result = try Self.run(curve)
    let base = try #require(result.base)
    #expect(result.specifications[base].choices == [[0, 0, 2, 2, 0, 0]])
    curve.covariances[2].label = "Two ways"
    curve.base = [.covariances: .names(["Two ways"]), .samples: .names(["all"])]
    let other = try Self.run(curve)
    #expect(other.specifications[try #require(other.base)].choices == [[0, 0, 0, 0, 0, 2]])
  }

  /// The same controls in another order, and controls that hold the treatment.
  @Test func countsTheSameSpecificationOnce() throws {
    let curve = SpecificationCurve(
      outcomes: [Choice(["lgsp"])], treatments: [Choice(["lpcap"]), Choice(["lpc"])],
      controls: [Choice(["lpc", "unemp"]), Choice(["unemp", "lpc"]), Choice(["unemp"])],
      effects: [Choice(["state", "year"]), Choice(["year", "state"])])
    let result = try Self.run(curve)
    #expect(result.specifications.count == 3)
    #expect(result.remarks == [Remark(.specificationsMerged, ["count": "9"])])
    #expect(result.specifications.map(\.choices.count).sorted() == [4, 2, 6].sorted())
  }

  @Test func countsWhatCannotBeEstimated() throws {
    let table = try MultipleTestingOracleTests.produc()
    let curve = SpecificationCurve(
      outcomes: [Choice(["lgsp"])], treatments: [Choice(["lpcap"])],
      controls: [Choice([]), Choice(["I(2 * lpcap)"])],
      effects: [Choice([]), Choice(["state^year"])],
      conditions: [Choice([]), Choice(["year > 2000"]), Choice(["state == 'OHIO'"])],
      covariances: [Choice(["cluster(state)"])])
    let result = try Self.run(curve, on: table)
    #expect(result.summary.count + result.failures.reduce(0) { $0 + $1.count } == 12)
    let reasons = Dictionary(uniqueKeysWithValues: result.failures.map { ($0.reason, $0.count) })
    // Without rows with an unknown year, all alone in their group, or in one cluster.
    #expect(reasons[.noObservations] == 4 + 4)
    #expect(reasons[.tooFewClusters] == 2)
    #expect(result.failures.allSatisfy { !$0.example.isEmpty })
    #expect(result.summary.count == 2)
  }

  // MARK: Reading

  private func decoded(_ json: String) throws -> SpecificationCurve {
    try JSONDecoder().decode(SpecificationCurve.self, from: Data(json.utf8))
  }

  @Test func readsListsAndNames() throws {
    let curve = try decoded(
      """
      {"outcomes": ["y", "z"], "treatment": "x", "controls": [[], "$basic", ["$basic", "w"]],
       "effects": {"State": "state"}, "where": ["all", "year > 3"], "vcov": "hc1",
       "base": {"controls": 2, "where": "all"}, "level": 0.9}
      """)
    #expect(curve.outcomes == [Choice(["y"]), Choice(["z"])])
    #expect(curve.controls == [Choice([]), Choice(["$basic"]), Choice(["$basic", "w"])])
    #expect(curve.effects == [Choice(["state"], label: "State")])
    #expect(curve.conditions == [Choice([]), Choice(["year > 3"])])
    #expect(curve.base == [.controls: .place(2), .samples: .names(["all"])])
    #expect(curve.level == 0.9)
  }

  @Test(arguments: [
    (#"{"outcomes": [], "treatment": "x"}"#, "name an outcome"),
    (#"{"treatment": "x"}"#, "name the outcomes in 'outcomes'"),
    (#"{"outcomes": "y"}"#, "name the regressor of interest in 'treatment'"),
    (#"{"outcomes": "y", "treatments": []}"#, "name a regressor"),
    (#"{"outcomes": "y", "treatment": "x", "controls": []}"#, "the choice of none is written [[]]"),
    (#"{"outcomes": "y", "treatment": "x", "vcov": []}"#, "name one, such as 'iid'"),
    (#"{"outcomes": "y", "treatment": "x", "where": []}"#, "all rows are written 'all'"),
    (#"{"outcomes": [["y", "z"]], "treatment": "x"}"#, "each choice is one text, not a list"),
    (#"{"outcomes": "y", "treatment": "x", "level": 1}"#, "between 0 and 1"),
    (#"{"outcomes": "y", "treatment": "x", "base": {"control": 1}}"#, "is no list of choices"),
  ])
  func refusesOptionsThatMakeNoSense(json: String, text: String) {
    do {
      _ = try decoded(json)
      Issue.record("no fault")
    } catch {
      #expect("\(error)".contains(text), "\(error)")
    }
  }

  private func message(_ change: (inout SpecificationCurve) -> Void) -> String {
    var curve = Self.grid
    change(&curve)
    do {
      _ = try Self.run(curve)
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  @Test func saysWhatIsWrongWithAGrid() {
    #expect(
      message { curve in
        curve.conditions = (0..<100).map { Choice(["year > \($0)"]) }
        curve.outcomes = (0..<9).map { Choice(["lgsp + \($0)"]) }
      }
        == "The choices (9 in 'outcomes', 3 in 'controls', 4 in 'effects', 100 in 'where', 3 in "
        + "'vcov') make 32400 specifications; at most 10000 are estimated. Shorten a list, or split "
        + "it over several entries.")
    #expect(
      message { $0.controls += [Choice(["lpc"])] }
        == "In 'controls' 'lpc' stands twice, as choices 2 and 4.")
    #expect(
      message { $0.effects += [Choice([])] }
        == "In 'effects' the empty choice stands twice, as choices 1 and 5.")
    #expect(
      message { $0.base = [.controls: .names(["lcp"])] }
        == "'base' asks for the choice 'lcp' of 'controls', which is none of [], lpc, lpc, unemp.")
    #expect(
      message { $0.base = [.effects: .place(5)] }
        .hasPrefix("'base' asks for the choice '5' of 'effects'"))
    #expect(message { $0.controls = [Choice(["lcp"])] }.contains("'lcp'"))
    #expect(
      message { $0.treatments = [Choice(["lpcap + lpc"])] }
        == "The treatment 'lpcap + lpc' must be one regressor, such as a variable. Name several in "
        + "'treatments'.")
    #expect(message { $0.treatments = [Choice(["i(region)"])] }.contains("must be one regressor"))
    #expect(message { $0.covariances = [Choice(["hc9"])] }.hasPrefix("There is no covariance 'hc9'."))
    #expect(
      message { $0.conditions = [Choice(["year > 2000"])] }
        .hasPrefix("None of the 72 specifications can be estimated. The first: No observation is left."))
    #expect(
      message { curve in
        curve.effects = [Choice([]), Choice(["state^year"])]
        curve.base = [.effects: .place(2)]
      }.hasPrefix("The base specification 'lgsp ~ lpcap | state^year' cannot be estimated: "))
  }
}

extension Array where Element: Hashable {
  fileprivate var uniqueCount: Int { Set(self).count }
}

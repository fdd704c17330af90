import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// One model in several groups: reference numbers, identities, and groups that cannot be estimated.
@Suite struct HeterogeneityTests {
  static let context = AnalysisContext(seed: 42, id: "het")
  static let model = "lgsp ~ lpcap + lpc + lemp + unemp | state + year"

  static func halves(
    tests: [GroupComparison.Method] = [.interacted, .z], permutations: Int = 1000
  ) -> Heterogeneity {
    Heterogeneity(
      model, by: [GroupRule("gsp", quantiles: 2)], tests: tests, permutations: permutations,
      vcov: "cluster(state)")
  }

  func run(_ entry: Heterogeneity, on panel: Panel? = nil) throws -> HeterogeneityResult {
    let panel = try panel ?? GroupSamples.produc()
    return try #require(try entry.run(on: panel, in: Self.context).first)
  }

  func message(_ entry: Heterogeneity, on panel: Panel) -> String {
    do throws(EstimationError) {
      _ = try entry.run(on: panel, in: Self.context)
      return "no fault"
    } catch {
      return error.description
    }
  }

  struct Oracle: Decodable {
    struct Group: Decodable {
      var coef: Double
      var se: Double
      var n: Int
      var t: Double
      var df: Double
    }
    struct Test: Decodable {
      var diff: Double
      var se: Double?
      var t: Double?
      var z: Double?
      var p: Double
      var K: Int?
    }
    struct Permutation: Decodable {
      var p_two_sided: Double
      var p_one_sided: Double
      var tolerance_abs_p: Double
    }
    struct Extra: Decodable {
      var group0: Group
      var group1: Group
      var z_independent: Test
      var fully_interacted: Test
      var fisher_permutation: Permutation
    }
    var extra: Extra
  }

  static func oracle() throws -> Oracle {
    let url = PanelOracle.folder.appending(path: "grpdiff_produc_size.json")
    return try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: url))
  }

  // MARK: Reference numbers

  @Test func agreesWithTheReferenceInBothHalves() throws {
    let (oracle, result) = (try Self.oracle().extra, try run(Self.halves()))
    for (group, expected) in zip(result.groups, [oracle.group0, oracle.group1]) {
      let estimate = try #require(group.estimate(of: "lpcap"))
      try expectClose(estimate.value, expected.coef, 1e-8, "coefficient")
      try expectClose(estimate.standardError.value, expected.se, 1e-8, "se")
      try expectClose(estimate.statistic.value, expected.t, 1e-7, "t")
      #expect(group.regression?.sample.n == expected.n)
      #expect(estimate.degreesOfFreedom == expected.df)
    }
    #expect(result.groups.map(\.name) == ["1", "2"])
    #expect(result.partition.cuts.count == 1 && result.partition.kind == .units)
  }

  @Test func agreesWithTheReferenceOnTestsOfEquality() throws {
    let oracle = try Self.oracle().extra
    let result = try run(Self.halves())
    let interacted = try #require(result.comparisons.first { $0.method == .interacted })
    try expectClose(interacted.difference.value, oracle.fully_interacted.diff, 1e-8, "difference")
    try expectClose(interacted.standardError.value, oracle.fully_interacted.se, 1e-8, "se")
    try expectClose(interacted.statistic.value, oracle.fully_interacted.t, 1e-7, "t")
    try expectClose(interacted.pValue.value, oracle.fully_interacted.p, 1e-7, "p")
    #expect(interacted.degreesOfFreedom == 47)
    let z = try #require(result.comparisons.first { $0.method == .z })
    try expectClose(z.statistic.value, oracle.z_independent.z, 1e-7, "z")
    try expectClose(z.pValue.value, oracle.z_independent.p, 1e-7, "p of z")
  }

  @Test func agreesWithTheReferenceOnPermutationsWithinTheirError() throws {
    let oracle = try Self.oracle().extra.fisher_permutation
    let result = try run(Self.halves(tests: [.permutation], permutations: 400))
    let comparison = try #require(result.comparisons.first)
    let draws = try #require(comparison.permutations)
    #expect(draws.carriers == 48 && draws.failed == 0 && draws.twoSided.draws == 400)
    let p = try #require(comparison.pValue.value)
    #expect(abs(p - oracle.p_two_sided) < oracle.tolerance_abs_p)
    #expect(p == Double(1 + draws.twoSided.count) / 401)
    let folded = try #require(draws.folded)
    #expect(folded <= 0.5 && abs(folded - oracle.p_one_sided) < oracle.tolerance_abs_p)
  }

  // MARK: Identities

  /// Coefficients of one interacted regression are those of the subsamples, whatever the errors.
  @Test(arguments: ["iid", "hc1", "cluster(state)", "cluster(state, year)"])
  func findsTheSubsamplesDifferencesInOneRegression(vcov: String) throws {
    var entry = Self.halves(tests: [.interacted])
    (entry.vcov, entry.terms) = (vcov, ["lpcap", "lemp"])
    let result = try run(entry)
    for term in entry.terms {
      let values = result.groups.compactMap { $0.estimate(of: term)?.value }
      let comparison = try #require(result.comparisons.first { $0.term == term })
      try expectClose(comparison.difference.value, values[1] - values[0], 1e-8, term)
    }
  }

  /// Robust errors without a small-sample factor: groups are independent, so both tests agree.
  @Test func makesBothTestsEqualWhereGroupsAreIndependent() throws {
    var entry = Self.halves()
    (entry.vcov, entry.smallSample.adjust) = ("hc1", false)
    let result = try run(entry)
    try expectClose(
      result.comparisons[0].standardError.value, result.comparisons[1].standardError.value, 1e-9,
      "se")
    try expectClose(
      result.comparisons[0].statistic.value, result.comparisons[1].statistic.value, 1e-9,
      "statistic")
  }

  /// Without effects each group has a constant of its own.
  @Test func givesEachGroupItsOwnConstant() throws {
    var entry = Heterogeneity(
      "lgsp ~ lpcap + unemp", by: [GroupRule("region")], tests: [.interacted], vcov: "hc1")
    entry.comparesPairs = true
    let result = try run(entry)
    let pairs = result.comparisons.filter { $0.groups.count == 2 }
    #expect(result.groups.count == 9 && pairs.count == 36 && result.comparisons.count == 37)
    for pair in pairs {
      let values = pair.groups.compactMap { name in
        result.groups.first { $0.name == name }?.estimate(of: "lpcap")?.value
      }
      try expectClose(pair.difference.value, values[1] - values[0], 1e-8, "\(pair.groups)")
    }
    #expect(result.comparisons[0].degreesOfFreedom == 8)
    #expect(result.comparisons[0].distribution == .fisherF)
  }

  /// A joint test of groups named in another order is the same test.
  @Test func testsAllGroupsAlikeWhicheverComesFirst() throws {
    var panel = try GroupSamples.produc()
    let region = try panel.values(of: .column("region")).numbers
    panel.table.set(Column("a", numbers: region.map { ($0 / 3).rounded(.up) }))
    panel.table.set(Column("b", numbers: region.map { 4 - ($0 / 3).rounded(.up) }))
    let entry = Heterogeneity(
      Self.model, by: [GroupRule("a"), GroupRule("b")], tests: [.interacted, .z],
      vcov: "cluster(state)")
    let results = try entry.run(on: panel, in: Self.context)
    for (first, second) in zip(results[0].comparisons, results[1].comparisons) {
      #expect(first.groups.count == 3)
      try expectClose(first.statistic.value, second.statistic.value, 1e-8, first.method.rawValue)
      try expectClose(first.pValue.value, second.pValue.value, 1e-7, first.method.rawValue)
    }
    #expect(results[0].groups.map(\.observations) == results[1].groups.reversed().map(\.observations))
  }

  /// Groups in another order are the same groups.
  @Test func arrangesGroupsAsAsked() throws {
    var rule = GroupRule("gsp", quantiles: 2, labels: ["Small", "Large"])
    func groups(_ rule: GroupRule) throws -> [SubsampleFit] {
      try run(Heterogeneity(Self.model, by: [rule], tests: [.z], vcov: "iid")).groups
    }
    let ascending = try groups(rule)
    rule.order = .descending
    rule.labels = ["Large", "Small"]
    let descending = try groups(rule)
    #expect(descending.map(\.name) == ["2", "1"])
    #expect(descending.map(\.label) == ascending.map(\.label).reversed())
    #expect(descending.map(\.observations) == ascending.map(\.observations).reversed())
    let slopes = descending.map { $0.regression?.estimates.first?.value }
    #expect(slopes == ascending.map { $0.regression?.estimates.first?.value }.reversed())

    var levels = GroupRule("unemp > 6.5")
    levels.order = .values(["1", "0"])
    #expect(try groups(levels).map(\.name) == ["1", "0"])
    levels.order = .values(["1", "2"])
    let entry = Heterogeneity(Self.model, by: [levels], tests: [.z], vcov: "iid")
    let panel = try GroupSamples.produc()
    #expect(message(entry, on: panel).hasPrefix("'order' gives "))
  }

  @Test func dividesTheSampleWithoutRest() throws {
    for rule in [
      GroupRule("region"), GroupRule("gsp", quantiles: 3), GroupRule("unemp > 6.5"),
      GroupRule("unemp", quantiles: 4, dividesObservations: true),
    ] {
      let result = try run(
        Heterogeneity(Self.model, by: [rule], tests: [.z], vcov: "iid"))
      #expect(result.groups.map(\.observations).reduce(0, +) == 816)
      let held = result.groups.compactMap { $0.regression?.sample.n }.reduce(0, +)
      #expect((held == 816) == !result.remarks.contains { $0.id == .groupsIncomplete })
      #expect(
        (result.partition.dividedUnits > 0)
          == result.remarks.contains { $0.id == .groupsDivideUnits })
      if rule.quantiles == 3 {
        #expect(result.groups.compactMap { $0.regression?.sample.units } == [16, 16, 16])
      }
    }
  }

  @Test func drawsTheSamePermutationsOnAnyNumberOfThreads() throws {
    let panel = try GroupSamples.produc()
    let entry = Self.halves(tests: [.permutation], permutations: 40)
    var one = Self.context
    one.threadCount = 1
    let first = try ResultJSON.encode(try entry.run(on: panel, in: one))
    #expect(try ResultJSON.encode(try entry.run(on: panel, in: Self.context)) == first)
    one.seed = 43
    #expect(try ResultJSON.encode(try entry.run(on: panel, in: one)) != first)
  }

  /// A difference that is in the data is found, by every test.
  @Test func findsADifferenceThatIsThere() throws {
    var panel = GroupSamples.moderated(slope: 0)
    let unit = try panel.values(of: .column("unit")).numbers
    let x = try panel.values(of: .column("x")).numbers
    let y = try panel.values(of: .column("y")).numbers
    panel.table.set(Column("half", numbers: unit.map { $0 < 15 ? 0 : 1 }))
    panel.table.set(
      Column("y", numbers: y.indices.map { y[$0] + (unit[$0] < 15 ? 0 : 0.8 * x[$0]) }))
    let result = try run(
      Heterogeneity(
        "y ~ x | unit", by: [GroupRule("half")], tests: [.interacted, .z, .permutation],
        permutations: 199, vcov: "cluster(unit)"), on: panel)
    for comparison in result.comparisons {
      #expect(try #require(comparison.pValue.value) < 0.01, "\(comparison.method)")
      #expect(abs(try #require(comparison.difference.value) - 0.8) < 0.3)
    }
    #expect(result.comparisons.last?.permutations?.twoSided.count == 0)
    #expect(result.comparisons.last?.pValue.value == 1.0 / 200)
  }

  // MARK: Groups that cannot be estimated

  @Test func goesOnWithoutAGroupThatHasTooFewRows() throws {
    var panel = try GroupSamples.produc()
    let region = try panel.values(of: .column("region")).numbers
    // One row of the first region is a group of its own, and one state of the second.
    let units = try #require(panel.index).units
    let second = try #require(region.firstIndex(of: 2))
    panel.table.set(
      Column(
        "g",
        numbers: region.indices.map { row in
          row == region.firstIndex(of: 1) ? 100 : units[row] == units[second] ? 50 : min(region[row], 2)
        }))
    let result = try run(
      Heterogeneity(
        Self.model, by: [GroupRule("g")], tests: [.interacted, .z, .permutation], permutations: 19,
        vcov: "cluster(state)"), on: panel)
    #expect(result.groups.map(\.name) == ["1", "2", "50", "100"])
    #expect(
      result.groups.map(\.absence) == [nil, nil, .tooFewObservations, .tooFewObservations])
    #expect(
      result.remarks.contains(
        Remark(.groupNotEstimated, ["group": "100", "reason": "too-few-observations"])))
    #expect(result.remarks.contains { $0.id == .groupsIncomplete })
    #expect(result.comparisons.count == 3)
    #expect(result.comparisons.prefix(2).allSatisfy { $0.pValue.value != nil })
  }

  /// A term that a group does not vary in is missing there, and the others are compared.
  @Test func comparesTheGroupsThatHaveTheTerm() throws {
    var panel = try GroupSamples.produc()
    let region = try panel.values(of: .column("region")).numbers
    let unemp = try panel.values(of: .column("unemp")).numbers
    panel.table.set(Column("g", numbers: region.map { ($0 / 3).rounded(.up) }))
    panel.table.set(
      Column("law", numbers: region.indices.map { region[$0] <= 3 ? 0 : unemp[$0] > 6 ? 1 : 0 }))
    var entry = Heterogeneity(
      "lgsp ~ law + lemp | state + year", by: [GroupRule("g")], tests: [.interacted, .z],
      vcov: "cluster(state)")
    let result = try run(entry, on: panel)
    #expect(result.groups[0].regression?.omitted.map(\.term) == ["law"])
    #expect(result.groups[0].estimate(of: "law") == nil)
    #expect(result.comparisons.map(\.groups) == [["2", "3"], ["2", "3"]])
    let values = result.groups.compactMap { $0.estimate(of: "law")?.value }
    try expectClose(result.comparisons[0].difference.value, values[1] - values[0], 1e-8, "law")
    entry.by = [GroupRule("region <= 3")]
    let two = try run(entry, on: panel)
    #expect(two.comparisons.map(\.pValue) == [
      .unavailable(because: .tooFewGroups), .unavailable(because: .tooFewGroups),
    ])
  }

  @Test func doesNotPermuteUnitsThatGroupsDivide() throws {
    let result = try run(
      Heterogeneity(
        Self.model, by: [GroupRule("year > 1978")], tests: [.permutation, .z],
        vcov: "cluster(state)"))
    #expect(result.comparisons[0].pValue == .unavailable(because: .groupsDivideUnits))
    #expect(result.comparisons[1].pValue.value != nil)
    #expect(
      result.remarks.contains(
        Remark(
          .groupsDivideUnits, ["count": "48", "all": "48", "variable": "year > 1978"])))
  }

  @Test func remarksGroupsOfFewClusters() throws {
    let result = try run(
      Heterogeneity(Self.model, by: [GroupRule("region")], tests: [.z], vcov: "cluster(state)"))
    #expect(
      result.remarks.contains(
        Remark(
          .fewClustersInGroups, ["groups": "2, 6, 7, 9", "count": "5", "variable": "state"])))
  }

  @Test func countsRowsWithoutAGroup() throws {
    var panel = try GroupSamples.produc()
    var region = try panel.values(of: .column("region")).numbers
    for row in 0..<17 { region[row] = .nan }
    panel.table.set(Column("g", numbers: region))
    let result = try run(
      Heterogeneity(Self.model, by: [GroupRule("g")], tests: [.z], vcov: "iid"), on: panel)
    #expect(result.sample.n == 799)
    #expect(result.sample.dropped == [RowsDropped(.missing, subject: "g", rows: 17)])
    let first = try #require(result.groups[0].regression)
    #expect(first.sample.dropped.contains { $0.reason == .otherGroup && $0.subject == "g" })
  }

  @Test func groupsByText() throws {
    var panel = try GroupSamples.produc()
    let region = try panel.values(of: .column("region")).numbers
    panel.table.set(
      Column(
        name: "name",
        storage: .text(codes: region.map { $0 > 5 ? 0 : $0 > 2 ? 1 : -1 }, levels: ["West", "East"])))
    let result = try run(
      Heterogeneity(
        Self.model,
        by: [GroupRule("name", labels: ["The East", "The West"])], tests: [.z], vcov: "iid"),
      on: panel)
    #expect(result.groups.map(\.name) == ["East", "West"])
    #expect(result.groups.map(\.label) == ["The East", "The West"])
  }

  // MARK: What is refused

  @Test func refusesGroupsThatNobodyCanCompare() throws {
    let panel = try GroupSamples.produc()
    func text(_ rule: GroupRule, terms: [String] = []) -> String {
      message(Heterogeneity(Self.model, by: [rule], tests: [.z], terms: terms), on: panel)
    }
    #expect(
      text(GroupRule("gsp")) == "'gsp' has 807 values in the sample; at most 20 groups can be "
        + "compared. Split a continuous variable by its quantiles, as in 'by: {variable: gsp, "
        + "split: median}', or define a coarser one under 'variables'.")
    #expect(text(GroupRule("state")).hasSuffix("Define a coarser variable under 'variables'."))
    #expect(text(GroupRule("year > 3000")).contains("is 0 in the whole sample"))
    #expect(text(GroupRule("nothing")).contains("nothing"))
    #expect(text(GroupRule("region", labels: ["a"])).contains("gives 1 names for the 9 groups"))
    #expect(text(GroupRule("region"), terms: ["lpcab"]).contains("Did you mean 'lpcap'?"))
    #expect(
      text(GroupRule("region > 3", quantiles: 5, dividesObservations: true))
        .contains("too few different values for 5 quantile groups"))
    #expect(
      message(Heterogeneity("lgsp ~ 1 | state", by: [GroupRule("region")]), on: panel)
        .contains("no regressor"))
  }

  @Test func refusesWhatOnlyOneGroupCanEstimate() throws {
    var panel = try GroupSamples.produc()
    panel.table.set(Column("g", numbers: (0..<816).map { $0 == 0 ? 1 : 0 }))
    let text = message(
      Heterogeneity(Self.model, by: [GroupRule("g")], tests: [.z], vcov: "cluster(state)"),
      on: panel)
    #expect(text.contains("Fewer than two groups of 'g' can be estimated"), "\(text)")
    #expect(text.contains("1 (No observation is left."), "\(text)")
  }

  // MARK: Study entries

  @Test func describesExactlyTheKeysThatItReads() throws {
    let text = #"""
      {"model": "y ~ x", "by": ["g", {"variable": "z", "split": "tertiles", "over": "observations",
       "labels": ["a", "b", "c"]}, {"variable": "z", "split": 5}], "test": ["z", "permutation"],
       "terms": "x", "pairs": true, "permutations": 99, "vcov": "hc1", "weights": "w",
       "where": "x > 0", "small_sample": {"adjust": false}, "singletons": "keep", "level": 0.9}
      """#
    let data = Data(text.utf8)
    let keys = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect(Heterogeneity.keys.map(\.name).sorted() == (try #require(keys)).keys.sorted())
    let decoded = try JSONDecoder().decode(Heterogeneity.self, from: data)
    #expect(decoded.by.map(\.quantiles) == [nil, 3, 5])
    #expect(decoded.by[1].dividesObservations && decoded.by[1].labels.count == 3)
    #expect(decoded.tests == [.z, .permutation] && decoded.permutations == 99)
  }

  @Test(arguments: [
    #""by": {"variable": "g", "split": 1}"#, #""by": {"variable": "g", "split": "halves"}"#,
    #""by": {"variable": "g", "over": "units"}"#, #""by": []"#,
    #""by": "g", "test": ["z", "z"]"#, #""by": "g", "permutations": 99"#,
    #""by": "g", "test": "permutation", "permutations": 0"#, #""by": "g", "level": 1"#,
    #""by": "g", "test": "chow""#,
  ])
  func refusesEntriesThatMeanNothing(part: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        Heterogeneity.self, from: Data("{\"model\": \"y ~ x\", \(part)}".utf8))
    }
  }
}

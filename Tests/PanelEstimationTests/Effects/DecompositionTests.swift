import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

@Suite struct DecompositionTests {
  func result(
    _ outcome: String,
    _ treatment: TreatmentColumn,
    where condition: String? = nil,
    _ panel: Panel
  ) throws -> DecompositionResult {
    try #require(
      try GoodmanBacon(outcome: outcome, treatment: treatment, condition: condition).run(
        on: panel,
        in: AnalysisContext(id: "bacon")
      ).first
    )
  }

  func coefficient(_ formula: String, _ panel: Panel) throws -> Double {
    try #require(
      try FixedEffects(models: [.init(formula)]).run(on: panel, in: AnalysisContext()).first?
        .estimates.first
    ).value
  }

  func expectIdentities(_ result: DecompositionResult, _ coefficient: Double) {
    let weights = result.comparisons.map(\.weight)
    #expect(weights.reduce(0, +).isClose(to: 1, relativeTolerance: 1e-12))
    let total = result.comparisons.reduce(0) { $0 + $1.weight * $1.estimate }
    #expect(abs(total - coefficient) < 1e-10)
    #expect(abs(result.coefficient - coefficient) < 1e-10)
    #expect(weights.allSatisfy { $0 > 0 })
  }

  static let words: [Comparison.Kind: String] = [
    .treatedNever: "Treated vs Untreated", .earlierLater: "Earlier vs Later Treated",
    .laterEarlier: "Later vs Earlier Treated", .treatedAlways: "Treated vs Always Treated",
  ]

  func expect(_ result: DecompositionResult, agreesWith oracle: EffectOracle) throws {
    let pairs = try #require(oracle.extra.comparisons)
    #expect(result.comparisons.count == pairs.count)
    for pair in pairs {
      let found = try #require(
        result.comparisons.first {
          $0.treated == pair.treated && ($0.control ?? 0) == pair.control
        }
      )
      #expect(Self.words[found.kind] == pair.type)
      #expect(found.weight.isClose(to: pair.weight, relativeTolerance: 1e-8))
      #expect(found.estimate.isClose(to: pair.estimate, relativeTolerance: 1e-8))
    }
    for total in result.totals {
      let word = try #require(Self.words[total.kind])
      let expected = try #require(oracle.extra.by_type?[word])
      #expect(total.weight.isClose(to: expected.weight, relativeTolerance: 1e-8))
      #expect(total.estimate.isClose(to: expected.avg_estimate, relativeTolerance: 1e-8))
    }
  }

  /// bacondecomp 0.1.3: 25 comparisons.
  @Test func agreesWithTheReference() throws {
    let oracle = try EffectOracle("bacon_castle")
    let panel = try EffectOracle.castle()
    let result = try result("l_homicide", EffectOracle.post, panel)
    try expect(result, agreesWith: oracle)
    expectIdentities(result, try #require(oracle.coef["twfe"]))
    expectIdentities(result, try coefficient("l_homicide ~ post | sid + year", panel))
    #expect(result.totals.map(\.kind) == [.treatedNever, .earlierLater, .laterEarlier])
  }

  /// The law in force at any time of the year, as the printed decomposition of these data has it.
  @Test func agreesWithThePrintedDecompositionOfTheLawInForce() throws {
    let panel = try EffectOracle.castle(derived: [
      ("law", "effyear > 0 & year >= effyear - 1")
    ])
    let result = try result("l_homicide", .indicator("law"), panel)
    #expect(result.design.cohorts.map(\.period) == [2005, 2006, 2007, 2008, 2009])
    #expect(result.design.cohorts.map(\.units) == [1, 13, 4, 2, 1])
    // The outcome has seven digits in this file, and more where the number was computed.
    #expect(abs(result.coefficient - 0.0818116169) < 5e-9)
    let printed: [Comparison.Kind: (Double, Double)] = [
      .earlierLater: (0.05976, -0.00554), .laterEarlier: (0.03190, 0.07032),
      .treatedNever: (0.90834, 0.08796),
    ]
    for total in result.totals {
      let expected = try #require(printed[total.kind])
      #expect(abs(total.weight - expected.0) < 5e-6)
      #expect(abs(total.estimate - expected.1) < 5e-6)
    }
    let share = result.statistics.first { $0.statistic == .forbiddenShare }?.value.value
    #expect(abs(try #require(share) - 0.03190) < 5e-6)
  }

  @Test(
    .enabled(if: LinearModelOracleTests.referenceFolder != nil, "reference data not shipped")
  )
  func agreesWithTheReferenceOnDataNotShipped() throws {
    let folder = try #require(LinearModelOracleTests.referenceFolder)
    let oracle = try EffectOracle("bacon_mpdta", in: folder.appending(path: "public"))
    let panel = try EffectOracle.reference("mpdta", unit: "countyreal", time: "year")
    let result = try result("lemp", .cohort("first_treat"), panel)
    try expect(result, agreesWith: oracle)
    expectIdentities(result, try #require(oracle.coef["twfe"]))

    let schools = try EffectOracle.reference("math_reform", unit: "state", time: "class")
    let reform = try self.result("incearn_ln", .indicator("reform_math"), schools)
    let printed: [Comparison.Kind: (Double, Double)] = [
      .earlierLater: (0.06353, 0.02868), .laterEarlier: (0.05265, 0.03375),
      .treatedNever: (0.88382, -0.00129),
    ]
    for total in reform.totals {
      let expected = try #require(printed[total.kind])
      #expect(abs(total.weight - expected.0) < 5e-6)
      #expect(abs(total.estimate - expected.1) < 5e-6)
    }
  }

  /// The share in a did result: of two-way fixed effects in a balanced panel, and of units as often
  /// as their weight says.
  @Test func isTheForbiddenShareOfTheRegression() throws {
    func share(
      _ formula: String,
      _ panel: Panel,
      weights: String? = nil,
      where condition: String? = nil
    ) throws -> Availability<Double> {
      try #require(
        try DifferenceInDifferences(
          models: [.init(formula)],
          weights: weights,
          condition: condition
        ).run(on: panel, in: AnalysisContext()).first
      ).forbiddenShare
    }
    let panel = try EffectOracle.castle()
    let oracle = try EffectOracle("bacon_castle")
    let expected = try #require(oracle.extra.by_type?["Later vs Earlier Treated"]).weight
    let found = try share("l_homicide ~ post | sid + year", panel)
    #expect(try #require(found.value).isClose(to: expected, relativeTolerance: 1e-10))
    #expect(
      try share("l_homicide ~ post + poverty | sid + year", panel)
        == .unavailable(because: .weightedOrControlled)
    )
    #expect(
      try share("l_homicide ~ post | year", panel) == .unavailable(because: .notApplicable)
    )
    #expect(
      try share("l_homicide ~ post | sid + year", panel, where: "sid != 1 | year > 2001")
        == .unavailable(because: .unbalancedPanel)
    )

    var few = EffectSamples.noisy(
      TreatmentSample(periods: 2001...2006, cohorts: [0, 2003, 2005])
    )
    few.columns["times"] = few.units.map { $0 == 1 ? 2 : 1 }
    let many = EffectSamples.noisy(
      TreatmentSample(periods: 2001...2006, cohorts: [0, 2003, 2003, 2005])
    )
    let weighted = try share("y ~ post | unit + time", few.panel, weights: "times")
    let repeated = try share("y ~ post | unit + time", many.panel)
    #expect(
      try #require(weighted.value).isClose(
        to: try #require(repeated.value),
        relativeTolerance: 1e-12
      )
    )
    few.columns["times"]?[2] = 5
    #expect(
      try share("y ~ post | unit + time", few.panel, weights: "times")
        == .unavailable(because: .weightedOrControlled)
    )
  }

  /// One treated and one untreated unit in two periods: one comparison, the 2 × 2 itself.
  @Test func takesTwoByTwoAsItIs() throws {
    var sample = TreatmentSample(first: 1, treatment: [("a", [0, 0]), ("b", [0, 1])])
    sample.columns["y"] = [1, 4, 2, 9]
    let result = try result("y", .indicator("post"), sample.panel)
    #expect(
      result.comparisons == [
        Comparison(kind: .treatedNever, treated: 2, estimate: 4, weight: 1)
      ]
    )
    #expect(result.coefficient == 4)
  }

  @Test func comparesWithUnitsThatAreAlwaysTreated() throws {
    let sample = TreatmentSample(
      periods: 2001...2006,
      cohorts: [0, 2001, 2001, 2003, 2005, 2005]
    )
    let result = try result("y", .cohort("cohort"), sample.panel)
    #expect(result.totals.map(\.kind) == Comparison.Kind.allCases)
    #expect(
      result.comparisons.filter { $0.kind == .treatedAlways }.map(\.treated) == [2003, 2005]
    )
    expectIdentities(result, try coefficient("y ~ post | unit + time", sample.panel))
    #expect(result.remarks.contains { $0.id == .alwaysTreated })
  }

  /// Periods need not be neighbours, as long as all units have the same.
  @Test func countsObservedPeriodsOnly() throws {
    let sample = TreatmentSample(periods: 2001...2008, cohorts: [0, 0, 2004, 2004, 2007])
    let panel = sample.panel
    let result = try result(
      "y",
      .cohort("cohort"),
      where: "time != 2004 & time != 2002",
      panel
    )
    let fit = try #require(
      try FixedEffects(
        models: [.init("y ~ post | unit + time")],
        condition: "time != 2004 & time != 2002"
      ).run(on: panel, in: AnalysisContext()).first
    )
    expectIdentities(result, try #require(fit.estimates.first).value)
    #expect(result.comparisons.map(\.treated).contains(2005))
  }

  @Test func refusesPanelsThatAreNotBalanced() {
    let sample = EffectSamples.outcome(
      TreatmentSample(
        first: 2001,
        treatment: [("a", [0, 0, 1]), ("b", [0, nil, 0]), ("c", [0, 0, 0])]
      )
    )
    expectEstimationError(
      "1 of 3 units lacks some of the 3 periods: b (2). Keep complete units with 'where: count(y, "
        + "by = unit) == 3'"
    ) { _ = try result("y", .indicator("post"), sample.panel) }
  }

  @Test func refusesATreatmentThatEffectsAbsorb() {
    let one = TreatmentSample(periods: 2001...2004, cohorts: [2003, 2003])
    expectEstimationError("all units are first treated in 2003") {
      _ = try result("y", .cohort("cohort"), one.panel)
    }
    let fixed = TreatmentSample(periods: 2001...2004, cohorts: [0, 2001, 0])
    expectEstimationError("each unit is treated always or never") {
      _ = try result("y", .cohort("cohort"), fixed.panel)
    }
  }

  @Test func refusesControlsAndWeightsWithAdvice() throws {
    for key in ["controls", "weights"] {
      let json = #"{"outcome": "y", "treatment": "post", "\#(key)": "x"}"#
      let error = #expect(throws: DecodingError.self) {
        _ = try JSONDecoder().decode(GoodmanBacon.self, from: Data(json.utf8))
      }
      #expect(String(describing: try #require(error)).contains("use method treatment-weights"))
    }
  }
}

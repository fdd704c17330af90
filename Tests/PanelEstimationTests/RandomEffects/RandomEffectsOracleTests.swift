import Foundation
import PanelData
import PanelEstimation
import PanelResults
import Testing

/// Agreement of random effects with reference numbers.
@Suite struct RandomEffectsOracleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var id: String
    var formula: String
    /// Names of the reference by ours, where they differ.
    var names: [String: String] = [:]
    var testDescription: String { id }

    func theirs(_ term: String) -> String {
      term == Estimate.constantTerm ? "_cons" : names[term] ?? term
    }
  }

  static let cases = [
    Case(id: "re_grunfeld", formula: "inv ~ value + capital"),
    Case(
      id: "re_produc",
      formula: "log(gsp) ~ log(pcap) + log(pc) + log(emp) + unemp",
      names: ["log(pcap)": "lpcap", "log(pc)": "lpc", "log(emp)": "lemp"]
    ),
  ]

  @Test(arguments: cases)
  func agreesWithTheReference(_ model: Case) throws {
    try check(model, try RandomEffectsSamples.json(model.id), data: nil)
  }

  /// Stata's own output on simulated data that the project does not ship: an unbalanced panel.
  @Test(.enabled(if: LinearModelOracleTests.referenceFolder != nil, "reference data not shipped"))
  func agreesWithStataOnAnUnbalancedPanelNotShipped() throws {
    let folder = try #require(LinearModelOracleTests.referenceFolder)
    try check(
      Case(
        id: "re_simpanel_light_stata",
        formula: "y_light ~ x1_light + x2_light + x3_light + x4_light + x5_light"
      ),
      try RandomEffectsSamples.json(
        folder.appending(path: "public/re_simpanel_light_stata.json")),
      data: folder.appending(path: "data")
    )
  }

  private func check(_ model: Case, _ oracle: [String: Any], data: URL?) throws {
    let specification = try oracle.object("spec")
    let unit = try #require(specification["individual"] as? String)
    let panel = try RandomEffectsSamples.panel(
      try #require(oracle["dataset"] as? String),
      unit: unit,
      data: data
    )
    let extra = try oracle.object("extra")
    let result = try RandomEffectsSamples.fit(model.formula, on: panel)
    try expectEstimates(result, oracle, model, "\(model.id) iid")
    #expect(result.sample.n == oracle["n"] as? Int)
    for (statistic, key) in [
      (Statistic.unitDeviation, "sigma_u"), (.errorDeviation, "sigma_e"), (.unitShare, "rho"),
    ] {
      expectAgreement(result.statistic(statistic), try extra.number(key), 1e-8, key)
    }
    let theta = try extra.numbers("theta")
    expectAgreement(result.components.theta.min, theta["min"], 1e-8, "least θ")
    expectAgreement(result.components.theta.median, theta["median"], 1e-8, "median θ")
    expectAgreement(result.components.theta.max, theta["max"], 1e-8, "largest θ")
    let squares = try extra.object("r2")
    for (statistic, key) in [
      (Statistic.withinRSquared, "within"), (.betweenRSquared, "between"),
      (.overallRSquared, "overall"), (.rSquared, "overall"),
    ] {
      expectAgreement(result.statistic(statistic), try squares.number(key), 1e-8, "R² \(key)")
    }
    let lagrange = try extra.object("breusch_pagan_lm")
    let pagan = try #require(result.testResult(.breuschPagan))
    expectAgreement(pagan.statistic.value, try lagrange.number("LM"), 1e-8, "LM")
    expectAgreement(
      pagan.pValue.value, try lagrange.number("p_chibar2_01"), 1e-6, "p of LM", absolute: 1e-12)
    #expect(pagan.distribution == .mixedChiSquared)
    let fixed = try extra.object("f_test_fixed_effects")
    let effects = try #require(result.testResult(.fixedUnitEffects))
    expectAgreement(effects.statistic.value, try fixed.number("F"), 1e-8, "F of unit effects")
    #expect(effects.degreesOfFreedom == (try fixed.number("df1")))
    #expect(effects.denominatorDegreesOfFreedom == (try fixed.number("df2")))

    let clustered = try RandomEffectsSamples.fit(
      model.formula, on: panel, vcov: "cluster(\(unit))")
    let cluster = try extra.object("cluster")
    try expectEstimates(clustered, cluster, model, "\(model.id) clustered")
    expectAgreement(
      clustered.covariance.correction.factor, try cluster.number("factor"), 1e-12, "factor")
  }

  private func expectEstimates(
    _ result: RandomEffectsResult,
    _ oracle: [String: Any],
    _ model: Case,
    _ place: String
  ) throws {
    let (values, errors) = (try oracle.numbers("coef"), try oracle.numbers("se"))
    let (statistics, pValues) = (try oracle.numbers("t"), try oracle.numbers("p"))
    let intervals = try #require(oracle["ci95"] as? [String: [Double]])
    #expect(result.estimates.count == values.count)
    for estimate in result.estimates {
      let key = model.theirs(estimate.term)
      let name = "\(place) \(key)"
      expectAgreement(estimate.value, values[key], 1e-8, name)
      expectAgreement(estimate.standardError.value, errors[key], 1e-8, name + " se")
      expectAgreement(estimate.statistic.value, statistics[key], 1e-8, name + " z")
      expectAgreement(estimate.pValue.value, pValues[key], 1e-6, name + " p", absolute: 1e-12)
      expectAgreement(estimate.intervalLow.value, intervals[key]?[0], 1e-8, name + " low")
      expectAgreement(estimate.intervalHigh.value, intervals[key]?[1], 1e-8, name + " high")
      #expect(estimate.distribution == .normal && estimate.degreesOfFreedom == nil)
    }
  }

  /// linearmodels on an unbalanced panel, under every covariance: firms observed 7 to 9 times.
  @Test(arguments: [
    ("iid", "iid"), ("hc1", "robust"), ("cluster(firm)", "cluster_g"),
    ("cluster(sector)", "cluster_sector"),
  ])
  func agreesOnAnUnbalancedPanel(vcov: String, key: String) throws {
    let oracle = try RandomEffectsSamples.json("re_empluk")
    let panel = try RandomEffectsSamples.panel("empluk.csv", unit: "firm")
    let result = try RandomEffectsSamples.fit(
      try #require(oracle["formula"] as? String), on: panel, vcov: vcov)
    let (values, errors) = (
      try oracle.numbers("coef"), try oracle.object("se").numbers(key)
    )
    #expect(values.count == 4)
    for (name, value) in values {
      let estimate = result.estimate(
        named: ["lwage": "log(wage)", "lcapital": "log(capital)", "loutput": "log(output)"][name]
          ?? name)
      expectAgreement(estimate?.value, value, 1e-8, name)
      expectAgreement(estimate?.standardError.value, errors[name], 1e-8, "\(name) \(vcov)")
    }
    expectAgreement(
      result.components.unitDeviation, try oracle.number("sigma_u"), 1e-8, "sigma_u")
    expectAgreement(
      result.components.theta.median, try oracle.numbers("theta")["median"], 1e-8, "θ")
  }

  /// The printed values of Grunfeld's data in the methods reference.
  @Test func agreesWithPrintedValuesOfGrunfeld() throws {
    let result = try RandomEffectsSamples.fit(
      "inv ~ value + capital", on: try RandomEffectsSamples.panel("grunfeld.csv", unit: "firm"))
    let printed = [
      "value": (0.1097811522, 0.0104926635), "capital": (0.3081129828, 0.0171804691),
      "_cons": (-57.8344149050, 28.8989),
    ]
    for (name, (value, error)) in printed {
      let estimate = try #require(result.estimate(named: name))
      #expect(abs(estimate.value - value) < 1e-9)
      #expect(abs((estimate.standardError.value ?? 0) - error) < 1e-4)
    }
    #expect(abs(result.components.theta.median - 0.8612236) < 1e-7)
    #expect(abs(result.components.unitDeviation - 84.20095) < 1e-5)
  }
}

/// Agreement of Hausman tests with reference numbers.
@Suite struct HausmanOracleTests {
  @Test(arguments: RandomEffectsOracleTests.cases)
  func agreesWithTheReference(_ model: RandomEffectsOracleTests.Case) throws {
    let oracle = try RandomEffectsSamples.json(model.id)
    let extra = try oracle.object("extra")
    let panel = try RandomEffectsSamples.panel(
      try #require(oracle["dataset"] as? String),
      unit: try #require(try oracle.object("spec")["individual"] as? String)
    )
    let result = try RandomEffectsSamples.hausman(
      model.formula, on: panel, variants: [.classic, .sigmamore, .sigmaless, .mundlak])
    let reference = try extra.object("hausman")
    for (variant, key) in [
      (HausmanForm.Variant.classic, "default"), (.sigmamore, "sigmamore"),
      (.sigmaless, "sigmaless"),
    ] {
      let form = try #require(result.forms.first { $0.variant == variant })
      let expected = try reference.object(key)
      expectAgreement(form.test.statistic.value, try expected.number("chi2"), 1e-6, key)
      expectAgreement(form.test.pValue.value, try expected.number("p"), 1e-6, key + " p")
      #expect(form.test.degreesOfFreedom == (try expected.number("df")))
      #expect(form.isPositiveDefinite == (expected["V_diff_positive_definite"] as? Bool))
    }
    let mundlak = try extra.object("mundlak_test")
    let form = try #require(result.forms.last)
    expectAgreement(form.test.statistic.value, try mundlak.number("chi2"), 1e-6, "Mundlak")
    expectAgreement(form.test.pValue.value, try mundlak.number("p_chi2"), 1e-6, "Mundlak p")
    #expect(form.test.degreesOfFreedom == (try mundlak.number("q")))
    let fixed = try extra.object("fe").numbers("coef")
    #expect(result.contrasts.count == fixed.count)
    for contrast in result.contrasts {
      let key = model.theirs(contrast.term)
      expectAgreement(contrast.fixed, fixed[key], 1e-8, "FE \(key)")
      expectAgreement(contrast.random, try oracle.numbers("coef")[key], 1e-8, "RE \(key)")
    }
  }

  /// statsmodels on the columns of both auxiliary regressions, and the classic form by hand.
  @Test func agreesWithAuxiliaryRegressionsElsewhere() throws {
    let oracle = try RandomEffectsSamples.json("hausman_auxiliary")
    let models = [
      "grunfeld": ("firm", "inv ~ value + capital"),
      "produc": ("state", "log(gsp) ~ log(pcap) + log(pc) + log(emp) + unemp"),
      "empluk": ("firm", "log(emp) ~ log(wage) + log(capital) + log(output)"),
    ]
    let cases = try #require(oracle["cases"] as? [[String: Any]])
    #expect(cases.count == 3)
    for expected in cases {
      let name = try #require(expected["name"] as? String)
      let (unit, formula) = try #require(models[name])
      let result = try RandomEffectsSamples.hausman(
        formula,
        on: try RandomEffectsSamples.panel("\(name).csv", unit: unit),
        variants: [.robust, .mundlak, .classic]
      )
      for (position, key) in ["robust", "mundlak"].enumerated() {
        let test = try expected.object(key)
        let found = result.forms[position].test
        expectAgreement(found.statistic.value, try test.number("chi2"), 1e-6, "\(name) \(key)")
        expectAgreement(found.pValue.value, try test.number("p"), 1e-5, "\(name) \(key) p")
        #expect(found.degreesOfFreedom == (try test.number("df")))
      }
      expectAgreement(
        result.forms[2].test.statistic.value, try expected.number("classic"), 1e-6, name)
      #expect(
        result.forms[2].isPositiveDefinite == (expected["positive_definite"] as? Bool), "\(name)")
      for contrast in result.contrasts {
        expectAgreement(
          contrast.difference,
          try expected.numbers("difference")[contrast.term],
          1e-7,
          "\(name) \(contrast.term)"
        )
      }
    }
  }

  /// The printed values of the methods reference: robust on Grunfeld, classic on both.
  @Test func agreesWithPrintedValues() throws {
    let grunfeld = try RandomEffectsSamples.hausman(
      "inv ~ value + capital",
      on: try RandomEffectsSamples.panel("grunfeld.csv", unit: "firm"),
      variants: [.classic, .robust]
    )
    #expect(abs((grunfeld.forms[0].test.statistic.value ?? 0) - 2.3303669) < 1e-7)
    #expect(abs((grunfeld.forms[0].test.pValue.value ?? 0) - 0.3118654) < 1e-7)
    #expect(abs((grunfeld.forms[1].test.statistic.value ?? 0) - 8.2998366) < 1e-7)
    #expect(abs((grunfeld.forms[1].test.pValue.value ?? 0) - 0.0157657) < 1e-7)
  }
}

import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// Agreement with reference numbers under every covariance of every case.
@Suite struct InstrumentalVariablesOracleTests {
  /// A reference file, and what it says only in words.
  struct Case: CustomTestStringConvertible, Sendable {
    var id: String
    var renames: [String: String] = [:]
    var index: (unit: String, time: String)?
    var condition: String?
    var testDescription: String { id }

    static let shipped: [Case] = [
      Case(id: "iv_card_just_stata"), Case(id: "iv_card_over_stata"),
      Case(
        id: "iv_castle_lag_fe",
        renames: ["L1_post": "L.post"],
        index: ("sid", "year")
      ),
      Case(id: "iv_cigar_fe_just_stata"), Case(id: "iv_crime4_two_endog_fe"),
      Case(id: "iv_fertil2"), Case(id: "iv_mroz_over"),
    ]
  }

  @Test(arguments: Case.shipped)
  func agreesWithTheReference(_ model: Case) throws {
    try check(model, try InstrumentOracle(contentsOf: PanelOracle.folder, model.id), data: nil)
  }

  /// Simulated data of Stata that the project does not ship.
  @Test(
    .enabled(if: LinearModelOracleTests.referenceFolder != nil, "reference data not shipped")
  )
  func agreesWithTheReferenceOnClusteredDataNotShipped() throws {
    let folder = try #require(LinearModelOracleTests.referenceFolder)
    let model = Case(id: "iv_simcluster_stata")
    try check(
      model,
      try InstrumentOracle(contentsOf: folder.appending(path: "public"), model.id),
      data: folder.appending(path: "data")
    )
  }

  private func check(_ model: Case, _ oracle: InstrumentOracle, data: URL?) throws {
    let panel = try InstrumentSamples.panel(oracle.dataset, index: model.index, data: data)
    var formula = oracle.formula
    for (old, new) in model.renames { formula = formula.replacing(old, with: new) }
    func term(_ name: String) -> String { model.renames[name] ?? name }
    for (key, block) in oracle.blocks.sorted(by: { $0.key < $1.key }) {
      let vcov =
        ["iid", "HC1"].contains(key)
        ? key.lowercased() : "cluster(\(key.replacing("+", with: ", ")))"
      let place = "\(oracle.id) \(key)"
      let result = try InstrumentSamples.fit(formula, on: panel, vcov: vcov)
      #expect(result.sample.n == oracle.n)
      expectEstimates(result, try #require(block.fits["fixest"]), place + " fixest")
      #expect(
        result.covariance.correction.parameterCount == block.fits["fixest"]?.parameters,
        "\(place)"
      )
      expectDiagnostics(result, block.diagnostics, place)
      expectAgreement(
        result.regression.number(.rSquared),
        oracle.rSquared,
        1e-8,
        "\(place) R²"
      )
      expectAgreement(
        result.regression.number(.adjustedRSquared),
        oracle.adjustedRSquared,
        1e-8,
        "\(place) adjusted R²"
      )
      expectAgreement(
        result.regression.number(.withinRSquared),
        oracle.withinRSquared,
        1e-8,
        "\(place) within R²"
      )
      expectAgreement(
        result.regression.number(.residualSumOfSquares),
        oracle.residualSum,
        1e-9,
        "\(place) RSS"
      )
      for (name, value) in oracle.reducedForm {
        expectAgreement(
          result.reducedForm.estimate(named: term(name))?.value,
          value,
          1e-8,
          "\(place) reduced form \(name)",
          absolute: 1e-12
        )
      }
      for (tolerance, value) in oracle.stockYogo {
        #expect(
          result.weakIdentification.stockYogo.first {
            $0.criterion == .size && $0.tolerance == tolerance / 100
          }?.value == value
        )
      }

      let small = try InstrumentSamples.fit(
        formula,
        on: panel,
        vcov: vcov,
        smallSample: SmallSampleOptions(effects: .ivreghdfe)
      )
      expectEstimates(small, try #require(block.fits["small"]), place + " small")
      for (name, stage) in block.firstStages {
        let found = small.firstStages.first { $0.endogenous == name }
        for (column, value) in stage.coefficients {
          let estimate = found?.regression.estimate(named: term(column))
          expectAgreement(
            estimate?.value,
            value,
            1e-7,
            "\(place) first stage \(column)",
            absolute: 1e-11
          )
          // The reference does not repair a multiway covariance of a first stage.
          if found?.regression.covariance.repaired == true { continue }
          expectAgreement(
            estimate?.standardError.value,
            stage.standardErrors[column],
            1e-7,
            "\(place) se in the first stage of \(column)"
          )
        }
      }
      let large = try InstrumentSamples.fit(
        formula,
        on: panel,
        vcov: vcov,
        smallSample: SmallSampleOptions(adjust: false),
        distribution: .normal
      )
      expectEstimates(large, try #require(block.fits["large"]), place + " large")
      if let gmm = block.twoStep {
        let result = try InstrumentSamples.fit(
          formula,
          on: panel,
          vcov: vcov,
          estimator: .gmm,
          smallSample: SmallSampleOptions(adjust: false)
        )
        for (name, value) in gmm.coefficients {
          let estimate = result.estimate(named: name)
          expectAgreement(estimate?.value, value, 1e-8, "\(place) gmm \(name)")
          expectAgreement(
            estimate?.standardError.value,
            gmm.standardErrors[name],
            1e-8,
            "\(place) gmm se of \(name)"
          )
        }
      }
    }
  }

  private func expectEstimates(
    _ result: InstrumentalVariablesResult,
    _ fit: InstrumentOracle.Fit,
    _ place: String
  ) {
    for (name, value) in fit.coefficients.sorted(by: { $0.key < $1.key }) {
      let estimate = result.estimate(named: name)
      expectAgreement(estimate?.value, value, 1e-8, "\(place): \(name)")
      expectAgreement(
        estimate?.standardError.value,
        fit.standardErrors[name],
        1e-8,
        "\(place): se of \(name)"
      )
      expectAgreement(
        estimate?.pValue.value,
        fit.pValues[name],
        1e-6,
        "\(place): p of \(name)",
        absolute: 1e-12
      )
      #expect(estimate?.degreesOfFreedom == fit.freedom, "\(place)")
      let width = abs((fit.intervals[name]?.last ?? 0) - (fit.intervals[name]?.first ?? 0))
      expectAgreement(
        estimate?.intervalLow.value,
        fit.intervals[name]?.first,
        1e-8,
        "\(place): low of \(name)",
        absolute: 1e-8 * width
      )
      expectAgreement(
        estimate?.intervalHigh.value,
        fit.intervals[name]?.last,
        1e-8,
        "\(place): high of \(name)",
        absolute: 1e-8 * width
      )
    }
  }

  private func expectDiagnostics(
    _ result: InstrumentalVariablesResult,
    _ diagnostics: [String: InstrumentOracle.Test],
    _ place: String
  ) {
    let pairs: [(HypothesisTest.Kind, String)] = [
      (.andersonLM, "anderson_canon_corr_lm"), (.kleibergenPaapLM, "kleibergen_paap_rk_LM"),
      (.craggDonaldF, "cragg_donald_wald_F"), (.kleibergenPaapF, "kleibergen_paap_rk_wald_F"),
      (.effectiveF, "effective_F_no_small_sample"), (.sargan, "sargan"), (.hansenJ, "hansen_J"),
      (.endogeneity, "endogeneity_C"), (.andersonRubin, "anderson_rubin_wald_F"),
    ]
    for (kind, key) in pairs {
      guard let expected = diagnostics[key] else { continue }
      let test = result.test(kind)
      expectAgreement(
        test?.statistic.value,
        expected.statistic,
        1e-7,
        "\(place) \(key)",
        absolute: 1e-12
      )
      expectAgreement(
        test?.pValue.value,
        expected.pValue,
        1e-6,
        "\(place) p of \(key)",
        absolute: 1e-12
      )
      if let freedom = expected.freedom {
        #expect(test?.degreesOfFreedom == freedom, "\(place) \(key)")
      }
      if let second = expected.denominator {
        #expect(test?.denominatorDegreesOfFreedom == second, "\(place) \(key)")
      }
    }
    for stage in result.firstStages {
      for (kind, key) in [
        (HypothesisTest.Kind.excludedInstruments, "F_excluded"),
        (.sandersonWindmeijer, "sanderson_windmeijer_F"),
      ] {
        guard let expected = diagnostics["\(key) \(stage.endogenous)"] else { continue }
        let test = stage.tests.first { $0.id == kind }
        expectAgreement(test?.statistic.value, expected.statistic, 1e-7, "\(place) \(key)")
        expectAgreement(
          test?.pValue.value,
          expected.pValue,
          1e-6,
          "\(place) p of \(key)",
          absolute: 1e-12
        )
        #expect(test?.degreesOfFreedom == expected.freedom, "\(place) \(key)")
        #expect(test?.denominatorDegreesOfFreedom == expected.denominator, "\(place) \(key)")
      }
      expectAgreement(
        stage.partialRSquared,
        diagnostics["partial_r2 \(stage.endogenous)"]?.statistic,
        1e-8,
        "\(place) partial R²"
      )
      expectAgreement(
        stage.sheaPartialRSquared,
        diagnostics["shea_partial_r2 \(stage.endogenous)"]?.statistic,
        1e-7,
        "\(place) Shea's partial R²"
      )
    }
  }

  /// linearmodels' LIML, with and without weights, one and two endogenous variables.
  @Test func agreesWithLinearmodelsAboutLIML() throws {
    struct File: Decodable { var cases: [Model] }
    struct Model: Decodable {
      var dataset: String
      var formula: String
      var weights: String?
      var vcov: String
      var kappa: Double
      var n: Int
      var coef: [String: Double]
      var se: [String: Double]
    }
    let url = PanelOracle.folder.appending(path: "iv_liml.json")
    for model in try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases {
      let result = try InstrumentSamples.fit(
        model.formula,
        on: try InstrumentSamples.panel(model.dataset),
        vcov: model.vcov,
        estimator: .liml,
        weights: model.weights
      )
      #expect(result.sample.n == model.n)
      expectAgreement(result.kappa, model.kappa, 1e-10, "κ of \(model.formula)")
      for (name, value) in model.coef {
        let estimate = result.estimate(named: name)
        expectAgreement(estimate?.value, value, 1e-8, "\(model.formula) \(name)")
        expectAgreement(
          estimate?.standardError.value,
          model.se[name],
          1e-8,
          "\(model.formula) se of \(name)"
        )
      }
    }
  }

  /// Card (1995): returns to schooling by college proximity, all controls of the paper.
  @Test func reproducesCardsReturnsToSchooling() throws {
    let panel = try InstrumentSamples.panel("card.csv")
    let controls =
      "exper + expersq + black + smsa + south + smsa66 + "
      + (662...669).map { "reg\($0)" }.joined(separator: " + ")
    let iid = try InstrumentSamples.fit("lwage ~ \(controls) | educ ~ nearc4", on: panel)
    let robust = try InstrumentSamples.fit(
      "lwage ~ \(controls) | educ ~ nearc4",
      on: panel,
      vcov: "hc1",
      smallSample: SmallSampleOptions(adjust: false),
      distribution: .normal
    )
    expectAgreement(iid.estimate(named: "educ")?.value, 0.1315038362, 1e-9, "b")
    expectAgreement(iid.estimate(named: "educ")?.standardError.value, 0.0549636727, 1e-8, "se")
    expectAgreement(
      robust.estimate(named: "educ")?.standardError.value,
      0.0539995285,
      1e-8,
      "robust se"
    )
    expectAgreement(iid.statistic(.craggDonaldF), 13.2557853, 1e-8, "Cragg-Donald F")
    expectAgreement(iid.statistic(.andersonLM), 13.2678816, 1e-8, "Anderson LM")
    expectAgreement(robust.statistic(.kleibergenPaapLM), 14.0274798, 1e-8, "rk LM")
    expectAgreement(robust.statistic(.kleibergenPaapF), 14.1386701, 1e-8, "rk F")
    expectAgreement(robust.statistic(.effectiveF), 14.2142274, 1e-8, "effective F")
    expectAgreement(
      iid.firstStages[0].regression.estimate(named: "nearc4")?.value,
      0.3198989,
      1e-6,
      "first stage"
    )
    for (result, low, high) in [
      (iid, 0.0248048, 0.2848236), (robust, 0.0281301, 0.2812486),
    ] {
      let set = try #require(result.weakIdentification.andersonRubinSet.value)
      #expect(set.shape == .interval)
      expectAgreement(set.pieces[0].low, low, 3e-6, "low end of the Anderson-Rubin set")
      expectAgreement(set.pieces[0].high, high, 1e-6, "high end of the Anderson-Rubin set")
    }
    let both = "lwage ~ \(controls) | educ ~ nearc2 + nearc4"
    let over = try InstrumentSamples.fit(both, on: panel)
    let overRobust = try InstrumentSamples.fit(both, on: panel, vcov: "hc1")
    let gmm = try InstrumentSamples.fit(both, on: panel, vcov: "hc1", estimator: .gmm)
    expectAgreement(over.estimate(named: "educ")?.value, 0.1570593700, 1e-9, "b")
    expectAgreement(over.estimate(named: "educ")?.standardError.value, 0.0525782417, 1e-8, "se")
    expectAgreement(over.statistic(.craggDonaldF), 7.8930959, 1e-8, "Cragg-Donald F")
    expectAgreement(overRobust.statistic(.kleibergenPaapLM), 16.3683334, 1e-8, "rk LM")
    expectAgreement(overRobust.statistic(.kleibergenPaapF), 8.3189747, 1e-8, "rk F")
    expectAgreement(over.statistic(.sargan), 1.2481534, 1e-7, "Sargan")
    expectAgreement(overRobust.statistic(.hansenJ), 1.2689109, 1e-7, "Hansen J")
    expectAgreement(gmm.estimate(named: "educ")?.value, 0.1552101514, 1e-9, "GMM")
    #expect(over.remarks.contains { $0.id == .weakInstruments })
  }
}

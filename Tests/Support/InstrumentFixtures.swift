package import PanelResults

/// A regression with instruments made by hand, for tests of results, tables and pages.
package enum InstrumentFixtures {
  private static let tabulated = Availability<Double>.unavailable(because: .tabulated)

  private static func test(
    _ id: HypothesisTest.Kind,
    _ statistic: Availability<Double>,
    df: Double,
    df2: Double? = nil,
    p: Availability<Double>,
    null: [String]
  ) -> HypothesisTest {
    HypothesisTest(
      id: id,
      statistic: statistic,
      degreesOfFreedom: df,
      denominatorDegreesOfFreedom: df2,
      pValue: p,
      distribution: df2 == nil ? .chiSquared : .fisherF,
      null: null
    )
  }

  private static let clustered = RegressionFixtures.clustered(("state", 50))

  /// The law instrumented by its own lag, with two controls.
  package static let oneInstrument: InstrumentalVariablesResult = {
    let first = test(
      .excludedInstruments,
      .value(874.0253),
      df: 1,
      df2: 49,
      p: .value(6.7e-33),
      null: ["L.post"]
    )
    var stage = RegressionFixtures.fit(
      outcome: "post",
      estimates: [
        RegressionFixtures.estimate("L.post", 0.7767, 0.0263, p: 1e-30),
        RegressionFixtures.estimate("l_income", -0.0432, 0.2207, p: 0.845),
      ],
      effects: ["state", "year"],
      n: 500,
      covariance: clustered
    )
    stage.tests.append(first)
    let structural = RegressionFixtures.fit(
      estimates: [
        RegressionFixtures.estimate("post", 0.0717, 0.077, p: 0.356),
        RegressionFixtures.estimate("l_income", -0.0178, 0.3378, p: 0.958),
      ],
      effects: ["state", "year"],
      n: 500,
      covariance: clustered
    )
    return InstrumentalVariablesResult(
      heading: structural.heading,
      regression: structural,
      estimator: .twoStage,
      endogenous: ["post"],
      instruments: ["L.post"],
      kappa: 1,
      firstStages: [
        FirstStage(
          endogenous: "post",
          regression: stage,
          partialRSquared: 0.5059,
          sheaPartialRSquared: 0.5059,
          tests: [first]
        )
      ],
      reducedForm: RegressionFixtures.fit(
        estimates: [
          RegressionFixtures.estimate("L.post", 0.0557, 0.0596, p: 0.355),
          RegressionFixtures.estimate("l_income", -0.0209, 0.3386, p: 0.951),
        ],
        effects: ["state", "year"],
        n: 500,
        covariance: clustered
      ),
      tests: structural.tests + [
        test(.andersonLM, .value(252.9373), df: 1, p: .value(5.9e-57), null: ["L.post"]),
        test(.kleibergenPaapLM, .value(39.0268), df: 1, p: .value(4.2e-10), null: ["L.post"]),
        test(.craggDonaldF, .value(498.5797), df: 1, df2: 49, p: tabulated, null: ["L.post"]),
        test(.kleibergenPaapF, .value(874.0253), df: 1, df2: 49, p: tabulated, null: ["L.post"]),
        test(.effectiveF, .value(913.8387), df: 1, p: tabulated, null: ["L.post"]),
        test(
          .hansenJ,
          .unavailable(because: .exactlyIdentified),
          df: 0,
          p: .unavailable(because: .exactlyIdentified),
          null: ["L.post"]
        ),
        test(.endogeneity, .value(0.001), df: 1, p: .value(0.9748), null: ["post"]),
        test(.andersonRubin, .value(0.8728), df: 1, df2: 49, p: .value(0.3548), null: ["post"]),
      ],
      weakIdentification: WeakIdentification(
        stockYogo: [
          CriticalValue(.size, tolerance: 0.1, value: 16.38),
          CriticalValue(.size, tolerance: 0.15, value: 8.96),
        ],
        effectiveF: [CriticalValue(.nagarBias, tolerance: 0.1, value: 23.11)],
        andersonRubinSet: .value(
          ConfidenceSet(level: 0.95, pieces: [.init(low: -0.0795, high: 0.2301)])
        ),
        adjustedT: .value(
          AdjustedT(
            criticalValue: 1.96,
            standardError: 0.077,
            interval: Interval(low: -0.0792, high: 0.2226, level: 0.95)
          )
        )
      ),
      remarks: structural.remarks + [
        Remark(.laggedInstrument, ["instrument": "L.post", "term": "post"])
      ]
    )
  }()

  /// Two weak instruments: a set without bounds, and moments that can be tested.
  package static let twoWeakInstruments: InstrumentalVariablesResult = {
    var result = oneInstrument
    result.instruments = ["z1", "z2"]
    result.estimator = .liml
    let pair = [
      RegressionFixtures.estimate("z1", 0.0412, 0.0263, p: 0.124),
      RegressionFixtures.estimate("z2", -0.0233, 0.0391, p: 0.554),
    ]
    result.firstStages[0].regression.estimates.replaceSubrange(0..<1, with: pair)
    result.reducedForm.estimates.replaceSubrange(0..<1, with: pair)
    result.kappa = 1.0006
    result.tests = result.tests.map { old in
      var test = old
      switch old.id {
      case .hansenJ:
        test.statistic = .value(1.2689)
        test.pValue = .value(0.26)
        test.degreesOfFreedom = 1
      case .kleibergenPaapF: test.statistic = .value(1.71)
      case .kleibergenPaapLM:
        test.statistic = .value(3.4)
        test.pValue = .value(0.183)
        test.degreesOfFreedom = 2
      default: break
      }
      return test
    }
    result.weakIdentification.andersonRubinSet = .value(
      ConfidenceSet(
        level: 0.95,
        pieces: [.init(low: nil, high: -1.2), .init(low: 0.31, high: nil)]
      )
    )
    result.weakIdentification.adjustedT = .unavailable(because: .notJustIdentified)
    result.remarks = [
      Remark(.weakInstruments, ["statistic": "1.71"]), Remark(.unboundedSet),
    ]
    return result
  }()
}

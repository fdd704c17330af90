package import PanelResults

/// Random effects and Hausman tests made by hand, for tests of results, tables and pages.
package enum RandomEffectsFixtures {
  package static let labels: [String: LocalizedText] = [
    "gsp": "Gross product", "pcap": "Public capital & roads", "pc": "Private capital",
    "unemp": "Unemployment rate", "state": "State", "year": "Year", "region": "Region",
  ]

  package static let sample = SampleDescription(
    n: 816,
    units: 48,
    periods: 17,
    firstPeriod: 1970,
    lastPeriod: 1986,
    rowsAvailable: 816,
    unitVariable: "state",
    timeVariable: "year"
  )

  private static let provenance = Provenance(tool: "panelpress test")

  private static func estimate(_ term: String, _ value: Double, _ error: Double, p: Double)
    -> Estimate
  {
    RegressionFixtures.estimate(term, value, error, p: p, df: nil)
  }

  package static let balanced = RandomEffectsResult(
    heading: ResultHeading(outcome: "log(gsp)", formula: "log(gsp) ~ …", labels: labels),
    sample: sample,
    covariance: RegressionFixtures.clustered(("state", 48)),
    components: VarianceComponents(
      unitDeviation: 0.0827,
      errorDeviation: 0.0381,
      theta: .init(min: 0.8888, median: 0.8888, max: 0.8888),
      periods: .init(min: 17, median: 17, max: 17),
      harmonicPeriods: 17
    ),
    estimates: [
      estimate("log(pcap)", 0.0044, 0.0553, p: 0.936),
      estimate("log(pc)", 0.3105, 0.0442, p: 2e-12),
      estimate("unemp", -0.0062, 0.0024, p: 0.009),
      estimate(Estimate.constantTerm, 2.1354, 0.2418, p: 1e-18),
    ],
    statistics: [
      StatisticEntry(.observations, count: 816), StatisticEntry(.units, count: 48),
      StatisticEntry(.clusters, count: 48), StatisticEntry(.rSquared, .value(0.9917)),
      StatisticEntry(.withinRSquared, .value(0.9412)),
      StatisticEntry(.betweenRSquared, .value(0.9928)),
      StatisticEntry(.overallRSquared, .value(0.9917)),
      StatisticEntry(.chiSquared, .value(4408.6417)),
      StatisticEntry(.chiSquaredPValue, .value(0)),
      StatisticEntry(.unitDeviation, .value(0.0827)),
      StatisticEntry(.errorDeviation, .value(0.0381)),
      StatisticEntry(.unitShare, .value(0.8246)), StatisticEntry(.quasiDemeaning, .value(0.8888)),
    ],
    tests: [
      HypothesisTest(
        id: .breuschPagan,
        statistic: .value(4134.9607),
        degreesOfFreedom: 1,
        pValue: .value(0),
        distribution: .mixedChiSquared,
        null: []
      ),
      HypothesisTest(
        id: .fixedUnitEffects,
        statistic: .value(75.8204),
        degreesOfFreedom: 47,
        denominatorDegreesOfFreedom: 764,
        pValue: .value(1e-253),
        distribution: .fisherF,
        null: []
      ),
    ],
    computation: Computation(
      path: .refinedQR,
      conditionNumber: 90,
      absorptionIterations: 0,
      absorptionTolerance: 0,
      refinementSteps: 1
    ),
    provenance: provenance
  )

  /// Units observed unequally often, and a regressor that does not vary within them.
  package static let unbalanced: RandomEffectsResult = {
    var result = balanced
    result.sample.n = 700
    result.covariance = RegressionFixtures.covariance(.hc1)
    result.components.theta = .init(min: 0.7, median: 0.85, max: 0.89)
    result.components.periods = .init(min: 3, median: 15, max: 17)
    result.components.harmonicPeriods = 13.2
    result.estimates = [
      estimate("region", 0.0211, 0.0107, p: 0.048),
      estimate(Estimate.constantTerm, 1.1354, 0.2418, p: 3e-6),
    ]
    result.components.unitDeviation = 0.0702
    let changed: [Statistic: Availability<Double>] = [
      .observations: .value(700), .withinRSquared: .unavailable(because: .notApplicable),
      .unitDeviation: .value(0.0702), .unitShare: .value(0.7725), .quasiDemeaning: .value(0.85),
      .chiSquared: .value(3.8886), .chiSquaredPValue: .value(0.0486),
    ]
    for index in result.statistics.indices {
      let statistic = result.statistics[index].statistic
      result.statistics[index].value = changed[statistic] ?? result.statistics[index].value
    }
    return result
  }()

  /// No variance between units.
  package static let pooled: RandomEffectsResult = {
    var result = balanced
    result.components.unitDeviation = 0
    result.components.theta = .init(min: 0, median: 0, max: 0)
    for index in result.statistics.indices
    where [.unitDeviation, .unitShare, .quasiDemeaning].contains(result.statistics[index].statistic) {
      result.statistics[index].value = .value(0)
    }
    result.tests[0].statistic = .value(0)
    result.tests[0].pValue = .value(1)
    result.remarks = [Remark(.pooledRandomEffects)]
    return result
  }()

  private static func form(
    _ variant: HausmanForm.Variant,
    _ statistic: Double,
    p: Availability<Double>,
    errors: [Double?]? = nil,
    isDefinite: Bool? = nil
  ) -> HausmanForm {
    HausmanForm(
      variant: variant,
      test: HypothesisTest(
        id: variant.test,
        statistic: .value(statistic),
        degreesOfFreedom: 3,
        pValue: p,
        distribution: .chiSquared,
        null: ["log(pcap)", "log(pc)", "unemp"]
      ),
      standardErrors: errors?.map {
        $0.map { .value($0) } ?? .unavailable(because: .negativeVariance)
      } ?? [],
      isPositiveDefinite: isDefinite
    )
  }

  /// Every form of the test.
  package static let hausman: HausmanResult = {
    var drawn = form(.bootstrap, 4.0321, p: .value(0.2581), errors: [0.0203, 0.0161, 0.0005])
    drawn.bootstrap = HausmanForm.Bootstrap(replications: 999, failed: 2, seed: 42)
    return HausmanResult(
      heading: balanced.heading,
      sample: sample,
      contrasts: [
        HausmanContrast(term: "log(pcap)", fixed: -0.02615, random: 0.00444),
        HausmanContrast(term: "log(pc)", fixed: 0.29201, random: 0.31055),
        HausmanContrast(term: "unemp", fixed: -0.0053, random: -0.00617),
      ],
      forms: [
        form(
          .classic, 9.5254, p: .value(0.0492), errors: [0.0171, 0.0155, 0.0004],
          isDefinite: true),
        form(
          .sigmamore, 9.6501, p: .value(0.0468), errors: [0.0175, 0.0157, 0.0004],
          isDefinite: true),
        form(
          .sigmaless, 9.7181, p: .value(0.0455), errors: [0.0174, 0.0157, 0.0004],
          isDefinite: true),
        form(.robust, 19.9402, p: .value(0.0005)), form(.mundlak, 19.3331, p: .value(0.0007)),
        drawn,
      ],
      statistics: [
        StatisticEntry(.observations, count: 816), StatisticEntry(.units, count: 48),
        StatisticEntry(.periods, count: 17),
      ],
      remarks: [Remark(.replicationsFailed, ["count": "2", "total": "999"])],
      provenance: provenance
    )
  }()

  /// A negative statistic of another outcome, with a regressor that is not compared.
  package static let negative: HausmanResult = {
    var result = hausman
    result.heading.outcome = "unemp"
    result.contrasts.removeLast()
    result.forms = [
      form(
        .classic, -1.2345, p: .unavailable(because: .negativeStatistic), errors: [nil, 0.0157],
        isDefinite: false),
      form(.robust, 2.4012, p: .value(0.3011)),
    ]
    result.invariant = ["region"]
    result.remarks = [
      Remark(.invariantTerms, ["with": "region"]), Remark(.periodTerms, ["count": "16"]),
      Remark(.indefiniteContrast), Remark(.negativeHausman),
    ]
    return result
  }()
}

package import PanelResults

/// Spatial models made by hand, for tests of tables and figures. The numbers of the spatial Durbin
/// models are those of paper tables on the demand for cigarettes, and the rest need not come from
/// data.
package enum SpatialFixtures {
  package static let labels: [String: LocalizedText] = [
    "logc": "Log cigarette sales", "logp": "Log price", "logy": "Log income", "state": "State",
    "year": "Year", "income": "Income", "crime": "Crime", "hoval": "House value",
  ]

  /// An estimate held against the normal distribution.
  package static func estimate(
    _ term: String,
    _ value: Double,
    _ standardError: Double?,
    p: Double,
    component: Estimate.Component = .slopes
  ) -> Estimate {
    var estimate = RegressionFixtures.estimate(term, value, standardError, p: p, df: nil)
    estimate.component = component
    return estimate
  }

  // MARK: Weights

  package static let distance = SpatialWeightsDescription(
    name: "distance",
    label: "Geographic distance matrix",
    method: .inverseDistance,
    standardisation: .row,
    distance: .greatCircle,
    parameters: ["power": 1, "cutoff": 1200],
    variables: ["lat", "lon"],
    units: 46,
    links: 1404,
    isSymmetric: false,
    total: 46
  )

  package static let economic = SpatialWeightsDescription(
    name: "economic",
    label: "Economic distance matrix",
    method: .economicDistance,
    standardisation: .row,
    parameters: ["power": 1],
    variables: ["income"],
    units: 46,
    links: 2070,
    isSymmetric: false,
    total: 46
  )

  package static let queen = SpatialWeightsDescription(
    name: "queen",
    method: .contiguity,
    standardisation: .row,
    units: 49,
    links: 232,
    islands: ["1007"],
    isSymmetric: false,
    total: 48
  )

  package static let binary = SpatialWeightsDescription(
    name: "near",
    method: .nearest,
    standardisation: .spectral,
    distance: .planar,
    parameters: ["neighbours": 4],
    variables: ["x", "y"],
    units: 49,
    links: 196,
    isSymmetric: false,
    total: 180
  )

  // MARK: Models

  package static func model(
    _ model: SpatialModel,
    by estimator: SpatialEstimator = .leeYu,
    effects panelEffects: SpatialPanelEffects = .twoWay,
    weights: SpatialWeightsDescription = distance,
    covariance: CovarianceKind = .expectedInformation,
    estimates: [Estimate],
    parameters: [Estimate],
    spatialEffects: SpatialEffects? = nil,
    statistics: [StatisticEntry] = [],
    tests: [HypothesisTest] = [],
    determinant: LogDeterminantDescription? = LogDeterminantDescription(method: .eigenvalues),
    remarks: [Remark] = []
  ) -> SpatialRegressionResult {
    let isPanel = panelEffects != .none
    let names: [String] =
      switch panelEffects {
      case .none, .random: []
      case .unit: ["state"]
      case .time: ["year"]
      case .twoWay: ["state", "year"]
      }
    return SpatialRegressionResult(
      heading: ResultHeading(
        outcome: isPanel ? "logc" : "crime",
        formula: isPanel ? "logc ~ logp + logy | state + year" : "crime ~ income + hoval",
        labels: labels
      ),
      sample: SampleDescription(
        n: isPanel ? 1380 : 49,
        units: isPanel ? 46 : 49,
        periods: isPanel ? 30 : nil,
        firstPeriod: isPanel ? 1963 : nil,
        lastPeriod: isPanel ? 1992 : nil,
        rowsAvailable: isPanel ? 1380 : 49,
        unitVariable: isPanel ? "state" : nil,
        timeVariable: isPanel ? "year" : nil
      ),
      model: model,
      estimator: estimator,
      panelEffects: panelEffects,
      weights: weights,
      covariance: RegressionFixtures.covariance(covariance),
      absorbedEffects: names.map {
        AbsorbedEffect(name: $0, levels: 46, redundant: 0, nested: false)
      },
      estimates: estimates,
      spatialParameters: parameters,
      covarianceMatrix: [],
      effects: spatialEffects,
      statistics: Statistic.allCases.compactMap { name in
        ([StatisticEntry(.observations, count: isPanel ? 1380 : 49)] + statistics)
          .first { $0.statistic == name }
      },
      tests: tests,
      logDeterminant: determinant,
      remarks: remarks,
      provenance: Provenance(tool: "panelpress test")
    )
  }

  package static func test(
    _ kind: HypothesisTest.Kind,
    _ statistic: Availability<Double>,
    df: Double,
    p: Availability<Double>
  ) -> HypothesisTest {
    HypothesisTest(
      id: kind,
      statistic: statistic,
      degreesOfFreedom: df,
      pValue: p,
      distribution: .chiSquared,
      null: []
    )
  }

  private static let comparisons = [
    test(.waldLag, .value(15.484933), df: 2, p: .value(0.00043)),
    test(.likelihoodRatioLag, .value(15.903549), df: 2, p: .value(0.00035)),
    test(.waldError, .value(8.770118), df: 2, p: .value(0.01246)),
    test(.likelihoodRatioError, .value(8.778506), df: 2, p: .value(0.01241)),
  ]

  /// The spatial Durbin model of cigarettes, with simulated effects.
  package static let durbin = model(
    .sdm,
    estimates: [
      estimate("logp", -1.00245096, 0.0400692, p: 1e-100),
      estimate("logy", 0.60065252, 0.0571723, p: 1e-24),
      estimate("logp", 0.05646241, 0.0806606, p: 0.484, component: .spatialLag),
      estimate("logy", -0.29499533, 0.0781031, p: 0.000159, component: .spatialLag),
    ],
    parameters: [estimate("rho", 0.22920027, 0.0327046, p: 2e-12, component: .spatial)],
    spatialEffects: effects(.simulation, draws: 1000, discarded: 3),
    statistics: [
      StatisticEntry(.rSquared, .value(0.9012974)),
      StatisticEntry(.squaredCorrelation, .value(0.4003)),
      StatisticEntry(.errorVariance, .value(0.0049754184)),
      StatisticEntry(.logLikelihood, .value(1691.53828)),
    ],
    tests: comparisons
  )

  /// The same with other weights, its draws without moments.
  package static let durbinEconomic = model(
    .sdm,
    weights: economic,
    estimates: [
      estimate("logp", -1.0312, 0.0412, p: 1e-100),
      estimate("logy", 0.5413, 0.0471, p: 1e-24),
      estimate("logp", -0.2012, 0.2206, p: 0.36, component: .spatialLag),
      estimate("logy", 0.1003, 0.1781, p: 0.57, component: .spatialLag),
    ],
    parameters: [estimate("rho", 0.8412, 0.0571, p: 2e-12, component: .spatial)],
    spatialEffects: effects(.delta, draws: 1000, discarded: 21, areReliable: false),
    statistics: [
      StatisticEntry(.rSquared, .value(0.9004)),
      StatisticEntry(.squaredCorrelation, .value(0.3887)),
      StatisticEntry(.errorVariance, .value(0.0050121)),
      StatisticEntry(.logLikelihood, .value(1686.401)),
    ],
    tests: comparisons
  )

  package static func effects(
    _ inference: SpatialEffects.Inference,
    draws: Int,
    discarded: Int = 0,
    areReliable: Bool = true
  ) -> SpatialEffects {
    let terms: [(String, [(Double, Double, Double)])] = [
      ("logp", [(-1.01329859, 0.0391, 1e-99), (-0.2139833, 0.0899, 0.0173), (-1.22728189, 0.0989, 1e-30)]),
      ("logy", [(0.59080478, 0.0548, 1e-20), (-0.19425925, 0.0861, 0.0241), (0.39654552, 0.0792, 5e-7)]),
    ]
    return SpatialEffects(
      terms: terms.map { term, numbers in
        let parts = numbers.map { estimate(term, $0.0, $0.1, p: $0.2) }
        let drawn = numbers.map {
          SimulatedEffect(
            mean: $0.0 * 1.01,
            standardDeviation: $0.1,
            median: $0.0,
            low: $0.0 - 2.3 * $0.1,
            high: $0.0 + 1.9 * $0.1
          )
        }
        return SpatialEffect(
          term: term,
          direct: parts[0],
          indirect: parts[1],
          total: parts[2],
          simulated: draws == 0
            ? nil
            : SpatialEffect.Simulated(direct: drawn[0], indirect: drawn[1], total: drawn[2])
        )
      },
      inference: inference,
      draws: draws,
      discarded: discarded,
      momentsReliable: areReliable,
      seed: draws == 0 ? nil : 20260714
    )
  }

  /// Of a cross-section of places, with an island.
  package static let lag = model(
    .sar,
    by: .direct,
    effects: .none,
    weights: queen,
    estimates: [
      estimate("income", -1.0316157, 0.3054143, p: 0.00073),
      estimate("hoval", -0.2659263, 0.0884984, p: 0.00266),
      estimate(Estimate.constantTerm, 45.0792505, 7.1773468, p: 3e-10, component: .constant),
    ],
    parameters: [estimate("rho", 0.4310232, 0.1176807, p: 0.00025, component: .spatial)],
    spatialEffects: columbus(.delta),
    statistics: [
      StatisticEntry(.errorVariance, .value(95.49450)),
      StatisticEntry(.logLikelihood, .value(-182.3904272)),
    ],
    tests: [test(.likelihoodRatioLinear, .value(9.9736), df: 1, p: .value(0.00159))]
  )

  package static let error = model(
    .sem,
    by: .direct,
    effects: .none,
    weights: queen,
    estimates: [
      estimate("income", -0.9413120, 0.3305679, p: 0.0044),
      estimate("hoval", -0.3022502, 0.0904760, p: 0.00084),
      estimate(Estimate.constantTerm, 59.8932199, 5.3661630, p: 1e-28, component: .constant),
    ],
    parameters: [estimate("lambda", 0.5617902, 0.1338687, p: 2.7e-5, component: .spatial)],
    statistics: [
      StatisticEntry(.errorVariance, .value(95.574)),
      StatisticEntry(.logLikelihood, .value(-183.380469)),
    ],
    tests: [test(.likelihoodRatioLinear, .value(7.9935), df: 1, p: .value(0.0047))]
  )

  /// With other weights, by Chebyshev polynomials.
  package static let nearestDurbin = model(
    .sdm,
    by: .direct,
    effects: .none,
    weights: binary,
    covariance: .robust,
    estimates: [
      estimate("income", -0.9142232, 0.3311, p: 0.0058),
      estimate("hoval", -0.2937378, 0.0895, p: 0.00103),
      estimate("income", -0.5202836, 0.5650, p: 0.357, component: .spatialLag),
      estimate("hoval", 0.2456403, 0.1787, p: 0.169, component: .spatialLag),
      estimate(Estimate.constantTerm, 42.8224155, 12.66, p: 0.00072, component: .constant),
    ],
    parameters: [estimate("rho", 0.4263355, 0.1562, p: 0.0063, component: .spatial)],
    spatialEffects: columbus(.delta),
    statistics: [
      StatisticEntry(.errorVariance, .value(91.791)),
      StatisticEntry(.logLikelihood, .value(-181.3935108)),
    ],
    determinant: LogDeterminantDescription(method: .chebyshev, errorBound: 2.4e-7)
  )

  package static func columbus(_ inference: SpatialEffects.Inference) -> SpatialEffects {
    func effect(_ term: String, _ numbers: [(Double, Double)]) -> SpatialEffect {
      let parts = numbers.map { estimate(term, $0.0, $0.1, p: 0.03) }
      return SpatialEffect(term: term, direct: parts[0], indirect: parts[1], total: parts[2])
    }
    return SpatialEffects(
      terms: [
        effect("income", [(-1.0860220, 0.31), (-0.7270848, 0.36), (-1.8131068, 0.57)]),
        effect("hoval", [(-0.2799509, 0.092), (-0.1874253, 0.11), (-0.4673763, 0.177)]),
      ],
      inference: inference
    )
  }

  /// A linear model of the same outcome.
  package static let linear = RegressionFixtures.fit(
    outcome: "logc",
    estimates: [
      estimate("logp", -1.0348844, 0.0415, p: 1e-100),
      estimate("logy", 0.5285428, 0.0463, p: 1e-28),
    ],
    effects: ["state", "year"],
    n: 1380,
    covariance: RegressionFixtures.covariance(.iid),
    statistics: [
      StatisticEntry(.observations, count: 1380), StatisticEntry(.rSquared, .value(0.896)),
    ],
    labels: labels
  )

  // MARK: Diagnostics

  package static func diagnostics(
    _ weights: SpatialWeightsDescription,
    scale: Double = 1,
    tests: [HypothesisTest]? = nil
  ) -> SpatialDiagnosticsResult {
    SpatialDiagnosticsResult(
      heading: durbin.heading,
      sample: durbin.sample,
      panelEffects: .twoWay,
      weights: weights,
      estimator: .leeYu,
      tests: tests ?? [
        test(.lagMultiplierLag, .value(46.9005 * scale), df: 1, p: .value(7.4e-12)),
        test(.robustLagMultiplierLag, .value(1.1563 * scale), df: 1, p: .value(0.2822)),
        test(.lagMultiplierError, .value(54.6548 * scale), df: 1, p: .value(1.4e-13)),
        test(.robustLagMultiplierError, .value(8.9106 * scale), df: 1, p: .value(0.00284)),
      ] + comparisons + [
        test(.likelihoodRatioUnits, .value(2315.7), df: 46, p: .value(0)),
        test(.likelihoodRatioPeriods, .value(473.1), df: 30, p: .value(1e-80)),
        test(
          .spatialHausman,
          .value(-3.2),
          df: 5,
          p: .unavailable(because: .negativeStatistic)
        ),
      ],
      provenance: Provenance(tool: "panelpress test")
    )
  }
}

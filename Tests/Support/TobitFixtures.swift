package import PanelResults

/// Tobits made by hand, for tests of results, tables and pages.
package enum TobitFixtures {
  private static let labels: [String: LocalizedText] = [
    "hours": "Hours of training", "grant": "Grant received", "union": "Union <firm>",
    "firm": "Firm", "year": "Year",
  ]

  private static func scale(_ name: Statistic, _ value: Double, _ error: Double?) -> Estimate {
    let missing = Availability<Double>.unavailable(because: .onBoundary)
    return Estimate(
      term: name.rawValue,
      value: value,
      standardError: error.map { .value($0) } ?? missing,
      statistic: missing,
      pValue: missing,
      intervalLow: error.map { .value(value - 2 * $0) } ?? missing,
      intervalHigh: error.map { .value(value + 2 * $0) } ?? missing,
      degreesOfFreedom: nil,
      distribution: .normal
    )
  }

  private static func fit(
    effects: TobitEffects,
    censoring: Censoring,
    covariance: CovarianceDescription,
    estimates: [Estimate],
    scale: [Estimate],
    logLikelihood: Double,
    tests: [HypothesisTest],
    quadrature: QuadratureDescription? = nil,
    remarks: [Remark] = []
  ) -> TobitResult {
    let counts: [StatisticEntry] =
      [StatisticEntry(.uncensored, count: censoring.uncensored)]
      + (censoring.lower == nil ? [] : [StatisticEntry(.leftCensored, count: censoring.left)])
      + (censoring.upper == nil ? [] : [StatisticEntry(.rightCensored, count: censoring.right)])
    let deviations = scale.compactMap { estimate in
      Statistic(rawValue: estimate.term).map { StatisticEntry($0, .value(estimate.value)) }
    }
    let entries: [StatisticEntry] =
      [
        StatisticEntry(.observations, count: 390), StatisticEntry(.units, count: 135),
        StatisticEntry(.logLikelihood, .value(logLikelihood)),
        StatisticEntry(.chiSquared, tests[0].statistic),
        StatisticEntry(.chiSquaredPValue, tests[0].pValue),
      ] + counts + deviations
    return TobitResult(
      heading: ResultHeading(
        outcome: "hours",
        formula: "hours ~ grant + union",
        labels: labels
      ),
      sample: SampleDescription(
        n: 390,
        units: 135,
        periods: 3,
        firstPeriod: 1987,
        lastPeriod: 1989,
        rowsAvailable: 471,
        dropped: [RowsDropped(.missing, subject: "hours", rows: 81)],
        unitVariable: "firm",
        timeVariable: "year"
      ),
      effects: effects,
      censoring: censoring,
      covariance: covariance,
      omitted: [],
      regressorLists: [:],
      estimates: estimates,
      covarianceMatrix: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
      scale: scale,
      statistics: Statistic.allCases.compactMap { name in entries.first { $0.statistic == name } },
      tests: tests,
      quadrature: quadrature,
      maximisation: Maximisation(iterations: 6, decrement: 1e-20),
      remarks: remarks,
      provenance: TreatmentFixtures.provenance
    )
  }

  private static func wald(_ statistic: Double, _ pValue: Double) -> HypothesisTest {
    HypothesisTest(
      id: .slopes,
      statistic: .value(statistic),
      degreesOfFreedom: 2,
      pValue: .value(pValue),
      distribution: .chiSquared,
      null: ["grant", "union"]
    )
  }

  private static let oim = RegressionFixtures.covariance(.information)

  /// Censored at zero, with errors clustered by firm.
  package static let pooled = fit(
    effects: .pooled,
    censoring: Censoring(lower: 0, upper: nil, uncensored: 258, left: 132, right: 0),
    covariance: RegressionFixtures.clustered(("firm", 135)),
    estimates: [
      RegressionFixtures.estimate("grant", 40.0393, 4.6123, p: 4e-18, df: nil),
      RegressionFixtures.estimate("union", -11.714, 6.1035, p: 0.0549, df: nil),
      RegressionFixtures.estimate(Estimate.constantTerm, 8.7684, 7.5921, p: 0.248, df: nil),
    ],
    scale: [scale(.sigma, 28.972, 1.3127)],
    logLikelihood: -1325.4604,
    tests: [wald(78.31, 9e-18)]
  )

  /// Two limits and effects of firms.
  package static let random = fit(
    effects: .random,
    censoring: Censoring(lower: 0, upper: 150.5, uncensored: 255, left: 132, right: 3),
    covariance: oim,
    estimates: [
      RegressionFixtures.estimate("grant", 41.726, 3.468, p: 2.4e-33, df: nil),
      RegressionFixtures.estimate("union", -10.0904, 5.7987, p: 0.0818, df: nil),
      RegressionFixtures.estimate(Estimate.constantTerm, 7.7135, 7.6339, p: 0.312, df: nil),
    ],
    scale: [
      scale(.unitDeviation, 22.9018, 1.8799), scale(.errorDeviation, 17.1866, 0.9285),
      scale(.unitShare, 0.6397, 0.0455),
    ],
    logLikelihood: -1259.6623,
    tests: [
      wald(253.7741, 6.4e-52),
      HypothesisTest(
        id: .unitEffects,
        statistic: .value(131.5962),
        degreesOfFreedom: 1,
        pValue: .value(9.2e-31),
        distribution: .mixedChiSquared,
        null: ["sigma_u"]
      ),
    ],
    quadrature: QuadratureDescription(
      points: 12,
      checkPoints: [8, 16],
      checkChange: .value(0.0213)
    ),
    remarks: [
      Remark(.beyondLimits, ["count": "1"]),
      Remark(.unstableQuadrature, ["points": "12", "share": "0.0213"]),
    ]
  )

  /// No variance between firms, and nothing censored.
  package static let withoutEffects = fit(
    effects: .random,
    censoring: Censoring(lower: 0, upper: 150.5, uncensored: 390, left: 0, right: 0),
    covariance: oim,
    estimates: [
      RegressionFixtures.estimate("grant", 32.3061, 3.2121, p: 8.6e-24, df: nil),
      RegressionFixtures.estimate("union", -7.5329, 2.5318, p: 0.0029, df: nil),
      RegressionFixtures.estimate(Estimate.constantTerm, 24.3553, 7.0333, p: 0.0005, df: nil),
    ],
    scale: [
      scale(.unitDeviation, 0, nil), scale(.errorDeviation, 21.9052, 0.7843),
      scale(.unitShare, 0, nil),
    ],
    logLikelihood: -1757.7882,
    tests: [
      wald(144.2, 4.9e-32),
      HypothesisTest(
        id: .unitEffects,
        statistic: .value(0),
        degreesOfFreedom: 1,
        pValue: .value(1),
        distribution: .mixedChiSquared,
        null: ["sigma_u"]
      ),
    ],
    quadrature: QuadratureDescription(points: 12, checkPoints: [8, 16], checkChange: .value(0)),
    remarks: [Remark(.noCensoringRandom), Remark(.noUnitVariance)]
  )
}

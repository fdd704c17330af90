package import PanelResults

/// Estimators that compare only with untreated observations.
extension TreatmentFixtures {
  /// One of each, the two-way fixed-effects fits first.
  package static var estimators: [any TreatmentEffectResult] {
    [
      baseline[1], eventStudy, callawaySantAnna, sunAbraham, imputation, twoStage,
    ]
  }

  /// Analytic standard errors, all group-time cells, of which one has no comparison.
  package static var callawaySantAnna: TreatmentEffectsResult {
    var result = effects(
      .callawaySantAnna,
      overall: ("post", 0.0194, 0.0384),
      values: [
        (-9, 0.5276, 0.0414), (-8, -0.2751, 0.2076), (-7, 0.2582, 0.0908), (-6, -0.0149, 0.0507),
        (-5, -0.0393, 0.0542), (-4, 0.0645, 0.0444), (-3, 0.0011, 0.0454), (-2, -0.0579, 0.0438),
        (-1, 0.0972, 0.0396), (0, 0.0143, 0.0605), (1, 0.0146, 0.044), (2, 0.0332, 0.0518),
        (3, 0.0009, 0.0493), (4, 0.2322, 0.042),
      ],
      window: -9...4,
      conventions: EffectConventions(
        controlGroup: .never,
        estimation: .unconditional,
        basePeriod: .varying,
        anticipation: 0
      ),
      inference: EffectInference(kind: .influenceFunction, clusters: states),
      df: nil
    )
    result.aggregates = [
      aggregate(.simple, 0.0194, 0.0384), aggregate(.dynamic, 0.0591, 0.0343),
      aggregate(.group, 0.0115, 0.0396), aggregate(.calendar, 0.059, 0.0291),
    ]
    result.cohorts = zip(
      design.cohorts,
      [
        (0.256, 0.0324), (0.0024, 0.0343), (-0.0227, 0.13), (0.128, 0.0694), (-0.2109, 0.0335),
      ]
    ).map { cohort, effect in
      CohortEffect(
        cohort: cohort.period,
        units: cohort.units,
        estimate: estimate("cohort::\(cohort.period)", effect.0, effect.1, df: nil)
      )
    }
    result.calendar = zip(
      2006...2010,
      [
        (0.2193, 0.0335), (0.0698, 0.0484), (-0.0631, 0.0756), (0.074, 0.0506), (-0.0049, 0.0479),
      ]
    ).map { period, effect in
      PeriodEffect(
        period: period,
        estimate: estimate("period::\(period)", effect.0, effect.1, df: nil)
      )
    }
    result.groupTime = cells
    return result
  }

  /// Bootstrapped standard errors and a simultaneous band, compared with units not yet treated.
  package static var callawaySantAnnaBootstrap: TreatmentEffectsResult {
    var result = effects(
      .callawaySantAnna,
      overall: ("post", 0.0211, 0.0391),
      values: [
        (-3, 0.0061, 0.0461), (-2, -0.0548, 0.0441), (-1, 0.0949, 0.0402), (0, 0.0151, 0.0611),
        (1, 0.0172, 0.0449), (2, 0.0344, 0.0522), (3, 0.0019, 0.0502), (4, 0.2322, 0.0431),
      ],
      window: -3...4,
      conventions: EffectConventions(
        controlGroup: .notYet,
        estimation: .doublyRobust,
        basePeriod: .universal,
        anticipation: 1,
        covariates: ["poverty"]
      ),
      inference: EffectInference(
        kind: .multiplierBootstrap,
        clusters: states,
        draws: 1000,
        seed: 20_060_101
      ),
      df: nil
    )
    result.path.band = SimultaneousBand(
      level: 0.95,
      criticalValue: 2.91,
      draws: 1000,
      seed: 20_060_101
    )
    for index in result.path.points.indices {
      let effect = result.path.points[index].estimate
      result.path.points[index].simultaneous = effect.flatMap { effect in
        effect.standardError.value.map { interval(effect.value, $0, times: 2.91) }
      }
    }
    result.aggregates = [aggregate(.simple, 0.0211, 0.0391)]
    return result
  }

  package static var sunAbraham: TreatmentEffectsResult {
    effects(
      .sunAbraham,
      overall: ("post", 0.0194, 0.0366),
      values: [
        (-5, -0.1049, 0.0634), (-4, -0.0404, 0.0651), (-3, -0.0393, 0.0448), (-2, -0.0972, 0.0404),
        (0, 0.0143, 0.0563), (1, 0.0146, 0.0414), (2, 0.0332, 0.0535), (3, 0.0009, 0.0485),
        (4, 0.2322, 0.045),
      ],
      window: -5...4,
      reference: -1,
      conventions: EffectConventions(controlGroup: .never, reference: -1),
      inference: EffectInference(
        kind: .regression,
        clusters: states,
        covariance: RegressionFixtures.clustered(("state", 50))
      ),
      df: 49,
      pretrends: (1.9412, 0.1188)
    )
  }

  package static var imputation: TreatmentEffectsResult {
    effects(
      .imputation,
      overall: ("post", 0.0669, 0.0567),
      values: [
        (-3, 0.0248, 0.0279), (-2, -0.0307, 0.0238), (-1, 0.052, 0.0398), (0, 0.0727, 0.0581),
        (1, 0.0627, 0.0673), (2, 0.0825, 0.0721), (3, 0.0409, 0.0657), (4, 0.1133, 0.044),
      ],
      window: -3...4,
      conventions: EffectConventions(controlGroup: .notYet),
      inference: EffectInference(kind: .conservative, clusters: states, leavesOut: false),
      df: nil,
      pretrends: (1.6241, 0.196)
    )
  }

  package static var twoStage: TreatmentEffectsResult {
    effects(
      .twoStage,
      overall: ("post", 0.0669, 0.057),
      values: [
        (0, 0.0727, 0.0629), (1, 0.0627, 0.0702), (2, 0.0825, 0.0724), (3, 0.0409, 0.066),
        (4, 0.1133, 0.044),
      ],
      window: 0...4,
      conventions: EffectConventions(controlGroup: .notYet, covariates: ["poverty"]),
      inference: EffectInference(kind: .twoStage, clusters: states),
      df: nil
    )
  }

  private static func effects(
    _ estimator: EffectEstimator,
    overall: (String, Double, Double),
    values: [(period: Int, value: Double, standardError: Double)],
    window: ClosedRange<Int>,
    reference: Int? = nil,
    conventions: EffectConventions,
    inference: EffectInference,
    df: Double?,
    pretrends: (statistic: Double, pValue: Double)? = nil
  ) -> TreatmentEffectsResult {
    TreatmentEffectsResult(
      heading: heading,
      estimator: estimator,
      sample: sample,
      design: design,
      conventions: conventions,
      inference: inference,
      overall: estimate(overall.0, overall.1, overall.2, df: df),
      path: EventTimePath(
        points: window.map { period in
          let (observations, units) = counts(at: period, in: -11...11)
          let effect = values.first { $0.period == period }
          return EventTimePoint(
            period: period,
            isReference: period == reference,
            estimate: effect.map {
              estimate("post::\(period)", $0.value, $0.standardError, df: df)
            },
            observations: observations,
            units: units
          )
        }
      ),
      statistics: [StatisticEntry(.observations, count: 550), StatisticEntry(.units, count: 50)]
        + design.statistics,
      tests: pretrends.map { test in
        [
          HypothesisTest(
            id: .pretrends,
            statistic: .value(test.statistic),
            degreesOfFreedom: Double(values.count { $0.period < 0 }),
            denominatorDegreesOfFreedom: 49,
            pValue: .value(test.pValue),
            distribution: .fisherF,
            null: values.filter { $0.period < 0 }.map { "post::\($0.period)" }
          )
        ]
      } ?? [],
      provenance: provenance
    )
  }

  private static func aggregate(
    _ kind: EffectAggregate.Kind,
    _ value: Double,
    _ standardError: Double
  ) -> EffectAggregate {
    EffectAggregate(kind: kind, estimate: estimate("post", value, standardError, df: nil))
  }

  /// Five cohorts by the periods 2001 to 2010; that of 2010 in 2002 has no comparison.
  private static var cells: [GroupTimeEffect] {
    groupTimeNumbers.flatMap { cohort, values, errors in
      zip(2001...2010, zip(values, errors)).map { period, cell in
        let isAbsent = cohort == 2010 && period == 2002
        return GroupTimeEffect(
          cohort: cohort,
          period: period,
          estimate: isAbsent
            ? nil : estimate("group::\(cohort):period::\(period)", cell.0, cell.1, df: nil),
          absence: isAbsent ? .noComparison : nil,
          controls: isAbsent ? 0 : 29
        )
      }
    }
  }

  private static let groupTimeNumbers: [(Int, [Double], [Double])] = [
    (
      2006,
      [-0.0593, 0.0171, -0.0139, 0.0006, -0.1203, 0.2193, 0.2972, 0.2699, 0.2615, 0.2322],
      [0.0414, 0.0429, 0.035, 0.0333, 0.0358, 0.0335, 0.0415, 0.0547, 0.0373, 0.042]
    ),
    (
      2007,
      [0.0024, -0.0397, 0.0417, -0.005, -0.0556, 0.108, 0.0523, -0.0442, 0.0209, -0.0192],
      [0.0725, 0.0643, 0.0553, 0.061, 0.0578, 0.0497, 0.0473, 0.053, 0.0569, 0.0481]
    ),
    (
      2008,
      [0.1764, -0.1351, 0.1037, -0.0251, 0.1507, -0.1618, 0.1454, -0.2078, 0.1256, 0.0142],
      [0.1216, 0.0758, 0.1468, 0.0722, 0.08, 0.0861, 0.1277, 0.246, 0.0741, 0.1046]
    ),
    (
      2009,
      [-0.0304, 0.2458, 0.111, -0.0577, 0.1414, -0.0591, -0.1035, 0.0368, 0.222, 0.0339],
      [0.0858, 0.0849, 0.0931, 0.0353, 0.0377, 0.0469, 0.0774, 0.0553, 0.1051, 0.0466]
    ),
    (
      2010,
      [0.5276, -0.7645, 0.6098, -0.0113, -0.549, 0.6128, -0.3821, 0.3607, 0.1026, -0.2109],
      [0.0414, 0.0429, 0.035, 0.0333, 0.0358, 0.0335, 0.0358, 0.0545, 0.0414, 0.0335]
    ),
  ]
}

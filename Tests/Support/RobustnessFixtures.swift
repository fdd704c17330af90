package import PanelResults

/// Results about several hypotheses, selection and specifications made by hand.
package enum RobustnessFixtures {
  package static let labels: [String: LocalizedText] = [
    "homicide": "Homicides & manslaughter", "robbery": "Robberies <all>", "cdl": "Castle law",
    "unemp": "Unemployment", "poverty": "Poverty", "state": "State", "year": "Year",
  ]

  package static let sample = SampleDescription(
    n: 550,
    units: 50,
    periods: 11,
    firstPeriod: 2000,
    lastPeriod: 2010,
    rowsAvailable: 550,
    unitVariable: "state",
    timeVariable: "year"
  )

  private static let clustered = CovarianceDescription(
    kind: .cluster,
    clusters: [ClusterDimension(variable: "state", count: 50)],
    correction: SmallSampleCorrection(factor: 1.25, parameterCount: 12, clusterCount: 50)
  )

  package static func estimate(
    _ term: String,
    _ value: Double,
    _ error: Double,
    p: Double
  ) -> Estimate {
    Estimate(
      term: term,
      value: value,
      standardError: .value(error),
      statistic: .value(value / error),
      pValue: .value(p),
      intervalLow: .value(value - 2 * error),
      intervalHigh: .value(value + 2 * error),
      innerInterval: Interval(low: value - 1.5 * error, high: value + 1.5 * error, level: 0.9),
      degreesOfFreedom: 49,
      distribution: .studentT
    )
  }

  private static func hypothesis(
    _ model: String,
    _ outcome: String,
    _ estimate: Estimate,
    _ adjusted: [Double]
  ) -> TestedHypothesis {
    TestedHypothesis(
      model: model,
      outcome: outcome,
      estimate: estimate,
      covariance: clustered,
      observations: 550,
      adjusted: adjusted
    )
  }

  /// One term of three outcomes, resampled.
  package static let outcomes = MultipleTestingResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    hypotheses: [
      hypothesis("base[1]", "homicide", estimate("cdl", 0.0625, 0.015625, p: 0.0002), [0.0004, 0.0006]),
      hypothesis("base[2]", "robbery", estimate("cdl", -0.125, 0.0625, p: 0.048), [0.0816, 0.096]),
      hypothesis("base[3]", "larceny", estimate("cdl", 12.5, 25, p: 0.62), [0.62, 0.62]),
    ],
    adjustments: [.romanoWolf, .holm],
    resampling: JointResampling(
      kind: .wild,
      clusters: ClusterDimension(variable: "state", count: 50),
      draws: 9999,
      weights: .rademacher,
      imposesNull: false,
      seed: 42
    ),
    provenance: TreatmentFixtures.provenance
  )

  /// Two terms of two outcomes, by pairs.
  package static let family: MultipleTestingResult = {
    var result = outcomes
    result.hypotheses = [
      hypothesis("base[1]", "homicide", estimate("cdl", 0.0625, 0.015625, p: 0.0002), [0.01, 0.004, 0.0008]),
      hypothesis("base[1]", "homicide", estimate("unemp", 0.5, 0.25, p: 0.051), [0.13, 0.068, 0.102]),
      hypothesis("iv", "robbery", estimate("cdl", -0.125, 0.0625, p: 0.048), [0.13, 0.068, 0.102]),
    ]
    result.adjustments = [.westfallYoung, .benjaminiHochberg, .benjaminiYekutieli]
    result.resampling = JointResampling(
      kind: .pairs,
      clusters: ClusterDimension(variable: "state", count: 50),
      draws: 498,
      failed: 1,
      seed: 42
    )
    result.remarks = [Remark(.drawsFailed, ["count": "1"])]
    return result
  }()

  private static func bound(
    _ term: String,
    adjusted: Availability<Double>,
    delta: Availability<Double>,
    multiple: Double?,
    kept: [String] = []
  ) -> CoefficientStability {
    CoefficientStability(
      uncontrolled: estimate(term, 0.25, 0.0625, p: 0.0003),
      controlled: estimate(term, 0.125, 0.0625, p: 0.0512),
      uncontrolledRSquared: 0.125,
      controlledRSquared: 0.25,
      maximalRSquared: multiple == nil ? 0.9 : 0.325,
      multiple: multiple,
      proportion: 1,
      adjusted: adjusted,
      alternatives: [2.5],
      null: 0,
      delta: delta,
      controls: ["unemp", "poverty"],
      kept: kept
    )
  }

  package static let oster = OsterResult(
    heading: ResultHeading(outcome: "homicide", labels: labels),
    sample: sample,
    of: "base[3]",
    without: "base[1]",
    bounds: [bound("cdl", adjusted: .value(-0.03125), delta: .value(0.8125), multiple: 1.3)],
    isWithin: true,
    absorbedEffects: ["state", "year"],
    covariance: clustered,
    statistics: [StatisticEntry(.observations, count: 550)],
    remarks: [Remark(.commonSample, ["count": "550"])],
    provenance: TreatmentFixtures.provenance
  )

  /// A coefficient for which there is no answer beside one with a control in both models.
  package static let osterPlain = OsterResult(
    heading: ResultHeading(outcome: "robbery", labels: labels),
    sample: sample,
    of: "plain",
    bounds: [
      bound(
        "cdl", adjusted: .unavailable(because: .notIdentified),
        delta: .unavailable(because: .notIdentified), multiple: nil),
      bound("law", adjusted: .value(0.0625), delta: .value(2.25), multiple: nil, kept: ["state"]),
    ],
    isWithin: false,
    statistics: [StatisticEntry(.observations, count: 550)],
    provenance: TreatmentFixtures.provenance
  )

  /// All combinations of some controls, effects, samples and two covariances.
  package static func curve(
    controls: Int = 2,
    effects: Int = 2,
    samples: Int = 2,
    base: [Int]? = [0, 0, 1, 1, 0, 1],
    spread: Double = 0.0625
  ) -> SpecificationCurveResult {
    let names = [[], ["unemp"], ["$controls"], ["unemp", "poverty"], ["poverty"], ["log(income)"]]
    let absorbed = [[], ["state"], ["state", "year"], ["state", "region^year"]]
    let conditions = [[], ["year > 2003"], ["population >= 1e6"], ["region == 'South'"]]
    let dimensions = [
      ChoiceList(kind: .outcomes, choices: [.init(names: ["homicide"])]),
      ChoiceList(kind: .treatments, choices: [.init(names: ["cdl"])]),
      ChoiceList(
        kind: .controls,
        choices: (0..<controls).map {
          .init(label: $0 == 2 ? "All controls & more" : nil, names: names[$0])
        }
      ),
      ChoiceList(kind: .effects, choices: (0..<effects).map { .init(names: absorbed[$0]) }),
      ChoiceList(kind: .samples, choices: (0..<samples).map { .init(names: conditions[$0]) }),
      ChoiceList(
        kind: .covariances,
        choices: [
          .init(
            names: ["hc1"],
            covariance: CovarianceDescription(
              kind: .hc1,
              correction: SmallSampleCorrection(factor: 1, parameterCount: 2)
            )
          ),
          .init(names: ["cluster(state)"], covariance: clustered),
        ]
      ),
    ]
    var all: [(choices: [Int], value: Double, error: Double)] = []
    for control in 0..<controls {
      for effect in 0..<effects {
        for condition in 0..<samples {
          for covariance in 0..<2 {
            let step = Double((7 * control + 5 * effect + 3 * condition) % 11) - 3
            all.append(
              (
                [0, 0, control, effect, condition, covariance], spread * step + spread / 8,
                spread * (covariance == 0 ? 1.25 : 1.75)
              )
            )
          }
        }
      }
    }
    all.sort { $0.value < $1.value }
    let specifications = all.map { choices, value, error in
      Specification(
        choices: [choices],
        estimate: estimate("cdl", value, error, p: abs(value) > 2 * error ? 0.01 : 0.4),
        observations: 550,
        clusters: choices[5] == 0 ? nil : 50,
        isSignificant: abs(value) > 2 * error
      )
    }
    return SpecificationCurveResult(
      heading: ResultHeading(outcome: "homicide", labels: labels),
      sample: sample,
      dimensions: dimensions,
      specifications: specifications,
      base: base.flatMap { base in all.firstIndex { $0.choices == base } },
      failures: [
        SpecificationFailure(reason: .collinear, count: 2, example: "'cdl' is collinear."),
        SpecificationFailure(reason: .noObservations, count: 1, example: "No observation is left."),
      ],
      summary: summary(specifications),
      summaries: dimensions.enumerated().filter { $1.choices.count > 1 }.flatMap { list, dimension in
        dimension.choices.indices.map { choice in
          let own = specifications.filter { $0.choices[0][list] == choice }
          return ChoiceSummary(
            list: dimension.kind,
            choice: choice,
            summary: own.isEmpty ? nil : summary(own)
          )
        }
      },
      remarks: [Remark(.specificationsMerged, ["count": "4"])],
      provenance: TreatmentFixtures.provenance
    )
  }

  private static func summary(_ specifications: [Specification]) -> SpecificationSummary {
    let values = specifications.map(\.estimate.value).sorted()
    let significant = specifications.filter(\.isSignificant).map(\.estimate.value)
    return SpecificationSummary(
      count: values.count,
      median: values[values.count / 2],
      minimum: values[0],
      maximum: values[values.count - 1],
      positive: values.filter { $0 > 0 }.count,
      significantPositive: significant.filter { $0 > 0 }.count,
      significantNegative: significant.filter { $0 < 0 }.count
    )
  }

  package static let all: [any AnalysisResult & Equatable] = [
    outcomes, family, oster, osterPlain, curve(),
  ]
}

package import PanelResults

/// Double machine learning estimates made by hand, for tests of results, tables and pages.
package enum LearningFixtures {
  package static let labels: [String: LocalizedText] = [
    "l_homicide": "Log homicide rate", "post": "Law in force", "state": "State", "year": "Year",
    "fold": "Region", "poverty": "Poverty & need",
  ]

  package static let sample = SampleDescription(
    n: 3182,
    units: 266,
    periods: 14,
    firstPeriod: 2008,
    lastPeriod: 2021,
    rowsAvailable: 3182,
    unitVariable: "state",
    timeVariable: "year"
  )

  package static let forest = LearnerDescription(
    method: .randomForest,
    trees: 500,
    leaf: 5,
    features: 1.0 / 3,
    sample: 0.632
  )
  package static let lasso = LearnerDescription(method: .lasso, validationFolds: 5)
  package static let boosting = LearnerDescription(
    method: .gradientBoosting,
    trees: 1000,
    depth: 3,
    leaf: 1,
    features: 1,
    sample: 1,
    rate: 0.1
  )

  /// A partially linear fit by one learner of outcome and treatment, effects taken off before.
  package static func linear(
    _ learner: LearnerDescription,
    _ value: Double,
    _ error: Double,
    p: Double
  ) -> DoubleMLResult {
    DoubleMLResult(
      heading: ResultHeading(
        outcome: "l_homicide",
        formula: "l_homicide ~ post + poverty | state + year",
        labels: labels
      ),
      sample: sample,
      model: .partiallyLinear,
      convention: .ddml,
      treatment: "post",
      controls: ["poverty", "income"],
      effects: LearnedEffects(names: ["state", "year"], levels: [266, 14], form: .within),
      folds: FoldDescription(count: 5, groups: "state", groupCount: 266),
      nuisances: [
        NuisanceFit(role: .outcome, learner: learner, rSquared: 0.412, meanSquaredError: 0.0312),
        NuisanceFit(role: .treatment, learner: learner, rSquared: 0.203, meanSquaredError: 0.1011),
      ],
      covariance: RegressionFixtures.clustered(("state", 266)),
      regressorLists: ["controls": ["poverty", "income"]],
      estimates: [RegressionFixtures.estimate("post", value, error, p: p, df: nil)],
      repeats: [RepeatedEstimate(value: value, standardError: error)],
      residualVariance: 0.1011,
      statistics: [
        StatisticEntry(.observations, count: 3182), StatisticEntry(.units, count: 266),
        StatisticEntry(.clusters, count: 266), StatisticEntry(.learnedOutcomeFit, .value(0.412)),
        StatisticEntry(.learnedTreatmentFit, .value(0.203)),
        StatisticEntry(.treatmentResidualVariance, .value(0.1011)),
        StatisticEntry(.folds, count: 5), StatisticEntry(.splits, count: 1),
      ],
      provenance: Provenance(tool: "panelpress test")
    )
  }

  /// As the paper has it: three learners, effects of units and periods.
  package static let learners = [
    linear(forest, 0.0527, 0.0194, p: 0.0066), linear(lasso, 0.0412, 0.0201, p: 0.0404),
    linear(boosting, 0.0611, 0.0213, p: 0.0041),
  ]

  /// The interactive model with repeats, probabilities at the bound, and dummies for learners.
  package static let interactive: DoubleMLResult = {
    var result = linear(forest, 0.0733, 0.0301, p: 0.0149)
    result.model = .interactive
    result.target = .treated
    result.convention = .doubleML
    result.effects?.form = .dummies
    result.folds = FoldDescription(count: 4, column: "fold")
    result.nuisances = [
      NuisanceFit(
        role: .outcomeTreated,
        learner: LearnerDescription(method: .ols),
        rSquared: 0.38,
        meanSquaredError: 0.03
      ),
      NuisanceFit(
        role: .outcomeUntreated,
        learner: LearnerDescription(method: .ols),
        rSquared: 0.41,
        meanSquaredError: 0.031
      ),
      NuisanceFit(
        role: .treatment,
        learner: LearnerDescription(method: .ols),
        rSquared: -0.02,
        meanSquaredError: 0.12
      ),
    ]
    result.covariance = RegressionFixtures.covariance(.hc1)
    result.repeats = [
      RepeatedEstimate(value: 0.0733, standardError: 0.0297),
      RepeatedEstimate(value: 0.0802, standardError: 0.0305),
      RepeatedEstimate(value: 0.0691, standardError: 0.0296),
    ]
    result.aggregation = .median
    result.overlap = PropensityOverlap(
      smallest: 0.0000312,
      largest: 0.9312,
      treatedCounts: [
        2, 4, 9, 20, 31, 44, 60, 58, 52, 47, 40, 33, 25, 20, 15, 11, 8, 5, 2, 0,
      ],
      untreatedCounts: [
        212, 420, 510, 431, 312, 250, 180, 120, 90, 60, 44, 30, 18, 10, 6, 2, 1, 0, 0, 0,
      ],
      trimmed: 1204,
      bound: 0.01
    )
    result.statistics = [
      StatisticEntry(.observations, count: 3182), StatisticEntry(.learnedTreatedFit, .value(0.38)),
      StatisticEntry(.learnedUntreatedFit, .value(0.41)),
      StatisticEntry(.learnedTreatmentFit, .value(-0.02)),
      StatisticEntry(.treatmentResidualVariance, .value(0.12)),
      StatisticEntry(.folds, count: 4), StatisticEntry(.splits, count: 3),
    ]
    return result
  }()

  /// Different learners, group means beside the controls.
  package static let mixed: DoubleMLResult = {
    var result = linear(
      LearnerDescription(method: .lasso, penalty: 0.0125),
      0.0498,
      0.0188,
      p: 0.0081
    )
    var deep = boosting
    (deep.leaf, deep.features, deep.sample) = (10, 0.5, 0.8)
    result.nuisances[1].learner = deep
    result.effects?.form = .means
    result.folds = FoldDescription(count: 5)
    return result
  }()

  /// Predictions made elsewhere, without effects.
  package static let supplied: DoubleMLResult = {
    var result = linear(forest, 0.0421, 0.0222, p: 0.0578)
    result.effects = nil
    for index in result.nuisances.indices { result.nuisances[index].learner = nil }
    result.folds = FoldDescription(count: 0, isSupplied: true)
    result.controls = []
    result.regressorLists = [:]
    result.statistics.removeAll { [.folds, .splits].contains($0.statistic) }
    return result
  }()

  package static let all = learners + [interactive, mixed, supplied]
}

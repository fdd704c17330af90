/// The effect of a treatment when flexible learners hold controls fixed (Chernozhukov and others
/// 2018).
package struct DoubleMLResult: RegressionFit, Equatable {
  package static let method = "double-ml"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var model: DoubleMLModelKind
  /// What is averaged over in the interactive model; absent in the partially linear one.
  package var target: DoubleMLTarget?
  package var convention: DoubleMLConvention
  /// The raw name of the treatment.
  package var treatment: String
  /// The regressors that learners see, before effects.
  package var controls: [String]
  /// The effects of units and periods, and how they are held fixed; absent where there are none.
  package var effects: LearnedEffects?
  package var folds: FoldDescription
  /// One per function that was learned.
  package var nuisances: [NuisanceFit]
  package var covariance: CovarianceDescription
  package var regressorLists: [String: [String]]
  /// The treatment's effect alone.
  package var estimates: [Estimate]
  /// One per repeat of sample splitting.
  package var repeats: [RepeatedEstimate]
  /// How repeats are put together; absent where there is one.
  package var aggregation: RepeatAggregation?
  /// The mean square of the treatment less its prediction; of several repeats, their mean.
  package var residualVariance: Double
  /// Predicted probabilities of a binary treatment; absent for others.
  package var overlap: PropensityOverlap?
  package var statistics: [StatisticEntry]
  package var remarks: [Remark]
  package var provenance: Provenance

  /// Those that outcome, treatment and controls lost, or that learners saw as dummies; no degrees
  /// of freedom are counted for them.
  package var absorbedEffects: [AbsorbedEffect] {
    guard let effects, effects.form != .means else { return [] }
    return zip(effects.names, effects.levels).map {
      AbsorbedEffect(name: $0, levels: $1, redundant: 0, nested: false)
    }
  }
  package var omitted: [OmittedTerm] { [] }
  package var tests: [HypothesisTest] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    model: DoubleMLModelKind,
    target: DoubleMLTarget? = nil,
    convention: DoubleMLConvention,
    treatment: String,
    controls: [String],
    effects: LearnedEffects? = nil,
    folds: FoldDescription,
    nuisances: [NuisanceFit],
    covariance: CovarianceDescription,
    regressorLists: [String: [String]] = [:],
    estimates: [Estimate],
    repeats: [RepeatedEstimate],
    aggregation: RepeatAggregation? = nil,
    residualVariance: Double,
    overlap: PropensityOverlap? = nil,
    statistics: [StatisticEntry],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.model = model
    self.target = target
    self.convention = convention
    self.treatment = treatment
    self.controls = controls
    self.effects = effects
    self.folds = folds
    self.nuisances = nuisances
    self.covariance = covariance
    self.regressorLists = regressorLists
    self.estimates = estimates
    self.repeats = repeats
    self.aggregation = aggregation
    self.residualVariance = residualVariance
    self.overlap = overlap
    self.statistics = statistics
    self.remarks = remarks
    self.provenance = provenance
  }
}

/// What the effect of the treatment may depend on.
package enum DoubleMLModelKind: String, Codable, Sendable, CaseIterable {
  /// y = θd + g(x) + u: one effect for all.
  case partiallyLinear = "partially-linear"
  /// y = g(d, x) + u with a binary d: effects differ.
  case interactive
}

/// Whose effects the interactive model averages.
package enum DoubleMLTarget: String, Codable, Sendable, CaseIterable {
  case all = "ate"
  case treated = "att"
}

/// Whose formulas the estimate and its standard error follow; they differ by terms of order 1/n.
package enum DoubleMLConvention: String, Codable, Sendable, CaseIterable {
  /// A regression of residuals on residuals with a constant, as Stata's ddml.
  case ddml
  /// The mean of the score without a constant, as the DoubleML packages.
  case doubleML = "doubleml"
}

/// How repeats of sample splitting are put together.
package enum RepeatAggregation: String, Codable, Sendable, CaseIterable {
  case median, mean
}

/// Effects of units and periods as learners meet them.
package struct LearnedEffects: Codable, Sendable, Equatable {
  /// The raw names, such as `city`.
  package var names: [String]
  /// The number of groups of each.
  package var levels: [Int]
  package var form: Form

  package enum Form: String, Codable, Sendable, CaseIterable {
    /// Outcome, treatment and controls lose their effects first.
    case within
    /// Learners see a dummy of each level.
    case dummies
    /// Learners see the group means of controls beside them: Mundlak's device.
    case means
  }

  package init(names: [String], levels: [Int], form: Form) {
    self.names = names
    self.levels = levels
    self.form = form
  }
}

/// How the sample was split.
package struct FoldDescription: Codable, Sendable, Equatable {
  package var count: Int
  /// What was assigned as a whole: a raw name; absent where single observations were.
  package var groups: String?
  /// How many such groups there are.
  package var groupCount: Int?
  /// The column that names folds; absent where they are drawn.
  package var column: String?
  /// Whether predictions were supplied, so that nothing was split.
  package var isSupplied: Bool

  private enum CodingKeys: String, CodingKey {
    case count, groups
    case groupCount = "group_count"
    case column
    case isSupplied = "supplied"
  }

  package init(
    count: Int,
    groups: String? = nil,
    groupCount: Int? = nil,
    column: String? = nil,
    isSupplied: Bool = false
  ) {
    self.count = count
    self.groups = groups
    self.groupCount = groupCount
    self.column = column
    self.isSupplied = isSupplied
  }
}

/// A function that was learned, and how well it predicts rows it has not seen.
package struct NuisanceFit: Codable, Sendable, Equatable {
  package var role: Role
  /// Absent where predictions were supplied.
  package var learner: LearnerDescription?
  /// 1 − Σ(v − v̂)²/Σ(v − v̄)² over rows held out; of several repeats, the mean.
  package var rSquared: Double
  /// The mean squared error of rows held out, in squared units of the variable.
  package var meanSquaredError: Double

  package enum Role: String, Codable, Sendable, CaseIterable {
    /// E[y|x].
    case outcome
    /// E[y|x] of the treated.
    case outcomeTreated = "outcome-treated"
    /// E[y|x] of the untreated.
    case outcomeUntreated = "outcome-untreated"
    /// E[d|x].
    case treatment
  }

  private enum CodingKeys: String, CodingKey {
    case role, learner
    case rSquared = "r_squared"
    case meanSquaredError = "mean_squared_error"
  }

  package init(
    role: Role,
    learner: LearnerDescription?,
    rSquared: Double,
    meanSquaredError: Double
  ) {
    self.role = role
    self.learner = learner
    self.rSquared = rSquared
    self.meanSquaredError = meanSquaredError
  }
}

/// A learner with its settings.
package struct LearnerDescription: Codable, Sendable, Equatable, Hashable {
  package var method: Method
  /// Trees of a forest, rounds of boosting.
  package var trees: Int?
  /// Levels of a tree; absent for no limit.
  package var depth: Int?
  /// The fewest observations in a leaf.
  package var leaf: Int?
  /// The share of regressors tried at each split.
  package var features: Double?
  /// The share of observations drawn for each tree.
  package var sample: Double?
  /// The step of boosting.
  package var rate: Double?
  /// A lasso's penalty on standardised regressors; absent where it was cross-validated.
  package var penalty: Double?
  /// The folds of a lasso's cross-validation.
  package var validationFolds: Int?

  package enum Method: String, Codable, Sendable, CaseIterable {
    case ols, lasso
    case randomForest = "random-forest"
    case gradientBoosting = "gradient-boosting"
  }

  private enum CodingKeys: String, CodingKey {
    case method, trees, depth, leaf, features, sample, rate, penalty
    case validationFolds = "validation_folds"
  }

  package init(
    method: Method,
    trees: Int? = nil,
    depth: Int? = nil,
    leaf: Int? = nil,
    features: Double? = nil,
    sample: Double? = nil,
    rate: Double? = nil,
    penalty: Double? = nil,
    validationFolds: Int? = nil
  ) {
    self.method = method
    self.trees = trees
    self.depth = depth
    self.leaf = leaf
    self.features = features
    self.sample = sample
    self.rate = rate
    self.penalty = penalty
    self.validationFolds = validationFolds
  }
}

/// The estimate of one repeat of sample splitting.
package struct RepeatedEstimate: Codable, Sendable, Equatable {
  package var value: Double
  package var standardError: Double

  private enum CodingKeys: String, CodingKey {
    case value = "estimate"
    case standardError = "std_error"
  }

  package init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}

/// Predicted probabilities of treatment, over all repeats.
package struct PropensityOverlap: Codable, Sendable, Equatable {
  package var smallest: Double
  package var largest: Double
  /// Treated rows of the first repeat by their prediction, in ``binCount`` equal parts of 0 to 1.
  package var treatedCounts: [Int]
  /// The same of untreated rows.
  package var untreatedCounts: [Int]
  /// Predictions outside the bound in the first repeat, which were moved to it; absent where
  /// nothing is divided by them.
  package var trimmed: Int?
  /// Probabilities stay between this and 1 less this.
  package var bound: Double?

  /// Parts of 0 to 1 that predictions are counted in; what lies beyond counts in the outer ones.
  package static let binCount = 20

  private enum CodingKeys: String, CodingKey {
    case smallest, largest, trimmed, bound
    case treatedCounts = "treated_counts"
    case untreatedCounts = "untreated_counts"
  }

  package init(
    smallest: Double,
    largest: Double,
    treatedCounts: [Int],
    untreatedCounts: [Int],
    trimmed: Int? = nil,
    bound: Double? = nil
  ) {
    self.smallest = smallest
    self.largest = largest
    self.treatedCounts = treatedCounts
    self.untreatedCounts = untreatedCounts
    self.trimmed = trimmed
    self.bound = bound
  }
}

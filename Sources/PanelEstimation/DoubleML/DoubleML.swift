import PanelData
package import PanelResults

/// Double machine learning: the effect of a treatment beside controls whose functions are learned.
///
/// - SeeAlso: Chernozhukov, Chetverikov, Demirer, Duflo, Hansen, Newey and Robins (2018),
///   *Double/debiased machine learning for treatment and structural parameters*.
package struct DoubleML: Analysis, Equatable {
  package static let kind: AnalysisKind = "double-ml"
  package static let summary =
    "Double machine learning by cross-fitting: partially linear and interactive models with random "
    + "forests, gradient boosting, lasso, least squares or supplied predictions."

  package var outcome: String
  package var treatment: String
  package var controls: [String]
  package var effects: [String]
  package var effectForm: LearnedEffects.Form
  package var model: DoubleMLModelKind
  package var target: DoubleMLTarget
  /// A column for each.
  package var learners: [LearnerPair]
  package var folds: FoldRule
  package var repeats: Int
  package var aggregation: RepeatAggregation
  package var convention: DoubleMLConvention
  /// Probabilities in the interactive model stay between this and 1 less this.
  package var trim: Double
  package var predictions: SuppliedPredictions?
  /// As written; clustered by unit, or `hc1` without units, where absent.
  package var vcov: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  package var level: Double

  package init(
    outcome: String,
    treatment: String,
    controls: [String] = [],
    effects: [String] = [],
    effectForm: LearnedEffects.Form = .within,
    model: DoubleMLModelKind = .partiallyLinear,
    target: DoubleMLTarget = .all,
    learners: [LearnerPair] = [LearnerPair(.randomForest)],
    folds: FoldRule = FoldRule(),
    repeats: Int = 1,
    aggregation: RepeatAggregation = .median,
    convention: DoubleMLConvention = .ddml,
    trim: Double = 0.01,
    predictions: SuppliedPredictions? = nil,
    vcov: String? = nil,
    condition: String? = nil,
    level: Double = 0.95
  ) {
    self.outcome = outcome
    self.treatment = treatment
    self.controls = controls
    self.effects = effects
    self.effectForm = effectForm
    self.model = model
    self.target = target
    self.learners = learners
    self.folds = folds
    self.repeats = repeats
    self.aggregation = aggregation
    self.convention = convention
    self.trim = trim
    self.predictions = predictions
    self.vcov = vcov
    self.condition = condition
    self.level = level
  }
}

/// How the sample is split.
package struct FoldRule: Sendable, Equatable {
  package var count: Int
  /// What is assigned as a whole: a variable, or `none` for single observations; the clusters of
  /// the covariance, else units, where absent.
  package var by: String?
  /// A column that names the fold of each observation.
  package var column: String?

  package init(count: Int = 5, by: String? = nil, column: String? = nil) {
    self.count = count
    self.by = by
    self.column = column
  }
}

/// Columns that hold predictions made elsewhere.
package struct SuppliedPredictions: Sendable, Equatable {
  package var columns: [NuisanceFit.Role: String]

  package init(_ columns: [NuisanceFit.Role: String]) { self.columns = columns }
}

/// A learner of outcomes and one of treatments.
package struct LearnerPair: Sendable, Equatable {
  package var outcome: LearnerDescription
  package var treatment: LearnerDescription

  package init(_ method: LearnerDescription.Method) {
    outcome = LearnerDescription(usual: method)
    treatment = outcome
  }

  package init(outcome: LearnerDescription, treatment: LearnerDescription) {
    self.outcome = outcome
    self.treatment = treatment
  }
}

extension LearnerDescription {
  /// Whether XGBoost is needed.
  var growsTrees: Bool { method == .randomForest || method == .gradientBoosting }

  /// A learner with the settings it has where none are asked for.
  package init(usual method: Method) {
    switch method {
    case .ols: self.init(method: .ols)
    case .lasso: self.init(method: .lasso, validationFolds: 5)
    case .randomForest:
      self.init(
        method: .randomForest,
        trees: 500,
        leaf: 5,
        features: 1.0 / 3,
        sample: 0.632
      )
    case .gradientBoosting:
      self.init(
        method: .gradientBoosting,
        trees: 100,
        depth: 3,
        leaf: 1,
        features: 1,
        sample: 1,
        rate: 0.1
      )
    }
  }
}

import PanelData
package import PanelResults

/// Linear models with endogenous regressors: two-stage least squares, LIML and two-step GMM, with
/// any number of absorbed effects.
package struct InstrumentalVariables: Analysis, Equatable {
  package static let kind: AnalysisKind = "iv"
  package static let summary =
    "Instrumental variables by two-stage least squares, LIML or two-step GMM, with absorbed fixed "
    + "effects, first stages and tests of weak and invalid instruments."

  package var models: [Model]
  package var estimator: InstrumentEstimator
  /// The covariances, as written; `iid` where none is named.
  package var vcov: [String]
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  package var smallSample: SmallSampleOptions
  /// Further covariances of the same estimates, as written.
  package var also: [String] = []
  package var singletons: SingletonRule
  /// What statistics of coefficients are held against: Student's t or the normal.
  package var distribution: ReferenceDistribution
  /// The confidence level of intervals and of the Anderson–Rubin set.
  package var level: Double

  package init(
    models: [Model],
    estimator: InstrumentEstimator = .twoStage,
    vcov: [String] = ["iid"],
    weights: String? = nil,
    condition: String? = nil,
    smallSample: SmallSampleOptions = SmallSampleOptions(),
    singletons: SingletonRule = .drop,
    distribution: ReferenceDistribution = .studentT,
    level: Double = 0.95
  ) {
    self.models = models
    self.estimator = estimator
    self.vcov = vcov
    self.weights = weights
    self.condition = condition
    self.smallSample = smallSample
    self.singletons = singletons
    self.distribution = distribution
    self.level = level
  }

  /// One model, and what it has of its own.
  package struct Model: Sendable, Equatable {
    package var shared: FixedEffects.Model
    package var estimator: InstrumentEstimator?

    package init(_ shared: FixedEffects.Model, estimator: InstrumentEstimator? = nil) {
      self.shared = shared
      self.estimator = estimator
    }

    package init(_ formula: String) { self.init(FixedEffects.Model(formula)) }
  }
}

extension InstrumentalVariables.Model: Decodable {
  private enum CodingKeys: String, CodingKey { case estimator }

  package init(from decoder: any Decoder) throws {
    shared = try FixedEffects.Model(from: decoder)
    guard shared.request == nil else { return }
    estimator = try decoder.containerIfShaped(keyedBy: CodingKeys.self)?
      .decodeIfPresent(InstrumentEstimator.self, forKey: .estimator)
  }

  static let keys: [KeyDescription] =
    FixedEffects.Model.keys + [
      KeyDescription(
        "estimator",
        .choice(InstrumentEstimator.allCases.map(\.rawValue)),
        "The estimator of this column, instead of the entry's."
      )
    ]
}

extension InstrumentalVariables.Model: VariedModel {
  package init(_ request: VariationRequest) { self.init(FixedEffects.Model(request)) }

  package mutating func take(
    estimator: String,
    insteadOf common: String?
  ) throws(EstimationError) {
    guard let wanted = InstrumentEstimator(rawValue: estimator) else {
      let known = InstrumentEstimator.allCases.map(\.rawValue)
      throw .invalid(
        "There is no estimator '\(MessageText.shown(estimator))'. Known: "
          + "\(known.joined(separator: ", "))."
      )
    }
    guard estimator != self.estimator?.rawValue ?? common else {
      throw .invalid("'estimator: \(estimator)' changes nothing: the base has the same.")
    }
    self.estimator = wanted
  }
}

extension InstrumentalVariables {
  private enum CodingKeys: String, CodingKey {
    case models, model, estimator, vcov, also, weights, singletons, distribution, level
    case condition = "where"
    case smallSample = "small_sample"
  }

  private enum DistributionName: String, Decodable, CaseIterable {
    case t, normal
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    var models: [Model] = []
    for key in [CodingKeys.models, .model] where container.contains(key) {
      models += try container.decode(OneOrMore<Model>.self, forKey: key).values
    }
    models = try VariationRequest.columns(after: models, from: decoder)
    guard !models.isEmpty else {
      throw DecodingError.keyNotFound(
        CodingKeys.models,
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "name at least one formula in 'models', or one in 'model'"
        )
      )
    }
    self.init(
      models: models,
      estimator: try container.decodeIfPresent(InstrumentEstimator.self, forKey: .estimator)
        ?? .twoStage,
      vcov: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .vcov)?.values ?? ["iid"],
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample)
        ?? SmallSampleOptions(),
      singletons: try container.decodeIfPresent(SingletonRule.self, forKey: .singletons) ?? .drop,
      distribution: try container.decodeIfPresent(DistributionName.self, forKey: .distribution)
        == .normal ? .normal : .studentT,
      level: try container.decodeIfPresent(Double.self, forKey: .level) ?? 0.95
    )
    also = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .also)?.values ?? []
    guard level > 0, level < 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .level,
        in: container,
        debugDescription: "the level of intervals is between 0 and 1, such as 0.95, not \(level)"
      )
    }
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "models",
      .oneOrMore(
        of: .either([.formula, .object(Model.keys), .object(VariationRequest.modelKeys)])
      ),
      "The columns: formulas such as 'y ~ $controls | unit + year | x ~ z1 + z2', endogenous "
        + "variables before and instruments after the second '~', or mappings that also override "
        + "what holds for the others."
    ),
    KeyDescription(
      "model",
      .either([.formula, .object(Model.keys)]),
      "One column, instead of 'models'."
    ),
    KeyDescription(
      "estimator",
      .choice(InstrumentEstimator.allCases.map(\.rawValue)),
      default: "2sls",
      "Two-stage least squares, limited-information maximum likelihood, or two-step efficient GMM."
    ),
    KeyDescription(
      "vcov",
      .oneOrMore(of: .text),
      default: "iid",
      "The covariance: iid, hc1, cluster(a), cluster(a, b), cluster(a, b, c), "
        + "driscoll-kraay(lags) or conley(lat, lon, km, kernel, lags = 0), with a^b for "
        + "interactions; several give each model a column for each."
    ),
    KeyDescription(
      "also",
      .oneOrMore(of: .text),
      "Further covariances of the same estimates: each adds a line under them, in a bracket of "
        + "its own. Tests of identification go by 'vcov'."
    ),
    KeyDescription(
      "weights",
      .text,
      "A column of analytic weights: precision, such as population."
    ),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
    KeyDescription(
      "small_sample",
      .object(SmallSampleOptions.keys),
      "How parameters and clusters are counted in the small-sample correction of standard errors."
    ),
    KeyDescription(
      "singletons",
      .choice(SingletonRule.allCases.map(\.rawValue)),
      default: "drop",
      "Whether observations alone in a group of an effect leave the sample."
    ),
    KeyDescription(
      "distribution",
      .choice(DistributionName.allCases.map(\.rawValue)),
      default: "t",
      "Whether coefficients are held against Student's t, or against the normal as ivreg2 does "
        + "without its option small (then with 'small_sample: {adjust: false}')."
    ),
    KeyDescription(
      "level",
      .number,
      default: "0.95",
      "The level of confidence intervals and of the Anderson-Rubin set."
    ),
  ] + VariationRequest.entryKeys
}

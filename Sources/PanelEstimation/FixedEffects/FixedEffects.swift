import PanelData
package import PanelResults

/// Linear models by least squares: OLS, weighted least squares and any number of absorbed effects.
///
/// An entry is a table: `models` are its columns. Each model is a formula, or a mapping that also
/// overrides the entry's covariance, weights, condition or correction, so that robustness columns
/// may differ in any of them. Several covariances at entry level give each model one column per
/// covariance.
package struct FixedEffects: Analysis, Equatable {
  package static let kind: AnalysisKind = "fixed-effects"
  package static let summary =
    "OLS, weighted least squares and any number of absorbed fixed effects, with classical, robust, "
    + "clustered, Driscoll–Kraay and Conley covariance."

  package var models: [Model]
  /// The covariances, as written; `iid` where none is named.
  package var vcov: [String]
  /// Further covariances of the same estimates, as written.
  package var also: [String] = []
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  package var smallSample: SmallSampleOptions
  package var singletons: SingletonRule
  /// The confidence level of intervals.
  package var level: Double

  package init(
    models: [Model], vcov: [String] = ["iid"], weights: String? = nil, condition: String? = nil,
    smallSample: SmallSampleOptions = SmallSampleOptions(), singletons: SingletonRule = .drop,
    level: Double = 0.95
  ) {
    self.models = models
    self.vcov = vcov
    self.weights = weights
    self.condition = condition
    self.smallSample = smallSample
    self.singletons = singletons
    self.level = level
  }

  /// One model, and what it has of its own.
  package struct Model: Sendable, Equatable {
    package var formula: String
    package var vcov: String?
    /// Instead of the entry's.
    package var also: [String]?
    package var weights: String?
    package var condition: String?
    package var smallSample: SmallSampleOptions?
    /// What is asked for where the model is made from another one, until it is made.
    package var request: VariationRequest?
    /// The model that was made.
    package var variant: ModelVariant?

    package init(
      _ formula: String, vcov: String? = nil, weights: String? = nil, condition: String? = nil,
      smallSample: SmallSampleOptions? = nil
    ) {
      self.formula = formula
      self.vcov = vcov
      self.weights = weights
      self.condition = condition
      self.smallSample = smallSample
    }
  }
}

extension FixedEffects.Model: Decodable {
  private enum CodingKeys: String, CodingKey {
    case formula, vcov, also, weights
    case condition = "where"
    case smallSample = "small_sample"
  }

  package init(from decoder: any Decoder) throws {
    if let text = try decoder.decodeIfShaped(String.self) {
      self.init(text)
      return
    }
    if let request = try VariationRequest.request(from: decoder) {
      self.init(request)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .formula),
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample))
    also = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .also)?.values
  }

  /// The keys of a model that is written as a mapping.
  static let keys: [KeyDescription] = [
    KeyDescription("formula", .formula, required: true, "The model of this column."),
    KeyDescription("vcov", .text, "The covariance of this column, instead of the entry's."),
    KeyDescription(
      "also", .oneOrMore(of: .text),
      "Further covariances of this column, instead of the entry's; an empty list for none."),
    KeyDescription("weights", .text, "The weights of this column; 'none' for none."),
    KeyDescription(
      "where", .expression, "A condition on rows for this column, instead of the entry's."),
    KeyDescription(
      "small_sample", .object(SmallSampleOptions.keys),
      "The small-sample correction of this column, instead of the entry's."),
  ]
}

extension FixedEffects {
  private enum CodingKeys: String, CodingKey {
    case models, model, vcov, also, weights, singletons, level
    case condition = "where"
    case smallSample = "small_sample"
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
          debugDescription: "name at least one formula in 'models', or one in 'model'"))
    }
    self.init(
      models: models,
      vcov: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .vcov)?.values ?? ["iid"],
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample)
        ?? SmallSampleOptions(),
      singletons: try container.decodeIfPresent(SingletonRule.self, forKey: .singletons) ?? .drop,
      level: try container.decodeIfPresent(Double.self, forKey: .level) ?? 0.95)
    also = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .also)?.values ?? []
    guard level > 0, level < 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .level, in: container,
        debugDescription: "the level of intervals is between 0 and 1, such as 0.95, not \(level)")
    }
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "models", .oneOrMore(of: .either([
        .formula, .object(Model.keys), .object(VariationRequest.modelKeys),
      ])),
      "The columns: formulas such as 'y ~ x + $controls | unit + year', or mappings that also "
        + "override what holds for the others."),
    KeyDescription(
      "model", .either([.formula, .object(Model.keys)]), "One column, instead of 'models'."),
    KeyDescription(
      "vcov", .oneOrMore(of: .text), default: "iid",
      "The covariance: \(CovarianceSpecification.forms.joined(separator: ", ")), with a^b for "
        + "interactions; several give each model a column for each."),
    KeyDescription(
      "also", .oneOrMore(of: .text),
      "Further covariances of the same estimates: each adds a line under them, in a bracket of its "
        + "own, as in [driscoll-kraay(3), \"conley(lat, lon, 200)\"]."),
    KeyDescription(
      "weights", .text, "A column of analytic weights: precision, such as population."),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
    KeyDescription(
      "small_sample", .object(SmallSampleOptions.keys),
      "How parameters and clusters are counted in the small-sample correction."),
    KeyDescription(
      "singletons", .choice(SingletonRule.allCases.map(\.rawValue)), default: "drop",
      "Whether observations alone in a group of an effect leave the sample."),
    KeyDescription(
      "level", .number, default: "0.95", "The level of confidence intervals."),
  ] + VariationRequest.entryKeys
}

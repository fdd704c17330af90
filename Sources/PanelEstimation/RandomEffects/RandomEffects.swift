package import PanelData
package import PanelResults

/// Linear models with random effects of units, by generalised least squares after Swamy and Arora.
///
/// An entry is a table: `models` are its columns, and several covariances give each model one
/// column for each.
package struct RandomEffects: Analysis, Equatable {
  package static let kind: AnalysisKind = "random-effects"
  package static let summary =
    "Random effects of units by generalised least squares (Swamy-Arora), with variance components "
    + "and the Breusch-Pagan test."

  package var models: [UnitModel]
  /// The covariances, as written; `iid` where none is named.
  package var vcov: [String]
  /// A condition on rows, beside the study's own.
  package var condition: String?
  /// The confidence level of intervals.
  package var level: Double

  package init(
    models: [UnitModel],
    vcov: [String] = ["iid"],
    condition: String? = nil,
    level: Double = 0.95
  ) {
    self.models = models
    self.vcov = vcov
    self.condition = condition
    self.level = level
  }
}

/// A model with effects of units, and what it has of its own.
package struct UnitModel: Sendable, Equatable {
  package var formula: String
  package var vcov: String?
  package var condition: String?

  package init(_ formula: String, vcov: String? = nil, condition: String? = nil) {
    self.formula = formula
    self.vcov = vcov
    self.condition = condition
  }
}

extension UnitModel: Decodable {
  private enum CodingKeys: String, CodingKey {
    case formula, vcov
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    if let text = try decoder.decodeIfShaped(String.self) {
      self.init(text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .formula),
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      condition: try container.decodeIfPresent(String.self, forKey: .condition)
    )
  }

  static let keys: [KeyDescription] = [
    KeyDescription("formula", .formula, required: true, "The model of this column."),
    KeyDescription("vcov", .text, "The covariance of this column, instead of the entry's."),
    KeyDescription(
      "where",
      .expression,
      "A condition on rows for this column, instead of the entry's."
    ),
  ]
}

extension RandomEffects {
  private enum CodingKeys: String, CodingKey {
    case models, model, vcov, level
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    var models: [UnitModel] = []
    for key in [CodingKeys.models, .model] where container.contains(key) {
      models += try container.decode(OneOrMore<UnitModel>.self, forKey: key).values
    }
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
      vcov: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .vcov)?.values ?? ["iid"],
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      level: try container.decodeLevel(forKey: .level)
    )
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "models",
      .oneOrMore(of: .either([.formula, .object(UnitModel.keys)])),
      "The columns: formulas such as 'y ~ x + $controls + i(year)', without '| …' since the random "
        + "effects are those of the panel's units, or mappings that also override what holds for "
        + "the others. There are no weights."
    ),
    KeyDescription(
      "model",
      .either([.formula, .object(UnitModel.keys)]),
      "One column, instead of 'models'."
    ),
    KeyDescription(
      "vcov",
      .oneOrMore(of: .text),
      default: "iid",
      "The covariance: iid, hc1 or cluster(a), where clusters contain whole units; several give "
        + "each model a column for each."
    ),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
    KeyDescription("level", .number, default: "0.95", "The level of confidence intervals."),
  ]

  /// Fits every model under every covariance that is asked of it.
  ///
  /// - Returns: One result per model and covariance, models first.
  /// - Throws: What a formula, a covariance, the data or the estimator refuses; the text begins
  ///   with the model where there are several.
  /// - SeeAlso: Swamy and Arora (1972), *The exact finite sample properties of the estimators of
  ///   coefficients in the error components regression models*; oracles `re_*`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [RandomEffectsResult] {
    var results: [RandomEffectsResult] = []
    for (position, model) in models.enumerated() {
      for text in model.vcov.map({ [$0] }) ?? vcov {
        do {
          let linear = LinearModel(
            model.formula,
            covariance: try CovarianceSpecification(parsing: text),
            condition: model.condition ?? condition,
            singletons: .keep,
            level: level,
            place: models.count > 1 ? "\(context.id).models[\(position + 1)]" : context.id
          )
          results.append(try RandomEffectsModel(linear).result(on: panel, in: context))
        } catch {
          throw models.count > 1 ? error.inModel(position + 1, model.formula) : error
        }
      }
    }
    return results
  }
}

import Foundation
package import PanelData
package import PanelResults

/// Linear models of an outcome that is seen only within limits: the pooled tobit, and the tobit
/// with normal effects of units.
///
/// Limits stand in the entry or in a model; a value at or beyond a limit is censored there.
/// Effects of units as parameters are refused: their number grows with the sample, and the tobit
/// of short panels is then inconsistent (the incidental-parameters problem).
package struct Tobit: Analysis, Equatable {
  package static let kind: AnalysisKind = "tobit"
  package static let summary =
    "Tobit of an outcome censored at a lower or an upper limit, or at both: pooled, or with random "
    + "effects of units by adaptive Gauss-Hermite quadrature."

  package var models: [Model]
  /// What holds for models that do not say otherwise.
  package var shared: Options
  /// The covariances, as written; `oim` where none is named.
  package var vcov: [String]
  /// Whether robust and clustered covariances are corrected for small samples.
  package var adjust: Bool
  /// The confidence level of intervals.
  package var level: Double

  package init(
    models: [Model],
    shared: Options = Options(),
    vcov: [String] = ["oim"],
    adjust: Bool = true,
    level: Double = 0.95
  ) {
    self.models = models
    self.shared = shared
    self.vcov = vcov
    self.adjust = adjust
    self.level = level
  }

  /// What a model may have of its own.
  package struct Options: Sendable, Equatable {
    package var lower: Double?
    package var upper: Double?
    package var effects: TobitEffects?
    /// Points of the quadrature.
    package var points: Int?
    /// A condition on rows, beside the study's own.
    package var condition: String?

    package init(
      lower: Double? = nil,
      upper: Double? = nil,
      effects: TobitEffects? = nil,
      points: Int? = nil,
      condition: String? = nil
    ) {
      self.lower = lower
      self.upper = upper
      self.effects = effects
      self.points = points
      self.condition = condition
    }

    /// These options, with those of another where these are silent.
    func filled(from other: Options) -> Options {
      Options(
        lower: lower ?? other.lower,
        upper: upper ?? other.upper,
        effects: effects ?? other.effects,
        points: points ?? other.points,
        condition: condition ?? other.condition
      )
    }
  }

  /// One model, and what it has of its own.
  package struct Model: Sendable, Equatable {
    package var formula: String
    package var own: Options
    package var vcov: String?

    package init(_ formula: String, own: Options = Options(), vcov: String? = nil) {
      self.formula = formula
      self.own = own
      self.vcov = vcov
    }
  }

  /// Points of the quadrature where none are asked for, and how many may be.
  package static let usualPoints = 12
  package static let pointRange = 4...195
}

extension Tobit.Options: Decodable {
  private enum CodingKeys: String, CodingKey {
    case lower, upper, effects, points
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      lower: try container.decodeIfPresent(Double.self, forKey: .lower),
      upper: try container.decodeIfPresent(Double.self, forKey: .upper),
      effects: try container.decodeIfPresent(TobitEffects.self, forKey: .effects),
      points: try container.decodeIfPresent(Int.self, forKey: .points),
      condition: try container.decodeIfPresent(String.self, forKey: .condition)
    )
  }

  static let keys: [KeyDescription] = [
    KeyDescription(
      "lower",
      .number,
      default: "no lower limit",
      "The lower limit: an outcome at or below it is left-censored."
    ),
    KeyDescription(
      "upper",
      .number,
      default: "no upper limit",
      "The upper limit: an outcome at or above it is right-censored."
    ),
    KeyDescription(
      "effects",
      .choice(TobitEffects.allCases.map(\.rawValue)),
      default: "pooled",
      "Whether units have normal random effects; fixed effects would be inconsistent."
    ),
    KeyDescription(
      "points",
      .integer,
      default: "12",
      "Points of the adaptive Gauss-Hermite quadrature of random effects, from 4 to 195."
    ),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
  ]
}

extension Tobit.Model: Decodable {
  private enum CodingKeys: String, CodingKey { case formula, vcov }

  package init(from decoder: any Decoder) throws {
    if let text = try decoder.decodeIfShaped(String.self) {
      self.init(text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .formula),
      own: try Tobit.Options(from: decoder),
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov)
    )
  }

  static let keys: [KeyDescription] =
    [
      KeyDescription("formula", .formula, required: true, "The model of this column."),
      KeyDescription("vcov", .text, "The covariance of this column, instead of the entry's."),
    ] + Tobit.Options.keys
}

extension Tobit {
  private enum CodingKeys: String, CodingKey {
    case models, model, vcov, level
    case adjust = "small_sample"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    var models: [Model] = []
    for key in [CodingKeys.models, .model] where container.contains(key) {
      models += try container.decode(OneOrMore<Model>.self, forKey: key).values
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
      shared: try Options(from: decoder),
      vcov: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .vcov)?.values ?? ["oim"],
      adjust: try container.decodeIfPresent(Bool.self, forKey: .adjust) ?? true,
      level: try container.decodeIfPresent(Double.self, forKey: .level) ?? 0.95
    )
    guard level > 0, level < 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .level,
        in: container,
        debugDescription: "the level of intervals is between 0 and 1, such as 0.95, not \(level)"
      )
    }
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "models",
        .oneOrMore(of: .either([.formula, .object(Model.keys)])),
        "The columns: formulas such as 'hours ~ age + $controls', or mappings that also override "
          + "limits, effects, points, covariance or condition."
      ),
      KeyDescription(
        "model",
        .either([.formula, .object(Model.keys)]),
        "One column, instead of 'models'."
      ),
    ] + Options.keys + [
      KeyDescription(
        "vcov",
        .oneOrMore(of: .text),
        default: "oim",
        "The covariance: oim (observed information, also iid), robust, cluster(a), cluster(a, b) "
          + "or cluster(a, b, c); random effects have oim only. Several give each model a column "
          + "for each."
      ),
      KeyDescription(
        "small_sample",
        .flag,
        default: "true",
        "Whether robust covariances are multiplied by n/(n-1) and clustered ones by G/(G-1), as in "
          + "Stata; off as in R's sandwich."
      ),
      KeyDescription("level", .number, default: "0.95", "The level of confidence intervals."),
    ]
}

extension Tobit {
  /// Fits every model under every covariance that is asked of it.
  ///
  /// - Returns: One result per model and covariance, models first.
  /// - Throws: What a formula, limits, the data or the likelihood refuses; the text begins with the
  ///   model where there are several.
  /// - SeeAlso: ``CensoredRegression``, ``CensoredPanelRegression``; oracles `tobit_*`, `retobit_*`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [TobitResult] {
    if shared.points != nil, !models.contains(where: { options(of: $0).effects == .random }) {
      throw .invalid(
        "'points' are those of the quadrature of random effects, and no model of '\(context.id)' "
          + "has any. Add 'effects: random', or take 'points' out."
      )
    }
    if !adjust { try checkCorrection(in: context) }
    var results: [TobitResult] = []
    for (position, model) in models.enumerated() {
      for text in model.vcov.map({ [$0] }) ?? vcov {
        let place = models.count > 1 ? "\(context.id).models[\(position + 1)]" : context.id
        do {
          var options = options(of: model)
          if options.effects != .random, model.own.points == nil { options.points = nil }
          results.append(
            try TobitModel(
              formula: model.formula,
              options: options,
              covariance: try TobitCovariance(parsing: text),
              adjust: adjust,
              level: level,
              place: place
            ).result(on: panel, in: context)
          )
        } catch {
          throw models.count > 1 ? error.inModel(position + 1, model.formula) : error
        }
      }
    }
    return results
  }

  private func options(of model: Model) -> Options { model.own.filled(from: shared) }

  /// Refuses to leave out a correction that no covariance of the entry has.
  private func checkCorrection(in context: AnalysisContext) throws(EstimationError) {
    for text in models.flatMap({ model in model.vcov.map { [$0] } ?? vcov }) {
      guard try TobitCovariance(parsing: text).kind == .information else { return }
    }
    throw .invalid(
      "'small_sample: false' leaves out the correction of robust and clustered covariances, and "
        + "'\(context.id)' has the observed information, which has none. Take 'small_sample' out, "
        + "or ask for 'vcov: robust' or 'vcov: cluster(…)'."
    )
  }
}

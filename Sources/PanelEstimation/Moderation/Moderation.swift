package import PanelData
package import PanelResults

/// A linear model in which the effect of a treatment changes with a moderator.
///
///     y = β₁ x + β₂ m + β₃ x·m + γ'w + effects + ε,    effect of x at m: β₁ + β₃ m
///
/// The product is formed from the data as they are, and effects are absorbed from it afterwards:
/// a product of variables off their unit means would be another model.
package struct Moderation: Analysis, Equatable {
  package static let kind: AnalysisKind = "moderation"
  package static let summary =
    "The effect of a treatment that changes with a moderator: interaction, marginal effects and "
    + "the Johnson-Neyman region."

  /// Outcome, controls and effects.
  package var model: ControlModel
  /// A column or an expression.
  package var treatment: String
  package var moderator: String
  /// One result for each.
  package var centre: [Centre]
  /// Where effects are evaluated; empty for the mean and one standard deviation on either side, or
  /// the two values of a moderator that has two.
  package var at: [ModeratorPoint]
  /// As written; clusters by unit, or `hc1` without units, where absent.
  package var vcov: String?
  package var weights: String?
  package var condition: String?
  package var smallSample: SmallSampleOptions
  package var singletons: SingletonRule
  package var level: Double

  /// What the product takes deviations from.
  package enum Centre: String, Decodable, Sendable, CaseIterable {
    case none
    /// The means of treatment and moderator in the estimation sample.
    case mean
  }

  package init(
    _ model: ControlModel, treatment: String, moderator: String, centre: [Centre] = [.none],
    at: [ModeratorPoint] = [], vcov: String? = nil, weights: String? = nil,
    condition: String? = nil, smallSample: SmallSampleOptions = SmallSampleOptions(),
    singletons: SingletonRule = .drop, level: Double = 0.95
  ) {
    self.model = model
    self.treatment = treatment
    self.moderator = moderator
    self.centre = centre
    self.at = at
    self.vcov = vcov
    self.weights = weights
    self.condition = condition
    self.smallSample = smallSample
    self.singletons = singletons
    self.level = level
  }
}

extension Moderation {
  private enum CodingKeys: String, CodingKey {
    case treatment, moderator, centre, at, vcov, weights, singletons, level
    case condition = "where"
    case smallSample = "small_sample"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let centre =
      try container.decodeIfPresent(OneOrMore<Centre>.self, forKey: .centre)?.values ?? [.none]
    guard Set(centre).count == centre.count, !centre.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .centre, in: container,
        debugDescription: "'centre' is none, mean, or [none, mean] for both")
    }
    let items = try container.decodeIfPresent(OneOrMore<ModeratorPoints>.self, forKey: .at)?.values
    guard items?.isEmpty != true else {
      throw DecodingError.dataCorruptedError(
        forKey: .at, in: container,
        debugDescription: "'at' is empty: name values of the moderator (\(ModeratorPoint.forms)), "
          + "or leave it out")
    }
    guard Set(items ?? []).count == items?.count ?? 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .at, in: container, debugDescription: "'at' names a value twice")
    }
    self.init(
      try ControlModel(from: decoder),
      treatment: try container.decode(String.self, forKey: .treatment),
      moderator: try container.decode(String.self, forKey: .moderator),
      centre: centre,
      at: items?.flatMap(\.points) ?? [],
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample)
        ?? SmallSampleOptions(),
      singletons: try container.decodeIfPresent(SingletonRule.self, forKey: .singletons) ?? .drop,
      level: try container.decodeLevel(forKey: .level))
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "treatment", .expression, required: true,
        "The variable whose effect changes, or an expression such as log(x)."),
      KeyDescription(
        "moderator", .expression, required: true,
        "The variable that it changes with, or an expression; 0/1 variables are welcome."),
    ] + ControlModel.keys + [
      KeyDescription(
        "centre", .oneOrMore(of: .choice(Centre.allCases.map(\.rawValue))), default: "none",
        "Whether the product takes deviations from the means of the estimation sample, so that "
          + "the coefficient of the treatment is its effect at the mean; [none, mean] gives a "
          + "column for each."),
      KeyDescription(
        "at", .oneOrMore(of: .either([.text, .number])),
        default: "mean ± sd; both values of a 0/1 moderator",
        "Where effects are evaluated: \(ModeratorPoint.forms)."),
      KeyDescription(
        "vcov", .text, default: "clustered by unit; hc1 without units",
        "The covariance: \(CovarianceSpecification.forms.joined(separator: ", "))."),
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
        "level", .number, default: "0.95",
        "The level of confidence intervals and of the Johnson-Neyman region."),
    ]
}

import PanelData
package import PanelResults

/// Tests whether random effects estimate what fixed effects estimate.
package struct Hausman: Analysis, Equatable {
  package static let kind: AnalysisKind = "hausman"
  package static let summary =
    "Hausman tests of random against fixed effects: classic, with one error variance, by robust "
    + "auxiliary regressions, and by a cluster bootstrap."

  package var models: [UnitModel]
  package var variants: [HausmanForm.Variant]
  /// The raw names of the coefficients compared; where empty, those of regressors that vary within
  /// units and within periods.
  package var terms: [String]
  package var replications: Int
  /// A condition on rows, beside the study's own.
  package var condition: String?

  /// The fewest and the most bootstrap replications that are taken.
  package static let replicationLimits = 20...1_000_000

  package init(
    models: [UnitModel],
    variants: [HausmanForm.Variant] = [.classic],
    terms: [String] = [],
    replications: Int = 999,
    condition: String? = nil
  ) {
    self.models = models
    self.variants = variants
    self.terms = terms
    self.replications = replications
    self.condition = condition
  }
}

extension Hausman {
  private enum CodingKeys: String, CodingKey {
    case models, model, variants, terms, bootstrap
    case condition = "where"
  }

  private enum BootstrapKeys: String, CodingKey { case replications }

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
    let variants =
      try container.decodeIfPresent(OneOrMore<HausmanForm.Variant>.self, forKey: .variants)?.values
      ?? [.classic]
    guard !variants.isEmpty, Set(variants).count == variants.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .variants,
        in: container,
        debugDescription: variants.isEmpty
          ? "name at least one variant, such as classic" : "a variant stands twice"
      )
    }
    var replications: Int?
    if container.contains(.bootstrap) {
      guard variants.contains(.bootstrap) else {
        throw DecodingError.dataCorruptedError(
          forKey: .bootstrap,
          in: container,
          debugDescription: "'bootstrap' says how to draw, but 'variants' does not ask for the "
            + "variant bootstrap; add it there, or take this key out"
        )
      }
      replications = try container.nestedContainer(
        keyedBy: BootstrapKeys.self,
        forKey: .bootstrap
      ).decodeIfPresent(Int.self, forKey: .replications)
    }
    self.init(
      models: models,
      variants: variants,
      terms: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .terms)?.values ?? [],
      replications: replications ?? 999,
      condition: try container.decodeIfPresent(String.self, forKey: .condition)
    )
    guard Self.replicationLimits.contains(self.replications) else {
      throw DecodingError.dataCorruptedError(
        forKey: .bootstrap,
        in: container,
        debugDescription: "the bootstrap takes between \(Self.replicationLimits.lowerBound) and "
          + "\(Self.replicationLimits.upperBound) replications, not \(self.replications)"
      )
    }
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "models",
      .oneOrMore(of: .either([.formula, .object(modelKeys)])),
      "The models to compare with fixed and random effects of the panel's units: formulas such as "
        + "'y ~ x + $controls + i(year)', without '| …', or mappings with a condition of their own."
    ),
    KeyDescription(
      "model",
      .either([.formula, .object(modelKeys)]),
      "One model, instead of 'models'."
    ),
    KeyDescription(
      "variants",
      .oneOrMore(of: .choice(HausmanForm.Variant.allCases.map(\.rawValue))),
      default: "classic",
      "The forms of the test. classic: the difference of the two covariances (Hausman); sigmamore, "
        + "sigmaless: with the error variance of random or fixed effects in both; robust: deviations "
        + "from unit means added to quasi-demeaned data, clustered by unit (xtoverid); mundlak: unit "
        + "means added to pooled data, clustered by unit; bootstrap: units resampled."
    ),
    KeyDescription(
      "terms",
      .oneOrMore(of: .text),
      default: "those of regressors that vary within units and within periods",
      "The raw names of the coefficients to compare."
    ),
    KeyDescription(
      "bootstrap",
      .object([
        KeyDescription(
          "replications",
          .integer,
          default: "999",
          "Resamples of units, 20 or more."
        )
      ]),
      "How the variant bootstrap draws."
    ),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
  ]

  private static let modelKeys = UnitModel.keys.filter { $0.name != "vcov" }
}

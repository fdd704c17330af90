import PanelData
package import PanelResults

/// Global tests of spatial autocorrelation.
///
/// Every variable is tested in every period under every matrix of weights, or the residuals of
/// linear regressions are.
///
/// - SeeAlso: Cliff and Ord (1981), *Spatial Processes*; Getis and Ord (1992); METHODS oracles
///   `moran_*`.
package struct Moran: Analysis, Equatable {
  package static let kind: AnalysisKind = "moran"
  package static let summary =
    "Global spatial autocorrelation of variables by period and matrix, or of residuals: Moran's I, "
    + "Geary's C, Getis–Ord G."

  package var variables: [String]
  package var residuals: ResultReference?
  /// Names of matrices; the only one of the study where none is named.
  package var weights: [String]
  /// The time of the panel, where it is named.
  package var by: String?
  /// All where empty.
  package var periods: [Int]
  package var statistic: MoranResult.Kind
  package var inference: Inference?
  package var permutations: Int?
  package var alternative: MoranResult.Alternative
  package var missing: MissingRule?

  /// What p-values of variables rest on.
  package enum Inference: String, Codable, Sendable, CaseIterable {
    case randomisation, normal, permutation
  }

  /// What becomes of a period in which a unit has no value.
  package enum MissingRule: String, Codable, Sendable, CaseIterable {
    /// It is an error that names the units.
    case error
    /// The period is tested without the unit, and row-standardised weights of the others add up to
    /// one again.
    case leaveOut = "leave-out"
  }

  static let usualPermutations = 999

  package init(
    _ variables: [String] = [],
    residuals: ResultReference? = nil,
    weights: [String] = [],
    by: String? = nil,
    periods: [Int] = [],
    statistic: MoranResult.Kind = .moran,
    inference: Inference? = nil,
    permutations: Int? = nil,
    alternative: MoranResult.Alternative = .twoSided,
    missing: MissingRule? = nil
  ) {
    self.variables = variables
    self.residuals = residuals
    self.weights = weights
    self.by = by
    self.periods = periods
    self.statistic = statistic
    self.inference = inference
    self.permutations = permutations
    self.alternative = alternative
    self.missing = missing
  }
}

extension Moran {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variables, residuals, weights, by, periods, statistic, inference, permutations
    case alternative, missing
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decodeIfPresent(OneOrMore<String>.self, forKey: .variables)?.values ?? [],
      residuals: try container.decodeIfPresent(ResultReference.self, forKey: .residuals),
      weights: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .weights)?.values
        ?? [],
      by: try container.decodeIfPresent(String.self, forKey: .by),
      periods: try container.decodeIfPresent(OneOrMore<Int>.self, forKey: .periods)?.values ?? [],
      statistic: try container.decodeIfPresent(MoranResult.Kind.self, forKey: .statistic)
        ?? .moran,
      inference: try container.decodeIfPresent(Inference.self, forKey: .inference),
      permutations: try container.decodeIfPresent(Int.self, forKey: .permutations),
      alternative: try container.decodeIfPresent(
        MoranResult.Alternative.self,
        forKey: .alternative
      ) ?? .twoSided,
      missing: try container.decodeIfPresent(MissingRule.self, forKey: .missing)
    )
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.variables.rawValue,
      .oneOrMore(of: .text),
      "What is tested, in order: names, expressions such as log(x), lists such as $controls."
    ),
    KeyDescription(
      CodingKeys.residuals.rawValue,
      .reference,
      "Instead of variables: the linear regressions whose residuals are tested, such as baseline[2]."
    ),
    KeyDescription(
      CodingKeys.weights.rawValue,
      .oneOrMore(of: .spatialWeights),
      default: "the only matrix of the study",
      "Matrices of 'spatial_weights', in order."
    ),
    KeyDescription(
      CodingKeys.by.rawValue,
      .text,
      default: "the panel's time",
      "The panel's time: variables of a panel are tested period by period. A cross-section has none."
    ),
    KeyDescription(
      CodingKeys.periods.rawValue,
      .oneOrMore(of: .integer),
      default: "all",
      "The periods to test."
    ),
    KeyDescription(
      CodingKeys.statistic.rawValue,
      .choice(MoranResult.Kind.allCases.map(\.rawValue)),
      default: "moran",
      "Moran's I, Geary's C, or Getis and Ord's G of neighbours and others."
    ),
    KeyDescription(
      CodingKeys.inference.rawValue,
      .choice(Inference.allCases.map(\.rawValue)),
      default: "randomisation",
      "Moments of the values in random places, of draws from a normal distribution, or random "
        + "permutations of the values. Residuals have moments of their own."
    ),
    KeyDescription(
      CodingKeys.permutations.rawValue,
      .integer,
      default: "999",
      "How often values are permuted, with 'inference: permutation'."
    ),
    KeyDescription(
      CodingKeys.alternative.rawValue,
      .choice(MoranResult.Alternative.allCases.map(\.rawValue)),
      default: "two-sided",
      "What is held against no autocorrelation: any, positive (greater) or negative (less), "
        + "whatever the sign of the statistic."
    ),
    KeyDescription(
      CodingKeys.missing.rawValue,
      .choice(MissingRule.allCases.map(\.rawValue)),
      default: "error",
      "Where units have no value in a period: an error, or the period without these units."
    ),
  ]
}

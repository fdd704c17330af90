import PanelData
package import PanelResults

/// Local Moran's I of units, by period.
///
/// - SeeAlso: Anselin (1995), *Local indicators of spatial association – LISA*; oracles `local_*`
///   in `LocalAutocorrelationOracleTests`.
package struct LocalAutocorrelation: Analysis, Equatable {
  package static let kind: AnalysisKind = "local-moran"
  package static let summary =
    "Local Moran's I of units (LISA), with conditional permutations, quadrants and clusters."

  /// Variables or expressions, each with a result of its own.
  package var variables: [String]
  /// Names of the study's weights, each with a result of its own.
  package var weights: [String]
  /// The periods to look at; all of them where empty.
  package var periods: [Int]
  /// 0 for the normal approximation alone.
  package var permutations: Int
  package var alternative: MoranAlternative
  package var moments: LocalMoranInference.Moments
  package var adjustment: Adjustment
  package var level: Double
  /// The column whose values figures call units by.
  package var label: String?

  /// How p-values are adjusted for the number of units.
  package enum Adjustment: String, Codable, Sendable, CaseIterable {
    case none, fdr, holm, bonferroni

    var adjustment: PValueAdjustment? {
      switch self {
      case .none: nil
      case .fdr: .benjaminiHochberg
      case .holm: .holm
      case .bonferroni: .bonferroni
      }
    }
  }

  /// The fewest and the most permutations that are taken.
  package static let permutationLimits = 99...999_999

  package init(
    _ variables: [String],
    weights: [String],
    periods: [Int] = [],
    permutations: Int = 999,
    alternative: MoranAlternative = .folded,
    moments: LocalMoranInference.Moments = .conditional,
    adjustment: Adjustment = .none,
    level: Double = 0.05,
    label: String? = nil
  ) {
    self.variables = variables
    self.weights = weights
    self.periods = periods
    self.permutations = permutations
    self.alternative = alternative
    self.moments = moments
    self.adjustment = adjustment
    self.level = level
    self.label = label
  }
}

extension LocalAutocorrelation {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variable, weights, periods, permutations, alternative, variance, adjust, level, label
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func fault(_ key: CodingKeys, _ text: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }
    self.init(
      try container.decode(OneOrMore<String>.self, forKey: .variable).values,
      weights: try container.decode(OneOrMore<String>.self, forKey: .weights).values,
      periods: try container.decodeIfPresent(OneOrMore<Int>.self, forKey: .periods)?.values ?? [],
      permutations: try container.decodeIfPresent(Int.self, forKey: .permutations) ?? 999,
      alternative: try container.decodeIfPresent(MoranAlternative.self, forKey: .alternative)
        ?? .folded,
      moments: try container.decodeIfPresent(
        LocalMoranInference.Moments.self, forKey: .variance) ?? .conditional,
      adjustment: try container.decodeIfPresent(Adjustment.self, forKey: .adjust) ?? .none,
      level: try container.decodeIfPresent(Double.self, forKey: .level) ?? 0.05,
      label: try container.decodeIfPresent(String.self, forKey: .label)
    )
    guard !variables.isEmpty else { throw fault(.variable, "name a variable to look at") }
    guard !weights.isEmpty else {
      throw fault(.weights, "name one of the matrices under 'spatial_weights'")
    }
    if let twice = periods.indices.first(where: { periods[..<$0].contains(periods[$0]) }) {
      throw fault(.periods, "the period \(periods[twice]) stands twice in 'periods'")
    }
    let limits = Self.permutationLimits
    guard permutations == 0 || limits.contains(permutations) else {
      throw fault(
        .permutations,
        "p-values need \(limits.lowerBound) permutations at least and \(limits.upperBound) at "
          + "most, not \(permutations); 0 takes the normal approximation instead")
    }
    guard level > 0, level < 1 else {
      throw fault(.level, "'level' is \(level); it lies between 0 and 1, such as 0.05")
    }
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.variable.rawValue,
      .oneOrMore(of: .expression),
      required: true,
      "The variable, or an expression such as log(x); each of several has a result of its own."
    ),
    KeyDescription(
      CodingKeys.weights.rawValue,
      .oneOrMore(of: .text),
      required: true,
      "A matrix of 'spatial_weights'; each of several has a result of its own."
    ),
    KeyDescription(
      CodingKeys.periods.rawValue,
      .oneOrMore(of: .integer),
      default: "all",
      "The periods to look at, one by one."
    ),
    KeyDescription(
      CodingKeys.permutations.rawValue,
      .integer,
      default: "999",
      "Conditional permutations, 99 at least: a unit keeps its value, and its neighbours get those "
        + "of others; 0 takes the normal approximation."
    ),
    KeyDescription(
      CodingKeys.alternative.rawValue,
      .choice(MoranAlternative.allCases.map(\.rawValue)),
      default: "folded",
      "What counts as extreme: folded is the smaller tail, as GeoDa and esda count, two-sided twice "
        + "that; greater and less name a tail."
    ),
    KeyDescription(
      CodingKeys.variance.rawValue,
      .choice(LocalMoranInference.Moments.allCases.map(\.rawValue)),
      default: "conditional",
      "Moments of the normal approximation: with the unit's own value fixed (Sokal), or with all "
        + "values permuted (Anselin)."
    ),
    KeyDescription(
      CodingKeys.adjust.rawValue,
      .choice(Adjustment.allCases.map(\.rawValue)),
      default: "none",
      "How p-values are adjusted for the number of units in a period: fdr is Benjamini and Hochberg."
    ),
    KeyDescription(
      CodingKeys.level.rawValue,
      .number,
      default: "0.05",
      "A unit is significant where its p-value is at most this."
    ),
    KeyDescription(
      CodingKeys.label.rawValue,
      .text,
      default: "the unit column",
      "The column whose values figures and tables call units by."
    ),
  ]
}

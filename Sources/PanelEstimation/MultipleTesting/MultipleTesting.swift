import PanelData
package import PanelResults

/// Hypotheses about coefficients of several models, tested together.
///
/// - SeeAlso: Romano and Wolf (2005, 2016); Clarke, Romano and Wolf (2020), *The Romano–Wolf
///   multiple-hypothesis correction in Stata*.
package struct MultipleTesting: Analysis, Equatable {
  package static let kind: AnalysisKind = "multiple-testing"
  package static let summary =
    "P-values adjusted for testing several coefficients at once: Romano-Wolf, Westfall-Young, "
    + "Holm, Bonferroni and false discovery rates."

  package var sources: [Source]
  /// Terms to test in every model; the first regressor of each where none is named.
  package var terms: [String]
  package var adjustments: [PValueAdjustment]
  /// The cluster variable of all models; that of the models where none is named.
  package var clusters: String?
  /// How statistics are drawn; the wild bootstrap where absent and no model has instruments.
  package var bootstrap: JointResampling.Kind?
  package var weights: WildBootstrapTerm.Weights
  /// Whether the wild bootstrap takes residuals of the models under their null hypotheses.
  package var imposesNull: Bool
  package var draws: Int

  /// An analysis, or one of its models, with terms of its own.
  package struct Source: Sendable, Equatable {
    package var model: ResultReference
    package var terms: [String]

    package init(_ model: ResultReference, terms: [String] = []) {
      self.model = model
      self.terms = terms
    }
  }

  /// The fewest and the most draws that are taken.
  package static let drawLimits = 99...1_000_000
  /// The most hypotheses of one entry.
  package static let hypothesisLimit = 1_000

  package init(
    _ sources: [Source], terms: [String] = [],
    adjustments: [PValueAdjustment] = [.romanoWolf], clusters: String? = nil,
    bootstrap: JointResampling.Kind? = nil, weights: WildBootstrapTerm.Weights = .rademacher,
    imposesNull: Bool = false, draws: Int = 9999
  ) {
    self.sources = sources
    self.terms = terms
    self.adjustments = adjustments
    self.clusters = clusters
    self.bootstrap = bootstrap
    self.weights = weights
    self.imposesNull = imposesNull
    self.draws = draws
  }

  /// Whether any adjustment takes drawn statistics.
  var isResampled: Bool { adjustments.contains(where: \.isResampled) }
}

extension MultipleTesting.Source: Decodable {
  private enum CodingKeys: String, CodingKey { case model, terms }

  package init(from decoder: any Decoder) throws {
    if let text = try decoder.decodeIfShaped(String.self) {
      guard let reference = ResultReference(text) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath, debugDescription: ResultReference.malformed(text)))
      }
      self.init(reference)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(ResultReference.self, forKey: .model),
      terms: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .terms)?.values ?? [])
  }

  static let keys: [KeyDescription] = [
    KeyDescription("model", .reference, required: true, "The analysis, or one of its models."),
    KeyDescription("terms", .oneOrMore(of: .text), "Its coefficients, instead of the entry's."),
  ]
}

extension MultipleTesting {
  private enum CodingKeys: String, CodingKey {
    case of, terms, adjust, clusters, bootstrap, weights, draws
    case imposesNull = "impose_null"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func fault(_ key: CodingKeys, _ text: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }
    let adjustments =
      try container.decodeIfPresent(OneOrMore<PValueAdjustment>.self, forKey: .adjust)?.values
      ?? [.romanoWolf]
    self.init(
      try container.decode(OneOrMore<Source>.self, forKey: .of).values,
      terms: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .terms)?.values ?? [],
      adjustments: adjustments,
      clusters: try container.decodeIfPresent(String.self, forKey: .clusters),
      bootstrap: try container.decodeIfPresent(JointResampling.Kind.self, forKey: .bootstrap),
      weights: try container.decodeIfPresent(WildBootstrapTerm.Weights.self, forKey: .weights)
        ?? .rademacher,
      imposesNull: try container.decodeIfPresent(Bool.self, forKey: .imposesNull) ?? false,
      draws: try container.decodeIfPresent(Int.self, forKey: .draws) ?? 9999)
    guard !sources.isEmpty else {
      throw fault(.of, "name the models whose coefficients are tested, as in [baseline, iv[1]]")
    }
    guard !adjustments.isEmpty else {
      throw fault(
        .adjust,
        "name one adjustment at least: "
          + PValueAdjustment.allCases.map(\.rawValue).joined(separator: ", "))
    }
    for (place, adjustment) in adjustments.enumerated()
    where adjustments.firstIndex(of: adjustment) != place {
      throw fault(.adjust, "'\(adjustment.rawValue)' stands twice in 'adjust'")
    }
    guard Self.drawLimits.contains(draws) else {
      throw fault(
        .draws,
        "p-values from draws need \(Self.drawLimits.lowerBound) of them at least, and "
          + "\(Self.drawLimits.upperBound) at most, not \(draws)")
    }
    let drawKeys: [CodingKeys] = [.bootstrap, .weights, .draws, .imposesNull]
    if !isResampled, let idle = drawKeys.first(where: container.contains) {
      throw fault(
        idle,
        "'\(idle.stringValue)' is about draws, which romano-wolf and westfall-young alone take: "
          + "name one of them in 'adjust', or leave '\(idle.stringValue)' out")
    }
    let wildKeys: [CodingKeys] = [.weights, .imposesNull]
    if bootstrap == .pairs, let idle = wildKeys.first(where: container.contains) {
      throw fault(
        idle,
        "'\(idle.stringValue)' belongs to the wild bootstrap: leave it out, or write "
          + "'bootstrap: wild'")
    }
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "of", .oneOrMore(of: .either([.reference, .object(Source.keys)])), required: true,
      "The models, as in [baseline, iv[1]]; or mappings that also name the terms of a model."),
    KeyDescription(
      "terms", .oneOrMore(of: .text), default: "the first regressor of each model",
      "The coefficients to test; every model must have one of them at least."),
    KeyDescription(
      "adjust", .oneOrMore(of: .choice(PValueAdjustment.allCases.map(\.rawValue))),
      default: "romano-wolf",
      "The adjustments: romano-wolf, westfall-young, holm and bonferroni bound the chance of any "
        + "false rejection; bh and by bound the share of false ones among rejections."),
    KeyDescription(
      "clusters", .text, default: "the models' clusters",
      "The one variable by which all models are clustered, instead of their own covariance; a^b "
        + "for an interaction."),
    KeyDescription(
      "bootstrap", .choice(["wild", "pairs"]),
      default: "wild; pairs where a model has instruments",
      "Multiply residuals of clusters by weights, or draw clusters with replacement; the same "
        + "draw serves all models."),
    KeyDescription(
      "weights", .choice(WildBootstrapTerm.Weights.allCases.map(\.rawValue)),
      default: "rademacher",
      "The distribution of the wild bootstrap's weights: rademacher is enumerated where 2^G is at "
        + "most 'draws'."),
    KeyDescription(
      "impose_null", .flag, default: "false",
      "Whether the wild bootstrap takes residuals of each model under its null hypothesis, not of "
        + "the estimated model."),
    KeyDescription("draws", .integer, default: "9999", "Bootstrap draws, 99 at least."),
  ]
}

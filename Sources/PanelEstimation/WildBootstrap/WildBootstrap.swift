import PanelData
package import PanelResults

/// Wild cluster bootstrap tests of coefficients of a linear model.
///
/// The model is that of another entry (`of`), or one of its own (`model`).
///
/// - SeeAlso: Cameron, Gelbach and Miller (2008), *Bootstrap-based improvements for inference with
///   clustered errors*; Roodman, MacKinnon, Nielsen and Webb (2019), *Fast and wild*.
package struct WildBootstrap: Analysis, Equatable {
  package static let kind: AnalysisKind = "wild-bootstrap"
  package static let summary =
    "Wild cluster bootstrap: p-values and intervals for coefficients with few clusters."

  package var model: Model
  /// The cluster variable; the model's where none is named.
  package var clusters: String?
  /// Terms to test; the first regressor where none is named.
  package var terms: [String]
  /// The value of each term under the null hypothesis: one for all, or one for each.
  package var null: [Double]
  package var weights: WildBootstrapTerm.Weights
  package var draws: Int
  /// Whether residuals are those of the model under the null.
  package var imposesNull: Bool
  package var pValue: PValueKind
  /// The level of intervals; the model's where none is named.
  package var level: Double?

  /// The model whose coefficients are tested.
  package enum Model: Sendable, Equatable {
    case of(ResultReference)
    case own(FixedEffects.Model)
  }

  package enum PValueKind: String, Sendable, Equatable, Decodable, CaseIterable {
    /// The share of |t*| above |t|.
    case symmetric
    /// Twice the smaller share of t* above and below t.
    case equalTailed = "equal-tailed"
  }

  /// The fewest draws that can support an interval and a p-value of usual size.
  package static let fewestDraws = 99
  /// The most draws that are taken.
  package static let drawLimit = 10_000_000

  package init(
    _ model: Model, clusters: String? = nil, terms: [String] = [], null: [Double] = [0],
    weights: WildBootstrapTerm.Weights = .rademacher, draws: Int = 9999, imposesNull: Bool = true,
    pValue: PValueKind = .symmetric, level: Double? = nil
  ) {
    self.model = model
    self.clusters = clusters
    self.terms = terms
    self.null = null
    self.weights = weights
    self.draws = draws
    self.imposesNull = imposesNull
    self.pValue = pValue
    self.level = level
  }
}

extension WildBootstrap {
  private enum CodingKeys: String, CodingKey {
    case of, model, clusters, terms, null, weights, draws, level
    case imposesNull = "impose_null"
    case pValue = "p_value"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let other = try container.decodeIfPresent(ResultReference.self, forKey: .of)
    let own = try container.decodeIfPresent(FixedEffects.Model.self, forKey: .model)
    let model: Model
    switch (other, own) {
    case (let reference?, nil): model = .of(reference)
    case (nil, let formula?): model = .own(formula)
    case (nil, nil):
      throw DecodingError.keyNotFound(
        CodingKeys.of,
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "name an analysis in 'of', such as baseline[2], or write a formula in "
            + "'model'"))
    case (_?, _?):
      throw DecodingError.dataCorruptedError(
        forKey: .model, in: container, debugDescription: "give 'of' or 'model', not both")
    }
    self.init(
      model,
      clusters: try container.decodeIfPresent(String.self, forKey: .clusters),
      terms: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .terms)?.values ?? [],
      null: try container.decodeIfPresent(OneOrMore<Double>.self, forKey: .null)?.values ?? [0],
      weights: try container.decodeIfPresent(WildBootstrapTerm.Weights.self, forKey: .weights)
        ?? .rademacher,
      draws: try container.decodeIfPresent(Int.self, forKey: .draws) ?? 9999,
      imposesNull: try container.decodeIfPresent(Bool.self, forKey: .imposesNull) ?? true,
      pValue: try container.decodeIfPresent(PValueKind.self, forKey: .pValue) ?? .symmetric,
      level: container.contains(.level) ? try container.decodeLevel(forKey: .level) : nil)
    guard (Self.fewestDraws...Self.drawLimit).contains(draws) else {
      throw DecodingError.dataCorruptedError(
        forKey: .draws, in: container,
        debugDescription: "the bootstrap takes between \(Self.fewestDraws) and \(Self.drawLimit) draws, not \(draws)")
    }
    guard null.count == 1 || null.count == terms.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .null, in: container,
        debugDescription: "'null' holds one value for all terms or one for each: there are "
          + "\(null.count) values and \(terms.count) terms")
    }
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "of", .reference,
      "The analysis with the model, or one of its models: did, baseline[2]."),
    KeyDescription(
      "model", .either([.formula, .object(FixedEffects.Model.keys)]),
      "Instead of 'of', a model of its own: 'y ~ x | unit + year'."),
    KeyDescription(
      "clusters", .text, default: "the model's clusters",
      "The one variable to cluster by; a^b for an interaction."),
    KeyDescription(
      "terms", .oneOrMore(of: .text), default: "the first regressor", "The coefficients to test."),
    KeyDescription(
      "null", .oneOrMore(of: .number), default: "0",
      "The value of the coefficients under the null hypothesis."),
    KeyDescription(
      "weights", .choice(WildBootstrapTerm.Weights.allCases.map(\.rawValue)),
      default: "rademacher",
      "The distribution of the clusters' weights: rademacher is enumerated where 2^G is at most "
        + "'draws'; webb's six points serve few clusters."),
    KeyDescription("draws", .integer, default: "9999", "Bootstrap draws."),
    KeyDescription(
      "impose_null", .flag, default: "true",
      "Whether residuals are those of the model under the null hypothesis."),
    KeyDescription(
      "p_value", .choice(PValueKind.allCases.map(\.rawValue)), default: "symmetric",
      "The share of |t*| above |t|, or twice the smaller of the shares above and below t."),
    KeyDescription(
      "level", .number, default: "the model's", "The level of confidence intervals."),
  ]
}

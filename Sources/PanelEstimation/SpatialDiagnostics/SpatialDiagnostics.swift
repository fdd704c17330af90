import PanelData
package import PanelResults

/// Tests which spatial terms a linear model leaves out, and which a spatial Durbin model needs.
package struct SpatialDiagnostics: Analysis, Equatable {
  package static let kind: AnalysisKind = "spatial-diagnostics"
  package static let summary =
    "Tests of spatial dependence: Lagrange multipliers and their robust forms, Wald and likelihood "
    + "ratio tests of the spatial Durbin model, joint tests of effects, spatial Hausman."

  package var formula: String
  /// The names of matrices, one result each.
  package var weights: [String]
  /// The tests asked for; absent for all that the data allow.
  package var tests: [Family]?
  /// How the models that are compared are estimated; absent for the default of their effects.
  package var estimator: SpatialEstimator?
  package var multipliers: SpatialDiagnosticsResult.MultiplierForm
  /// The regressors whose spatial lags the Durbin model has; absent for all.
  package var spatialLags: [String]?
  /// A condition on rows, beside the study's own.
  package var condition: String?

  /// Tests that are asked for together.
  package enum Family: String, Codable, Sendable, CaseIterable {
    /// Lagrange multipliers on least-squares residuals.
    case multipliers = "lm"
    /// The spatial Durbin model against those with one spatial parameter, by Wald tests.
    case wald
    /// The same by likelihood ratios, and those models against none.
    case ratios = "lr"
    /// Likelihood ratios of effects of units and periods.
    case effects
    /// Fixed against random effects of units.
    case hausman
    /// Those of Baltagi, Song and Koh on pooled residuals.
    case pooled
  }

  package init(
    formula: String,
    weights: [String],
    tests: [Family]? = nil,
    estimator: SpatialEstimator? = nil,
    multipliers: SpatialDiagnosticsResult.MultiplierForm = .elhorst,
    spatialLags: [String]? = nil,
    condition: String? = nil
  ) {
    self.formula = formula
    self.weights = weights
    self.tests = tests
    self.estimator = estimator
    self.multipliers = multipliers
    self.spatialLags = spatialLags
    self.condition = condition
  }
}

extension SpatialDiagnostics {
  private enum CodingKeys: String, CodingKey {
    case formula, weights, tests, estimator, multipliers
    case spatialLags = "spatial_lags"
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      formula: try container.decode(String.self, forKey: .formula),
      weights: try container.decode(OneOrMore<String>.self, forKey: .weights).values,
      tests: try container.decodeIfPresent(OneOrMore<Family>.self, forKey: .tests)?.values,
      estimator: try container.decodeIfPresent(SpatialEstimator.self, forKey: .estimator),
      multipliers: try container.decodeIfPresent(
        SpatialDiagnosticsResult.MultiplierForm.self, forKey: .multipliers) ?? .elhorst,
      spatialLags: try container.decodeIfPresent(
        OneOrMore<String>.self, forKey: .spatialLags)?.values,
      condition: try container.decodeIfPresent(String.self, forKey: .condition)
    )
    for (key, names) in [(CodingKeys.weights, weights), (.tests, tests?.map(\.rawValue) ?? ["lm"])] {
      guard !names.isEmpty, Set(names).count == names.count else {
        throw DecodingError.dataCorruptedError(
          forKey: key,
          in: container,
          debugDescription: names.isEmpty ? "name at least one" : "a name stands twice"
        )
      }
    }
    if let estimator, !Self.estimators.contains(estimator) {
      throw DecodingError.dataCorruptedError(
        forKey: .estimator,
        in: container,
        debugDescription: "tests compare likelihoods, which '\(estimator.rawValue)' does not have; "
          + "write \(Self.estimators.map(\.rawValue).joined(separator: " or "))"
      )
    }
    try checkThatKeysServe(container)
  }

  /// A key that serves none of the tests asked for would be ignored.
  private func checkThatKeysServe(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    guard let tests else { return }
    let needed: [(CodingKeys, [Family])] = [
      (.multipliers, [.multipliers]), (.estimator, [.wald, .ratios, .hausman]),
      (.spatialLags, [.wald, .ratios, .hausman]),
    ]
    for (key, families) in needed where container.contains(key) {
      guard !tests.contains(where: families.contains) else { continue }
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: container,
        debugDescription: "it serves the tests "
          + "\(families.map(\.rawValue).joined(separator: ", ")), none of which 'tests' asks for; "
          + "take it out, or add one of them"
      )
    }
  }

  private static let estimators: [SpatialEstimator] = [.leeYu, .direct]

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "formula",
      .formula,
      required: true,
      "The model without spatial terms, such as 'y ~ x + $controls | state + year'."
    ),
    KeyDescription(
      "weights",
      .oneOrMore(of: .text),
      required: true,
      "The names of matrices under 'spatial_weights'; each gives a result."
    ),
    KeyDescription(
      "tests",
      .oneOrMore(of: .choice(Family.allCases.map(\.rawValue))),
      default: "all that the data and the effects allow",
      "lm: Lagrange multipliers for a spatial lag and a spatial error, and their robust forms; wald, "
        + "lr: the spatial Durbin model against the spatial lag and the spatial error model; effects: "
        + "likelihood ratios of effects of units and periods; hausman: fixed against random effects "
        + "of units; pooled: effects of units and spatial errors in pooled residuals (Baltagi, Song "
        + "and Koh)."
    ),
    KeyDescription(
      "estimator",
      .choice(estimators.map(\.rawValue)),
      default: "lee-yu beside effects, direct otherwise",
      "How the likelihoods of the models that are compared treat effects."
    ),
    KeyDescription(
      "multipliers",
      .choice(SpatialDiagnosticsResult.MultiplierForm.allCases.map(\.rawValue)),
      default: "elhorst",
      "How effects enter Lagrange multipliers. elhorst: they are taken from all columns, but not from "
        + "the spatial lag of fitted values; exact-projection: from that, too; lee-yu: data in Lee and "
        + "Yu's orthonormal transformation (Debarsy and Ertur)."
    ),
    KeyDescription(
      "spatial_lags",
      .oneOrMore(of: .text),
      default: "all regressors",
      "The regressors whose spatial lags the Durbin model has."
    ),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
  ]
}

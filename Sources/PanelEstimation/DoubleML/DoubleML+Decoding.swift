import PanelData
package import PanelResults

extension DoubleML {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case outcome, treatment, controls, effects, model, target, learners, folds, repeats, aggregate
    case convention, trim, predictions, vcov, level
    case effectForm = "effects_as"
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func fault(_ key: CodingKeys, _ text: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }
    let model =
      try container.decodeIfPresent(DoubleMLModelKind.self, forKey: .model) ?? .partiallyLinear
    let effects = try container.decodeEffects(forKey: .effects) ?? []
    let repeats = try container.decodeIfPresent(Int.self, forKey: .repeats) ?? 1
    let predictions = try container.decodeIfPresent(SuppliedPredictions.self, forKey: .predictions)
    let convention =
      try container.decodeIfPresent(DoubleMLConvention.self, forKey: .convention) ?? .ddml
    let aggregation =
      try container.decodeIfPresent(RepeatAggregation.self, forKey: .aggregate) ?? .median
    if model == .partiallyLinear {
      for key in [CodingKeys.target, .trim] where container.contains(key) {
        throw fault(key, "'\(key.rawValue)' belongs to 'model: interactive'; leave it out here")
      }
    }
    if effects.isEmpty, container.contains(.effectForm) {
      throw fault(.effectForm, "'effects_as' says how 'effects' are held fixed, and there are none")
    }
    guard (1...1000).contains(repeats) else {
      throw fault(.repeats, "'repeats' is between 1 and 1000, not \(repeats)")
    }
    if repeats == 1, container.contains(.aggregate) {
      throw fault(.aggregate, "'aggregate' puts repeats together, and there is one; set 'repeats'")
    }
    if convention == .doubleML, aggregation == .mean {
      throw fault(.aggregate, "DoubleML puts repeats together by medians; leave 'aggregate' out")
    }
    if predictions != nil {
      for key in [CodingKeys.learners, .folds, .repeats, .effects] where container.contains(key) {
        throw fault(
          key,
          "with supplied 'predictions' nothing is learned, so '\(key.rawValue)' has no use"
        )
      }
    }
    let folds = try container.decodeIfPresent(FoldRule.self, forKey: .folds) ?? FoldRule()
    if repeats > 1, folds.column != nil {
      throw fault(
        .repeats,
        "the folds are those of a column and one split only; leave 'repeats' out"
      )
    }
    let trim = try container.decodeIfPresent(Double.self, forKey: .trim) ?? 0.01
    guard trim >= 0, trim < 0.5 else {
      throw fault(.trim, "'trim' is at least 0 and below 0.5, not \(trim)")
    }
    self.init(
      outcome: try container.decode(String.self, forKey: .outcome),
      treatment: try container.decode(String.self, forKey: .treatment),
      controls: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .controls)?.values
        ?? [],
      effects: effects,
      effectForm: try container.decodeIfPresent(LearnedEffects.Form.self, forKey: .effectForm)
        ?? .within,
      model: model,
      target: try container.decodeIfPresent(DoubleMLTarget.self, forKey: .target) ?? .all,
      learners: try container.decodeIfPresent(OneOrMore<LearnerPair>.self, forKey: .learners)?
        .values ?? [LearnerPair(.randomForest)],
      folds: folds,
      repeats: repeats,
      aggregation: aggregation,
      convention: convention,
      trim: trim,
      predictions: predictions,
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      level: container.contains(.level) ? try container.decodeLevel(forKey: .level) : 0.95
    )
    guard predictions != nil || !controls.isEmpty || !effects.isEmpty else {
      throw fault(.controls, "name 'controls' for the learners, such as $controls")
    }
    guard !learners.isEmpty else {
      throw fault(.learners, "name at least one learner, such as random-forest")
    }
    try predictions?.check(model, in: decoder.codingPath)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription("outcome", .expression, required: true, "The outcome."),
    KeyDescription(
      "treatment",
      .expression,
      required: true,
      "The variable whose effect is wanted; 0 and 1 in the interactive model."
    ),
    KeyDescription(
      "controls",
      .oneOrMore(of: .formula),
      "What learners see, such as $controls or a list of terms."
    ),
    KeyDescription(
      "effects",
      .oneOrMore(of: .text),
      "Fixed effects, such as [unit, year]; see 'effects_as'."
    ),
    KeyDescription(
      "effects_as",
      .choice(LearnedEffects.Form.allCases.map(\.rawValue)),
      default: "within",
      "Whether outcome, treatment and controls lose their effects before learning (within), or "
        + "learners see dummies of the levels, or group means of the controls."
    ),
    KeyDescription(
      "model",
      .choice(DoubleMLModelKind.allCases.map(\.rawValue)),
      default: "partially-linear",
      "One effect for all, or a binary treatment whose effects differ by controls."
    ),
    KeyDescription(
      "target",
      .choice(DoubleMLTarget.allCases.map(\.rawValue)),
      default: "ate",
      "Whose effects the interactive model averages: everyone's, or those of the treated."
    ),
    KeyDescription(
      "learners",
      .oneOrMore(
        of: .either([
          .choice(LearnerDescription.Method.allCases.map(\.rawValue)),
          .object(LearnerPair.keys),
        ])
      ),
      default: "random-forest",
      "One or several, each a column: a name, a name with settings, or different learners for "
        + "outcome and treatment."
    ),
    KeyDescription(
      "folds",
      .either([.integer, .object(FoldRule.keys)]),
      default: "5",
      "How many parts the sample is split into for cross-fitting, and by what."
    ),
    KeyDescription(
      "repeats",
      .integer,
      default: "1",
      "How often the sample is split anew, from 1 to 1000."
    ),
    KeyDescription(
      "aggregate",
      .choice(RepeatAggregation.allCases.map(\.rawValue)),
      default: "median",
      "How repeats are put together."
    ),
    KeyDescription(
      "convention",
      .choice(DoubleMLConvention.allCases.map(\.rawValue)),
      default: "ddml",
      "Whose formulas hold: Stata's ddml (residuals on residuals with a constant) or the DoubleML "
        + "packages' (the mean score)."
    ),
    KeyDescription(
      "trim",
      .number,
      default: "0.01",
      "In the interactive model, probabilities stay between this and 1 less this."
    ),
    KeyDescription(
      "predictions",
      .object(SuppliedPredictions.keys),
      "Columns of predictions made elsewhere, instead of learners."
    ),
    KeyDescription(
      "vcov",
      .text,
      default: "cluster(unit)",
      "The covariance: iid, hc1, hc2, hc3, or cluster(a); hc1 where the data have no units. The "
        + "convention doubleml takes hc1, which it forms without a correction, and cluster(a)."
    ),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
    KeyDescription("level", .number, default: "0.95", "The level of confidence intervals."),
  ]
}

extension FoldRule: Decodable {
  private enum CodingKeys: String, CodingKey { case count, by, column }

  package init(from decoder: any Decoder) throws {
    if let count = try decoder.decodeIfShaped(Int.self) {
      self.init(count: count)
    } else {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        count: try container.decodeIfPresent(Int.self, forKey: .count) ?? 5,
        by: try container.decodeIfPresent(String.self, forKey: .by),
        column: try container.decodeIfPresent(String.self, forKey: .column)
      )
      if column != nil {
        for key in [CodingKeys.count, .by] where container.contains(key) {
          throw DecodingError.dataCorruptedError(
            forKey: key,
            in: container,
            debugDescription: "the folds are those of 'column', so '\(key.rawValue)' has no use"
          )
        }
      }
    }
    guard count >= 2 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "cross-fitting takes at least 2 folds, not \(count)"
        )
      )
    }
  }

  static let keys: [KeyDescription] = [
    KeyDescription("count", .integer, default: "5", "How many folds, at least 2."),
    KeyDescription(
      "by",
      .text,
      default: "the clusters of the covariance, else units; none with dummies",
      "The variable whose groups go to folds as a whole; 'none' for single observations."
    ),
    KeyDescription("column", .text, "A column that names the fold of each observation."),
  ]
}

extension SuppliedPredictions: Decodable {
  private enum CodingKeys: String, CodingKey {
    case outcome, treatment
    case outcomeTreated = "outcome_treated"
    case outcomeUntreated = "outcome_untreated"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    var columns: [NuisanceFit.Role: String] = [:]
    columns[.outcome] = try container.decodeIfPresent(String.self, forKey: .outcome)
    columns[.treatment] = try container.decodeIfPresent(String.self, forKey: .treatment)
    columns[.outcomeTreated] = try container.decodeIfPresent(String.self, forKey: .outcomeTreated)
    columns[.outcomeUntreated] = try container.decodeIfPresent(
      String.self,
      forKey: .outcomeUntreated
    )
    self.init(columns)
  }

  /// Every function of the model has a column, and no other.
  func check(_ model: DoubleMLModelKind, in path: [any CodingKey]) throws {
    let wanted = Nuisances.roles(of: model)
    let words: [NuisanceFit.Role: String] = [
      .outcome: "outcome", .treatment: "treatment", .outcomeTreated: "outcome_treated",
      .outcomeUntreated: "outcome_untreated",
    ]
    guard Set(columns.keys) == Set(wanted) else {
      let names = wanted.compactMap { words[$0] }.joined(separator: ", ")
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: path,
          debugDescription: "'predictions' of the \(model.rawValue) model are those of: \(names)"
        )
      )
    }
  }

  static let keys: [KeyDescription] = [
    KeyDescription("outcome", .text, "The column of E[y|x], of the partially linear model."),
    KeyDescription("treatment", .text, "The column of E[d|x]."),
    KeyDescription(
      "outcome_treated",
      .text,
      "The column of E[y|d=1,x], of the interactive model."
    ),
    KeyDescription(
      "outcome_untreated",
      .text,
      "The column of E[y|d=0,x], of the interactive model."
    ),
  ]
}

import PanelResults

extension SpatialDiagnosticsTable {
  /// What is tested on which model, what weights are, and what each family's null hypothesis is.
  func notes() throws(DocumentError) -> [TableNote] {
    let names = try headings() ?? results.map { _ in "" }
    let words = SpatialWords(frame: frame)
    var models: [[RichText]] = []
    var weights: [[RichText]] = []
    var remarks: [[RichText]] = []
    for result in results {
      models.append([try model(of: result, words)])
      weights.append([try words.weights.sentence(about: result.weights)])
      remarks.append(try frame.remarks(of: result))
    }
    var own = try frame.perName(models, names: names, as: .sample)
    own += try frame.perName(weights, names: names, as: .sample)
    for family in SpatialTestFamily.allCases {
      own += try notes(about: family, words)
    }
    let hasNormal = results.flatMap(\.tests).contains {
      $0.distribution == .normal && shownKinds.contains($0.id)
    }
    own.append(
      TableNote(
        .brackets,
        try glossary.rich("spatial-tests", hasNormal ? "distribution-z" : "distribution")
      )
    )
    own += try frame.perName(remarks, names: names, as: .remark)
    if !recipe.stars.levels.isEmpty {
      own += try EstimateWriter(
        frame: frame,
        stars: recipe.stars,
        decimals: nil,
        uncertainty: nil
      ).starNotes()
    }
    return try frame.notes(recipe.options, about: results, own)
  }

  /// `Regression of y on x1 and x2, with fixed effects of state and year.`
  private func model(
    of result: SpatialDiagnosticsResult,
    _ words: SpatialWords
  ) throws(DocumentError) -> RichText {
    let outcome = try frame.labels.word(for: result.heading.outcome ?? "")
    return try glossary.rich(
      "spatial-tests",
      "model",
      [
        "outcome": outcome,
        "effects": try words.effects(result.panelEffects, in: result.sample),
      ]
    )
  }

  private func notes(
    about family: SpatialTestFamily,
    _ words: SpatialWords
  ) throws(DocumentError) -> [TableNote] {
    let kinds = shownKinds.filter(family.kinds.contains)
    guard !kinds.isEmpty else { return [] }
    var notes: [TableNote] = []
    func add(_ key: String, _ values: [String: RichText] = [:]) throws(DocumentError) {
      notes.append(TableNote(.covariance, try glossary.rich("spatial-test-notes", key, values)))
    }
    switch family {
    case .multipliers:
      let usual: [HypothesisTest.Kind] = [
        .lagMultiplierLag, .robustLagMultiplierLag, .lagMultiplierError, .robustLagMultiplierError,
        .lagMultiplierBoth,
      ]
      if kinds.contains(where: usual.contains) { notes += try multipliers() }
      let robust: [HypothesisTest.Kind] = [.robustLagMultiplierLag, .robustLagMultiplierError]
      if kinds.contains(where: robust.contains) { try add("robust") }
      let marginal: [HypothesisTest.Kind] = [
        .marginalRandomEffects, .marginalSpatialErrors, .jointRandomEffects,
      ]
      if kinds.contains(where: marginal.contains) { try add("marginal") }
    case .models:
      let lag: [HypothesisTest.Kind] = [.waldLag, .likelihoodRatioLag]
      let error: [HypothesisTest.Kind] = [.waldError, .likelihoodRatioError]
      if kinds.contains(where: lag.contains) { try add("lag", ["weights": WeightsWords.letter]) }
      if kinds.contains(where: error.contains) { try add("error") }
      if kinds.contains(.waldError) { try add("delta") }
      var estimators: [[RichText]] = []
      for result in results {
        estimators.append([
          try glossary.rich(
            "spatial-test-notes",
            "estimator",
            ["estimator": try words.estimator(result.estimator, result.panelEffects)]
          )
        ])
      }
      let names = try headings() ?? results.map { _ in "" }
      notes += try frame.perName(estimators, names: names, as: .covariance)
    case .effects: try add("effects")
    case .hausman: try add("hausman")
    }
    return notes
  }

  /// On which residuals Lagrange multipliers rest.
  private func multipliers() throws(DocumentError) -> [TableNote] {
    var sentences: [[RichText]] = []
    for result in results {
      guard result.sample.timeVariable != nil else {
        sentences.append([try glossary.rich("spatial-test-notes", "multipliers")])
        continue
      }
      switch result.multipliers {
      case .elhorst:
        sentences.append([try glossary.rich("spatial-test-notes", "multipliers-panel")])
      case .exactProjection:
        sentences.append([try glossary.rich("spatial-test-notes", "multipliers-projected")])
      case .leeYu:
        sentences.append([try glossary.rich("spatial-test-notes", "multipliers-lee-yu")])
      }
    }
    let names = try headings() ?? results.map { _ in "" }
    return try frame.perName(sentences, names: names, as: .covariance)
  }
}

import PanelResults

/// What a figure of spatial effects draws: a row for each regressor of each model.
struct SpatialEffectsData {
  struct Row {
    var model: Int
    /// The raw name of the regressor.
    var term: String
    var label: String
    var effect: SpatialEffect
  }

  var rows: [Row] = []
  /// The headings of models, in the order of the results.
  var models: [String]
  var fits: [any SpatialFit]
  var results: [NamedResult]
  var parts: [SpatialEffectPart]
  /// The names of the parts.
  private var partNames: [String]
  private let context: DocumentContext

  init(
    of results: [NamedResult],
    recipe: SpatialEffectsPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.results = results
    self.context = context
    parts = recipe.parts
    partNames = []
    for part in parts {
      partNames.append(try context.glossary.text("spatial-effect-heads", part.rawValue))
    }
    fits = []
    for named in results {
      guard let fit = named.result as? any SpatialFit else {
        throw .invalid(
          "Figure '\(context.id)' draws effects of spatial models, but '\(named.reference)' is a "
            + "result of the method '\(type(of: named.result).method)'."
        )
      }
      guard let effects = fit.effects, !effects.terms.isEmpty else {
        throw .invalid(SpatialEffectsTable.absence(of: fit, named.reference))
      }
      fits.append(fit)
    }
    guard !fits.isEmpty else {
      throw .invalid("Figure '\(context.id)' needs at least one spatial model.")
    }
    models = try Self.names(of: results, fits, recipe: recipe, in: context)
    let labels = TermLabels(
      own: recipe.labels.entries,
      results: results.map(\.result),
      in: context
    )
    let terms = try Self.terms(of: fits, recipe: recipe, figure: context.id)
    for (model, fit) in fits.enumerated() {
      for term in terms {
        guard let effect = fit.effects?.terms.first(where: { $0.term == term }) else { continue }
        rows.append(
          Row(
            model: model,
            term: term,
            label: try labels.label(of: term).plainText,
            effect: effect
          )
        )
      }
    }
  }

  /// The headings of models: the author's, else their weights, else what their columns are called.
  private static func names(
    of results: [NamedResult],
    _ fits: [any SpatialFit],
    recipe: SpatialEffectsPlot,
    in context: DocumentContext
  ) throws(DocumentError) -> [String] {
    guard recipe.models.isEmpty || recipe.models.count == results.count else {
      throw .invalid(
        "Figure '\(context.id)' names \(recipe.models.count) models in 'models' and draws "
          + "\(results.count). Give one name for each."
      )
    }
    if !recipe.models.isEmpty { return recipe.models.map { $0.text(in: context.glossary.language) } }
    let frame = TableFrame(of: results, in: context)
    let words = WeightsWords(frame: frame)
    var weights: [String] = []
    var models: [String] = []
    var numbers: [String] = []
    for (index, fit) in fits.enumerated() {
      weights.append(try words.heading(fit.weights).plainText)
      models.append(try context.glossary.text("spatial-models-short", fit.model.rawValue))
      numbers.append(try frame.columnNumber(index).plainText)
    }
    return [weights, models].first { $0.unique.count == results.count } ?? numbers
  }

  /// The raw names of the regressors to draw, in their order.
  private static func terms(
    of fits: [any SpatialFit],
    recipe: SpatialEffectsPlot,
    figure: String
  ) throws(DocumentError) -> [String] {
    let known = fits.flatMap { $0.effects?.terms.map(\.term) ?? [] }.unique
    for pattern in recipe.keep + recipe.omit
    where !known.contains(where: NamePattern(pattern).matches) {
      let nearest = NearestNames.list(to: pattern, among: known)
      throw .invalid(
        "Figure '\(figure)' asks for the regressor '\(pattern)', which none of its models has. "
          + (nearest.isEmpty
            ? "They have: \(known.joined(separator: ", "))." : "Did you mean \(nearest)?")
      )
    }
    var terms: [String] = []
    for pattern in recipe.keep.map(NamePattern.init) {
      terms += known.filter { pattern.matches($0) && !terms.contains($0) }
    }
    if recipe.keep.isEmpty { terms = known }
    terms.removeAll { term in recipe.omit.contains { NamePattern($0).matches(term) } }
    guard !terms.isEmpty else {
      throw .invalid(
        "Figure '\(figure)' has no effect to draw. Its models have those of: "
          + "\(known.joined(separator: ", ")). Check 'keep' and 'omit'."
      )
    }
    return terms
  }

  /// The rows as those of a coefficient plot, a series for each part.
  ///
  /// - Parameter namingModels: Whether labels name the model, which headings do in the drawing.
  func rows(namingModels: Bool) -> CoefficientData {
    CoefficientData(
      terms: rows.map { row in
        CoefficientData.Term(
          name: row.term,
          label: namingModels && models.count > 1 ? "\(row.label) (\(models[row.model]))" : row.label,
          heading: models.count > 1 && !namingModels ? row.model : nil,
          estimates: parts.map { $0.estimate(of: row.effect) }
        )
      },
      models: partNames,
      results: results,
      language: context.glossary.language
    )
  }

  /// One row per drawn effect; columns are named as in result files.
  var figureData: FigureData {
    var lines: [[FigureData.Value]] = []
    for row in rows {
      let fit = fits[row.model]
      for part in parts {
        lines.append(
          [
            .text(results[row.model].reference), .text(fit.model.rawValue),
            .text(fit.weights.name), .text(row.term), .text(row.label), .text(part.rawValue),
          ] + Optional(part.estimate(of: row.effect)).figureData
        )
      }
    }
    return FigureData(
      columns: ["result", "model", "weights", "term", "label", "effect"] + Estimate.figureColumns,
      rows: lines
    )
  }
}

extension CoefficientData {
  /// Rows that were made elsewhere, sorted by heading.
  init(terms: [Term], models: [String], results: [NamedResult], language: String) {
    self.terms = terms
    self.models = models
    self.results = results
    self.language = language
    outcome = nil
  }
}

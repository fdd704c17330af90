package import PanelResults

/// Direct, indirect and total effects of spatial models, those of several models side by side.
package struct SpatialEffectsRecipe: TableRecipe, Equatable {
  package static let kind = "spatial-effects"
  package static let summary =
    "Direct, indirect and total effects of regressors, one group of columns for each spatial model."
  package static let show: String? = "effects"

  /// The looks of all columns.
  package var regression = RegressionRecipe()
  /// The columns of each model, in this order.
  package var parts = SpatialEffectPart.allCases
  /// Whether quantiles of draws stand under effects.
  package var showsQuantiles = false

  package init() {}

  /// Coefficients are what tables of these models show unasked.
  package static func suits(_ results: [NamedResult]) -> Bool { false }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let fits = try Self.values(of: results, name: "spatial models") { $0 as? any SpatialFit }
    return try SpatialEffectsTable(self, of: results, fits: fits, in: context).model()
  }
}

extension SpatialEffectsRecipe: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case parts, quantiles }

  /// Keys of regression tables about what effects do not have.
  private static let foreign = [
    "stages", "groups", "also", "bootstrap", "weak-instruments", "constant", "omitted", "columns",
    "show",
  ]

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    regression = try RegressionRecipe(from: decoder)
    parts =
      try container.decodeIfPresent(OneOrMore<SpatialEffectPart>.self, forKey: .parts)?.values
      ?? SpatialEffectPart.allCases
    guard !parts.isEmpty, Set(parts).count == parts.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .parts,
        in: container,
        debugDescription: "name each effect once, and one at least: "
          + SpatialEffectPart.allCases.map(\.rawValue).joined(separator: ", ")
      )
    }
    showsQuantiles = try container.decodeIfPresent(Bool.self, forKey: .quantiles) ?? false
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "parts",
        .oneOrMore(of: .choice(SpatialEffectPart.allCases.map(\.rawValue))),
        default: "all three",
        "The columns of each model, in this order: direct, indirect, total."
      ),
      KeyDescription(
        "quantiles",
        .flag,
        default: "false",
        "Whether quantiles of the draws stand under effects: intervals that need no moments."
      ),
      KeyDescription(
        "columns",
        .list(of: .localizedText),
        "One heading per model, over its effects."
      ),
    ] + RegressionRecipe.keys.filter { !foreign.contains($0.name) }
}

struct SpatialEffectsTable {
  let recipe: SpatialEffectsRecipe
  let named: [NamedResult]
  let fits: [any SpatialFit]
  let context: DocumentContext
  let frame: TableFrame
  private let columns: [RegressionColumn]

  private var glossary: Glossary { context.glossary }

  init(
    _ recipe: SpatialEffectsRecipe,
    of named: [NamedResult],
    fits: [any SpatialFit],
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.named = named
    self.fits = fits
    self.context = context
    frame = TableFrame(of: named, labels: recipe.regression.labels.entries, in: context)
    var columns: [RegressionColumn] = []
    for (fit, name) in zip(fits, named) {
      guard let effects = fit.effects, !effects.terms.isEmpty else {
        throw .invalid(Self.absence(of: fit, name.reference))
      }
      let hasQuantiles = recipe.showsQuantiles
      for part in recipe.parts {
        var column = RegressionColumn(
          number: columns.count + 1,
          reference: name.reference,
          fit: fit,
          effects: effects,
          part: part
        )
        if hasQuantiles {
          column.quantiles = effects.terms.compactMap { effect in
            part.simulated(of: effect).map { draws in
              var estimate = part.estimate(of: effect)
              estimate.term = effect.term
              estimate.intervalLow = .value(draws.low)
              estimate.intervalHigh = .value(draws.high)
              return estimate
            }
          }
        }
        columns.append(column)
      }
    }
    self.columns = columns
    guard !recipe.showsQuantiles || columns.contains(where: { !$0.quantiles.isEmpty }) else {
      throw .invalid(
        "'quantiles' asks for quantiles of draws, but no model of the table has any: its effects "
          + "have standard errors by the delta method. Take the key out, or give the analysis draws."
      )
    }
  }

  static func absence(of fit: any SpatialFit, _ reference: String) -> String {
    fit.model.hasLag || fit.model.hasLaggedRegressors
      ? "'\(reference)' has no effects, because its analysis did not ask for them. Add 'effects' "
        + "to the analysis."
      : "'\(reference)' has no indirect effects: without spatial lags of the outcome or of "
        + "regressors its coefficients are the effects. Show them with 'show: coefficients'."
  }

  func model() throws(DocumentError) -> TableModel {
    var shown = recipe.regression
    let headings = try frame.headings(shown.columns, over: fits.count)
    shown.columns = []
    var model = try RegressionTable(shown, columns: columns, of: named, in: context).model()
    model.head = try head(headings)
    return model
  }

  /// Outcomes, what sets models apart, effects, column numbers.
  private func head(_ headings: [RichText]?) throws(DocumentError) -> [HeadRow] {
    func spread(_ texts: [RichText]) -> [RichText] {
      texts.flatMap { Array(repeating: $0, count: recipe.parts.count) }
    }
    var rows: [HeadRow] = [
      .merging(
        spread(try frame.outcomes(of: fits)),
        stub: RichText(try glossary.text("tables", "dependent-variable")),
        mergesEmpty: true
      )
    ]
    let spanners = try differences()
    for texts in headings.map({ [$0] }) ?? spanners {
      var row = HeadRow(cells: [HeadCell("")])
      for text in texts {
        row.cells.append(
          HeadCell(text, span: recipe.parts.count, hasRule: recipe.parts.count > 1)
        )
      }
      rows.append(row)
    }
    var words = [HeadCell("")]
    for part in columns.compactMap(\.part) {
      words.append(HeadCell(try glossary.rich("spatial-effect-heads", part.rawValue)))
    }
    rows.append(HeadRow(cells: words))
    rows.append(try frame.columnNumbers(columns.count))
    return rows
  }

  /// The names of weights and models, where the table has several.
  private func differences() throws(DocumentError) -> [[RichText]] {
    guard fits.count > 1 else { return [] }
    let words = WeightsWords(frame: frame)
    var weights: [RichText] = []
    var models: [RichText] = []
    for fit in fits {
      weights.append(try words.heading(fit.weights))
      models.append(RichText(try glossary.text("spatial-models-short", fit.model.rawValue)))
    }
    if fits.map(\.model).unique.count == 1, fits.map(\.estimator).unique.count > 1 {
      models = []
      for fit in fits {
        models.append(
          RichText(try glossary.text("spatial-estimators-short", fit.estimator.rawValue))
        )
      }
    }
    let rows = [weights, models].filter { $0.uniqueTexts.count > 1 }
    return rows
  }
}

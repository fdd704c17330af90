package import PanelResults

/// Direct, indirect and total effects with their intervals: a row per regressor, gathered by model
/// where there are several.
package struct SpatialEffectsPlot: FigureRecipe, Equatable {
  package static let kind = "spatial-effects"
  package static let summary =
    "Direct, indirect and total effects of spatial models with their confidence intervals."

  /// Names or globs of the regressors to draw, in the order to draw them; all if empty.
  package var keep: [String] = []
  package var omit: [String] = []
  package var labels = OrderedMapping<LocalizedText>()
  /// The headings of models; their weights where absent.
  package var models: [LocalizedText] = []
  package var parts = SpatialEffectPart.allCases
  package var intervals = CoefficientPlot.Intervals.nested
  package var hasZeroLine = true
  package var axisTitle: LocalizedText?
  package var size = RequestedSize()

  package init() {}

  /// Coefficients are what figures of these models show unasked.
  package static func suits(_ results: [NamedResult]) -> Bool { false }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let data = try SpatialEffectsData(of: results, recipe: self, in: context)
    let words = SpatialEffectsWords(data: data, recipe: self, context: context)
    let title = try words.axisTitle()
    var layoutRecipe = CoefficientPlot()
    layoutRecipe.intervals = intervals
    layoutRecipe.hasZeroLine = hasZeroLine
    layoutRecipe.axisTitle = LocalizedText(title)
    layoutRecipe.size = size
    if data.models.count > 1 {
      layoutRecipe.headings = data.models.map {
        CoefficientPlot.Heading(title: LocalizedText($0), terms: [])
      }
    }
    let layout = try CoefficientLayout(
      plot: data.rows(namingModels: false),
      recipe: layoutRecipe,
      axisTitle: (title, try words.words.scaled(title)),
      theme: context.figureTheme,
      id: context.id
    )
    return try words.words.figure(
      FigureParts(
        size: layout.size,
        frames: [layout.frame.box],
        groups: layout.groups,
        title: try words.title(),
        summary: try words.summary(axis: layout.axis, recipe: layoutRecipe),
        legend: data.rows(namingModels: false).legend,
        notes: try words.notes(),
        data: data.figureData
      ),
      of: results
    )
  }
}

extension SpatialEffectsPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case keep, omit, labels, models, parts, intervals
    case hasZeroLine = "zero-line"
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    keep = try container.list(forKey: .keep)
    omit = try container.list(forKey: .omit)
    try container.replace(&labels, forKey: .labels)
    models = try container.list(forKey: .models)
    if let chosen = try container.decodeIfPresent(
      OneOrMore<SpatialEffectPart>.self,
      forKey: .parts
    ) {
      parts = chosen.values
      guard !parts.isEmpty, Set(parts).count == parts.count else {
        throw DecodingError.dataCorruptedError(
          forKey: .parts,
          in: container,
          debugDescription: "name each effect once, and one at least: "
            + SpatialEffectPart.allCases.map(\.rawValue).joined(separator: ", ")
        )
      }
    }
    if let word = try container.decodeIfPresent(String.self, forKey: .intervals) {
      intervals = try decoder.word(word, what: "kind of intervals")
    }
    try container.replace(&hasZeroLine, forKey: .hasZeroLine)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "keep",
      .oneOrMore(of: .text),
      default: "all regressors",
      "Regressors to draw, in this order: raw names or globs."
    ),
    KeyDescription("omit", .oneOrMore(of: .text), "Regressors to leave out: raw names or globs."),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      default: "the study's labels",
      "Labels of regressors by raw name or glob."
    ),
    KeyDescription(
      "models",
      .oneOrMore(of: .localizedText),
      default: "what sets them apart",
      "The headings of models, one for each."
    ),
    KeyDescription(
      "parts",
      .oneOrMore(of: .choice(SpatialEffectPart.allCases.map(\.rawValue))),
      default: "all three",
      "The effects that are drawn: direct, indirect, total."
    ),
    KeyDescription(
      "intervals",
      .choice(CoefficientPlot.Intervals.allCases.map(\.rawValue)),
      default: "nested",
      "Both intervals, the wider one only, or none."
    ),
    KeyDescription("zero-line", .flag, default: "true", "Whether a line marks no effect."),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the outcome",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

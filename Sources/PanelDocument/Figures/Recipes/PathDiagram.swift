package import PanelResults

/// Treatment, mediators and outcome as boxes, with arrows that carry the coefficients between them.
package struct PathDiagram: FigureRecipe, Equatable {
  package static let kind = "path-diagram"
  package static let summary =
    "Boxes for treatment, mediators and outcome of a mediation, arrows with coefficients, and the "
    + "indirect effect with its interval."

  /// Labels by raw name or glob; they win over the study's.
  package var labels = OrderedMapping<LocalizedText>()
  package var stars: StarPolicy?
  package var decimals: DigitRule?
  package var size = RequestedSize()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is MediationResult }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let data = try PathDiagramData(of: results, recipe: self, in: context)
    let layout = try PathDiagramLayout(data, recipe: self, in: context)
    let words = FigureWords(context: context)
    return try words.figure(
      FigureParts(
        size: layout.size,
        frames: layout.frames,
        groups: layout.groups,
        title: try data.title(),
        summary: try data.summary(),
        notes: try data.notes(),
        data: data.figureData
      ),
      of: results
    )
  }
}

extension PathDiagram: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case labels, stars, decimals, size }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&labels, forKey: .labels)
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    decimals = try container.decodeIfPresent(DigitRule.self, forKey: .decimals)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      default: "the study's labels",
      "Labels of the variables by raw name or glob."
    ),
    KeyDescription(
      "stars",
      .either([.flag, .mapping(of: .number)]),
      default: "the table style's",
      "Off, or a mapping from symbol to cut-off."
    ),
    KeyDescription("decimals", DigitRule.valueType, default: "the table style's", DigitRule.help),
    RequestedSize.key,
  ]
}

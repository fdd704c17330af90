package import PanelResults

/// The distribution of placebo effects, with the actual effect and zero as lines.
package struct PlaceboDensityPlot: FigureRecipe, Equatable {
  package static let kind = "placebo-density"
  package static let summary =
    "The distribution of placebo effects as a histogram and a density, with the actual effect."

  package var hasHistogram: Bool
  package var axisTitle: LocalizedText?
  package var size: RequestedSize

  package init() {
    hasHistogram = true
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && (results[0].result as? PlaceboResult)?.draws != nil
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try PlaceboDensity(of: results, recipe: self, in: context)
    let sheet = try plot.sheet()
    let words = FigureWords(context: context)
    return try words.figure(
      FigureParts(
        size: sheet.size,
        frames: [sheet.frame.box],
        groups: sheet.groups(rules: [], marks: plot.marks),
        title: try plot.title(),
        summary: try plot.summary(x: sheet.x),
        notes: try plot.notes(),
        data: plot.data
      ),
      of: results
    )
  }
}

extension PlaceboDensityPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case hasHistogram = "histogram"
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    try container.replace(&hasHistogram, forKey: .hasHistogram)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "histogram",
      .flag,
      default: "true",
      "Whether the histogram stands behind the density, where the analysis made one."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the outcome",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

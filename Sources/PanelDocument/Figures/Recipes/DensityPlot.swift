package import PanelResults

/// Kernel densities of variables, by group, over their histograms.
package struct DensityPlot: FigureRecipe, Equatable {
  package static let kind = "density"
  package static let summary =
    "Kernel densities of variables over their histograms, groups compared."

  /// Whether the histogram of a variable without groups stands behind its curve.
  package var hasHistogram: Bool
  /// Names of groups by their printed value.
  package var labels: OrderedMapping<LocalizedText>
  package var size: RequestedSize

  package init() {
    hasHistogram = true
    labels = OrderedMapping()
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is DensityResult
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try DensityFigure(of: results, recipe: self, in: context)
    let grid = try plot.grid()
    return try FigureWords(context: context).figure(
      FigureParts(
        size: grid.size,
        frames: grid.frames,
        groups: grid.groups,
        title: try plot.title(),
        summary: try plot.summary(),
        legend: plot.legend,
        notes: try plot.notes(),
        data: plot.data
      ),
      of: results
    )
  }
}

extension DensityPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case hasHistogram = "histogram"
    case labels, size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    try container.replace(&hasHistogram, forKey: .hasHistogram)
    try container.replace(&labels, forKey: .labels)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "histogram",
      .flag,
      default: "true",
      "Whether the histogram of a variable without groups stands behind its curve."
    ),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      default: "the groups' values",
      "Names of groups by their value."
    ),
    RequestedSize.key,
  ]
}

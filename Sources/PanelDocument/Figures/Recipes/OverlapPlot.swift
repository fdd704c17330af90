package import PanelResults

/// Predicted probabilities of treatment among treated and untreated, a plot for each result.
package struct OverlapPlot: FigureRecipe, Equatable {
  package static let kind = "overlap"
  package static let summary =
    "Predicted probabilities of treatment among treated and untreated, learner by learner."

  package var axisTitle: LocalizedText?
  package var size: RequestedSize

  package init() { size = RequestedSize() }

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty
      && results.allSatisfy { ($0.result as? DoubleMLResult)?.overlap != nil }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try OverlapFigure(of: results, recipe: self, in: context)
    let grid = try plot.grid()
    return try FigureWords(context: context).figure(
      FigureParts(
        size: grid.size,
        frames: grid.frames,
        groups: grid.groups,
        title: try plot.title(),
        summary: try plot.summary(),
        legend: try plot.legend(),
        notes: try plot.notes(),
        data: plot.data
      ),
      of: results
    )
  }
}

extension OverlapPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the glossary, with the learner where there are several",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

package import PanelResults

/// A statistic of spatial autocorrelation over time, with the band it keeps to without
/// autocorrelation.
package struct MoranTimePlot: FigureRecipe, Equatable {
  package static let kind = "moran-time"
  package static let summary =
    "A statistic of spatial autocorrelation over time, by variable and matrix, with its band "
    + "without autocorrelation."

  /// Those to draw; all where empty.
  package var variables: [String]
  /// The matrices to draw; all where empty.
  package var weights: [String]
  package var band: Bool
  package var labels: OrderedMapping<LocalizedText>
  package var axisTitle: LocalizedText?
  package var timeTitle: LocalizedText?
  package var size: RequestedSize

  package init() {
    variables = []
    weights = []
    band = true
    labels = OrderedMapping()
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    guard results.count == 1, let result = results[0].result as? MoranResult else { return false }
    return result.periods.count > 1
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let data = try MoranTimeData(of: results, recipe: self, in: context)
    let grid = try MoranTimePanels(data: data, recipe: self, context: context).grid
    let parts = FigureParts(
      size: grid.size,
      frames: grid.frames,
      groups: grid.groups,
      title: try data.title(),
      summary: try data.summary(),
      notes: try data.notes(band: band),
      data: data.figureData
    )
    return try FigureWords(context: context).figure(parts, of: results)
  }
}

extension MoranTimePlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variables, weights, band, labels
    case axisTitle = "axis-title"
    case timeTitle = "time-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    variables = try container.list(forKey: .variables)
    weights = try container.list(forKey: .weights)
    try container.replace(&band, forKey: .band)
    try container.replace(&labels, forKey: .labels)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    timeTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .timeTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "variables",
      .oneOrMore(of: .text),
      default: "all",
      "The variables to draw, a panel each."
    ),
    KeyDescription(
      "weights",
      .oneOrMore(of: .text),
      default: "all",
      "The matrices to draw, a panel each."
    ),
    KeyDescription(
      "band",
      .flag,
      default: "true",
      "Whether the band of values without autocorrelation is drawn."
    ),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      "Labels of variables and matrices by raw name or glob."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "the statistic",
      "The title of the vertical axis."
    ),
    KeyDescription(
      "time-title",
      .localizedText,
      default: "the period's label",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

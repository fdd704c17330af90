package import PanelResults

/// The links of spatial weights as lines between the places of units, over their outlines where a
/// study names some.
package struct ConnectivityPlot: MappedFigure, Equatable {
  package static let kind = "connectivity"
  package static let summary =
    "Links between neighbours as lines between places, over outlines if given, a map per matrix."

  package var shapes: String?
  package var id: String = MapOptions().id
  package var projection: MapProjection.Choice?
  package var size = RequestedSize()

  package init() {}

  package var outlines: MapOptions? {
    shapes.map { file in
      var map = MapOptions(shapes: file, id: id)
      map.projection = projection
      map.size = size
      return map
    }
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is WeightsSummaryResult }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let data = try ConnectivityData(of: results, recipe: self, in: context)
    let layout = try MapLayout(data.request(), theme: context.figureTheme)
    return try FigureWords(context: context).figure(
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

extension ConnectivityPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case shapes, id, projection, size }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    shapes = try container.decodeIfPresent(String.self, forKey: .shapes)
    if let name = try container.decodeIfPresent(String.self, forKey: .id) { id = name }
    if let word = try container.decodeIfPresent(String.self, forKey: .projection) {
      projection = try decoder.word(word, what: "projection")
    }
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = MapOptions.keys.filter { $0.name != "insets" }
    .map { key in
      guard key.name == MapOptions.CodingKeys.shapes.rawValue else { return key }
      var key = key
      key.isRequired = false
      key.defaultText = "no outlines"
      return key
    }
}

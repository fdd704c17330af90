package import PanelResults

/// A map of local clusters: regions by the quadrant of their significant local Moran's I.
package struct ClusterMap: MappedFigure, Equatable {
  package static let kind = "lisa-map"
  package static let summary =
    "A map of clusters by local Moran's I in fixed colours, with counts, a map for each period."

  package var map: MapOptions
  /// The periods to draw; all where empty.
  package var periods: [Int] = []
  /// What tells classes apart without colour; `nil` for letters where every region has room for
  /// them, else patterns.
  package var marks: Marks?
  package var labels = OrderedMapping<LocalizedText>()

  /// What tells classes apart in print without colour.
  package enum Marks: String, Sendable, CaseIterable { case letters, patterns, none }

  package init(map: MapOptions) { self.map = map }

  package var outlines: MapOptions? { map }

  package static func suits(_ results: [NamedResult]) -> Bool { false }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    var recipe = self
    recipe.marks = marks ?? .letters
    var data = try ClusterMapData(of: results, recipe: recipe, in: context)
    var layout = try MapLayout(data.request(), theme: context.figureTheme)
    if marks == nil, layout.lettersDropped > 0 {
      // A region without its letters would be told by its colour alone.
      recipe.marks = .patterns
      data = try ClusterMapData(of: results, recipe: recipe, in: context)
      layout = try MapLayout(data.request(), theme: context.figureTheme)
    }
    return try FigureWords(context: context).figure(
      FigureParts(
        size: layout.size,
        frames: layout.frames,
        groups: layout.groups,
        title: try data.title(),
        summary: try data.summary(),
        notes: try data.notes(lettersDropped: layout.lettersDropped),
        data: data.figureData
      ),
      of: results
    )
  }
}

extension ClusterMap: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case periods, marks, labels }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    map = try MapOptions(from: decoder)
    periods = try container.list(forKey: .periods)
    if let word = try container.decodeIfPresent(String.self, forKey: .marks) {
      marks = try decoder.word(word, what: "kind of marks")
    }
    try container.replace(&labels, forKey: .labels)
  }

  package static let keys: [KeyDescription] =
    MapOptions.keys + [
      KeyDescription(
        "periods",
        .oneOrMore(of: .integer),
        default: "all of the results",
        "The periods to draw, each as a map."
      ),
      KeyDescription(
        "marks",
        .choice(Marks.allCases.map(\.rawValue)),
        default: "letters where every region has room for them, else patterns",
        "What tells classes apart in print: letters such as HH where there is room, patterns of "
          + "lines, or nothing but colour."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        default: "the study's labels",
        "Labels of variables by raw name or glob."
      ),
    ]
}

extension LocalMoranCluster {
  /// The order of legends, which is that of the theme's colours.
  static let mapOrder: [LocalMoranCluster] = [
    .highHigh, .lowLow, .lowHigh, .highLow, .notSignificant, .neighbourless,
  ]

  var pattern: HatchPattern? {
    switch self {
    case .highHigh: .crossed
    case .lowLow: .level
    case .lowHigh: .falling
    case .highLow: .rising
    case .notSignificant, .neighbourless: nil
    }
  }

  var letters: String? { isSignificant ? rawValue : nil }
}

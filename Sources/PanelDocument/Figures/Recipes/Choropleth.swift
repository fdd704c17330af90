package import PanelResults

/// A map with regions shaded by the value of a variable.
package struct Choropleth: MappedFigure, Equatable {
  package static let kind = "choropleth"
  package static let summary =
    "A map of regions shaded by a variable in classes, a map for each period, with counts."

  package var map: MapOptions
  /// The variable to draw, where results have several.
  package var variable: String?
  /// The periods to draw; all where empty.
  package var periods: [Int] = []
  package var classes = 5
  package var rule = ClassBreaks.Rule.quantiles
  /// Inner bounds of the author's.
  package var bounds: [Double] = []
  package var labels = OrderedMapping<LocalizedText>()

  package init(map: MapOptions) { self.map = map }

  package var outlines: MapOptions? { map }

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is UnitValuesResult }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let data = try ChoroplethData(of: results, recipe: self, in: context)
    let layout = try MapLayout(data.request(map, in: context), theme: context.figureTheme)
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

extension Choropleth: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variable, periods, classes, breaks, labels
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    map = try MapOptions(from: decoder)
    variable = try container.decodeIfPresent(String.self, forKey: .variable)
    periods = try container.list(forKey: .periods)
    if let count = try container.decodeIfPresent(Int.self, forKey: .classes) {
      guard (2...8).contains(count) else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath + [CodingKeys.classes],
            debugDescription: "a map has 2 to 8 classes, not \(count)"
          )
        )
      }
      classes = count
    }
    if let bounds = try container.decodeIfShaped([Double].self, forKey: .breaks) {
      guard (1...7).contains(bounds.count), bounds.allSatisfy(\.isFinite),
        zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 })
      else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath + [CodingKeys.breaks],
            debugDescription: "bounds between classes are one to seven numbers that rise"
          )
        )
      }
      self.bounds = bounds
    } else if let word = try container.decodeIfPresent(String.self, forKey: .breaks) {
      rule = try decoder.word(word, what: "rule for classes")
    }
    try container.replace(&labels, forKey: .labels)
  }

  package static let keys: [KeyDescription] =
    MapOptions.keys + [
      KeyDescription(
        "variable",
        .text,
        default: "the only one",
        "The variable to draw, by its raw name."
      ),
      KeyDescription(
        "periods",
        .oneOrMore(of: .integer),
        default: "all of the results",
        "The periods to draw, each as a map."
      ),
      KeyDescription("classes", .integer, default: "5", "The number of classes, from 2 to 8."),
      KeyDescription(
        "breaks",
        .either([.choice(ClassBreaks.Rule.allCases.map(\.rawValue)), .list(of: .number)]),
        default: "quantiles",
        "How classes are found: equal numbers, equal widths, least variation within; or the bounds "
          + "between them."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        default: "the study's labels",
        "Labels of variables by raw name or glob."
      ),
    ]
}

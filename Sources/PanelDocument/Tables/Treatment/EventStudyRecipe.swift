package import PanelResults

/// Effects by time since treatment: distances in rows, results in columns.
package struct EventStudyRecipe: TableRecipe, Equatable {
  package static let kind = "event-study"
  package static let summary =
    "Effects by periods since treatment in rows, estimators in columns, with the pre-trend test."

  /// The first and the last distance shown; all where absent.
  package var window: ClosedRange<Int>?
  /// A heading for every column.
  package var columns: [LocalizedText] = []
  /// The lines under an estimate; absent for those of the style.
  package var uncertainty: [UncertaintyLine]?
  package var stars: StarPolicy?
  /// The numbers of treated observations or units at each distance, in a column of their own.
  package var counts = Counts.none
  /// Whether the simultaneous band stands under each estimate.
  package var hasBand = false
  package var hasOverall = true
  package var hasPretrends = true
  package var statistics: [StatisticRequest] = [
    StatisticRequest(.observations), StatisticRequest(.units),
  ]
  package var options = SharedOptions()

  package enum Counts: String, Sendable, Equatable, Decodable, CaseIterable {
    case none, observations, units
  }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty
      && results.allSatisfy {
        ($0.result as? any EventTimeResult).map { !$0.path.points.isEmpty } ?? false
      }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "effects by time since treatment") {
      $0 as? any EventTimeResult
    }
    for (named, value) in zip(results, values) where value.path.points.isEmpty {
      throw .invalid(
        "'\(named.reference)' holds no effects by time since treatment, which a table of the kind "
          + "'\(Self.kind)' shows."
      )
    }
    return try EventStudyTable(recipe: self, results: results, values: values, in: context)
      .model()
  }
}

extension EventStudyRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case window, columns, uncertainty, stars, counts, statistics
    case hasBand = "band"
    case hasOverall = "overall"
    case hasPretrends = "pretrends"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let bounds = try container.decodeIfPresent([Int].self, forKey: .window) {
      guard bounds.count == 2, bounds[0] <= bounds[1] else {
        throw DecodingError.dataCorruptedError(
          forKey: .window,
          in: container,
          debugDescription: "a window has a first and a last distance, such as [-5, 5]"
        )
      }
      window = bounds[0]...bounds[1]
    }
    try container.replace(&columns, forKey: .columns)
    uncertainty = try container.decodeIfPresent(
      OneOrMore<UncertaintyLine>.self,
      forKey: .uncertainty
    )?.values
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    try container.replace(&counts, forKey: .counts)
    try container.replace(&hasBand, forKey: .hasBand)
    try container.replace(&hasOverall, forKey: .hasOverall)
    try container.replace(&hasPretrends, forKey: .hasPretrends)
    if let requests = try container.decodeIfPresent(
      OneOrMore<StatisticRequest>.self,
      forKey: .statistics
    ) {
      statistics = requests.values
    }
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "window",
        .list(of: .integer),
        default: "all distances",
        "The first and the last distance to show."
      ),
      KeyDescription(
        "columns",
        .list(of: .localizedText),
        default: "the estimators",
        "One heading per column."
      ),
      KeyDescription(
        "uncertainty",
        .oneOrMore(of: UncertaintyLine.valueType),
        default: "the style's",
        "Lines under an estimate, in this order: se, t, p or ci, each with its bracket."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off."
      ),
      KeyDescription(
        "counts",
        .choice(Counts.allCases.map(\.rawValue)),
        default: "none",
        "A column with the treated observations or units at each distance."
      ),
      KeyDescription(
        "band",
        .flag,
        default: "off",
        "Whether the interval of the simultaneous band stands under each estimate."
      ),
      KeyDescription(
        "overall",
        .flag,
        default: "on",
        "Whether the average effect after treatment has a row."
      ),
      KeyDescription(
        "pretrends",
        .flag,
        default: "on",
        "Whether the test of effects before treatment has a row."
      ),
      KeyDescription(
        "statistics",
        .oneOrMore(of: StatisticRequest.valueType),
        default: "n, units",
        "The rows of statistics, in this order."
      ),
    ] + SharedOptions.keys
}

package import PanelResults

/// Effects by time since treatment, with their intervals, of one estimator or several.
package struct EventStudyPlot: FigureRecipe, Equatable {
  package static let kind = "event-study"
  package static let summary =
    "Effects by time since treatment, with intervals and a simultaneous band; estimators compared."

  /// The first and the last period to draw.
  package var window: ClosedRange<Int>?
  /// Names of the results, instead of those of their estimators.
  package var models: [LocalizedText]
  package var intervals: CoefficientPlot.Intervals
  package var hasBand: Bool
  package var style: Style
  /// Whether the test of effects before treatment is printed in the plot.
  package var showsTest: Bool
  /// Whether the outcome's mean in the reference period is printed.
  package var showsMean: Bool
  package var axisTitle: LocalizedText?
  package var timeTitle: LocalizedText?
  package var size: RequestedSize

  package enum Style: String, Sendable, CaseIterable {
    case points
    /// Points joined by a line.
    case line
    /// A line in a band of its intervals.
    case ribbon
  }

  package init() {
    models = []
    intervals = .nested
    hasBand = true
    style = .points
    showsTest = true
    showsMean = false
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty
      && results.allSatisfy { ($0.result as? any EventTimeResult)?.path.points.isEmpty == false }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try EventStudyData(of: results, recipe: self, in: context)
    let words = EventStudyWords(plot: plot, recipe: self, context: context)
    let layout = try EventStudyLayout(
      plot: plot,
      recipe: self,
      words: words,
      theme: context.figureTheme
    )
    return try FigureWords(context: context).figure(
      FigureParts(
        size: layout.sheet.size,
        frames: [layout.sheet.frame.box],
        groups: layout.groups,
        title: try words.title(),
        summary: try words.summary(y: layout.sheet.y),
        legend: plot.series.count > 1
          ? plot.series.enumerated().map { LegendEntry(label: $1.name, series: $0) } : [],
        notes: try words.notes(),
        data: plot.data
      ),
      of: results
    )
  }
}

extension EventStudyPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case window, models, intervals, style
    case hasBand = "band"
    case showsTest = "test"
    case showsMean = "mean"
    case axisTitle = "axis-title"
    case timeTitle = "time-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    if let ends = try container.decodeIfPresent([Int].self, forKey: .window) {
      guard ends.count == 2, ends[0] <= ends[1] else {
        throw DecodingError.dataCorruptedError(
          forKey: .window,
          in: container,
          debugDescription: "a window is its first and its last period, such as [-6, 4]"
        )
      }
      window = ends[0]...ends[1]
    }
    models = try container.list(forKey: .models)
    if let word = try container.decodeIfPresent(String.self, forKey: .intervals) {
      intervals = try decoder.word(word, what: "kind of intervals")
    }
    if let word = try container.decodeIfPresent(String.self, forKey: .style) {
      style = try decoder.word(word, what: "style")
    }
    try container.replace(&hasBand, forKey: .hasBand)
    try container.replace(&showsTest, forKey: .showsTest)
    try container.replace(&showsMean, forKey: .showsMean)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    timeTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .timeTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "window",
      .list(of: .integer),
      default: "all periods",
      "The first and the last period since treatment to draw, such as [-6, 4]."
    ),
    KeyDescription(
      "models",
      .oneOrMore(of: .localizedText),
      default: "the estimators' names",
      "Names of the results in the legend, one for each."
    ),
    KeyDescription(
      "intervals",
      .choice(CoefficientPlot.Intervals.allCases.map(\.rawValue)),
      default: "nested",
      "Both intervals, the wider one only, or none."
    ),
    KeyDescription(
      "band",
      .flag,
      default: "true",
      "Whether the simultaneous band is drawn, where a result has one."
    ),
    KeyDescription(
      "style",
      .choice(Style.allCases.map(\.rawValue)),
      default: "points",
      "Points with whiskers, the same joined by a line, or a line in a band of its intervals."
    ),
    KeyDescription(
      "test",
      .flag,
      default: "true",
      "Whether the test of effects before treatment is printed in the plot."
    ),
    KeyDescription(
      "mean",
      .flag,
      default: "false",
      "Whether the mean outcome of treated units in the reference period is printed."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the outcome",
      "The title of the vertical axis."
    ),
    KeyDescription(
      "time-title",
      .localizedText,
      default: "periods since treatment",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

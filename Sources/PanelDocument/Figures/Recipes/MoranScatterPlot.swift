package import PanelResults

/// A variable against its spatial lag, with the slope that is Moran's I.
package struct MoranScatterPlot: FigureRecipe, Equatable {
  package static let kind = "moran-scatter"
  package static let summary =
    "A variable against its spatial lag: quadrants, Moran's I as the slope, labels without "
    + "collisions; periods and variables side by side."

  /// Variables to draw; all that the results have where empty.
  package var variables: [String] = []
  /// Names of weights to draw; all where empty.
  package var weights: [String] = []
  /// Periods to draw.
  package var periods: [Int] = []
  /// The column that units are called by.
  package var label: String?
  package var labels = Labels.significant(nil)
  package var aspect = Aspect.equal
  package var axisTitle: LocalizedText?
  package var lagTitle: LocalizedText?
  /// Plots beside each other.
  package var columns: Int?
  package var size = RequestedSize()

  /// Which points have a label.
  package enum Labels: Sendable, Equatable {
    /// So many with the largest local statistic, among the significant ones where these are known.
    case significant(Int?)
    case all, none
    case listed([String])
  }

  package enum Aspect: String, Sendable, CaseIterable {
    /// A unit is as long on both axes.
    case equal
    /// Each axis covers its own values.
    case free
  }

  /// Plots that can be told apart on a page.
  static let mostPanels = 12
  /// Periods drawn without being named.
  static let mostPeriods = 6
  /// Labels of a plot that names none.
  static let usualLabels = 15

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is LocalMoranResult }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try MoranScatterData(of: results, recipe: self, in: context)
    let layout = try MoranScatterLayout(plot: plot, recipe: self, in: context)
    let words = plot.words
    return try words.figure.figure(
      FigureParts(
        size: layout.size,
        frames: layout.frames,
        groups: layout.groups,
        title: try words.title(of: plot),
        summary: try words.summary(of: plot),
        notes: try words.notes(of: plot, dropped: layout.dropped),
        data: plot.data
      ),
      of: results
    )
  }
}

extension MoranScatterPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variable, weights, years, label, labels, aspect
    case axisTitle = "axis-title"
    case lagTitle = "lag-title"
    case columns, size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    variables = try container.list(forKey: .variable)
    weights = try container.list(forKey: .weights)
    periods = try container.list(forKey: .years)
    label = try container.decodeIfPresent(String.self, forKey: .label)
    try container.replace(&labels, forKey: .labels)
    if let word = try container.decodeIfPresent(String.self, forKey: .aspect) {
      aspect = try decoder.word(word, what: "aspect")
    }
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    lagTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .lagTitle)
    columns = try container.decodeIfPresent(Int.self, forKey: .columns)
    if let columns, !(1...6).contains(columns) {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container,
        debugDescription: "'columns' is \(columns); 1 to 6 plots fit beside each other")
    }
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "variable",
      .oneOrMore(of: .text),
      default: "all of the results",
      "The variables to draw, each in plots of its own."
    ),
    KeyDescription(
      "weights",
      .oneOrMore(of: .text),
      default: "all of the results",
      "The spatial weights to draw, by name."
    ),
    KeyDescription(
      "years",
      .oneOrMore(of: .integer),
      default: "all up to six, else the first and the last",
      "The periods to draw, each in plots of its own on the same scales."
    ),
    KeyDescription(
      "label",
      .text,
      default: "the analysis' own, else the unit column",
      "The column that units are called by: that of units, or the one that the analysis names."
    ),
    KeyDescription(
      "labels",
      .either([.integer, .choice(["all", "none"]), .list(of: .text)]),
      default: "15",
      "The points to label: so many of the largest local statistics among the significant ones, "
        + "all, none, or units by name."
    ),
    KeyDescription(
      "aspect",
      .choice(Aspect.allCases.map(\.rawValue)),
      default: "equal",
      "Whether a unit is as long on both axes."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the variable",
      "The title of the horizontal axis."
    ),
    KeyDescription(
      "lag-title",
      .localizedText,
      default: "from the variable",
      "The title of the vertical axis."
    ),
    KeyDescription(
      "columns",
      .integer,
      default: "what the width allows",
      "Plots beside each other."
    ),
    RequestedSize.key,
  ]
}

extension MoranScatterPlot.Labels: Decodable {
  package init(from decoder: any Decoder) throws {
    if let count = try decoder.decodeIfShaped(Int.self) {
      guard count >= 0 else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "'labels' is \(count); give how many points are labelled at most"))
      }
      self = .significant(count)
    } else if let word = try decoder.decodeIfShaped(String.self) {
      switch word {
      case "all": self = .all
      case "none": self = .none
      default: self = .listed([word])
      }
    } else {
      self = .listed(try decoder.singleValueContainer().decode([String].self))
    }
  }
}

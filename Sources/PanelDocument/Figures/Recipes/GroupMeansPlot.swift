package import PanelResults

/// Means of an outcome over time, one line per group, with their intervals.
package struct GroupMeansPlot: FigureRecipe, Equatable {
  package static let kind = "group-means"
  package static let summary = "Means of an outcome over time by group, with their intervals."

  package var intervals: Intervals
  /// Vertical lines, such as the start of a treatment.
  package var marks: [VerticalMark]
  /// Names of groups by their printed value.
  package var labels: OrderedMapping<LocalizedText>
  package var legend: Legend
  package var axisTitle: LocalizedText?
  package var timeTitle: LocalizedText?
  package var size: RequestedSize

  package enum Intervals: String, Sendable, CaseIterable { case whiskers, ribbon, none }

  package enum Legend: String, Sendable, CaseIterable {
    /// Names at the lines' ends where they fit, else a legend.
    case auto
    /// Names in a legend.
    case legend
  }

  /// A vertical line with its name.
  package struct VerticalMark: Sendable, Equatable {
    package var place: Double
    package var label: LocalizedText?

    package init(at place: Double, label: LocalizedText? = nil) {
      self.place = place
      self.label = label
    }
  }

  package init() {
    intervals = .whiskers
    marks = []
    labels = OrderedMapping()
    legend = .auto
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is any MeansOverTime
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try GroupMeansData(of: results, recipe: self, in: context)
    let words = GroupMeansWords(plot: plot, recipe: self, context: context)
    let layout = try GroupMeansLayout(
      plot: plot,
      recipe: self,
      theme: context.figureTheme,
      id: context.id
    )
    let glossary = context.glossary
    let notes = try words.notes()
    return FigureModel(
      id: context.id,
      number: context.number,
      numberLabel: try glossary.text("figures", "number", ["number": context.number]),
      caption: RichText(context.caption?.text(in: glossary.language) ?? ""),
      size: layout.size,
      title: try words.title(),
      summary: try words.summary(x: layout.x, y: layout.y),
      frames: [layout.frame.box],
      groups: layout.groups,
      legend: plot.legend,
      notes: notes,
      notesLabel: try glossary.text("notes-labels", notes.count == 1 ? "note" : "notes"),
      data: words.data,
      references: results.map(\.reference),
      language: glossary.language
    )
  }
}

extension GroupMeansPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case intervals
    case marks = "mark"
    case labels, legend
    case axisTitle = "axis-title"
    case timeTitle = "time-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    if let word = try container.decodeIfPresent(String.self, forKey: .intervals) {
      intervals = try decoder.word(word, what: "kind of intervals")
    }
    marks = try container.list(forKey: .marks)
    try container.replace(&labels, forKey: .labels)
    if let word = try container.decodeIfPresent(String.self, forKey: .legend) {
      legend = try decoder.word(word, what: "kind of legend")
    }
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    timeTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .timeTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "intervals",
      .choice(Intervals.allCases.map(\.rawValue)),
      default: "whiskers",
      "How the intervals of the means are drawn."
    ),
    KeyDescription(
      "mark",
      .oneOrMore(
        of: .either([
          .number,
          .object([
            KeyDescription("at", .number, required: true, "The period."),
            KeyDescription("label", .localizedText, default: "the period", "Its name."),
          ]),
        ])
      ),
      "Periods that a vertical line marks, such as the start of a treatment."
    ),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      default: "the groups' values",
      "Names of groups by their value."
    ),
    KeyDescription(
      "legend",
      .choice(Legend.allCases.map(\.rawValue)),
      default: "auto",
      "Names at the ends of the lines where they fit, or always in a legend."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "the outcome's label",
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

extension GroupMeansPlot.VerticalMark: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case place = "at"
    case label
  }

  package init(from decoder: any Decoder) throws {
    if let place = try decoder.decodeIfShaped(Double.self) {
      self.init(at: place)
      return
    }
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      at: try container.decode(Double.self, forKey: .place),
      label: try container.decodeIfPresent(LocalizedText.self, forKey: .label)
    )
  }
}

package import PanelResults

/// Estimates of one effect under many specifications: sorted, over a matrix of the choices behind
/// each.
package struct SpecificationCurvePlot: FigureRecipe, Equatable {
  package static let kind = "specification-curve"
  package static let summary =
    "Estimates under every combination of choices, sorted, over a matrix of these choices."

  package var labels: OrderedMapping<LocalizedText>
  package var order: Order
  package var hasIntervals: Bool
  package var hasZeroLine: Bool
  package var axisTitle: LocalizedText?
  package var size: RequestedSize

  package enum Order: String, Sendable, CaseIterable {
    /// Smallest estimate first.
    case ascending
    case descending
  }

  /// The most specifications that are drawn.
  static let limit = 2_000

  package init() {
    labels = OrderedMapping()
    order = .ascending
    hasIntervals = true
    hasZeroLine = true
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is SpecificationCurveResult
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let data = try SpecificationCurveData(of: results, recipe: self, in: context)
    let words = SpecificationCurveWords(data: data, recipe: self, context: context)
    let title = try words.axisTitle()
    let isDense = SpecificationCurveLayout.isDense(
      data.drawn.count, width: size.width(in: context.figureTheme))
    let layout = try SpecificationCurveLayout(
      data: data,
      recipe: self,
      titles: SpecificationCurveLayout.Titles(
        values: title,
        scaledValues: try words.shared.scaled(title),
        ranks: try words.text("axis-rank")
      ),
      legend: try words.legend(isDense: isDense),
      significance: isDense ? try words.significance() : nil,
      theme: context.figureTheme,
      id: context.id
    )
    return try words.shared.figure(
      FigureParts(
        size: layout.size,
        frames: layout.frames,
        groups: layout.groups,
        title: try words.title(),
        summary: try words.summary(axis: layout.axis),
        legend: [],
        notes: try words.notes(isDense: isDense),
        data: try words.figureData()
      ),
      of: results
    )
  }
}

extension SpecificationCurvePlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case labels, order
    case hasIntervals = "intervals"
    case hasZeroLine = "zero-line"
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    try container.replace(&labels, forKey: .labels)
    if let word = try container.decodeIfPresent(String.self, forKey: .order) {
      order = try decoder.word(word, what: "order")
    }
    try container.replace(&hasIntervals, forKey: .hasIntervals)
    try container.replace(&hasZeroLine, forKey: .hasZeroLine)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      default: "the study's labels",
      "Labels of variables and named lists by raw name or glob."
    ),
    KeyDescription(
      "order",
      .choice(Order.allCases.map(\.rawValue)),
      default: "ascending",
      "By estimate, the smallest or the greatest first."
    ),
    KeyDescription("intervals", .flag, default: "true", "Whether confidence intervals are drawn."),
    KeyDescription("zero-line", .flag, default: "true", "Whether a line marks no effect."),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the treatment and the outcome",
      "The title of the axis of estimates."
    ),
    RequestedSize.key,
  ]
}

/// What the figure of a specification curve draws.
struct SpecificationCurveData {
  /// A specification at its place from the left.
  struct Drawn {
    var specification: Specification
    /// From 1, by estimate, smallest first.
    var rank: Int
    var isBase: Bool
  }

  /// A list of choices that differ, with their names.
  struct Group {
    /// The place of the list among all.
    var list: Int
    var heading: String
    var labels: [String]
  }

  var result: SpecificationCurveResult
  var reference: String
  var drawn: [Drawn]
  var groups: [Group]
  /// Lists with one choice: their names and the choice.
  var shared: [(heading: String, label: String)]
  var words: ChoiceWords

  init(
    of results: [NamedResult],
    recipe: SpecificationCurvePlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let result = results[0].result as? SpecificationCurveResult else {
      throw .invalid(
        "Figure '\(context.id)' of the kind '\(SpecificationCurvePlot.kind)' draws one result of "
          + "the method 'specification-curve'."
      )
    }
    guard !result.specifications.isEmpty else {
      throw .invalid("'\(results[0].reference)' holds no specification.")
    }
    guard result.specifications.count <= SpecificationCurvePlot.limit else {
      throw .invalid(
        "Figure '\(context.id)' would draw \(result.specifications.count) specifications; up to "
          + "\(SpecificationCurvePlot.limit) can be told apart. Split the lists of choices, or show "
          + "a table of the kind 'specification-curve'."
      )
    }
    self.result = result
    reference = results[0].reference
    words = ChoiceWords(
      labels: TermLabels(own: recipe.labels.entries, results: [result], in: context),
      typesetting: context.tableStyle.typesetting,
      result: result
    )
    drawn = result.specifications.enumerated().map { place, specification in
      Drawn(specification: specification, rank: place + 1, isBase: place == result.base)
    }
    if recipe.order == .descending { drawn.reverse() }
    groups = []
    shared = []
    for (place, list) in result.dimensions.enumerated() {
      let heading = try words.heading(of: list.kind)
      var labels: [String] = []
      for choice in list.choices {
        labels.append(try words.label(of: choice, in: list.kind).plainText)
      }
      if list.choices.count > 1 {
        groups.append(Group(list: place, heading: heading, labels: labels))
      } else if let label = labels.first {
        shared.append((heading, label))
      }
    }
  }

  /// Whether a specification takes a choice.
  func takes(_ choice: Int, of group: Group, at place: Int) -> Bool {
    drawn[place].specification.choices.contains { $0[group.list] == choice }
  }
}

package import PanelResults

/// The coefficient of one term in every group: a row each, with numbers, under headings.
package struct ForestPlot: FigureRecipe, Equatable {
  package static let kind = "forest"
  package static let summary =
    "The coefficient of a term in every group of a sample, with observations, intervals and tests "
    + "of equality."

  /// The raw name of the term; the first that is compared where absent.
  package var term: String?
  /// The test whose p-value stands beside headings; the first of the results where absent.
  package var test: GroupComparison.Method?
  /// Whether the coefficient in all groups together has a row and a line.
  package var hasOverall: Bool
  package var hasZeroLine: Bool
  package var axisTitle: LocalizedText?
  package var size: RequestedSize

  package init() {
    hasOverall = true
    hasZeroLine = true
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is HeterogeneityResult }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let data = try ForestData(of: results, recipe: self, in: context)
    let words = ForestWords(data: data, recipe: self, words: FigureWords(context: context))
    let layout = try ForestLayout(
      data: data,
      recipe: self,
      heads: try words.heads(),
      axisTitle: try words.axisTitle(),
      in: context
    )
    return try words.words.figure(
      FigureParts(
        size: layout.size,
        frames: [layout.frame.box],
        groups: layout.groups,
        title: try words.title(),
        summary: try words.summary(axis: layout.axis),
        notes: try words.notes(),
        data: data.figureData
      ),
      of: results
    )
  }
}

extension ForestPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case term, test
    case hasOverall = "overall"
    case hasZeroLine = "zero-line"
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    term = try container.decodeIfPresent(String.self, forKey: .term)
    if let word = try container.decodeIfPresent(String.self, forKey: .test) {
      test = try decoder.word(word, what: "test")
    }
    try container.replace(&hasOverall, forKey: .hasOverall)
    try container.replace(&hasZeroLine, forKey: .hasZeroLine)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "term",
      .text,
      default: "the first that is compared",
      "The raw name of the term whose coefficients are drawn."
    ),
    KeyDescription(
      "test",
      .choice(GroupComparison.Method.allCases.map(\.rawValue)),
      default: "the first of the results",
      "The test whose p-value stands beside headings."
    ),
    KeyDescription(
      "overall",
      .flag,
      default: "true",
      "Whether the coefficient in all groups together has a row and a line."
    ),
    KeyDescription("zero-line", .flag, default: "true", "Whether a line marks no effect."),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from term and outcome",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

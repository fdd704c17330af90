package import PanelResults

/// Coefficients with nested confidence intervals, one row per term and one series per model, or one row
/// per model where there is a single term.
package struct CoefficientPlot: FigureRecipe, Equatable {
  package static let kind = "coefficient-plot"
  package static let summary = "Coefficients with their confidence intervals, models side by side."

  /// Names or globs of the terms to draw, in the order to draw them; all but the constant if empty.
  package var keep: [String]
  package var omit: [String]
  package var labels: OrderedMapping<LocalizedText>
  /// Names of the models; numbers in parentheses where absent.
  package var models: [LocalizedText]
  package var headings: [Heading]
  package var order: Order
  package var intervals: Intervals
  package var hasZeroLine: Bool
  package var axisTitle: LocalizedText?
  package var size: RequestedSize

  /// A sub-heading over terms.
  package struct Heading: Sendable, Equatable, Decodable {
    package var title: LocalizedText
    /// Names or globs.
    package var terms: [String]
  }

  package enum Order: String, Sendable, CaseIterable {
    /// As `keep` or the models list the terms.
    case listed
    /// By the value in the first model that has the term, greatest first.
    case value
  }

  package enum Intervals: String, Sendable, CaseIterable {
    /// The frozen interval and the narrower one inside it.
    case nested
    case single
    case none
  }

  package init() {
    keep = []
    omit = []
    labels = OrderedMapping()
    models = []
    headings = []
    order = .listed
    intervals = .nested
    hasZeroLine = true
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { !$0.result.estimates.isEmpty }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try CoefficientData(of: results, recipe: self, in: context)
    let words = CoefficientWords(plot: plot, recipe: self, context: context)
    let title = try words.axisTitle()
    let shown = plot.byModel ?? plot
    let layout = try CoefficientLayout(
      plot: shown,
      recipe: self,
      axisTitle: (title, try FigureWords(context: context).scaled(title)),
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
      summary: try words.summary(axis: layout.axis),
      frames: [layout.frame.box],
      groups: layout.groups,
      legend: shown.legend,
      notes: notes,
      notesLabel: try glossary.text("notes-labels", notes.count == 1 ? "note" : "notes"),
      data: words.data,
      references: results.map(\.reference),
      language: glossary.language
    )
  }
}

extension CoefficientPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case keep, omit, labels, models, headings, order, intervals
    case hasZeroLine = "zero-line"
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    keep = try container.list(forKey: .keep)
    omit = try container.list(forKey: .omit)
    try container.replace(&labels, forKey: .labels)
    models = try container.list(forKey: .models)
    headings = try container.list(forKey: .headings)
    if let word = try container.decodeIfPresent(String.self, forKey: .order) {
      order = try decoder.word(word, what: "order")
    }
    if let word = try container.decodeIfPresent(String.self, forKey: .intervals) {
      intervals = try decoder.word(word, what: "kind of intervals")
    }
    try container.replace(&hasZeroLine, forKey: .hasZeroLine)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "keep",
      .oneOrMore(of: .text),
      default: "all terms but the constant",
      "Terms to draw, in this order: raw names or globs such as `region::*`."
    ),
    KeyDescription("omit", .oneOrMore(of: .text), "Terms to leave out: raw names or globs."),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      default: "the study's labels",
      "Labels of terms by raw name or glob."
    ),
    KeyDescription(
      "models",
      .oneOrMore(of: .localizedText),
      default: "(1), (2), …",
      "Names of the models in the legend, one for each."
    ),
    KeyDescription(
      "headings",
      .list(
        of: .object([
          KeyDescription("title", .localizedText, required: true, "The sub-heading."),
          KeyDescription(
            "terms",
            .list(of: .text),
            required: true,
            "Terms under it: raw names or globs."
          ),
        ])
      ),
      "Sub-headings over groups of terms."
    ),
    KeyDescription(
      "order",
      .choice(Order.allCases.map(\.rawValue)),
      default: "listed",
      "As listed, or by value with the greatest first."
    ),
    KeyDescription(
      "intervals",
      .choice(Intervals.allCases.map(\.rawValue)),
      default: "nested",
      "Both intervals, the wider one only, or none."
    ),
    KeyDescription("zero-line", .flag, default: "true", "Whether a line marks no effect."),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the outcome",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

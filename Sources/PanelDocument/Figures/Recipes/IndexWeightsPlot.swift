package import PanelResults

/// The weights of an index's indicators as horizontal bars, by dimension where there are any.
package struct IndexWeightsPlot: FigureRecipe, Equatable {
  package static let kind = "index-weights"
  package static let summary = "Weights of the indicators of an index, as horizontal bars."

  package var order: Order
  /// The group to draw, where weights are those of groups.
  package var group: String?
  package var labels: OrderedMapping<LocalizedText>
  package var axisTitle: LocalizedText?
  package var size: RequestedSize

  package enum Order: String, Sendable, CaseIterable {
    /// As the index lists them.
    case listed
    /// By weight, greatest first, within dimensions.
    case value
  }

  package init() {
    order = .value
    labels = OrderedMapping()
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is EntropyWeightsResult
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let data = try IndexWeightsData(of: results, recipe: self, in: context)
    let words = FigureWords(context: context)
    let glossary = context.glossary
    let title =
      if let axisTitle {
        axisTitle.text(in: glossary.language)
      } else if let group = data.groupName {
        try words.text("axis-weight-group", ["group": group])
      } else {
        try words.text("axis-weight")
      }
    let layout = try IndexWeightsLayout(data: data, recipe: self, axisTitle: title, in: context)
    var sentences = [try words.text("note-weights")]
    var values = ["count": String(data.bars.count)]
    if let group = data.groupName {
      values["group"] = group
      sentences.append(try words.text("note-weights-group", ["group": group]))
    }
    let notes = sentences.map { TableNote(.description, RichText($0)) }
    return FigureModel(
      id: context.id,
      number: context.number,
      numberLabel: try glossary.text("figures", "number", ["number": context.number]),
      caption: RichText(context.caption?.text(in: glossary.language) ?? ""),
      size: layout.size,
      title: words.shortened(
        try words.text(data.groupName == nil ? "weights-title" : "weights-title-group", values)
      ),
      summary: try data.summary(axis: layout.axis, title: title, words: words),
      frames: [layout.frame.box],
      groups: layout.groups,
      legend: [],
      notes: notes,
      notesLabel: try glossary.text("notes-labels", "note"),
      data: data.figureData,
      references: results.map(\.reference),
      language: glossary.language
    )
  }
}

extension IndexWeightsPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case order, group, labels
    case axisTitle = "axis-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    if let word = try container.decodeIfPresent(String.self, forKey: .order) {
      order = try decoder.word(word, what: "order")
    }
    group = try container.decodeIfPresent(String.self, forKey: .group)
    try container.replace(&labels, forKey: .labels)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "order",
      .choice(Order.allCases.map(\.rawValue)),
      default: "value",
      "By weight with the greatest first, within dimensions, or as the index lists them."
    ),
    KeyDescription(
      "group",
      .text,
      "The group, such as a year, whose weights are drawn; needed where there are several."
    ),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      default: "the study's labels",
      "Labels of indicators by raw name or glob."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the glossary",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

/// What a chart of weights draws.
struct IndexWeightsData {
  struct Bar {
    var indicator: WeightedIndicator
    var label: String
  }

  var bars: [Bar]
  private var reference: String
  private var group: String?
  /// The group as it reads within a sentence, after its variable.
  private(set) var groupName: String?

  init(
    of results: [NamedResult],
    recipe: IndexWeightsPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let result = results[0].result as? EntropyWeightsResult else {
      throw .invalid(
        "Figure '\(context.id)' of the kind '\(IndexWeightsPlot.kind)' draws one result of the "
          + "method 'entropy-weights'."
      )
    }
    let weights = try Self.group(of: result, recipe: recipe, figure: context.id)
    let labels = TermLabels(own: recipe.labels.entries, results: [result], in: context)
    reference = results[0].reference
    group = weights.name
    if let name = weights.name {
      groupName =
        try result.groupVariable.map { (variable) throws(DocumentError) in
          try context.glossary.text(
            "figures",
            "weights-group",
            ["variable": try labels.word(for: variable).plainText, "group": name]
          )
        } ?? name
    }
    bars = []
    for indicator in weights.indicators {
      bars.append(
        Bar(
          indicator: indicator,
          label: try labels.label(of: indicator.indicator).plainText
        )
      )
    }
    let dimensions = weights.dimensions.map(\.dimension)
    let isByValue = recipe.order == .value
    bars = bars.enumerated().sorted { first, second in
      let (one, other) = (first.element.indicator, second.element.indicator)
      let places = [one, other].map { bar in
        bar.dimension.flatMap { dimensions.firstIndex(of: $0) } ?? 0
      }
      if places[0] != places[1] { return places[0] < places[1] }
      if isByValue, one.weight != other.weight { return one.weight > other.weight }
      return first.offset < second.offset
    }.map(\.element)
    guard !bars.isEmpty else { throw .invalid("'\(reference)' holds no indicator.") }
  }

  private static func group(
    of result: EntropyWeightsResult,
    recipe: IndexWeightsPlot,
    figure: String
  ) throws(DocumentError) -> IndicatorWeights {
    let known = result.groups.compactMap(\.name).joined(separator: ", ")
    if let name = recipe.group {
      guard let group = result.groups.first(where: { $0.name == name }) else {
        throw .invalid(
          "Figure '\(figure)' asks for the group '\(name)'. "
            + (known.isEmpty ? "The weights have no groups." : "There are: \(known).")
        )
      }
      return group
    }
    guard let only = result.groups.first, result.groups.count == 1 else {
      throw .invalid(
        "Figure '\(figure)' draws the weights of one group. Name it with 'group', one of: \(known)."
      )
    }
    return only
  }

  func summary(
    axis: ValueAxis,
    title: String,
    words: FigureWords
  ) throws(DocumentError) -> String {
    var list = ""
    for (position, bar) in bars.enumerated() {
      let item = try words.text(
        "reading-weight",
        ["indicator": bar.label, "value": FigureNumber.brief(bar.indicator.weight)]
      )
      list =
        position == 0 ? item : try words.text("readings-joined", ["list": list, "item": item])
    }
    return try words.joined([
      try words.sentence(about: axis, key: "horizontal-axis", title: title),
      try words.text("readings-weights", ["list": list]),
    ])
  }

  /// One row per bar; columns are named as in result files.
  var figureData: FigureData {
    FigureData(
      columns: [
        "result", "group", "dimension", "indicator", "label", "sign", "entropy", "redundancy",
        "weight",
      ],
      rows: bars.map { bar in
        [
          .text(reference), group.map { .text($0) } ?? .missing,
          bar.indicator.dimension.map { .text($0) } ?? .missing, .text(bar.indicator.indicator),
          .text(bar.label), .text(bar.indicator.sign.rawValue), .number(bar.indicator.entropy),
          .number(bar.indicator.redundancy), .number(bar.indicator.weight),
        ]
      }
    )
  }
}

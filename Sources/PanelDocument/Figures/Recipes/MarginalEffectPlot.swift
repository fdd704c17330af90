package import PanelResults

/// The effect of a treatment over the values of a moderator, above the moderator's distribution.
package struct MarginalEffectPlot: FigureRecipe, Equatable {
  package static let kind = "marginal-effect"
  package static let summary =
    "The effect of a treatment by a moderator, with its band, the Johnson-Neyman bounds and the "
    + "moderator's distribution."

  /// Whether the moderator's distribution stands on the floor of the plot.
  package var hasSupport: Bool
  /// Whether the mean has a line.
  package var hasMean: Bool
  /// Whether the bounds have lines, and the band is darker where it excludes zero.
  package var hasRegion: Bool
  package var axisTitle: LocalizedText?
  package var moderatorTitle: LocalizedText?
  package var size: RequestedSize

  package init() {
    hasSupport = true
    hasMean = true
    hasRegion = true
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is ModerationResult }
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    var distinct: [(named: NamedResult, result: ModerationResult)] = []
    for named in results {
      guard let result = named.result as? ModerationResult else {
        throw .invalid(
          "Figure '\(context.id)' of kind '\(Self.kind)' draws results of the method "
            + "'\(ModerationResult.method)', but '\(named.reference)' is a result of the method "
            + "'\(type(of: named.result).method)'."
        )
      }
      // However the product is centred, the effect at a value is the same.
      if !distinct.contains(where: { $0.result.isSameEffect(as: result) }) {
        distinct.append((named, result))
      }
    }
    guard !distinct.isEmpty else {
      throw .invalid("Figure '\(context.id)' of kind '\(Self.kind)' needs at least one result.")
    }
    let words = FigureWords(context: context)
    var panels: [MarginalEffectFigure] = []
    for (_, result) in distinct {
      panels.append(try MarginalEffectFigure(of: result, recipe: self, words: words))
    }
    let theme = context.figureTheme
    let width = size.width(in: theme)
    let columns = min(panels.count, width >= 110 * PrintPoint.perMillimetre ? 2 : 1)
    let rows = (panels.count + columns - 1) / columns
    let height = size.height.map { height in
      (height - SheetGrid.gap.y * Double(rows - 1) / PrintPoint.perMillimetre) / Double(rows)
    }
    var drawn: [SheetGrid.Panel] = []
    var notes: [[RichText]] = []
    var summary: [String] = []
    var data: [[FigureData.Value]] = []
    for (panel, (named, _)) in zip(panels, distinct) {
      let sheet = try panel.sheet(
        width: SheetGrid.panelWidth(columns: columns, of: width),
        height: height
      )
      drawn.append(SheetGrid.Panel(sheet: sheet, groups: panel.groups(on: sheet)))
      notes.append(try panel.notes().map { RichText($0) })
      summary.append(try panel.summary(x: sheet.x, y: sheet.y))
      data += panel.data(of: named.reference)
    }
    let grid = SheetGrid(drawn, columns: columns, width: width, legend: [], theme: theme)
    let frame = TableFrame(of: distinct.map(\.named), in: context)
    var names: [RichText] = []
    for panel in panels { names.append(RichText(panel.moderator)) }
    return try words.figure(
      FigureParts(
        size: grid.size,
        frames: grid.frames,
        groups: grid.groups,
        title: try panels[0].title(),
        summary: try words.joined(summary),
        notes: try frame.perName(notes, names: names, as: .description)
          + words.covarianceNotes(
            of: distinct.map(\.named),
            named: panels.map(\.moderator),
            labels: frame.labels
          ),
        data: FigureData(
          columns: ["result", "part", "moderator", "effect", "conf_low", "conf_high", "count"],
          rows: data
        )
      ),
      of: results
    )
  }
}

extension ModerationResult {
  /// Whether both are of one model, centred or not.
  fileprivate func isSameEffect(as other: ModerationResult) -> Bool {
    heading.outcome == other.heading.outcome && treatment == other.treatment
      && moderator == other.moderator && sample == other.sample
      && covariance == other.covariance && absorbedEffects == other.absorbedEffects
      && estimates.map(\.term) == other.estimates.map(\.term)
  }
}

extension MarginalEffectPlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case hasSupport = "support"
    case hasMean = "mean"
    case hasRegion = "region"
    case axisTitle = "axis-title"
    case moderatorTitle = "moderator-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    try container.replace(&hasSupport, forKey: .hasSupport)
    try container.replace(&hasMean, forKey: .hasMean)
    try container.replace(&hasRegion, forKey: .hasRegion)
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    moderatorTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .moderatorTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "support",
      .flag,
      default: "true",
      "Whether the moderator's distribution stands on the floor of the plot."
    ),
    KeyDescription("mean", .flag, default: "true", "Whether a line marks the moderator's mean."),
    KeyDescription(
      "region",
      .flag,
      default: "true",
      "Whether lines mark the Johnson-Neyman bounds, and the band is darker beyond them."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from treatment and outcome",
      "The title of the vertical axis."
    ),
    KeyDescription(
      "moderator-title",
      .localizedText,
      default: "the moderator's label",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

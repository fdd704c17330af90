package import PanelResults

/// Effects by cohort and calendar period, as profiles side by side or as shaded cells.
package struct GroupTimePlot: FigureRecipe, Equatable {
  package static let kind = "group-time"
  package static let summary =
    "Effects by cohort and period: a profile per cohort, or a table of shaded cells."

  package var shape: Shape
  /// The first treated periods of the cohorts to draw; all where empty.
  package var cohorts: [Int]
  package var intervals: CoefficientPlot.Intervals
  package var axisTitle: LocalizedText?
  package var timeTitle: LocalizedText?
  package var size: RequestedSize

  package enum Shape: String, Sendable, CaseIterable {
    /// A panel per cohort, effects over periods.
    case profile
    /// A row per cohort and a column per period, shaded by sign and size.
    case heat
  }

  package init() {
    shape = .profile
    cohorts = []
    intervals = .single
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool { false }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try GroupTimeData(of: results, recipe: self, in: context)
    let words = GroupTimeWords(plot: plot, recipe: self, context: context)
    let theme = context.figureTheme
    var parts = FigureParts(
      size: FigureSize(width: 0, height: 0),
      frames: [],
      groups: [],
      title: try words.title(),
      summary: try words.summary(),
      notes: try words.notes(),
      data: plot.data
    )
    switch shape {
    case .profile:
      let grid = try GroupTimePanels(plot: plot, recipe: self, words: words, theme: theme).grid
      (parts.size, parts.frames, parts.groups) = (grid.size, grid.frames, grid.groups)
    case .heat:
      let layout = try GroupTimeCells(plot: plot, recipe: self, words: words, theme: theme)
      (parts.size, parts.frames, parts.groups) = (layout.size, [layout.box], layout.groups)
    }
    return try FigureWords(context: context).figure(parts, of: results)
  }
}

extension GroupTimePlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case shape, cohorts, intervals
    case axisTitle = "axis-title"
    case timeTitle = "time-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    if let word = try container.decodeIfPresent(String.self, forKey: .shape) {
      shape = try decoder.word(word, what: "shape")
    }
    cohorts = try container.list(forKey: .cohorts)
    if let word = try container.decodeIfPresent(String.self, forKey: .intervals) {
      intervals = try decoder.word(word, what: "kind of intervals")
    }
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    timeTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .timeTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "shape",
      .choice(Shape.allCases.map(\.rawValue)),
      default: "profile",
      "A panel per cohort, or a table of cells shaded by sign and size."
    ),
    KeyDescription(
      "cohorts",
      .oneOrMore(of: .integer),
      default: "all",
      "The cohorts to draw, by their first treated period."
    ),
    KeyDescription(
      "intervals",
      .choice(CoefficientPlot.Intervals.allCases.map(\.rawValue)),
      default: "single",
      "The intervals of profiles: both, the wider one only, or none."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the outcome",
      "The title of the vertical axis of profiles."
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

/// The effects that a plot by cohort and period draws.
struct GroupTimeData {
  struct Cohort {
    var period: Int
    var units: Int?
    /// Ascending by period.
    var cells: [GroupTimeEffect]
  }

  var cohorts: [Cohort]
  /// Every period of any cell, ascending.
  var periods: [Int]
  var outcome: String?
  var time: String
  var result: TreatmentEffectsResult

  init(
    of results: [NamedResult],
    recipe: GroupTimePlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let result = results[0].result as? TreatmentEffectsResult,
      result.groupTime.contains(where: { $0.estimate != nil })
    else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(GroupTimePlot.kind)' draws one result with effects by "
          + "cohort and period, such as that of 'callaway-santanna'; it is given "
          + "\(results.map { "'\($0.reference)'" }.joined(separator: ", "))."
      )
    }
    self.result = result
    let known = Set(result.groupTime.map(\.cohort)).sorted()
    if let wrong = recipe.cohorts.first(where: { !known.contains($0) }) {
      throw .invalid(
        "Figure '\(context.id)' asks for the cohort \(wrong), which '\(results[0].reference)' does "
          + "not have. It has: \(known.map(String.init).joined(separator: ", "))."
      )
    }
    let wanted = recipe.cohorts.isEmpty ? known : recipe.cohorts
    cohorts = wanted.map { period in
      Cohort(
        period: period,
        units: result.design.cohorts.first { $0.period == period }?.units,
        cells: result.groupTime.filter { $0.cohort == period }.sorted { $0.period < $1.period }
      )
    }
    periods = Set(cohorts.flatMap { $0.cells.map(\.period) }).sorted()
    let words = FigureWords(context: context)
    outcome = try words.outcome(of: result)
    let labels = TermLabels(results: [result], in: context)
    if let own = recipe.timeTitle {
      time = own.text(in: context.glossary.language)
    } else if let variable = result.sample.timeVariable {
      time = try labels.label(of: variable).plainText
    } else {
      time = ""
    }
  }

  var cells: [GroupTimeEffect] { cohorts.flatMap(\.cells) }

  /// One row per cell.
  var data: FigureData {
    FigureData(
      columns: ["cohort", "period"] + Estimate.figureColumns
        + ["band_low", "band_high", "controls"],
      rows: cells.map { cell in
        [.count(cell.cohort), .count(cell.period)] + cell.estimate.figureData + [
          .number(cell.simultaneous?.low), .number(cell.simultaneous?.high),
          .count(cell.controls),
        ]
      }
    )
  }
}

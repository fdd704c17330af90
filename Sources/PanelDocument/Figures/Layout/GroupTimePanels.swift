import PanelResults

/// A panel of effects over periods for each cohort, all on the same scales.
struct GroupTimePanels {
  private(set) var grid: SheetGrid

  /// More panels than this cannot be compared.
  private static let most = 24

  init(
    plot: GroupTimeData,
    recipe: GroupTimePlot,
    words: GroupTimeWords,
    theme: FigureTheme
  ) throws(DocumentError) {
    guard plot.cohorts.count <= Self.most else {
      throw .invalid(
        "Figure '\(words.context.id)' has \(plot.cohorts.count) cohorts; more than \(Self.most) "
          + "panels cannot be compared. Take 'shape: heat', or choose some with 'cohorts'."
      )
    }
    let width = recipe.size.width(in: theme)
    let wide = width / PrintPoint.perMillimetre
    let columns = min(plot.cohorts.count, wide >= 150 ? 3 : wide >= 60 ? 2 : 1)
    let rows = (plot.cohorts.count + columns - 1) / columns
    let title = TextBlock(
      try words.axisTitle(),
      width: width - 2 * Spacing.edge,
      in: theme
    )
    let foot =
      plot.time.isEmpty
      ? nil : TextBlock(plot.time, width: width - 2 * Spacing.edge, in: theme)
    let legend = try Self.legend(plot: plot, words: words)
    let range = Self.values(of: plot, recipe: recipe)
    let (first, last) = (plot.periods.first ?? 0, plot.periods.last ?? 0)
    let columnWidth = SheetGrid.panelWidth(columns: columns, of: width)
    let height = recipe.size.height.map { height in
      let legendHeight = LegendLayout(legend, width: width - 2 * Spacing.edge, theme: theme).height
      let around =
        (legendHeight > 0 ? legendHeight + Spacing.block + 4 : 0) + title.height(in: theme) + 6
        + (foot.map { $0.height(in: theme) + 4 } ?? 0)
      let room = height * PrintPoint.perMillimetre - around - SheetGrid.gap.y * Double(rows - 1)
      return room / Double(rows) / PrintPoint.perMillimetre
    }
    var panels: [SheetGrid.Panel] = []
    for cohort in plot.cohorts {
      let sheet = try PlotSheet(
        PlotRequest(
          width: columnWidth,
          height: height,
          ratio: 0.78,
          x: PlotRequest.Axis(
            range: Double(first)...Double(last),
            title: "",
            scaledTitle: "",
            reach: Marker.reach(in: theme),
            ticks: { range, length in
              Ticks.best(
                for: TickRequest(
                  range: range,
                  length: length,
                  direction: .horizontal,
                  isPeriod: true
                ),
                in: theme
              )
            }
          ),
          y: PlotRequest.Axis(
            range: range,
            title: "",
            scaledTitle: "",
            reach: Marker.reach(in: theme),
            ticks: { range, length in
              Ticks.best(
                for: TickRequest(range: range, length: length, direction: .vertical),
                in: theme
              ).unscaled
            }
          ),
          heading: try words.name(of: cohort),
          id: words.context.id
        ),
        theme: theme
      )
      panels.append(
        SheetGrid.Panel(
          sheet: sheet,
          groups: sheet.groups(
            rules: [RuleMark(at: 0, on: .y, role: .zero)]
              + (sheet.x.domain.contains(Double(cohort.period) - 0.5)
                ? [RuleMark(at: Double(cohort.period) - 0.5, on: .x)] : []),
            marks: Self.marks(of: cohort, recipe: recipe)
          )
        )
      )
    }
    grid = SheetGrid(
      panels,
      columns: columns,
      width: width,
      legend: legend,
      title: title,
      foot: foot,
      theme: theme
    )
  }

  private static func legend(
    plot: GroupTimeData,
    words: GroupTimeWords
  ) throws(DocumentError) -> [LegendLayout.Item] {
    let estimated = plot.cells.filter { $0.estimate != nil }
    guard estimated.contains(where: \.isBeforeTreatment),
      estimated.contains(where: { !$0.isBeforeTreatment })
    else { return [] }
    return [
      LegendLayout.Item(label: try words.word(.before), series: 1, symbol: .whisker),
      LegendLayout.Item(label: try words.word(.after), series: 0, symbol: .whisker),
    ]
  }

  private static func values(
    of plot: GroupTimeData,
    recipe: GroupTimePlot
  ) -> ClosedRange<Double> {
    let marks = plot.cohorts.flatMap { Self.marks(of: $0, recipe: recipe) }
    return marks.reduce(Domain(y: 0...0)) { $0.union($1.domain) }.y ?? 0...0
  }

  private static func marks(
    of cohort: GroupTimeData.Cohort,
    recipe: GroupTimePlot
  ) -> [any Mark] {
    [(true, 1), (false, 0)].flatMap { isBefore, series -> [any Mark] in
      let cells = cohort.cells.filter { $0.isBeforeTreatment == isBefore && $0.estimate != nil }
      func spans(_ interval: (Estimate) -> Interval?) -> [Span] {
        cells.compactMap { cell in
          cell.estimate.flatMap(interval).map {
            Span(at: Double(cell.period), low: $0.low, high: $0.high)
          }
        }
      }
      var marks: [any Mark] = []
      if recipe.intervals != .none {
        marks.append(WhiskerMark(spans(\.interval), along: .y, series: series))
      }
      if recipe.intervals == .nested {
        marks.append(
          WhiskerMark(spans(\.innerInterval), along: .y, series: series, kind: .inner)
        )
      }
      let points = cells.compactMap { cell in
        cell.estimate.map { Datum(x: Double(cell.period), y: $0.value) }
      }
      return marks + [PointMark(points, series: series)]
    }
  }
}

extension Ticks {
  /// The same with labels that need no power of ten beside them.
  var unscaled: Ticks {
    guard exponent != nil else { return self }
    var ticks = self
    ticks.labels = values.map(FigureNumber.brief)
    ticks.exponent = nil
    return ticks
  }
}

import PanelResults

/// A panel of autocorrelation over time for each variable and matrix, all on the same scales.
struct MoranTimePanels {
  private(set) var grid: SheetGrid

  /// More panels than this cannot be compared.
  private static let most = 24

  init(
    data: MoranTimeData,
    recipe: MoranTimePlot,
    context: DocumentContext
  ) throws(DocumentError) {
    let theme = context.figureTheme
    guard data.panels.count <= Self.most else {
      throw .invalid(
        "Figure '\(context.id)' has \(data.panels.count) panels; more than \(Self.most) cannot be "
          + "compared. Choose some with 'variables' and 'weights'."
      )
    }
    let width = recipe.size.width(in: theme)
    let wide = width / PrintPoint.perMillimetre
    let perMatrix = Set(data.panels.map(\.variable)).count
    // A row for each matrix where its variables fit side by side.
    let most = wide >= 150 ? 3 : wide >= 60 ? 2 : 1
    let columns =
      perMatrix > 1 && perMatrix <= most
      ? perMatrix : min(data.panels.count, data.panels.count == 4 ? min(2, most) : most)
    let rows = (data.panels.count + columns - 1) / columns
    let title = TextBlock(data.axis, width: width - 2 * Spacing.edge, in: theme)
    let foot =
      data.time.isEmpty ? nil : TextBlock(data.time, width: width - 2 * Spacing.edge, in: theme)
    let legend = try Self.legend(of: data, recipe: recipe, context)
    let height = recipe.size.height.map { height in
      let legendHeight = LegendLayout(legend, width: width - 2 * Spacing.edge, theme: theme).height
      let around =
        (legendHeight > 0 ? legendHeight + Spacing.block + 4 : 0) + title.height(in: theme) + 6
        + (foot.map { $0.height(in: theme) + 4 } ?? 0)
      let room = height * PrintPoint.perMillimetre - around - SheetGrid.gap.y * Double(rows - 1)
      return room / Double(rows) / PrintPoint.perMillimetre
    }
    let range =
      data.panels.flatMap { Self.marks(of: $0, recipe: recipe) }
      .reduce(Domain(y: Self.expected(in: data.panels))) { $0.union($1.domain) }.y ?? 0...0
    var panels: [SheetGrid.Panel] = []
    for panel in data.panels {
      let sheet = try PlotSheet(
        Self.request(
          panel,
          data,
          range: range,
          width: SheetGrid.panelWidth(columns: columns, of: width),
          height: height,
          ratio: columns == 1 ? theme.heightRatio : 0.82,
          context
        ),
        theme: theme
      )
      let rules = panel.values.first.map { [RuleMark(at: $0.expected, on: .y)] } ?? []
      panels.append(
        SheetGrid.Panel(
          sheet: sheet,
          groups: sheet.groups(rules: rules, marks: Self.marks(of: panel, recipe: recipe))
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

  private static func expected(in panels: [MoranTimeData.Panel]) -> ClosedRange<Double>? {
    ClosedRange(spanning: panels.flatMap { $0.values.map(\.expected) })
  }

  private static func request(
    _ panel: MoranTimeData.Panel,
    _ data: MoranTimeData,
    range: ClosedRange<Double>,
    width: Double,
    height: Double?,
    ratio: Double,
    _ context: DocumentContext
  ) -> PlotRequest {
    let theme = context.figureTheme
    let (first, last) = (data.result.periods.first ?? 0, data.result.periods.last ?? 0)
    return PlotRequest(
      width: width,
      height: height,
      ratio: ratio,
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
      heading: panel.heading.isEmpty ? nil : panel.heading,
      id: context.id
    )
  }

  private static func legend(
    of data: MoranTimeData,
    recipe: MoranTimePlot,
    _ context: DocumentContext
  ) throws(DocumentError) -> [LegendLayout.Item] {
    let glossary = context.glossary
    let values = data.panels.flatMap(\.values)
    var items: [LegendLayout.Item] = []
    if values.contains(where: MoranTimeData.isSignificant) {
      items.append(
        LegendLayout.Item(
          label: try glossary.text("moran", "significant"),
          series: 0,
          symbol: .marker
        )
      )
    }
    if values.contains(where: MoranTimeData.isInsignificant) {
      items.append(
        LegendLayout.Item(
          label: try glossary.text("moran", "not-significant"),
          series: 0,
          symbol: .hollow
        )
      )
    }
    if recipe.band, let level = data.bandLevel {
      items.append(
        LegendLayout.Item(
          label: try glossary.text(
            "moran",
            "band",
            ["level": FigureNumber.percent(level)]
          ),
          series: 0,
          symbol: .ribbon
        )
      )
    }
    return items
  }

  /// The band, the line over it, and its markers.
  private static func marks(
    of panel: MoranTimeData.Panel,
    recipe: MoranTimePlot
  ) -> [any Mark] {
    func points(_ values: [MoranResult.Value]) -> [Datum] {
      values.map { Datum(x: Double($0.period ?? 0), y: $0.value) }
    }
    var marks: [any Mark] = []
    if recipe.band {
      let spans = panel.values.compactMap { value in
        value.band.map { Span(at: Double(value.period ?? 0), low: $0.low, high: $0.high) }
      }
      marks.append(RibbonMark(spans, series: 0))
    }
    marks.append(LineMark(points(panel.values), series: 0))
    let isSignificant = MoranTimeData.isSignificant
    marks.append(
      PointMark(
        points(panel.values.filter(MoranTimeData.isInsignificant)),
        series: 0,
        filling: .paper
      )
    )
    marks.append(PointMark(points(panel.values.filter(isSignificant)), series: 0))
    return marks
  }
}

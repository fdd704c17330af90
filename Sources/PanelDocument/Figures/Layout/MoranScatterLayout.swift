import PanelResults

/// A Moran scatterplot on paper: plots of equal scales, their words in free corners, labels of
/// points where they have room.
struct MoranScatterLayout {
  private(set) var size: FigureSize
  private(set) var frames: [Box]
  private(set) var groups: [ShapeGroup]
  /// Labels without room, of all plots.
  private(set) var dropped = 0

  private let theme: FigureTheme

  /// Points up to which markers have their full size.
  private static let fullSizeCount = 60.0

  init(
    plot: MoranScatterData,
    recipe: MoranScatterPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    theme = context.figureTheme
    let theme = theme
    let panels = plot.panels
    let width = recipe.size.width(in: theme)
    let columns = Self.columns(recipe, panels: panels.count, width: width)
    let isSingle = panels.count == 1
    let titles = try plot.words.axes(of: panels)
    let room = width - 2 * Spacing.edge
    let legend = try Self.legend(of: plot)
    let title = isSingle ? nil : TextBlock(titles.y, width: room, in: theme)
    let foot = isSingle ? nil : TextBlock(titles.x, width: room, in: theme)
    let count = panels.map(\.scatter.units.count).max() ?? 1
    let shrink = min(1, (Self.fullSizeCount / Double(count)).squareRoot())
    let diameter = max(2.4, theme.markerSize * max(0.55, shrink))
    var height: Double?
    if let asked = recipe.size.height {
      let rows = Double((panels.count + columns - 1) / columns)
      let legendHeight = LegendLayout(legend, width: room, theme: theme).height
      let around =
        (legendHeight > 0 && !isSingle ? legendHeight + Spacing.block + 4 : 0)
        + (title.map { $0.height(in: theme) + 6 } ?? 0)
        + (foot.map { $0.height(in: theme) + 4 } ?? 0) + SheetGrid.gap.y * (rows - 1)
      height = asked / rows - around / rows / PrintPoint.perMillimetre
    }
    var corners: [[String]] = []
    for panel in panels { corners.append(try plot.words.corner(of: panel.scatter)) }
    var names: [MoranQuadrant: String] = [:]
    for quadrant in MoranQuadrant.allCases { names[quadrant] = try plot.words.name(of: quadrant) }
    let request = PanelRequest(
      width: isSingle ? width : SheetGrid.panelWidth(columns: columns, of: width),
      height: height, titles: isSingle ? titles : (x: "", y: ""), legend: isSingle ? legend : [],
      diameter: diameter, ranges: Self.ranges(of: panels), isEqual: recipe.aspect == .equal,
      hasHeader: false, quadrants: names, id: context.id)
    var drawn = try panels.map { panel throws(DocumentError) in
      try MoranScatterPanel(panel, request, theme: theme)
    }
    // The words stand in the same corner of every plot, or over all frames.
    let corner = FreePlace.Corner.inOrder.first { corner in
      zip(drawn, corners).allSatisfy { $0.hasRoom(for: $1, in: corner) }
    }
    if corner == nil {
      var request = request
      request.hasHeader = true
      drawn = []
      for (panel, lines) in zip(panels, corners) {
        drawn.append(try MoranScatterPanel(panel, request, header: lines, theme: theme))
      }
    }
    var sheets: [SheetGrid.Panel] = []
    for (index, panel) in drawn.enumerated() {
      let (shapes, lost) = panel.texts(corners[index], in: corner)
      dropped += lost
      sheets.append(
        SheetGrid.Panel(sheet: panel.sheet, groups: panel.groups(texts: shapes)))
    }
    if isSingle, let only = sheets.first {
      (size, frames, groups) = (only.sheet.size, [only.sheet.frame.box], only.groups)
    } else {
      let grid = SheetGrid(
        sheets, columns: columns, width: width, legend: legend, title: title, foot: foot,
        theme: theme)
      (size, frames, groups) = (grid.size, grid.frames, grid.groups)
    }
  }

  private static func columns(_ recipe: MoranScatterPlot, panels: Int, width: Double) -> Int {
    if let columns = recipe.columns { return min(columns, panels) }
    let wide = width / PrintPoint.perMillimetre
    let most = wide >= 150 ? 3 : wide >= 75 ? 2 : 1
    // Four plots stand two by two rather than three and one.
    return panels == 4 ? min(2, most) : min(panels, most)
  }

  /// The values of all plots, which share their scales.
  private static func ranges(
    of panels: [MoranScatterData.Panel]
  ) -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
    let x = ClosedRange(spanning: panels.flatMap(\.scatter.values) + [0]) ?? 0...0
    let y = ClosedRange(spanning: panels.flatMap(\.scatter.lags) + [0]) ?? 0...0
    return (x.widenedIfEmpty, y.widenedIfEmpty)
  }

  private static func legend(
    of plot: MoranScatterData
  ) throws(DocumentError) -> [LegendLayout.Item] {
    var items: [LegendLayout.Item] = []
    if plot.panels.contains(where: { $0.isSignificant != nil }) {
      let level = plot.panels.compactMap(\.scatter.local).first?.inference.level ?? 0.05
      items = [
        LegendLayout.Item(
          label: try plot.words.text(
            "legend-significant", ["level": plot.words.figure.percent(level)]),
          series: 0, symbol: .marker),
        LegendLayout.Item(
          label: try plot.words.text("legend-other"), series: 0, symbol: .hollow),
      ]
      if plot.panels.contains(where: { !$0.scatter.neighbourless.isEmpty }) {
        items.append(
          LegendLayout.Item(
            label: try plot.words.text("legend-neighbourless"), series: 2, symbol: .hollow))
      }
    }
    return items
  }
}

extension FreePlace.Corner {
  /// The quadrants of outliers are emptier than those of clusters.
  fileprivate static let inOrder: [FreePlace.Corner] = [
    .bottomRight, .topLeft, .topRight, .bottomLeft,
  ]
}

/// What all plots of a sheet share.
struct PanelRequest {
  /// Of a plot with its labels, in points.
  var width: Double
  /// In millimetres, where the study gives it.
  var height: Double?
  var titles: (x: String, y: String)
  var legend: [LegendLayout.Item]
  /// Of a marker, in points.
  var diameter: Double
  var ranges: (x: ClosedRange<Double>, y: ClosedRange<Double>)
  var isEqual: Bool
  var hasHeader: Bool
  var quadrants: [MoranQuadrant: String]
  var id: String
}

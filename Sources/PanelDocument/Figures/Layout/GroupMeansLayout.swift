import PanelResults

/// Where everything of a plot of group means stands.
struct GroupMeansLayout {
  private(set) var size: FigureSize
  private(set) var frame: Frame
  private(set) var x: ValueAxis
  private(set) var y: ValueAxis
  private(set) var groups: [ShapeGroup] = []

  private let plot: GroupMeansData
  private let recipe: GroupMeansPlot
  private let theme: FigureTheme
  private let width: Double
  private let title: TextBlock
  private let timeTitle: TextBlock
  private let legend: LegendLayout
  private let directLabels: [TextBlock]
  /// The names of vertical lines, placed above the frame.
  private let lineLabels: LineLabels
  private let dodge: Double

  /// Most groups that are named at the ends of their lines.
  private static let mostDirectLabels = 8
  /// The share of the width that names at the lines' ends may take.
  private static let directShare = 0.3

  init(
    plot: GroupMeansData,
    recipe: GroupMeansPlot,
    theme: FigureTheme,
    id: String
  ) throws(DocumentError) {
    for mark in plot.marks {
      let (first, last) = (Double(plot.periods[0]), Double(plot.periods[plot.periods.count - 1]))
      guard mark.place >= first - 1, mark.place <= last + 1 else {
        throw .invalid(
          "Figure '\(id)' marks \(NumberLabels.plain([mark.place], isPeriod: true).texts[0]), but "
            + "its periods run from \(plot.periods[0]) to \(plot.periods[plot.periods.count - 1])."
        )
      }
    }
    let direct = GroupMeansLayout.directLabels(of: plot, recipe: recipe, theme: theme)
    if let direct,
      let named = try GroupMeansLayout(
        plot: plot,
        recipe: recipe,
        theme: theme,
        id: id,
        directLabels: direct
      )
    {
      self = named
    } else if let withLegend = try GroupMeansLayout(
      plot: plot,
      recipe: recipe,
      theme: theme,
      id: id,
      directLabels: []
    ) {
      self = withLegend
    } else {
      preconditionFailure("a plot with a legend needs no room for labels at its lines")
    }
  }

  /// `nil` if the labels at the lines' ends do not fit.
  private init?(
    plot: GroupMeansData,
    recipe: GroupMeansPlot,
    theme: FigureTheme,
    id: String,
    directLabels: [TextBlock]
  ) throws(DocumentError) {
    self.plot = plot
    self.recipe = recipe
    self.theme = theme
    self.directLabels = directLabels
    width = recipe.size.width(in: theme)
    let room = width - 2 * Spacing.edge
    legend = LegendLayout(
      directLabels.isEmpty ? plot.legend : [],
      symbol: .line,
      width: room,
      theme: theme
    )
    let legendHeight = legend.height > 0 ? legend.height + Spacing.block : 0
    let isLegendAbove = theme.legend == .top
    let values = GroupMeansLayout.values(of: plot, recipe: recipe).widenedIfEmpty
    let labelWidth = directLabels.map { $0.width(in: theme) }.max()
    let right = width - Spacing.edge - (labelWidth.map { $0 + Spacing.label + 2 } ?? 0)

    timeTitle = TextBlock(plot.time, width: room, in: theme)
    let margins = GroupMeansMargins(
      plot: plot,
      recipe: recipe,
      theme: theme,
      values: values,
      width: width,
      right: right,
      above: isLegendAbove ? legendHeight : 0,
      below: timeTitle.height(in: theme) + (isLegendAbove ? 0 : legendHeight),
      id: id
    )
    let (solution, parts) = try margins.settled()

    x = parts.x
    y = parts.y
    title = parts.title
    lineLabels = parts.lineLabels
    dodge = solution.dodge
    let box = solution.box
    frame = parts.frame
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: (box.bottom + solution.bottom) / PrintPoint.perMillimetre
    )
    guard draw(bottom: solution.bottom) else { return nil }
  }
}

extension GroupMeansLayout {
  /// The names of the groups for the ends of their lines, if that can work.
  private static func directLabels(
    of plot: GroupMeansData,
    recipe: GroupMeansPlot,
    theme: FigureTheme
  ) -> [TextBlock]? {
    guard recipe.legend == .auto, (2...mostDirectLabels).contains(plot.series.count),
      plot.series.allSatisfy({ $0.points.last?.period == plot.periods.last })
    else { return nil }
    let room = recipe.size.width(in: theme) * directShare
    let blocks = plot.series.map { TextBlock($0.label, width: room, in: theme) }
    return blocks.allSatisfy { $0.lines.count <= 2 } ? blocks : nil
  }

  /// The range of everything drawn along the vertical axis.
  private static func values(
    of plot: GroupMeansData,
    recipe: GroupMeansPlot
  ) -> ClosedRange<Double> {
    let points = plot.series.flatMap(\.points)
    let intervals =
      recipe.intervals == .none ? [] : points.compactMap(\.interval).flatMap { [$0.low, $0.high] }
    return ClosedRange(spanning: points.map(\.mean) + intervals) ?? 0...1
  }

  private mutating func draw(bottom: Double) -> Bool {
    let box = frame.box
    let sheet = Box(x: 0, y: 0, width: width, height: box.bottom + bottom)
    groups = [ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))])]
    let grid = theme.hasGrid ? GridMark(at: y.ticks.values, on: .y).shapes(in: frame) : []
    let lines = plot.marks.flatMap { RuleMark(at: $0.place, on: .x).shapes(in: frame) }
    groups.append(ShapeGroup(.grid, grid + lines))
    groups.append(
      ShapeGroup(
        .axes,
        AxisMark(y.ticks, on: .y).shapes(in: frame) + AxisMark(x.ticks, on: .x).shapes(in: frame)
      )
    )
    groups.append(ShapeGroup(.data, marks().flatMap { $0.shapes(in: frame) }))

    let isLegendAbove = theme.legend == .top
    let legendTop =
      isLegendAbove ? Spacing.edge : box.bottom + bottom - Spacing.edge - legend.height
    let titleTop =
      Spacing.edge + (isLegendAbove && legend.height > 0 ? legend.height + Spacing.block : 0)
    let foot =
      box.bottom + AxisMark(x.ticks, on: .x).depth(in: theme) + Spacing.label * 0.6
    let middle = Point(x: timeTitle.middle(over: box, width: width, in: theme), y: foot)
    let titles =
      title.shapes(at: Point(x: Spacing.edge, y: titleTop), in: theme)
      + timeTitle.shapes(at: middle, alignment: .middle, in: theme)
    guard let names = endLabels() else { return false }
    groups.append(ShapeGroup(.labels, titles.map(Shape.text) + lineLabels.shapes + names))
    if legend.height > 0 {
      groups.append(
        ShapeGroup(.legend, legend.shapes(at: Point(x: Spacing.edge, y: legendTop)))
      )
    }
    return true
  }

  private func offset(of series: Int) -> Point {
    Point(x: (Double(series) - Double(plot.series.count - 1) / 2) * dodge, y: 0)
  }

  /// Bands, then intervals and lines, then markers, so that no marker is covered.
  private func marks() -> [any Mark] {
    var bands: [any Mark] = []
    var lines: [any Mark] = []
    var points: [any Mark] = []
    for (index, series) in plot.series.enumerated() {
      for run in plot.runs(of: index) {
        let spans = run.compactMap { point in
          point.interval.map { Span(at: Double(point.period), low: $0.low, high: $0.high) }
        }
        let data = run.map { Datum(x: Double($0.period), y: $0.mean) }
        if recipe.intervals == .ribbon { bands.append(RibbonMark(spans, series: index)) }
        lines.append(LineMark(data, series: index, offset: offset(of: index)))
        if recipe.intervals == .whiskers {
          lines.append(WhiskerMark(spans, along: .y, series: index, offset: offset(of: index)))
        }
      }
      points.append(
        PointMark(
          series.points.map { Datum(x: Double($0.period), y: $0.mean) },
          series: index,
          offset: offset(of: index)
        )
      )
    }
    return bands + lines + points
  }

  /// Names beside the last points, moved apart where they would overlap; `nil` if they do not fit.
  private func endLabels() -> [Shape]? {
    guard !directLabels.isEmpty else { return [] }
    let ends = plot.series.map { series in
      frame.point(Double(series.points.last?.period ?? 0), series.points.last?.mean ?? 0)
    }
    let gap = 0.12 * theme.font.label
    let labels = zip(ends, directLabels).map { end, block in
      LabelPlacement.Label(wanted: end.y, height: block.height(in: theme) + gap)
    }
    let room = (frame.box.top - theme.labelHeight / 2)...(frame.box.bottom)
    guard let middles = LabelPlacement.middles(of: labels, within: room) else { return nil }
    let furthest = zip(middles, ends).map { abs($0 - $1.y) }.max() ?? 0
    guard furthest <= 2.5 * theme.labelHeight else { return nil }
    let left = frame.box.right + Spacing.label + 2
    let reach = Marker.reach(in: theme) + offset(of: plot.series.count - 1).x
    return plot.series.indices.flatMap { index -> [Shape] in
      let block = directLabels[index]
      let top = middles[index] - block.height(in: theme) / 2
      let text = block.shapes(at: Point(x: left, y: top), in: theme).map(Shape.text)
      guard abs(middles[index] - ends[index].y) > 0.35 * theme.font.label else { return text }
      let leader = Shape.line(
        from: Point(x: ends[index].x + reach + 1, y: ends[index].y),
        to: Point(x: left - 1.5, y: middles[index]),
        Ink(.leader)
      )
      return [leader] + text
    }
  }
}

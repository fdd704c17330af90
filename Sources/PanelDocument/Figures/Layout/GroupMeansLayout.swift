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

  /// The least height of a plotting area, in points.
  private static let leastHeight = 45.0
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

    // Ticks decide margins and margins decide ticks: a few rounds settle them.
    var solution = Solution(
      top: 40,
      bottom: 40,
      frameHeight: 100,
      left: 40,
      right: right,
      dodge: 0
    )
    var parts: Parts
    var round = 0
    repeat {
      parts = Parts(plot: plot, values: values, solution: solution, theme: theme, room: room)
      let timeTitle = TextBlock(plot.time, width: room, in: theme)
      var next = solution
      next.top =
        Spacing.edge + (isLegendAbove ? legendHeight : 0) + parts.title.height(in: theme)
        + Spacing.block + parts.lineLabels.height
      next.bottom =
        AxisMark(parts.x.ticks, on: .x).depth(in: theme) + Spacing.label * 0.6
        + timeTitle.height(in: theme) + (isLegendAbove ? 0 : legendHeight) + Spacing.edge
      next.left = Spacing.edge + AxisMark(parts.y.ticks, on: .y).depth(in: theme)
      next.right = min(
        right,
        width - Spacing.edge - parts.x.overhang(from: next.left, to: right, in: theme)
      )
      next.frameHeight = try GroupMeansLayout.frameHeight(
        around: next.top + next.bottom,
        width: width,
        recipe: recipe,
        theme: theme,
        id: id
      )
      next.dodge = GroupMeansLayout.dodge(of: plot, recipe: recipe, x: parts.x, next, theme)
      let isSettled = next == solution
      solution = next
      round += 1
      if isSettled { break }
    } while round < 6
    parts = Parts(plot: plot, values: values, solution: solution, theme: theme, room: room)

    x = parts.x
    y = parts.y
    title = parts.title
    lineLabels = parts.lineLabels
    timeTitle = TextBlock(plot.time, width: room, in: theme)
    dodge = solution.dodge
    let box = solution.box
    frame = parts.frame
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: (box.bottom + solution.bottom) / PrintPoint.perMillimetre
    )
    guard draw(bottom: solution.bottom) else { return nil }
  }

  /// Margins and heights that depend on each other.
  private struct Solution: Equatable {
    var top: Double
    var bottom: Double
    var frameHeight: Double
    var left: Double
    var right: Double
    var dodge: Double

    var box: Box { Box(x: left, y: top, width: right - left, height: frameHeight) }
  }

  /// What follows from margins.
  private struct Parts {
    var x: ValueAxis
    var y: ValueAxis
    var title: TextBlock
    var lineLabels: LineLabels
    var frame: Frame

    init(
      plot: GroupMeansData,
      values: ClosedRange<Double>,
      solution: Solution,
      theme: FigureTheme,
      room: Double
    ) {
      let box = solution.box
      let reach = Marker.reach(in: theme)
      let (first, last) = (plot.periods[0], plot.periods[plot.periods.count - 1])
      let places = plot.marks.map(\.place) + [Double(first), Double(last)]
      let periods = ClosedRange(spanning: places) ?? 0...1
      x = ValueAxis(
        covering: first == last
          ? (periods.lowerBound - 1)...(periods.upperBound + 1) : periods,
        request: {
          TickRequest(range: $0, length: box.width, direction: .horizontal, isPeriod: true)
        },
        reach: reach + solution.dodge * Double(plot.series.count - 1) / 2,
        in: theme
      )
      y = ValueAxis(
        covering: values,
        request: { TickRequest(range: $0, length: box.height, direction: .vertical) },
        reach: reach,
        in: theme
      )
      frame = Frame(
        box: box,
        x: .linear(domain: x.domain, start: box.left, end: box.right),
        y: .linear(domain: y.domain, start: box.bottom, end: box.top),
        theme: theme
      )
      title = TextBlock(
        plot.valueTitle(exponent: y.ticks.exponent),
        width: room,
        raised: y.ticks.exponent.map(NumberLabels.power),
        in: theme
      )
      lineLabels = LineLabels(plot.marks, in: frame, room: room)
    }
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

  private static func frameHeight(
    around: Double,
    width: Double,
    recipe: GroupMeansPlot,
    theme: FigureTheme,
    id: String
  ) throws(DocumentError) -> Double {
    guard let height = recipe.size.height else {
      return max(leastHeight, width * 0.36, width * theme.heightRatio - around)
    }
    let room = height * PrintPoint.perMillimetre - around
    guard room >= leastHeight else {
      let least = Int(((around + leastHeight) / PrintPoint.perMillimetre).rounded(.up))
      throw .invalid(
        "Figure '\(id)' needs a height of at least \(least) mm; 'size.height' gives "
          + "\(FigureNumber.brief(height)). Raise it, or leave it out."
      )
    }
    return room
  }

  /// The shift between neighbouring groups, so that whiskers do not cover each other.
  private static func dodge(
    of plot: GroupMeansData,
    recipe: GroupMeansPlot,
    x: ValueAxis,
    _ solution: Solution,
    _ theme: FigureTheme
  ) -> Double {
    guard recipe.intervals == .whiskers, plot.series.count > 1 else { return 0 }
    let gaps = zip(plot.periods, plot.periods.dropFirst()).map { $1 - $0 }
    let span = x.domain.upperBound - x.domain.lowerBound
    let pitch = Double(gaps.min() ?? 1) / span * solution.box.width
    let room = 0.5 * pitch / Double(plot.series.count)
    // In hundredths, so that the rounds above settle.
    return (min(theme.markerSize * 0.6, room) * 100).rounded(.down) / 100
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

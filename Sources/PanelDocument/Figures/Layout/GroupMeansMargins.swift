import PanelResults

/// The margins of a plot of group means.
///
/// Ticks decide margins and margins decide ticks: rounds of both settle them.
struct GroupMeansMargins {
  var plot: GroupMeansData
  var recipe: GroupMeansPlot
  var theme: FigureTheme
  /// The range along the vertical axis.
  var values: ClosedRange<Double>
  /// The sheet's width and the farthest right that the frame may reach, in points.
  var width: Double
  var right: Double
  /// What stands above the title of the value axis and below the horizontal axis, in points.
  var above: Double
  var below: Double
  /// The figure's id, for messages.
  var id: String

  /// The least height of a plotting area, in points.
  private static let leastHeight = 45.0

  /// Margins and heights that depend on each other, in points.
  struct Solution: Equatable {
    var top = 40.0
    var bottom = 40.0
    var frameHeight = 100.0
    var left = 30.0
    var right: Double
    var dodge = 0.0

    var box: Box { Box(x: left, y: top, width: right - left, height: frameHeight) }
  }

  /// The first solution that its own ticks and labels fit.
  ///
  /// After three free rounds margins only grow, so that the rounds end.
  func settled() throws(DocumentError) -> (Solution, Parts) {
    var solution = Solution(right: right)
    var parts = parts(in: solution)
    for round in 0..<20 {
      let needed = try needs(of: parts, in: solution, mayShrink: round < 3)
      if needed == solution { break }
      solution = needed
      parts = self.parts(in: solution)
    }
    return (solution, parts)
  }

  private func parts(in solution: Solution) -> Parts {
    Parts(
      plot: plot,
      values: values,
      solution: solution,
      theme: theme,
      room: width - 2 * Spacing.edge
    )
  }

  private func needs(
    of parts: Parts,
    in solution: Solution,
    mayShrink: Bool
  ) throws(DocumentError) -> Solution {
    var needed = solution
    needed.top =
      above + Spacing.edge + parts.title.height(in: theme) + Spacing.block
      + parts.lineLabels.height
    needed.bottom =
      below + Spacing.edge + Spacing.label * 0.6
      + AxisMark(parts.x.ticks, on: .x).depth(in: theme)
    needed.left = Spacing.edge + AxisMark(parts.y.ticks, on: .y).depth(in: theme)
    let overhang = parts.x.overhang(from: solution.left, to: solution.right, in: theme)
    needed.right = min(right, width - Spacing.edge - overhang)
    needed.dodge = dodge(x: parts.x, in: solution)
    if !mayShrink {
      needed.top = max(needed.top, solution.top)
      needed.bottom = max(needed.bottom, solution.bottom)
      needed.left = max(needed.left, solution.left)
      needed.right = min(needed.right, solution.right)
      needed.dodge = min(needed.dodge, solution.dodge)
    }
    needed.frameHeight = try frameHeight(around: needed.top + needed.bottom)
    return needed
  }

  private func frameHeight(around: Double) throws(DocumentError) -> Double {
    let leastHeight = GroupMeansMargins.leastHeight
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
  private func dodge(x: ValueAxis, in solution: Solution) -> Double {
    guard recipe.intervals == .whiskers, plot.series.count > 1 else { return 0 }
    let gaps = zip(plot.periods, plot.periods.dropFirst()).map { $1 - $0 }
    let span = x.domain.upperBound - x.domain.lowerBound
    let pitch = Double(gaps.min() ?? 1) / span * solution.box.width
    let room = 0.5 * pitch / Double(plot.series.count)
    // In hundredths, so that the rounds settle.
    return (min(theme.markerSize * 0.6, room) * 100).rounded(.down) / 100
  }

  /// What follows from margins.
  struct Parts {
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
          TickRequest(
            range: $0,
            length: box.width,
            direction: .horizontal,
            isPeriod: true,
            periods: Double(first)...Double(last)
          )
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
      lineLabels = LineLabels(plot.marks, in: frame)
    }
  }
}

import PanelResults

/// A plot over two axes: titles, ticks and labels with real widths, the frame in what they leave.
///
/// Ticks decide margins and margins decide ticks: rounds of both settle them.
struct PlotSheet {
  private(set) var size: FigureSize
  private(set) var frame: Frame
  private(set) var x: ValueAxis
  private(set) var y: ValueAxis
  private let request: PlotRequest
  private let theme: FigureTheme
  private let legend: LegendLayout
  private let titles: (x: TextBlock?, y: TextBlock?)
  private let heading: TextBlock?
  private let header: TextBlock?
  private let lineLabels: LineLabels
  private let below: Double

  /// The least height of a plotting area, in points.
  private static let leastHeight = 45.0

  /// Margins and a height that depend on each other, in points.
  private struct Margins: Equatable {
    var top = 40.0
    var bottom = 40.0
    var left = 30.0
    var right: Double
    var frameHeight = 100.0

    var box: Box { Box(x: left, y: top, width: right - left, height: frameHeight) }
  }

  init(_ request: PlotRequest, theme: FigureTheme) throws(DocumentError) {
    self.request = request
    self.theme = theme
    let room = request.width - 2 * Spacing.edge
    legend = LegendLayout(request.legend, width: room, theme: theme)
    heading = request.heading.map { TextBlock($0, width: room, role: .heading, in: theme) }
    header = request.header.isEmpty ? nil : TextBlock(lines: request.header, role: .small)

    var margins = Margins(right: request.width - Spacing.edge)
    var parts = Parts(request, margins.box, theme)
    for round in 0..<20 {
      let needed = try PlotSheet.needs(
        of: parts,
        in: margins,
        request: request,
        blocks: (legend, heading, header),
        theme: theme,
        mayShrink: round < 3
      )
      if needed == margins { break }
      margins = needed
      parts = Parts(request, margins.box, theme)
    }
    (x, y, titles, lineLabels) = (parts.x, parts.y, parts.titles, parts.lineLabels)
    frame = parts.frame
    below = margins.bottom
    size = FigureSize(
      width: request.width / PrintPoint.perMillimetre,
      height: (margins.box.bottom + margins.bottom) / PrintPoint.perMillimetre
    )
  }

  /// What follows from margins.
  private struct Parts {
    var x: ValueAxis
    var y: ValueAxis
    var titles: (x: TextBlock?, y: TextBlock?)
    var lineLabels: LineLabels
    var frame: Frame

    init(_ request: PlotRequest, _ box: Box, _ theme: FigureTheme) {
      x = ValueAxis(request.x, length: box.width, direction: .horizontal, in: theme)
      y = ValueAxis(request.y, length: box.height, direction: .vertical, in: theme)
      let room = request.width - 2 * Spacing.edge
      func title(_ axis: PlotRequest.Axis, _ ticks: Ticks) -> TextBlock? {
        guard !axis.title.isEmpty else { return nil }
        return TextBlock(
          ticks.exponent == nil ? axis.title : axis.scaledTitle,
          width: room,
          raised: ticks.exponent.map(NumberLabels.power),
          in: theme
        )
      }
      titles = (title(request.x, x.ticks), title(request.y, y.ticks))
      frame = Frame(
        box: box,
        x: .linear(domain: x.domain, start: box.left, end: box.right),
        y: .linear(domain: y.domain, start: box.bottom, end: box.top),
        theme: theme
      )
      lineLabels = LineLabels(request.lineLabels, in: frame)
    }
  }

  private static func needs(
    of parts: Parts,
    in margins: Margins,
    request: PlotRequest,
    blocks: (legend: LegendLayout, heading: TextBlock?, header: TextBlock?),
    theme: FigureTheme,
    mayShrink: Bool
  ) throws(DocumentError) -> Margins {
    let legendHeight = blocks.legend.height > 0 ? blocks.legend.height + Spacing.block : 0
    let isAbove = theme.legend == .top
    var needed = margins
    needed.top =
      Spacing.edge + (isAbove ? legendHeight : 0)
      + (blocks.heading.map { $0.height(in: theme) + Spacing.label * 0.8 } ?? 0)
      + (parts.titles.y?.height(in: theme) ?? -Spacing.edge) + Spacing.block
      + (blocks.header.map { $0.height(in: theme) + 2 } ?? 0) + parts.lineLabels.height
    needed.bottom =
      Spacing.edge + (isAbove ? 0 : legendHeight)
      + (parts.titles.x.map { $0.height(in: theme) + Spacing.label * 0.6 } ?? 0)
      + AxisMark(parts.x.ticks, on: .x).depth(in: theme)
    needed.left = max(
      Spacing.edge + AxisMark(parts.y.ticks, on: .y).depth(in: theme),
      parts.x.overhangBefore(in: theme) + Spacing.edge
    )
    let overhang = parts.x.overhang(from: margins.left, to: margins.right, in: theme)
    needed.right = request.width - Spacing.edge - overhang
    if !mayShrink {
      needed.top = max(needed.top, margins.top)
      needed.bottom = max(needed.bottom, margins.bottom)
      needed.left = max(needed.left, margins.left)
      needed.right = min(needed.right, margins.right)
    }
    let around = needed.top + needed.bottom
    guard let height = request.height else {
      let ratio = request.ratio ?? theme.heightRatio
      // A narrow sheet leaves little under its legend and titles.
      let isNarrow = request.width < 110 * PrintPoint.perMillimetre
      let wanted = request.width * (isNarrow ? ratio * 1.15 : ratio) - around
      needed.frameHeight = max(leastHeight, request.width * 0.4, wanted)
      return needed
    }
    needed.frameHeight = height * PrintPoint.perMillimetre - around
    guard needed.frameHeight >= leastHeight else {
      let least = Int(((around + leastHeight) / PrintPoint.perMillimetre).rounded(.up))
      throw .invalid(
        "Figure '\(request.id)' needs a height of at least \(least) mm; 'size.height' gives "
          + "\(FigureNumber.brief(height)). Raise it, or leave it out."
      )
    }
    return needed
  }
}

extension PlotSheet {
  /// All groups of the figure, from back to front.
  ///
  /// - Parameters:
  ///   - rules: Lines across the frame, behind the data.
  ///   - marks: The data.
  ///   - texts: Words beside the data.
  func groups(rules: [any Mark], marks: [any Mark], texts: [Shape] = []) -> [ShapeGroup] {
    let sheet = Box(
      x: 0,
      y: 0,
      width: request.width,
      height: size.height * PrintPoint.perMillimetre
    )
    let grid = theme.hasGrid ? GridMark(at: y.ticks.values, on: .y).shapes(in: frame) : []
    return [
      ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))]),
      ShapeGroup(.grid, grid + rules.flatMap { $0.shapes(in: frame) }),
      ShapeGroup(
        .axes,
        AxisMark(y.ticks, on: .y).shapes(in: frame) + AxisMark(x.ticks, on: .x).shapes(in: frame)
      ),
      ShapeGroup(.data, marks.flatMap { $0.shapes(in: frame) }),
      ShapeGroup(.labels, labels + texts),
      ShapeGroup(.legend, legendShapes),
    ].filter { !$0.shapes.isEmpty }
  }

  private var legendShapes: [Shape] {
    guard legend.height > 0 else { return [] }
    let top =
      theme.legend == .top
      ? Spacing.edge : frame.box.bottom + below - Spacing.edge - legend.height
    return legend.shapes(at: Point(x: Spacing.edge, y: top))
  }

  /// The titles of the axes and what stands over the frame.
  private var labels: [Shape] {
    let box = frame.box
    let legendHeight =
      theme.legend == .top && legend.height > 0 ? legend.height + Spacing.block : 0
    var top = Spacing.edge + legendHeight
    var shapes: [TextShape] = []
    if let heading {
      shapes += heading.shapes(at: Point(x: Spacing.edge, y: top), in: theme)
      top += heading.height(in: theme) + Spacing.label * 0.8
    }
    shapes += titles.y?.shapes(at: Point(x: Spacing.edge, y: top), in: theme) ?? []
    if let header {
      let corner = Point(
        x: box.right,
        y: box.top - lineLabels.height - header.height(in: theme) - 2
      )
      shapes += header.shapes(at: corner, alignment: .end, in: theme)
    }
    if let title = titles.x {
      let foot = box.bottom + AxisMark(x.ticks, on: .x).depth(in: theme) + Spacing.label * 0.6
      let middle = title.middle(over: box, width: request.width, in: theme)
      shapes += title.shapes(at: Point(x: middle, y: foot), alignment: .middle, in: theme)
    }
    return shapes.map(Shape.text) + lineLabels.shapes
  }
}

extension ValueAxis {
  init(
    _ axis: PlotRequest.Axis,
    length: Double,
    direction: TickRequest.Direction,
    in theme: FigureTheme
  ) {
    let range = axis.range.widenedIfEmpty
    ticks =
      axis.ticks?(range, length)
      ?? Ticks.best(
        for: TickRequest(range: range, length: length, direction: direction),
        in: theme
      )
    let share = max(0.03, axis.reach / max(length - 2 * axis.reach, 1))
    let padded = range.padded(by: share)
    let low = min(padded.lowerBound, ticks.values.first ?? padded.lowerBound)
    let high = max(padded.upperBound, ticks.values.last ?? padded.upperBound)
    switch axis.fit {
    case .padded: domain = low...high
    case .fromZero: domain = 0...max(high, padded.upperBound)
    case .symmetric:
      let most = max(abs(low), abs(high))
      domain = -most...most
    case .exact: domain = range
    }
    if axis.fit == .fromZero { ticks = ticks.keeping { $0 >= 0 } }
  }

  /// How far the first label of a level axis reaches before its start, at least.
  fileprivate func overhangBefore(in theme: FigureTheme) -> Double {
    guard !ticks.isVertical, let label = ticks.labels.first, ticks.values.first == domain.lowerBound
    else { return 0 }
    return FontMetrics.width(of: label, size: theme.fontSize(of: ticks.role)) / 2
  }
}

extension Ticks {
  /// The ticks whose value passes.
  func keeping(_ condition: (Double) -> Bool) -> Ticks {
    var kept = self
    let indices = values.indices.filter { condition(values[$0]) }
    kept.values = indices.map { values[$0] }
    kept.labels = indices.map { labels[$0] }
    return kept
  }
}

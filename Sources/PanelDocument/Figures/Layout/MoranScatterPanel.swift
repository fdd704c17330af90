import PanelResults

/// One Moran scatterplot.
struct MoranScatterPanel {
  let panel: MoranScatterData.Panel
  private(set) var sheet: PlotSheet
  private let request: PanelRequest
  private let theme: FigureTheme

  /// Height over width of a plotting area, at least and at most.
  private static let shapes = 0.62...1.15
  /// The ratio of a plotting area whose axes are free.
  private static let freeShape = 0.75
  /// Between the frame and words in its corners, in points.
  private static let inset = 3.0

  init(
    _ panel: MoranScatterData.Panel,
    _ request: PanelRequest,
    header: [String] = [],
    theme: FigureTheme
  ) throws(DocumentError) {
    self.panel = panel
    self.request = request
    self.theme = theme
    // Scales need the frame, and the frame needs the labels of scales: rounds of both settle them.
    var box = Box(x: 0, y: 0, width: request.width * 0.85, height: request.width * 0.6)
    var height = request.height
    var domains = Self.domains(request, box: box, theme: theme)
    sheet = try Self.sheet(panel, request, header, domains, height: height, theme: theme)
    for _ in 0..<8 {
      box = sheet.frame.box
      if request.height == nil {
        let ratio = Self.ratio(request, width: box.width, theme: theme)
        let around = sheet.size.height * PrintPoint.perMillimetre - box.height
        height = (around + box.width * ratio) / PrintPoint.perMillimetre
        box.height = box.width * ratio
      }
      let next = Self.domains(request, box: box, theme: theme)
      let settled =
        next == domains && abs(box.height - sheet.frame.box.height) < 1e-9
      domains = next
      if settled { break }
      sheet = try Self.sheet(panel, request, header, domains, height: height, theme: theme)
    }
  }

  private static func sheet(
    _ panel: MoranScatterData.Panel,
    _ request: PanelRequest,
    _ header: [String],
    _ domains: (x: ClosedRange<Double>, y: ClosedRange<Double>),
    height: Double?,
    theme: FigureTheme
  ) throws(DocumentError) -> PlotSheet {
    func axis(
      _ range: ClosedRange<Double>,
      _ title: String,
      _ direction: TickRequest.Direction
    ) -> PlotRequest.Axis {
      PlotRequest.Axis(
        range: range,
        title: title,
        scaledTitle: title,
        reach: 0,
        fit: .exact,
        ticks: { range, length in
          Ticks.best(
            for: TickRequest(range: range, length: length, direction: direction, marksZero: true),
            in: theme
          ).unscaled.keeping(range.contains)
        }
      )
    }
    return try PlotSheet(
      PlotRequest(
        width: request.width,
        height: height,
        x: axis(domains.x, request.titles.x, .horizontal),
        y: axis(domains.y, request.titles.y, .vertical),
        legend: request.legend,
        header: header,
        heading: panel.heading.isEmpty ? nil : panel.heading,
        id: request.id
      ),
      theme: theme
    )
  }

  /// The room that data leave at each end of an axis, in points: for markers, and above and below
  /// for the names of quadrants.
  private static func margins(_ request: PanelRequest, _ theme: FigureTheme) -> (x: Double, y: Double) {
    let marker = request.diameter / 2 + 3
    let name = (FontMetrics.ascent + FontMetrics.descent) * theme.font.small + 2 * inset
    return (marker + 4, marker + name)
  }

  /// Height over width of the frame that shows all data on equal scales.
  private static func ratio(
    _ request: PanelRequest,
    width: Double,
    theme: FigureTheme
  ) -> Double {
    guard request.isEqual else { return freeShape }
    let margin = margins(request, theme)
    let perUnit = (width - 2 * margin.x) / request.ranges.x.extent
    let height = request.ranges.y.extent * perUnit + 2 * margin.y
    return min(max(height / width, shapes.lowerBound), shapes.upperBound)
  }

  /// The ends of the axes in a frame.
  private static func domains(
    _ request: PanelRequest,
    box: Box,
    theme: FigureTheme
  ) -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
    let margin = margins(request, theme)
    let (x, y) = request.ranges
    let inner = (x: max(box.width - 2 * margin.x, 10), y: max(box.height - 2 * margin.y, 10))
    var unit = (x: x.extent / inner.x, y: y.extent / inner.y)
    if request.isEqual { unit = (max(unit.x, unit.y), max(unit.x, unit.y)) }
    func domain(_ range: ClosedRange<Double>, _ unit: Double, _ length: Double)
      -> ClosedRange<Double>
    {
      let middle = (range.lowerBound + range.upperBound) / 2
      return (middle - unit * length / 2)...(middle + unit * length / 2)
    }
    return (domain(x, unit.x, box.width), domain(y, unit.y, box.height))
  }
}

// MARK: Drawing

extension MoranScatterPanel {
  private var scatter: MoranPoints { panel.scatter }
  private var frame: Frame { sheet.frame }

  private var points: [Point] {
    zip(scatter.values, scatter.lags).map { frame.point($0, $1) }
  }

  private var origin: Point { frame.point(0, 0) }

  /// The markers of units: those without neighbours have corners, which reach beyond a circle of
  /// the same area.
  private var markers: [PointLabels.Marking] {
    let islands = panel.isSignificant == nil ? [] : Set(scatter.neighbourless)
    return points.enumerated().map { place, point in
      PointLabels.Marking(
        point: point, radius: request.diameter * (islands.contains(place) ? 0.8 : 0.5))
    }
  }

  /// The ends of the line through the origin whose slope is I, within the frame.
  private var slopeLine: (from: Datum, to: Datum) {
    let (x, y) = (sheet.x.domain, sheet.y.domain)
    let slope = scatter.slope
    func end(_ bound: Double) -> Datum {
      let height = slope * bound
      if y.contains(height) { return Datum(x: bound, y: height) }
      let edge = height > 0 ? y.upperBound : y.lowerBound
      return Datum(x: edge / slope, y: edge)
    }
    return (end(x.lowerBound), end(x.upperBound))
  }

  func groups(texts: [Shape]) -> [ShapeGroup] {
    func data(_ isDrawn: (Int) -> Bool) -> [Datum] {
      scatter.units.indices.filter(isDrawn).map {
        Datum(x: scatter.values[$0], y: scatter.lags[$0])
      }
    }
    let islands = Set(scatter.neighbourless)
    let line = slopeLine
    var marks: [any Mark] = []
    let diameter = request.diameter
    if let isSignificant = panel.isSignificant {
      marks += [
        PointMark(
          data { !isSignificant[$0] && !islands.contains($0) }, series: 0, filling: .paper,
          diameter: diameter),
        PointMark(data { islands.contains($0) }, series: 2, filling: .paper, diameter: diameter),
        PointMark(data { isSignificant[$0] }, series: 0, diameter: diameter),
      ]
    } else {
      marks.append(PointMark(data { _ in true }, series: 0, filling: .tint, diameter: diameter))
    }
    // The slope lies behind the points, as the lines of zeros do.
    var groups = sheet.groups(
      rules: [
        RuleMark(at: 0, on: .x), RuleMark(at: 0, on: .y),
        LineMark([line.from, line.to], series: 0, role: .estimate),
      ],
      marks: marks, texts: texts)
    // Lines at ticks would run through the words of the plot; those at zero divide it.
    for index in groups.indices where groups[index].role == .grid {
      groups[index].shapes.removeAll(where: \.isTickLine)
    }
    return groups
  }
}

// MARK: Words in the frame

extension MoranScatterPanel {
  /// The names of quadrants in their corners, which data leave free.
  private var quadrantNames: [TextShape] {
    let box = frame.box
    return MoranQuadrant.allCases.compactMap { quadrant in
      guard let name = request.quadrants[quadrant] else { return nil }
      let isRight = quadrant == .highHigh || quadrant == .highLow
      let isTop = quadrant == .highHigh || quadrant == .lowHigh
      let size = theme.font.small
      return TextShape(
        name,
        role: .small,
        alignment: isRight ? .end : .start,
        at: Point(
          x: isRight ? box.right - Self.inset : box.left + Self.inset,
          y: isTop
            ? box.top + Self.inset + FontMetrics.ascent * size
            : box.bottom - Self.inset - FontMetrics.descent * size
        )
      )
    }
  }

  /// Where lines about Moran's I stand in a corner: beside the frame's middle from the name of the
  /// quadrant.
  private func block(_ lines: [String], in corner: FreePlace.Corner) -> [TextShape] {
    let box = frame.box
    let block = TextBlock(lines: lines, role: .small)
    let name = (FontMetrics.ascent + FontMetrics.descent) * theme.font.small + Self.inset + 2.5
    let isLeft = corner == .topLeft || corner == .bottomLeft
    let isTop = corner == .topLeft || corner == .topRight
    let height = block.height(in: theme)
    return block.shapes(
      at: Point(
        x: isLeft ? box.left + Self.inset : box.right - Self.inset,
        y: isTop ? box.top + name : box.bottom - name - height
      ),
      alignment: isLeft ? .start : .end,
      in: theme
    )
  }

  /// Whether lines fit into a corner without covering a point, the slope or an axis of zeros.
  func hasRoom(for lines: [String], in corner: FreePlace.Corner) -> Bool {
    var bitmap = OccupancyBitmap(frame.box)
    for marker in markers { bitmap.add(.point, marker.box(margin: 1.5)) }
    for line in lineSegments { bitmap.add(.line, from: line.from, to: line.to) }
    for name in quadrantNames { bitmap.add(.text, name.box(in: theme)) }
    return block(lines, in: corner).allSatisfy { text in
      let box = text.box(in: theme)
      return frame.box.contains(box) && !bitmap.isTaken(by: [.point, .text, .line], box)
    }
  }

  private var lineSegments: [(from: Point, to: Point)] {
    let box = frame.box
    let line = slopeLine
    return [
      (frame.point(line.from.x, line.from.y), frame.point(line.to.x, line.to.y)),
      (Point(x: box.left, y: origin.y), Point(x: box.right, y: origin.y)),
      (Point(x: origin.x, y: box.top), Point(x: origin.x, y: box.bottom)),
    ]
  }

  /// The names of quadrants, the lines about Moran's I, and the labels of points.
  ///
  /// - Parameter corner: Where the lines stand; over the frame where absent.
  /// - Returns: The shapes, and how many labels had no room.
  func texts(_ lines: [String], in corner: FreePlace.Corner?) -> (shapes: [Shape], dropped: Int) {
    let words = quadrantNames + (corner.map { block(lines, in: $0) } ?? [])
    let places = panel.labelled.filter { !panel.names[$0].isEmpty }
    let markers = markers
    let labels = PointLabels(
      places.map { PointLabels.Request(text: panel.names[$0], marker: markers[$0]) },
      markers: markers,
      lines: lineSegments,
      taken: words.map { $0.box(in: theme) },
      frame: frame.box,
      origin: origin,
      theme: theme
    )
    return (words.map(Shape.text) + labels.shapes, labels.dropped.count)
  }
}

extension Shape {
  fileprivate var isTickLine: Bool {
    guard case .line(_, _, let ink) = self else { return false }
    return ink.role == .grid
  }
}

extension ClosedRange<Double> {
  fileprivate var extent: Double { upperBound - lowerBound }
}

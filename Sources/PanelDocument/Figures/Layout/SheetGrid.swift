/// Several plots on one sheet, in rows and columns, under one legend.
struct SheetGrid {
  private(set) var size: FigureSize
  private(set) var frames: [Box] = []
  private(set) var groups: [ShapeGroup] = []

  /// One of the plots, drawn on a sheet of its own.
  struct Panel {
    var sheet: PlotSheet
    var groups: [ShapeGroup]
  }

  /// Between neighbouring plots, in points.
  static let gap = (x: 10.0, y: 7.0)

  /// The width of one of several columns, in points.
  static func panelWidth(columns: Int, of width: Double) -> Double {
    (width - gap.x * Double(columns - 1)) / Double(columns)
  }

  /// - Parameters:
  ///   - panels: In reading order.
  ///   - columns: At least 1.
  ///   - width: Of the sheet, in points.
  ///   - title: Over all panels, at the left.
  ///   - foot: Under the last row, in the middle of its panels.
  init(
    _ panels: [Panel],
    columns: Int,
    width: Double,
    legend items: [LegendLayout.Item],
    title: TextBlock? = nil,
    foot: TextBlock? = nil,
    theme: FigureTheme
  ) {
    let legend = LegendLayout(items, width: width - 2 * Spacing.edge, theme: theme)
    var labels: [Shape] = []
    var top = 0.0
    if legend.height > 0, theme.legend == .top { top += Spacing.edge + legend.height + 4 }
    if let title {
      top += Spacing.edge
      labels += title.shapes(at: Point(x: Spacing.edge, y: top), in: theme).map(Shape.text)
      top += title.height(in: theme) + 4
    }
    var drawn: [ShapeGroup] = []
    let columnWidth = Self.panelWidth(columns: columns, of: width)
    for start in stride(from: 0, to: panels.count, by: columns) {
      let row = panels[start..<min(start + columns, panels.count)]
      let drops = Self.drops(of: row.map(\.sheet.frame.box))
      for (column, (panel, drop)) in zip(row, drops).enumerated() {
        let corner = Point(x: Double(column) * (columnWidth + Self.gap.x), y: top + drop)
        let box = panel.sheet.frame.box
        frames.append(
          Box(x: box.x + corner.x, y: box.y + corner.y, width: box.width, height: box.height)
        )
        drawn += panel.groups.map { group in
          ShapeGroup(group.role, group.shapes.map { $0.moved(by: corner) })
        }
      }
      let heights = zip(row, drops).map { $0.sheet.size.height * PrintPoint.perMillimetre + $1 }
      top += (heights.max() ?? 0) + Self.gap.y
    }
    top -= Self.gap.y
    if let foot {
      let half = foot.width(in: theme) / 2
      let last = panels.isEmpty ? columns : (panels.count - 1) % columns + 1
      let used = Double(last) * columnWidth + Double(last - 1) * Self.gap.x
      let middle = min(
        max(used / 2, Spacing.edge + half),
        max(width - Spacing.edge - half, Spacing.edge + half)
      )
      labels += foot.shapes(at: Point(x: middle, y: top + 2), alignment: .middle, in: theme)
        .map(Shape.text)
      top += 2 + foot.height(in: theme) + Spacing.edge
    }
    var legendShapes: [Shape] = []
    if legend.height > 0 {
      let isAbove = theme.legend == .top
      legendShapes = legend.shapes(
        at: Point(x: Spacing.edge, y: isAbove ? Spacing.edge : top + Spacing.block)
      )
      if !isAbove { top += Spacing.block + legend.height + Spacing.edge }
    }
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: top / PrintPoint.perMillimetre
    )
    let paper = Box(x: 0, y: 0, width: width, height: top)
    groups = ShapeGroup.Role.allCases.compactMap { role in
      let shapes: [Shape] =
        switch role {
        case .paper: [.rectangle(paper, Ink(.paper))]
        case .legend: legendShapes
        default:
          drawn.filter { $0.role == role }.flatMap(\.shapes) + (role == .labels ? labels : [])
        }
      return shapes.isEmpty ? nil : ShapeGroup(role, shapes)
    }
  }
}

extension SheetGrid {
  /// How far plots of a row move down so that their frames stand in line: a heading of two lines
  /// pushes its frame down.
  ///
  /// Frames of unequal heights share their lower edge already, as their sheets are of one height.
  private static func drops(of frames: [Box]) -> [Double] {
    guard let first = frames.first, frames.allSatisfy({ abs($0.height - first.height) < 0.01 })
    else { return frames.map { _ in 0 } }
    let lowest = frames.map(\.top).max() ?? 0
    return frames.map { lowest - $0.top }
  }
}

extension Shape {
  /// The same shape elsewhere.
  func moved(by offset: Point) -> Shape {
    switch self {
    case .line(let from, let to, let ink): return .line(from: from + offset, to: to + offset, ink)
    case .polyline(let points, let ink): return .polyline(points.map { $0 + offset }, ink)
    case .polygon(let points, let ink): return .polygon(points.map { $0 + offset }, ink)
    case .area(let rings, let ink):
      return .area(rings: rings.map { $0.map { $0 + offset } }, ink)
    case .lines(let lines, let ink):
      return .lines(lines.map { $0.map { $0 + offset } }, ink)
    case .circle(let centre, let radius, let ink):
      return .circle(center: centre + offset, radius: radius, ink)
    case .rectangle(let box, let ink):
      return .rectangle(
        Box(x: box.x + offset.x, y: box.y + offset.y, width: box.width, height: box.height),
        ink
      )
    case .text(var text):
      text.anchor = text.anchor + offset
      return .text(text)
    }
  }
}

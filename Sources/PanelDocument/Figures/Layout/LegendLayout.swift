/// A legend in rows and columns beside the plot, never over it.
struct LegendLayout {
  /// What stands before each name.
  enum Symbol {
    /// A marker on an interval, filled, tinted, or with paper and no interval.
    case whisker, tint, hollow
    /// A marker with paper on an interval.
    case open
    /// A marker on a line, the marker alone, or the line alone.
    case line, marker, curve
    case band, histogram
    /// The two edges of a band.
    case outlines
    /// A filled band.
    case ribbon
    /// A thin grey line.
    case leader
    /// A cell in each of three shades.
    case shades
    /// A region of a map, with its pattern.
    case region(Ink.Role, HatchPattern?)
    /// A thin line between neighbours.
    case link
  }

  /// A name with what stands before it.
  struct Item {
    var label: String
    var series: Int
    var symbol: Symbol
  }

  var items: [Item]
  var theme: FigureTheme
  /// The room in points.
  var width: Double
  private var blocks: [TextBlock]
  private var columnCount: Int
  private var columnWidth: Double

  private static let symbolWidth = 16.0
  private static let symbolGap = 4.0
  private static let columnGap = 12.0

  init(_ entries: [LegendEntry], symbol: Symbol, width: Double, theme: FigureTheme) {
    self.init(
      entries.map { Item(label: $0.label, series: $0.series, symbol: symbol) },
      width: width,
      theme: theme
    )
  }

  init(_ items: [Item], width: Double, theme: FigureTheme) {
    self.items = items
    self.theme = theme
    self.width = width
    let indent = LegendLayout.symbolWidth + LegendLayout.symbolGap
    blocks = items.map { TextBlock($0.label, width: width - indent, in: theme) }
    let widest = indent + (blocks.map { $0.width(in: theme) }.max() ?? 0)
    columnCount = max(1, Int((width + LegendLayout.columnGap) / (widest + LegendLayout.columnGap)))
    // Rows of equal length rather than a full row and a rest.
    let rows = (items.count + columnCount - 1) / columnCount
    columnCount = rows == 0 ? 1 : (items.count + rows - 1) / rows
    columnWidth = widest
  }

  /// The width that is used.
  var usedWidth: Double {
    Double(columnCount) * columnWidth + Double(columnCount - 1) * LegendLayout.columnGap
  }

  var height: Double {
    guard !items.isEmpty else { return 0 }
    return rowTops.last ?? 0
  }

  /// The tops of the rows, and the bottom of the last.
  private var rowTops: [Double] {
    let between = (FontMetrics.lineHeight - FontMetrics.ascent - FontMetrics.descent) + 0.15
    var tops = [0.0]
    for start in stride(from: 0, to: items.count, by: columnCount) {
      let row = blocks[start..<min(start + columnCount, items.count)]
      let gap = start + columnCount < items.count ? between * theme.font.label : 0
      tops.append((tops.last ?? 0) + (row.map { $0.height(in: theme) }.max() ?? 0) + gap)
    }
    return tops
  }

  func shapes(at corner: Point) -> [Shape] {
    let tops = rowTops
    return items.indices.flatMap { index -> [Shape] in
      let column = Double(index % columnCount)
      let left = corner.x + column * (columnWidth + LegendLayout.columnGap)
      let top = corner.y + tops[index / columnCount]
      let text = Point(x: left + LegendLayout.symbolWidth + LegendLayout.symbolGap, y: top)
      let lines = blocks[index].shapes(at: text, in: theme)
      let middle = (lines.first?.anchor.y ?? top) - FontMetrics.middle * theme.font.label
      return LegendLayout.symbolShapes(
        items[index],
        left: left,
        middle: middle,
        theme: theme
      )
        + lines.map(Shape.text)
    }
  }

  /// A short piece of a series: its line or whisker with its marker.
  private static func symbolShapes(
    _ item: Item,
    left: Double,
    middle: Double,
    theme: FigureTheme
  ) -> [Shape] {
    let (start, end) = (Point(x: left, y: middle), Point(x: left + symbolWidth, y: middle))
    func stroke(_ role: Ink.Role) -> Shape {
      .line(from: start, to: end, Ink(role, series: item.series))
    }
    func marker(_ role: Ink.Role) -> Shape {
      theme.marker(of: item.series).shape(
        at: Point(x: left + symbolWidth / 2, y: middle),
        diameter: theme.markerSize,
        ink: Ink(role, series: item.series)
      )
    }
    let cap = theme.markerSize * 0.35
    switch item.symbol {
    case .whisker: return [stroke(.whisker), marker(.marker)]
    case .tint: return [stroke(.whisker), marker(.hollow), marker(.tint)]
    case .hollow: return [marker(.hollow)]
    case .open: return [stroke(.whisker), marker(.hollow)]
    case .line: return [stroke(.line), marker(.marker)]
    case .marker: return [marker(.marker)]
    case .curve: return [stroke(.line)]
    case .leader: return [.line(from: start, to: end, Ink(.leader))]
    case .link: return [stroke(.link)]
    case .region(let role, let pattern):
      let height = theme.font.label * 0.9
      let box = Box(x: left, y: middle - height / 2, width: symbolWidth, height: height)
      let corners = [
        Point(x: box.left, y: box.top), Point(x: box.right, y: box.top),
        Point(x: box.right, y: box.bottom), Point(x: box.left, y: box.bottom),
      ]
      let hasClass = role == .cluster || role == .step
      return [.rectangle(box, Ink(role, series: hasClass ? item.series : nil))]
        + (pattern.map { [.lines(RegionInterior([corners]).hatching($0), Ink(.hatch))] } ?? [])
    case .band:
      let caps = [start, end].map { point in
        Shape.line(
          from: Point(x: point.x, y: point.y - cap),
          to: Point(x: point.x, y: point.y + cap),
          Ink(.band, series: item.series)
        )
      }
      return [stroke(.band)] + caps
    case .outlines:
      return [-cap, cap].map { shift in
        .line(
          from: start + Point(x: 0, y: shift),
          to: end + Point(x: 0, y: shift),
          Ink(.band, series: item.series)
        )
      }
    case .ribbon:
      let half = theme.font.label * 0.4
      let corners = [
        Point(x: left, y: middle - half), Point(x: left + symbolWidth, y: middle - half),
        Point(x: left + symbolWidth, y: middle + half), Point(x: left, y: middle + half),
      ]
      return [.polygon(corners, Ink(.ribbon, series: item.series))]
    case .histogram:
      let height = theme.font.label * 0.8
      let box = Box(x: left, y: middle - height / 2, width: symbolWidth, height: height)
      return [.rectangle(box, Ink(.histogram))]
    case .shades:
      let side = symbolWidth / 3
      return [Ink.Role.faint, .medium, .strong].enumerated().map { index, role in
        .rectangle(
          Box(
            x: left + Double(index) * side,
            y: middle - theme.font.label * 0.4,
            width: side - 0.5,
            height: theme.font.label * 0.8
          ),
          Ink(role, series: item.series)
        )
      }
    }
  }

  /// The room of a symbol and the gap after it.
  static let indent = symbolWidth + symbolGap
}

/// A legend in rows and columns beside the plot, never over it.
struct LegendLayout {
  /// What stands before each name.
  enum Symbol { case whisker, line }

  var entries: [LegendEntry]
  var symbol: Symbol
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
    self.entries = entries
    self.symbol = symbol
    self.theme = theme
    self.width = width
    let indent = LegendLayout.symbolWidth + LegendLayout.symbolGap
    blocks = entries.map { TextBlock($0.label, width: width - indent, in: theme) }
    let widest = indent + (blocks.map { $0.width(in: theme) }.max() ?? 0)
    columnCount = max(1, Int((width + LegendLayout.columnGap) / (widest + LegendLayout.columnGap)))
    // Rows of equal length rather than a full row and a rest.
    let rows = (entries.count + columnCount - 1) / columnCount
    columnCount = rows == 0 ? 1 : (entries.count + rows - 1) / rows
    columnWidth = widest
  }

  /// The width that is used.
  var usedWidth: Double {
    Double(columnCount) * columnWidth + Double(columnCount - 1) * LegendLayout.columnGap
  }

  var height: Double {
    guard !entries.isEmpty else { return 0 }
    return rowTops.last ?? 0
  }

  /// The tops of the rows, and the bottom of the last.
  private var rowTops: [Double] {
    let between = (FontMetrics.lineHeight - FontMetrics.ascent - FontMetrics.descent) + 0.15
    var tops = [0.0]
    for start in stride(from: 0, to: entries.count, by: columnCount) {
      let row = blocks[start..<min(start + columnCount, entries.count)]
      let gap = start + columnCount < entries.count ? between * theme.font.label : 0
      tops.append((tops.last ?? 0) + (row.map { $0.height(in: theme) }.max() ?? 0) + gap)
    }
    return tops
  }

  func shapes(at corner: Point) -> [Shape] {
    let tops = rowTops
    return entries.indices.flatMap { index -> [Shape] in
      let column = Double(index % columnCount)
      let left = corner.x + column * (columnWidth + LegendLayout.columnGap)
      let top = corner.y + tops[index / columnCount]
      let text = Point(x: left + LegendLayout.symbolWidth + LegendLayout.symbolGap, y: top)
      let lines = blocks[index].shapes(at: text, in: theme)
      let middle = (lines.first?.anchor.y ?? top) - FontMetrics.middle * theme.font.label
      return LegendLayout.symbolShapes(
        symbol,
        series: entries[index].series,
        left: left,
        middle: middle,
        theme: theme
      )
        + lines.map(Shape.text)
    }
  }

  /// A short piece of a series: its line or whisker with its marker.
  static func symbolShapes(
    _ symbol: Symbol,
    series: Int,
    left: Double,
    middle: Double,
    theme: FigureTheme
  ) -> [Shape] {
    let role: Ink.Role = symbol == .line ? .line : .whisker
    let centre = Point(x: left + symbolWidth / 2, y: middle)
    return [
      .line(
        from: Point(x: left, y: middle),
        to: Point(x: left + symbolWidth, y: middle),
        Ink(role, series: series)
      ),
      theme.marker(of: series).shape(
        at: centre,
        diameter: theme.markerSize,
        ink: Ink(.marker, series: series)
      ),
    ]
  }

  /// The room of a symbol and the gap after it.
  static let indent = symbolWidth + symbolGap
}

import PanelResults

/// Where everything of a chart of weights stands.
struct IndexWeightsLayout {
  private(set) var size: FigureSize
  private(set) var frame: Frame
  private(set) var axis: ValueAxis
  private(set) var groups: [ShapeGroup] = []

  /// A line of the chart: a dimension, or an indicator with its bar.
  private struct Row {
    var bar: Int?
    var label: TextBlock
    var height: Double
    /// The middle, in points; set once the height of the figure is known.
    var middle = 0.0
  }

  /// The share of the width that labels may take before they are broken into lines.
  private static let labelShare = 0.45
  /// Between rows: usual and least, in points.
  private static let gap = (usual: 5.0, least: 1.5)
  private static let headingSpace = 3.0
  private static let headingIndent = 8.0
  private static let thickness = 7.0
  private static let decimals = 3

  init(
    data: IndexWeightsData,
    recipe: IndexWeightsPlot,
    axisTitle: String,
    in context: DocumentContext
  ) throws(DocumentError) {
    let theme = context.figureTheme
    let width = recipe.size.width(in: theme)
    let hasHeadings = data.bars.contains { $0.indicator.dimension != nil }
    let indent = hasHeadings ? Self.headingIndent : 0
    let room = width * Self.labelShare
    var rows: [Row] = []
    var dimension: String?
    for (index, bar) in data.bars.enumerated() {
      if let name = bar.indicator.dimension, name != dimension {
        dimension = name
        let text = context.label(of: name)
        let block = TextBlock(text, width: room, role: .heading, in: theme)
        let space = rows.isEmpty ? 0 : Self.headingSpace
        rows.append(Row(label: block, height: block.height(in: theme) + space))
      }
      let block = TextBlock(bar.label, width: room - indent, in: theme)
      rows.append(
        Row(bar: index, label: block, height: max(block.height(in: theme), Self.thickness))
      )
    }
    let labelWidth =
      rows.map { $0.label.width(in: theme) + ($0.bar == nil ? 0 : indent) }.max() ?? 0
    let left = Spacing.edge + labelWidth + Spacing.label
    // Numbers stand in a column of their own at the right.
    let numbers = data.bars.map {
      FigureNumber.text(of: $0.indicator.weight, decimals: Self.decimals).plainText
    }
    let numberWidth =
      numbers.map { FontMetrics.width(of: $0, size: theme.font.label) }.max() ?? 0
    let right = width - Spacing.edge - numberWidth - Spacing.label
    let weights = data.bars.map(\.indicator.weight)
    let axis = ValueAxis(
      covering: 0...max(weights.max() ?? 1, 1e-12),
      request: { TickRequest(range: $0, length: right - left, direction: .horizontal) },
      reach: 0,
      in: theme
    )
    // Bars stand on the axis: the scale begins at 0.
    let domain = 0...axis.domain.upperBound
    let title = TextBlock(axisTitle, width: width - 2 * Spacing.edge, in: theme)
    let axisDepth = AxisMark(axis.ticks, on: .x).depth(in: theme)
    let below = axisDepth + Spacing.label * 0.6 + title.height(in: theme) + Spacing.edge
    let content = rows.reduce(0) { $0 + $1.height }
    let gap = try Self.gap(
      rows: rows.count,
      content: content,
      around: Spacing.edge + below,
      height: recipe.size.height,
      theme: theme,
      id: context.id
    )
    var y = Spacing.edge + gap / 2
    for index in rows.indices {
      let label = rows[index].label.height(in: theme)
      rows[index].middle =
        y + rows[index].height - (rows[index].bar == nil ? label : rows[index].height) / 2
      y += rows[index].height + gap
    }
    let box = Box(
      x: left,
      y: Spacing.edge,
      width: right - left,
      height: y - gap / 2 - Spacing.edge
    )
    self.axis = axis
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: (box.bottom + below) / PrintPoint.perMillimetre
    )
    frame = Frame(
      box: box,
      x: .linear(domain: domain, start: box.left, end: box.right),
      y: .bands(centres: rows.filter { $0.bar != nil }.map(\.middle)),
      theme: theme
    )
    draw(rows: rows, weights: weights, numbers: numbers, title: title, axisDepth: axisDepth)
  }

  /// The gap between rows that fills the height; the usual one where none is given and a page
  /// is high enough.
  private static func gap(
    rows: Int,
    content: Double,
    around: Double,
    height: Double?,
    theme: FigureTheme,
    id: String
  ) throws(DocumentError) -> Double {
    let count = Double(rows)
    guard let height else {
      let room = (theme.pageHeight * PrintPoint.perMillimetre - around - content) / count
      return min(gap.usual, max(room, gap.least))
    }
    let own = (height * PrintPoint.perMillimetre - around - content) / count
    guard own >= gap.least else {
      let needed = (around + content + gap.least * count) / PrintPoint.perMillimetre
      throw .invalid(
        "Figure '\(id)' needs a height of at least \(Int(needed.rounded(.up))) mm for its \(rows) "
          + "rows; 'size.height' gives \(FigureNumber.brief(height)). Raise it, or leave it out."
      )
    }
    return own
  }

  private mutating func draw(
    rows: [Row],
    weights: [Double],
    numbers: [String],
    title: TextBlock,
    axisDepth: Double
  ) {
    let theme = frame.theme
    let width = size.width * PrintPoint.perMillimetre
    let sheet = Box(x: 0, y: 0, width: width, height: size.height * PrintPoint.perMillimetre)
    let spans = weights.enumerated().map { Span(at: Double($0.offset), low: 0, high: $0.element) }
    let bars = BarMark(spans, along: .x, series: 0, thickness: Self.thickness)
    groups = [
      ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))]),
      ShapeGroup(
        .grid,
        theme.hasGrid ? GridMark(at: axis.ticks.values, on: .x).shapes(in: frame) : []
      ),
      ShapeGroup(.data, bars.shapes(in: frame)),
      ShapeGroup(.axes, AxisMark(axis.ticks, on: .x).shapes(in: frame)),
    ]
    var labels: [Shape] = []
    for row in rows {
      let isHeading = row.bar == nil
      let hasHeadings = rows.contains { $0.bar == nil }
      let x =
        hasHeadings
        ? Spacing.edge + (isHeading ? 0 : Self.headingIndent) : frame.box.left - Spacing.label
      labels += row.label.shapes(
        at: Point(x: x, y: row.middle - row.label.height(in: theme) / 2),
        alignment: hasHeadings ? .start : .end,
        in: theme
      ).map(Shape.text)
    }
    for (index, number) in numbers.enumerated() {
      let start = frame.x.position(of: 0)
      labels += TextMark(
        number,
        at: Datum(x: 0, y: Double(index)),
        alignment: .end,
        offset: Point(x: width - Spacing.edge - start, y: 0)
      ).shapes(in: frame)
    }
    let foot = frame.box.bottom + axisDepth + Spacing.label * 0.6
    let middle = title.middle(over: frame.box, width: width, in: theme)
    labels += title.shapes(at: Point(x: middle, y: foot), alignment: .middle, in: theme)
      .map(Shape.text)
    groups.append(ShapeGroup(.labels, labels))
  }
}

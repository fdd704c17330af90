import PanelResults

/// Where everything of a forest plot stands: names and counts, the plot, the numbers.
struct ForestLayout {
  private(set) var size: FigureSize
  private(set) var frame: Frame
  private(set) var axis: ValueAxis
  private(set) var groups: [ShapeGroup] = []

  /// What stands over the columns, and beside rows.
  struct Heads {
    var group: String
    var count: String
    var estimate: String
    /// In place of the numbers of a group that is not estimated.
    var absent: String
    /// One per row; `nil` where it has none.
    var pValues: [String?]
  }

  private struct Row {
    var data: ForestData.Row
    var label: TextBlock
    var numbers: Numbers?
    var pValue: String?
    var height: Double
    /// The middle of the row's words, in points.
    var middle = 0.0
  }

  /// An estimate and its interval as text, each part to be aligned with those of other rows.
  private struct Numbers {
    var value: String
    var low = ""
    var high = ""
  }

  /// The share of the width that labels take before they are broken into lines, and the most that
  /// they may take so that words stay whole.
  private static let labelShare = (narrow: 0.28, wide: 0.3, most: 0.42)
  /// The least share of the width that labels leave to the plot.
  private static let plotShare = 0.2
  private static let gap = (usual: 4.5, least: 1.5)
  private static let columnGap = 7.0
  private static let headingSpace = 3.0
  private static let indent = 7.0
  /// Below this a plot shows nothing, in points.
  private static let leastPlot = 40.0

  private let theme: FigureTheme
  private let role: TextShape.Role
  private let recipe: ForestPlot
  private let heads: Heads
  private let overall: Double?
  private var rows: [Row] = []
  /// Right ends of the columns of counts, values, and lower and upper ends of intervals.
  private var ends = (count: 0.0, value: 0.0, low: 0.0, high: 0.0)
  private var headHeight = 0.0
  private let headBlock: TextBlock
  private let title: TextBlock

  init(
    data: ForestData,
    recipe: ForestPlot,
    heads: Heads,
    axisTitle: String,
    in context: DocumentContext
  ) throws(DocumentError) {
    let theme = context.figureTheme
    self.theme = theme
    self.recipe = recipe
    self.heads = heads
    overall = recipe.hasOverall ? data.overall : nil
    let width = recipe.size.width(in: theme)
    let isNarrow = width < 110 * PrintPoint.perMillimetre
    role = isNarrow ? .small : .label
    let fontSize = theme.fontSize(of: role)
    func measure(_ text: String) -> Double { FontMetrics.width(of: text, size: fontSize) }

    // Words and numbers take what they need; the plot takes the rest.
    let decimals = data.decimals
    let numbers = data.rows.compactMap(\.estimate).map { Self.numbers($0, decimals) }
    let lowWidth = numbers.map { measure($0.low) }.max() ?? 0
    let highWidth = numbers.map { measure($0.high) }.max() ?? 0
    let valueWidth = numbers.map { measure($0.value) }.max() ?? 0
    ends.high = width - Spacing.edge
    ends.low = ends.high - highWidth - measure(" ")
    ends.value = ends.low - lowWidth - measure(" ")
    let beside = [heads.absent] + heads.pValues.compactMap { $0 }
    let numbersLeft = min(
      ends.value - valueWidth,
      ends.high - (beside.map(measure).max() ?? 0)
    )
    headBlock = TextBlock(
      heads.estimate,
      width: ends.high - numbersLeft + Self.columnGap,
      role: role,
      in: theme
    )
    let numbersStart = min(numbersLeft, ends.high - headBlock.width(in: theme))
    var right = numbersStart - Self.columnGap - 2
    let counts = data.rows.compactMap { $0.count.map(FigureNumber.count) }
    let countWidth = (counts + [heads.count]).map(measure).max() ?? 0
    let around = Spacing.edge + countWidth + 2 * Self.columnGap + 2
    let plot = max(Self.leastPlot, width * Self.plotShare)
    let widest =
      data.rows.filter { $0.kind != .heading }.map { row in
        TextWrapping.widestWord(of: [row.label], size: theme.font.label)
          + (row.kind == .group ? Self.indent : 0)
      }.max() ?? 0
    let labelRoom = max(
      width * (isNarrow ? Self.labelShare.narrow : Self.labelShare.wide),
      // A tenth of a point for rounding.
      min(widest + 0.1, width * Self.labelShare.most, right - around - plot)
    )
    for (index, row) in data.rows.enumerated() {
      let isHeading = row.kind == .heading
      let pValue = heads.pValues.indices.contains(index) ? heads.pValues[index] : nil
      // A heading has the room of the plot beside it.
      let room = isHeading ? width * 0.6 : labelRoom - (row.kind == .group ? Self.indent : 0)
      let label = TextBlock(
        row.label,
        width: room,
        role: isHeading ? .heading : .label,
        in: theme
      )
      let space = row.kind != .group && index > 0 ? Self.headingSpace : 0
      rows.append(
        Row(
          data: row,
          label: label,
          numbers: row.estimate.map { Self.numbers($0, decimals) },
          pValue: pValue,
          height: max(label.height(in: theme), theme.markerSize) + space
        )
      )
    }
    let labelWidth =
      rows.filter { $0.data.kind != .heading }.map {
        $0.label.width(in: theme) + ($0.data.kind == .group ? Self.indent : 0)
      }.max() ?? 0
    ends.count =
      Spacing.edge + max(labelWidth, measure(heads.group)) + Self.columnGap + countWidth
    let left = ends.count + Self.columnGap + 2
    guard right - left >= Self.leastPlot else {
      let missing = Self.leastPlot - (right - left)
      let needed = ((width + missing) / PrintPoint.perMillimetre).rounded(.up)
      throw .invalid(
        "Figure '\(context.id)' needs a width of at least \(Int(needed)) mm for its names and "
          + "numbers. Raise 'size.width', or shorten the labels."
      )
    }
    let reach = Marker.reach(in: theme)
    let values = Self.values(of: data, recipe: recipe)
    func fitted(to right: Double) -> ValueAxis {
      ValueAxis(
        covering: values,
        request: {
          TickRequest(
            range: $0,
            length: right - left,
            direction: .horizontal,
            marksZero: recipe.hasZeroLine
          )
        },
        reach: reach,
        in: theme
      )
    }
    var axis = fitted(to: right)
    // Labels of ticks may stand under the numbers: nothing else does.
    let overhang = axis.overhang(from: left, to: right, in: theme)
    if right + overhang > width - Spacing.edge { right -= overhang }
    axis = fitted(to: right)
    self.axis = axis
    title = TextBlock(
      axis.ticks.exponent == nil
        ? axisTitle : try FigureWords(context: context).scaled(axisTitle),
      width: width - 2 * Spacing.edge,
      raised: axis.ticks.exponent.map(NumberLabels.power),
      in: theme
    )
    headHeight = headBlock.height(in: theme) + Spacing.label * 0.6
    let axisDepth = AxisMark(axis.ticks, on: .x).depth(in: theme)
    let below = axisDepth + Spacing.label * 0.6 + title.height(in: theme) + Spacing.edge
    let top = Spacing.edge + headHeight
    let gap = try Self.gap(
      rows: rows.count,
      content: rows.reduce(0) { $0 + $1.height },
      around: top + below,
      height: recipe.size.height,
      in: context
    )
    var y = top + gap / 2
    for index in rows.indices {
      let label = max(rows[index].label.height(in: theme), theme.markerSize)
      rows[index].middle = y + rows[index].height - label / 2
      y += rows[index].height + gap
    }
    let box = Box(x: left, y: top, width: right - left, height: y - gap / 2 - top)
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: (box.bottom + below) / PrintPoint.perMillimetre
    )
    frame = Frame(
      box: box,
      x: .linear(domain: axis.domain, start: box.left, end: box.right),
      y: .bands(centres: rows.filter { $0.data.kind != .heading }.map(\.middle)),
      theme: theme
    )
    draw(axisDepth: axisDepth)
  }

  private static func numbers(_ estimate: Estimate, _ decimals: Int) -> Numbers {
    func text(_ value: Double) -> String { FigureNumber.fixed(value, decimals) }
    guard let interval = estimate.interval else { return Numbers(value: text(estimate.value)) }
    return Numbers(
      value: text(estimate.value),
      low: "[\(text(interval.low)),",
      high: "\(text(interval.high))]"
    )
  }

  private static func values(of data: ForestData, recipe: ForestPlot) -> ClosedRange<Double> {
    var values: [Double] = recipe.hasZeroLine ? [0] : []
    for estimate in data.rows.compactMap(\.estimate) {
      values.append(estimate.value)
      if let interval = estimate.interval { values += [interval.low, interval.high] }
    }
    return ClosedRange(spanning: values) ?? 0...0
  }

  /// The gap between rows that fills the height; the usual one where none is given.
  private static func gap(
    rows: Int,
    content: Double,
    around: Double,
    height: Double?,
    in context: DocumentContext
  ) throws(DocumentError) -> Double {
    let count = Double(rows)
    guard let height else {
      let page = context.figureTheme.pageHeight * PrintPoint.perMillimetre
      return min(gap.usual, max((page - around - content) / count, gap.least))
    }
    let own = (height * PrintPoint.perMillimetre - around - content) / count
    guard own >= gap.least else {
      let needed = (around + content + gap.least * count) / PrintPoint.perMillimetre
      throw .invalid(
        "Figure '\(context.id)' needs a height of at least \(Int(needed.rounded(.up))) mm for its "
          + "\(rows) rows; 'size.height' gives \(FigureNumber.brief(height)). Raise it, or leave it "
          + "out."
      )
    }
    return own
  }
}

// MARK: Drawing

extension ForestLayout {
  private mutating func draw(axisDepth: Double) {
    let width = size.width * PrintPoint.perMillimetre
    let sheet = Box(x: 0, y: 0, width: width, height: size.height * PrintPoint.perMillimetre)
    let line = Spacing.edge + headHeight - Spacing.label * 0.3
    var rules: [Shape] = [
      .line(
        from: Point(x: Spacing.edge, y: line),
        to: Point(x: width - Spacing.edge, y: line),
        Ink(.axis)
      )
    ]
    if theme.hasGrid { rules += GridMark(at: axis.ticks.values, on: .x).shapes(in: frame) }
    if recipe.hasZeroLine { rules += RuleMark(at: 0, on: .x, role: .zero).shapes(in: frame) }
    if let overall { rules += RuleMark(at: overall, on: .x).shapes(in: frame) }
    groups = [
      ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))]),
      ShapeGroup(.grid, rules),
      ShapeGroup(.axes, AxisMark(axis.ticks, on: .x).shapes(in: frame)),
      ShapeGroup(.data, marks),
      ShapeGroup(.labels, words + titleShapes(axisDepth: axisDepth, width: width)),
    ]
  }

  private var marks: [Shape] {
    let drawn = rows.filter { $0.data.kind != .heading }
    var spans: [Span] = []
    var points: [Datum] = []
    var diamonds: [Shape] = []
    for (place, row) in drawn.enumerated() {
      guard let estimate = row.data.estimate else { continue }
      if let interval = estimate.interval {
        spans.append(Span(at: Double(place), low: interval.low, high: interval.high))
      }
      if row.data.kind == .overall {
        diamonds.append(
          Marker.diamond.shape(
            at: frame.point(estimate.value, Double(place)),
            diameter: theme.markerSize * 1.25,
            ink: Ink(.marker, series: 0)
          )
        )
      } else {
        points.append(Datum(x: estimate.value, y: Double(place)))
      }
    }
    return WhiskerMark(spans, along: .x, series: 0).shapes(in: frame)
      + PointMark(points, series: 0).shapes(in: frame) + diamonds
  }

  /// Names, counts and numbers, row by row, under their heads.
  private var words: [Shape] {
    let foot = Spacing.edge + headHeight - Spacing.label * 0.6
    func head(_ text: String, _ alignment: TextShape.Alignment, _ x: Double) -> Shape {
      let baseline = foot - FontMetrics.descent * theme.fontSize(of: role)
      return .text(
        TextShape(text, role: role, alignment: alignment, at: Point(x: x, y: baseline))
      )
    }
    var shapes = [head(heads.group, .start, Spacing.edge), head(heads.count, .end, ends.count)]
    shapes += headBlock.shapes(
      at: Point(x: ends.high, y: Spacing.edge),
      alignment: .end,
      in: theme
    ).map(Shape.text)
    for row in rows {
      let indent = row.data.kind == .group ? Self.indent : 0
      // A name of one line and the numbers of its row stand on one baseline.
      let baseline = row.middle + FontMetrics.middle * theme.font.label
      let drop = FontMetrics.middle - (FontMetrics.ascent - FontMetrics.descent) / 2
      shapes += row.label.shapes(
        at: Point(
          x: Spacing.edge + indent,
          y: row.middle - row.label.height(in: theme) / 2 + drop * theme.font.label
        ),
        in: theme
      ).map(Shape.text)
      func end(_ text: String, _ x: Double) {
        guard !text.isEmpty else { return }
        shapes.append(
          .text(TextShape(text, role: role, alignment: .end, at: Point(x: x, y: baseline)))
        )
      }
      if let count = row.data.count { end(FigureNumber.count(count), ends.count) }
      if let numbers = row.numbers {
        end(numbers.value, ends.value)
        end(numbers.low, ends.low)
        end(numbers.high, ends.high)
      } else if row.data.kind != .heading {
        end(heads.absent, ends.high)
      }
      if let pValue = row.pValue { end(pValue, ends.high) }
    }
    return shapes
  }

  private func titleShapes(axisDepth: Double, width: Double) -> [Shape] {
    let foot = frame.box.bottom + axisDepth + Spacing.label * 0.6
    let middle = title.middle(over: frame.box, width: width, in: theme)
    return title.shapes(at: Point(x: middle, y: foot), alignment: .middle, in: theme)
      .map(Shape.text)
  }
}

import PanelResults

/// Where everything of the figure of a specification curve stands: estimates above, choices below.
struct SpecificationCurveLayout {
  var size: FigureSize
  var frames: [Box] = []
  var groups: [ShapeGroup] = []
  private(set) var axis: ValueAxis

  struct Titles {
    var values: String
    /// The same before a power of ten.
    var scaledValues: String
    var ranks: String
  }

  /// A line of the matrix: a heading, or a choice.
  struct Row {
    /// Absent for a heading.
    var content: Content?
    var label: TextBlock
    var height: Double
    var middle = 0.0
  }

  /// What a line marks.
  enum Content {
    case choice(group: Int, Int)
    case significant(isPositive: Bool)
  }

  /// Names of the lines that tell which estimates are significant.
  struct Significance {
    var heading: String
    var positive: String
    var negative: String
  }

  let data: SpecificationCurveData
  let recipe: SpecificationCurvePlot
  let theme: FigureTheme
  let width: Double
  let legend: LegendLayout
  let titles: (values: TextBlock, ranks: TextBlock)
  var rows: [Row] = []
  var top: Frame
  var matrix: Frame?
  /// The width of one specification, in points.
  let step: Double
  /// Whether a line stands for markers, and strokes for dots.
  let isDense: Bool

  /// The share of the width that labels may take before they are broken into lines, and the most
  /// that they may take so that words stay whole.
  private static let labelShare = (usual: 0.36, most: 0.48)
  static let headingIndent = 6.0
  /// Above a heading, between choices, and between choices whose names take several lines.
  private static let gap = (heading: 3.5, row: 1.6, lines: 4.5)
  private static let leastHeight = 60.0
  /// A width of the sheet for each specification below which markers cannot be told apart.
  private static let denseStep = 5.5

  /// Whether markers would run together on a sheet of this width in points.
  static func isDense(_ count: Int, width: Double) -> Bool {
    width / Double(max(1, count)) < denseStep
  }

  init(
    data: SpecificationCurveData,
    recipe: SpecificationCurvePlot,
    titles words: Titles,
    legend items: [LegendLayout.Item],
    significance: Significance?,
    theme: FigureTheme,
    id: String
  ) throws(DocumentError) {
    self.data = data
    self.recipe = recipe
    self.theme = theme
    width = recipe.size.width(in: theme)
    let room = width - 2 * Spacing.edge
    legend = LegendLayout(items, width: room, theme: theme)
    isDense = Self.isDense(data.drawn.count, width: width)
    rows = Self.rows(of: data, significance, width: width, theme: theme)
    let ranks = TextBlock(words.ranks, width: room, in: theme)

    let labelWidth =
      rows.map { $0.label.width(in: theme) + ($0.content == nil ? 0 : Self.headingIndent) }.max() ?? 0
    let content = rows.reduce(0) { $0 + $1.height }
    let isAbove = theme.legend == .top
    let legendHeight = legend.height > 0 ? legend.height + Spacing.block : 0
    // Ticks decide the left margin and margins decide the height: two rounds settle both.
    var frameHeight = max(Self.leastHeight, min(width * 0.5, 170))
    var left = Spacing.edge + labelWidth + Spacing.label
    let range = Self.range(of: data, recipe)
    func fitted(_ length: Double) -> ValueAxis {
      ValueAxis(
        covering: range,
        request: {
          TickRequest(
            range: $0,
            length: length,
            direction: .vertical,
            marksZero: recipe.hasZeroLine
          )
        },
        reach: Marker.reach(in: theme),
        in: theme
      )
    }
    var axis = fitted(frameHeight)
    func valuesTitle(_ axis: ValueAxis) -> TextBlock {
      TextBlock(
        axis.ticks.exponent == nil ? words.values : words.scaledValues,
        width: room,
        raised: axis.ticks.exponent.map(NumberLabels.power),
        in: theme
      )
    }
    var title = valuesTitle(axis)
    func around(_ title: TextBlock) -> (above: Double, below: Double) {
      let above =
        Spacing.edge + (isAbove ? legendHeight : 0) + title.height(in: theme)
        + Spacing.label * 0.8
      let below =
        Spacing.block + content + Spacing.label * 0.6 + ranks.height(in: theme)
        + (isAbove ? 0 : legendHeight) + Spacing.edge
      return (above, below)
    }
    if let height = recipe.size.height {
      for _ in 0..<3 {
        let (above, below) = around(title)
        frameHeight = height * PrintPoint.perMillimetre - above - below
        guard frameHeight >= Self.leastHeight else {
          let least = (above + below + Self.leastHeight) / PrintPoint.perMillimetre
          throw .invalid(
            "Figure '\(id)' needs a height of at least \(Int(least.rounded(.up))) mm for its "
              + "choices; 'size.height' gives \(FigureNumber.brief(height)). Raise it, or leave it "
              + "out."
          )
        }
        axis = fitted(frameHeight)
        title = valuesTitle(axis)
      }
    }
    left = max(left, Spacing.edge + AxisMark(axis.ticks, on: .y).depth(in: theme))
    let right = width - Spacing.edge - 2
    guard right - left >= 40 else {
      throw .invalid(
        "Figure '\(id)' has no room beside its labels. Give it more width in 'size.width', or "
          + "shorter labels."
      )
    }
    let (above, below) = around(title)
    let box = Box(x: left, y: above, width: right - left, height: frameHeight)
    let count = Double(data.drawn.count)
    // The outermost markers stay within the frame.
    let reach = Marker.reach(in: theme)
    step = (box.width - 2 * reach) / count
    let scale = Scale.linear(
      domain: -0.5...(max(count, 1) - 0.5),
      start: box.left + reach,
      end: box.right - reach
    )
    top = Frame(
      box: box,
      x: scale,
      y: .linear(domain: axis.domain, start: box.bottom, end: box.top),
      theme: theme
    )
    self.axis = axis
    titles = (title, ranks)
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: (box.bottom + below) / PrintPoint.perMillimetre
    )
    var y = box.bottom + Spacing.block
    let start = y
    for index in rows.indices {
      rows[index].middle = y + rows[index].height - rows[index].label.height(in: theme) / 2
      y += rows[index].height
    }
    frames = [box]
    if !rows.isEmpty {
      let own = Box(x: box.x, y: start, width: box.width, height: y - start)
      matrix = Frame(box: own, x: scale, y: .bands(centres: []), theme: theme)
      frames.append(own)
    }
    draw()
  }

  private static func rows(
    of data: SpecificationCurveData,
    _ significance: Significance?,
    width: Double,
    theme: FigureTheme
  ) -> [Row] {
    var names = data.groups.flatMap(\.labels)
    var headings = data.groups.map(\.heading)
    if let significance {
      names += [significance.positive, significance.negative]
      headings.append(significance.heading)
    }
    let widest = max(
      headingIndent + TextWrapping.widestWord(of: names, size: theme.font.small),
      TextWrapping.widestWord(of: headings, size: theme.fontSize(of: .heading), weight: .bold)
    )
    // A tenth of a point for rounding.
    let room = max(width * labelShare.usual, min(widest + 0.1, width * labelShare.most))
    var rows: [Row] = []
    func add(_ heading: String, _ lines: [(text: String, content: Content)]) {
      let block = TextBlock(heading, width: room, role: .heading, in: theme)
      let space = rows.isEmpty ? 0 : gap.heading
      rows.append(Row(label: block, height: block.height(in: theme) + space))
      for line in lines {
        let label = TextBlock(line.text, width: room - headingIndent, role: .small, in: theme)
        let before = rows.last.flatMap { $0.content == nil ? nil : $0.label.lines.count } ?? 1
        let isBroken = rows.last?.content != nil && max(before, label.lines.count) > 1
        let space = isBroken ? gap.lines : gap.row
        rows.append(
          Row(content: line.content, label: label, height: label.height(in: theme) + space))
      }
    }
    if let significance {
      add(
        significance.heading,
        [
          (significance.positive, .significant(isPositive: true)),
          (significance.negative, .significant(isPositive: false)),
        ]
      )
    }
    for (group, list) in data.groups.enumerated() {
      add(
        list.heading,
        list.labels.enumerated().map { ($1, .choice(group: group, $0)) }
      )
    }
    return rows
  }

  /// The range of everything drawn along the axis of estimates.
  private static func range(
    of data: SpecificationCurveData,
    _ recipe: SpecificationCurvePlot
  ) -> ClosedRange<Double> {
    var values = data.drawn.map(\.specification.estimate.value)
    if recipe.hasZeroLine { values.append(0) }
    if recipe.hasIntervals {
      for interval in data.drawn.compactMap(\.specification.estimate.interval) {
        values += [interval.low, interval.high]
      }
    }
    return ClosedRange(spanning: values) ?? 0...0
  }
}

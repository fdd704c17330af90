import PanelResults

/// Where everything of the figure of a specification curve stands: estimates above, choices below.
struct SpecificationCurveLayout {
  private(set) var size: FigureSize
  private(set) var frames: [Box] = []
  private(set) var groups: [ShapeGroup] = []
  private(set) var axis: ValueAxis

  struct Titles {
    var values: String
    /// The same before a power of ten.
    var scaledValues: String
    var ranks: String
  }

  /// A line of the matrix: a heading, or a choice.
  private struct Row {
    /// Absent for a heading.
    var content: Content?
    var label: TextBlock
    var height: Double
    var middle = 0.0
  }

  /// What a line marks.
  private enum Content {
    case choice(group: Int, Int)
    case significant(isPositive: Bool)
  }

  /// Names of the lines that tell which estimates are significant.
  struct Significance {
    var heading: String
    var positive: String
    var negative: String
  }

  private let data: SpecificationCurveData
  private let recipe: SpecificationCurvePlot
  private let theme: FigureTheme
  private let width: Double
  private let legend: LegendLayout
  private let titles: (values: TextBlock, ranks: TextBlock)
  private var rows: [Row] = []
  private var top: Frame
  private var matrix: Frame?
  /// The width of one specification, in points.
  private let step: Double
  /// Whether a line stands for markers, and strokes for dots.
  private let isDense: Bool

  /// The share of the width that labels may take before they are broken into lines.
  private static let labelShare = 0.36
  private static let headingIndent = 6.0
  /// Above a heading, and between choices.
  private static let gap = (heading: 3.5, row: 1.6)
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
    rows = Self.rows(of: data, significance, room: width * Self.labelShare, theme: theme)
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
        request: { TickRequest(range: $0, length: length, direction: .vertical) },
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
    room: Double,
    theme: FigureTheme
  ) -> [Row] {
    var rows: [Row] = []
    func add(_ heading: String, _ lines: [(text: String, content: Content)]) {
      let block = TextBlock(heading, width: room, role: .heading, in: theme)
      let space = rows.isEmpty ? 0 : gap.heading
      rows.append(Row(label: block, height: block.height(in: theme) + space))
      for line in lines {
        let label = TextBlock(line.text, width: room - headingIndent, role: .small, in: theme)
        rows.append(
          Row(content: line.content, label: label, height: label.height(in: theme) + gap.row))
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

// MARK: Drawing

extension SpecificationCurveLayout {
  private var diameter: Double { min(theme.markerSize, max(1.5, step * 0.8)) }
  private var basePlace: Int? { data.drawn.firstIndex(where: \.isBase) }

  private mutating func draw() {
    let sheet = Box(
      x: 0,
      y: 0,
      width: width,
      height: size.height * PrintPoint.perMillimetre
    )
    var grid = theme.hasGrid ? GridMark(at: axis.ticks.values, on: .y).shapes(in: top) : []
    grid += guides
    if recipe.hasZeroLine { grid += RuleMark(at: 0, on: .y, role: .zero).shapes(in: top) }
    if let basePlace {
      for frame in [top, matrix].compactMap({ $0 }) {
        grid += RuleMark(at: Double(basePlace), on: .x).shapes(in: frame)
      }
    }
    var labels = rowLabels
    labels += titles.values.shapes(
      at: Point(x: Spacing.edge, y: top.box.top - Spacing.label * 0.8 - titles.values.height(in: theme)),
      in: theme
    ).map(Shape.text)
    let foot = (frames.last?.bottom ?? top.box.bottom) + Spacing.label * 0.6
    let middle = titles.ranks.middle(over: top.box, width: width, in: theme)
    labels += titles.ranks.shapes(at: Point(x: middle, y: foot), alignment: .middle, in: theme)
      .map(Shape.text)
    groups = [
      ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))]),
      ShapeGroup(.grid, grid),
      ShapeGroup(.axes, AxisMark(axis.ticks, on: .y).shapes(in: top)),
      ShapeGroup(.data, estimates + choices),
      ShapeGroup(.labels, labels),
    ]
    if legend.height > 0 {
      let y =
        theme.legend == .top ? Spacing.edge : sheet.height - Spacing.edge - legend.height
      groups.append(ShapeGroup(.legend, legend.shapes(at: Point(x: Spacing.edge, y: y))))
    }
    groups = groups.filter { !$0.shapes.isEmpty }
  }

  /// Light lines along the choices.
  private var guides: [Shape] {
    guard let matrix else { return [] }
    return rows.filter { $0.content != nil }.map { row in
      .line(
        from: Point(x: matrix.box.left, y: row.middle),
        to: Point(x: matrix.box.right, y: row.middle),
        Ink(.grid)
      )
    }
  }

  /// Intervals under their markers, those of the base specification last.
  private var estimates: [Shape] {
    var shapes: [Shape] = []
    let order = data.drawn.indices.filter { !data.drawn[$0].isBase }
      + data.drawn.indices.filter { data.drawn[$0].isBase }
    if recipe.hasIntervals {
      for place in order {
        guard let interval = data.drawn[place].specification.estimate.interval else { continue }
        shapes.append(whisker(place, interval))
      }
    }
    if isDense {
      let points = data.drawn.enumerated().map { place, drawn in
        top.point(Double(place), drawn.specification.estimate.value)
      }
      shapes.append(.polyline(points, Ink(.estimate)))
    }
    for place in order where !isDense || data.drawn[place].isBase { shapes.append(marker(place)) }
    return shapes
  }

  private func whisker(_ place: Int, _ interval: Interval) -> Shape {
    let drawn = data.drawn[place]
    let x = top.x.position(of: Double(place))
    let ink: Ink
    if drawn.isBase {
      ink = Ink(.whisker, series: 1)
    } else if isDense, !drawn.specification.isSignificant {
      ink = Ink(.leader)
    } else {
      ink = Ink(isDense ? .band : .whisker, series: 0)
    }
    return .line(
      from: Point(x: x, y: top.y.position(of: interval.low)),
      to: Point(x: x, y: top.y.position(of: interval.high)),
      ink
    )
  }

  private func marker(_ place: Int) -> Shape {
    let drawn = data.drawn[place]
    let series = drawn.isBase ? 1 : 0
    return theme.marker(of: series).shape(
      at: top.point(Double(place), drawn.specification.estimate.value),
      diameter: drawn.isBase ? theme.markerSize : diameter,
      ink: Ink(drawn.specification.isSignificant ? .marker : .hollow, series: series)
    )
  }

  /// A dot, or a stroke where dots would run together, for every choice that is taken.
  private var choices: [Shape] {
    guard let matrix else { return [] }
    let size = theme.font.small * 0.62
    var shapes: [Shape] = []
    for row in rows {
      guard let content = row.content else { continue }
      for place in data.drawn.indices where marks(content, place) {
        let x = matrix.x.position(of: Double(place))
        let isBase = data.drawn[place].isBase
        if isDense {
          let half = theme.font.small * 0.36
          shapes.append(
            .rectangle(
              Box(x: x - step * 0.4, y: row.middle - half, width: step * 0.8, height: 2 * half),
              Ink(.bar, series: 0)
            )
          )
        }
        if isBase || !isDense {
          shapes.append(
            theme.marker(of: isBase ? 1 : 0).shape(
              at: Point(x: x, y: row.middle),
              diameter: isBase ? size : min(size, step * 0.8),
              ink: Ink(.marker, series: isBase ? 1 : 0)
            )
          )
        }
      }
    }
    return shapes
  }

  private func marks(_ content: Content, _ place: Int) -> Bool {
    switch content {
    case .choice(let group, let choice):
      return data.takes(choice, of: data.groups[group], at: place)
    case .significant(let isPositive):
      let specification = data.drawn[place].specification
      return specification.isSignificant && (specification.estimate.value > 0) == isPositive
    }
  }

  private var rowLabels: [Shape] {
    rows.flatMap { row in
      row.label.shapes(
        at: Point(
          x: Spacing.edge + (row.content == nil ? 0 : Self.headingIndent),
          y: row.middle - row.label.height(in: theme) / 2
        ),
        in: theme
      ).map(Shape.text)
    }
  }
}

import PanelResults

/// Where everything of a coefficient plot stands.
struct CoefficientLayout {
  private(set) var size: FigureSize
  private(set) var frame: Frame
  private(set) var axis: ValueAxis
  private(set) var groups: [ShapeGroup] = []

  private let plot: CoefficientData
  private let recipe: CoefficientPlot
  private let theme: FigureTheme
  private let width: Double
  private let title: TextBlock
  private let legend: LegendLayout
  private var rows: [Row]
  private let labelRight: Double
  private let hasHeadings: Bool

  /// A line of the plot: a heading, or a term with its estimates.
  private struct Row {
    var term: Int?
    var label: TextBlock
    var height: Double
    /// The middle, in points; set once the height of the figure is known.
    var middle = 0.0
  }

  /// The share of the width that labels may take before they are broken into lines.
  private static let labelShare = 0.42
  /// Between rows: usual and least, in points.
  private static let gap = (usual: 5.5, least: 1.5)
  /// Above a heading, beside the gap.
  private static let headingSpace = 3.0
  private static let headingIndent = 8.0

  init(
    plot: CoefficientData,
    recipe: CoefficientPlot,
    axisTitle: (plain: String, scaled: String),
    theme: FigureTheme,
    id: String
  ) throws(DocumentError) {
    self.plot = plot
    self.recipe = recipe
    self.theme = theme
    width = recipe.size.width(in: theme)
    let dodge = CoefficientLayout.dodge(in: theme)
    let hasHeadings = plot.terms.contains { $0.heading != nil }
    self.hasHeadings = hasHeadings

    // Labels first: their real widths decide where the frame begins.
    let indent = hasHeadings ? CoefficientLayout.headingIndent : 0
    let labelRoom = width * CoefficientLayout.labelShare
    rows = []
    var heading: Int?
    for (index, term) in plot.terms.enumerated() {
      if let place = term.heading, place != heading {
        let text = recipe.headings[place].title.text(in: plot.language)
        let block = TextBlock(text, width: labelRoom, role: .heading, in: theme)
        rows.append(
          Row(
            label: block,
            height: block.height(in: theme) + (rows.isEmpty ? 0 : CoefficientLayout.headingSpace)
          )
        )
      }
      heading = term.heading
      let block = TextBlock(term.label, width: labelRoom - indent, in: theme)
      let series = Double(plot.models.count - 1) * dodge + theme.markerSize
      rows.append(Row(term: index, label: block, height: max(block.height(in: theme), series)))
    }
    let labelWidth =
      rows.map { row in
        row.label.width(in: theme) + (row.term == nil ? 0 : indent)
      }.max() ?? 0
    labelRight = Spacing.edge + labelWidth
    let left = labelRight + Spacing.label

    // Then ticks, whose last label may hang over the frame's end.
    let values = CoefficientLayout.values(of: plot, recipe: recipe)
    let reach = Marker.reach(in: theme)
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
    // The room for an overhang only grows, so that the rounds end.
    var overhang = 0.0
    var right = width - Spacing.edge
    axis = fitted(to: right)
    for _ in 0..<8 {
      let needed = axis.overhang(from: left, to: right, in: theme)
      if needed <= overhang { break }
      overhang = needed
      right = width - Spacing.edge - overhang
      axis = fitted(to: right)
    }

    title = TextBlock(
      axis.ticks.exponent == nil ? axisTitle.plain : axisTitle.scaled,
      width: width - 2 * Spacing.edge,
      raised: axis.ticks.exponent.map(NumberLabels.power),
      in: theme
    )
    legend = LegendLayout(
      plot.legend,
      symbol: .whisker,
      width: width - 2 * Spacing.edge,
      theme: theme
    )

    // Then heights: rows are as high as their labels, the gaps give way to a given height.
    let isLegendAbove = theme.legend == .top
    let legendHeight = legend.height > 0 ? legend.height + Spacing.block : 0
    let top = Spacing.edge + (isLegendAbove ? legendHeight : 0)
    let axisDepth = AxisMark(axis.ticks, on: .x).depth(in: theme)
    let below =
      axisDepth + Spacing.label * 0.6 + title.height(in: theme)
      + (isLegendAbove ? 0 : legendHeight) + Spacing.edge
    let content = rows.reduce(0) { $0 + $1.height }
    let gap = try CoefficientLayout.gap(
      rows: rows.count,
      content: content,
      around: top + below,
      usual: max(CoefficientLayout.gap.usual, plot.models.count > 1 ? 1.7 * dodge : 0),
      least: plot.models.count > 1 ? 1.15 * dodge : CoefficientLayout.gap.least,
      height: recipe.size.height,
      theme: theme,
      id: id
    )
    var y = top + gap / 2
    for index in rows.indices {
      // The space above a heading belongs to its row.
      let label = rows[index].label.height(in: theme)
      let isHeading = rows[index].term == nil
      rows[index].middle = y + rows[index].height - (isHeading ? label : rows[index].height) / 2
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
      y: .bands(centres: rows.filter { $0.term != nil }.map(\.middle)),
      theme: theme
    )
    draw(axisDepth: axisDepth, dodge: dodge)
  }

  /// The distance between the markers of neighbouring models in a row.
  private static func dodge(in theme: FigureTheme) -> Double { theme.markerSize + 1.4 }

  /// The range of everything drawn along the axis.
  private static func values(
    of plot: CoefficientData,
    recipe: CoefficientPlot
  ) -> ClosedRange<Double> {
    var values = plot.drawn.map(\.estimate.value)
    if recipe.hasZeroLine { values.append(0) }
    if recipe.intervals != .none {
      for (_, _, estimate) in plot.drawn {
        values += [estimate.intervalLow.value, estimate.intervalHigh.value].compactMap { $0 }
        if recipe.intervals == .nested, let inner = estimate.innerInterval {
          values += [inner.low, inner.high]
        }
      }
    }
    return ClosedRange(spanning: values) ?? 0...0
  }

  /// The gap between rows that fills the height; the usual one where none is given and a page
  /// is high enough.
  private static func gap(
    rows: Int,
    content: Double,
    around: Double,
    usual: Double,
    least: Double,
    height: Double?,
    theme: FigureTheme,
    id: String
  ) throws(DocumentError) -> Double {
    guard let height else {
      let room = (theme.pageHeight * PrintPoint.perMillimetre - around - content) / Double(rows)
      return min(usual, max(room, least))
    }
    let room = height * PrintPoint.perMillimetre - around - content
    let gap = room / Double(rows)
    guard gap >= least else {
      let needed = around + content + least * Double(rows)
      let millimetres = Int((needed / PrintPoint.perMillimetre).rounded(.up))
      throw .invalid(
        "Figure '\(id)' needs a height of at least \(millimetres) mm for its \(rows) rows; "
          + "'size.height' gives \(FigureNumber.brief(height)). Raise it, or leave it out."
      )
    }
    return gap
  }
}

extension CoefficientLayout {
  private mutating func draw(axisDepth: Double, dodge: Double) {
    let box = frame.box
    let sheet = Box(
      x: 0,
      y: 0,
      width: width,
      height: size.height * PrintPoint.perMillimetre
    )
    groups = [ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))])]
    var grid = theme.hasGrid ? GridMark(at: axis.ticks.values, on: .x).shapes(in: frame) : []
    if theme.hasGrid, plot.models.count == 1 {
      // Guides lead the eye from a name to its marker.
      grid += GridMark(at: plot.terms.indices.map(Double.init), on: .y).shapes(in: frame)
    }
    let zero = recipe.hasZeroLine ? RuleMark(at: 0, on: .x, role: .zero).shapes(in: frame) : []
    groups.append(ShapeGroup(.grid, grid + zero))
    groups.append(ShapeGroup(.axes, AxisMark(axis.ticks, on: .x).shapes(in: frame)))
    groups.append(ShapeGroup(.data, marks(dodge: dodge).flatMap { $0.shapes(in: frame) }))
    groups.append(ShapeGroup(.labels, labels(axisDepth: axisDepth)))
    if legend.height > 0 {
      let foot = box.bottom + axisDepth + Spacing.label * 0.6 + title.height(in: theme)
      let y = theme.legend == .top ? Spacing.edge : foot + Spacing.block
      // Over the frame where it fits there, else from the sheet's edge.
      let overFrame = box.left + legend.usedWidth <= width - Spacing.edge
      let x = overFrame ? box.left : max(Spacing.edge, width - Spacing.edge - legend.usedWidth)
      groups.append(ShapeGroup(.legend, legend.shapes(at: Point(x: x, y: y))))
    }
  }

  /// Whiskers under their markers, model by model.
  private func marks(dodge: Double) -> [any Mark] {
    plot.models.indices.flatMap { model -> [any Mark] in
      let shift = Double(model) - Double(plot.models.count - 1) / 2
      let offset = Point(x: 0, y: shift * dodge)
      var outer: [Span] = []
      var inner: [Span] = []
      var points: [Datum] = []
      for (row, term) in plot.terms.enumerated() {
        guard let estimate = term.estimates[model] else { continue }
        points.append(Datum(x: estimate.value, y: Double(row)))
        if let low = estimate.intervalLow.value, let high = estimate.intervalHigh.value {
          outer.append(Span(at: Double(row), low: low, high: high))
        }
        if let interval = estimate.innerInterval {
          inner.append(Span(at: Double(row), low: interval.low, high: interval.high))
        }
      }
      var marks: [any Mark] = []
      if recipe.intervals != .none {
        marks.append(WhiskerMark(outer, along: .x, series: model, offset: offset))
      }
      if recipe.intervals == .nested {
        marks.append(WhiskerMark(inner, along: .x, series: model, kind: .inner, offset: offset))
      }
      return marks + [PointMark(points, series: model, offset: offset)]
    }
  }

  /// Names of terms, headings and the axis.
  private func labels(axisDepth: Double) -> [Shape] {
    var shapes: [Shape] = []
    for row in rows {
      let top = row.middle - row.label.height(in: theme) / 2
      let isLeft = hasHeadings
      let x =
        isLeft
        ? Spacing.edge + (row.term == nil ? 0 : CoefficientLayout.headingIndent) : labelRight
      shapes += row.label.shapes(
        at: Point(x: x, y: top),
        alignment: isLeft ? .start : .end,
        in: theme
      ).map(Shape.text)
    }
    let foot = frame.box.bottom + axisDepth + Spacing.label * 0.6
    let middle = title.middle(over: frame.box, width: width, in: theme)
    shapes += title.shapes(at: Point(x: middle, y: foot), alignment: .middle, in: theme)
      .map(Shape.text)
    return shapes
  }
}

extension ValueAxis {
  /// How far the last label of a level axis reaches beyond its end.
  func overhang(from left: Double, to right: Double, in theme: FigureTheme) -> Double {
    guard !ticks.isVertical, let last = ticks.values.last, let label = ticks.labels.last else {
      return 0
    }
    let scale = Scale.linear(domain: domain, start: left, end: right)
    let half = FontMetrics.width(of: label, size: theme.fontSize(of: ticks.role)) / 2
    return max(0, scale.position(of: last) + half - right)
  }
}

import PanelResults

/// How the figure of a specification curve is drawn, once everything has its place.
extension SpecificationCurveLayout {
  private var diameter: Double { min(theme.markerSize, max(1.5, step * 0.8)) }
  private var basePlace: Int? { data.drawn.firstIndex(where: \.isBase) }

  mutating func draw() {
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
      grid += baseRule(basePlace)
      if let matrix { grid += RuleMark(at: Double(basePlace), on: .x).shapes(in: matrix) }
    }
    var labels = rowLabels
    labels += titles.values.shapes(
      at: Point(
        x: Spacing.edge,
        y: top.box.top - Spacing.label * 0.8 - titles.values.height(in: theme)
      ),
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

  /// The line through the base specification, with a gap that leaves its interval alone.
  private func baseRule(_ place: Int) -> [Shape] {
    let estimate = data.drawn[place].specification.estimate
    let interval = recipe.hasIntervals ? estimate.interval : nil
    let x = top.x.position(of: Double(place))
    let ends = [interval?.low ?? estimate.value, interval?.high ?? estimate.value, estimate.value]
      .map { top.y.position(of: $0) }
    // No nearer than the marker's edge, where the interval is shorter than the marker.
    let reach = max(theme.markerSize, Self.ruleGap)
    let value = top.y.position(of: estimate.value)
    let high = min((ends.min() ?? value) - Self.ruleGap, value - reach)
    let low = max((ends.max() ?? value) + Self.ruleGap, value + reach)
    return [(top.box.top, high), (low, top.box.bottom)].filter { $0.0 < $0.1 }.map { start, end in
      .line(from: Point(x: x, y: start), to: Point(x: x, y: end), Ink(.rule))
    }
  }

  /// Between the base's interval and the line through it, in points.
  private static let ruleGap = 3.0

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

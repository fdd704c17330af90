/// An axis with its line, ticks and labels, at the bottom or at the left of the frame.
package struct AxisMark: Mark {
  package var ticks: Ticks
  package var direction: Direction

  package init(_ ticks: Ticks, on direction: Direction) {
    self.ticks = ticks
    self.direction = direction
  }

  package var domain: Domain {
    let range = ClosedRange(spanning: ticks.values)
    return direction == .x ? Domain(x: range) : Domain(y: range)
  }

  /// The space between the end of a tick and its label, in points.
  static let labelGap = 2.0

  package func shapes(in frame: Frame) -> [Shape] {
    direction == .x ? bottomShapes(in: frame) : leftShapes(in: frame)
  }

  /// The room that ticks and labels take outside the frame, in points.
  package func depth(in theme: FigureTheme) -> Double {
    let size = theme.fontSize(of: ticks.role)
    let labels = ticks.labels.map { FontMetrics.width(of: $0, size: size) }.max() ?? 0
    let height = (FontMetrics.ascent + FontMetrics.descent) * size
    let extent = direction == .x && !ticks.isVertical ? height : labels
    return theme.tickLength + AxisMark.labelGap + extent
  }

  private func bottomShapes(in frame: Frame) -> [Shape] {
    let (box, theme) = (frame.box, frame.theme)
    let size = theme.fontSize(of: ticks.role)
    let foot = box.bottom + theme.tickLength + AxisMark.labelGap
    var shapes: [Shape] = [
      .line(
        from: Point(x: box.left, y: box.bottom),
        to: Point(x: box.right, y: box.bottom),
        Ink(.axis)
      )
    ]
    for (value, label) in zip(ticks.values, ticks.labels) {
      let x = frame.x.position(of: value)
      shapes.append(
        .line(
          from: Point(x: x, y: box.bottom),
          to: Point(x: x, y: box.bottom + theme.tickLength),
          Ink(.axis)
        )
      )
      let anchor =
        ticks.isVertical
        ? Point(x: x + FontMetrics.middle * size, y: foot)
        : Point(x: x, y: foot + FontMetrics.ascent * size)
      shapes.append(
        .text(
          TextShape(
            label,
            role: ticks.role,
            alignment: ticks.isVertical ? .end : .middle,
            at: anchor,
            isVertical: ticks.isVertical
          )
        )
      )
    }
    return shapes
  }

  private func leftShapes(in frame: Frame) -> [Shape] {
    let (box, theme) = (frame.box, frame.theme)
    let middle = FontMetrics.middle * theme.fontSize(of: ticks.role)
    let edge = box.left - theme.tickLength - AxisMark.labelGap
    var shapes: [Shape] = [
      .line(
        from: Point(x: box.left, y: box.top),
        to: Point(x: box.left, y: box.bottom),
        Ink(.axis)
      )
    ]
    for (value, label) in zip(ticks.values, ticks.labels) {
      let y = frame.y.position(of: value)
      shapes.append(
        .line(
          from: Point(x: box.left - theme.tickLength, y: y),
          to: Point(x: box.left, y: y),
          Ink(.axis)
        )
      )
      shapes.append(
        .text(
          TextShape(label, role: ticks.role, alignment: .end, at: Point(x: edge, y: y + middle))
        )
      )
    }
    return shapes
  }
}

/// Light lines that carry ticks across the frame.
package struct GridMark: Mark {
  package var values: [Double]
  package var direction: Direction

  package init(at values: [Double], on direction: Direction) {
    self.values = values
    self.direction = direction
  }

  package var domain: Domain { Domain() }

  package func shapes(in frame: Frame) -> [Shape] {
    values.flatMap { RuleMark(at: $0, on: direction, role: .grid).shapes(in: frame) }
  }
}

/// Data joined by a line, dashed as the series is.
package struct LineMark: Mark {
  package var data: [Datum]
  package var series: Int
  package var role: Ink.Role
  package var offset: Point

  package init(
    _ data: [Datum],
    series: Int,
    role: Ink.Role = .line,
    offset: Point = Point(x: 0, y: 0)
  ) {
    self.data = data
    self.series = series
    self.role = role
    self.offset = offset
  }

  package var domain: Domain {
    Domain(x: ClosedRange(spanning: data.map(\.x)), y: ClosedRange(spanning: data.map(\.y)))
  }

  package func shapes(in frame: Frame) -> [Shape] {
    guard data.count > 1 else { return [] }
    let points = data.map { frame.point($0.x, $0.y) + offset }
    return [.polyline(points, Ink(role, series: series))]
  }
}

/// A band between a lower and an upper line.
package struct RibbonMark: Mark {
  package var spans: [Span]
  package var series: Int

  package init(_ spans: [Span], series: Int) {
    self.spans = spans
    self.series = series
  }

  package var domain: Domain { spans.domain(along: .y) }

  package func shapes(in frame: Frame) -> [Shape] {
    guard spans.count > 1 else { return [] }
    let upper = spans.map { frame.point($0.at, $0.high) }
    let lower = spans.reversed().map { frame.point($0.at, $0.low) }
    return [.polygon(upper + lower, Ink(.ribbon, series: series))]
  }
}

/// A line across the frame at one value: no effect, the start of a treatment.
package struct RuleMark: Mark {
  package var value: Double
  /// The direction whose scale holds the value; the line runs across it.
  package var direction: Direction
  package var role: Ink.Role

  package init(at value: Double, on direction: Direction, role: Ink.Role = .rule) {
    self.value = value
    self.direction = direction
    self.role = role
  }

  package var domain: Domain {
    direction == .x ? Domain(x: value...value) : Domain(y: value...value)
  }

  package func shapes(in frame: Frame) -> [Shape] {
    let box = frame.box
    switch direction {
    case .x:
      let x = frame.x.position(of: value)
      return [
        .line(from: Point(x: x, y: box.top), to: Point(x: x, y: box.bottom), Ink(role))
      ]
    case .y:
      let y = frame.y.position(of: value)
      return [
        .line(from: Point(x: box.left, y: y), to: Point(x: box.right, y: y), Ink(role))
      ]
    }
  }
}

/// Intervals as lines.
package struct WhiskerMark: Mark {
  package var spans: [Span]
  /// The direction in which intervals extend.
  package var direction: Direction
  package var series: Int
  package var kind: Kind
  package var offset: Point

  package init(
    _ spans: [Span],
    along direction: Direction,
    series: Int,
    kind: Kind = .outer,
    offset: Point = Point(x: 0, y: 0)
  ) {
    self.spans = spans
    self.direction = direction
    self.series = series
    self.kind = kind
    self.offset = offset
  }

  package enum Kind: Sendable, Equatable {
    case outer
    /// The narrower of two: thick.
    case inner
    /// That of a band over all estimates: thin, with caps.
    case band

    fileprivate var role: Ink.Role {
      switch self {
      case .outer: .whisker
      case .inner: .inner
      case .band: .band
      }
    }
  }

  package var domain: Domain { spans.domain(along: direction) }

  package func shapes(in frame: Frame) -> [Shape] {
    let ink = Ink(kind.role, series: series)
    let cap = frame.theme.markerSize * 0.35
    return spans.flatMap { span -> [Shape] in
      let ends = [span.low, span.high].map { value in
        (direction == .x ? frame.point(value, span.at) : frame.point(span.at, value)) + offset
      }
      let caps: [Shape] = ends.map { end in
        let across = direction == .x ? Point(x: 0, y: cap) : Point(x: cap, y: 0)
        return .line(
          from: Point(x: end.x - across.x, y: end.y - across.y),
          to: end + across,
          ink
        )
      }
      return [.line(from: ends[0], to: ends[1], ink)] + (kind == .band ? caps : [])
    }
  }
}

/// Bars from one value to another.
package struct BarMark: Mark {
  package var spans: [Span]
  package var direction: Direction
  package var series: Int
  /// Across the bars' direction, in points.
  package var thickness: Double

  package init(_ spans: [Span], along direction: Direction, series: Int, thickness: Double) {
    self.spans = spans
    self.direction = direction
    self.series = series
    self.thickness = thickness
  }

  package var domain: Domain { spans.domain(along: direction) }

  package func shapes(in frame: Frame) -> [Shape] {
    spans.map { span in
      let ends = [span.low, span.high].map { value in
        direction == .x ? frame.point(value, span.at) : frame.point(span.at, value)
      }
      let (left, right) = (min(ends[0].x, ends[1].x), max(ends[0].x, ends[1].x))
      let (top, bottom) = (min(ends[0].y, ends[1].y), max(ends[0].y, ends[1].y))
      let box =
        direction == .x
        ? Box(x: left, y: top - thickness / 2, width: right - left, height: thickness)
        : Box(x: left - thickness / 2, y: top, width: thickness, height: bottom - top)
      return .rectangle(box, Ink(.bar, series: series))
    }
  }
}

/// Text at a datum.
package struct TextMark: Mark {
  package var text: String
  package var datum: Datum
  package var role: TextShape.Role
  package var alignment: TextShape.Alignment
  package var offset: Point

  package init(
    _ text: String,
    at datum: Datum,
    role: TextShape.Role = .label,
    alignment: TextShape.Alignment = .start,
    offset: Point = Point(x: 0, y: 0)
  ) {
    self.text = text
    self.datum = datum
    self.role = role
    self.alignment = alignment
    self.offset = offset
  }

  package var domain: Domain { Domain(x: datum.x...datum.x, y: datum.y...datum.y) }

  package func shapes(in frame: Frame) -> [Shape] {
    let middle = FontMetrics.middle * frame.theme.fontSize(of: role)
    let place = frame.point(datum.x, datum.y) + offset + Point(x: 0, y: middle)
    return [.text(TextShape(text, role: role, alignment: alignment, at: place))]
  }
}

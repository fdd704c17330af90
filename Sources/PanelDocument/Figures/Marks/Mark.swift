/// Something that is drawn over scales: points, lines, intervals, and axes too.
package protocol Mark: Sendable {
  /// The values that the scales must cover.
  var domain: Domain { get }
  func shapes(in frame: Frame) -> [Shape]
}

/// The plotting area with its scales and its theme.
package struct Frame: Sendable {
  package var box: Box
  package var x: Scale
  package var y: Scale
  package var theme: FigureTheme

  package init(box: Box, x: Scale, y: Scale, theme: FigureTheme) {
    self.box = box
    self.x = x
    self.y = y
    self.theme = theme
  }

  /// The place of a datum on the sheet.
  package func point(_ x: Double, _ y: Double) -> Point {
    Point(x: self.x.position(of: x), y: self.y.position(of: y))
  }
}

/// A direction of the frame.
package enum Direction: Sendable, Equatable { case x, y }

/// A datum with a place in both directions.
package struct Datum: Sendable, Equatable {
  package var x: Double
  package var y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A datum with a place in one direction and an extent in the other.
package struct Span: Sendable, Equatable {
  package var at: Double
  package var low: Double
  package var high: Double

  package init(at place: Double, low: Double, high: Double) {
    self.at = place
    self.low = low
    self.high = high
  }
}

extension Sequence<Span> {
  /// The domain of spans that extend along a direction.
  func domain(along direction: Direction) -> Domain {
    let places = ClosedRange(spanning: map(\.at))
    let extent = ClosedRange(spanning: flatMap { [$0.low, $0.high] })
    return direction == .x ? Domain(x: extent, y: places) : Domain(x: places, y: extent)
  }
}

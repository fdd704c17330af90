/// A place on the sheet, in points from the upper left corner, y downwards.
package struct Point: Sendable, Equatable {
  package var x: Double
  package var y: Double

  package init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  package static func + (left: Point, right: Point) -> Point {
    Point(x: left.x + right.x, y: left.y + right.y)
  }
}

/// An upright rectangle, in points.
package struct Box: Sendable, Equatable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var left: Double { x }
  package var right: Double { x + width }
  package var top: Double { y }
  package var bottom: Double { y + height }

  /// Whether the boxes share more than `slack` points in both directions.
  package func overlaps(_ other: Box, slack: Double = 0) -> Bool {
    min(right, other.right) - max(left, other.left) > slack
      && min(bottom, other.bottom) - max(top, other.top) > slack
  }

  /// Whether the other box lies within, up to `slack` points.
  package func contains(_ other: Box, slack: Double = 0) -> Bool {
    other.left >= left - slack && other.right <= right + slack
      && other.top >= top - slack && other.bottom <= bottom + slack
  }
}

/// Something drawn.
///
/// The set is closed: every output format draws exactly these.
package enum Shape: Sendable, Equatable {
  case line(from: Point, to: Point, Ink)
  case polyline([Point], Ink)
  case polygon([Point], Ink)
  /// An area between rings, such as a region with islands and holes: filled where a line outwards
  /// crosses an odd number of them.
  case area(rings: [[Point]], Ink)
  /// Lines of one ink, each through some points.
  case lines([[Point]], Ink)
  case circle(center: Point, radius: Double, Ink)
  case rectangle(Box, Ink)
  case text(TextShape)
}

/// How a shape is inked: the theme turns it into colour, width and dash.
package struct Ink: Sendable, Equatable {
  package enum Role: String, Sendable, CaseIterable {
    /// The sheet itself.
    case paper
    /// Axis lines and ticks.
    case axis
    case grid
    /// The line of no effect.
    case zero
    /// A line that marks a place, such as the start of a treatment.
    case rule
    /// A thin line from a label to what it names.
    case leader
    /// The line of a series, dashed as the series is.
    case line
    /// The outer interval.
    case whisker
    /// The inner, narrower interval: thicker.
    case inner
    /// A filled marker.
    case marker
    /// A marker filled with paper.
    case hollow
    /// A marker filled with a tint of its series.
    case tint
    /// An interval that holds for all estimates at once: thinner than the outer one.
    case band
    /// A band around a line.
    case ribbon
    case bar
    /// A bar of a histogram, behind a curve.
    case histogram
    /// A full line at an estimate.
    case estimate
    /// Cells filled with a little, some or much of their series.
    case faint, medium, strong
    /// A region of a map by its class of clusters, which the series is.
    case cluster
    /// A region of a map by the step of a scale, which the series is.
    case step
    /// A region of a map without a value.
    case blank
    /// A region under what is drawn over it.
    case ground
    /// A line of a pattern over a region.
    case hatch
    /// A link between neighbours.
    case link
  }
  package var role: Role
  /// The series' place in the theme, from 0; `nil` where the ink belongs to no series.
  package var series: Int?

  package init(_ role: Role, series: Int? = nil) {
    self.role = role
    self.series = series
  }
}

/// A line of text.
package struct TextShape: Sendable, Equatable {
  /// What the text is for; the theme knows two sizes and two weights.
  package enum Role: String, Sendable, CaseIterable {
    case label, small, heading
    /// Small letters over a colour, with an edge that sets them off.
    case stamp
  }
  package enum Alignment: String, Sendable, CaseIterable {
    case start, middle, end
  }
  package var text: String
  /// A power set raised after the text, such as the −6 of ×10⁻⁶.
  package var raised: String?
  package var role: Role
  package var alignment: Alignment
  /// The end of the baseline that ``alignment`` names.
  package var anchor: Point
  /// Whether the text reads upwards.
  package var isVertical: Bool

  package init(
    _ text: String,
    raised: String? = nil,
    role: Role = .label,
    alignment: Alignment = .start,
    at anchor: Point,
    isVertical: Bool = false
  ) {
    self.text = text
    self.raised = raised
    self.role = role
    self.alignment = alignment
    self.anchor = anchor
    self.isVertical = isVertical
  }
}

/// Shapes that belong together.
package struct ShapeGroup: Sendable, Equatable {
  package enum Role: String, Sendable, CaseIterable {
    case paper, grid, axes, data, labels, legend
  }
  package var role: Role
  package var shapes: [Shape]

  package init(_ role: Role, _ shapes: [Shape]) {
    self.role = role
    self.shapes = shapes
  }
}

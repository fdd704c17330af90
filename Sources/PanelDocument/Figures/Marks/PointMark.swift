import Foundation

/// Data as markers, of a shape that belongs to the series.
package struct PointMark: Mark {
  package var data: [Datum]
  package var series: Int
  package var filling: Filling
  /// Of a circle of the same area, in points; the theme's where absent.
  package var diameter: Double?
  /// A shift in points that keeps series apart.
  package var offset: Point

  package init(
    _ data: [Datum],
    series: Int,
    filling: Filling = .full,
    diameter: Double? = nil,
    offset: Point = Point(x: 0, y: 0)
  ) {
    self.data = data
    self.series = series
    self.filling = filling
    self.diameter = diameter
    self.offset = offset
  }

  /// What is inside a marker's outline.
  package enum Filling: Sendable, Equatable {
    case full
    case paper
    /// A tint of the series, over paper.
    case tint

    fileprivate var roles: [Ink.Role] {
      switch self {
      case .full: [.marker]
      case .paper: [.hollow]
      case .tint: [.hollow, .tint]
      }
    }
  }

  package var domain: Domain {
    Domain(x: ClosedRange(spanning: data.map(\.x)), y: ClosedRange(spanning: data.map(\.y)))
  }

  package func shapes(in frame: Frame) -> [Shape] {
    data.flatMap { datum in
      filling.roles.map { role in
        frame.theme.marker(of: series).shape(
          at: frame.point(datum.x, datum.y) + offset,
          diameter: diameter ?? frame.theme.markerSize,
          ink: Ink(role, series: series)
        )
      }
    }
  }
}

extension Marker {
  /// The marker around a point, with the area of a circle of this diameter.
  package func shape(at centre: Point, diameter: Double, ink: Ink) -> Shape {
    let radius = diameter / 2
    func polygon(_ corners: [(Double, Double)]) -> Shape {
      .polygon(corners.map { Point(x: centre.x + $0.0, y: centre.y + $0.1) }, ink)
    }
    switch self {
    case .circle:
      return .circle(center: centre, radius: radius, ink)
    case .square:
      let half = radius * sqrt(Double.pi) / 2
      return polygon([(-half, -half), (half, -half), (half, half), (-half, half)])
    case .diamond:
      let half = radius * sqrt(Double.pi / 2)
      return polygon([(0, -half), (half, 0), (0, half), (-half, 0)])
    case .triangleUp, .triangleDown:
      // An equilateral triangle of side s has the area s² √3/4; its centre is at 2/3 of its height.
      let side = radius * sqrt(4 * Double.pi / sqrt(3.0))
      let height = side * sqrt(3.0) / 2
      let sign = self == .triangleUp ? 1.0 : -1
      return polygon([
        (0, -sign * height * 2 / 3), (side / 2, sign * height / 3), (-side / 2, sign * height / 3),
      ])
    case .plus, .cross:
      let (arm, half) = (radius * 1.25, radius * 0.4)
      let corners = [
        (-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half),
        (half, arm), (-half, arm), (-half, half), (-arm, half), (-arm, -half), (-half, -half),
      ]
      let turn = self == .cross ? sqrt(0.5) : 0
      return polygon(corners.map { x, y in turn == 0 ? (x, y) : ((x - y) * turn, (x + y) * turn) })
    }
  }

  /// The most that a marker of this theme reaches from its centre, in points.
  package static func reach(in theme: FigureTheme) -> Double {
    theme.markerSize * 0.78 + theme.strokes.marker / 2
  }
}

/// The looks of figures; read from `styles/figures`.
///
/// Widths are in millimetres, text and strokes in points at print size.
package struct FigureTheme: Sendable, Equatable {
  package var name: String
  /// One sentence for `panelpress list styles`.
  package var summary: String
  package var widths: ColumnWidths
  /// Height over width of a plot whose height its content does not fix.
  package var heightRatio: Double
  /// The height of a page's text, in millimetres: rows move together rather than pass it.
  package var pageHeight: Double
  package var font: FigureFont
  package var strokes: Strokes
  /// The diameter of a circle marker; other shapes have its area.
  package var markerSize: Double
  package var tickLength: Double
  /// Whether light lines carry the ticks of a value axis across the plot.
  package var hasGrid: Bool
  package var legend: LegendSide
  /// The opacity of a band around a line.
  package var ribbonOpacity: Double
  package var light: FigurePalette
  package var dark: FigurePalette
  /// Marker shapes by series, used in turn.
  package var markers: [Marker]
  /// Dash patterns by series in points, used in turn; an empty pattern is a full line.
  package var dashes: [[Double]]

  /// The widths of a journal's columns, in millimetres.
  package struct ColumnWidths: Sendable, Equatable, Decodable {
    package var single: Double
    package var oneAndHalf: Double
    package var double: Double

    private enum CodingKeys: String, CodingKey {
      case single
      case oneAndHalf = "one-and-half"
      case double
    }
  }

  /// Stroke widths in points.
  package struct Strokes: Sendable, Equatable, Decodable {
    package var axis: Double
    package var grid: Double
    package var rule: Double
    package var line: Double
    package var whisker: Double
    package var inner: Double
    package var marker: Double
  }

  /// Where a legend stands; never over the data.
  package enum LegendSide: String, Sendable, Decodable, CaseIterable { case top, bottom }
}

/// The text of a figure.
package struct FigureFont: Sendable, Equatable, Decodable {
  /// Families by preference; widths are measured with Liberation Sans and its equals.
  package var families: [String]
  /// The size of labels in points.
  package var label: Double
  /// The size of what may be smaller, in points.
  package var small: Double
}

/// The colours of a figure on one kind of paper, as `#rrggbb`.
package struct FigurePalette: Sendable, Equatable {
  package var paper: String
  /// Text.
  package var ink: String
  package var axis: String
  package var grid: String
  /// Lines that mark a value: no effect, the start of a treatment.
  package var rule: String
  /// By series, used in turn.
  package var series: [String]
  package var maps: MapColours
}

/// The colours of maps: each class has its own, whatever classes a map shows.
package struct MapColours: Sendable, Equatable, Decodable {
  /// Borders of regions, and letters over them.
  package var outline: String
  /// The edge of letters over a region.
  package var edge: String
  /// By class: high-high, low-low, low-high, high-low, not significant, without neighbours.
  package var clusters: [String]
  /// From low to high.
  package var steps: [String]

  private enum CodingKeys: String, CodingKey { case outline, edge, clusters, steps }
}

/// The shapes that tell series apart where colour does not.
package enum Marker: String, Sendable, Codable, CaseIterable {
  case circle, square, diamond
  case triangleUp = "triangle-up"
  case triangleDown = "triangle-down"
  case cross, plus
}

extension FigureTheme {
  /// The marker of a series.
  package func marker(of series: Int) -> Marker { markers[series % markers.count] }

  /// The size of a role's text in points.
  package func fontSize(of role: TextShape.Role) -> Double {
    role == .small || role == .stamp ? font.small : font.label
  }
}

/// The looks of figures; read from `styles/figures`.
///
/// Widths are in millimetres, text and strokes in points at print size. A key that a file leaves
/// out keeps the value of the theme that it extends.
package struct FigureTheme: Sendable, Equatable {
  package var name = ""
  /// One sentence for `panelpress list styles`.
  package var summary = ""
  /// How the caption is set; absent where the document decides.
  package var caption: CaptionForm?
  package var widths = ColumnWidths()
  /// Height over width of a plot whose height its content does not fix.
  package var heightRatio = 0.0
  /// The height of a page's text, in millimetres: rows move together rather than pass it.
  package var pageHeight = 0.0
  package var font = FigureFont()
  package var strokes = Strokes()
  /// The diameter of a circle marker; other shapes have its area.
  package var markerSize = 0.0
  package var tickLength = 0.0
  /// Whether light lines carry the ticks of a value axis across the plot.
  package var hasGrid = false
  package var legend = LegendSide.top
  /// The opacity of a band around a line.
  package var ribbonOpacity = 0.0
  package var light = FigurePalette()
  package var dark = FigurePalette()
  /// Marker shapes by series, used in turn.
  package var markers: [Marker] = []
  /// Dash patterns by series in points, used in turn; an empty pattern is a full line.
  package var dashes: [[Double]] = []

  /// A theme without any value, to be filled.
  init() {}

  /// The widths of a journal's columns, in millimetres.
  package struct ColumnWidths: Sendable, Equatable {
    package var single = 0.0
    package var oneAndHalf = 0.0
    package var double = 0.0
  }

  /// Stroke widths in points.
  package struct Strokes: Sendable, Equatable {
    package var axis = 0.0
    package var grid = 0.0
    package var rule = 0.0
    package var line = 0.0
    package var whisker = 0.0
    package var inner = 0.0
    package var marker = 0.0
  }

  /// Where a legend stands; never over the data.
  package enum LegendSide: String, Sendable, Decodable, CaseIterable { case top, bottom }
}

/// The text of a figure.
package struct FigureFont: Sendable, Equatable {
  /// Families by preference; widths are measured with Liberation Sans and its equals.
  package var families: [String] = []
  /// The size of labels in points.
  package var label = 0.0
  /// The size of what may be smaller, in points.
  package var small = 0.0
}

/// The colours of a figure on one kind of paper, as `#rrggbb`.
package struct FigurePalette: Sendable, Equatable {
  package var paper = ""
  /// Text.
  package var ink = ""
  package var axis = ""
  package var grid = ""
  /// Lines that mark a value: no effect, the start of a treatment.
  package var rule = ""
  /// By series, used in turn.
  package var series: [String] = []
  package var maps = MapColours.standard
}

/// The colours of maps: each class has its own, whatever classes a map shows.
package struct MapColours: Sendable, Equatable {
  /// Borders of regions, and letters over them.
  package var outline: String
  /// The edge of letters over a region.
  package var edge: String
  /// By class: high-high, low-low, low-high, high-low, not significant, without neighbours.
  package var clusters: [String]
  /// From low to high.
  package var steps: [String]
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

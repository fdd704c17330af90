import Foundation

extension FigureTheme {
  /// The smallest text that journals print, in points.
  static let smallestText = 7.0
  /// The thinnest line that journals print, in points.
  static let thinnestStroke = 0.3
  /// The contrast that WCAG 2.2 asks of graphics (success criterion 1.4.11).
  static let graphicsContrast = 3.0
  /// The contrast that WCAG 2.2 asks of text (success criterion 1.4.3).
  static let textContrast = 4.5

  /// What would make the theme unfit for print or for reading, in words.
  var faults: [String] {
    var faults: [String] = []
    if font.small < Self.smallestText || font.label < font.small {
      faults.append("text must be at least 7 pt, and 'label' no smaller than 'small'")
    }
    let widthsInOrder = [20, widths.single, widths.oneAndHalf, widths.double, 1000]
    if zip(widthsInOrder, widthsInOrder.dropFirst()).contains(where: { !($0 <= $1) }) {
      faults.append("column widths must rise from single to double, between 20 and 1000 mm")
    }
    let thinnest =
      [
        strokes.axis, strokes.grid, strokes.rule, strokes.line, strokes.whisker, strokes.inner,
        strokes.marker,
      ].min() ?? 0
    if !(thinnest >= Self.thinnestStroke) { faults.append("strokes must be at least 0.3 pt") }
    if !(heightRatio > 0.2 && heightRatio < 3 && pageHeight >= 50 && pageHeight <= 1000) {
      faults.append("height-ratio must lie between 0.2 and 3, page-height between 50 and 1000 mm")
    }
    if !(markerSize >= 2 && markerSize <= 20 && tickLength >= 0 && tickLength <= 20) {
      faults.append("marker-size must lie between 2 and 20 pt, tick-length between 0 and 20 pt")
    }
    if !(ribbonOpacity > 0 && ribbonOpacity <= 1) {
      faults.append("ribbon-opacity must lie between 0 and 1")
    }
    if markers.isEmpty || dashes.isEmpty || font.families.isEmpty {
      faults.append("markers, dashes and font families must not be empty")
    }
    if font.families.contains(where: { !$0.utf8.allSatisfy(isFamilyByte) || $0.isEmpty }) {
      faults.append("font families may hold letters, digits, spaces and hyphens only")
    }
    if dashes.joined().contains(where: { !($0 > 0 && $0 < 100) }) {
      faults.append("dashes must be lengths between 0 and 100 pt")
    }
    return faults + light.faults(named: "light") + dark.faults(named: "dark")
  }
}

private func isFamilyByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"):
    true
  default: false
  }
}

extension FigurePalette {
  fileprivate func faults(named name: String) -> [String] {
    let colours =
      [paper, ink, axis, grid, rule, maps.outline, maps.edge] + series + maps.clusters + maps.steps
    if let wrong = colours.first(where: { Colour($0) == nil }) {
      return ["\(name): '\(wrong)' is not a colour of the form '#rrggbb'"]
    }
    if series.isEmpty { return ["\(name): 'series' needs at least one colour"] }
    if maps.clusters.count != MapColours.clusterCount || maps.steps.count != MapColours.stepCount {
      return ["\(name): 'maps' needs 6 colours of clusters and 9 of steps"]
    }
    var faults: [String] = []
    for (colours, least) in [
      ([ink], FigureTheme.textContrast), (series + [axis, rule], FigureTheme.graphicsContrast),
    ] {
      for colour in colours where contrast(colour, paper) < least {
        faults.append("\(name): '\(colour)' has less than \(least) : 1 contrast on '\(paper)'")
      }
    }
    return faults
  }

  /// (L₁ + 0.05) / (L₂ + 0.05), L the relative luminance of the lighter and the darker colour.
  package func contrast(_ first: String, _ second: String) -> Double {
    guard let first = Colour(first), let second = Colour(second) else { return 0 }
    let (low, high) = (
      min(first.luminance, second.luminance), max(first.luminance, second.luminance)
    )
    return (high + 0.05) / (low + 0.05)
  }
}

extension MapColours {
  static let clusterCount = 6
  static let stepCount = 9

  /// Those of splot and ColorBrewer, on white paper; for palettes that name none.
  static let standard = MapColours(
    outline: "#1a1a1a",
    edge: "#ffffff",
    clusters: ["#d7191c", "#2c7bb6", "#abd9e9", "#fdae61", "#d9d9d9", "#8c8c8c"],
    steps: [
      "#f7fbff", "#deebf7", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c",
      "#08306b",
    ]
  )
}

/// A colour of sRGB.
private struct Colour {
  var channels: [Double]

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 7, bytes[0] == UInt8(ascii: "#"),
      let number = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    channels = [16, 8, 0].map { Double((number >> $0) & 255) / 255 }
  }

  /// The relative luminance of WCAG 2.2.
  var luminance: Double {
    let linear = channels.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}

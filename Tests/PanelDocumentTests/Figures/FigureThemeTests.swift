import TestSupport
import Testing

@testable import PanelDocument

@Suite struct FigureThemeTests {
  @Test func readsEveryThemeAndNamesItAfterItsFile() throws {
    let names = try StyleFiles.names(in: "figures")
    #expect(names.contains("plain") && names.contains("aer"))
    for name in names {
      let theme: FigureTheme = try StyleFiles.load(from: "figures/\(name).yaml")
      #expect(theme.name == name)
      #expect(theme.faults.isEmpty)
    }
  }

  /// The contrasts of Okabe and Ito's colours on white, as published: 5.2, 3.9, 3.4, 3.1.
  @Test func measuresContrastAsTheGuidelinesDo() throws {
    let theme: FigureTheme = try StyleFiles.load(from: "figures/plain.yaml")
    let contrasts = theme.light.series.prefix(4).map { theme.light.contrast($0, "#ffffff") }
    #expect(contrasts.map { ($0 * 10).rounded() / 10 } == [5.2, 3.9, 3.4, 3.1])
    #expect((theme.light.contrast("#000000", "#ffffff") * 10).rounded() == 210)
    #expect(theme.light.contrast("#e69f00", "#ffffff") < FigureTheme.graphicsContrast)
  }

  @Test(arguments: [
    ("smaller text than journals print", "text must be at least 7 pt"),
    ("a hairline", "strokes must be at least 0.3 pt"),
    ("orange on white", "'#e69f00' has less than 3.0 : 1 contrast on '#ffffff'"),
    ("a colour name", "'red' is not a colour"),
    ("a font that breaks out of the style", "font families may hold"),
    ("columns out of order", "column widths must rise"),
    ("no marker", "must not be empty"),
    ("a negative dash", "dashes must be lengths"),
  ])
  func refusesWhatCannotBePrinted(fault: String, message: String) throws {
    var theme: FigureTheme = try StyleFiles.load(from: "figures/plain.yaml")
    switch fault {
    case "smaller text than journals print": theme.font.small = 6
    case "a hairline": theme.strokes.grid = 0.1
    case "orange on white": theme.light.series[0] = "#e69f00"
    case "a colour name": theme.dark.ink = "red"
    case "a font that breaks out of the style": theme.font.families.append("x}</style>")
    case "columns out of order": theme.widths.single = 300
    case "no marker": theme.markers = []
    default: theme.dashes[1] = [-1, 2]
    }
    #expect(theme.faults.count == 1)
    #expect(theme.faults.first?.contains(message) == true, "\(theme.faults)")
  }

  @Test func refusesAnUnknownKey() throws {
    #expect(throws: DecodingError.self) {
      try StyleFiles.decode(FigureTheme.self, from: "name: x\nsumary: y\n")
    }
  }

  @Test(arguments: [("120mm", 120.0), ("12cm", 120), ("4.5 in", 114.3), ("72pt", 25.4)])
  func readsAWidthAsALength(text: String, millimetres: Double) {
    #expect(abs((RequestedSize.length(text) ?? 0) - millimetres) < 1e-9)
  }

  @Test(arguments: ["singel", "mm", "-5cm", "12 parsecs"])
  func refusesAWidthThatIsNoLength(text: String) {
    #expect(throws: DecodingError.self) {
      let _: RequestedSize = try StyleFiles.decode(from: "{width: \(text)}")
    }
  }

  @Test func tellsSeriesApartByMarkerOrDashWhereColoursRunOut() throws {
    for name in try StyleFiles.names(in: "figures") {
      let theme: FigureTheme = try StyleFiles.load(from: "figures/\(name).yaml")
      for series in 0..<theme.light.series.count {
        for other in 0..<series {
          #expect(theme.marker(of: series) != theme.marker(of: other))
          #expect(
            theme.dashes[series % theme.dashes.count] != theme.dashes[other % theme.dashes.count])
        }
      }
      for (palette, colours) in [(theme.light, theme.light.series), (theme.dark, theme.dark.series)] {
        for colour in colours { #expect(palette.contrast(colour, palette.paper) >= 3) }
      }
    }
  }

  @Test func gives35SeriesDifferentColourOrMarker() throws {
    for name in ["plain", "aer"] {
      let theme: FigureTheme = try StyleFiles.load(from: "figures/\(name).yaml")
      let looks = (0..<35).map { series in
        "\(theme.light.series[series % theme.light.series.count]) \(theme.marker(of: series))"
      }
      #expect(Set(looks).count == 35)
      let lines = (0..<30).map { series in
        "\(theme.light.series[series % theme.light.series.count]) "
          + "\(theme.dashes[series % theme.dashes.count])"
      }
      #expect(Set(lines).count == 30)
    }
  }
}

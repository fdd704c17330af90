import Foundation
import PanelDocument
import TestSupport
import Testing

@testable import PanelPress

/// Golden case 19, of themes: every one in greyscale and under deuteranopia.
@Suite struct Golden19ThemeTests {
  /// Every theme, with what it takes from the one it extends.
  static func themes() throws -> [FigureTheme] {
    let folders = try ResourceFolders.find(
      templates: Repository.templates.path,
      styles: Repository.styles.path
    )
    return try folders.styleNames("figures").map {
      try StyleLibrary(folders: folders).figureTheme($0)
    }
  }

  /// The difference of lightness, in CIE L*, that readers tell on a copy.
  static let leastLightness = 10.0
  /// The distance, in CIE 1976 ΔE, that readers tell in small marks.
  static let leastDistance = 10.0

  @Test func simulatesEyesAndCopiersAsPublished() throws {
    let white = try #require(SeenColour("#ffffff"))
    #expect(abs(white.lightness - 100) < 0.01 && white.deuteranope.distance(to: white) < 0.1)
    // Pure red and the green of the same lightness are alike without the pigment for green.
    let red = try #require(SeenColour("#d7191c"))
    let green = try #require(SeenColour("#1a9641"))
    #expect(red.distance(to: green) > 100)
    #expect(red.deuteranope.distance(to: green.deuteranope) < red.distance(to: green) / 2)
  }

  @Test func keepsSeriesVisibleOnEveryPaper() throws {
    for theme in try Self.themes() {
      for palette in [theme.light, theme.dark] {
        for colour in palette.series {
          #expect(palette.contrast(colour, palette.paper) >= 3, "\(theme.name): \(colour)")
        }
      }
    }
  }

  /// No two series are told apart by colour alone.
  @Test func givesEverySeriesAShapeAndADashOfItsOwn() throws {
    for theme in try Self.themes() {
      let count = max(theme.light.series.count, theme.dark.series.count)
      #expect(theme.markers.count >= count && theme.dashes.count >= count, "\(theme.name)")
      #expect(Set(theme.markers.prefix(count)).count == count, "\(theme.name)")
      #expect(Set(theme.dashes.prefix(count)).count == count, "\(theme.name)")
    }
  }

  /// The first two series, by far the most frequent, differ even without shapes.
  @Test func keepsTheFirstTwoSeriesApartForEveryEye() throws {
    for theme in try Self.themes() {
      for palette in [theme.light, theme.dark] where palette.series.count > 1 {
        let colours = palette.series.prefix(2).compactMap(SeenColour.init)
        #expect(
          colours[0].deuteranope.distance(to: colours[1].deuteranope) >= Self.leastDistance,
          "\(theme.name)"
        )
      }
    }
  }

  @Test func darkensStepsOfMapsSteadily() throws {
    for theme in try Self.themes() {
      for palette in [theme.light, theme.dark] {
        let steps = palette.maps.steps.compactMap(SeenColour.init).map(\.lightness)
        for (first, second) in zip(steps, steps.dropFirst()) {
          #expect(abs(second - first) > 3, "\(theme.name)")
          #expect((second < first) == (steps[1] < steps[0]), "\(theme.name)")
        }
        let clusters = palette.maps.clusters.compactMap(SeenColour.init)
        // Classes without letters and patterns: not significant, without neighbours, blank paper.
        let plain = clusters.suffix(2) + [palette.paper].compactMap(SeenColour.init)
        for (place, first) in plain.enumerated() {
          for second in plain[(plain.startIndex + place + 1)...] {
            #expect(abs(first.lightness - second.lightness) >= Self.leastLightness, "\(theme.name)")
          }
        }
      }
    }
  }
}

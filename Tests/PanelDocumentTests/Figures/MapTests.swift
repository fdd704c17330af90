import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Maps: projections, borders, classes and their legends.
@Suite struct MapTests {
  private static let provinces = LocalMoranFixtures.provinces

  private func context(
    _ shapes: RegionShapes = MapFixtures.grid(provinces),
    theme: String = "plain"
  ) throws -> DocumentContext {
    var context = try figureContext(theme: theme)
    context.regions = shapes
    return context
  }

  private func recipe<Recipe: FigureRecipe>(
    _ type: Recipe.Type = Recipe.self,
    _ keys: String = ""
  ) throws -> Recipe {
    try StyleFiles.decode(from: "{shapes: grid.geojson\(keys.isEmpty ? "" : ", ")\(keys)}")
  }

  private func legend(_ figure: FigureModel) -> [String] {
    figure.shapes(of: .legend).compactMap {
      if case .text(let text) = $0 { text.text } else { nil }
    }
  }

  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  // MARK: Projections

  private static let projections: [MapProjection] = [
    .albers(south: 29.5, north: 45.5, meridian: -96), .azimuthal(latitude: 5, longitude: 20),
    .equalEarth(meridian: 0), .albers(south: -40, north: -20, meridian: 135),
  ]

  /// The area of a cell of the graticule by its projected border, which is that on the ellipsoid.
  @Test(arguments: projections)
  func keepsAreas(projection: MapProjection) {
    func area(_ west: Double, _ south: Double, _ size: Double) -> Double {
      var ring: [Point] = []
      let steps = 400
      for (from, to) in [
        ((0.0, 0.0), (1.0, 0.0)), ((1, 0), (1, 1)), ((1, 1), (0, 1)), ((0, 1), (0, 0)),
      ] {
        for step in 0..<steps {
          let share = Double(step) / Double(steps)
          let place = projection.place(
            of: RegionShapes.Position(
              x: west + size * (from.0 + share * (to.0 - from.0)),
              y: south + size * (from.1 + share * (to.1 - from.1))
            )
          )
          ring.append(Point(x: place.x, y: place.y))
        }
      }
      return abs(RegionOutlines.area(of: ring))
    }
    // Snyder 3-12: q of the ellipsoid; the authalic sphere has radius √(q_p/2) in units of a.
    func q(_ degrees: Double) -> Double {
      let (e2, s) = (0.00669437999014, sin(degrees * .pi / 180))
      let e = e2.squareRoot()
      return (1 - e2)
        * (s / (1 - e2 * s * s) - log((1 - e * s) / (1 + e * s)) / (2 * e))
    }
    for (west, south) in [(10.0, 20.0), (25, -10), (-5, 45), (120, -30)] {
      let size = 5.0
      let expected = size * .pi / 180 * (q(south + size) - q(south)) / q(90)
      #expect(area(west, south, size).isClose(to: expected, relativeTolerance: 2e-5))
    }
  }

  @Test func choosesAProjectionByTheExtent() {
    func projection(
      _ corner: (x: Double, y: Double),
      side: Double,
      coordinates: RegionShapes.Coordinates = .degrees,
      choice: MapProjection.Choice? = nil
    ) -> MapProjection {
      let grid = MapFixtures.grid(
        ["a", "b", "c"],
        columns: 4,
        side: side,
        corner: corner,
        coordinates: coordinates
      )
      return .suiting(grid.regions, coordinates: coordinates, choice: choice)
    }
    #expect(projection((0, 0), side: 1, coordinates: .planar) == .planar)
    #expect(projection((100, 30), side: 6) == .albers(south: 31, north: 35, meridian: 112))
    #expect(projection((10, -3), side: 6) == .azimuthal(latitude: 0, longitude: 22))
    #expect(projection((-180, -80), side: 90) == .equalEarth(meridian: 0))
    #expect(projection((100, 30), side: 6, choice: MapProjection.Choice.none) == .planar)
    // Across the line of change of date: the widest gap decides.
    #expect(projection((170, 50), side: 6) == .albers(south: 51, north: 55, meridian: -178))
  }

  @Test func keepsCommonBordersCommon() throws {
    // A jagged border between two regions, far finer than the paper shows.
    var numbers = SeededNumbers(5)
    let jagged = (0...400).map { step in
      RegionShapes.Position(x: 1 + 0.003 * numbers.uniform(), y: Double(step) / 400)
    }
    let left =
      [RegionShapes.Position(x: 0, y: 0)] + jagged + [RegionShapes.Position(x: 0, y: 1)]
    let right =
      [RegionShapes.Position(x: 2, y: 1)] + jagged.reversed()
      + [RegionShapes.Position(x: 2, y: 0)]
    let outlines = RegionOutlines(
      [("l", left), ("r", right)].map {
        RegionShapes.Region(id: $0.0, polygons: [RegionShapes.Polygon(rings: [$0.1])])
      },
      isGeographic: false,
      place: { Point(x: $0.x * 100, y: $0.y * 100) }
    )
    let sets = outlines.rings.map { rings in
      Set(rings[0].filter { $0.x > 99 && $0.x < 101 }.map { "\($0.x) \($0.y)" })
    }
    #expect(sets[0] == sets[1])
    #expect((2..<200).contains(sets[0].count))
    let area = outlines.rings.reduce(0) { $0 + abs(RegionOutlines.area(of: $1[0])) }
    #expect(abs(area - 20_000) < 1e-6)
  }

  @Test func keepsTheLargestRingOfARegionHoweverSmall() {
    let tiny = MapFixtures.grid(["a"], side: 0.001)
    let outlines = RegionOutlines(tiny.regions, isGeographic: false) {
      Point(x: $0.x, y: $0.y)
    }
    #expect(outlines.rings.allSatisfy { $0.count == 1 })
  }

  @Test func makesClassesThatTheLegendTellsTruly() {
    let values = (0..<50).map { Double($0 * $0) / 7 }
    for rule in ClassBreaks.Rule.allCases {
      let breaks = ClassBreaks(values, count: 5, rule: rule)
      #expect(breaks.count == 5)
      #expect(breaks.bounds == breaks.bounds.sorted())
      for value in values {
        let place = breaks.place(of: value)
        #expect(value <= breaks.bounds[place + 1])
        #expect(place == 0 ? value >= breaks.bounds[0] : value > breaks.bounds[place])
      }
    }
    let quantiles = ClassBreaks(values, count: 5, rule: .quantiles)
    #expect(
      (0..<5).map { place in values.count { quantiles.place(of: $0) == place } } == [
        10, 10, 10, 10, 10,
      ]
    )
  }

  @Test func findsNaturalBreaks() {
    let values = [1.0, 1.2, 1.1, 5, 5.3, 5.1, 9, 9.2, 9.1, 9.4]
    let breaks = ClassBreaks(values, count: 3, rule: .natural)
    #expect(breaks.bounds.count == 4)
    #expect(values.map { breaks.place(of: $0) } == [0, 0, 0, 1, 1, 1, 2, 2, 2, 2])
  }

  @Test func makesOneClassOfOneValue() {
    let breaks = ClassBreaks([3, 3, 3], count: 5, rule: .quantiles)
    #expect(breaks.count == 1 && breaks.place(of: 3) == 0)
  }

  // MARK: Shaded maps

  @Test func countsEveryClassOfEveryMap() throws {
    let recipe: Choropleth = try recipe(Choropleth.self, "breaks: [10, 20, 30, 90]")
    let figure = try recipe.figure(of: named([MapFixtures.values]), in: context())
    #expect(
      legend(figure) == [
        "0.0 to 10.0 (6, 3)", "10.0 to 20.0 (2, 3)", "20.0 to 30.0 (2, 2)",
        "30.0 to 90.0 (2, 3)", "No data (1, 2)",
      ]
    )
    #expect(figure.frames.count == 2)
    #expect(figure.data.rows.count == 26)
    #expect(figure.texts.map(\.text).contains("2010"))
  }

  @Test(arguments: ["plain", "aer"])
  func keepsMapsOnTheirSheet(theme: String) throws {
    let names = Self.provinces
    for (shapes, size) in [
      (MapFixtures.grid(names), "single"), (MapFixtures.grid(names, columns: 13), "double"),
      (MapFixtures.grid(names, columns: 1), "single"),
      (
        MapFixtures.grid(names, side: 4, corner: (100, 30), coordinates: .degrees),
        "one-and-half"
      ),
    ] {
      for inset in ["[]", "[Chur]", "[Chur, Aarau]"] {
        let recipe: Choropleth = try recipe(
          Choropleth.self,
          "insets: \(inset), size: {width: \(size)}"
        )
        let context = try context(shapes, theme: theme)
        expectReadable(
          try recipe.figure(of: named([MapFixtures.values]), in: context),
          in: context.figureTheme,
          "\(theme) \(size) \(inset)"
        )
      }
    }
  }

  @Test func namesWhatCannotBeDrawn() throws {
    let values = named([MapFixtures.values])
    let grid = MapFixtures.grid(Array(Self.provinces.dropLast()))
    #expect(
      message {
        _ = try recipe(Choropleth.self).figure(of: values, in: context(grid))
      }.contains(
        "'grid.geojson' has no polygon for 1 of 12 units: Lucerne. Regions without a unit: Nowhere."
      )
    )
    #expect(
      message {
        _ = try recipe(Choropleth.self, "periods: 2007").figure(of: values, in: context())
      }.contains("They have: 2005, 2010.")
    )
    #expect(
      message {
        _ = try recipe(Choropleth.self, "insets: Genva").figure(of: values, in: context())
      }.contains("Did you mean 'Geneva'?")
    )
    #expect(
      message {
        _ = try recipe(Choropleth.self, "variable: x").figure(of: values, in: context())
      }.contains("one of: rate")
    )
    #expect(
      message {
        _ = try recipe(Choropleth.self, "size: {height: 30}").figure(of: values, in: context())
      }.contains("needs a height of at least")
    )
    for keys in ["classes: 1", "classes: 9", "breaks: [2, 1]", "breaks: pretty"] {
      #expect(throws: (any Error).self) { try recipe(Choropleth.self, keys) }
    }
  }

  @Test func saysHowClassesAndPaperCameAbout() throws {
    let shapes = MapFixtures.grid(
      Self.provinces,
      side: 4,
      corner: (100, 30),
      coordinates: .degrees
    )
    let recipe: Choropleth = try recipe(Choropleth.self, "insets: Chur")
    let figure = try recipe.figure(of: named([MapFixtures.mean]), in: context(shapes))
    #expect(
      figure.notes.map(\.text.plainText) == [
        "Regions are shaded by the mean of homicide rate over 2005 to 2007; the legend counts the "
          + "regions of each class.",
        "The 5 classes are quantiles; a class includes its upper bound.",
        "Albers equal-area conic projection, standard parallels 20.5° N and 31.5° N, central "
          + "meridian 108° E. Chur stands in a frame of its own, in a scale and a projection of its "
          + "own.",
      ]
    )
    #expect(figure.title == "Map of homicide rate in classes")
    #expect(
      figure.summary
        == "Homicide rate is lowest in Aarau (−4.50) and highest in Lucerne (6.50)."
    )
  }

  // MARK: Clusters

  @Test func keepsEmptyClassesInTheLegend() throws {
    let figure = try recipe(ClusterMap.self).figure(
      of: named([LocalMoranFixtures.crossSection]),
      in: context()
    )
    let period = LocalMoranFixtures.crossSection.periods[0]
    #expect(
      legend(figure) == [
        "High–high (\(period.count(of: .highHigh)))", "Low–low (\(period.count(of: .lowLow)))",
        "Low–high (\(period.count(of: .lowHigh)))", "High–low (\(period.count(of: .highLow)))",
        "Not significant (\(period.count(of: .notSignificant)))", "No neighbours (1)",
        "No data (1)",
      ]
    )
  }

  @Test(arguments: ["letters", "patterns", "none"])
  func marksClassesForPrint(marks: String) throws {
    let recipe = try recipe(ClusterMap.self, "marks: \(marks), periods: 2005")
    let context = try context()
    let figure = try recipe.figure(of: named([LocalMoranFixtures.twoYears]), in: context)
    let stamps = figure.texts.filter { $0.role == .stamp }.map(\.text)
    let hatches = figure.shapes(of: .data).count {
      if case .lines(_, let ink) = $0 { ink.role == .hatch } else { false }
    }
    let significant = LocalMoranFixtures.twoYears.periods[0].units.count {
      $0.cluster.isSignificant
    }
    #expect(stamps.count == (marks == "letters" ? significant : 0))
    #expect((hatches > 0) == (marks == "patterns"))
    if marks != "letters" { expectReadable(figure, in: context.figureTheme, marks) }
  }

  @Test func tellsClustersAndTheirInference() throws {
    let figure = try recipe(ClusterMap.self).figure(
      of: named([LocalMoranFixtures.crossSection]),
      in: context()
    )
    let notes = figure.notes.map(\.text.plainText)
    #expect(
      notes[1]
        == "A region is significant where its p-value from the normal approximation is at most 5%. "
        + "p-values are two-sided. They are adjusted for the false discovery rate (Benjamini and "
        + "Hochberg)."
    )
    #expect(notes.last == "Coordinates are drawn as they are, in a plane.")
    #expect(figure.title == "Map of local clusters of homicide rate")
    let years = try recipe(ClusterMap.self).figure(
      of: named([LocalMoranFixtures.twoYears]),
      in: context()
    )
    #expect(years.frames.count == 2)
    #expect(years.notes[1].text.plainText.contains("from 999 conditional permutations (seed 42)"))
  }

  // MARK: Links

  /// Weights on the provinces of the grid: a ring without the last.
  private var ring: WeightsSummaryResult {
    var result = WeightsFixtures.distance
    let count = Self.provinces.count - 1
    result.graph = ConnectivityGraph(
      units: Self.provinces,
      places: UnitPlaces(
        isGeographic: false,
        x: Self.provinces.indices.map { Double($0 % 4) + 0.5 },
        y: Self.provinces.indices.map { 0.5 - Double($0 / 4) }
      ),
      from: Array(0..<count),
      to: (0..<count).map { ($0 + 1) % count },
      neighbours: Self.provinces.indices.map { $0 < count ? 2 : 0 }
    )
    return result
  }

  @Test(arguments: ["{}", "{shapes: grid.geojson}", "{size: {width: double}}"])
  func drawsEveryLinkAndUnit(yaml: String) throws {
    let recipe: ConnectivityPlot = try StyleFiles.decode(from: yaml)
    let context = try context()
    let figure = try recipe.figure(of: named([ring]), in: context)
    expectReadable(figure, in: context.figureTheme, yaml)
    let lines = figure.shapes(of: .data).flatMap { shape -> [[Point]] in
      if case .lines(let lines, _) = shape { lines } else { [] }
    }
    #expect(lines.count == 11)
    #expect(figure.data.rows.count == 11)
    let outlines = figure.shapes(of: .data).count {
      if case .area(_, let ink) = $0 { ink.role == .ground } else { false }
    }
    #expect(outlines == (yaml.contains("grid") ? 13 : 0))
    #expect(legend(figure) == ["Link between neighbours (11)", "No neighbours (1)"])
  }

  @Test func saysWhyLinksCannotBeDrawn() throws {
    let recipe: ConnectivityPlot = try StyleFiles.decode(from: "{}")
    var dense = WeightsFixtures.distance
    dense.graph = nil
    #expect(
      message { _ = try recipe.figure(of: named([dense]), in: context()) }
        .contains("the places of its units are not known or its links are too many to draw")
    )
  }

  @Test func findsTheMiddleOfARegion() {
    let regions = MapFixtures.grid(["a", "b"], side: 2, corner: (1e6, -3)).regions
    #expect(regions[1].centre == RegionShapes.Position(x: 1e6 + 3, y: -2))
    #expect(RegionShapes.Region(id: "x", polygons: []).centre == RegionShapes.Position(x: 0, y: 0))
  }

  @Test func findsUnitsByTheValueOfTheirCodes() {
    let match = UnitMatch(["1", "2", "10"], in: ["01", "02", "10", "11"])
    #expect(match.places == [0, 1, 2] && match.missing.isEmpty && match.others == ["11"])
    let strict = UnitMatch(["01", "1"], in: ["1", "001"])
    #expect(strict.places == [nil, 0] && strict.missing == ["01"])
  }
}

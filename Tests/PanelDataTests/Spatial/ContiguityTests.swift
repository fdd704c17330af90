import Foundation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelData

/// Regions that touch each other.
@Suite struct ContiguityTests {
  /// A square by its lower left corner and its side.
  private func square(_ x: Double, _ y: Double, side: Double = 1) -> [RegionShapes.Polygon] {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    return [RegionShapes.Polygon(rings: [corners.map { RegionShapes.Position(x: $0.0, y: $0.1) }])]
  }

  private func shapes(_ path: String) throws -> GeoJSONFile {
    let url = Repository.examples.appending(path: path)
    return try GeoJSONFile(FileContent(url: url, named: url.lastPathComponent))
  }

  private func file(_ name: String) throws -> WeightsFile {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Files/Spatial/\(name)").standardizedFileURL
    return try WeightsFile(FileContent(url: url, named: name))
  }

  @Test func findsTheNeighboursOfColumbusAsPySALDoes() throws {
    let regions = try shapes("columbus/columbus.geojson").regions(by: "POLYID")
    #expect(regions.coordinates == .planar)
    let units = regions.ids
    let queen = try Contiguity(rule: .queen).matrix(for: units, in: regions)
    let expected = try file("columbus_polygons.gal").matrix(for: units)
    #expect(queen.count == 236)
    #expect(queen == expected)
    #expect(try Contiguity(rule: .rook).matrix(for: units, in: regions).count == 200)
    // Borders that agree in every position need no distance.
    #expect(try Contiguity(rule: .queen, snap: 0).matrix(for: units, in: regions) == queen)
  }

  @Test func findsTheNeighboursOfStatesAsSpdepDoes() throws {
    let regions = try shapes("castle-doctrine/states.geojson").regions(by: "fips")
    let units = regions.ids.filter { $0 != "02" && $0 != "15" }
    let queen = try Contiguity(rule: .queen).matrix(for: units, in: regions)
    #expect(queen == (try file("us_states_queen.edges.csv").matrix(for: units)))
    #expect(try Contiguity(rule: .rook).matrix(for: units, in: regions).count == 214)
  }

  @Test func joinsByNameWhateverTheOrder() throws {
    let regions = try shapes("columbus/columbus.geojson").regions(by: "POLYID")
    let turned = Array(regions.ids.reversed())
    let there = try Contiguity().matrix(for: regions.ids, in: regions)
    let back = try Contiguity().matrix(for: turned, in: regions)
    for row in turned.indices {
      for column in turned.indices {
        #expect(back[row, column] == there[48 - row, 48 - column])
      }
    }
  }

  @Test func countsACornerForTheQueenOnly() {
    let regions = [square(0, 0), square(1, 0), square(0, 1), square(1, 1)]
    #expect(
      Contiguity(rule: .queen).neighbours(of: regions) == [
        [1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2],
      ]
    )
    #expect(
      Contiguity(rule: .rook).neighbours(of: regions) == [[1, 2], [0, 3], [0, 3], [1, 2]]
    )
  }

  @Test func dividesALongEdgeAtTheCornersOfNeighbours() {
    // Two small squares along the side of a large one, which has no corner between them.
    let regions = [square(0, 0, side: 2), square(2, 0), square(2, 1)]
    #expect(Contiguity(rule: .queen).neighbours(of: regions) == [[1, 2], [0, 2], [0, 1]])
    #expect(Contiguity(rule: .rook).neighbours(of: regions) == [[1, 2], [0, 2], [0, 1]])
  }

  @Test func closesGapsWithinTheDistanceOnly() {
    let regions = [square(0, 0), square(1.001, 0.0005), square(3, 0)]
    #expect(Contiguity(rule: .rook).neighbours(of: regions) == [[], [], []])
    #expect(Contiguity(rule: .rook, snap: 0.01).neighbours(of: regions) == [[1], [0], []])
  }

  @Test func findsARegionInTheHoleOfAnother() {
    let hole = square(1, 1)[0].rings[0]
    let outer = square(0, 0, side: 3)[0].rings[0]
    let regions = [[RegionShapes.Polygon(rings: [outer, Array(hole.reversed())])], square(1, 1)]
    #expect(Contiguity(rule: .rook).neighbours(of: regions) == [[1], [0]])
  }

  @Test func keepsNeighboursUnderShiftAndScale() throws {
    let regions = try shapes("columbus/columbus.geojson").regions(by: "POLYID")
    let base = Contiguity().neighbours(of: regions.regions.map(\.polygons))
    for (shift, scale) in [(1e6, 1.0), (-40.0, 1e-3), (0.0, 4096.0)] {
      let moved = regions.regions.map { region in
        region.polygons.map { polygon in
          RegionShapes.Polygon(
            rings: polygon.rings.map { ring in
              ring.map { RegionShapes.Position(x: $0.x * scale + shift, y: $0.y * scale - shift) }
            }
          )
        }
      }
      #expect(Contiguity().neighbours(of: moved) == base)
    }
  }

  @Test func namesUnitsWithoutAShape() throws {
    let regions = try shapes("castle-doctrine/states.geojson").regions(by: "state")
    #expect(
      throws: DataError.values(
        "'states.geojson' has no polygon for 1 of 2 units: Atlantis. Regions that no unit names: "
          + "Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, "
          + "District of Columbia, Florida, Georgia, Hawaii, Idaho, Illinois, Indiana, … (50 in "
          + "all). Check that 'id' is the property with the names of units."
      )
    ) {
      try Contiguity().matrix(for: ["Atlantis", "Iowa"], in: regions)
    }
  }

  @Test func findsCodesByTheirValue() throws {
    let regions = try shapes("castle-doctrine/states.geojson").regions(by: "fips")
    let matrix = try Contiguity().matrix(for: ["1", "13", "12"], in: regions)
    #expect(matrix.count == 6)
  }
}

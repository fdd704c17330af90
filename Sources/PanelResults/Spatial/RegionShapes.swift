/// The outlines of regions on a map, by id.
package struct RegionShapes: Sendable, Equatable {
  /// The file as the study names it.
  package var file: String
  package var coordinates: Coordinates
  /// In the order of the file; ids are distinct.
  package var regions: [Region]

  /// What coordinates measure.
  package enum Coordinates: String, Sendable, Equatable {
    /// Degrees of longitude and latitude on the WGS 84 ellipsoid.
    case degrees
    /// Lengths in a plane, in whatever unit.
    case planar
  }

  package struct Region: Sendable, Equatable {
    package var id: String
    /// None for a region without a geometry.
    package var polygons: [Polygon]

    package init(id: String, polygons: [Polygon]) {
      self.id = id
      self.polygons = polygons
    }
  }

  /// An outer ring, and then its holes.
  package struct Polygon: Sendable, Equatable {
    /// Each ends with the position before its first: the closing position is left out.
    package var rings: [[Position]]

    package init(rings: [[Position]]) { self.rings = rings }
  }

  package struct Position: Sendable, Hashable {
    /// Eastward: a longitude in degrees, or a length.
    package var x: Double
    /// Northward: a latitude in degrees, or a length.
    package var y: Double

    package init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  package init(file: String, coordinates: Coordinates, regions: [Region]) {
    self.file = file
    self.coordinates = coordinates
    self.regions = regions
  }

  package var ids: [String] { regions.map(\.id) }
}

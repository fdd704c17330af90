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

extension RegionShapes.Region {
  /// The middle of the area of the outer ring that has the largest; the mean of positions for one
  /// without area.
  package var centre: RegionShapes.Position {
    var best = (area: -1.0, centre: RegionShapes.Position(x: 0, y: 0))
    for ring in polygons.compactMap(\.rings.first) {
      guard let origin = ring.first else { continue }
      var (area, x, y) = (0.0, 0.0, 0.0)
      for (index, position) in ring.enumerated() {
        let next = ring[(index + 1) % ring.count]
        // From the first position, so that far coordinates keep their digits.
        let (ax, ay) = (position.x - origin.x, position.y - origin.y)
        let (bx, by) = (next.x - origin.x, next.y - origin.y)
        let cross = ax * by - bx * ay
        area += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
      }
      guard abs(area) > best.area else { continue }
      let count = Double(ring.count)
      let centre =
        area == 0
        ? RegionShapes.Position(
          x: ring.reduce(0) { $0 + $1.x } / count, y: ring.reduce(0) { $0 + $1.y } / count)
        : RegionShapes.Position(x: origin.x + x / (3 * area), y: origin.y + y / (3 * area))
      best = (abs(area), centre)
    }
    return best.centre
  }
}

import Foundation

/// Points on a sphere by latitude and longitude, kept as unit vectors.
///
///     d = 2R asin(|u − v| / 2),    R = 6371 km
///
/// The chord |u − v| is what the haversine formula computes from angles, so distances agree with
/// it, need no trigonometry to be compared, and know neither poles nor a date line.
///
/// - SeeAlso: Sinnott (1984), *Virtues of the haversine*.
package struct SpherePoints: Sendable {
  /// The radius of the earth in kilometres.
  package static let earthRadius = 6371.0

  /// Three coordinates per point.
  let coordinates: [SIMD4<Double>]

  /// - Parameter degrees: One latitude and one longitude per point.
  package init(latitudes: [Double], longitudes: [Double]) {
    precondition(latitudes.count == longitudes.count, "coordinates differ in length")
    coordinates = zip(latitudes, longitudes).map { latitude, longitude in
      let (phi, lambda) = (latitude * .pi / 180, longitude * .pi / 180)
      return SIMD4(cos(phi) * cos(lambda), cos(phi) * sin(lambda), sin(phi), 0)
    }
  }

  package var count: Int { coordinates.count }

  /// Kilometres along a great circle.
  package func distance(_ i: Int, _ j: Int) -> Double {
    Self.distance(ofSquaredChord: squaredChord(i, j))
  }

  @inline(__always)
  func squaredChord(_ i: Int, _ j: Int) -> Double {
    let difference = coordinates[i] - coordinates[j]
    return (difference * difference).sum()
  }

  static func distance(ofSquaredChord square: Double) -> Double {
    2 * earthRadius * asin(min(1, square.squareRoot() / 2))
  }

  /// The chord of points that are so many kilometres apart; 2 at the antipodes and beyond.
  static func chord(ofDistance distance: Double) -> Double {
    2 * sin(min(distance / (2 * earthRadius), .pi / 2))
  }
}

/// Points sorted into cubes whose edge is a chord, so that neighbours lie in cubes that touch.
struct SphereCells: Sendable {
  /// Points in the order of their cells.
  let order: [Int]
  /// Cell c holds positions `offsets[c] ..< offsets[c + 1]` of the order.
  let offsets: [Int]
  /// The later cells that touch each cell.
  let neighbours: [[Int]]

  /// Cubes along an edge of the sphere's cube, at most: keys of three fit in an integer.
  private static let limit = 1 << 20

  /// - Parameter chord: The distance beyond which points are no neighbours.
  init(_ points: SpherePoints, chord: Double) {
    let perEdge = max(1, min(Self.limit, Int(2 / max(chord, 1e-9))))
    let scale = Double(perEdge) / 2
    func cube(_ x: Double) -> Int { min(perEdge - 1, max(0, Int((x + 1) * scale))) }
    let keys = points.coordinates.map { point in
      (cube(point.x) * perEdge + cube(point.y)) * perEdge + cube(point.z)
    }
    let order = points.coordinates.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var offsets: [Int] = []
    var places: [Int: Int] = [:]
    var cells: [Int] = []
    for (position, point) in order.enumerated() where cells.last != keys[point] {
      places[keys[point]] = cells.count
      cells.append(keys[point])
      offsets.append(position)
    }
    self.order = order
    self.offsets = offsets + [order.count]
    let range = 0..<perEdge
    neighbours = cells.map { (key: Int) -> [Int] in
      let (x, y, z) = (key / (perEdge * perEdge), key / perEdge % perEdge, key % perEdge)
      var later: [Int] = []
      for (dx, dy, dz) in Self.laterSteps {
        guard range.contains(x + dx), range.contains(y + dy), range.contains(z + dz) else {
          continue
        }
        if let cell = places[((x + dx) * perEdge + y + dy) * perEdge + z + dz] {
          later.append(cell)
        }
      }
      return later
    }
  }

  /// From a cube to the thirteen that touch it and come later in the order of keys.
  private static let laterSteps: [(Int, Int, Int)] = {
    var steps: [(Int, Int, Int)] = []
    for dx in -1...1 {
      for dy in -1...1 {
        for dz in -1...1 where (dx, dy, dz) > (0, 0, 0) { steps.append((dx, dy, dz)) }
      }
    }
    return steps
  }()
}

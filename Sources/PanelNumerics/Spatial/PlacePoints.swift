import Foundation

/// Places on the earth or on a plane, the distances between them, and which are near.
///
///     sphere  d = 2R asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)),   R = 6371.0088 km
///     plane   d = √(Δx² + Δy²)
///
/// R is the mean radius of the GRS 80 ellipsoid, (2a + b)/3.
///
/// - SeeAlso: Sinnott (1984), *Virtues of the haversine*; Moritz (2000), *Geodetic Reference System
///   1980*; oracle `W_china30_invdist`.
package struct PlacePoints: Sendable {
  /// The mean radius of the earth in kilometres.
  package static let earthRadius = 6371.0088

  private let isSpherical: Bool
  /// Radians on a sphere.
  private let first: [Double]
  private let second: [Double]
  private let cosines: [Double]
  private let tree: PointTree

  /// Distances that differ by less than this share are ties.
  private static let tie = 1e-12

  /// Places by latitude and longitude in degrees, one each.
  package init(latitudes: [Double], longitudes: [Double]) {
    precondition(latitudes.count == longitudes.count, "coordinates differ in length")
    isSpherical = true
    first = latitudes.map { $0 * .pi / 180 }
    second = longitudes.map { $0 * .pi / 180 }
    cosines = first.map { cos($0) }
    tree = PointTree(
      zip(first, second).map { SIMD4(cos($0) * cos($1), cos($0) * sin($1), sin($0), 0) })
  }

  /// Places on a plane, one x and one y each.
  package init(x: [Double], y: [Double]) {
    precondition(x.count == y.count, "coordinates differ in length")
    isSpherical = false
    first = x
    second = y
    cosines = []
    tree = PointTree(zip(x, y).map { SIMD4($0, $1, 0, 0) })
  }

  package var count: Int { first.count }

  /// The distance of two places: kilometres along a great circle, or in units of x and y.
  package func distance(_ i: Int, _ j: Int) -> Double {
    let (a, b) = (first[i] - first[j], second[i] - second[j])
    guard isSpherical else { return (a * a + b * b).squareRoot() }
    let (sineA, sineB) = (sin(a / 2), sin(b / 2))
    let square = sineA * sineA + cosines[i] * cosines[j] * sineB * sineB
    return 2 * Self.earthRadius * asin(min(1, square.squareRoot()))
  }

  /// The k nearest other places of each, by place; of ties at the k-th the first in order.
  ///
  /// - Parameter k: At least 1, less than ``count``.
  package func nearest(_ k: Int, threads: Int) -> [[PlaceDistance]] {
    rows(threads: threads) { place in
      let square = tree.squaredDistance(ofNearest: k, to: place)
      var found = near(place, chord: square.squareRoot())
      found.sort { ($0.distance, $0.place) < ($1.distance, $1.place) }
      let last = found[k - 1].distance
      let sure = found.prefix { $0.distance < last * (1 - Self.tie) }
      let ties = found.dropFirst(sure.count).prefix { $0.distance <= last * (1 + Self.tie) }
        .sorted { $0.place < $1.place }
      return (sure + ties.prefix(k - sure.count)).sorted { $0.place < $1.place }
    }
  }

  /// The other places of each that lie no farther than a distance away, by place.
  package func within(_ distance: Double, threads: Int) -> [[PlaceDistance]] {
    let chord = isSpherical
      ? 2 * sin(min(distance / (2 * Self.earthRadius), .pi / 2)) : distance
    return rows(threads: threads) { place in
      near(place, chord: chord).filter { $0.distance <= distance }.sorted { $0.place < $1.place }
    }
  }

  /// All other places of each, by place.
  package func all(threads: Int) -> [[PlaceDistance]] {
    rows(threads: threads) { place in
      (0..<count).compactMap { other in
        other == place ? nil : PlaceDistance(place: other, distance: distance(place, other))
      }
    }
  }

  /// Two places at one spot, the first such in order: no farther apart than a micrometre on the
  /// earth, and not at all on a plane.
  package var firstPairOnOneSpot: (Int, Int)? {
    guard count > 1 else { return nil }
    for place in 0..<count {
      let nearest = near(place, chord: tree.squaredDistance(ofNearest: 1, to: place).squareRoot())
      let limit = isSpherical ? 1e-9 : 0
      if let other = nearest.filter({ $0.distance <= limit }).map(\.place).min() {
        return (min(place, other), max(place, other))
      }
    }
    return nil
  }

  /// Places within a chord, with room for rounding of coordinates on the unit sphere.
  private func near(_ place: Int, chord: Double) -> [PlaceDistance] {
    let reach = chord * (1 + 1e-9) + (isSpherical ? 1e-14 : 0)
    return tree.points(within: reach * reach, of: place).map {
      PlaceDistance(place: $0, distance: distance(place, $0))
    }
  }

  private func rows(
    threads: Int, _ body: @Sendable (Int) -> [PlaceDistance]
  ) -> [[PlaceDistance]] {
    let blocks = Parallel.blocks(of: count, size: 64)
    return Parallel.map(count: blocks.count, threads: threads) { block in
      blocks[block].map(body)
    }.flatMap { $0 }
  }
}

/// Another place and how far it is.
package struct PlaceDistance: Sendable, Equatable {
  package var place: Int
  package var distance: Double

  package init(place: Int, distance: Double) {
    self.place = place
    self.distance = distance
  }
}

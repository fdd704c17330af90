import Foundation
package import PanelResults

/// How places on the earth come onto paper: areas keep their proportions.
///
/// Latitudes on the WGS 84 ellipsoid become those of the sphere of equal area first, so that the
/// formulas of the sphere are exact.
///
/// - SeeAlso: Snyder (1987), *Map Projections: A Working Manual*, chapters 3, 14 and 24; Šavrič,
///   Patterson and Jenny (2019), *The Equal Earth map projection*; test `keepsAreas`.
package enum MapProjection: Sendable, Equatable {
  /// Coordinates as they are.
  case planar
  /// A cone that cuts the globe at two parallels; degrees.
  case albers(south: Double, north: Double, meridian: Double)
  /// Lambert's, around a place; degrees.
  case azimuthal(latitude: Double, longitude: Double)
  /// For the world, around a meridian; degrees.
  case equalEarth(meridian: Double)

  /// What a study can ask for.
  package enum Choice: String, Sendable, CaseIterable {
    case albers
    case azimuthal = "lambert-azimuthal"
    case equalEarth = "equal-earth"
    case none
  }

  /// The projection for regions: the one asked for, or one that suits their extent.
  static func suiting(
    _ regions: [RegionShapes.Region],
    coordinates: RegionShapes.Coordinates,
    choice: Choice?
  ) -> MapProjection {
    guard coordinates == .degrees, choice != Choice.none else { return .planar }
    let rings = regions.flatMap(\.polygons).flatMap(\.rings)
    let window = LongitudeWindow(rings)
    let latitudes = ClosedRange(spanning: rings.lazy.flatMap { $0 }.map(\.y)) ?? 0...0
    let height = latitudes.upperBound - latitudes.lowerBound
    let south = halves(latitudes.lowerBound + height / 6)
    let north = halves(latitudes.upperBound - height / 6)
    let meridian = halves(window.middle)
    let albers = MapProjection.albers(south: south, north: north, meridian: meridian)
    let azimuthal = MapProjection.azimuthal(
      latitude: halves((latitudes.lowerBound + latitudes.upperBound) / 2),
      longitude: meridian
    )
    switch choice {
    case .albers: return albers
    case .azimuthal: return azimuthal
    case .equalEarth: return .equalEarth(meridian: meridian)
    case nil, .some(.none):
      if window.width > 180 || height > 120 { return .equalEarth(meridian: meridian) }
      // Near the equator a cone is all but a cylinder, and near a pole a plane.
      let isFlat = abs(sin(radians(south)) + sin(radians(north))) < 0.3
      return isFlat || max(abs(south), abs(north)) > 80 ? azimuthal : albers
    }
  }

  /// To the nearest half, so that a note can say it.
  private static func halves(_ degrees: Double) -> Double {
    let rounded = (degrees * 2).rounded() / 2
    return rounded == 0 ? 0 : rounded
  }

  private static func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }

  /// The place of a position; the unit is the earth's radius, or that of the coordinates.
  package func place(of position: RegionShapes.Position) -> Datum {
    switch self {
    case .planar: return Datum(x: position.x, y: position.y)
    case .albers(let south, let north, let meridian):
      let (first, second) = (Self.authalic(south), Self.authalic(north))
      var n = (sin(first) + sin(second)) / 2
      if abs(n) < 1e-6 { n = 1e-6 }
      let c = cos(first) * cos(first) + 2 * n * sin(first)
      func radius(_ latitude: Double) -> Double {
        max(0, c - 2 * n * sin(latitude)).squareRoot() / n
      }
      let angle = n * Self.longitude(position.x, around: meridian)
      let rho = radius(Self.authalic(position.y))
      return Datum(x: rho * sin(angle), y: radius((first + second) / 2) - rho * cos(angle))
    case .azimuthal(let latitude, let longitude):
      let (middle, beta) = (Self.authalic(latitude), Self.authalic(position.y))
      let lambda = Self.longitude(position.x, around: longitude)
      let cosine = 1 + sin(middle) * sin(beta) + cos(middle) * cos(beta) * cos(lambda)
      let factor = (2 / max(cosine, 1e-9)).squareRoot()
      return Datum(
        x: factor * cos(beta) * sin(lambda),
        y: factor * (cos(middle) * sin(beta) - sin(middle) * cos(beta) * cos(lambda))
      )
    case .equalEarth(let meridian):
      let (a1, a2, a3, a4) = (1.340264, -0.081106, 0.000893, 0.003796)
      let theta = asin(3.0.squareRoot() / 2 * sin(Self.authalic(position.y)))
      let square = theta * theta
      let sixth = square * square * square
      let slope = 9 * a4 * sixth * square + 7 * a3 * sixth + 3 * a2 * square + a1
      return Datum(
        x: 2 * 3.0.squareRoot() * Self.longitude(position.x, around: meridian) * cos(theta)
          / (3 * slope),
        y: theta * (a1 + a2 * square + sixth * (a3 + a4 * square))
      )
    }
  }

  /// The longitude from a meridian, in radians from −π to π; both ends stay where they are.
  private static func longitude(_ degrees: Double, around meridian: Double) -> Double {
    var difference = degrees - meridian
    while difference > 180 + 1e-9 { difference -= 360 }
    while difference < -180 - 1e-9 { difference += 360 }
    return radians(difference)
  }

  /// The latitude on the sphere of equal area of one on the ellipsoid (Snyder 3-18), in radians.
  private static func authalic(_ degrees: Double) -> Double {
    let square = 0.00669437999014
    let (fourth, sixth) = (square * square, square * square * square)
    let phi = radians(max(-90, min(90, degrees)))
    return phi - (square / 3 + 31 * fourth / 180 + 59 * sixth / 560) * sin(2 * phi)
      + (17 * fourth / 360 + 61 * sixth / 1260) * sin(4 * phi)
      - 383 * sixth / 45360 * sin(6 * phi)
  }
}

/// The longitudes that a map needs: all but the widest gap.
private struct LongitudeWindow {
  /// In degrees.
  var middle = 0.0
  var width = 0.0

  init(_ rings: [[RegionShapes.Position]]) {
    // One bin for each degree, from 180° W.
    var isTaken = [Bool](repeating: false, count: 360)
    var exact: [Double] = []
    func wrapped(_ longitude: Double) -> Double {
      longitude - 360 * ((longitude + 180) / 360).rounded(.down)
    }
    for ring in rings {
      for (index, position) in ring.enumerated() {
        // 180° E closes the map in the east, not in the west.
        exact.append(position.x == 180 ? 180 : wrapped(position.x))
        let next = ring[(index + 1) % ring.count].x
        let (west, east) = (min(position.x, next), max(position.x, next))
        guard east - west <= 180 else { continue }
        guard west != 180 else {
          isTaken[359] = true
          continue
        }
        // Degrees that an edge crosses are taken; one that it only ends at is not.
        var degree = west.rounded(.down)
        repeat {
          isTaken[min(359, Int(wrapped(degree) + 180))] = true
          degree += 1
        } while degree < east
      }
    }
    guard let first = isTaken.firstIndex(of: true) else { return }
    var widest = (start: 0, length: 0)
    var run = 0
    for step in 1...360 {
      if isTaken[(first + step) % 360] {
        if run > widest.length { widest = ((first + step) % 360, run) }
        run = 0
      } else {
        run += 1
      }
    }
    guard widest.length >= 10 else {
      width = 360
      return
    }
    // From the first longitude after the gap, eastwards.
    let start = Double(widest.start) - 180
    let offsets = exact.map { $0 < start ? $0 + 360 - start : $0 - start }
    guard let span = ClosedRange(spanning: offsets) else { return }
    width = span.upperBound - span.lowerBound
    middle = start + (span.lowerBound + span.upperBound) / 2
    if middle > 180 { middle -= 360 }
  }
}

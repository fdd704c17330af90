import Foundation

/// Distances of places and what is made of them.
enum Distances {
  /// Kilometres along the great circle, by the haversine on a sphere of 6371.0088 km.
  static func kilometres(
    _ from: (latitude: Double, longitude: Double),
    _ to: (latitude: Double, longitude: Double)
  ) -> Double {
    let degree = Double.pi / 180
    let north = sin((to.latitude - from.latitude) * degree / 2)
    let east = sin((to.longitude - from.longitude) * degree / 2)
    let h = north * north + cos(from.latitude * degree) * cos(to.latitude * degree) * east * east
    return 2 * 6371.0088 * asin(min(1, h.squareRoot()))
  }

  /// Inverse distances to a power, each row divided by its sum, with zeros on the diagonal.
  static func inverse(
    _ places: [(latitude: Double, longitude: Double)],
    power: Double
  ) -> [[Double]] {
    places.indices.map { i in
      let row = places.indices.map { j in
        i == j ? 0 : pow(kilometres(places[i], places[j]), -power)
      }
      let sum = row.reduce(0, +)
      return row.map { $0 / sum }
    }
  }
}

import PanelNumerics
package import PanelResults

/// Where units are: `latitude` and `longitude` in degrees, or `x` and `y` on a plane.
package struct Coordinates: Decodable, Sendable, Equatable {
  package var latitude: String?
  package var longitude: String?
  package var x: String?
  package var y: String?

  package enum CodingKeys: String, CodingKey, CaseIterable { case latitude, longitude, x, y }

  package init(latitude: String, longitude: String) {
    self.latitude = latitude
    self.longitude = longitude
  }

  package init(x: String, y: String) {
    self.x = x
    self.y = y
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.latitude.rawValue,
      .expression,
      "The latitude of units in degrees, with 'longitude': distances are kilometres along great "
        + "circles."
    ),
    KeyDescription(CodingKeys.longitude.rawValue, .expression, "The longitude in degrees."),
    KeyDescription(
      CodingKeys.x.rawValue,
      .expression,
      "The first coordinate on a plane, with 'y' and instead of degrees: distances are in its units."
    ),
    KeyDescription(CodingKeys.y.rawValue, .expression, "The second coordinate on a plane."),
  ]

  /// The variables, in the order of the keys.
  var variables: [String] { [latitude, longitude, x, y].compactMap(\.self) }

  var measure: SpatialWeightsDescription.DistanceMeasure {
    latitude == nil ? .planar : .greatCircle
  }

  /// What distances are measured in, for messages.
  var unit: String { measure == .planar ? "units of the coordinates" : "km" }

  /// The places of units: as they are drawn, and to measure distances between them.
  ///
  /// - Throws: ``DataError`` for a pair of keys that is not given or not whole, for coordinates
  ///   that vary within a unit, are missing or are no degrees.
  func places(
    in context: WeightsContext
  ) throws(DataError) -> (drawn: UnitPlaces, points: PlacePoints) {
    switch (latitude, longitude, x, y) {
    case (let latitude?, let longitude?, nil, nil):
      let (phi, lambda) = (
        try context.constant(latitude, as: "latitude"),
        try context.constant(longitude, as: "longitude")
      )
      try check(phi, lambda, in: context)
      return (
        UnitPlaces(isGeographic: true, x: lambda, y: phi),
        PlacePoints(latitudes: phi, longitudes: lambda)
      )
    case (nil, nil, let x?, let y?):
      let (first, second) = (
        try context.constant(x, as: "coordinate"), try context.constant(y, as: "coordinate")
      )
      return (
        UnitPlaces(isGeographic: false, x: first, y: second), PlacePoints(x: first, y: second)
      )
    default:
      throw .values(
        "Give 'latitude' and 'longitude' in degrees, or 'x' and 'y' on a plane: both of one pair "
          + "and none of the other."
      )
    }
  }

  private func check(
    _ latitudes: [Double],
    _ longitudes: [Double],
    in context: WeightsContext
  ) throws(DataError) {
    let outside = latitudes.indices.filter { abs(latitudes[$0]) > 90 }
    if let first = outside.first {
      let swapped = longitudes.allSatisfy { abs($0) <= 90 }
      throw .values(
        "'\(latitude ?? "")' is \(Expression.text(of: latitudes[first])) for "
          + "\(context.name(first)), but a latitude lies between −90 and 90 degrees. "
          + (swapped
            ? "Are 'latitude' and 'longitude' swapped?"
            : "Coordinates on a plane are 'x' and 'y'.")
      )
    }
    if let first = longitudes.indices.first(where: {
      longitudes[$0] < -180 || longitudes[$0] > 360
    }) {
      throw .values(
        "'\(longitude ?? "")' is \(Expression.text(of: longitudes[first])) for "
          + "\(context.name(first)), but a longitude lies between −180 and 180 degrees, or 0 and "
          + "360. Coordinates on a plane are 'x' and 'y'."
      )
    }
  }
}

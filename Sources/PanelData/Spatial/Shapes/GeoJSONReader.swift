import PanelResults

/// Takes polygons and properties out of a GeoJSON document.
struct GeoJSONReader {
  var file: String

  private func fault(_ message: String) -> DataError {
    .file(FileFault(file: file, message: message))
  }

  // MARK: Coordinates

  /// What the document says of its coordinates; `nil` where it says nothing.
  func coordinates(of root: JSONValue) throws(DataError) -> RegionShapes.Coordinates? {
    guard let system = root["crs"] else { return nil }
    if system == .null { return .planar }
    guard let name = system["properties"]?["name"]?.text else {
      throw fault(
        "'crs' is neither null nor a named system such as {\"type\": \"name\", \"properties\": "
          + "{\"name\": \"urn:ogc:def:crs:OGC:1.3:CRS84\"}}"
      )
    }
    let code = name.uppercased().split { $0 == ":" || $0 == "/" }.last.map(String.init) ?? ""
    return ["CRS84", "CRS83", "CRS27", "4326", "4269", "4258", "4267", "4490"].contains(code)
      ? .degrees : .planar
  }

  /// Degrees where every position could be one, and lengths in a plane otherwise.
  func coordinates(fitting features: [GeoJSONFile.Feature]) -> RegionShapes.Coordinates {
    for feature in features {
      for ring in feature.polygons.flatMap(\.rings) {
        if ring.contains(where: { !(abs($0.x) <= 360 && abs($0.y) <= 90) }) { return .planar }
      }
    }
    return .degrees
  }

  // MARK: Features

  /// The features of a collection, or the one of a document that holds one.
  func features(of root: JSONValue) throws(DataError) -> [GeoJSONFile.Feature] {
    guard case .object = root else {
      throw fault("a GeoJSON document is an object, not \(root.found)")
    }
    switch root["type"]?.text {
    case "FeatureCollection":
      guard let elements = root["features"]?.elements else {
        throw fault("the FeatureCollection has no array 'features'")
      }
      var features: [GeoJSONFile.Feature] = []
      for (index, element) in elements.enumerated() {
        features.append(try feature(element, number: index + 1))
      }
      guard features.contains(where: { !$0.polygons.isEmpty }) else {
        throw fault("there are no polygons in it")
      }
      return features
    case "Feature": return [try feature(root, number: 1)]
    case "Topology":
      throw fault(
        "this is TopoJSON; convert it to GeoJSON, for instance with 'topo2geo' or at mapshaper.org"
      )
    case "Polygon", "MultiPolygon", "GeometryCollection":
      throw fault(
        "this is a geometry without properties, so that nothing names its regions; write a "
          + "FeatureCollection"
      )
    case let type?:
      throw fault("a document of type '\(MessageText.shown(type))' holds no regions")
    case nil: throw fault("this is no GeoJSON: the object has no 'type'")
    }
  }

  private func feature(_ value: JSONValue, number: Int) throws(DataError) -> GeoJSONFile.Feature {
    guard value["type"]?.text == "Feature" else {
      throw fault("element \(number) of 'features' is no Feature")
    }
    var properties: [String: String] = [:]
    if case .object(let members)? = value["properties"] {
      for member in members { properties[member.name] = Self.name(member.value) }
    }
    var polygons: [RegionShapes.Polygon] = []
    if let geometry = value["geometry"], geometry != .null {
      try append(geometry, of: number, to: &polygons)
    }
    return GeoJSONFile.Feature(
      properties: properties,
      id: value["id"].flatMap(Self.name),
      polygons: polygons
    )
  }

  /// A value that can name a unit, as the panel writes it.
  private static func name(_ value: JSONValue) -> String? {
    switch value {
    case .text(let text): text
    case .number(let number): Expression.text(of: number)
    default: nil
    }
  }

  private func append(
    _ geometry: JSONValue,
    of number: Int,
    to polygons: inout [RegionShapes.Polygon]
  ) throws(DataError) {
    let type = geometry["type"]?.text ?? ""
    switch type {
    case "Polygon":
      polygons += try polygon(geometry["coordinates"], of: number)
    case "MultiPolygon":
      guard let parts = geometry["coordinates"]?.elements else {
        throw fault("the MultiPolygon of feature \(number) has no array 'coordinates'")
      }
      for part in parts { polygons += try polygon(part, of: number) }
    case "GeometryCollection":
      for part in geometry["geometries"]?.elements ?? [] {
        try append(part, of: number, to: &polygons)
      }
    case "Point", "MultiPoint", "LineString", "MultiLineString":
      throw fault(
        "feature \(number) is a \(type); regions are polygons. For places that are points, use "
          + "weights by distance, such as 'method: nearest'."
      )
    default:
      throw fault("the geometry of feature \(number) has no type that GeoJSON knows")
    }
  }

  /// A polygon without rings is none.
  private func polygon(
    _ value: JSONValue?,
    of number: Int
  ) throws(DataError) -> [RegionShapes.Polygon] {
    guard let rings = value?.elements else {
      throw fault("a polygon of feature \(number) has no array of rings")
    }
    var read: [[RegionShapes.Position]] = []
    for ring in rings { read.append(try self.ring(ring, of: number)) }
    return read.isEmpty ? [] : [RegionShapes.Polygon(rings: read)]
  }

  private func ring(
    _ value: JSONValue,
    of number: Int
  ) throws(DataError) -> [RegionShapes.Position] {
    guard case .list(let elements) = value else {
      throw fault("a ring of feature \(number) is no array of positions")
    }
    var ring: [RegionShapes.Position] = []
    ring.reserveCapacity(elements.count)
    for element in elements {
      guard case .numbers(let numbers) = element, numbers.count >= 2 else {
        throw fault(
          "position \(ring.count + 1) in a ring of feature \(number) is \(element.found), not two "
            + "numbers"
        )
      }
      ring.append(RegionShapes.Position(x: numbers[0], y: numbers[1]))
    }
    guard ring.count >= 4, let first = ring.first else {
      throw fault(
        "a ring of feature \(number) has \(ring.count) positions; it needs four, the last equal to "
          + "the first"
      )
    }
    guard ring.last == first else {
      throw fault(
        "a ring of feature \(number) is not closed: its last position must equal its first"
      )
    }
    ring.removeLast()
    return ring
  }
}

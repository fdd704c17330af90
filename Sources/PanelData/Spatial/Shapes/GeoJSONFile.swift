import Foundation
package import PanelResults

/// Polygons with properties, read from a GeoJSON file (RFC 7946).
///
/// Members that the format does not know are ignored. A member `crs` of the format of 2008 is
/// heeded: `null` says that coordinates are no degrees, a name that they are those of another
/// system; without it they are degrees of longitude and latitude.
package struct GeoJSONFile: Sendable {
  /// The file as the study names it.
  package let name: String
  let coordinates: RegionShapes.Coordinates
  let features: [Feature]

  struct Feature: Sendable {
    /// Numbers and texts by name, and those of the feature's own member `id` under `nil`.
    var properties: [String: String]
    var id: String?
    var polygons: [RegionShapes.Polygon]
  }

  /// Reads a file's bytes.
  ///
  /// - Throws: ``DataError/file(_:)`` for what is no GeoJSON, or holds no polygons.
  package init(_ content: FileContent) throws(DataError) {
    name = content.name
    let file = MessageText.shown(name)
    if let advice = ShapeFormats.advice(for: URL(filePath: name)) {
      throw .file(FileFault(file: file, message: advice))
    }
    if let format = FileKind.foreignFormat(Array(content.bytes.prefix(16))) {
      throw .file(FileFault(file: file, message: "this is no GeoJSON: \(format)"))
    }
    let root = try JSONScanner.read(content.bytes, file: file)
    let reader = GeoJSONReader(file: file)
    let features = try reader.features(of: root)
    let fitting = reader.coordinates(fitting: features)
    coordinates = try reader.coordinates(of: root) ?? fitting
    guard coordinates == .planar || fitting == .degrees else {
      throw .file(
        FileFault(
          file: file,
          message: "'crs' says that coordinates are degrees, but some are beyond 360 or 90"
        )
      )
    }
    self.features = features
  }

  /// The polygons by a property that names each.
  ///
  /// - Parameter property: The property's name; `id` is the feature's own member too, where no
  ///   feature has a property of that name.
  /// - Returns: A region for each feature, in their order.
  /// - Throws: ``DataError/file(_:)`` if features lack the property or share a value of it.
  package func regions(by property: String) throws(DataError) -> RegionShapes {
    let hasProperty = features.contains { $0.properties[property] != nil }
    let usesMember = !hasProperty && property == "id" && features.contains { $0.id != nil }
    guard hasProperty || usesMember else {
      let known = Array(Set(features.flatMap { $0.properties.keys })).sorted()
      let nearest = NearestNames.of(property, in: known)
      throw fault(
        "no feature has the property '\(MessageText.shown(property))'."
          + (nearest.isEmpty
            ? "" : " Did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?")
          + " There are: \(ListText.shown(known))."
      )
    }
    var regions: [RegionShapes.Region] = []
    var places: [String: Int] = [:]
    for (index, feature) in features.enumerated() {
      guard let id = usesMember ? feature.id : feature.properties[property] else {
        throw fault(
          "feature \(index + 1) has no '\(MessageText.shown(property))', which names regions here"
        )
      }
      if let first = places[id] {
        throw fault(
          "features \(first + 1) and \(index + 1) are both '\(MessageText.shown(id))' by "
            + "'\(MessageText.shown(property))'. Name a property that tells regions apart, or join "
            + "the parts of a region into one MultiPolygon."
        )
      }
      places[id] = index
      regions.append(RegionShapes.Region(id: id, polygons: feature.polygons))
    }
    return RegionShapes(file: name, coordinates: coordinates, regions: regions)
  }

  private func fault(_ message: String) -> DataError {
    .file(FileFault(file: MessageText.shown(name), message: message))
  }
}

/// Files of shapes that are not GeoJSON, by their endings.
enum ShapeFormats {
  static func advice(for url: URL) -> String? {
    let format: String? =
      switch url.pathExtension.lowercased() {
      case "shp", "dbf", "shx": "a shapefile"
      case "gpkg": "a GeoPackage"
      case "kml", "kmz": "KML"
      case "gml": "GML"
      case "parquet": "GeoParquet"
      default: nil
      }
    return format.map {
      "shapes are read from GeoJSON; this is \($0). Convert it, for instance with 'ogr2ogr -f "
        + "GeoJSON shapes.geojson \(url.lastPathComponent)' or at mapshaper.org"
    }
  }
}

/// Names in a message.
enum ListText {
  /// The first names, and how many there are where some are left out.
  static func shown(_ names: [String], limit: Int = 15) -> String {
    let list = names.prefix(limit).map { MessageText.shown($0) }.joined(separator: ", ")
    return names.count > limit ? "\(list), … (\(names.count) in all)" : list
  }
}

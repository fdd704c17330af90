package import PanelResults

/// A figure on a map: what it draws is joined to outlines by the names of units.
package protocol MappedFigure: FigureRecipe {
  /// The file with the outlines, relative to the study, and the property with the names; absent
  /// where none are drawn.
  var outlines: MapOptions? { get }
}

/// The keys that every map has.
package struct MapOptions: Sendable, Equatable {
  /// The GeoJSON file.
  package var shapes: String
  /// The property that names regions as the data name units.
  package var id: String
  package var projection: MapProjection.Choice?
  /// Regions in frames of their own, by name.
  package var insets: [String] = []
  package var size = RequestedSize()

  package init(shapes: String = "", id: String = "id") {
    self.shapes = shapes
    self.id = id
  }

  package enum CodingKeys: String, CodingKey, CaseIterable {
    case shapes, id, projection, insets, size
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.shapes.rawValue,
      .text,
      required: true,
      "The GeoJSON file with the polygons of the regions, relative to the study file."
    ),
    KeyDescription(
      CodingKeys.id.rawValue,
      .text,
      default: "id",
      "The property of the polygons that holds the names of units."
    ),
    KeyDescription(
      CodingKeys.projection.rawValue,
      .choice(MapProjection.Choice.allCases.map(\.rawValue)),
      default: "by the extent; none for planar coordinates",
      "How the earth comes onto paper; areas keep their proportions in all of them."
    ),
    KeyDescription(
      CodingKeys.insets.rawValue,
      .oneOrMore(of: .text),
      default: "[]",
      "Regions in frames of their own beside the map, by name, such as `[Alaska, Hawaii]`."
    ),
    RequestedSize.key,
  ]
}

extension MapOptions: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shapes = try container.decode(String.self, forKey: .shapes)
    id = try container.decodeIfPresent(String.self, forKey: .id) ?? "id"
    if let word = try container.decodeIfPresent(String.self, forKey: .projection) {
      projection = try decoder.word(word, what: "projection")
    }
    insets = try container.list(forKey: .insets)
    try container.replace(&size, forKey: .size)
  }
}

/// The outlines of a map with the units that results are about.
struct JoinedRegions {
  let shapes: RegionShapes
  let projection: MapProjection
  /// The insets as positions in the shapes.
  let insets: [Int]
  /// For each region the name of its unit, as results write it.
  let units: [String?]

  /// - Throws: ``DocumentError/invalid(_:)`` for units without a region and insets that are none.
  init(
    _ units: [String],
    map: MapOptions,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard let shapes = context.regions else {
      throw .invalid("Figure '\(context.id)' needs the polygons that 'shapes' names.")
    }
    let match = UnitMatch(units, in: shapes.ids)
    let without = zip(units, match.places).filter { unit, place in
      place.map { shapes.regions[$0].polygons.isEmpty } ?? true
    }.map(\.0)
    guard without.isEmpty else {
      let others =
        match.others.isEmpty ? "" : " Regions without a unit: \(Self.list(match.others))."
      throw .invalid(
        "Figure '\(context.id)': '\(shapes.file)' has no polygon for \(without.count) of "
          + "\(units.count) units: \(Self.list(without)).\(others) Check that 'id' is the property "
          + "with the names of units."
      )
    }
    let regions = NameIndex(shapes.ids)
    var insets: [Int] = []
    for name in map.insets {
      guard let place = regions.place(of: name) else {
        let nearest = NearestNames.of(name, in: shapes.ids)
        throw .invalid(
          "Figure '\(context.id)' has the inset '\(name)', which is no region of '\(shapes.file)'."
            + (nearest.isEmpty
              ? "" : " Did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?")
        )
      }
      if !insets.contains(place) { insets.append(place) }
    }
    guard insets.count < shapes.regions.count else {
      throw .invalid("Figure '\(context.id)' leaves no region beside its insets.")
    }
    var names = [String?](repeating: nil, count: shapes.regions.count)
    for (unit, place) in zip(units, match.places) {
      if let place { names[place] = unit }
    }
    self.shapes = shapes
    self.insets = insets
    self.units = names
    projection = .suiting(
      shapes.regions.indices.filter { !insets.contains($0) }.map { shapes.regions[$0] },
      coordinates: shapes.coordinates,
      choice: map.projection
    )
  }

  /// Places without outlines.
  init(
    places: [RegionShapes.Position],
    coordinates: RegionShapes.Coordinates,
    choice: MapProjection.Choice?
  ) {
    shapes = RegionShapes(file: "", coordinates: coordinates, regions: [])
    insets = []
    units = []
    projection = .suiting(
      [RegionShapes.Region(id: "", polygons: [RegionShapes.Polygon(rings: places.map { [$0] })])],
      coordinates: coordinates,
      choice: choice
    )
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown), … (\(names.count) in all)" : shown
  }
}

/// Words that all maps share.
struct MapWords {
  var context: DocumentContext

  var words: FigureWords { FigureWords(context: context) }

  func text(
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try context.glossary.text("map-figures", key, values)
  }

  /// The word of a case of a closed set.
  func text(
    _ section: String,
    _ value: some RawRepresentable<String>
  ) throws(DocumentError) -> String {
    try entry(section, value.rawValue)
  }

  /// An entry of a closed set.
  func entry(
    _ section: String,
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try context.glossary.text(section, key, values)
  }

  /// `Projection: Albers equal-area conic, standard parallels 29.5° N and 45.5° N, …`.
  func projection(of joined: JoinedRegions) throws(DocumentError) -> String {
    var sentence: String
    switch joined.projection {
    case .planar:
      sentence = try text(
        joined.shapes.coordinates == .planar ? "projection-planar" : "projection-none"
      )
    case .albers(let south, let north, let meridian):
      sentence = try text(
        "projection-albers",
        [
          "south": try latitude(south), "north": try latitude(north),
          "meridian": try longitude(meridian),
        ]
      )
    case .azimuthal(let latitude, let longitude):
      sentence = try text(
        "projection-azimuthal",
        ["latitude": try self.latitude(latitude), "longitude": try self.longitude(longitude)]
      )
    case .equalEarth(let meridian):
      sentence = try text("projection-equal-earth", ["meridian": try longitude(meridian)])
    }
    guard !joined.insets.isEmpty else { return sentence }
    let names = joined.insets.map { joined.units[$0] ?? joined.shapes.regions[$0].id }
    let insets = try text(
      "insets",
      ["regions": try context.glossary.list(names), "count": String(names.count)]
    )
    return try words.joined([sentence, insets])
  }

  private func latitude(_ degrees: Double) throws(DocumentError) -> String {
    try text(
      degrees == 0 ? "equator" : degrees > 0 ? "north" : "south",
      ["degrees": FigureNumber.fixed(abs(degrees), degrees == degrees.rounded() ? 0 : 1)]
    )
  }

  private func longitude(_ degrees: Double) throws(DocumentError) -> String {
    try text(
      degrees == 0 ? "prime" : degrees > 0 ? "east" : "west",
      ["degrees": FigureNumber.fixed(abs(degrees), degrees == degrees.rounded() ? 0 : 1)]
    )
  }

  /// A legend's entry with the number of regions of its class in each map.
  func counted(_ label: String, _ counts: [Int]) throws(DocumentError) -> String {
    var list = ""
    for (index, count) in counts.enumerated() {
      let item = FigureNumber.count(count)
      list = index == 0 ? item : try text("counts-joined", ["list": list, "item": item])
    }
    return try text("counted", ["class": label, "counts": list])
  }
}

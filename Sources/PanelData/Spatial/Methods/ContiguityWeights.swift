import PanelNumerics
package import PanelResults

/// Regions that touch each other as neighbours, all of equal weight.
///
/// - SeeAlso: ``Contiguity``.
package struct ContiguityWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.contiguity
  package static let summary = "Regions with a common border or corner as neighbours."

  package var shapes: String
  package var id: String
  package var rule: Contiguity.Rule
  package var snap: Double?

  package enum CodingKeys: String, CodingKey, CaseIterable { case shapes, id, rule, snap }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.shapes.rawValue,
      .text,
      required: true,
      "The GeoJSON file with the polygons of units, relative to the study file."
    ),
    KeyDescription(
      CodingKeys.id.rawValue,
      .text,
      default: "id",
      "The property of the polygons that holds the names of units."
    ),
    KeyDescription(
      CodingKeys.rule.rawValue,
      .choice(Contiguity.Rule.allCases.map(\.rawValue)),
      default: "queen",
      "Whether a common point makes neighbours, or only a common piece of border."
    ),
    KeyDescription(
      CodingKeys.snap.rawValue,
      .number,
      default: "1e-10 of the extent",
      "The distance within which points of borders are the same, in units of the coordinates."
    ),
  ]

  package init(
    shapes: String,
    id: String = "id",
    rule: Contiguity.Rule = .queen,
    snap: Double? = nil
  ) {
    self.shapes = shapes
    self.id = id
    self.rule = rule
    self.snap = snap
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      shapes: try container.decode(String.self, forKey: .shapes),
      id: try container.decodeIfPresent(String.self, forKey: .id) ?? "id",
      rule: try container.decodeIfPresent(Contiguity.Rule.self, forKey: .rule) ?? .queen,
      snap: try container.decodeIfPresent(Double.self, forKey: .snap)
    )
  }

  package var files: [String] { [shapes] }

  /// The middle of each unit's largest polygon.
  private func places(of units: [String], in shapes: RegionShapes) -> UnitPlaces {
    var (x, y): ([Double], [Double]) = ([], [])
    for place in UnitMatch(units, in: shapes.ids).places {
      let centre = place.map { shapes.regions[$0].centre } ?? RegionShapes.Position(x: 0, y: 0)
      x.append(centre.x)
      y.append(centre.y)
    }
    return UnitPlaces(isGeographic: shapes.coordinates == .degrees, x: x, y: y)
  }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    if let snap, !(snap >= 0 && snap.isFinite) {
      throw .values("'snap' is \(snap); a distance is not negative.")
    }
    guard let content = context.files[shapes] else {
      throw .values("The shapes '\(MessageText.shown(shapes))' were not read.")
    }
    let regions = try GeoJSONFile(content).regions(by: id)
    var links = SpatialLinks(
      matrix: try Contiguity(rule: rule, snap: snap).matrix(for: context.units.names, in: regions)
    )
    links.file = shapes
    links.places = places(of: context.units.names, in: regions)
    links.parameters = snap.map { ["snap": $0] } ?? [:]
    links.islandAdvice =
      "If they have borders in '\(MessageText.shown(shapes))' that do not quite meet, give 'snap', "
      + "the distance to close."
    return links
  }
}

import PanelNumerics
package import PanelResults

/// The k nearest units of each as its neighbours.
///
/// Weights are 1 before they are standardised, and not symmetric: who is near to me may have others
/// nearer. Of ties at the k-th place the first in the order of the panel are taken.
///
/// - SeeAlso: oracle `W_china30_knn4`.
package struct NearestWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.nearest
  package static let summary = "The k nearest units as neighbours, all of equal weight."

  package var coordinates: Coordinates
  package var neighbours: Int
  package var pairs: Pairs

  /// Which of the links that run in one direction stay.
  package enum Pairs: String, Codable, Sendable, CaseIterable {
    /// All, in their direction.
    case directed
    /// All, and in both directions.
    case either
    /// Those that run in both directions.
    case mutual
  }

  package enum CodingKeys: String, CodingKey, CaseIterable { case neighbours, pairs }

  package static let keys: [KeyDescription] =
    Coordinates.keys + [
      KeyDescription(
        CodingKeys.neighbours.rawValue, .integer, required: true,
        "How many neighbours each unit has."),
      KeyDescription(
        CodingKeys.pairs.rawValue, .choice(Pairs.allCases.map(\.rawValue)), default: "directed",
        "Links as they run; or symmetric ones, where either or both units are near to the other."),
    ]

  package init(_ coordinates: Coordinates, neighbours: Int, pairs: Pairs = .directed) {
    self.coordinates = coordinates
    self.neighbours = neighbours
    self.pairs = pairs
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try Coordinates(from: decoder),
      neighbours: try container.decode(Int.self, forKey: .neighbours),
      pairs: try container.decodeIfPresent(Pairs.self, forKey: .pairs) ?? .directed
    )
  }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    let count = context.units.names.count
    guard (1..<count).contains(neighbours) else {
      throw .values(
        "'neighbours' is \(neighbours); \(count) units have at least 1 and at most \(count - 1)."
      )
    }
    let (drawn, places) = try coordinates.places(in: context)
    var rows = places.nearest(neighbours, threads: context.threadCount)
    if pairs != .directed { rows = symmetric(rows) }
    var links = SpatialLinks(rows) { _ in 1 }
    links.places = drawn
    links.measure = coordinates.measure
    links.variables = coordinates.variables
    links.variant = pairs == .directed ? nil : pairs.rawValue
    links.parameters = ["neighbours": Double(neighbours)]
    links.islandAdvice = "Say 'pairs: either', or give more 'neighbours'."
    return links
  }

  private func symmetric(_ rows: [[PlaceDistance]]) -> [[PlaceDistance]] {
    var both = rows.map { _ in [PlaceDistance]() }
    for (place, row) in rows.enumerated() {
      for near in row {
        let isMutual = rows[near.place].contains { $0.place == place }
        if isMutual || pairs == .either { both[place].append(near) }
        if !isMutual, pairs == .either {
          both[near.place].append(PlaceDistance(place: place, distance: near.distance))
        }
      }
    }
    return both.map { $0.sorted { $0.place < $1.place } }
  }
}

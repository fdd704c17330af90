import Foundation
package import PanelResults

/// Weights that fall exponentially with distance.
///
///     w_ij = exp(−δ d_ij) for d_ij ≤ cut-off,   w_ii = 0
package struct ExponentialWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.exponential
  package static let summary = "exp(−decay · distance) between units, up to a cut-off."

  package var coordinates: Coordinates
  package var decay: Double
  package var cutoff: Double?

  package enum CodingKeys: String, CodingKey, CaseIterable { case decay, cutoff }

  package static let keys: [KeyDescription] =
    Coordinates.keys + [
      KeyDescription(
        CodingKeys.decay.rawValue, .number, required: true,
        "The decay per km or per unit of x and y, such as 0.01."),
      KeyDescription(
        CodingKeys.cutoff.rawValue, .number, default: "none",
        "The distance beyond which weights are 0, in km or units of x and y."),
    ]

  package init(_ coordinates: Coordinates, decay: Double, cutoff: Double? = nil) {
    self.coordinates = coordinates
    self.decay = decay
    self.cutoff = cutoff
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try Coordinates(from: decoder),
      decay: try container.decode(Double.self, forKey: .decay),
      cutoff: try container.decodeIfPresent(Double.self, forKey: .cutoff)
    )
  }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    guard decay > 0 else { throw .values("'decay' is \(decay); it is positive.") }
    let (drawn, places) = try coordinates.places(in: context)
    let rows = try context.neighbours(of: places, within: cutoff)
    let decay = decay
    var links = SpatialLinks(rows) { exp(-decay * $0) }
    links.places = drawn
    links.measure = coordinates.measure
    links.variables = coordinates.variables
    links.parameters = ["decay": decay]
    links.parameters["cutoff"] = cutoff
    links.islandAdvice =
      context.islandAdvice(rows, of: places, unit: coordinates.unit)
      ?? "exp(−\(Expression.text(of: decay)) · distance) is too small for a number there: the decay "
      + "is per \(coordinates.measure == .planar ? "unit of the coordinates" : "km"); give a smaller "
      + "one."
    return links
  }
}

import Foundation
import PanelNumerics
package import PanelResults

/// Weights that fall with distance.
///
///     w_ij = d_ij⁻ᵖ for d_ij ≤ cut-off,   w_ii = 0
///
/// - SeeAlso: Anselin (2002), *Under the hood*; oracles `W_china30_invdist`, `W_china30_invdist2`,
///   `W_china30_invdist_cut1200`.
package struct InverseDistanceWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.inverseDistance
  package static let summary = "Inverse distances between units, to a power, up to a cut-off."

  package var coordinates: Coordinates
  package var power: Double
  package var cutoff: Double?
  package var minimum: Double?

  package enum CodingKeys: String, CodingKey, CaseIterable { case power, cutoff, minimum }

  package static let keys: [KeyDescription] =
    Coordinates.keys + [
      KeyDescription(
        CodingKeys.power.rawValue, .number, default: "1", "The power p of 1/distance^p."),
      KeyDescription(
        CodingKeys.cutoff.rawValue, .number, default: "none",
        "The distance beyond which weights are 0, in km or units of x and y."),
      KeyDescription(
        CodingKeys.minimum.rawValue, .number, default: "none",
        "Smaller distances count as this one; without it two units at one place are an error."),
    ]

  package init(
    _ coordinates: Coordinates, power: Double = 1, cutoff: Double? = nil, minimum: Double? = nil
  ) {
    self.coordinates = coordinates
    self.power = power
    self.cutoff = cutoff
    self.minimum = minimum
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try Coordinates(from: decoder),
      power: try container.decodeIfPresent(Double.self, forKey: .power) ?? 1,
      cutoff: try container.decodeIfPresent(Double.self, forKey: .cutoff),
      minimum: try container.decodeIfPresent(Double.self, forKey: .minimum)
    )
  }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    guard power > 0 else { throw .values("'power' is \(power); it is positive.") }
    if let minimum, minimum <= 0 {
      throw .values("'minimum' is \(minimum); a distance is positive.")
    }
    if let minimum, let cutoff, minimum > cutoff {
      throw .values("'minimum' is \(minimum), more than the cut-off of \(cutoff).")
    }
    let (drawn, places) = try coordinates.places(in: context)
    if minimum == nil, let (first, second) = places.firstPairOnOneSpot {
      throw .values(
        "\(context.name(first)) and \(context.name(second)) are at one place "
          + "(\(coordinates.variables.joined(separator: ", "))), and 1/0 is no weight. Correct the "
          + "coordinates, or give 'minimum', the least distance that counts."
      )
    }
    let rows = try context.neighbours(of: places, within: cutoff)
    let (power, minimum) = (power, minimum ?? 0)
    var links = SpatialLinks(rows) { distance in
      let inverse = 1 / max(distance, minimum)
      return power == 1 ? inverse : power == 2 ? inverse * inverse : pow(inverse, power)
    }
    links.places = drawn
    links.measure = coordinates.measure
    links.variables = coordinates.variables
    links.parameters = ["power": power]
    links.parameters["cutoff"] = cutoff
    links.parameters["minimum"] = self.minimum
    links.islandAdvice = context.islandAdvice(rows, of: places, unit: coordinates.unit)
    if let position = links.matrix.values.firstIndex(where: { !$0.isFinite }) {
      throw .values(
        "1/distance^\(power) is too large for a number where the distance is "
          + "\(links.distances?[position] ?? 0). Give 'minimum', or a smaller 'power'."
      )
    }
    return links
  }
}

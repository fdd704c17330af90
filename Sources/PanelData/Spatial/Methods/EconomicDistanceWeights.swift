import Foundation
import PanelNumerics
package import PanelResults

/// Weights that fall with the difference of an economic variable.
///
///     w_ij = |x̄_i − x̄_j|⁻ᵖ,   w_ii = 0,   x̄_i: the mean over the periods of unit i
///
/// - SeeAlso: Case, Rosen and Hines (1993), *Budget spillovers and fiscal policy interdependence*;
///   oracles `W_china30_econ`, `W_mexico_econ`, `W_gap_econ`.
package struct EconomicDistanceWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.economicDistance
  package static let summary =
    "Inverse differences of units' means of a variable, such as income."

  package var variable: String
  package var power: Double
  package var cutoff: Double?
  package var minimum: Double?

  package enum CodingKeys: String, CodingKey, CaseIterable { case variable, power, cutoff, minimum }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.variable.rawValue, .expression, required: true,
      "The variable; of each unit its mean over periods."),
    KeyDescription(
      CodingKeys.power.rawValue, .number, default: "1", "The power p of 1/difference^p."),
    KeyDescription(
      CodingKeys.cutoff.rawValue, .number, default: "none",
      "The difference beyond which weights are 0."),
    KeyDescription(
      CodingKeys.minimum.rawValue, .number, default: "none",
      "Smaller differences count as this one; without it two units with one mean are an error."),
  ]

  package init(
    variable: String, power: Double = 1, cutoff: Double? = nil, minimum: Double? = nil
  ) {
    self.variable = variable
    self.power = power
    self.cutoff = cutoff
    self.minimum = minimum
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      variable: try container.decode(String.self, forKey: .variable),
      power: try container.decodeIfPresent(Double.self, forKey: .power) ?? 1,
      cutoff: try container.decodeIfPresent(Double.self, forKey: .cutoff),
      minimum: try container.decodeIfPresent(Double.self, forKey: .minimum)
    )
  }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    guard power > 0 else { throw .values("'power' is \(power); it is positive.") }
    if let minimum, minimum <= 0 {
      throw .values("'minimum' is \(minimum); a difference is positive.")
    }
    let means = try context.means(variable)
    let places = PlacePoints(x: means, y: means.map { _ in 0 })
    if minimum == nil, let (first, second) = places.firstPairOnOneSpot {
      throw .values(
        "\(context.name(first)) and \(context.name(second)) have the same mean of '\(variable)', "
          + "\(Expression.text(of: means[first])), and 1/0 is no weight. Leave one out, use another "
          + "variable, or give 'minimum', the least difference that counts."
      )
    }
    let rows = try context.neighbours(of: places, within: cutoff)
    let (power, minimum) = (power, minimum ?? 0)
    var links = SpatialLinks(rows) { difference in
      let inverse = 1 / max(difference, minimum)
      return power == 1 ? inverse : pow(inverse, power)
    }
    // What was measured is no distance in space.
    links.distances = nil
    links.variables = [variable]
    links.parameters = ["power": power]
    links.parameters["cutoff"] = cutoff
    links.parameters["minimum"] = self.minimum
    links.islandAdvice = context.islandAdvice(rows, of: places, unit: "")
    return links
  }
}

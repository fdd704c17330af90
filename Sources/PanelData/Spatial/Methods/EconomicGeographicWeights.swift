import PanelNumerics
package import PanelResults

/// Other weights, those given to a unit times its share of an economic variable.
///
///     w_ij = g_ij x̄_j / x̄,   x̄_j: the mean over the periods of unit j,  x̄: that over units
///
/// g are the other weights before they are standardised.
///
/// - SeeAlso: oracle `W_china30_nested`.
package struct EconomicGeographicWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.economicGeographic
  package static let summary =
    "Other weights, those given to a unit times its mean of a variable relative to the average."

  package var of: String
  package var variable: String

  package enum CodingKeys: String, CodingKey, CaseIterable { case of, variable }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.of.rawValue, .text, required: true,
      "The other weights, above this entry; as they are before they are standardised."),
    KeyDescription(
      CodingKeys.variable.rawValue, .expression, required: true,
      "The variable, positive; of each unit its mean over periods."),
  ]

  package init(of: String, variable: String) {
    self.of = of
    self.variable = variable
  }

  package var parts: [String] { [of] }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    let means = try context.means(variable)
    let wrong = means.indices.filter { means[$0] <= 0 }
    if let first = wrong.first {
      throw .values(
        "The mean of '\(variable)' is \(Expression.text(of: means[first])) for "
          + "\(context.list(wrong)), but weights are multiplied by it: it must be positive."
      )
    }
    guard var links = context.links[of] else {
      throw .values("There are no spatial weights '\(of)' above.")
    }
    let average = Summation.mean(means)
    links.matrix = links.matrix.scalingColumns(by: means.map { $0 / average })
    links.variables = [variable]
    links.parameters = [:]
    links.variant = nil
    links.remarks = []
    links.file = nil
    return links
  }
}

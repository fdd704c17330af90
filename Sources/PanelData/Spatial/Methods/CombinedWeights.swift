import PanelNumerics
package import PanelResults

/// The product of several weights, element by element.
///
///     w_ij = Π_m w_ij⁽ᵐ⁾
///
/// The factors are weights before they are standardised; where one is zero, so is the product.
///
/// - SeeAlso: oracle `W_china30_prod`.
package struct NestedWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.nested
  package static let summary = "The product of several weights, such as of distance and income."

  package var of: [String]

  package enum CodingKeys: String, CodingKey, CaseIterable { case of }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.of.rawValue, .list(of: .text), required: true,
      "The weights that are multiplied, above this entry; as they are before they are standardised.")
  ]

  package init(of: [String]) { self.of = of }

  package var parts: [String] { of }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    guard of.count > 1, Set(of).count == of.count else {
      throw .values("'of' names at least two different weights; it is \(of.joined(separator: ", ")).")
    }
    let factors = of.compactMap { context.links[$0]?.matrix }
    var product = factors[0]
    for factor in factors.dropFirst() { product = product.combined(with: factor) { $0 * $1 } }
    return SpatialLinks(
      matrix: product,
      islandAdvice: "No link stands in all of \(of.joined(separator: ", ")) there."
    )
  }
}

/// A weighted sum of several weights.
///
///     w_ij = Σ_m a_m w_ij⁽ᵐ⁾,   Σ_m a_m = 1
///
/// The parts are weights as they are once standardised.
///
/// - SeeAlso: oracle `W_china30_mix5050`.
package struct MixtureWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.mixture
  package static let summary = "A weighted sum of several weights, such as half and half."

  package var of: [String: Double]

  package enum CodingKeys: String, CodingKey, CaseIterable { case of }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.of.rawValue, .mapping(of: .number), required: true,
      "Shares by the name of weights above this entry, which are taken as they are once "
        + "standardised: `{distance: 0.5, economic: 0.5}`. They add up to 1.")
  ]

  package init(of: [String: Double]) { self.of = of }

  package var parts: [String] { of.keys.sorted() }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    guard of.count > 1 else { throw .values("'of' gives the shares of at least two weights.") }
    if let name = parts.first(where: { !((of[$0] ?? 0) > 0) }) {
      throw .values("The share of '\(name)' is \(of[name] ?? 0); shares are positive.")
    }
    let total = parts.reduce(0) { $0 + (of[$1] ?? 0) }
    guard abs(total - 1) <= 1e-9 else {
      throw .values("The shares under 'of' add up to \(Expression.text(of: total)), not to 1.")
    }
    var sum: SparseMatrix?
    for name in parts {
      guard let part = context.weights[name]?.matrix.scaled(by: of[name] ?? 0) else { continue }
      sum = sum.map { $0.combined(with: part, keepingAll: true) { $0 + $1 } } ?? part
    }
    guard let sum else { throw .values("'of' names no weights.") }
    return SpatialLinks(matrix: sum, parameters: of)
  }
}

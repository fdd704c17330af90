package import PanelResults

/// One model in several groups, a column each, over tests that coefficients are equal.
package struct HeterogeneityRecipe: TableRecipe, Equatable {
  package static let kind = "heterogeneity"
  package static let summary =
    "A model in subsamples, a column per group, with tests of equal coefficients under them."

  package var regression = RegressionRecipe()
  package var showsOverall = true

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is HeterogeneityResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "models in subsamples") {
      $0 as? HeterogeneityResult
    }
    let named = zip(results, values).map { ($0.reference, $1) }
    return try HeterogeneityTable(recipe: self, named: named, results: results, in: context)
      .model()
  }
}

extension HeterogeneityRecipe: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case overall }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    regression = try RegressionRecipe(from: decoder)
    try container.replace(&showsOverall, forKey: .overall)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "overall",
        .flag,
        default: "true",
        "Whether the model on all groups together has a column."
      )
    ] + RegressionRecipe.keys
}

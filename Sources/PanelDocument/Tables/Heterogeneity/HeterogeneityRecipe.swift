package import PanelResults

/// One model in several groups, a column each, over tests that coefficients are equal.
package struct HeterogeneityRecipe: TableRecipe, Equatable {
  package static let kind = "heterogeneity"
  package static let summary =
    "A model in subsamples, a column per group, with tests of equal coefficients under them."

  package var regression = RegressionRecipe()
  package var showsOverall = true
  /// How several results stand; panels where columns would be many, if absent.
  package var arrangement: Arrangement?

  package enum Arrangement: String, Sendable, CaseIterable {
    /// All groups side by side.
    case columns
    /// A panel for each result, one under the other.
    case panels
  }

  /// More groups than this do not stand side by side unasked.
  private static let widest = 6

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
    let columns = values.reduce(0) { $0 + $1.groups.count { $0.regression != nil } }
    let isStacked = arrangement.map { $0 == .panels } ?? (columns > Self.widest)
    guard values.count == 1 || !isStacked else {
      return try HeterogeneityPanels(
        recipe: self,
        results: results,
        values: values,
        context: context
      ).model()
    }
    let named = zip(results, values).map { ($0.reference, $1) }
    return try HeterogeneityTable(recipe: self, named: named, results: results, in: context)
      .model()
  }
}

extension HeterogeneityRecipe: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case showsOverall = "overall"
    case arrangement
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    regression = try RegressionRecipe(from: decoder)
    try container.replace(&showsOverall, forKey: .showsOverall)
    if let word = try container.decodeIfPresent(String.self, forKey: .arrangement) {
      arrangement = try decoder.word(word, what: "arrangement")
    }
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "overall",
        .flag,
        default: "true",
        "Whether the model on all groups together has a column."
      ),
      KeyDescription(
        "arrangement",
        .choice(Arrangement.allCases.map(\.rawValue)),
        default: "panels beyond six groups",
        "Whether groups of several variables stand side by side, or in panels."
      ),
    ] + RegressionRecipe.keys
}

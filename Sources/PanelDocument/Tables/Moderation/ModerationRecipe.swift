package import PanelResults

/// Models whose treatment effect changes with a moderator: coefficients over marginal effects.
package struct ModerationRecipe: TableRecipe, Equatable {
  package static let kind = "moderation"
  package static let summary =
    "Models with an interaction, raw or centred: coefficients, the treatment's effect at values of "
    + "the moderator, and the Johnson-Neyman bounds."

  package var regression = RegressionRecipe()
  package var showsEffects = true
  package var showsRegion = true

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is ModerationResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "models with a moderator") {
      $0 as? ModerationResult
    }
    let isMixed = Set(values.map { $0.centring == nil }).count > 1
    var columns: [RegressionColumn] = []
    for (named, value) in zip(results, values) {
      var column = RegressionColumn(
        number: columns.count + 1,
        reference: named.reference,
        fit: value,
        showsConstant: regression.showsConstant
      )
      column.path = "regression."
      if isMixed {
        let key = value.centring == nil ? "raw" : "centred"
        column.stage = RichText(try context.glossary.text("moderation", key))
      }
      columns.append(column)
    }
    let table = try RegressionTable(regression, columns: columns, of: results, in: context)
    return try ModerationTable(recipe: self, results: values, table: table).model()
  }
}

extension ModerationRecipe: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case showsEffects = "marginal-effects"
    case showsRegion = "region"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    regression = try RegressionRecipe(from: decoder)
    try container.replace(&showsEffects, forKey: .showsEffects)
    try container.replace(&showsRegion, forKey: .showsRegion)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "marginal-effects",
        .flag,
        default: "true",
        "Whether the treatment's effects at values of the moderator have rows."
      ),
      KeyDescription(
        "region",
        .flag,
        default: "true",
        "Whether the Johnson-Neyman bounds and the share of observations beyond them have rows."
      ),
    ] + RegressionRecipe.keys
}

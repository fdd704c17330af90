package import PanelResults

/// First stages, reduced form and second stage of regressions with instruments, side by side.
package struct FirstStageRecipe: TableRecipe, Equatable {
  package static let kind = "first-stage"
  package static let summary =
    "The stages of regressions with instruments side by side: endogenous variables on instruments, "
    + "the reduced form where asked for, and the structural equation, with tests of instruments."

  /// The looks of all columns.
  package var regression = RegressionRecipe()
  package var showsReducedForm = false
  package var showsSecondStage = true

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool { false }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    for named in results where !(named.result is any InstrumentedFit) {
      throw .invalid(
        "A table of first stages shows regressions with instruments, but '\(named.reference)' is "
          + "a result of the method '\(type(of: named.result).method)'."
      )
    }
    var recipe = regression
    recipe.stages =
      [.first] + (showsReducedForm ? [.reducedForm] : []) + (showsSecondStage ? [.second] : [])
    return try recipe.table(of: results, in: context)
  }
}

extension FirstStageRecipe: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case showsReducedForm = "reduced-form"
    case showsSecondStage = "second-stage"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    regression = try RegressionRecipe(from: decoder)
    try container.replace(&showsReducedForm, forKey: .showsReducedForm)
    try container.replace(&showsSecondStage, forKey: .showsSecondStage)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "reduced-form",
        .flag,
        default: "false",
        "Whether the outcome's regression on instruments has a column."
      ),
      KeyDescription(
        "second-stage",
        .flag,
        default: "true",
        "Whether the structural equation has a column."
      ),
    ] + RegressionRecipe.keys.filter { $0.name != "stages" }
}

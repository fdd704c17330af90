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
    var columns: [RegressionColumn] = []
    var leading: [String] = []
    var instruments: [String] = []
    func add(
      _ fit: any RegressionFit,
      of named: NamedResult,
      path: String,
      stage: String
    ) throws(DocumentError) {
      var column = RegressionColumn(
        number: columns.count + 1,
        reference: named.reference,
        fit: fit,
        showsConstant: regression.showsConstant
      )
      column.path = path
      column.stage = RichText(try context.glossary.text("stages", stage))
      columns.append(column)
    }
    for named in results {
      guard let fit = named.result as? any InstrumentedFit else {
        throw .invalid(
          "A table of first stages shows regressions with instruments, but '\(named.reference)' is "
            + "a result of the method '\(type(of: named.result).method)'."
        )
      }
      for (index, stage) in fit.firstStages.enumerated() {
        try add(
          stage.regression,
          of: named,
          path: "first_stages[\(index)].regression.",
          stage: "first"
        )
      }
      if showsReducedForm {
        try add(fit.reducedForm, of: named, path: "reduced_form.", stage: "reduced")
      }
      if showsSecondStage {
        try add(fit, of: named, path: "", stage: "second")
        leading += fit.endogenous
      }
      instruments += fit.instruments
    }
    var recipe = regression
    if recipe.order.isEmpty, recipe.keep.isEmpty {
      // Endogenous variables, then instruments, then the others, as papers have it.
      let terms = Set(columns.flatMap { $0.fit.estimates.map(\.term) })
      recipe.order = (leading + instruments).unique.filter(terms.contains)
    }
    return try RegressionTable(recipe, columns: columns, of: results, in: context).model()
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
    ] + RegressionRecipe.keys
}

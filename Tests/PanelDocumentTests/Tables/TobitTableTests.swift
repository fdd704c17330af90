import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden cases of tables of censored outcomes, as text, and their equations.
@Suite struct TobitTableTests {
  static let results = [
    NamedResult(
      reference: "ols",
      result: RegressionFixtures.fit(
        outcome: "hours",
        estimates: [RegressionFixtures.estimate("grant", 32.3061, 4.7644, p: 1e-9)],
        n: 390
      )
    ),
    NamedResult(reference: "tobit", result: TobitFixtures.pooled),
    NamedResult(reference: "re[1]", result: TobitFixtures.random),
    NamedResult(reference: "re[2]", result: TobitFixtures.withoutEffects),
  ]

  private func table(_ yaml: String, of results: [NamedResult]) throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    let model = try recipe.table(of: results, in: testContext())
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == model.columns.count) }
    for block in model.blocks {
      for row in block.rows { #expect(row.cells.count + 1 == model.columns.count) }
    }
    return model
  }

  @Test func putsTobitsBesideLeastSquares() throws {
    let model = try table("{}", of: Self.results)
    try expectSnapshot(model.plainTextDump, named: "tobit-beside-ols", extension: "txt")
  }

  @Test func printsTheStatisticsAndTestsThatAreAskedFor() throws {
    let model = try table(
      "{statistics: [n, uncensored, sigma_u, {name: rho, decimals: 2}], tests: [slopes]}",
      of: [Self.results[2]]
    )
    let dump = model.plainTextDump
    #expect(dump.contains("Uncensored observations"))
    #expect(dump.contains("0.64"))
    #expect(dump.contains("All coefficients zero"))
    #expect(!dump.contains("LR test"))
  }

  /// Without standard errors under estimates none stand under deviations.
  @Test func deviationsHaveStandardErrorsOnlyWhereEstimatesDo() throws {
    let with = try table("{}", of: [Self.results[2]])
    let without = try table("uncertainty: [p]", of: [Self.results[2]])
    #expect(with.plainTextDump.contains("(1.880)"))
    #expect(!without.plainTextDump.contains("(1.880)"))
  }

  /// The way back from a standard error of a deviation leads to where the result holds it.
  @Test func tracesDeviationsIntoTheirResult() throws {
    let model = try table("{}", of: [Self.results[2]])
    let paths = model.blocks.flatMap(\.rows).flatMap(\.cells).compactMap { cell -> String? in
      if case .uncertainty(_, bracket: _, let trace) = cell { trace.path } else { nil }
    }
    #expect(paths.contains("scale.sigma_u.std_error"))
  }

  private func formulas(_ result: any AnalysisResult) throws -> [String] {
    try ModelFormulas.formulas(
      of: [NamedResult(reference: "a", result: result)],
      in: testContext()
    ).map(\.math.plainText)
  }

  @Test func writesTheLatentOutcomeAndWhatIsSeenOfIt() throws {
    #expect(
      try formulas(TobitFixtures.pooled) == [
        "Hours of training_it^ *  = α + β_1·Grant received_it + β_2·Union <firm>_it + ε_it",
        "ε_it ∼ N ( 0 , σ^2 ) ",
        "Hours of training_it = max ( 0 , Hours of training_it^ *  ) ",
      ]
    )
    let random = try formulas(TobitFixtures.random)
    #expect(random[0].hasSuffix(" + u_i + ε_it"))
    #expect(random[1] == "u_i ∼ N ( 0 , σ_u^2 )  , ε_it ∼ N ( 0 , σ_e^2 ) ")
    #expect(random[2].hasSuffix("max ( 0 , min ( 150.5 , Hours of training_it^ *  )  ) "))
  }
}

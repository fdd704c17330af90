import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden cases of one-panel regression tables, as text.
@Suite struct RegressionTableTests {
  static func named(_ results: [RegressionResult]) -> [NamedResult] {
    results.enumerated().map { NamedResult(reference: "baseline[\($0 + 1)]", result: $1) }
  }

  static func table(
    _ results: [RegressionResult],
    _ yaml: String = "{}",
    style: String = "plain"
  ) throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: named(results), in: testContext(style: style))
  }

  @Test func printsOneModelWithoutEffects() throws {
    let model = try Self.table([RegressionFixtures.baseline[0]])
    try expectSnapshot(model.plainTextDump, named: "one-model", extension: "txt")
  }

  @Test func printsTheBaselineInThePlainStyle() throws {
    let model = try Self.table(
      RegressionFixtures.baseline,
      """
      keep: [post, $controls]
      rows: {controls: Controls, fixed-effects: [state, year], statistics: [n, adj_r_squared]}
      """
    )
    try expectSnapshot(model.plainTextDump, named: "baseline-plain", extension: "txt")
  }

  @Test func printsTheBaselineInTheStyleOfTheAER() throws {
    let model = try Self.table(
      RegressionFixtures.baseline,
      "rows: {controls: Controls}",
      style: "aer"
    )
    try expectSnapshot(model.plainTextDump, named: "baseline-aer", extension: "txt")
  }
}

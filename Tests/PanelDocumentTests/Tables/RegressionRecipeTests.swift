import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// What a study may ask of a regression table, and what it is told when that cannot be had.
@Suite struct RegressionRecipeTests {
  private func labels(_ yaml: String) throws -> [String] {
    let model = try RegressionTableTests.table(RegressionFixtures.baseline, yaml)
    return model.blocks.filter { $0.kind == .coefficients }.flatMap(\.rows)
      .map(\.label.plainText).filter { !$0.isEmpty }
  }

  @Test(arguments: [
    ("{}", ["Castle doctrine law", "Log police", "Unemployment", "Constant"]),
    ("{constant: false}", ["Castle doctrine law", "Log police", "Unemployment"]),
    ("{keep: [post]}", ["Castle doctrine law"]),
    ("{keep: post, constant: true}", ["Castle doctrine law", "Constant"]),
    ("{keep: [unem*, post]}", ["Unemployment", "Castle doctrine law"]),
    ("{omit: $controls}", ["Castle doctrine law", "Constant"]),
    ("{order: [unemployment]}", ["Unemployment", "Castle doctrine law", "Log police", "Constant"]),
    ("{rows: {controls: Controls}}", ["Castle doctrine law", "Constant"]),
    ("{rows: {controls: Controls}, keep: [log_police]}", ["Log police"]),
  ])
  func choosesAndOrdersRows(yaml: String, expected: [String]) throws {
    #expect(try labels(yaml) == expected)
  }

  @Test(arguments: [
    (
      "keep: [pots]",
      "'keep' names the term 'pots', which no model of the table has. Did you mean 'post'?"
    ),
    (
      "omit: [$control]",
      "'omit' names the list of regressors 'control', which no model of the table has. Did you mean 'controls'?"
    ),
    (
      "rows: {fixed-effects: [stat]}",
      "'rows.fixed-effects' names the fixed effect 'stat', which no model of the table has. Did you mean 'state'?"
    ),
    (
      "rows: {control: Controls}",
      "'rows' names the list of regressors 'control', which no model of the table has. Did you mean 'controls'?"
    ),
    (
      "rows: {statistics: [f]}",
      "'statistics' names the statistic 'f', which no model of the table has. The models have: n, clusters, r_squared, adj_r_squared, within_r_squared, outcome_mean."
    ),
    ("columns: [OLS]", "'columns' gives 1 headings for 3 columns."),
    (
      "rows: {custom: [{label: X, values: [a]}]}",
      "The row 'X' of 'rows.custom' gives 1 values for 3 columns."
    ),
    ("uncertainty: [se, se]", "'uncertainty' names 'se' twice."),
    (
      "labels: {post: X, unemployment: X}",
      "'labels' gives 'post' and 'unemployment' one label, 'X', but 'baseline[3]' has both. Give them different labels."
    ),
  ])
  func refusesWhatTheModelsDoNotHave(yaml: String, message: String) throws {
    #expect(throws: DocumentError.invalid(message)) {
      _ = try RegressionTableTests.table(RegressionFixtures.baseline, yaml)
    }
  }

  @Test(arguments: [
    ("rows: {statistics: [r_sqared]}", "did you mean 'r_squared'"),
    ("rows: {custom: [{label: X, valus: []}]}", "unknown key 'valus'; did you mean 'values'?"),
    ("uncertainty: [{shw: se}]", "unknown key 'shw'; did you mean 'show'?"),
    ("decimals: {signif: 3}", "unknown key 'signif'"),
    ("decimals: -1", "digits run from 0 to 15"),
  ])
  func refusesUnknownWords(yaml: String, message: String) throws {
    let error = #expect(throws: (any Error).self) {
      _ = try RegressionTableTests.table(RegressionFixtures.baseline, yaml)
    }
    #expect("\(try #require(error))".contains(message))
  }

  @Test func describesEveryKeyItReads() {
    #expect(
      Set(RegressionRecipe.keys.map(\.name))
        == Set(RegressionRecipe.CodingKeys.allCases.map(\.rawValue))
    )
    #expect(
      Set(DescriptivesRecipe.keys.map(\.name))
        == Set(DescriptivesRecipe.CodingKeys.allCases.map(\.rawValue))
    )
  }

  @Test func usesTheDigitsOfTheTable() throws {
    let model = try RegressionTableTests.table(
      RegressionFixtures.baseline,
      "{keep: post, decimals: {standard-error: 2}}"
    )
    let dump = model.plainTextDump
    #expect(dump.contains("| Castle doctrine law | 0.213*** | 0.069** | 0.079** |"))
    #expect(dump.contains("| (0.061) | (0.034) | (0.034) |"))
  }

  @Test func followsTheStarsOfTheTable() throws {
    let model = try RegressionTableTests.table(
      RegressionFixtures.baseline,
      #"{keep: post, stars: {"+": 0.1, "*": 0.05, "**": 0.001}}"#
    )
    let dump = model.plainTextDump
    #expect(dump.contains("| Castle doctrine law | 0.213* | 0.069* | 0.079* |"))
    #expect(
      dump.contains(
        "[stars] +\u{A0}p\u{A0}<\u{A0}0.10, *\u{A0}p\u{A0}<\u{A0}0.05, **\u{A0}p\u{A0}<\u{A0}0.001."
      )
    )
  }

  @Test func ordersNotesAsPromised() throws {
    let fit = RegressionFixtures.fit(
      estimates: [RegressionFixtures.estimate("post", 0.08, 0.03)],
      weights: "population",
      remarks: [Remark(.fewClusters, ["count": "8", "variable": "state"])]
    )
    let model = try RegressionTableTests.table(
      [fit],
      "{description: First., notes: Extra., source: Last., uncertainty: [se, p]}"
    )
    #expect(
      model.notes.map(\.kind)
        == [
          .description, .sample, .sample, .covariance, .brackets, .remark, .stars, .custom, .source,
        ]
    )
  }

  @Test func tracesEveryNumberToItsResult() throws {
    let model = try RegressionTableTests.table(RegressionFixtures.baseline, "keep: post")
    let row = try #require(model.blocks.first).rows
    guard case .estimate(_, _, let trace) = row[0].cells[1],
      case .uncertainty(_, _, let error) = row[1].cells[1]
    else {
      Issue.record("an estimate and its standard error are expected")
      return
    }
    #expect(trace.result == "baseline[2]")
    #expect(trace.path == "estimates.post.estimate")
    #expect(trace.exact == "0.0691")
    #expect(error.path == "estimates.post.std_error")
    #expect(error.exact == "0.0341")
    #expect(
      trace.details.map { "\($0.label): \($0.value)" } == [
        "Estimate: 0.0691", "Standard error: 0.0341", "t: 2.026392961876833", "p: 0.0482",
        "95% interval: [0.000899999999999998, 0.13729999999999998]", "Degrees of freedom: 49",
        "Covariance: Clustered by state (50 clusters)", "Observations: 550",
      ]
    )
  }

  @Test func suitsRegressionsOnly() throws {
    let fit = NamedResult(reference: "a", result: RegressionFixtures.baseline[0])
    #expect(RegressionRecipe.suits([fit]))
    #expect(!RegressionRecipe.suits([]))
    #expect(TableRecipeCatalog.standard.suiting([fit])?.kind == "regression")
    #expect(
      Set(TableRecipeCatalog.standard.kinds).count == TableRecipeCatalog.standard.kinds.count
    )
  }
}

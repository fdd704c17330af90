import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden cases of tables of regressions with instruments, as text.
@Suite struct InstrumentTableTests {
  static let results = [
    NamedResult(
      reference: "ols",
      result: RegressionFixtures.fit(
        estimates: [
          RegressionFixtures.estimate("post", 0.0704, 0.0559, p: 0.214),
          RegressionFixtures.estimate("l_income", -0.0182, 0.3369, p: 0.957),
        ],
        effects: ["state", "year"],
        n: 500
      )
    ),
    NamedResult(reference: "iv[1]", result: InstrumentFixtures.oneInstrument),
    NamedResult(reference: "iv[2]", result: InstrumentFixtures.twoWeakInstruments),
  ]

  private func check(_ model: TableModel, named name: String) throws {
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == model.columns.count) }
    for block in model.blocks {
      for row in block.rows { #expect(row.cells.count + 1 == model.columns.count) }
    }
    try expectSnapshot(model.plainTextDump, named: name, extension: "txt")
  }

  private func regression(_ yaml: String) throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: Self.results, in: testContext())
  }

  private func stages(_ yaml: String, of results: [NamedResult]) throws -> TableModel {
    let recipe: FirstStageRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: results, in: testContext())
  }

  @Test func putsInstrumentsBesideLeastSquaresWithRowsOfTests() throws {
    try check(try regression("{}"), named: "iv-beside-ols")
  }

  @Test func printsTheTestsAndSetsThatAreAskedFor() throws {
    let model = try regression(
      """
      tests:
        - {name: kleibergen-paap-f, label: KP F, decimals: 1}
        - cragg-donald-f
        - endogeneity
        - anderson-rubin
      weak-instruments: [anderson-rubin-set, adjusted-se, critical-t, stock-yogo, effective-f]
      """
    )
    try check(model, named: "iv-weak")
  }

  @Test func putsTheFirstStageBesideTheSecond() throws {
    try check(try stages("{}", of: [Self.results[1]]), named: "first-stage")
  }

  @Test func addsTheReducedFormAndKeepsTheAuthorsOrder() throws {
    let model = try stages(
      "{reduced-form: true, order: [l_income], tests: [], statistics: [n]}",
      of: [Self.results[1]]
    )
    try check(model, named: "first-stage-reduced")
  }

  @Test func showsFirstStagesAlone() throws {
    let model = try stages("second-stage: false", of: Array(Self.results[1...]))
    #expect(model.columns.count == 3)
    #expect(model.columns.map(\.result) == [nil, "iv[1]", "iv[2]"])
  }

  @Test func leavesTestsOutWhereTheListIsEmpty() throws {
    let model = try regression("tests: []")
    #expect(!model.plainTextDump.contains("rk LM"))
    #expect(!model.notes.contains { $0.text.plainText.contains("brackets") })
  }

  /// The way back from a number of a first stage leads into the result that holds it.
  @Test func tracesNumbersOfStagesIntoTheirResult() throws {
    let model = try stages("reduced-form: true", of: [Self.results[1]])
    let paths = model.blocks.flatMap(\.rows).flatMap(\.cells).compactMap { cell -> String? in
      switch cell {
      case .estimate(_, stars: _, let trace), .statistic(_, let trace): trace.path
      case .test(_, pValue: _, let trace): trace.path
      default: nil
      }
    }
    #expect(paths.contains("first_stages[0].regression.estimates.L.post.estimate"))
    #expect(paths.contains("reduced_form.estimates.L.post.estimate"))
    #expect(paths.contains("estimates.post.estimate"))
    #expect(paths.contains("first_stages[0].regression.tests.excluded-instruments.p_value"))
    #expect(paths.contains("first_stages[0].regression.statistics.n"))
    #expect(paths.contains("tests.kleibergen-paap-f.statistic"))
  }

  private func expectError(_ parts: String..., body: () throws -> TableModel) {
    #expect {
      _ = try body()
    } throws: { error in
      let text = String(describing: error)
      for part in parts where !text.contains(part) {
        Issue.record("'\(text)' does not say '\(part)'")
      }
      return error is DocumentError
    }
  }

  @Test func namesWhatAModelDoesNotHave() {
    expectError("'tests' names the test 'hansen-j'", "excluded-instruments") {
      try stages("{tests: [hansen-j], second-stage: false}", of: [Self.results[1]])
    }
    expectError("shows regressions with instruments, but 'ols'", "'fixed-effects'") {
      try stages("{}", of: [Self.results[0]])
    }
    expectError("'weak-instruments'", "method 'iv'") {
      let recipe: RegressionRecipe = try StyleFiles.decode(
        from: "weak-instruments: anderson-rubin-set"
      )
      return try recipe.table(of: [Self.results[0]], in: testContext())
    }
  }

  @Test func refusesTestsThatDoNotExist() {
    #expect(throws: DecodingError.self) {
      let _: RegressionRecipe = try StyleFiles.decode(from: "tests: [hausman-taylor]")
    }
  }

  @Test func writesSetsOfEveryShape() throws {
    var texts: [String] = []
    for pieces: [ConfidenceSet.Piece] in [
      [], [.init(low: nil, high: nil)], [.init(low: 1, high: nil)],
      [.init(low: -2, high: -1), .init(low: 1.5, high: 2)],
    ] {
      var result = InstrumentFixtures.oneInstrument
      result.weakIdentification.andersonRubinSet = .value(
        ConfidenceSet(level: 0.9, pieces: pieces)
      )
      let recipe: RegressionRecipe = try StyleFiles.decode(
        from: "{weak-instruments: anderson-rubin-set, decimals: 1}"
      )
      let model = try recipe.table(
        of: [NamedResult(reference: "iv", result: result)],
        in: testContext()
      )
      let row = try #require(model.blocks.last?.rows.last)
      #expect(row.label.plainText == "Anderson–Rubin 90% set")
      texts.append(row.cells[0].dump)
    }
    #expect(texts == ["“∅”", "“(−∞, ∞)”", "“[1.0, ∞)”", "“[−2.0, −1.0] ∪ [1.5, 2.0]”"])
  }

  @Test func writesFirstStagesAsEquationsOfTheirOwn() throws {
    let formulas = try ModelFormulas.formulas(of: [Self.results[1]], in: testContext())
    #expect(formulas.map(\.columns) == [nil, nil])
    #expect(formulas[1].math.plainText.contains("π_1"))
    #expect(formulas[1].math.plainText.hasPrefix("Castle doctrine law_it"))
  }
}

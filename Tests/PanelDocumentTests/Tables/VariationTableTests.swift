import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Columns that change one thing of another say so in their head, and in notes where it is long.
@Suite struct VariationTableTests {
  static let results =
    [NamedResult(reference: "base[2]", result: VariationFixtures.base)]
    + VariationFixtures.columns.enumerated().map {
      NamedResult(reference: "robust[\($0.offset + 1)]", result: $0.element)
    }

  func table(_ yaml: String, of results: [NamedResult] = results) throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: results, in: testContext())
  }

  @Test func saysInTheHeadWhatEachColumnChanges() throws {
    let model = try table("{rows: {controls: Controls}}")
    try expectSnapshot(model.plainTextDump, named: "variations", extension: "txt")
  }

  @Test func putsLaggedAndReplacedRegressorsBelowTheFirst() throws {
    let model = try table("{}", of: Array(Self.results[0...4]))
    let labels = model.blocks[0].rows.map(\.label.plainText).filter { !$0.isEmpty }
    #expect(
      labels == [
        "Castle doctrine law", "Castle doctrine law (lagged)", "Castle doctrine law (lag 2)",
        "Region", "Log police",
      ]
    )
  }

  @Test func letsTheAuthorNameTheColumnsAndTellsTheSampleBelow() throws {
    let model = try table("{columns: [All, Fewer]}", of: [Self.results[0], Self.results[5]])
    let heads = model.head.map { $0.cells.map(\.text.plainText) }
    #expect(heads.contains(["", "All", "Fewer"]))
    #expect(!model.plainTextDump.contains("Baseline |"))
    #expect(
      model.notes.contains { $0.text.plainText == "Column (2): Ohio and Texas are left out." })
  }

  @Test func countsManyUnitsInTheirNote() throws {
    var fit = VariationFixtures.columns[4]
    fit.heading.variation?.changes = [ModelChange(.dropUnits, (1...12).map { "Unit \($0)" })]
    let model = try table("{}", of: [NamedResult(reference: "robust", result: fit)])
    #expect(model.plainTextDump.contains("| Without 12 units |"))
    #expect(model.plainTextDump.contains("Unit 9, Unit 10 and 2 further units are left out."))
  }

  @Test func saysNothingWhereNoColumnChangesAnother() throws {
    #expect(!(try table("{}", of: [Self.results[0]])).plainTextDump.contains("Baseline |"))
  }
}

/// Stages of regressions with instruments as columns of a regression table.
@Suite struct StageColumnTests {
  func table(_ yaml: String, _ results: [NamedResult] = InstrumentTableTests.results) throws
    -> TableModel
  {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: results, in: testContext())
  }

  @Test func putsFirstAndSecondStagesBesideLeastSquares() throws {
    let model = try table("{stages: [first, second], weak-instruments: [anderson-rubin-set]}")
    try expectSnapshot(model.plainTextDump, named: "stages", extension: "txt")
    #expect(model.columns.compactMap(\.result) == ["ols", "iv[1]", "iv[1]", "iv[2]", "iv[2]"])
  }

  @Test func followsTheOrderThatIsAskedFor() throws {
    let model = try table("{stages: [second, reduced-form, first]}", [InstrumentTableTests.results[1]])
    #expect(
      model.head[0].cells.map(\.text.plainText) == [
        "", "Second stage", "Reduced form", "First stage",
      ]
    )
  }

  @Test func setsWhatAColumnChangesOverItsStages() throws {
    var fit = InstrumentFixtures.oneInstrument
    fit.heading.variation = ModelVariation(
      base: "iv[1]",
      changes: [ModelChange(.dropUnits, ["Texas"])]
    )
    fit.firstStages[0].regression.heading.variation = fit.heading.variation
    let model = try table(
      "{stages: [first, second]}",
      [InstrumentTableTests.results[1], NamedResult(reference: "robust", result: fit)]
    )
    let first = model.head[0].cells
    #expect(first.map(\.text.plainText) == ["", "Baseline", "Without Texas"])
    #expect(first.map(\.span) == [1, 2, 2])
  }

  @Test func refusesStagesWithoutInstrumentsAndStagesTwice() throws {
    let error = #expect(throws: DocumentError.self) {
      _ = try table("{stages: first}", [InstrumentTableTests.results[0]])
    }
    #expect(try #require(error).description.contains("no model of the table has any"))
    let twice = #expect(throws: (any Error).self) { _ = try table("{stages: [first, first]}") }
    #expect("\(try #require(twice))".contains("name each stage once"))
  }
}

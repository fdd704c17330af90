import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden cases of tables of mediations, as text.
@Suite struct MediationTableTests {
  private func table(
    _ yaml: String = "{}",
    of results: [any AnalysisResult],
    style: String = "plain"
  ) throws -> TableModel {
    let recipe: MediationRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(
      of: results.enumerated().map { NamedResult(reference: "channel[\($0 + 1)]", result: $1) },
      in: testContext(style: style)
    )
  }

  private func check(_ model: TableModel, named name: String) throws {
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == model.columns.count) }
    for row in model.blocks.flatMap(\.rows) {
      #expect(row.cells.count + 1 == model.columns.count)
      if let spans = row.spans { #expect(spans.reduce(1, +) == model.columns.count) }
    }
    let order = model.notes.compactMap { TableNote.Kind.allCases.firstIndex(of: $0.kind) }
    #expect(order == order.sorted())
    try expectSnapshot(model.plainTextDump, named: name, extension: "txt")
  }

  @Test func setsTheIndirectEffectUnderBothEquationsOfItsMediator() throws {
    try check(try table(of: [MediationFixtures.one]), named: "mediation-one")
  }

  /// Samples differ, so every mediator has its total effect.
  @Test func givesEachSampleItsTotalEffect() throws {
    try check(
      try table(of: [MediationFixtures.one, MediationFixtures.opposite]),
      named: "mediation-two"
    )
  }

  @Test func sumsUpUnderTheOutcomeWhereMediatorsStandTogether() throws {
    try check(try table(of: [MediationFixtures.parallel]), named: "mediation-parallel")
  }

  @Test func showsTheRowsAskedForAlone() throws {
    let model = try table(
      """
      {total: false, indirect: [proportion, effect], rows: {controls: Macro controls},
       keep: [post, unemployment], stars: false}
      """,
      of: [MediationFixtures.one],
      style: "aer"
    )
    try check(model, named: "mediation-rows")
  }

  @Test func saysNothingOfABootstrapThatWasNotDrawn() throws {
    let model = try table(of: [MediationFixtures.withoutBootstrap])
    let notes = model.notes.map(\.text.plainText).joined(separator: " ")
    #expect(!notes.contains("bootstrap") && notes.contains("Sobel"))
    let labels = model.blocks.flatMap(\.rows).map(\.label.plainText)
    #expect(!labels.contains { $0.contains("interval") } && labels.contains("Sobel z"))
  }

  @Test func refusesOtherResults() throws {
    #expect(
      throws: DocumentError.invalid(
        "A table of the kind 'mediation' shows mediations, but 'channel[1]' is a result of the "
          + "method 'fixed-effects'."
      )
    ) { try table(of: [RegressionFixtures.baseline[0]]) }
    #expect(throws: DocumentError.self) { try table(of: []) }
    let suiting = TableRecipeCatalog.standard.suiting([
      NamedResult(reference: "channel", result: MediationFixtures.one)
    ])
    #expect(suiting?.kind == "mediation")
  }

  @Test func describesExactlyTheKeysItReads() throws {
    let own = MediationRecipe.keys.map(\.name).filter { !RegressionRecipe.keys.map(\.name).contains($0) }
    #expect(own.sorted() == ["indirect", "total"])
    for yaml in ["total: false", "indirect: test", "keep: post"] {
      let recipe: MediationRecipe = try StyleFiles.decode(from: yaml)
      #expect(recipe != MediationRecipe())
    }
  }
}

import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables of spatial weights, as a reader meets them.
@Suite struct WeightsTableTests {
  typealias Case = TreatmentTableSnapshotTests.Case

  static let cases: [Case] = [
    Case(
      name: "weights-summary",
      kind: "weights-summary",
      results: [WeightsFixtures.distance, WeightsFixtures.economic]
    ),
    Case(
      name: "weights-summary-plane",
      kind: "weights-summary",
      yaml: "{columns: [Near, Rich], decimals: 2, source: Own work.}",
      results: [WeightsFixtures.nearest, WeightsFixtures.economic]
    ),
    Case(name: "weights-summary-one", kind: "weights-summary", results: [WeightsFixtures.nearest]),
  ]

  @Test(arguments: cases)
  func printsTheTable(sample: Case) throws {
    let model = try TreatmentTableSnapshotTests.table(
      sample.kind, sample.yaml, of: sample.results, style: sample.style)
    try expectSnapshot(model.plainTextDump, named: sample.name, extension: "txt")
    for row in model.blocks.flatMap(\.rows) { #expect(row.cells.count == sample.results.count) }
    let order = model.notes.map { TableNote.Kind.allCases.firstIndex(of: $0.kind) ?? -1 }
    #expect(order == order.sorted())
  }

  @Test func writesHowWeightsAreMade() throws {
    func formulas(_ result: WeightsSummaryResult) throws -> [String] {
      try ModelFormulas.formulas(
        of: [NamedResult(reference: "w", result: result)], in: testContext()
      ).map(\.math.plainText)
    }
    #expect(
      try formulas(WeightsFixtures.distance) == [
        "w_ij^ ∗  = (1)/(d_ij)", "w_ij = (w_ij^ ∗ )/( ∑ _kw_ik^ ∗ )",
      ])
    #expect(
      try formulas(WeightsFixtures.economic) == [
        "w_ij^ ∗  = (1)/( | x̄_i − x̄_j | )", "w_ij = (w_ij^ ∗ )/(λ_max)",
      ])
    #expect(try formulas(WeightsFixtures.nearest) == ["w_ij = 1 [ d_ij ≤ d_i ( k )  ] "])
  }

  @Test func tellsFormsOfAMethodApart() throws {
    var result = WeightsFixtures.nearest
    for (variant, words) in [
      (nil, "the 4 nearest neighbours by planar distance, not standardised."),
      ("either", "the 4 nearest neighbours by planar distance, in both directions, not"),
      ("mutual", "pairs among each other’s 4 nearest neighbours by planar distance, not"),
    ] as [(String?, String)] {
      result.weights.variant = variant
      let model = try TreatmentTableSnapshotTests.table(
        "weights-summary", "{}", of: [result], style: "plain")
      #expect(model.notes.contains { $0.text.plainText.contains(words) }, "\(words)")
    }
  }

  @Test func suitsSummariesOfWeights() {
    let results = [NamedResult(reference: "r", result: WeightsFixtures.distance)]
    #expect(TableRecipeCatalog.standard.suiting(results)?.kind == "weights-summary")
  }

  @Test func describesExactlyTheKeysThatAreDecoded() {
    let decoded =
      WeightsSummaryRecipe.CodingKeys.allCases.map(\.rawValue)
      + SharedOptions.CodingKeys.allCases.map(\.rawValue)
    #expect(Set(WeightsSummaryRecipe.keys.map(\.name)) == Set(decoded))
  }

  @Test func refusesHeadingsForAnotherNumberOfMatrices() {
    #expect(throws: DocumentError.invalid("'columns' gives 1 headings for 2 columns.")) {
      try TreatmentTableSnapshotTests.table(
        "weights-summary", "columns: [Near]",
        of: [WeightsFixtures.distance, WeightsFixtures.economic], style: "plain")
    }
  }
}

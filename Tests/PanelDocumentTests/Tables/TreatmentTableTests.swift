import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables about a staggered treatment, as a reader meets them.
@Suite struct TreatmentTableSnapshotTests {
  static func named(_ results: [any AnalysisResult]) -> [NamedResult] {
    results.enumerated().map { NamedResult(reference: "r[\($0 + 1)]", result: $1) }
  }

  /// The table of a kind with these keys.
  static func table(
    _ kind: String,
    _ yaml: String = "{}",
    of results: [any AnalysisResult],
    style: String = "plain"
  ) throws -> TableModel {
    try recipe(kind, yaml).table(of: named(results), in: testContext(style: style))
  }

  static func recipe(_ kind: String, _ yaml: String) throws -> any TableRecipe {
    let type = try #require(TableRecipeCatalog.standard[kind])
    return try decode(type, yaml)
  }

  private static func decode<Recipe: TableRecipe>(_ type: Recipe.Type, _ yaml: String) throws
    -> any TableRecipe
  {
    let recipe: Recipe = try StyleFiles.decode(from: yaml)
    return recipe
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var kind: String
    var yaml = "{}"
    var style = "plain"
    var results: [any AnalysisResult]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "did", kind: "regression", results: TreatmentFixtures.baseline),
    Case(name: "did-aer", kind: "regression", style: "aer", results: TreatmentFixtures.baseline),
    Case(
      name: "did-mixed",
      kind: "regression",
      yaml: "rows: {controls: Controls}",
      results: [
        RegressionFixtures.baseline[1], TreatmentFixtures.baseline[1],
        TreatmentFixtures.baseline[2],
      ]
    ),
    Case(name: "event-study", kind: "event-study", results: [TreatmentFixtures.eventStudy]),
    Case(
      name: "event-study-band",
      kind: "event-study",
      yaml: "{band: on, counts: units, uncertainty: [se, p]}",
      results: [TreatmentFixtures.eventStudy]
    ),
    Case(
      name: "event-study-empty-bin",
      kind: "event-study",
      style: "aer",
      results: [TreatmentFixtures.eventStudyWithEmptyBin]
    ),
    Case(
      name: "event-study-estimators",
      kind: "event-study",
      yaml: "{window: [-3, 4], counts: observations}",
      results: [
        TreatmentFixtures.eventStudy, TreatmentFixtures.callawaySantAnnaBootstrap,
        TreatmentFixtures.sunAbraham, TreatmentFixtures.imputation, TreatmentFixtures.twoStage,
      ]
    ),
    Case(name: "estimators", kind: "estimators", results: TreatmentFixtures.estimators),
    Case(
      name: "estimators-columns",
      kind: "estimators",
      yaml: "{columns: [p, units, treated-units, covariates], uncertainty: [se, ci], stars: off}",
      results: [TreatmentFixtures.baseline[1], TreatmentFixtures.baseline[2]]
    ),
    Case(
      name: "placebo",
      kind: "placebo",
      results: [
        TreatmentFixtures.placebo, TreatmentFixtures.placeboInTime, TreatmentFixtures.permutation,
      ]
    ),
    Case(
      name: "placebo-in-time",
      kind: "placebo",
      yaml: "uncertainty: [se, p, ci]",
      results: [TreatmentFixtures.placeboInTime]
    ),
    Case(name: "goodman-bacon", kind: "goodman-bacon", results: [TreatmentFixtures.decomposition]),
    Case(
      name: "goodman-bacon-detail",
      kind: "goodman-bacon",
      yaml: "{detail: on, decimals: 4}",
      results: [TreatmentFixtures.decomposition]
    ),
    Case(
      name: "treatment-weights",
      kind: "treatment-weights",
      results: [TreatmentFixtures.treatmentWeights]
    ),
    Case(
      name: "wild-bootstrap",
      kind: "wild-bootstrap",
      results: [TreatmentFixtures.wildBootstrap]
    ),
  ]

  @Test(arguments: cases)
  func printsTheTable(sample: Case) throws {
    let model = try Self.table(sample.kind, sample.yaml, of: sample.results, style: sample.style)
    try expectSnapshot(model.plainTextDump, named: sample.name, extension: "txt")
  }

  @Test(arguments: cases)
  func holdsItsShape(sample: Case) throws {
    let model = try Self.table(sample.kind, sample.yaml, of: sample.results, style: sample.style)
    let width = model.columns.count
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == width) }
    for row in model.blocks.flatMap(\.rows) { #expect(row.cells.count == width - 1) }
    #expect(model.blocks.allSatisfy { !$0.rows.isEmpty })
    let order = model.notes.map { TableNote.Kind.allCases.firstIndex(of: $0.kind) ?? -1 }
    #expect(order == order.sorted())
    if sample.style == "aer" {
      #expect(!model.plainTextDump.contains("*"))
    }
  }

  /// The kind that a study need not name.
  @Test func findsTheNaturalKind() {
    let natural: [([any AnalysisResult], String?)] = [
      (TreatmentFixtures.baseline, "regression"),
      ([TreatmentFixtures.eventStudy], "event-study"),
      ([TreatmentFixtures.eventStudy, TreatmentFixtures.callawaySantAnna], "event-study"),
      ([TreatmentFixtures.baseline[1], TreatmentFixtures.eventStudy], "regression"),
      (TreatmentFixtures.estimators, "estimators"),
      ([TreatmentFixtures.placebo, TreatmentFixtures.placeboInTime], "placebo"),
      ([TreatmentFixtures.decomposition], "goodman-bacon"),
      ([TreatmentFixtures.treatmentWeights], "treatment-weights"),
      ([TreatmentFixtures.wildBootstrap], "wild-bootstrap"),
      ([TreatmentFixtures.density], nil),
      ([TreatmentFixtures.placebo, TreatmentFixtures.decomposition], nil),
    ]
    for (results, kind) in natural {
      #expect(TableRecipeCatalog.standard.suiting(Self.named(results))?.kind == kind)
    }
  }
}

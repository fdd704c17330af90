import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables of spatial models, as a reader meets them.
@Suite struct SpatialTableTests {
  typealias Case = TreatmentTableSnapshotTests.Case

  static let cases: [Case] = [
    Case(
      name: "spatial-durbin",
      kind: "regression",
      results: [SpatialFixtures.durbin, SpatialFixtures.durbinEconomic]
    ),
    Case(
      name: "spatial-beside-linear",
      kind: "regression",
      yaml: "{labels: {rho: 'Spatial: rho'}, statistics: [n, log_likelihood, sigma2]}",
      results: [SpatialFixtures.linear, SpatialFixtures.durbin]
    ),
    Case(
      name: "spatial-cross-section",
      kind: "regression",
      results: [SpatialFixtures.lag, SpatialFixtures.error, SpatialFixtures.nearestDurbin]
    ),
    Case(
      name: "spatial-ordered",
      kind: "regression",
      yaml: "{keep: [logp, W(logp)], omit: rho, tests: [], uncertainty: [t]}",
      results: [SpatialFixtures.durbin]
    ),
    Case(
      name: "spatial-effects",
      kind: "spatial-effects",
      results: [SpatialFixtures.durbin, SpatialFixtures.durbinEconomic]
    ),
    Case(
      name: "spatial-effects-one",
      kind: "spatial-effects",
      yaml: "{parts: [indirect, total], statistics: [n], keep: income, columns: [Queen]}",
      results: [SpatialFixtures.lag]
    ),
    Case(
      name: "spatial-diagnostics",
      kind: "spatial-diagnostics",
      results: [
        SpatialFixtures.diagnostics(SpatialFixtures.distance),
        SpatialFixtures.diagnostics(SpatialFixtures.economic, scale: 0.2),
      ]
    ),
    Case(
      name: "spatial-diagnostics-one",
      kind: "spatial-diagnostics",
      yaml: "{tests: [lm-lag, {name: lm-error, label: LM error}], stars: on, decimals: 4}",
      results: [SpatialFixtures.diagnostics(SpatialFixtures.distance)]
    ),
  ]

  @Test(arguments: cases)
  func printsTheTable(sample: Case) throws {
    let model = try TreatmentTableSnapshotTests.table(
      sample.kind, sample.yaml, of: sample.results, style: sample.style)
    try expectSnapshot(model.plainTextDump, named: sample.name, extension: "txt")
    let width = model.columns.count
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == width) }
    for row in model.blocks.flatMap(\.rows) {
      #expect(row.cells.count == width - 1)
      if let spans = row.spans { #expect(spans.reduce(0, +) == width - 1) }
    }
    let order = model.notes.map { TableNote.Kind.allCases.firstIndex(of: $0.kind) ?? -1 }
    #expect(order == order.sorted())
  }

  @Test func findsTheNaturalKind() {
    let natural: [(any AnalysisResult, String)] = [
      (SpatialFixtures.durbin, "regression"),
      (SpatialFixtures.diagnostics(SpatialFixtures.distance), "spatial-diagnostics"),
    ]
    for (result, kind) in natural {
      let results = [NamedResult(reference: "r", result: result)]
      #expect(TableRecipeCatalog.standard.suiting(results)?.kind == kind)
    }
  }

  @Test func knowsWhatTablesShow() {
    let catalog = TableRecipeCatalog.standard
    #expect(catalog[showing: "effects"]?.kind == "spatial-effects")
    #expect(catalog[showing: "coefficients"]?.kind == "regression")
    #expect(catalog.shows.count == Set(catalog.shows).count)
  }

  @Test func refusesEffectsOfModelsWithoutThem() {
    #expect(
      throws: DocumentError.invalid(
        "'r[1]' has no indirect effects: without spatial lags of the outcome or of regressors its "
          + "coefficients are the effects. Show them with 'show: coefficients'.")
    ) { try TreatmentTableSnapshotTests.table("spatial-effects", of: [SpatialFixtures.error]) }
    var without = SpatialFixtures.durbin
    without.effects = nil
    #expect(
      throws: DocumentError.invalid(
        "'r[1]' has no effects, because its analysis did not ask for them. Add 'effects' to the "
          + "analysis.")
    ) { try TreatmentTableSnapshotTests.table("spatial-effects", of: [without]) }
    #expect(
      throws: DocumentError.invalid(
        "A table of the kind 'spatial-effects' shows spatial models, but 'r[1]' is a result of the "
          + "method 'fixed-effects'.")
    ) { try TreatmentTableSnapshotTests.table("spatial-effects", of: [SpatialFixtures.linear]) }
  }

  @Test func refusesQuantilesWithoutDraws() {
    #expect(
      throws: DocumentError.invalid(
        "'quantiles' asks for quantiles of draws, but no model of the table has any: its effects "
          + "have standard errors by the delta method. Take the key out, or give the analysis draws."
      )
    ) {
      try TreatmentTableSnapshotTests.table(
        "spatial-effects", "quantiles: on", of: [SpatialFixtures.lag])
    }
  }

  @Test func namesATestThatNoResultHas() {
    #expect(
      throws: DocumentError.invalid(
        "'tests' names 'sargan', which no result of the table has. They have: lm-lag.")
    ) {
      try TreatmentTableSnapshotTests.table(
        "spatial-diagnostics", "tests: sargan",
        of: [
          SpatialFixtures.diagnostics(
            SpatialFixtures.distance,
            tests: [SpatialFixtures.test(.lagMultiplierLag, .value(1), df: 1, p: .value(0.3))])
        ])
    }
  }

  /// A term of a model is never taken for the spatial lag of another.
  @Test func keepsSpatialLagsApart() throws {
    let model = try TreatmentTableSnapshotTests.table(
      "regression", "keep: 'W(logy)'", of: [SpatialFixtures.durbin])
    let labels = model.blocks[0].rows.map(\.label.plainText).filter { !$0.isEmpty }
    #expect(labels == ["W × Log income"])
  }

  @Test func describesExactlyTheKeysThatAreDecoded() {
    let decoded =
      SpatialDiagnosticsRecipe.CodingKeys.allCases.map(\.rawValue)
      + SharedOptions.CodingKeys.allCases.map(\.rawValue)
    #expect(Set(SpatialDiagnosticsRecipe.keys.map(\.name)) == Set(decoded))
    let names = SpatialEffectsRecipe.keys.map(\.name)
    #expect(names.count == Set(names).count)
    #expect(!names.contains("stages") && names.contains("parts"))
  }

  @Test func tellsWeightsInWords() throws {
    let context = try testContext()
    let words = WeightsWords(
      frame: TableFrame(of: [NamedResult(reference: "r", result: SpatialFixtures.durbin)], in: context))
    var weights = SpatialFixtures.distance
    weights.parameters = ["power": 2, "minimum": 0.5]
    weights.distance = .planar
    weights.standardisation = .none
    weights.islands = ["a", "b", "c", "d", "e", "f"]
    #expect(
      try words.sentence(about: weights).plainText
        == "W holds inverse planar distances to the power 2 of at least 0.5 units of the coordinates, not "
        + "standardised. 6 units have no neighbours; their spatial lags are zero.")
    weights.method = .mixture
    weights.parameters = ["distance": 0.25, "economic": 0.75]
    weights.parts = ["distance", "economic"]
    weights.islands = []
    weights.standardisation = .minMax
    #expect(
      try words.sentence(about: weights).plainText
        == "W holds the sum of 0.25 × distance and 0.75 × economic weights, divided by the smaller of the "
        + "largest row sum and the largest column sum.")
    weights.label = nil
    #expect(try words.heading(weights).plainText == "Distance weights")
  }

  @Test func writesModelsAndTestsAsFormulas() throws {
    let formulas = try ModelFormulas.formulas(
      of: [
        NamedResult(reference: "d", result: SpatialFixtures.durbin),
        NamedResult(reference: "e", result: SpatialFixtures.error),
        NamedResult(reference: "t", result: SpatialFixtures.diagnostics(SpatialFixtures.distance)),
      ],
      in: try testContext()
    ).map { $0.math.plainText }
    try expectSnapshot(
      formulas.joined(separator: "\n") + "\n", named: "spatial-formulas", extension: "txt")
  }
}

import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables of indices, correlations and variance inflation, as a reader meets them.
@Suite struct IndexTableTests {
  typealias Case = TreatmentTableSnapshotTests.Case

  static let cases: [Case] = [
    Case(name: "entropy-weights", kind: "entropy-weights", results: [IndexFixtures.entropy]),
    Case(
      name: "entropy-weights-columns",
      kind: "entropy-weights",
      yaml: "{columns: [weight, minimum, maximum], labels: {hwy: Roads}, decimals: 2}",
      results: [IndexFixtures.entropy]
    ),
    Case(
      name: "entropy-weights-by-year",
      kind: "entropy-weights",
      results: [IndexFixtures.entropyByYear]
    ),
    Case(
      name: "entropy-weights-by-year-wide",
      kind: "entropy-weights",
      yaml: "columns: [sign, entropy, weight]",
      results: [IndexFixtures.entropyByYear]
    ),
    Case(
      name: "principal-components",
      kind: "principal-components",
      results: [IndexFixtures.components]
    ),
    Case(
      name: "principal-components-all",
      kind: "principal-components",
      yaml: "{components: all, adequacy: true}",
      results: [IndexFixtures.components]
    ),
    Case(name: "correlations", kind: "correlations", results: [IndexFixtures.correlations]),
    Case(
      name: "correlations-full",
      kind: "correlations",
      yaml: "{triangle: full, diagonal: false, p-values: true, decimals: 2}",
      results: [IndexFixtures.correlations]
    ),
    Case(
      name: "variance-inflation",
      kind: "variance-inflation",
      results: [IndexFixtures.inflation, IndexFixtures.inflation]
    ),
    Case(name: "panel-summary", kind: "panel-summary", results: [IndexFixtures.panel]),
  ]

  @Test(arguments: cases)
  func printsTheTable(sample: Case) throws {
    let model = try TreatmentTableSnapshotTests.table(
      sample.kind, sample.yaml, of: sample.results, style: sample.style)
    try expectSnapshot(model.plainTextDump, named: sample.name, extension: "txt")
    let width = model.columns.count
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == width) }
    for row in model.blocks.flatMap(\.rows) { #expect(row.cells.count == width - 1) }
    let order = model.notes.map { TableNote.Kind.allCases.firstIndex(of: $0.kind) ?? -1 }
    #expect(order == order.sorted())
  }

  @Test func findsTheNaturalKind() {
    let natural: [(any AnalysisResult, String)] = [
      (IndexFixtures.entropy, "entropy-weights"),
      (IndexFixtures.components, "principal-components"),
      (IndexFixtures.correlations, "correlations"),
      (IndexFixtures.inflation, "variance-inflation"), (IndexFixtures.panel, "descriptives"),
    ]
    for (result, kind) in natural {
      let results = [NamedResult(reference: "r", result: result)]
      #expect(TableRecipeCatalog.standard.suiting(results)?.kind == kind)
    }
  }

  @Test func describesExactlyTheKeysThatAreDecoded() {
    let shared = SharedOptions.CodingKeys.allCases.map(\.rawValue)
    let keys: [(any TableRecipe.Type, [String])] = [
      (EntropyWeightsRecipe.self, EntropyWeightsRecipe.CodingKeys.allCases.map(\.rawValue)),
      (PrincipalComponentsRecipe.self, PrincipalComponentsRecipe.CodingKeys.allCases.map(\.rawValue)),
      (CorrelationsRecipe.self, CorrelationsRecipe.CodingKeys.allCases.map(\.rawValue)),
      (VarianceInflationRecipe.self, VarianceInflationRecipe.CodingKeys.allCases.map(\.rawValue)),
      (PanelSummaryRecipe.self, PanelSummaryRecipe.CodingKeys.allCases.map(\.rawValue)),
    ]
    for (type, decoded) in keys {
      #expect(Set(type.keys.map(\.name)) == Set(decoded + shared), "\(type.kind)")
    }
  }

  private func message(_ kind: String, _ yaml: String = "{}", of results: [any AnalysisResult])
    -> String
  {
    do {
      _ = try TreatmentTableSnapshotTests.table(kind, yaml, of: results)
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  @Test func saysWhatAResultLacks() {
    #expect(
      message("panel-summary", of: [DescriptivesResult(
        heading: ResultHeading(),
        sample: IndexFixtures.sample,
        groups: [
          DescriptivesGroup(variables: [
            VariableSummary(variable: "x", measures: [MeasureEntry(.mean, .value(1))])
          ])
        ],
        provenance: TreatmentFixtures.provenance
      )])
        == "A table of the kind 'panel-summary' needs the measure 'sd', which 'r[1]' does not have. "
        + "Give its analysis 'measures: [mean, sd, min, max, n, sd_between, min_between, "
        + "max_between, units, sd_within, min_within, max_within, periods]'."
    )
    #expect(
      message("entropy-weights", of: [IndexFixtures.inflation])
        == "A table of the kind 'entropy-weights' shows entropy weights, but 'r[1]' is a result of "
        + "the method 'variance-inflation'."
    )
    #expect(
      message("entropy-weights", "columns: sign", of: [IndexFixtures.entropy])
        == "'columns' names no number. Name 'weight', for example."
    )
    var empty = IndexFixtures.components
    empty.retained = 0
    #expect(message("principal-components", of: [empty]).contains("does not hold a loading"))
    var bare = IndexFixtures.correlations
    bare.variables = []
    #expect(message("correlations", of: [bare]) == "'r[1]' holds no variable.")
  }
}

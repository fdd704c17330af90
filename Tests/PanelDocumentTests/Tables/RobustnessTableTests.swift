import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables of adjusted p-values, coefficient stability and specification curves.
@Suite struct RobustnessTableTests {
  typealias Case = TreatmentTableSnapshotTests.Case

  static let cases: [Case] = [
    Case(name: "multiple-testing", kind: "multiple-testing", results: [RobustnessFixtures.outcomes]),
    Case(
      name: "multiple-testing-family",
      kind: "multiple-testing",
      yaml: "{models: [OLS, IV], stars-by: bh, labels: {robbery: Robberies}}",
      results: [RobustnessFixtures.family]
    ),
    Case(
      name: "multiple-testing-plain",
      kind: "multiple-testing",
      yaml: "{stars: false, decimals: 2}",
      results: [RobustnessFixtures.outcomes]
    ),
    Case(name: "oster", kind: "oster", results: [RobustnessFixtures.oster]),
    Case(
      name: "oster-several",
      kind: "oster",
      yaml: "columns: [First, Second, Third]",
      results: [RobustnessFixtures.oster, RobustnessFixtures.osterPlain]
    ),
    Case(
      name: "specification-curve",
      kind: "specification-curve",
      yaml: "labels: {cdl: Law}",
      results: [RobustnessFixtures.curve(controls: 3, effects: 3)]
    ),
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
      (RobustnessFixtures.outcomes, "multiple-testing"), (RobustnessFixtures.oster, "oster"),
      (RobustnessFixtures.curve(), "specification-curve"),
    ]
    for (result, kind) in natural {
      let results = [NamedResult(reference: "r", result: result)]
      #expect(TableRecipeCatalog.standard.suiting(results)?.kind == kind)
    }
  }

  @Test func describesExactlyTheKeysThatAreDecoded() {
    let shared = SharedOptions.CodingKeys.allCases.map(\.rawValue)
    let keys: [(any TableRecipe.Type, [String])] = [
      (MultipleTestingRecipe.self, MultipleTestingRecipe.CodingKeys.allCases.map(\.rawValue)),
      (OsterRecipe.self, OsterRecipe.CodingKeys.allCases.map(\.rawValue)),
      (SpecificationCurveRecipe.self, SpecificationCurveRecipe.CodingKeys.allCases.map(\.rawValue)),
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

  @Test func saysWhatATableCannotShow() {
    #expect(
      message("multiple-testing", "stars-by: bonferroni", of: [RobustnessFixtures.outcomes])
        == "'stars-by' names 'bonferroni', but 'r[1]' has: plain, romano-wolf, holm.")
    #expect(
      message("multiple-testing", of: [RobustnessFixtures.outcomes, RobustnessFixtures.family])
        .contains("shows one family of hypotheses, and 'of' names 2"))
    #expect(
      message("multiple-testing", "models: [One]", of: [RobustnessFixtures.outcomes])
        == "'columns' gives 1 headings for 3 columns.")
    #expect(
      message("oster", of: [RobustnessFixtures.outcomes])
        == "A table of the kind 'oster' shows coefficient stability, but 'r[1]' is a result of the "
        + "method 'multiple-testing'.")
  }

  @Test func tellsEveryReasonOfAFailure() throws {
    var curve = RobustnessFixtures.curve()
    curve.failures = SpecificationFailure.Reason.allCases.map {
      SpecificationFailure(reason: $0, count: 1, example: "")
    }
    let model = try TreatmentTableSnapshotTests.table("specification-curve", "{}", of: [curve])
    let note = try #require(model.notes.first { $0.text.plainText.contains("cannot be estimated") })
    #expect(note.text.plainText.hasPrefix("7 specifications cannot be estimated: 1 in which"))
  }
}

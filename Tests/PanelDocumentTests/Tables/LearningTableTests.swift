import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables of double machine learning, as a reader meets them.
@Suite struct LearningTableTests {
  typealias Case = TreatmentTableSnapshotTests.Case

  private static let fixed = RegressionFixtures.fit(
    outcome: "l_homicide",
    estimates: [RegressionFixtures.estimate("post", 0.0611, 0.0211, p: 0.004)],
    effects: ["state", "year"],
    n: 3182,
    covariance: RegressionFixtures.clustered(("state", 266)),
    labels: LearningFixtures.labels
  )

  static let cases: [Case] = [
    Case(
      name: "double-ml-learners",
      kind: "regression",
      yaml: "{rows: {controls: Controls, fixed-effects: [state, year]}}",
      results: LearningFixtures.learners
    ),
    Case(
      name: "double-ml-beside-fixed-effects",
      kind: "regression",
      results: [
        fixed, LearningFixtures.learners[0], LearningFixtures.mixed, LearningFixtures.interactive,
        LearningFixtures.supplied,
      ]
    ),
    Case(
      name: "double-ml-statistics",
      kind: "regression",
      yaml: "{statistics: [n, folds, repeats, {name: treatment_fit, label: Fit}]}",
      results: [LearningFixtures.interactive]
    ),
  ]

  @Test(arguments: cases)
  func printsTheTable(sample: Case) throws {
    let model = try TreatmentTableSnapshotTests.table(
      sample.kind,
      sample.yaml,
      of: sample.results,
      style: sample.style
    )
    try expectSnapshot(model.plainTextDump, named: sample.name, extension: "txt")
    let width = model.columns.count
    for row in model.blocks.flatMap(\.rows) { #expect(row.cells.count == width - 1) }
    let order = model.notes.map { TableNote.Kind.allCases.firstIndex(of: $0.kind) ?? -1 }
    #expect(order == order.sorted())
  }

  /// One probability at the bound is spoken of as one.
  @Test func countsProbabilitiesAtTheBound() throws {
    var result = LearningFixtures.interactive
    for (count, words) in [
      (0, "lie between 0.000 and 0.931."),
      (1, "; one outside 0.01 to 0.99 is moved to the bound."),
      (1204, "; 1,204 outside 0.01 to 0.99 are moved to these bounds."),
    ] {
      result.overlap?.trimmed = count
      let model = try TreatmentTableSnapshotTests.table("regression", "{}", of: [result])
      let notes = model.notes.map(\.text.plainText).joined(separator: " ")
      #expect(notes.contains(words), "\(notes)")
    }
  }
}

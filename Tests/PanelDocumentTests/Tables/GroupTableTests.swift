import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden cases of tables about moderators and groups, as text.
@Suite struct GroupTableTests {
  private func check(_ model: TableModel, named name: String) throws {
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == model.columns.count) }
    for block in model.blocks {
      for row in block.rows {
        #expect(row.cells.count + 1 == model.columns.count)
        if let spans = row.spans { #expect(spans.reduce(0, +) == row.cells.count) }
      }
    }
    try expectSnapshot(model.plainTextDump, named: name, extension: "txt")
  }

  private func named(_ results: [any AnalysisResult], _ id: String) -> [NamedResult] {
    results.enumerated().map { NamedResult(reference: "\(id)[\($0 + 1)]", result: $1) }
  }

  private func moderation(
    _ yaml: String,
    of results: [ModerationResult]
  ) throws -> TableModel {
    let recipe: ModerationRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: named(results, "mod"), in: testContext())
  }

  private func groups(
    _ yaml: String,
    of results: [HeterogeneityResult]
  ) throws -> TableModel {
    let recipe: HeterogeneityRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: named(results, "het"), in: testContext())
  }

  @Test func putsMarginalEffectsUnderRawAndCentredColumns() throws {
    try check(
      try moderation(
        "{}",
        of: [GroupFixtures.moderation(), GroupFixtures.moderation(isCentred: true)]
      ),
      named: "moderation"
    )
  }

  @Test func putsModeratorsOfOtherKindsSideBySide() throws {
    try check(
      try moderation(
        "{keep: ['post*'], uncertainty: [se, ci]}",
        of: [GroupFixtures.moderation(), GroupFixtures.binary]
      ),
      named: "moderation-kinds"
    )
  }

  @Test func leavesOutEffectsAndRegionWhereAsked() throws {
    let model = try moderation(
      "{marginal-effects: false, region: false}",
      of: [GroupFixtures.moderation()]
    )
    let text = model.plainTextDump
    #expect(!text.contains("Effect of") || !text.contains("Mean − 1 SD"))
    #expect(!text.contains("Johnson"))
  }

  @Test func putsTestsOfEqualityUnderTheirGroups() throws {
    try check(try groups("{}", of: [GroupFixtures.halves]), named: "heterogeneity")
  }

  @Test func putsSeveralPartitionsTogether() throws {
    try check(
      try groups("{keep: post}", of: [GroupFixtures.regions, GroupFixtures.halves]),
      named: "heterogeneity-several"
    )
  }

  @Test func stacksPartitionsInPanels() throws {
    try check(
      try groups("{keep: post, arrangement: panels}", of: [GroupFixtures.regions, GroupFixtures.halves]),
      named: "heterogeneity-panels"
    )
  }

  /// A test that cannot be made is a dash, and the note says why, once.
  @Test func saysWhyATestIsMissing() throws {
    for reason in [AbsenceReason.groupsDivideUnits, .tooFewGroups] {
      var result = GroupFixtures.halves
      result.comparisons = [
        GroupComparison(.permutation, of: "post", in: ["1", "2"], absent: reason)
      ]
      let notes = try groups("{}", of: [result]).notes.map(\.text.plainText)
      let sentence = try testContext().glossary.text("absence", reason.rawValue)
      #expect(notes.count { $0.contains("A dash (—) marks") } == 1)
      #expect(notes.contains { $0.contains(sentence) })
    }
  }

  /// The name of a column opens a note as it is written in the data; a label opens it as a word.
  @Test func keepsTheLettersOfColumnsAtTheStartOfNotes() throws {
    var result = GroupFixtures.moderation()
    result.moderator = "c1"
    let raw = try moderation("{}", of: [result]).notes.map(\.text.plainText)
    #expect(raw.contains { $0.hasPrefix("c1 has a mean of") }, "\(raw)")
    result.moderator = "I(year - 2005)"
    let notes = try moderation("{}", of: [result]).notes.map(\.text.plainText)
    #expect(notes.contains { $0.hasPrefix("year - 2005 has a mean of") }, "\(notes)")
    #expect(!notes.contains { $0.contains("I(") || $0.contains("i(") }, "\(notes)")
  }

  @Test func namesColumnsAsTheStudyDoes() throws {
    let model = try groups(
      "{overall: false, columns: [Poor, Rich], statistics: [n]}",
      of: [GroupFixtures.halves]
    )
    #expect(model.columns.count == 3)
    let heads = model.head.flatMap(\.cells).map(\.text.plainText)
    #expect(heads.contains("Poor") && heads.contains("Rich"))
  }

  /// Every number of a test leads back to the comparison that holds it.
  @Test func tracesTestsIntoTheirResult() throws {
    let model = try groups("{}", of: [GroupFixtures.regions])
    let traces = model.blocks.flatMap(\.rows).flatMap(\.cells).compactMap { cell -> Trace? in
      if case .test(_, _, let trace) = cell { trace } else { nil }
    }
    #expect(
      traces.map(\.path) == [
        "comparisons[0].p_value", "comparisons[1].p_value", "comparisons[2].p_value",
      ]
    )
    #expect(traces[0].exact == "0.351")
  }

  @Test func suitsItsResultsBeforeRegressions() {
    for (result, kind) in [
      (GroupFixtures.binary as any AnalysisResult, "moderation"),
      (GroupFixtures.halves, "heterogeneity"),
    ] {
      #expect(TableRecipeCatalog.standard.suiting(named([result], "a"))?.kind == kind)
    }
  }

  @Test func namesResultsThatItCannotShow() {
    #expect(
      throws: DocumentError.invalid(
        "A table of the kind 'heterogeneity' shows models in subsamples, but 'a[1]' is a result of "
          + "the method 'moderation'."
      )
    ) {
      try HeterogeneityRecipe().table(
        of: named([GroupFixtures.binary], "a"),
        in: try testContext()
      )
    }
    #expect(throws: DocumentError.self) {
      try ModerationRecipe().table(of: named([GroupFixtures.halves], "a"), in: try testContext())
    }
    #expect(throws: DocumentError.self) {
      try ModerationRecipe().table(of: [], in: try testContext())
    }
  }

  @Test func describesExactlyTheKeysThatAreDecoded() {
    let shared = RegressionRecipe.CodingKeys.allCases.map(\.rawValue)
    #expect(
      ModerationRecipe.keys.map(\.name).sorted()
        == (shared + ["marginal-effects", "region"]).sorted()
    )
    #expect(
      HeterogeneityRecipe.keys.map(\.name).sorted() == (shared + ["overall", "arrangement"]).sorted()
    )
  }

  @Test func takesEveryWordFromTheGlossary() throws {
    var context = try testContext()
    context.glossary = try TableContractTests.wordless()
    context.caption = "图"
    for name in ["log_homicide", "post", "income", "south", "region", "police", "state", "year"] {
      context.labels[name] = "名"
    }
    var regions = GroupFixtures.regions
    for index in regions.groups.indices { regions.groups[index].label = "组" }
    let models = [
      try ModerationRecipe().table(
        of: named([GroupFixtures.moderation(), GroupFixtures.binary], "mod"),
        in: context
      ),
      try HeterogeneityRecipe().table(
        of: named([regions, GroupFixtures.halves], "het"),
        in: context
      ),
    ]
    for model in models {
      let text = TableContractTests.text(of: model)
      let english = text.filter { $0.isASCII && $0.isLetter }
      #expect(english.isEmpty, "\(english) in \(text)")
    }
  }
}

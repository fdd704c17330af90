import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// What holds for tables about a treatment, whatever the results and the keys of the study.
@Suite struct TreatmentTableContractTests {
  typealias Snapshots = TreatmentTableSnapshotTests

  @Test func describesExactlyTheKeysThatAreDecoded() {
    func expect<Recipe: TableRecipe>(_ recipe: Recipe.Type, _ own: [String]) {
      let keys = Recipe.keys.map(\.name)
      #expect(Set(keys).count == keys.count)
      #expect(Set(keys) == Set(own + SharedOptions.CodingKeys.allCases.map(\.rawValue)))
    }
    expect(EventStudyRecipe.self, EventStudyRecipe.CodingKeys.allCases.map(\.rawValue))
    expect(EstimatorsRecipe.self, EstimatorsRecipe.CodingKeys.allCases.map(\.rawValue))
    expect(PlaceboRecipe.self, PlaceboRecipe.CodingKeys.allCases.map(\.rawValue))
    expect(DecompositionRecipe.self, DecompositionRecipe.CodingKeys.allCases.map(\.rawValue))
    expect(TreatmentWeightsRecipe.self, TreatmentWeightsRecipe.CodingKeys.allCases.map(\.rawValue))
    expect(WildBootstrapRecipe.self, WildBootstrapRecipe.CodingKeys.allCases.map(\.rawValue))
  }

  @Test(arguments: Snapshots.cases)
  func takesEveryWordFromTheGlossary(sample: Snapshots.Case) throws {
    var context = try testContext()
    context.glossary = try TableContractTests.wordless()
    context.caption = "图"
    for name in TreatmentFixtures.labels.keys { context.labels[name] = "名" }
    for name in RegressionFixtures.labels.keys { context.labels[name] = "名" }
    let model = try Snapshots.recipe(sample.kind, sample.yaml.replacing("Controls", with: "控"))
      .table(of: Snapshots.named(sample.results), in: context)
    let text = TableContractTests.text(of: model)
    let english = text.filter { $0.isASCII && $0.isLetter }
    #expect(english.isEmpty, "\(english) in \(text)")
  }

  @Test(arguments: PlaceboResult.Kind.allCases)
  func tellsEveryKindOfPlacebo(kind: PlaceboResult.Kind) throws {
    var result = TreatmentFixtures.placebo(kind, replications: 20, failed: 0, baseline: 0.5)
    result.draws?.assignments = 20
    let table = try Snapshots.table("placebo", of: [result])
    let notes = table.notes.map(\.text.plainText)
    #expect(
      notes.contains(
        "The treatment is assigned in every possible way (20 assignments, the actual one included)."
      )
    )
    #expect(notes.contains("P-values are exact."))
    #expect(!table.plainTextDump.contains("orrected"))
    #expect(!notes.contains { $0.contains("seed") || $0.contains("random") })
  }

  @Test func correctsOnlyPValuesOfDrawnPlacebos() throws {
    var exact = TreatmentFixtures.permutation
    exact.draws?.assignments = 1000
    let text = try Snapshots.table("placebo", of: [TreatmentFixtures.placebo, exact])
      .plainTextDump
    #expect(text.contains("| Two-sided p-value, corrected | 0.176 | —‹All assignments are"))
    #expect(!text.contains("P-values are exact."), "12 assignments are not estimable")
  }

  @Test func namesTheStrataOfPermutations() throws {
    var result = TreatmentFixtures.permutation
    result.draws?.strata = ["region"]
    let within = "The treatment is permuted at random within region."
    #expect(try Snapshots.table("placebo", of: [result]).plainTextDump.contains(within))
    result.draws?.assignments = 8
    let every = "assigned in every possible way within region (8 assignments"
    #expect(try Snapshots.table("placebo", of: [result]).plainTextDump.contains(every))
  }

  @Test func tellsNoPValueOfOneDraw() throws {
    let text = try Snapshots.table("placebo", of: [TreatmentFixtures.onePlacebo]).plainTextDump
    #expect(text.contains("| Two-sided p-value | —‹One draw"))
    #expect(!text.contains("<1.000"))
  }

  @Test func putsSentencesAboutAllColumnsBeforeThoseAboutSome() throws {
    let notes = try Snapshots.table(
      "placebo",
      of: [TreatmentFixtures.placebo, TreatmentFixtures.permutation]
    ).notes.filter { $0.kind != .stars }.map { $0.text.plainText.hasPrefix("Column") }
    let first = try #require(notes.firstIndex(of: true))
    #expect(notes[first...].allSatisfy { $0 })
  }

  @Test func countsTheObservationsOfPlacebosInTime() throws {
    var result = TreatmentFixtures.placeboInTime
    for index in result.profile.indices { result.profile[index].observations = 400 }
    let same = try Snapshots.table("placebo", of: [result]).plainTextDump
    #expect(same.contains("| Observations, actual effect | 550 |"))
    #expect(same.contains("| Observations, treatment moved earlier | 400 |"))
    result.profile[0].observations = 397
    let other = try Snapshots.table("placebo", of: [result]).plainTextDump
    #expect(other.contains("| Observations, 1 period earlier | 397 |"))
    #expect(other.contains("| Observations, 2 periods earlier | 400 |"))
  }

  /// With no draw beyond the estimate a table never prints a p-value of 0, nor one too small.
  @Test(arguments: [
    (500, "<0.002"), (988, "<0.002"), (1000, "<0.001"), (9999, "<0.001"), (3, "<0.334"),
  ])
  func boundsAPValueWithoutExtremeDraws(draws: Int, printed: String) {
    #expect(Typesetting().bound(on: 1, of: draws, decimals: 3).plainText == printed)
  }

  @Test func tellsEveryKindOfInference() throws {
    let kinds = EffectInference.Kind.allCases
    var sentences: Set<String> = []
    for kind in kinds {
      for clusters in [[], TreatmentFixtures.states] {
        for leavesOut in [true, false] {
          var result = TreatmentFixtures.imputation
          result.inference = EffectInference(
            kind: kind,
            clusters: clusters,
            draws: 999,
            leavesOut: leavesOut
          )
          let notes = try Snapshots.table("event-study", of: [result]).notes
          let sentence = try #require(notes.first { $0.kind == .covariance }).text.plainText
          #expect(sentence.contains("clustered by state (50 clusters)") == !clusters.isEmpty)
          #expect(!sentence.contains("seed"))
          sentences.insert(sentence)
        }
      }
    }
    #expect(sentences.count == 2 * (kinds.count + 1))
  }

  @Test func speaksOfForbiddenComparisonsOnlyWhereTheyHaveWeight() throws {
    var result = TreatmentFixtures.baseline[1]
    let sentence = "Forbidden comparisons take already treated units as controls"
    func notes(_ yaml: String = "{}") throws -> String {
      try Snapshots.table("regression", yaml, of: [result]).plainTextDump
    }
    #expect(try notes().contains(sentence))
    #expect(try !notes("{statistics: [n]}").contains(sentence))
    result.forbiddenShare = .value(0)
    #expect(try !notes().contains(sentence))
    result.forbiddenShare = .unavailable(because: .notApplicable)
    #expect(try !notes().contains(sentence))
    #expect(try !notes().contains("Weight on forbidden comparisons"))
  }

  /// Unusual units are told once: by the remark where the result has one, else by the table.
  @Test func tellsOfUnusualUnitsOnce() throws {
    var result = TreatmentFixtures.baseline[1]
    result.design.alwaysTreated = 3
    let own = "3 units are treated from their first period on."
    #expect(try Snapshots.table("regression", of: [result]).plainTextDump.contains(own))
    result.remarks = [
      Remark(.alwaysTreated, ["count": "3"]), Remark(.forbiddenComparisons, ["share": "0.0241"]),
    ]
    let text = try Snapshots.table("regression", of: [result]).plainTextDump
    #expect(!text.contains(own))
    #expect(text.contains("3 units are treated from their first period on: they have no"))
    #expect(!text.contains("2.4%"))
    let without = try Snapshots.table("regression", "{statistics: [n]}", of: [result])
    #expect(without.plainTextDump.contains("2.4% of the weight"))
  }

  @Test func namesAColumnOnceForAllItsSentences() throws {
    let text = try Snapshots.table(
      "placebo",
      of: [TreatmentFixtures.placebo, TreatmentFixtures.placeboInTime]
    ).plainTextDump
    #expect(text.components(separatedBy: "Column (1):").count == 2)
  }

  @Test func writesDistancesInNamesWithATrueMinus() throws {
    let text = try Snapshots.table("regression", of: [TreatmentFixtures.eventStudy])
      .plainTextDump
    #expect(text.contains("Castle doctrine law: −2 |"))
  }

  @Test func putsTheTreatmentFirstUnlessTheStudyOrdersRows() throws {
    let fits: [any AnalysisResult] = [
      RegressionFixtures.fit(
        outcome: "l_homicide",
        estimates: [
          RegressionFixtures.estimate("poverty", 0.1, 0.1),
          RegressionFixtures.estimate("post", 0.1, 0.1),
        ]
      ), TreatmentFixtures.baseline[1],
    ]
    func firstRow(_ yaml: String) throws -> String? {
      try Snapshots.table("regression", yaml, of: fits).blocks[0].rows[0].label.plainText
    }
    #expect(try firstRow("{}") == "Castle doctrine law")
    #expect(try firstRow("{order: poverty}") == "Poverty rate")
  }

  @Test func tellsManyCohortsByTheirRangeAndOddUnits() throws {
    var result = TreatmentFixtures.decomposition
    result.design.cohorts = (0..<30).map {
      TreatmentCohort(period: 1980 + $0, units: 2, observations: 60)
    }
    result.design.neverTreated = 0
    result.design.alwaysTreated = 1
    result.design.switchingOff = 2
    let text = try Snapshots.table("goodman-bacon", of: [result]).plainTextDump
    #expect(text.contains("60 units are treated, in 30 cohorts from 1980 to 2009; no unit stays"))
    #expect(text.contains("One unit is treated from its first period on."))
    #expect(text.contains("The treatment of 2 units ends within the sample."))
  }

  @Test func keepsItsShapeWhereNothingCouldBeEstimated() throws {
    var effects = TreatmentFixtures.imputation
    effects.overall = nil
    effects.tests = []
    effects.design.cohorts = []
    for index in effects.path.points.indices {
      effects.path.points[index].estimate = nil
      effects.path.points[index].absence = .noComparison
    }
    var placebo = TreatmentFixtures.placebo
    placebo.draws?.twoSided = PermutationPValue(count: 0, draws: 0)
    placebo.draws?.mean = .unavailable(because: .noVariation)
    var weights = TreatmentFixtures.treatmentWeights
    weights.sigma = .unavailable(because: .notApplicable)
    weights.sigmaOpposite = .unavailable(because: .notApplicable)
    let tables: [(String, any AnalysisResult)] = [
      ("event-study", effects), ("estimators", effects), ("placebo", placebo),
      ("treatment-weights", weights),
    ]
    for (kind, result) in tables {
      let model = try Snapshots.table(kind, of: [result])
      #expect(model.blocks.allSatisfy { !$0.rows.isEmpty })
      for row in model.blocks.flatMap(\.rows) {
        #expect(row.cells.count == model.columns.count - 1)
      }
      #expect(!model.plainTextDump.contains("nan"))
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var kind: String
    var yaml = "{}"
    var results: [any AnalysisResult]
    var message: String
    var testDescription: String { "\(kind) \(yaml)" }
  }

  static let refusals = [
    Refusal(
      kind: "event-study",
      results: [TreatmentFixtures.baseline[1]],
      message: "A table of the kind 'event-study' shows effects by time since treatment, but "
        + "'r[1]' is a result of the method 'did'."
    ),
    Refusal(
      kind: "event-study",
      yaml: "window: [20, 30]",
      results: [TreatmentFixtures.eventStudy],
      message: "'window' leaves no distance: the results have -6 to 4."
    ),
    Refusal(
      kind: "event-study",
      yaml: "columns: [A, B]",
      results: [TreatmentFixtures.eventStudy],
      message: "'columns' gives 2 headings for 1 columns."
    ),
    Refusal(
      kind: "event-study",
      yaml: "band: on",
      results: [TreatmentFixtures.eventStudyWithEmptyBin],
      message: "'band' asks for a simultaneous band, but no result of the table has one. Add "
        + "`band` to their analyses, or leave it out here."
    ),
    Refusal(
      kind: "estimators",
      yaml: "names: [A]",
      results: TreatmentFixtures.estimators,
      message: "'names' gives 1 names for 6 rows."
    ),
    Refusal(
      kind: "goodman-bacon",
      results: [TreatmentFixtures.decomposition, TreatmentFixtures.decomposition],
      message: "A table of the kind 'goodman-bacon' shows one decomposition, not 2. Give each a "
        + "table of its own."
    ),
    Refusal(
      kind: "placebo",
      results: [TreatmentFixtures.density],
      message: "A table of the kind 'placebo' shows placebos, but 'r[1]' is a result of the method "
        + "'density'."
    ),
    Refusal(
      kind: "wild-bootstrap",
      results: [],
      message: "A table of the kind 'wild-bootstrap' needs at least one result."
    ),
  ]

  @Test(arguments: refusals)
  func saysWhatATableCannotShow(refusal: Refusal) throws {
    #expect(throws: DocumentError.invalid(refusal.message)) {
      try Snapshots.table(refusal.kind, refusal.yaml, of: refusal.results)
    }
  }

  @Test(arguments: [
    ("event-study", "window: [3, 1]"), ("event-study", "counts: all"),
    ("estimators", "columns: [p, p]"), ("estimators", "columns: se"), ("placebo", "rows: [sd, sd]"),
    ("goodman-bacon", "detail: 3"),
  ])
  func refusesMalformedKeys(kind: String, yaml: String) {
    #expect(throws: DecodingError.self) { try Snapshots.recipe(kind, yaml) }
  }
}

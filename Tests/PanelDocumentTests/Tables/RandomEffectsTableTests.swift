import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables of random effects and of Hausman tests, as a reader meets them.
@Suite struct RandomEffectsTableTests {
  typealias Case = TreatmentTableSnapshotTests.Case

  private static let fixed = RegressionFixtures.fit(
    outcome: "log(gsp)",
    estimates: [
      RegressionFixtures.estimate("log(pcap)", -0.0261, 0.0611, p: 0.67),
      RegressionFixtures.estimate("log(pc)", 0.292, 0.063, p: 2e-5),
    ],
    effects: ["state"],
    n: 816,
    covariance: RegressionFixtures.clustered(("state", 48)),
    labels: RandomEffectsFixtures.labels
  )

  static let cases: [Case] = [
    Case(name: "random-effects", kind: "regression", results: [RandomEffectsFixtures.balanced]),
    Case(
      name: "random-effects-beside-fixed",
      kind: "regression",
      results: [
        fixed, RandomEffectsFixtures.balanced, RandomEffectsFixtures.unbalanced,
        RandomEffectsFixtures.pooled,
      ]
    ),
    Case(
      name: "random-effects-rows",
      kind: "regression",
      yaml: """
        {statistics: [n, units, overall_r_squared, {name: theta, label: θ}, chi2, chi2_p],
        tests: [breusch-pagan, fixed-unit-effects], uncertainty: [t]}
        """,
      results: [RandomEffectsFixtures.balanced, RandomEffectsFixtures.unbalanced]
    ),
    Case(name: "hausman", kind: "hausman", results: [RandomEffectsFixtures.hausman]),
    Case(
      name: "hausman-several",
      kind: "hausman",
      yaml: "{omit: unemp, labels: {log(pc): Capital}, decimals: 4}",
      results: [RandomEffectsFixtures.hausman, RandomEffectsFixtures.negative]
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

  /// Tests by regressions have no standard errors of differences, and the table no column of them.
  @Test func leavesOutStandardErrorsThatNoFormHas() throws {
    var result = RandomEffectsFixtures.hausman
    result.forms.removeAll { !$0.standardErrors.isEmpty }
    let model = try TreatmentTableSnapshotTests.table("hausman", "{}", of: [result])
    #expect(model.columns.count == 4)
    result.forms = [RandomEffectsFixtures.hausman.forms[5]]
    let drawn = try TreatmentTableSnapshotTests.table("hausman", "{}", of: [result])
    #expect(drawn.columns.count == 5)
    #expect(drawn.notes.allSatisfy { !$0.text.plainText.contains("“") })
  }

  @Test func groupsThousandsOfStatistics() throws {
    var result = RandomEffectsFixtures.hausman
    result.forms = [result.forms[0]]
    result.forms[0].test.statistic = .value(12345.678)
    let model = try TreatmentTableSnapshotTests.table("hausman", "{}", of: [result])
    #expect(model.blocks[1].rows[1].cells[0].dump == "12,345.68")
  }

  @Test func keepsTermsInTheOrderAskedFor() throws {
    let model = try TreatmentTableSnapshotTests.table(
      "hausman", "keep: [unemp, log*]", of: [RandomEffectsFixtures.hausman])
    #expect(
      model.blocks[0].rows.map { $0.label.plainText }
        == ["Unemployment rate", "log(Public capital & roads)", "log(Private capital)"])
  }

  @Test func namesATermThatNoTestCompares() {
    #expect(
      throws: DocumentError.invalid(
        "'keep' names the term 'unem', which no test compares. Did you mean 'unemp'?")
    ) {
      try TreatmentTableSnapshotTests.table(
        "hausman", "keep: unem", of: [RandomEffectsFixtures.hausman])
    }
    #expect(
      throws: DocumentError.invalid(
        "'omit' names the term 'zzzzzz', which no test compares. Compared are: log(pcap), "
          + "log(pc), unemp.")
    ) {
      try TreatmentTableSnapshotTests.table(
        "hausman", "omit: zzzzzz", of: [RandomEffectsFixtures.hausman])
    }
  }

  @Test func refusesResultsThatAreNoHausmanTests() {
    #expect(
      throws: DocumentError.invalid(
        "A table of the kind 'hausman' shows Hausman tests, but 'r[1]' is a result of the method "
          + "'random-effects'.")
    ) {
      try TreatmentTableSnapshotTests.table(
        "hausman", "{}", of: [RandomEffectsFixtures.balanced])
    }
  }

  @Test func findsTheNaturalKind() {
    let natural: [(any AnalysisResult, String)] = [
      (RandomEffectsFixtures.balanced, "regression"), (RandomEffectsFixtures.hausman, "hausman"),
    ]
    for (result, kind) in natural {
      let results = [NamedResult(reference: "r", result: result)]
      #expect(TableRecipeCatalog.standard.suiting(results)?.kind == kind)
    }
  }

  @Test func describesExactlyTheKeysThatAreDecoded() {
    let decoded =
      HausmanRecipe.CodingKeys.allCases.map(\.rawValue)
      + SharedOptions.CodingKeys.allCases.map(\.rawValue)
    #expect(Set(HausmanRecipe.keys.map(\.name)) == Set(decoded))
  }

  @Test func writesUnitEffectsAndTestsAsFormulas() throws {
    let formulas = try ModelFormulas.formulas(
      of: [
        NamedResult(reference: "re", result: RandomEffectsFixtures.balanced),
        NamedResult(reference: "h", result: RandomEffectsFixtures.hausman),
      ],
      in: try testContext()
    ).map { $0.math.plainText }
    #expect(
      formulas == [
        "log(Gross product)_it = α + β_1·log(Public capital & roads)_it + "
          + "β_2·log(Private capital)_it + β_3·Unemployment rate_it + u_i + ε_it",
        "H =  ( b_FE − b_RE ) ^ ′ · ( V_FE − V_RE ) ^ − 1· ( b_FE − b_RE ) ",
        "y_it^ ∗  = α + β·x_it^ ∗  + γ· ( x_it − x_i ∙  )  + ε_it",
        "y_it = α + β·x_it + γ·x_i ∙  + ε_it",
        "H =  ( b_FE − b_RE ) ^ ′ ·V_d^ − 1· ( b_FE − b_RE ) ",
      ])
  }
}

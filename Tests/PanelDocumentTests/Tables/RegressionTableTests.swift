import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden cases of one-panel regression tables, as text.
@Suite struct RegressionTableTests {
  static func table(
    _ results: [RegressionResult],
    _ yaml: String = "{}",
    style: String = "plain",
    spanners: String? = nil
  ) throws -> TableModel {
    var context = try testContext(style: style)
    if let spanners { context.spanners = try StyleFiles.decode(from: spanners) }
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    let named = results.enumerated().map {
      NamedResult(reference: "baseline[\($0 + 1)]", result: $1)
    }
    return try recipe.table(of: named, in: context)
  }

  static func check(_ model: TableModel, named name: String) throws {
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == model.columns.count) }
    for block in model.blocks {
      for row in block.rows { #expect(row.cells.count + 1 == model.columns.count) }
    }
    try expectSnapshot(model.plainTextDump, named: name, extension: "txt")
  }

  @Test func printsOneModelWithoutEffects() throws {
    try Self.check(try Self.table([RegressionFixtures.baseline[0]]), named: "one-model")
  }

  @Test func printsTheBaselineInThePlainStyle() throws {
    let model = try Self.table(
      RegressionFixtures.baseline,
      """
      keep: [post, $controls]
      rows: {controls: Controls, fixed-effects: [state, year], statistics: [n, adj_r_squared]}
      """
    )
    try Self.check(model, named: "baseline-plain")
  }

  @Test func printsTheBaselineInTheStyleOfTheAER() throws {
    let model = try Self.table(
      RegressionFixtures.baseline,
      "rows: {controls: Controls}",
      style: "aer"
    )
    try Self.check(model, named: "baseline-aer")
  }

  @Test func spansGroupsOverTwoOutcomesAndThreeSetsOfEffects() throws {
    let fits = [
      ("log_homicide", []), ("log_homicide", ["state"]),
      ("log_homicide", ["state", "region^year"]),
      ("log_robbery", ["state"]), ("log_robbery", ["state", "region^year"]),
    ].map { outcome, effects in
      RegressionFixtures.fit(
        outcome: outcome,
        estimates: [RegressionFixtures.estimate("post", 0.08, 0.03, p: 0.009)],
        effects: effects
      )
    }
    let model = try Self.table(
      fits,
      """
      columns: [OLS, FE, FE, FE, FE]
      rows:
        statistics: [n, {name: outcome_mean, label: Mean of outcome, decimals: 1}, within_r_squared]
        custom:
        - {label: Sample, values: [All, All, All, All, South], place: after-statistics}
        - {label: Trend, values: ["", "", "", linear, linear]}
      """,
      spanners: "{Violent crime: [1, 2, 3], Property crime: [4, 5]}"
    )
    try Self.check(model, named: "five-models")
  }

  @Test func namesTheStandardErrorsOfEachColumnWhereTheyDiffer() throws {
    let covariances = [
      RegressionFixtures.covariance(.iid), RegressionFixtures.covariance(.hc1),
      RegressionFixtures.clustered(("state", 50)),
      RegressionFixtures.clustered(("state", 50), ("year", 11)),
    ]
    let fits = covariances.map {
      RegressionFixtures.fit(
        estimates: [RegressionFixtures.estimate("post", 0.08, 0.03, p: 0.009)],
        covariance: $0
      )
    }
    try Self.check(try Self.table(fits), named: "four-covariances")
  }

  @Test func stacksThreeStatisticsUnderAnEstimate() throws {
    let model = try Self.table(
      [
        RegressionFixtures.fit(estimates: [
          RegressionFixtures.estimate("post", 0.2134, 0.0612, p: 0.00002),
          RegressionFixtures.estimate("unemployment", -0.0163, 0.0083, p: 0.04996),
        ])
      ],
      "uncertainty: [se, ci, p]"
    )
    try Self.check(model, named: "stack")
  }

  @Test func printsTheBasisWhereNoStandardErrorStands() throws {
    let model = try Self.table(
      [
        RegressionFixtures.fit(
          estimates: [RegressionFixtures.estimate("post", 0.2134, 0.0612, p: 0.00002, df: nil)],
          covariance: RegressionFixtures.covariance(.hc3)
        )
      ],
      "{uncertainty: t, stars: off}"
    )
    try Self.check(model, named: "z-statistics")
  }

  @Test func groupsHugeCountsBesideSmallEstimates() throws {
    let model = try Self.table([
      RegressionFixtures.fit(
        estimates: [RegressionFixtures.estimate("post", 0.0019, 0.0012, p: 0.11)],
        n: 12_345_678
      )
    ])
    try Self.check(model, named: "huge-count")
  }

  @Test func printsNamesWithEveryCharacterUnharmed() throws {
    let name = "R&D_share #1 <5%> $x$ ~ ^2 \\alpha {b} 研发"
    let model = try Self.table(
      [
        RegressionFixtures.fit(
          outcome: "y_1",
          estimates: [RegressionFixtures.estimate("x_1", 1, 0.5)],
          effects: ["firm_id"],
          covariance: RegressionFixtures.clustered(("firm_id", 30)),
          labels: ["x_1": LocalizedText(name), "firm_id": LocalizedText("Firm_№ 100%")]
        )
      ],
      "notes: [\"50% & more\"]"
    )
    try Self.check(model, named: "characters")
  }

  @Test func gathersFactorsUnderHeadingsWithTheirReference() throws {
    let estimates = ["region::South", "region::West", "post", "region::South:post"]
    let model = try Self.table(
      [
        RegressionFixtures.fit(
          estimates: estimates.map { RegressionFixtures.estimate($0, 0.12345, 0.0456, p: 0.02) }
        ),
        RegressionFixtures.fit(
          estimates: [RegressionFixtures.estimate("post", 0.12345, 0.0456, p: 0.02)]),
      ],
      """
      headings: {Region: ["region::South", "region::West"]}
      references: {"region::*": Midwest}
      labels: {"region::South": South, "region::West": West}
      """
    )
    try Self.check(model, named: "headings")
  }

  @Test func leavesAbsentModelsBlankAndSaysWhyNumbersAreMissing() throws {
    let collinear = OmittedTerm(
      term: "unemployment",
      reason: .collinear,
      with: ["log_police", "post"]
    )
    let fits = [
      RegressionFixtures.fit(
        estimates: [
          RegressionFixtures.estimate("post", 0.1, nil),
          RegressionFixtures.estimate("unemployment", 0.2, nil),
        ],
        remarks: [Remark(.perfectFit)]
      ),
      RegressionFixtures.fit(estimates: [], effects: ["state"]),
      RegressionFixtures.fit(
        estimates: [RegressionFixtures.estimate("post", 0.1, 0.05, p: 0.05)],
        omitted: [collinear, OmittedTerm(term: "population", reason: .absorbed)],
        statistics: [
          StatisticEntry(.observations, count: 3),
          StatisticEntry(.adjustedRSquared, .unavailable(because: .noDegreesOfFreedom)),
        ],
        remarks: [
          Remark(.omittedCollinear, ["term": "unemployment", "with": "log_police, post"]),
          Remark(.fewClusters, ["count": "8", "variable": "state"]),
          Remark(.singletonsDropped, ["count": "1", "effects": "state, year"]),
          Remark(.illConditioned, ["condition": "123456789012.5"]),
          Remark(.fullLeverage, ["count": "1234"]),
        ]
      ),
    ]
    let rows = "rows: {statistics: [n, adj_r_squared]}"
    try Self.check(try Self.table(fits, rows), named: "missing-note")
    try Self.check(try Self.table(fits, rows + "\nomitted: cell"), named: "missing-cell")
  }

  @Test func givesARowToWeightsThatDifferAndANoteToWeightsThatDoNot() throws {
    let estimates = [RegressionFixtures.estimate("post", 0.08, 0.03, p: 0.009)]
    let weighted = RegressionFixtures.fit(estimates: estimates, weights: "population")
    let plain = RegressionFixtures.fit(estimates: estimates)
    let different = try Self.table([plain, weighted])
    let row = try #require(
      different.blocks.flatMap(\.rows).first { $0.label.plainText == "Weights" }
    )
    #expect(row.cells == [.text("None"), .text("Population")])
    let same = try Self.table([weighted, weighted])
    #expect(
      same.notes.map(\.text.plainText).contains("Observations are weighted by population.")
    )
  }

  @Test func sharesARowBetweenTermsOfOneLabel() throws {
    let fits = ["post_a", "post_b"].map {
      RegressionFixtures.fit(estimates: [RegressionFixtures.estimate($0, 0.08, 0.03, p: 0.009)])
    }
    let model = try Self.table(fits, "labels: {post_a: Law, post_b: Law}")
    let block = try #require(model.blocks.first { $0.kind == .coefficients })
    #expect(block.rows.map(\.label.plainText) == ["Law", ""])
    #expect(block.rows[0].cells.allSatisfy { $0 != .empty })
  }

  @Test func leavesOutConstantsOfModelsWithEffectsUnlessAsked() throws {
    let fit = RegressionFixtures.fit(
      estimates: [
        RegressionFixtures.estimate("post", 0.08, 0.03),
        RegressionFixtures.estimate(Estimate.constantTerm, 1.6, 0.1),
      ],
      effects: ["state"]
    )
    func labels(_ yaml: String) throws -> [String] {
      try Self.table([fit], yaml).blocks[0].rows.map(\.label.plainText).filter { !$0.isEmpty }
    }
    #expect(try labels("{}") == ["Castle doctrine law"])
    #expect(try labels("constant: true") == ["Castle doctrine law", "Constant"])
    #expect(try labels("keep: [(constant)]") == ["Constant"])
  }

  @Test func putsTheNameOfAnEffectIntoTheStylesWords() throws {
    let fit = RegressionFixtures.fit(estimates: [], effects: ["region^year"])
    let model = try Self.table([fit], "rows: {fixed-effects: {region^year: Region by year}}")
    #expect(model.blocks[0].rows[0].label.plainText == "Region by year fixed effects")
  }
}

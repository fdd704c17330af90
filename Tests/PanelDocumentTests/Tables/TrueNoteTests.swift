import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Notes name the columns, statistics, panels and brackets that they are about, and no others.
@Suite struct TrueNoteTests {
  private func regression(_ fits: [any AnalysisResult], _ yaml: String = "{}") throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(
      of: fits.enumerated().map { NamedResult(reference: "fit[\($0 + 1)]", result: $1) },
      in: testContext()
    )
  }

  private func notes(_ model: TableModel) -> [String] { model.notes.map(\.text.plainText) }

  private func instrumented(
    _ fit: InstrumentalVariablesResult,
    hansen: Availability<Double>
  ) -> InstrumentalVariablesResult {
    var fit = fit
    fit.tests.removeAll { $0.id == .hansenJ || $0.id == .sargan }
    fit.tests.append(
      HypothesisTest(
        id: .hansenJ, statistic: hansen, degreesOfFreedom: 1, pValue: hansen,
        distribution: .chiSquared, null: []
      )
    )
    return fit
  }

  @Test func namesTheColumnsOfADashWhereOthersHaveANumber() throws {
    let exact = instrumented(
      InstrumentFixtures.oneInstrument,
      hansen: .unavailable(because: .exactlyIdentified)
    )
    let over = instrumented(InstrumentFixtures.twoWeakInstruments, hansen: .value(0.5))
    let reason = "There are as many instruments as endogenous variables, so no moment is left to test."
    let beside = notes(try regression([exact, over, exact], "tests: [hansen-j]"))
    #expect(beside.contains("Columns (1) and (3): \(reason)"))
    let alone = notes(try regression([exact, exact], "tests: [hansen-j, endogeneity]"))
    #expect(alone.contains(reason))
  }

  @Test func namesTheStatisticThatAReasonSpeaksOf() throws {
    let model = try regression(
      [InstrumentFixtures.oneInstrument, InstrumentFixtures.twoWeakInstruments],
      "weak-instruments: [adjusted-se, critical-t]"
    )
    #expect(
      notes(model).contains(
        "tF standard error and tF critical value (5%): The statistic is defined for one endogenous "
          + "variable with one instrument only."
      )
    )
  }

  @Test func explainsABlankTestBesideADash() throws {
    let ols = RegressionFixtures.baseline[1]
    let exact = instrumented(
      InstrumentFixtures.oneInstrument,
      hansen: .unavailable(because: .exactlyIdentified)
    )
    let over = instrumented(InstrumentFixtures.twoWeakInstruments, hansen: .value(0.5))
    let texts = notes(try regression([ols, exact, over], "tests: [hansen-j]"))
    #expect(texts.contains { $0.contains("a blank cell one that is not part of the model") })
  }

  @Test func setsTestBracketsApartFromThoseBelowEstimates() throws {
    let texts = notes(try regression([InstrumentFixtures.oneInstrument]))
    #expect(texts.contains("p-values of tests stand in brackets beside the test statistics."))
  }

  private func mediation(_ yaml: String, _ results: [any AnalysisResult]) throws -> TableModel {
    let recipe: MediationRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(
      of: results.enumerated().map { NamedResult(reference: "channel[\($0 + 1)]", result: $1) },
      in: testContext()
    )
  }

  @Test func sumsOverMediatorsThatStandTogether() throws {
    let texts = notes(try mediation("{}", [MediationFixtures.parallel]))
    #expect(texts.contains { $0.contains("beside the mediators plus the sum of a\u{a0}×\u{a0}b over the mediators") })
    #expect(!texts.contains { $0.contains("beside the mediator plus a\u{a0}×\u{a0}b") })
    #expect(texts.contains { $0.hasPrefix("The sum has no test by the delta method") })
    let untested = notes(try mediation("indirect: effect", [MediationFixtures.parallel]))
    #expect(!untested.contains { $0.hasPrefix("The sum has no test") })
  }

  @Test func explainsATotalEffectOnlyWhereItIsSpokenOf() throws {
    let share = notes(try mediation("total: false", [MediationFixtures.one]))
    #expect(share.contains { $0.contains("The equation of the total effect is not shown.") })
    let bare = notes(
      try mediation("{total: false, indirect: [effect, test]}", [MediationFixtures.one])
    )
    #expect(!bare.contains { $0.contains("total effect") })
    #expect(bare.contains { $0.hasPrefix("In a\u{a0}×\u{a0}b, a is the effect of") })
  }

  @Test func explainsTheDashOfAShare() throws {
    let texts = notes(try mediation("{}", [MediationFixtures.one, MediationFixtures.opposite]))
    #expect(texts.contains { $0.hasPrefix("Columns (5) and (6): The indirect and the total effect") })
  }

  @Test func saysInAnyTableThatAProductIsOfDeviations() throws {
    let fits: [any AnalysisResult] = [
      RegressionFixtures.baseline[0], GroupFixtures.moderation(isCentred: true),
    ]
    let texts = notes(try regression(fits))
    #expect(texts.contains { $0.hasPrefix("Column (2): The interaction is of deviations") })
  }

  @Test func spellsOutShortNamesOfStandardErrors() throws {
    var iid = RegressionFixtures.baseline[0]
    iid.covariance = RegressionFixtures.covariance(.iid)
    let texts = notes(try regression([iid, RegressionFixtures.baseline[1]]))
    #expect(texts.contains("IID standard errors are those under independent, homoskedastic errors."))
  }
}

extension TrueNoteTests {
  private func table(_ kind: String, _ results: [any AnalysisResult]) throws -> TableModel {
    try TreatmentTableSnapshotTests.table(kind, "{}", of: results)
  }

  @Test func namesTheStandardErrorsBehindCoefficientStability() throws {
    let texts = notes(try table("oster", [RobustnessFixtures.oster]))
    #expect(
      texts.contains("Standard errors in parentheses, clustered at the state level (50 clusters).")
    )
    var single = RobustnessFixtures.oster
    single.bounds[0].controls = ["unemp"]
    #expect(notes(try table("oster", [single])).contains { $0.hasPrefix("The control is ") })
  }

  @Test func namesTheOneCovarianceOfASpecificationCurve() throws {
    var curve = RobustnessFixtures.curve()
    let several = notes(try table("specification-curve", [curve]))
    #expect(!several.contains { $0.hasPrefix("Inference from") })
    let place = try #require(curve.dimensions.firstIndex { $0.kind == .covariances })
    curve.dimensions[place].choices.removeFirst()
    #expect(
      notes(try table("specification-curve", [curve]))
        .contains("Inference from standard errors clustered at the state level.")
    )
  }

  @Test func tellsWhichModelIsWhichInTheOrderOfTheRows() throws {
    var family = RobustnessFixtures.family
    for index in family.hypotheses.indices {
      family.hypotheses[index].regressors = ["cdl", "unemp"]
      family.hypotheses[index].effects = index == 0 ? ["state"] : []
    }
    let key = try #require(
      notes(try table("multiple-testing", [family])).first { $0.hasPrefix("Regressors of the models") }
    )
    #expect(key.contains("(1) castle law and unemployment, with fixed effects of state"))
    #expect(key.contains("; (2) castle law"))
  }

  @Test func saysWhatAPermutationOfSeveralGroupsTests() throws {
    let model = try table("heterogeneity", [GroupFixtures.regions])
    let labels = model.blocks.flatMap(\.rows).map(\.label.plainText)
    #expect(labels.contains("Permutation") && !labels.contains("Permutation (difference)"))
    #expect(notes(model).contains { $0.contains("of the spread of their coefficients") })
    let two = try table("heterogeneity", [GroupFixtures.halves])
    #expect(!notes(two).contains { $0.contains("spread") })
  }

  @Test(arguments: [
    (4, "Quartile 2"), (5, "Quintile 2"), (10, "Decile 2"), (7, "Quantile 2 of 7"),
  ])
  func namesQuantiles(count: Int, name: String) throws {
    var result = GroupFixtures.halves
    result.groups = (1...count).map { number in
      var group = GroupFixtures.halves.groups[0]
      (group.name, group.label) = (String(number), nil)
      return group
    }
    let words = GroupWords(result: result, glossary: try testContext().glossary)
    #expect(try words.name("2") == name)
  }

  @Test(arguments: [
    ("year >= 1975", "year ≥ 1975"), ("unemp<10 & year!=1980", "unemployment < 10 & year ≠ 1980"),
    ("state == \"New York\"", "state = New York"), ("log(unemp) > -1", "log(unemployment) > −1"),
    ("`unemp` <= 2.5", "unemployment ≤ 2.5"),
  ])
  func writesConditionsInWords(raw: String, printed: String) throws {
    let labels = TermLabels(
      own: [("unemp", LocalizedText("Unemployment"))], results: [], in: try testContext()
    )
    #expect(try labels.words(ofCondition: raw).plainText == printed)
  }

  @Test func groupsThousandsOfTestStatistics() {
    let typesetting = Typesetting()
    #expect(typesetting.grouped(typesetting.number(19131.09, .decimals(2))).plainText == "19,131.09")
    #expect(typesetting.grouped(typesetting.number(131.09, .decimals(2))).plainText == "131.09")
    let plain = Typesetting(grouping: .none)
    #expect(plain.grouped(plain.number(19131.09, .decimals(2))).plainText == "19131.09")
  }

  @Test func saysInANoteWhatColumnsChangeBesideOthers() throws {
    var first = VariationFixtures.base
    first.heading.variation = nil
    let changed = VariationFixtures.columns[0]
    let recipe: RegressionRecipe = try StyleFiles.decode(from: "{}")
    let model = try recipe.table(
      of: [
        NamedResult(reference: "plain", result: RegressionFixtures.baseline[0]),
        NamedResult(reference: "base[2]", result: first),
        NamedResult(reference: "robust", result: changed),
      ],
      in: testContext()
    )
    #expect(!model.head.flatMap(\.cells).contains { $0.text.plainText == "Baseline" })
    #expect(notes(model).contains("Column (3) starts from the model of column (2)."))
  }

  @Test func beginsLaterChangesOfAHeadingInLowerCase() throws {
    var changed = VariationFixtures.columns[0]
    changed.heading.variation?.label = nil
    changed.heading.variation?.changes = [
      ModelChange(.outcome, value: "y"), ModelChange(.drop, ["unemployment"]),
    ]
    let model = try regression([VariationFixtures.base, changed])
    #expect(
      model.head.flatMap(\.cells).contains {
        $0.text.plainText == "Other outcome, without unemployment"
      }
    )
  }
}

import PanelDocument
import PanelResults
import TestSupport
import Testing

@Suite struct ReportTests {
  let glossary: Glossary
  let context: DocumentContext

  init() throws {
    glossary = try StyleFiles.load(from: "glossaries/en.yaml")
    context = DocumentContext(
      id: "table1",
      number: "1",
      labels: ["post": "Law"],
      glossary: glossary,
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  private func fit(
    _ terms: [String],
    effects: [String] = [],
    lists: [String: [String]] = [:],
    unit: String? = "state"
  ) -> NamedResult {
    let estimates = terms.map { term in
      Estimate(
        component: term == Estimate.constantTerm ? .constant : .slopes,
        term: term,
        value: 1,
        standardError: .value(1),
        statistic: .value(1),
        pValue: .value(1),
        intervalLow: .value(0),
        intervalHigh: .value(2),
        degreesOfFreedom: 10,
        distribution: .studentT
      )
    }
    let result = RegressionResult(
      heading: ResultHeading(outcome: "log(homicide)"),
      sample: SampleDescription(
        n: 20,
        rowsAvailable: 20,
        unitVariable: unit,
        timeVariable: unit.map { _ in "year" }
      ),
      covariance: CovarianceDescription(
        kind: .iid,
        correction: SmallSampleCorrection(factor: 1, parameterCount: 1)
      ),
      absorbedEffects: effects.map {
        AbsorbedEffect(name: $0, levels: 2, redundant: 0, nested: false)
      },
      omitted: [],
      regressorLists: lists,
      estimates: estimates,
      covarianceMatrix: [],
      statistics: [],
      tests: [],
      remarks: [],
      computation: Computation(
        path: .crossProducts,
        conditionNumber: 1,
        absorptionIterations: 0,
        absorptionTolerance: 0,
        refinementSteps: 0
      ),
      provenance: Provenance(tool: "test")
    )
    return NamedResult(reference: "a", result: result)
  }

  private func formulas(_ results: [NamedResult]) throws -> [String] {
    try ModelFormulas.formulas(of: results, in: context).map {
      ($0.columns.map { "\($0): " } ?? "") + $0.math.plainText
    }
  }

  @Test func writesEffectsOfUnitTimeAndOthers() throws {
    #expect(
      try formulas([fit(["post"], effects: ["state", "year", "region^year"])]) == [
        "log(homicide)_it = β_1·Law_it + α_i + λ_t + μ_region × year + ε_it"
      ]
    )
  }

  @Test func writesNamedListsAsOneVector() throws {
    let fit = fit(
      [Estimate.constantTerm, "post", "income", "poverty"],
      lists: ["controls": ["income", "poverty"]],
      unit: nil
    )
    #expect(
      try formulas([fit]) == [
        "log(homicide)_i = α + β_1·Law_i + γ^ ′ ·controls_i + ε_i"
      ]
    )
  }

  @Test func writesEqualModelsOnce() throws {
    let one = fit(["post"])
    let other = fit(["post"], effects: ["state"])
    #expect(
      try formulas([one, other, one]) == [
        "(1) and (3): log(homicide)_it = β_1·Law_it + ε_it",
        "(2): log(homicide)_it = β_1·Law_it + α_i + ε_it",
      ]
    )
  }

  @Test func leavesEmptySectionsOut() throws {
    let inputs = ReportInputs(
      study: "castle",
      studyFile: ReportStudyFile(name: "study.yaml", text: "study: castle\n"),
      tool: "panelpress"
    )
    let report = try ReportRecipe(sections: [.provenance, .tables, .data])
      .report(of: inputs, glossary: glossary)
    #expect(report.sections == [.provenance])
    #expect(report.funnel == nil)
    #expect(report.title == "castle")
    #expect(report.provenance.map(\.value) == ["panelpress", "study.yaml"])
  }

  @Test func saysWhetherThePanelIsBalanced() throws {
    var panel = SampleDescription(
      n: 1_234,
      units: 2,
      periods: 617,
      firstPeriod: 1,
      lastPeriod: 617,
      rowsAvailable: 1_234,
      unitVariable: "u",
      timeVariable: "t"
    )
    var inputs = ReportInputs(
      study: "a",
      studyFile: ReportStudyFile(name: "a", text: ""),
      tool: "t",
      panel: panel
    )
    let balanced = try ReportRecipe().report(of: inputs, glossary: glossary).panel.map(\.value)
    #expect(balanced == ["u", "t", "1,234", "2", "617", "Balanced"])
    panel.n = 1_233
    inputs.panel = panel
    let unbalanced = try ReportRecipe().report(of: inputs, glossary: glossary).panel.map(\.value)
    #expect(unbalanced.last == "Unbalanced")
  }

  @Test func refusesUnknownKeysAndSections() throws {
    #expect(
      try StyleFiles.decode(ReportRecipe.self, from: "{sections: [tables]}").sections == [.tables]
    )
    #expect(throws: (any Error).self) {
      try StyleFiles.decode(ReportRecipe.self, from: "{sektions: []}")
    }
    #expect(throws: (any Error).self) {
      try StyleFiles.decode(ReportRecipe.self, from: "{sections: [abstract]}")
    }
  }
}

import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct DescriptivesTableTests {
  static func variable(_ name: String, _ numbers: [(Measure, Double)]) -> VariableSummary {
    VariableSummary(
      variable: name,
      measures: numbers.map { MeasureEntry($0.0, .value($0.1)) }
    )
  }

  static func result(groups: [DescriptivesGroup], by variable: String? = nil) -> DescriptivesResult
  {
    DescriptivesResult(
      heading: ResultHeading(labels: RegressionFixtures.labels),
      sample: SampleDescription(
        n: 1550,
        rowsAvailable: 1560,
        unitVariable: "state",
        timeVariable: "year"
      ),
      groups: groups,
      groupVariable: variable,
      provenance: Provenance(tool: "test")
    )
  }

  static let whole = result(groups: [
    DescriptivesGroup(variables: [
      variable(
        "unemployment",
        [(.n, 1550), (.mean, 5.6789), (.sd, 1.9), (.min, 2.1), (.max, 13.7)]
      ),
      variable("post", [(.n, 1550), (.mean, 0.1234), (.sd, 0.3289), (.min, 0), (.max, 1)]),
      VariableSummary(
        variable: "year",
        measures: [
          MeasureEntry(.n, .value(1)), MeasureEntry(.mean, .value(2000)),
          MeasureEntry(.sd, .unavailable(because: .noDegreesOfFreedom)),
        ]
      ),
    ])
  ])

  static func table(_ result: DescriptivesResult, _ yaml: String = "{}") throws -> TableModel {
    let recipe: DescriptivesRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(
      of: [NamedResult(reference: "summary", result: result)],
      in: testContext(id: "table1")
    )
  }

  @Test func printsVariablesInRowsAndMeasuresInColumns() throws {
    try RegressionTableTests.check(try Self.table(Self.whole), named: "descriptives")
  }

  @Test func gathersVariablesUnderHeadings() throws {
    let model = try Self.table(
      Self.whole,
      "headings: [{title: {en: Core, zh: 核心变量}, terms: post}, {title: Rest, terms: [unemp*]}]"
    )
    let rows = model.blocks[0].rows
    #expect(
      rows.map { "\($0.indent) \($0.label.plainText)" } == [
        "0 Rest", "1 Unemployment", "0 Core", "1 Castle doctrine law", "0 Year",
      ]
    )
    #expect(rows.map(\.hasSpaceAbove) == [false, false, true, false, true])
    #expect(rows.allSatisfy { $0.cells.count == model.columns.count - 1 })
  }

  @Test func takesListsOfTheStudy() throws {
    var context = try testContext(id: "table1")
    context.lists = ["controls": ["unemployment", "year"]]
    let recipe: DescriptivesRecipe = try StyleFiles.decode(
      from: "{keep: [post, $controls], headings: {Controls: $controls}, measures: mean}"
    )
    let named = [NamedResult(reference: "summary", result: Self.whole)]
    let rows = try recipe.table(of: named, in: context).blocks[0].rows
    #expect(
      rows.map(\.label.plainText) == ["Castle doctrine law", "Controls", "Unemployment", "Year"]
    )
    let error = #expect(throws: DocumentError.self) {
      let wrong: DescriptivesRecipe = try StyleFiles.decode(from: "keep: $control")
      _ = try wrong.table(of: named, in: context)
    }
    #expect(
      error?.description
        == "'keep' names the list 'control', which the study does not have. Did you mean "
        + "'controls'?"
    )
  }

  @Test func printsGroupsSideBySide() throws {
    let groups = ["North", "South"].map { name in
      DescriptivesGroup(
        name: name,
        variables: [Self.variable("unemployment", [(.mean, 5.5), (.sd, 1.25), (.median, 5)])]
      )
    }
    let model = try Self.table(
      Self.result(groups: groups, by: "region"),
      "measures: [mean, {name: median, label: Middle, decimals: 1}]"
    )
    try RegressionTableTests.check(model, named: "descriptives-by-group")
  }

  @Test(arguments: [
    (
      "keep: [pst]",
      "'keep' names the variable 'pst', which 'summary' does not have. Did you mean 'post'?"
    ),
    (
      "measures: [p99]",
      "'measures' names the measure 'p99', which 'summary' does not have. It has: n, mean, sd, min, max."
    ),
  ])
  func refusesWhatTheResultDoesNotHave(yaml: String, message: String) {
    #expect(throws: DocumentError.invalid(message)) { _ = try Self.table(Self.whole, yaml) }
  }

  @Test func refusesOtherResults() throws {
    #expect(
      throws: DocumentError.invalid(
        "A table of descriptives shows one result of the method 'descriptives', not 'baseline'."
      )
    ) {
      _ = try DescriptivesRecipe().table(
        of: [NamedResult(reference: "baseline", result: RegressionFixtures.baseline[0])],
        in: testContext()
      )
    }
  }

  @Test func showsTheFunnelOfSamples() throws {
    var first = RegressionFixtures.baseline[0]
    first.sample.rowsAvailable = 1560
    first.sample.dropped = [
      RowsDropped(.whereFalse, subject: "year >= 2000", rows: 1000),
      RowsDropped(.missing, subject: "log_police", rows: 10),
    ]
    var second = first
    second.sample.dropped.append(RowsDropped(.singleton, subject: "state", rows: 1))
    second.sample.dropped.append(RowsDropped(.keyMissing, rows: 2))
    let model = try SampleFunnelRecipe().table(
      of: [
        NamedResult(reference: "a", result: first), NamedResult(reference: "b", result: second),
      ],
      in: testContext()
    )
    try RegressionTableTests.check(model, named: "funnel")
  }
}

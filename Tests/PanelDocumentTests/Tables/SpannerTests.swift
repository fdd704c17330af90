import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Headings of the author's over columns of any table.
@Suite struct SpannerTests {
  private func head(_ yaml: String) throws -> [[String]] {
    try RegressionTableTests.table(RegressionFixtures.baseline, spanners: yaml).head.map { row in
      row.cells.map { $0.text.plainText + "/\($0.span)" + ($0.hasRule ? "_" : "") }
    }
  }

  @Test(arguments: [
    "{OLS: 1, Effects: [2, 3]}",
    "[{title: OLS, columns: 1}, {title: Effects, columns: 2}]",
    "[{title: {en: OLS, zh: 最小二乘}, columns: [1]}, {title: Effects, columns: [3, 2]}]",
  ])
  func standsOverTheColumnsItNames(yaml: String) throws {
    #expect(try head(yaml)[0] == ["/1", "OLS/1_", "Effects/2_"])
  }

  @Test func leavesColumnsFreeThatNoSpannerNames() throws {
    #expect(try head("{Effects: [2, 3]}")[0] == ["/1", "/1", "Effects/2_"])
    #expect(
      try head("[{columns: 1}, {title: Effects, columns: 2}]")[0] == ["/1", "/1", "Effects/2_"]
    )
  }

  @Test func takesSeveralLevelsFromTheOutermost() throws {
    let rows = try head("[{All: [1, 2, 3]}, [{title: A, columns: 2}, {title: B, columns: 1}]]")
    #expect(rows[0] == ["/1", "All/3_"])
    #expect(rows[1] == ["/1", "A/2_", "B/1_"])
  }

  @Test func standsOverTablesOfOtherKinds() throws {
    var context = try testContext()
    context.spanners = try StyleFiles.decode(from: "{Sizes: 1}")
    let named = [NamedResult(reference: "a", result: RegressionFixtures.baseline[0])]
    let table = try SampleFunnelRecipe().table(of: named, in: context)
    #expect(table.head[0].cells.map(\.text.plainText) == ["", "Sizes"])
  }

  @Test(arguments: [
    (
      "{A: [1, 3]}",
      "The spanner 'A' must cover neighbouring columns, such as [1, 2], not [1, 3]."
    ),
    ("{A: [3, 4]}", "The spanner 'A' covers column 4, but the table has columns 1 to 3."),
    ("{A: [0, 1]}", "The spanner 'A' covers column 0, but the table has columns 1 to 3."),
    ("{A: [1, 2], B: [2, 3]}", "Column 2 stands under two spanners of a level, 'A' and 'B'."),
    (
      "[{title: A, columns: 2}]",
      "The spanners cover 2 columns, but the table has 3. A spanner without a title leaves columns "
        + "free: {columns: 1}."
    ),
    (
      "[{title: A, columns: 5}]",
      "The spanners cover 5 columns, but the table has 3. A spanner without a title leaves columns "
        + "free: {columns: 1}."
    ),
    ("[{title: A, columns: 0}]", "The spanner 'A' covers 0 columns; write 1 or more in 'columns'."),
    (
      "{A: []}",
      "The spanner 'A' covers no column. Give 'columns' their numbers, such as [1, 2]."
    ),
  ])
  func refusesColumnsThatDoNotFit(yaml: String, message: String) throws {
    let error = #expect(throws: DocumentError.self) { _ = try head(yaml) }
    #expect(error?.description == message)
  }

  @Test func countsColumnsOverAllPanels() throws {
    var context = try testContext()
    context.spanners = try StyleFiles.decode(from: "{Effects: [2, 3]}")
    let table = try PanelTable(
      recipe: RegressionRecipe(),
      panels: [
        TablePanel(title: "All", results: PanelTableTests.homicide.map(Optional.some)),
        TablePanel(title: "Two", results: PanelTableTests.robbery[1...].map(Optional.some)),
      ]
    ).table(in: context)
    #expect(table.head.filter { $0.cells.contains { $0.text == "Effects" } }.count == 1)
    #expect(table.head[0].cells.map(\.span) == [1, 1, 2])
  }
}

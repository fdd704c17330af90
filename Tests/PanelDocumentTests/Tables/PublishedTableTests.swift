import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables of printed columns show what is printed, and nothing that follows from it.
@Suite struct PublishedTableTests {
  private func table(_ yaml: String) throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    let result = NamedResult(reference: "t4", result: PublishedFixtures.baseline)
    return try recipe.table(of: [result], in: testContext())
  }

  private func cells(_ model: TableModel) -> [[Cell]] {
    model.blocks.first { $0.kind == .coefficients }?.rows.map(\.cells) ?? []
  }

  /// Three stars would follow from 1,234.50 (0.10), and none without a standard error.
  @Test func printsDigitsAndStarsAsTheyAre() throws {
    let dump = try table("{}").plainTextDump
    for text in ["1,234.50", "(0.10)", "−0.000", "(0.000)", "0.031", "***"] {
      #expect(dump.contains(text), "\(text)")
    }
    let first = try #require(cells(table("{}")).first?.first)
    guard case .estimate(let number, let stars, _) = first else {
      Issue.record("no estimate")
      return
    }
    #expect(number.plainText == "1,234.50" && stars == "*")
  }

  @Test func marksWithADashWhatIsNotPrinted() throws {
    let model = try table("{}")
    guard case .unavailable(_, let reason)? = cells(model).last?.first else {
      Issue.record("no dash")
      return
    }
    #expect(reason.plainText == "The publication does not print the number.")
    let notes = model.notes.map(\.text.plainText)
    #expect(notes.contains("Standard errors in parentheses."))
    #expect(notes.contains { $0.hasPrefix("*") })
    #expect(notes.contains("The unit of observation is province by year, 2013–2021."))
  }

  @Test func leavesStarsOutWhereTheTableHasNone() throws {
    let model = try table("{stars: off, uncertainty: []}")
    #expect(!model.plainTextDump.contains("*"))
    #expect(cells(model).count == 3)
  }

  @Test func writesNoEquation() throws {
    let result = NamedResult(reference: "t4", result: PublishedFixtures.baseline)
    #expect(try ModelFormulas.formulas(of: [result], in: testContext()).isEmpty)
  }
}

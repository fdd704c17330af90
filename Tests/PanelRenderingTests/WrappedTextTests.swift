import PanelDocument
import PanelRendering
import TestSupport
import Testing

@testable import PanelRendering

@Suite struct WrappedTextTests {
  private func text(of table: TableModel, as format: OutputFormat) throws -> String {
    let templates = try TemplateSet(directory: Repository.templates)
    return try TableRenderer(format: format, templates: templates).text(of: table)
  }

  /// The printed rows of a LaTeX table: their cells.
  private func rows(of table: TableModel) throws -> [[String]] {
    try text(of: table, as: .latex).split(separator: "\n").filter { $0.hasSuffix(" \\\\") }.map {
      $0.dropLast(3).split(separator: "&", omittingEmptySubsequences: false).map {
        $0.trimming(while: { $0 == " " })
      }
    }
  }

  @Test func keepsStandardErrorsUnderEstimatesBesideALabelOfLines() throws {
    let rows = try rows(of: SampleTables.long)
    let first = try #require(rows.firstIndex { $0[0].hasPrefix("Mayor") })
    #expect(rows[first][1].hasPrefix("0.12"))
    #expect(rows[first + 1][0].hasPrefix("\\quad "))
    #expect(rows[first + 1][1] == "{\\hangleft{(}}0.03{\\hangright{)}}")
    #expect(rows[first + 2][0].hasPrefix("\\quad ") && rows[first + 2][1...].allSatisfy(\.isEmpty))
    #expect(rows[first + 3][0].hasPrefix("Share of"))
  }

  @Test func setsFurtherLinesBelowTheStandardError() throws {
    let rows = try rows(of: SampleTables.long)
    let first = try #require(rows.firstIndex { $0[0].hasPrefix("Share of transfers") })
    #expect(rows[first][1] == "0.02")
    #expect(rows[first + 1][1].contains("0.01"))
    #expect(rows[first + 2][0].hasPrefix("\\quad ") && rows[first + 2][1...].allSatisfy(\.isEmpty))
    let law = try #require(rows.firstIndex { $0[0] == "Law" })
    #expect(rows[first + 2..<law].allSatisfy { $0[0].hasPrefix("\\quad ") })
  }

  @Test func breaksSpannersAndGivesTheirColumnsOneWidth() throws {
    let text = try text(of: SampleTables.long, as: .latex)
    let spanner = try #require(text.split(separator: "\n").first { $0.contains("multicolumn{2}") })
    #expect(spanner.contains("\\begin{tabular}[b]{@{}c@{}}"))
    let widths = text.split(separator: "table-column-width=").dropFirst().map {
      $0.prefix { $0 != "]" }
    }
    try #require(widths.count == 3)
    #expect(widths[0] == widths[1])
  }

  @Test func givesAllColumnsOfModelsOneWidthWhereThePageHasRoom() throws {
    var table = SampleTables.long
    table.blocks[0].rows.removeSubrange(..<4)
    let text = try text(of: table, as: .latex)
    let widths = text.split(separator: "table-column-width=").dropFirst().map {
      $0.prefix { $0 != "]" }
    }
    #expect(widths.count == 3 && Set(widths).count == 1, "\(widths)")
  }

  @Test func spansTheLinesUnderALabelInPages() throws {
    let html = try text(of: SampleTables.long, as: .html)
    #expect(html.contains("<tr class=\"kept\"><th scope=\"row\" rowspan=\"2\">Mayor"))
    #expect(html.contains("<span class=\"spoken\">standard error of Mayor 0.03</span>"))
  }

  @Test(arguments: [
    ("one", 10.0, ["one"]), ("one two", 4.0, ["one", "two"]),
    ("aa bb cc dd", 8.0, ["aa bb", "cc dd"]), ("unbreakable", 3.0, ["unbreakable"]),
    ("省份固定效应", 3.0, ["省份固", "定效应"]), ("a b", 0.5, ["a", "b"]),
  ])
  func breaksTextsEvenly(text: String, width: Double, lines: [String]) {
    let wrapped = RichText(text).wrapped(to: width) { Double($0.count) }
    #expect(wrapped.map(\.plainText) == lines)
  }
}

extension Substring {
  fileprivate func trimming(while isPadding: (Character) -> Bool) -> String {
    String(String(drop(while: isPadding).reversed()).drop(while: isPadding).reversed())
  }
}

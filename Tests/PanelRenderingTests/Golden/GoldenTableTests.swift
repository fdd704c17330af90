import Foundation
import PanelDocument
import PanelRendering
import TestSupport
import Testing

@testable import PanelRendering

/// Tables that go wrong in some tool, as text in every format of markup.
@Suite struct GoldenTableTests {
  let templates: TemplateSet

  init() throws { templates = try TemplateSet(directory: Repository.templates) }

  /// Compares LaTeX, HTML and Markdown with what is recorded, and returns the LaTeX.
  @discardableResult
  private func check(_ table: TableModel) throws -> String {
    for format in [OutputFormat.latex, .html, .markdown] {
      let text = try TableRenderer(format: format, templates: templates).text(of: table)
      try expectSnapshot(text, named: table.id, extension: format.pathExtension)
    }
    return try TableRenderer(format: .latex, templates: templates).text(of: table)
  }

  private func cells(_ latex: String, startingWith label: String) -> [String] {
    let line = latex.split(separator: "\n").first { $0.hasPrefix(label) } ?? ""
    return line.replacing(" \\\\", with: "").split(separator: "&").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  @Test func golden1PrintsOneModelWithoutEffects() throws {
    let latex = try check(try GoldenTables.case1())
    #expect(!latex.contains("fixed effects &"))
    #expect(cells(latex, startingWith: "Castle") == ["Castle doctrine law", #"0.213{\sym{***}}"#])
  }

  @Test func golden2PrintsOutcomesUnderSpannersAndThreeSetsOfEffects() throws {
    let table = try GoldenTables.case2()
    let latex = try check(table)
    #expect(table.head.map { $0.cells.map(\.span) } == [[1, 3, 2], [1, 3, 2], [1, 1, 1, 1, 1, 1]])
    #expect(
      cells(latex, startingWith: "State fixed effects").dropFirst() == [
        "{No}", "{Yes}", "{Yes}", "{Yes}", "{Yes}",
      ]
    )
    #expect(
      cells(latex, startingWith: "Year fixed effects").dropFirst() == [
        "{No}", "{No}", "{Yes}", "{No}", "{Yes}",
      ]
    )
  }

  @Test func golden3NamesTheStandardErrorsOfEachColumn() throws {
    let latex = try check(try GoldenTables.case3())
    #expect(
      cells(latex, startingWith: "Standard errors").dropFirst() == [
        "{IID}", "{HC1}", "{By state}", "{Driscoll--Kraay}",
      ]
    )
  }

  @Test func golden4StacksThreeLinesAndStarsTheEstimateAlone() throws {
    let latex = try check(try GoldenTables.case4())
    let lines = latex.split(separator: "\n").map(String.init)
    let first = try #require(lines.firstIndex { $0.hasPrefix("Castle") })
    #expect(lines[first].contains(#"\sym{***}"#))
    #expect(lines[first + 1].contains(#"{\hangleft{(}}0.021{\hangright{)}}"#))
    #expect(lines[first + 2].contains("{{[}0.171, 0.256]}"))
    #expect(lines[first + 3].contains(#"{\hangleft{\{\textless{}}}0.001{\hangright{\}}}"#))
    #expect(!lines[(first + 1)...(first + 3)].contains { $0.contains("\\sym") })
  }

  @Test func golden5KeepsColumnsNarrowUnderALargeCount() throws {
    let table = try GoldenTables.case5()
    let latex = try check(table)
    #expect(latex.components(separatedBy: "table-format=-1.3").count == 2)
    #expect(latex.contains("12,345,678"))
    for column in 0..<3 {
      #expect(DecimalColumn(index: column, of: table).integerDigits == 1)
    }
  }

  @Test func golden6NeverPrintsAStandardErrorOfZero() throws {
    let latex = try check(try GoldenTables.case6())
    #expect(!latex.contains("(}}0.000{"))
  }

  @Test(arguments: [false, true])
  func golden7WritesSignsAndHanAsTheyAre(han: Bool) throws {
    let table = try GoldenTables.case7(han: han)
    let latex = try check(table)
    #expect(latex.contains(#"a\_b \& 5\% of \$1"#))
    #expect(table.needsHan == han)
  }

  @Test func golden8LeavesColumnsBlankThatAPanelLacks() throws {
    let table = try GoldenTables.case8()
    try check(table)
    let second = table.blocks.drop { $0.heading?.plainText.contains("B.") != true }
    #expect(second.flatMap(\.rows).allSatisfy { $0.cells.count == 3 })
    #expect(second.prefix(1).flatMap(\.rows).allSatisfy { $0.cells[1] == .empty })
  }

  @Test func golden9GoesOverPagesWithItsHeadOnEach() throws {
    let latex = try check(try GoldenTables.case9())
    #expect(latex.contains(#"\begin{longtable}"#))
    #expect(latex.components(separatedBy: #"\caption{"#).count == 2)
    #expect(latex.components(separatedBy: "{(4)}").count == 3)
    #expect(latex.contains(#"{Table \thetable{} (continued)}"#))
    #expect(latex.contains("Continued on next page"))
    let lines = latex.split(separator: "\n")
    for (line, next) in zip(lines, lines.dropFirst()) where next.hasPrefix(#" & {\hangleft"#) {
      #expect(line.hasSuffix(#"\\*"#), "an estimate and its standard error stay together")
    }
  }

  @Test func golden10PrintsReferencesAndInteractions() throws {
    let latex = try check(try GoldenTables.case10())
    #expect(
      cells(latex, startingWith: #"\quad Midwest"#).dropFirst().prefix(2) == [
        "{(ref.)}", "{(ref.)}",
      ]
    )
    // Its second line stands beside the standard errors.
    #expect(latex.contains(#"\quad \ensuremath{\times} Unemployment &  & {\hangleft{(}}0.004"#))
  }

  @Test func golden11SaysWhatIsNotThere() throws {
    let table = try GoldenTables.case11()
    let latex = try check(table)
    #expect(cells(latex, startingWith: "Unemployment").dropFirst().contains("{(omitted)}"))
    #expect(!latex.lowercased().contains("nan"))
    #expect(table.blocks[0].rows.allSatisfy { $0.cells[2] == .empty })
  }

  @Test func keepsWordsInParagraphsThatShareThePage() throws {
    let latex = try check(try GoldenTables.definitions())
    let widths = latex.components(separatedBy: "}p{").dropFirst().compactMap {
      Double($0.prefix { $0 != "p" })
    }
    #expect(!widths.isEmpty)
    #expect(widths.reduce(0, +) <= LaTeXWidths.textWidth)
  }
}

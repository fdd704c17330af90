import PanelDocument
import TestSupport
import Testing

@testable import PanelRendering

/// What a table that is too wide for the page gives up, and in which order.
@Suite struct WideTableTests {
  private func latex(of shape: WideTables.Shape) throws -> String {
    let templates = try TemplateSet(directory: Repository.templates)
    return try TableRenderer(format: .latex, templates: templates).text(of: WideTables.table(shape))
  }

  private func rows(of shape: WideTables.Shape) throws -> [[String]] {
    try latex(of: shape).split(separator: "\n").filter { $0.hasSuffix(" \\\\") }.map {
      $0.dropLast(3).split(separator: "&", omittingEmptySubsequences: false).map {
        String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    }
  }

  @Test(arguments: WideTables.shapes)
  func staysWithinThePage(shape: WideTables.Shape) {
    let widths = LaTeXWidths(WideTables.table(shape))
    #expect(!widths.isTooWide)
    #expect(widths.total <= LaTeXWidths.textWidth)
  }

  @Test(arguments: WideTables.shapes.filter { $0.columns <= ($0.hasSets ? 5 : 7) })
  func needsNoTinyTypeForSevenColumnsOrFiveOfSets(shape: WideTables.Shape) {
    #expect(LaTeXWidths(WideTables.table(shape)).remedy.size != .tiny)
  }

  @Test(arguments: [false, true], [false, true])
  func neverTakesAMilderRemedyForAFurtherColumn(intervals: Bool, sets: Bool) throws {
    let places = try (1...8).map { columns in
      let shape = WideTables.Shape(columns: columns, hasIntervals: intervals, hasSets: sets)
      let remedy = LaTeXWidths(WideTables.table(shape)).remedy
      return try #require(LaTeXRemedy.all.firstIndex(of: remedy))
    }
    #expect(places == places.sorted())
  }

  @Test func takesSmallerTypeForATableTallerThanThePage() {
    var table = WideTables.table(WideTables.Shape(columns: 2))
    #expect(LaTeXWidths(table).remedy.size == .normal)
    let rows = table.blocks[0].rows
    let sizes = (1..<50).map { copies in
      table.blocks[0].rows = (0..<copies).flatMap { _ in rows }
      return LaTeXWidths(table).remedy.size
    }
    #expect(sizes.contains(.footnote))
    table.blocks[0].rows = (0..<50).flatMap { _ in rows }
    #expect(LaTeXWidths(table).envelope == .long)
    #expect(LaTeXWidths(table).isLongBySize)
    #expect(LaTeXWidths(table).remedy.size == .normal)
    table.look.layout = .float
    #expect(LaTeXWidths(table).remedy.size == .script)
    #expect(LaTeXWidths(table).isTooTall)
  }

  @Test func turnsAWideTableSidewaysRatherThanMakingItSmall() {
    var table = WideTables.table(WideTables.Shape(columns: 8))
    let upright = LaTeXWidths(table).remedy.size.type
    table.look.layout = .landscape
    #expect(LaTeXWidths(table).envelope == .sideways)
    #expect(LaTeXWidths(table).remedy.size.type > upright)
    let rows = table.blocks[0].rows
    table.blocks[0].rows = (0..<50).flatMap { _ in rows }
    #expect(LaTeXWidths(table).envelope == .longSideways)
  }

  @Test func scalesATableWithoutMakingItsTypeSmall() {
    var table = WideTables.table(WideTables.Shape(columns: 20))
    table.look.layout = .resize
    #expect(LaTeXWidths(table).envelope == .scaled)
    #expect(LaTeXWidths(table).remedy == LaTeXRemedy.all[0])
    #expect(!LaTeXWidths(table).isTooWide)
  }

  @Test func setsLongNotesOfANarrowTableWiderThanTheTable() throws {
    var table = SampleTables.narrow
    #expect(LaTeXWidths(table).noteWidth == nil)
    table.notes = [TableNote(.custom, RichText(String(repeating: "A sentence of a note. ", count: 9)))]
    let width = try #require(LaTeXWidths(table).noteWidth)
    #expect(width > LaTeXWidths(table).total)
    table.look.notes.leastWidth = 0.5
    #expect(try #require(LaTeXWidths(table).noteWidth) < width)
  }

  @Test func givesUpGapsThenLabelsThenLinesThenType() {
    let all = LaTeXRemedy.all
    let labels = all.firstIndex { $0.stub == .third } ?? 0
    let lines = all.firstIndex { $0.lines > 1 } ?? 0
    let type = all.firstIndex { $0.size != .normal } ?? 0
    let tiny = all.firstIndex { $0.size == .tiny } ?? 0
    #expect(all[0].padding > all[labels - 1].padding)
    #expect(0 < labels && labels < lines && lines < type && type < tiny)
    #expect(all.map(\.size.type) == all.map(\.size.type).sorted(by: >))
  }

  @Test func keepsCellsWholeWhereTheyFit() throws {
    let rows = try rows(of: WideTables.Shape(columns: 2))
    #expect(rows.contains { $0[0] == "Hansen J" && $0[1] == "{1.27 [0.260]}" })
  }

  @Test func setsPValuesUnderTheirStatisticsInTheWholeRow() throws {
    let rows = try rows(of: WideTables.Shape(columns: 6))
    let first = try #require(rows.firstIndex { $0[0].hasPrefix("Anderson canonical") })
    #expect(rows[first].dropFirst().allSatisfy { $0.contains("15.79") || $0.contains("1.27") })
    #expect(!rows[first].contains { $0.contains("{[}") })
    #expect(rows[first + 1][0].hasPrefix("\\quad "))
    #expect(rows[first + 1].dropFirst().allSatisfy { $0.contains("{[}") && $0.contains("]") })
  }

  @Test func breaksIntervalsAfterTheCommaAndSetsAfterTheUnion() throws {
    let rows = try rows(of: WideTables.Shape(columns: 5, hasIntervals: true, hasSets: true))
    let interval = try #require(rows.firstIndex { $0[1].hasPrefix("{{[}\\ensuremath{-}0.213") })
    #expect(rows[interval][1].hasSuffix(",}"))
    #expect(rows[interval + 1][1] == "{0.048]}")
    let set = try #require(rows.firstIndex { $0[0].hasPrefix("Anderson--Rubin") })
    let lines = rows[set...].prefix { $0.count > 1 && !$0[1].isEmpty }.map { $0[1] }
    #expect(lines.count > 1)
    #expect(!lines.contains { $0.hasPrefix("{\\ensuremath{\\cup}") })
    #expect(
      lines.dropLast().allSatisfy { $0.hasSuffix(",}") || $0.hasSuffix("\\ensuremath{\\cup}}") }
    )
  }

  @Test(arguments: [
    (LaTeXRemedy.Size.normal, "footnotesize"), (.footnote, "footnotesize"),
    (.script, "scriptsize"), (.tiny, "scriptsize"),
  ])
  func setsNotesNoLargerThanTheTable(size: LaTeXRemedy.Size, expected: String) throws {
    let remedy = try #require(LaTeXRemedy.all.first { $0.size == size })
    #expect(remedy.noteSize.command == expected)
  }

  @Test func leavesTheGapAfterASpannerOutOfSpannerAndRule() throws {
    var table = WideTables.table(WideTables.Shape(columns: 4))
    table.head[0] = HeadRow(cells: [
      HeadCell(""), HeadCell("First", span: 2, hasRule: true),
      HeadCell("Second", span: 2, hasRule: true),
    ])
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: .latex, templates: templates).text(of: table)
    let gap = try #require(LaTeXWidths(table).gap(after: 2))
    #expect(text.contains("\\multicolumn{2}{c!{\\hspace{\(gap)}}}{First}"))
    #expect(text.contains("\\cmidrule(lr{\\dimexpr\\cmidrulekern+\(gap)\\relax}){2-3}"))
    #expect(text.contains("\\multicolumn{2}{c}{Second}"))
    #expect(text.contains("\\cmidrule(lr){4-5}"))
  }

  @Test func saysWhereATableIsTooWide() throws {
    let text = try latex(of: WideTables.Shape(columns: 20))
    #expect(text.contains("% Wider than the text"))
    #expect(try !latex(of: WideTables.Shape(columns: 8)).contains("% Wider than the text"))
  }
}

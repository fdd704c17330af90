import Foundation
import PanelData
import PanelResults
import Testing

/// Files of many segments and of odd shapes.
@Suite struct LargeFileTests {
  /// About 3 MB: several segments, quoted line ends, blank lines, late text and missing cells.
  static let mixed: (text: String, rows: Int) = {
    var random = SplitMix(state: 11)
    var text = "id,name,x,late,note\n"
    let rows = 60_000
    for row in 0..<rows {
      let name = "unit \(random.next() % 500)"
      let x = random.next() % 10 == 0 ? "NA" : "\(Double(random.next() >> 40) / 1000)"
      let late = row == 50_000 ? "n.a." : "\(row)"
      let note = random.next() % 7 == 0 ? "\"a \"\"b\"\",\r\nc\"" : "d"
      text += "\(row),\(name),\(x),\(late),\(note)"
      text += row % 3 == 0 ? "\r\n" : row % 3 == 1 ? "\n" : "\r"
      if random.next() % 50 == 0 { text += "\n" }
    }
    return (text, rows)
  }()

  @Test func isTheSameAtAnyNumberOfThreads() throws {
    let one = try read(Self.mixed.text, options: ReadOptions(threads: 1))
    for threads in [2, 3, 8] {
      let many = try read(Self.mixed.text, options: ReadOptions(threads: threads))
      #expect(many.names == one.names)
      #expect(many.source == one.source)
      #expect(many.lineNumbers == one.lineNumbers)
      for (left, right) in zip(many.columns, one.columns) {
        #expect(left.firstText == right.firstText)
        #expect(numbers(many, left.name) == numbers(one, left.name))
        #expect(texts(many, left.name) == texts(one, left.name))
      }
    }
  }

  @Test func readsEveryRowInOrder() throws {
    let table = try read(Self.mixed.text)
    #expect(table.rowCount == Self.mixed.rows)
    #expect(table["id"]?.numbers == (0..<Self.mixed.rows).map(Double.init))
    #expect(texts(table, "note")?.contains("a \"b\",\r\nc") == true)
    #expect(texts(table, "late")?[50_001] == "50001")
    let line = try #require(table.lineNumbers.line(ofRow: 50_000))
    #expect(table["late"]?.firstText == TextCell(text: "n.a.", file: "panel.csv", line: line))
    let lines = Self.mixed.text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[line - 1].hasPrefix("50000,"))
  }

  /// Of two faults the first in the file is named, whichever thread meets its own first.
  @Test(arguments: [1, 2, 7]) func namesTheFirstFault(threads: Int) {
    var lines = ["a,b"] + (0..<300_000).map { "\($0),\($0 * 3)" }
    lines[290_000] = "x,\"y"
    lines[200_000] = "1,2,3"
    lines[280_000] = "1"
    let text = faultText {
      _ = try read(lines.joined(separator: "\n"), options: ReadOptions(threads: threads))
    }
    #expect(text.hasPrefix("panel.csv, line 200001: the line has 3 fields, the header has 2."))
  }

  @Test func readsAHundredThousandColumns() throws {
    let names = (0..<100_000).map { "v\($0)" }.joined(separator: ",")
    let row = (0..<100_000).map { "\($0)" }.joined(separator: ",")
    let table = try read("\(names)\n\(row)\n\(row)\n")
    #expect(table.columns.count == 100_000)
    #expect(table["v99999"]?.numbers == [99_999, 99_999])
  }

  @Test func readsALineOfTenMegabytes() throws {
    let cells = Array(repeating: String(repeating: "x", count: 50_000), count: 200)
    let names = cells.indices.map { "v\($0)" }.joined(separator: ",")
    let table = try read("\(names)\n\(cells.joined(separator: ","))\n")
    let last = try #require(texts(table, "v199"))
    #expect(last[0]?.count == 50_000)
  }

  @Test func namesAQuoteThatIsNeverClosed() {
    #expect(
      faultText { _ = try read("a,b\n1,\"2\n3,4\n") }
        == "panel.csv, line 2, field 2 ('b'): the field begins with a quote that is never closed"
    )
    #expect(
      faultText { _ = try read("a,b\n1,\"") }.contains("line 2, field 2 ('b')")
    )
    let long = String(repeating: "3,4\n", count: 100_000)
    #expect(
      faultText { _ = try read("a,b\n1,\"2\n\(long)") }
        == "panel.csv, line 2, field 2 ('b'): the field is longer than 65536 bytes; perhaps a quote "
        + "is not closed"
    )
  }

  @Test(arguments: [
    ("\n\n\r\n", "nothing but blank lines"), ("a,b\n", "a header and no rows"),
    ("a,b", "a header and no rows"), ("\u{FEFF}", "empty but for a byte order mark"),
    ("1,2\n3,4\n", "the first line holds numbers"), ("a;b\n1;2\n", "separated by semicolons"),
    ("a,b\n1,\"2\"3\n", "text follows a closing quote"), ("a,b\n\"x\" ,2\n", "closing quote"),
    ("a,b\n1,\"\u{0}\"\n", "NUL byte"), ("a\u{0},b\n1,2\n", "NUL byte"),
  ])
  func refusesWhatIsNoTable(text: String, reason: String) {
    #expect(faultText { _ = try read(text) }.contains(reason))
  }
}

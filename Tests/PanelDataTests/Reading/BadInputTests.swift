import Foundation
import PanelData
import Testing

/// Files that users will throw at the reader; every message names what to mend, and where.
@Suite struct BadInputTests {
  @Test func namesAnEmptyFile() {
    #expect(
      faultText { _ = try read("") } == "panel.csv: the file is empty (0 bytes)"
    )
  }

  @Test func namesTheLineAndTheCountsOfARaggedRow() {
    #expect(
      BadInput.fault("ragged_short_row.csv")
        == "ragged_short_row.csv, line 9: the line has 6 fields, the header has 8."
    )
    #expect(
      faultText { _ = try read("a,b\n1,2\n\n1,2,3,4\n") }
        == "panel.csv, line 4: the line has 4 fields, the header has 2."
    )
    #expect(
      faultText { _ = try read("a,b\n\"1\n\",2\n1\n") }
        == "panel.csv, line 4: the line has 1 field, the header has 2."
    )
    #expect(
      faultText { _ = try read("a,b\n1,2,\n") }
        == "panel.csv, line 2: the line has 3 fields, the header has 2. The line ends with a "
        + "delimiter and the header does not."
    )
    #expect(
      faultText { _ = try read("a,b\nr1,1,2\n") }
        == "panel.csv, line 2: the line has 3 fields, the header has 2. If the first column holds "
        + "row names, give it a name in the header."
    )
  }

  @Test func stripsAByteOrderMark() throws {
    #expect(try BadInput.read("bom_utf8.csv").names.first == "unit")
  }

  @Test func readsLinesThatEndInCarriageReturns() throws {
    let table = try BadInput.read("cr_only.csv")
    #expect(table.rowCount == 36)
    #expect(table.lineNumbers == .consecutive(first: 2))
  }

  @Test func countsPhysicalLinesAfterAQuotedNewline() throws {
    let table = try BadInput.read("quoted_newline.csv")
    #expect(table.rowCount == 36)
    #expect(texts(table, "unit")?.first == "An \"old\"\nname, Anhui")
    #expect(table.lineNumbers.line(ofRow: 0) == 2)
    #expect(table.lineNumbers.line(ofRow: 1) == 4)
    #expect(table.lineNumbers.line(ofRow: 6) == 14)
  }

  @Test func refusesAQuoteInsideAnUnquotedField() {
    #expect(
      BadInput.fault("quote_inside_field.csv")
        == "quote_inside_field.csv, line 4, field 1 ('unit'): there is a quote inside an unquoted "
        + "field; put the field in quotes and double the quote"
    )
  }

  @Test func refusesAHugeFieldInFewWords() {
    let text = faultText {
      _ = try read("unit,x\nA,1\n\(String(repeating: "A", count: 2_000_000)),2\n")
    }
    #expect(
      text == "panel.csv, line 3, field 1 ('unit'): the field is longer than 65536 bytes; perhaps "
        + "a quote is not closed"
    )
  }

  @Test func namesAColumnWithoutAName() {
    #expect(
      BadInput.fault("empty_header_name.csv")
        == "empty_header_name.csv, line 1, field 5: the column has no name; name it in the header, "
        + "or remove it"
    )
  }

  @Test func namesColumnsThatShareAName() {
    #expect(
      faultText { _ = try read("unit,x, x\n1,2,3\n") }
        == "panel.csv, line 1, field 3: two columns are named 'x' (fields 2 and 3); rename one"
    )
  }

  @Test func readsUTF16ByItsMark() throws {
    let table = try BadInput.read("utf16le.csv")
    #expect(table.rowCount == 36)
    #expect(table.names == ["unit", "year", "y", "x1", "x2", "treat", "lon", "lat"])
  }

  @Test(arguments: ["gbk", "GB18030", "gb2312"])
  func readsChineseEncodings(name: String) throws {
    let encoding = try #require(TextEncoding(named: name))
    let table = try BadInput.read("gbk_declared.csv", options: ReadOptions(encoding: encoding))
    #expect(table.names.prefix(2) == ["省份", "年份"])
    #expect(table.rowCount == 36)
  }

  @Test func namesTheByteThatIsNotUTF8() {
    #expect(
      BadInput.fault("invalid_utf8_byte.csv")
        == "invalid_utf8_byte.csv, line 8, field 1 ('unit'): byte 0xFF at byte 326 of the file is "
        + "not UTF-8. If the file has another encoding, name it in the study, such as "
        + "'encoding: gb18030'."
    )
    #expect(BadInput.fault("gbk_declared.csv").contains("line 1, field 1: byte 0xB7 at byte 3 of"))
  }

  @Test func namesAByteThatIsNotGB18030() {
    let text = faultText {
      _ = try read(
        bytes: Array("a,b\n1,2\n3,".utf8) + [0xFF, 10],
        options: ReadOptions(encoding: .gb18030)
      )
    }
    #expect(text.hasPrefix("panel.csv, line 3: byte 0xFF at byte 11 of the file is not GB18030."))
  }

  @Test(arguments: [
    ("thousand_separators.csv", "y", "'1,174.70' (thousand_separators.csv, line 3)", "thousands"),
    ("missing_tokens.csv", "x1", "'-' (missing_tokens.csv, line 14)", "missing token"),
    ("odd_numbers.csv", "x1", "'0x1F' (odd_numbers.csv, line 2)", "hexadecimal"),
    ("text_in_numeric.csv", "x1", "'n.a.' (text_in_numeric.csv, line 18)", "missing token"),
    ("year_formats.csv", "year", "'2016年' (year_formats.csv, line 3)", "Correct the value"),
  ])
  func namesTheFirstCellThatIsNoNumber(
    file: String,
    column: String,
    place: String,
    advice: String
  ) throws {
    let table = try BadInput.read(file)
    let text = faultText { _ = try table[column]?.requireNumbers() }
    #expect(text.hasPrefix("'\(column)' holds text such as \(place), but numbers are needed here."))
    #expect(text.contains(advice))
  }

  @Test func leavesOutTrailingCommasAndBlankLines() throws {
    let table = try BadInput.read("trailing_comma_blank_lines.csv")
    #expect(table.rowCount == 36)
    #expect(table.names.count == 8)
  }

  @Test func refusesCompressedFiles() {
    #expect(
      BadInput.fault("truncated_gz.csv.gz")
        == "truncated_gz.csv.gz: this is no data file: it is compressed (gzip); compressed input "
        + "is not supported: unpack it first"
    )
  }

  @Test func showsNoControlCharactersInMessages() throws {
    let table = try BadInput.read("ansi_escape_labels.csv")
    #expect(texts(table, "unit")?[6] == "\u{1B}[31mRed\u{7}\u{1B}[2J")
    let text = faultText {
      _ = try read("a,b\n1,2\n\u{1B}[31m\u{7}x\u{202E},2\n")["a"]?.requireNumbers()
    }
    #expect(text.contains("'\\u{1B}[31m\\u{7}x\\u{202E}' (panel.csv, line 3)"))
    #expect(!text.contains("\u{1B}"))
  }
}

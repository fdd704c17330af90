import Foundation
import PanelData
import PanelResults
import Testing

@Suite struct StatisticalFileTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Files/statistical").standardizedFileURL

  static func read(_ name: String, options: ReadOptions = ReadOptions()) throws -> DataTable {
    try DataReader.read(url: folder.appending(path: name), named: name, options: options)
  }

  #if STAT_FILES
    /// Tagged, system and declared missing values are the empty cells of the CSV.
    @Test(arguments: [
      "stata-117.dta", "stata-118.dta", "stata-119.dta", "spss.sav", "spss.zsav", "sas.sas7bdat",
      "sas.xpt",
    ])
    func readsWhatTheTextFileHolds(name: String) throws {
      let table = try Self.read(name)
      let expected = try Self.read("panel.csv")
      #expect(table.names == expected.names)
      #expect(texts(table, "name") == texts(expected, "name"))
      for column in ["year", "region", "wage", "day"] {
        #expect(numbers(table, column) == numbers(expected, column), "\(column)")
      }
      #expect(table["wage"]?.label == "Hourly wage")
      #expect(table.lineNumbers == .none)
      #expect(table.source?.rows == 6)
      #expect(table.source?.columns == 5)
      #expect(table.source?.sha256.count == 64)
    }

    @Test(arguments: ["stata-117.dta", "stata-118.dta", "stata-119.dta", "spss.sav", "spss.zsav"])
    func readsLabelsOfValues(name: String) throws {
      let region = try #require(try Self.read(name)["region"])
      #expect(region.label == "Region of work")
      #expect(region.valueLabels == [1: "North", 2: "Süd & West"])
    }

    /// The portable format knows upper-case names and no letters beyond ASCII.
    @Test func readsPortableFiles() throws {
      let table = try Self.read("spss.por")
      let expected = try Self.read("panel.csv")
      #expect(numbers(table, "WAGE") == numbers(expected, "wage"))
      #expect(texts(table, "NAME")?.prefix(3) == ["Anhui", "Anhui", "Sud"])
      #expect(table["REGION"]?.valueLabels == [1: "North", 2: "Sud & West"])
    }

    @Test func readsWhatPandasWrites() throws {
      let table = try Self.read("pandas-118.dta")
      let expected = try Self.read("panel.csv")
      #expect(texts(table, "name") == texts(expected, "name"))
      for column in ["year", "wage", "day"] {
        #expect(numbers(table, column) == numbers(expected, column), "\(column)")
      }
      #expect(numbers(table, "region") == [0, 1, 0, 1, nil, 1])
      #expect(table["region"]?.valueLabels == [0: "North", 1: "Süd & West"])
      #expect(table["name"]?.label == "Name of the unit")
    }

    @Test func readsOldTextsInTheEncodingOfTheStudy() throws {
      let encoding = try #require(TextEncoding(named: "gb18030"))
      let table = try Self.read("stata-117.dta", options: ReadOptions(encoding: encoding))
      // The bytes of "üd" in Windows-1252 are one Chinese character.
      #expect(texts(table, "name")?[2] == "S黡")
    }

    @Test func namesTheFileWhenTextIsUsedAsNumbers() throws {
      let table = try Self.read("stata-118.dta")
      let text = faultText { _ = try table["name"]?.requireNumbers() }
      #expect(
        text.hasPrefix("'name' holds text such as 'Anhui' (stata-118.dta), but numbers are needed")
      )
    }

    /// A file cut anywhere is an error that names it, or a complete table; never a trap.
    @Test(arguments: [
      "stata-117.dta", "stata-118.dta", "spss.sav", "spss.zsav", "spss.por", "sas.sas7bdat",
      "sas.xpt",
    ])
    func survivesFilesThatAreCut(name: String) throws {
      let bytes = Array(try Data(contentsOf: Self.folder.appending(path: name)))
      for length in stride(from: 1, to: bytes.count, by: max(1, bytes.count / 60)) {
        do {
          let table = try PanelDataTests.read(bytes: Array(bytes[..<length]), named: name)
          #expect(table.rowCount <= 6)
        } catch let error as DataError {
          #expect(error.description.hasPrefix(name))
        }
      }
    }

    @Test func namesAFileOfAnotherFormat() {
      let text = faultText { _ = try PanelDataTests.read("a,b\n1,2\n", named: "panel.dta") }
      #expect(text.hasPrefix("panel.dta: the file cannot be read: "))
      #expect(text.hasSuffix("Is it a complete .dta file?"))
    }
  #else
    @Test func saysWhatIsLacking() {
      #expect(faultText { _ = try Self.read("stata-118.dta") }.contains("trait StatFiles"))
    }
  #endif
}

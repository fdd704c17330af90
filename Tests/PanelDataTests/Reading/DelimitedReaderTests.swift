import PanelData
import PanelResults
import Testing

@Suite struct DelimitedReaderTests {
  @Test(arguments: [
    "a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "a,b\n1,x\n2,y",
    "\u{FEFF}a,b\n1,x\n2,y\n", "a,b\n\n1,x\n\n2,y\n\n\n", "\n\na,b\r\n1,x\n2,y\r",
    "a , b\n 1 ,x\n2,y\n",
    "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n", "a,b,\n1,x,\n2,y,\n",
  ])
  func readsTheSameTableInManyShapes(text: String) throws {
    let table = try read(text)
    #expect(table.names == ["a", "b"])
    #expect(table.rowCount == 2)
    #expect(numbers(table, "a") == [1, 2])
    #expect(texts(table, "b") == ["x", "y"])
  }

  @Test func undoesQuotesAndKeepsWhatIsWithinThem() throws {
    let table = try read("name,x\n\"Süd, \"\"old\"\"\nbank\",1\n\"\",2\n\" a \",3\n b ,4\n")
    #expect(texts(table, "name") == ["Süd, \"old\"\nbank", nil, " a ", " b "])
    #expect(table.lineNumbers == .each([2, 4, 5, 6]))
  }

  @Test func codesTextInOrderOfFirstAppearance() throws {
    let table = try read("region\nWest\nEast\nWest\nNA\nNorth\n")
    #expect(
      table["region"]?.storage
        == .text(codes: [0, 1, 0, -1, 2], levels: ["West", "East", "North"])
    )
  }

  @Test func readsTheNumberGrammar() throws {
    let table = try read("x\n1\n-2.5\n+3\n.5\n5.\n1e3\n1E-2\n-0.25e+1\n 7 \n\"8.5\"\n007\n")
    #expect(numbers(table, "x") == [1, -2.5, 3, 0.5, 5, 1000, 0.01, -2.5, 7, 8.5, 7])
  }

  @Test(arguments: [
    "0x1F", "1_000", "１２", "1d5", "1,5", "1e", "e5", "-", "+", "1.2.3", "1 2", "--1", "5%", "$5",
    "inf", "-Infinity", "1e999", "nan(3)", "1e+", ".e3", "\u{2212}1",
  ])
  func keepsWhatIsNoNumberAsText(cell: String) throws {
    let table = try read("id,x\n1,1\n2,\"\(cell)\"\n3,3\n")
    #expect(texts(table, "x") == ["1", cell, "3"])
    let text = faultText { _ = try table["x"]?.requireNumbers() }
    #expect(text.contains("'x'"))
    #expect(text.contains("panel.csv, line 3"))
  }

  @Test func readsMissingTokens() throws {
    let table = try read("x,y\n,a\nNA,NA\nNaN,\"NA\"\n.,\n null ,b\n#N/A,c\n2,d\n")
    #expect(numbers(table, "x") == [nil, nil, nil, nil, nil, nil, 2])
    #expect(texts(table, "y") == ["a", nil, "NA", nil, "b", "c", "d"])
  }

  @Test func readsTheTokensOfAStudyInsteadOfItsOwn() throws {
    let options = ReadOptions(missingTokens: ["", "-99", "keine Angabe"])
    let table = try read("x,y\n-99,1\nkeine Angabe,2\n3,NA\n", options: options)
    #expect(numbers(table, "x") == [nil, nil, 3])
    #expect(texts(table, "y") == ["1", "2", "NA"])
  }

  @Test func makesNumbersOfAColumnWithoutValues() throws {
    #expect(numbers(try read("x,y\n1,\n2,NA\n"), "y") == [nil, nil])
  }

  @Test func readsTabs() throws {
    #expect(try read("a\tb\n1\tx,y\n", named: "panel.tsv").names == ["a", "b"])
    #expect(texts(try read("a\tb\n1\tx,y\n", named: "panel.txt"), "b") == ["x,y"])
    #expect(numbers(try read("a,b\n1,2\n", named: "panel.txt"), "b") == [2])
  }

  @Test func fillsTheSource() throws {
    let table = try read("a,b\n1,2\n")
    #expect(table.source?.file == "panel.csv")
    #expect(table.source?.rows == 1)
    #expect(table.source?.columns == 2)
    #expect(
      table.source?.sha256 == "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"
    )
    #expect(table.lineNumbers == .consecutive(first: 2))
  }
}

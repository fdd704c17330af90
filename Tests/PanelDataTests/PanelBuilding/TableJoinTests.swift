import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelData

@Suite struct TableJoinTests {
  let main = "state,year,x\n1,2000,5\n1,2001,6\n2,2000,7\n,2000,8\n3,2000,9\n"

  private func join(
    _ other: String,
    on keys: [(String, String)],
    columns: [String]? = nil,
    renamed: [String: String] = [:],
    to main: String? = nil
  ) throws -> Panel {
    let join = JoinDeclaration(
      table: try read(other, named: "states.csv"),
      keys: keys.map { JoinDeclaration.Key(here: $0.0, there: $0.1) },
      columns: columns,
      renamed: renamed
    )
    return try PanelBuilder.build(
      try read(main ?? self.main, named: "panel.csv"),
      PanelDeclaration(joins: [join])
    )
  }

  @Test func looksUpByKey() throws {
    let panel = try join(
      "state,region,area\n2,West,10\n1,South,20\n9,North,30\n,None,40\n",
      on: [("state", "state")]
    )
    #expect(panel.table.names == ["state", "year", "x", "region", "area"])
    #expect(texts(panel.table, "region") == ["South", "South", "West", nil, nil])
    #expect(
      panel.table["region"]?.storage == .text(codes: [0, 0, 1, -1, -1], levels: ["South", "West"])
    )
    #expect(numbers(panel.table, "area") == [20, 20, 10, nil, nil])
    #expect(panel.funnel == [RowsDropped(.unmatchedInJoin, subject: "states.csv", rows: 2)])
    #expect(panel.sources.map(\.file) == ["panel.csv", "states.csv"])
  }

  @Test func looksUpBySeveralKeysOfOtherNames() throws {
    let panel = try join(
      "id,t,gdp\n1,2001,3\n1,2000,2\n2,2001,4\n",
      on: [("state", "id"), ("year", "t")]
    )
    #expect(numbers(panel.table, "gdp") == [2, 3, nil, nil, nil])
    #expect(panel.funnel.first?.rows == 1)
  }

  @Test func matchesTextByItsLetters() throws {
    let panel = try join(
      "省,v\n北京,1\n上海,2\n",
      on: [("unit", "省")],
      to: "unit\n上海\n北京\n上海\n天津\n"
    )
    #expect(numbers(panel.table, "v") == [2, 1, 2, nil])
  }

  @Test func takesChosenColumnsUnderNewNames() throws {
    let panel = try join(
      "state,x,y,z\n1,1,2,3\n2,1,2,3\n",
      on: [("state", "state")],
      columns: ["x", "y"],
      renamed: ["x": "x_state"]
    )
    #expect(panel.table.names == ["state", "year", "x", "x_state", "y"])
  }

  @Test func letsAnIdenticalColumnPass() throws {
    let panel = try join("state,year,z\n1,2000,3\n", on: [("state", "state"), ("year", "year")])
    #expect(panel.table.names == ["state", "year", "x", "z"])
    let same = try join("state,x,z\n2,7,3\n3,9,4\n", on: [("state", "state")])
    #expect(numbers(same.table, "z") == [nil, nil, 3, nil, 4])
  }

  @Test(arguments: [
    (
      "state,a\n1,1\n2,2\n1,3\n", "state",
      "data.join[1]: state = 1 stands twice in states.csv: states.csv, line 2 and states.csv, line 4. "
        + "A joined file has one row for each key; add a column to 'on', or remove one row."
    ),
    (
      "stat,a\n1,1\n", "state",
      "data.join[1]: states.csv has no column 'state'. Did you mean 'stat'?"
    ),
    ("state,a\n1,1\n", "stte", "data.join[1]: There is no column 'stte'. Did you mean 'state'?"),
    (
      "state,a\nAL,1\n", "state",
      "data.join[1]: 'state' is a number in panel.csv, and 'state' is text in states.csv."
    ),
    (
      "state,a\n11,1\n", "state",
      "data.join[1]: No row of panel.csv finds its state in states.csv. For example, state is '1' "
        + "here and '11' there."
    ),
    (
      "state,x\n1,5\n2,8\n", "state",
      "data.join[1]: panel.csv and states.csv both have a column 'x', and they differ: '6' and '5' at "
        + "panel.csv, line 3."
    ),
  ])
  func explainsAJoinThatCannotBe(other: String, key: String, message: String) {
    let text = faultText { _ = try join(other, on: [(key, key == "stte" ? "state" : key)]) }
    #expect(text.hasPrefix(message), "\(text)")
  }

  @Test func joinsTheStatesOfTheFlagshipExample() throws {
    func table(_ name: String) throws -> DataTable {
      try DataReader.read(
        url: Repository.examples.appending(path: "castle-doctrine/\(name)"),
        named: name
      )
    }
    let states = JoinDeclaration(
      table: try table("states.csv"),
      keys: [JoinDeclaration.Key(here: "sid", there: "sid")],
      columns: ["state", "region"]
    )
    let panel = try PanelBuilder.build(
      try table("castle.csv"),
      PanelDeclaration(
        unit: "state",
        time: "year",
        joins: [states],
        sampleRule: "year >= 2002 & region != \"West\"",
        variables: [DerivedVariable("growth", "D.log(homicide)")]
      )
    )
    let index = try #require(panel.index)
    #expect(index.unitNames.first == "Alabama" && !index.unitNames.contains("Alaska"))
    #expect(panel.rowsRead == 550)
    #expect(panel.table.rowCount == index.unitNames.count * 9)
    #expect(panel.gaps["growth"]?.count { $0 } == index.unitNames.count)
    #expect(panel.funnel.map(\.reason) == [.whereFalse])
  }

  @Test func refusesNamesThatMeanNothing() {
    let other = "state,a,b\n1,1,2\n"
    #expect(
      faultText { _ = try join(other, on: [("state", "state")], columns: ["c"]) }
        .contains("has no column 'c'")
    )
    #expect(
      faultText { _ = try join(other, on: [("state", "state")], renamed: ["a": "b"]) }
        .contains("Two columns of states.csv would be called 'b'")
    )
    #expect(
      faultText {
        _ = try join(other, on: [("state", "state")], columns: ["a"], renamed: ["b": "c"])
      }.contains("'b' is renamed, but it is not among the columns taken")
    )
    #expect(faultText { _ = try join(other, on: []) }.contains("A join needs 'on'"))
  }
}

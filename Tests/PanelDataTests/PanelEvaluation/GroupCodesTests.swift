import PanelNumerics
import Testing

@testable import PanelData

@Suite struct GroupCodesTests {
  @Test func codesGroupsInTheOrderTheyAppear() throws {
    let panel = try section("s,n,d\nw,2015,0.5\nv,2014,-0\n,2015,0\nw,,0.5\nu,1990,1e18\n")
    let text = try panel.groupCodes(of: ["s"])
    #expect(text.codes == [0, 1, -1, 0, 2])
    #expect(text.levelNames == ["w", "v", "u"])
    #expect(text.name == "s" && text.count == 3)
    let whole = try panel.groupCodes(of: ["n"])
    #expect(whole.codes == [0, 1, 0, -1, 2])
    #expect(whole.levelNames == ["2015", "2014", "1990"])
    let any = try panel.groupCodes(of: ["d"])
    #expect(any.codes == [0, 1, 1, 0, 2])
    #expect(any.levelNames == ["0.5", "0", "1e+18"])
    let both = try panel.groupCodes(of: ["s", "n"])
    #expect(both.codes == [0, 1, -1, -1, 2])
    #expect(both.name == "s^n")
    #expect(both.levelNames == ["w^2015", "v^2014", "u^1990"])
  }

  @Test func takesTheUnitFromTheIndex() throws {
    let panel = try panel("unit,time\n9,1\n9,2\n3,1\n")
    #expect(try panel.groupCodes(of: ["unit"]).codes == [0, 1, 1])
    #expect(try panel.groupCodes(of: ["unit"]).levelNames == ["3", "9"])
  }

  /// Every way of coding gives the groups that a dictionary gives.
  @Test(arguments: [1.0, 1e7, 0.25, -1e15])
  func agreesWithADictionary(scale: Double) throws {
    var random = Philox(seed: 5, stream: 0)
    let first = (0..<5000).map { _ in Double(random.below(900) - 300) * scale }
    let second = (0..<5000).map { _ in
      random.below(10) == 0 ? Double.nan : Double(random.below(400))
    }
    let panel = Panel(
      table: DataTable(columns: [Column("a", numbers: first), Column("b", numbers: second)])
    )
    var codes: [Double: Int32] = [:]
    var expected: [Int32] = []
    for value in first {
      if codes[value] == nil { codes[value] = Int32(codes.count) }
      expected.append(codes[value] ?? -1)
    }
    #expect(try panel.groupCodes(of: ["a"]).codes == expected)
    var pairs: [[Double]: Int32] = [:]
    expected = []
    for (a, b) in zip(first, second) {
      if b.isNaN {
        expected.append(-1)
        continue
      }
      if pairs[[a, b]] == nil { pairs[[a, b]] = Int32(pairs.count) }
      expected.append(pairs[[a, b]] ?? -1)
    }
    let both = try panel.groupCodes(of: ["a", "b"])
    #expect(both.codes == expected)
    #expect(both.count == pairs.count)
  }
}

@Suite struct DesignColumnTests {
  let data = "unit,time,region,x,y\n1,1,West,2,1\n1,2,South,3,\n2,1,South,5,4\n2,2,,7,1\n"

  @Test func makesIndicatorsInAscendingOrder() throws {
    let panel = try panel(data)
    let columns = try panel.columns("i(region) + i(time, ref = 1)")
    #expect(columns.map(\.name) == ["region::South", "region::West", "time::2"])
    #expect(columns[0].numbers.prefix(3) == [0, 1, 1])
    #expect(columns[0].numbers[3].isNaN)
    #expect(columns[2].numbers == [0, 1, 0, 1])
    #expect(try panel.columns("i(region, ref = South)").map(\.name) == ["region::West"])
  }

  /// `feols("y ~ i(g)")` of pyfixest 0.60.0 has a constant and all values but the first.
  @Test func takesTheFirstValueAsReferenceBesideAConstant() throws {
    let panel = try panel(data)
    func names(_ text: String, _ hasConstant: Bool) throws -> [String] {
      try FormulaParser.terms(text).flatMap {
        try panel.columns(of: $0, besideConstant: hasConstant).map(\.name)
      }
    }
    #expect(try names("i(region)", true) == ["region::West"])
    #expect(try names("i(region)", false) == ["region::South", "region::West"])
    #expect(try names("i(region, ref = West)", true) == ["region::South"])
    #expect(try names("i(region, x)", true) == ["region::South:x", "region::West:x"])
    #expect(try FormulaParser.parse("y ~ x - 1 | firm").spansConstant)
    #expect(try !FormulaParser.parse("y ~ x - 1").spansConstant)
  }

  @Test func multipliesFactors() throws {
    let panel = try panel(data)
    let columns = try panel.columns("x:y + i(time, x, ref = 2) + i(region):i(time) + x:L.x")
    #expect(
      columns.map(\.name) == [
        "x:y", "time::1:x", "region::South:time::1", "region::South:time::2",
        "region::West:time::1",
        "region::West:time::2", "x:L.x",
      ]
    )
    #expect(columns[0].numbers[0] == 2 && columns[0].numbers[1].isNaN)
    #expect(columns[1].numbers == [2, 0, 5, 0])
    #expect(columns[6].noNeighbour == [true, false, true, false])
  }

  @Test func usesTheLabelsOfAStatisticalFile() throws {
    let region = Column(
      name: "region",
      valueLabels: [1: "South", 2: "West"],
      storage: .numbers([2, 1, 3, 1])
    )
    let panel = Panel(table: DataTable(columns: [region]))
    #expect(
      try panel.columns("i(region)").map(\.name) == ["region::South", "region::West", "region::3"]
    )
    #expect(
      try panel.columns("i(region, ref = West)").map(\.name) == ["region::South", "region::3"]
    )
    #expect(try panel.columns("i(region, ref = 2)").map(\.name) == ["region::South", "region::3"])
  }

  @Test func refusesWhatCannotBeAColumn() throws {
    let panel = try panel(data)
    #expect(
      faultText { _ = try panel.columns("i(region, ref = Sauth)") }
        .contains("region is \"Sauth\" in no row. Did you mean \"South\"?")
    )
    #expect(faultText { _ = try panel.columns("region") }.contains("use i(region)"))
    #expect(faultText { _ = try panel.columns("region:x") }.contains("i(region):x"))
    let many = Panel(
      table: DataTable(columns: [Column("id", numbers: (0..<2000).map(Double.init))])
    )
    #expect(faultText { _ = try many.columns("i(id)") }.contains("Absorb it as an effect"))
    let large = try section("x\n1e200\n")
    #expect(faultText { _ = try large.columns("x:I(x + 1)") }.contains("panel.csv, line 2"))
  }
}

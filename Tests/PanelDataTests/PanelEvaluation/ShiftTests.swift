import PanelNumerics
import Testing

@testable import PanelData

@Suite struct ShiftTests {
  let gaps = """
    unit,time,x
    a,2000,1
    a,2001,2
    a,2003,4
    a,2004,
    a,2005,32
    b,2001,7
    b,2002,11
    """

  @Test(arguments: [
    ("L.x", [nil, 1, nil, 4, nil, nil, 7] as [Double?]),
    ("L2.x", [nil, nil, 2, nil, 4, nil, nil]),
    ("F.x", [2, nil, nil, 32, nil, 11, nil]),
    ("D.x", [nil, 1, nil, nil, nil, nil, 4]),
    ("L.(x * 2) + 1", [nil, 3, nil, 9, nil, nil, 15]),
    ("D.time", [nil, 1, nil, 1, 1, nil, 1]),
    ("D2.time", [nil, nil, nil, nil, 0, nil, nil]),
    ("L.unit == \"a\"", [nil, 1, nil, 1, 1, nil, 0]),
  ])
  func respectsGapsAndUnits(expression: String, expected: [Double?]) throws {
    #expect(try panel(gaps).evaluate(expression) == expected)
  }

  @Test func saysWhichValuesHaveNoNeighbour() throws {
    let panel = try panel(gaps)
    let lag = try panel.values(of: try ExpressionParser.parse("L.x"))
    #expect(lag.name == "L.x")
    #expect(lag.noNeighbour == [true, false, true, false, false, true, false])
    #expect(try panel.values(of: .column("x")).noNeighbour == nil)
    // 2005 has a neighbour whose value is missing; 2003 has none.
    let sum = try panel.values(of: try ExpressionParser.parse("log(L.x) + x"))
    #expect(sum.noNeighbour == [true, false, true, false, false, true, false])
    let chosen = try panel.values(of: try ExpressionParser.parse("ifelse(time > 2003, x, L.x)"))
    #expect(chosen.noNeighbour == [true, false, true, false, false, true, false])
  }

  @Test func keepsTheReasonInADerivedVariable() throws {
    let panel = try panel(
      gaps,
      variables: [DerivedVariable("before", "L.x"), DerivedVariable("twice", "before * 2")]
    )
    #expect(
      try panel.values(of: .column("twice")).noNeighbour
        == [true, false, true, false, false, true, false]
    )
    #expect(try panel.evaluate("twice") == [nil, 2, nil, 8, nil, nil, 14])
    #expect(try panel.evaluate("L.twice") == [nil, nil, nil, nil, 8, nil, nil])
  }

  @Test func countsPeriodsInTheDeclaredStep() throws {
    let text = "unit,time,x\na,1952,1\na,1957,2\na,1967,3\n"
    #expect(try panel(text, step: 5).evaluate("L.x") == [nil, 1, nil])
    #expect(try panel(text, step: 5).evaluate("L2.x") == [nil, nil, 2])
    #expect(
      faultText { _ = try panel(text).evaluate("L.x") }
        == "L.x has no value in any row: 'time' moves in steps of 5, but the declared step is 1. "
        + "Declare 'step: 5' under 'data'."
    )
  }

  @Test func findsNoLagInASinglePeriod() throws {
    let panel = try PanelBuilder.build(
      try BadInput.read("single_year.csv"),
      PanelDeclaration(unit: "unit", time: "year")
    )
    let lag = try panel.values(of: try ExpressionParser.parse("L.x1"))
    #expect(lag.numbers.allSatisfy { $0.isNaN })
    #expect(lag.noNeighbour == lag.numbers.map { _ in true })
  }

  @Test func explainsAColumnThatIsCalledLikeALag() throws {
    let panel = try panel("unit,time,L.x\na,1,5\n")
    #expect(faultText { _ = try panel.evaluate("L.x") }.contains("write `L.x` between backticks"))
    #expect(try panel.evaluate("`L.x`") == [5])
  }

  @Test func refusesToLagWithoutTime() throws {
    #expect(
      faultText { _ = try section("x\n1\n").evaluate("L.x") }
        .contains("the data have no unit and time")
    )
  }

  /// L of F gives the value back wherever there is a later observation of it.
  @Test(arguments: 0..<20)
  func undoesALeadByALag(round: Int) throws {
    var random = Philox(seed: 7, stream: UInt64(round))
    var text = "unit,time,x\n"
    for unit in 0..<8 {
      for time in 0..<30 where random.below(3) > 0 {
        text += "\(unit),\(time),\(random.below(99))\n"
      }
    }
    let panel = try panel(text)
    let order = 1 + random.below(3)
    let x = try panel.evaluate("x")
    let back = try panel.evaluate("L\(order).F\(order).x")
    let before = try panel.evaluate("L\(order).x")
    let lagged = try panel.evaluate("L.L\(order).x")
    for row in x.indices {
      #expect(back[row] == nil || back[row] == x[row])
      #expect((back[row] == nil) == (before[row] == nil))
    }
    #expect(lagged == (try panel.evaluate("L\(order + 1).x")))
    #expect(try panel.evaluate("D.x") == (try panel.evaluate("x - L.x")))
    #expect(try panel.evaluate("D2.x") == (try panel.evaluate("D.x - L.D.x")))
  }

  private struct Case: Decodable { var n: Int }

  @Test(arguments: [
    (
      "lag_cigar_gaps.json", "cigar_gaps.csv", "state", 1,
      [
        "log(sales)", "log(price / cpi)", "L.log(price / cpi)", "L2.log(price / cpi)",
        "log(ndi / cpi)",
      ]
    ),
    (
      "lag_gapminder_step5.json", "gapminder.csv", "country", 5,
      ["lifeExp", "L.log(gdpPercap)", "log(pop)"]
    ),
  ])
  func findsTheSampleOfTheOracle(
    oracle: String,
    file: String,
    unit: String,
    step: Int,
    variables: [String]
  ) throws {
    let panel = try PanelBuilder.build(
      try OracleFile.table(file),
      PanelDeclaration(unit: unit, time: "year", step: step)
    )
    var isComplete = [Bool](repeating: true, count: panel.table.rowCount)
    for variable in variables {
      for (row, value) in try panel.evaluate(variable).enumerated() where value == nil {
        isComplete[row] = false
      }
    }
    #expect(isComplete.count { $0 } == (try OracleFile.decode(oracle, as: Case.self)).n)
  }

  @Test func agreesWithALookupByKey() throws {
    let panel = try PanelBuilder.build(
      try OracleFile.table("cigar_gaps.csv"),
      PanelDeclaration(unit: "state", time: "year")
    )
    let state = try panel.evaluate("state")
    let year = try panel.evaluate("year")
    let price = try panel.evaluate("price")
    var byKey: [[Double?]: Double?] = [:]
    for row in state.indices { byKey[[state[row], year[row]]] = price[row] }
    for order in 1...4 {
      let lag = try panel.evaluate("L\(order).price")
      for row in state.indices {
        #expect(lag[row] == (byKey[[state[row], year[row].map { $0 - Double(order) }]] ?? nil))
      }
    }
  }
}

import PanelNumerics
import PanelResults
import Testing

@testable import PanelData

@Suite struct PanelBuilderTests {
  private func build(
    _ text: String,
    _ declaration: PanelDeclaration = PanelDeclaration(unit: "unit", time: "time")
  ) throws -> Panel {
    try PanelBuilder.build(try read(text), declaration)
  }

  private func fault(
    _ text: String,
    _ declaration: PanelDeclaration = PanelDeclaration(unit: "unit", time: "time")
  ) -> String {
    faultText { _ = try build(text, declaration) }
  }

  @Test func sortsByUnitAndTime() throws {
    let panel = try build("unit,time,x\nb,2,1\na,3,2\nb,1,3\na,1,4\n")
    #expect(texts(panel.table, "unit") == ["b", "b", "a", "a"])
    #expect(numbers(panel.table, "x") == [3, 1, 4, 2])
    #expect(
      panel.index
        == PanelIndex(
          unitVariable: "unit",
          timeVariable: "time",
          units: [0, 0, 1, 1],
          unitNames: ["b", "a"],
          times: [1, 2, 1, 3],
          step: 1
        )
    )
    #expect(panel.table.lineNumbers == .each([4, 2, 5, 3]))
  }

  @Test func putsNumberedUnitsInTheirOrder() throws {
    let panel = try build("unit,time\n30,1\n4,1\n30,2\n")
    #expect(panel.index?.unitNames == ["4", "30"])
    #expect(numbers(panel.table, "unit") == [4, 30, 30])
  }

  @Test func leavesASortedTableAsItIs() throws {
    let panel = try build("unit,time,x\nb,2015.0,1\nb,2016,2\na,2015,3\n")
    #expect(panel.table.lineNumbers == .consecutive(first: 2))
    #expect(panel.index?.times == [2015, 2016, 2015])
  }

  /// The order of rows in the file changes nothing but the order of text units.
  @Test(arguments: 0..<5)
  func doesNotDependOnTheOrderOfRows(round: Int) throws {
    var random = Philox(seed: 11, stream: UInt64(round))
    var rows: [String] = []
    for unit in 0..<12 {
      for time in 0..<9 where random.below(4) > 0 {
        rows.append("\(unit),\(time),\(random.below(99))")
      }
    }
    let variables = [DerivedVariable("z", "D.x + mean(x, by = unit)")]
    let declaration = PanelDeclaration(unit: "unit", time: "time", variables: variables)
    let sorted = try build("unit,time,x\n" + rows.joined(separator: "\n") + "\n", declaration)
    random.shuffle(&rows)
    let shuffled = try build("unit,time,x\n" + rows.joined(separator: "\n") + "\n", declaration)
    #expect(shuffled.index == sorted.index)
    #expect(numbers(shuffled.table, "z") == numbers(sorted.table, "z"))
  }

  @Test func namesBothLinesOfARepeatedKey() throws {
    #expect(
      fault("unit,time\nb,2\na,1\nb,1\nb,2\na,1\n")
        == "data.unit: unit = b, time = 2 stands twice: panel.csv, line 2 and panel.csv, line 5. 1 "
        + "more row repeats a key. A unit has one row in each period: remove one of the two, or "
        + "declare as 'unit' what tells them apart."
    )
    let table = try BadInput.read("duplicate_unit_year.csv")
    let text = faultText {
      _ = try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "year"))
    }
    #expect(text.contains("unit = Anhui, year = 2017 stands twice"))
    #expect(text.contains("line 4 ") && text.contains("line 38."))
  }

  @Test func namesTheFirstTimeThatIsNoWholeNumber() throws {
    let table = try BadInput.read("year_formats.csv")
    #expect(
      faultText { _ = try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "year")) }
        == "data.time: 'year' is '2016年' at year_formats.csv, line 3. A time is a whole number, "
        + "such as 2015, written the same way in every row."
    )
    #expect(fault("unit,time\na,1\na,1.5\n").contains("'time' is '1.5' at panel.csv, line 3"))
  }

  @Test func checksTheStep() throws {
    let five = PanelDeclaration(unit: "unit", time: "time", step: 5)
    #expect(
      fault("unit,time\nb,2000\na,1995\na,1993\n", five)
        == "data.step: 'time' is 2000 at panel.csv, line 2, which is no whole number of steps of 5 "
        + "after 1993, the first period."
    )
    #expect(try build("unit,time\nb,2000\na,1995\n", five).index?.step == 5)
    let none = PanelDeclaration(unit: "unit", time: "time", step: 0)
    #expect(fault("unit,time\na,1\n", none).contains("data.step: A step is a whole number from 1"))
  }

  @Test func countsEveryRowThatLeaves() throws {
    let panel = try build(
      "unit,time,x\na,1,1\n,2,1\na,,1\na,2,\na,3,0\na,4,5\n",
      PanelDeclaration(unit: "unit", time: "time", sampleRule: "x > 0")
    )
    #expect(
      panel.funnel == [
        RowsDropped(.whereFalse, subject: "x > 0", rows: 1),
        RowsDropped(.whereMissing, subject: "x > 0", rows: 1),
        RowsDropped(.keyMissing, subject: "unit", rows: 1),
        RowsDropped(.keyMissing, subject: "time", rows: 1),
      ]
    )
    #expect(panel.rowsRead == 6 && panel.table.rowCount == 2)
    #expect(panel.sampleRule == "x > 0")
    #expect(panel.rowsRead - panel.funnel.map(\.rows).reduce(0, +) == panel.table.rowCount)
    #expect(panel.table.lineNumbers == .each([2, 7]))
  }

  @Test func explainsWhatWhereCannotDo() {
    func declare(_ rule: String) -> PanelDeclaration {
      PanelDeclaration(
        unit: "unit",
        time: "time",
        sampleRule: rule,
        variables: [DerivedVariable("z", "x")]
      )
    }
    let text = "unit,time,x\na,1,1\n"
    #expect(fault(text, declare("L.x > 0")).hasPrefix("data.where: L.x > 0 looks at other periods"))
    #expect(fault(text, declare("z > 0")).contains("'z' is derived under 'variables'"))
    #expect(fault(text, declare("x > 9")).contains("is true in no row"))
    #expect(fault(text, declare("x >")).hasPrefix("data.where: Something is missing"))
    #expect(fault(text, declare("tim > 0")).contains("Did you mean 'time'"))
  }

  @Test func derivesVariablesInOrder() throws {
    let panel = try build(
      "unit,time,x,s\na,1,1,u\na,2,10,v\n",
      PanelDeclaration(
        unit: "unit",
        time: "time",
        variables: [
          DerivedVariable("y", "x * 2"), DerivedVariable("z", "L.y + 1"),
          DerivedVariable("x", "x / 10"),
          DerivedVariable("w", "x + y"), DerivedVariable("t", "ifelse(s == \"u\", \"one\", s)"),
        ]
      )
    )
    #expect(numbers(panel.table, "z") == [nil, 3])
    #expect(numbers(panel.table, "w") == [2.1, 21])
    #expect(texts(panel.table, "t") == ["one", "v"])
    #expect(panel.derived["z"] == "L.y + 1")
  }

  @Test func refusesToReplaceAColumn() {
    func declare(_ variables: DerivedVariable...) -> PanelDeclaration {
      PanelDeclaration(unit: "unit", time: "time", variables: variables)
    }
    let text = "unit,time,x,y\na,1,1,0\n"
    #expect(
      fault(text, declare(DerivedVariable("x", "y + 1")))
        .hasPrefix("variables.x: The data have a column 'x' already")
    )
    #expect(
      fault(text, declare(DerivedVariable("z", "x"), DerivedVariable("z", "z + 1")))
        .hasPrefix("variables.z: 'z' is derived twice")
    )
    #expect(
      fault(text, declare(DerivedVariable("z", "log(y)")))
        .contains(
          "variables.z: log(y) does not exist: there is no logarithm of 0 or of a negative "
            + "number, in 1 row at panel.csv, line 2 (a, 1): y = 0."
        )
    )
  }

  @Test func namesTheUnitsOfACrossSection() throws {
    let panel = try build("unit,x\n3,30\n1,10\n,5\n2,20\n", PanelDeclaration(unit: "unit"))
    #expect(panel.index == nil)
    #expect(panel.units == UnitKeys(variable: "unit", names: ["1", "2", "3"], codes: [0, 1, 2]))
    #expect(panel.table["x"]?.numbers == [10, 20, 30])
    #expect(panel.funnel.map(\.reason) == [.keyMissing])
    #expect(panel.selecting([0, 2]).units?.names == ["1", "3"])
    #expect(
      fault("unit,x\na,1\nb,2\na,3\n", PanelDeclaration(unit: "unit"))
        == "data.unit: unit = a stands twice: panel.csv, line 2 and panel.csv, line 4. Without 'time' "
        + "each unit is one row: declare 'time' for a panel, or keep one row per unit."
    )
  }

  @Test func asksForUnitAndTimeTogether() throws {
    #expect(fault("unit,time\na,1\n", PanelDeclaration(time: "time")).contains("Declare 'unit'"))
    #expect(
      fault("unit,time\na,1\n", PanelDeclaration(unit: "unt", time: "time"))
        .contains("data.unit: There is no column 'unt'. Did you mean 'unit'?")
    )
    #expect(fault("unit,time\n,1\n").contains("data.unit: 'unit' is missing in every row."))
    let section = try build(
      "x\n1\n2\n",
      PanelDeclaration(variables: [DerivedVariable("y", "x + 1")])
    )
    #expect(section.index == nil && numbers(section.table, "y") == [2, 3])
  }

  @Test func mergesLabelsAndChecksTheirNames() throws {
    func declare(_ name: String) -> PanelDeclaration {
      PanelDeclaration(
        unit: "unit",
        time: "time",
        variables: [DerivedVariable("post", "income > 0")],
        labels: [name: "A label"]
      )
    }
    let text = "unit,time,income,region\na,1,1,South\n"
    for name in ["income", "post", "L.post", "post:income", "region::South", "log(income)"] {
      #expect(try build(text, declare(name)).labels[name] == "A label")
    }
    for name in ["incme", "L.pots", "regoin::South", "a +", "incom e"] {
      #expect(
        fault(text, declare(name)).hasPrefix("data.labels.\(name): There is no column '\(name)'")
      )
    }
    #expect(fault(text, declare("incme")).contains("Did you mean 'income'?"))
    var table = try read(text)
    table.set(Column(name: "region", label: "Census region", storage: .numbers([1])))
    let panel = try PanelBuilder.build(table, declare("income"))
    #expect(panel.labels == ["income": "A label", "region": "Census region"])
  }

  @Test func readsALogarithmOfANonPositiveValueAsAnError() throws {
    let panel = try PanelBuilder.build(
      try BadInput.read("log_of_nonpositive.csv"),
      PanelDeclaration(unit: "unit", time: "year")
    )
    let text = faultText { _ = try panel.evaluate("log(x1)") }
    #expect(
      text.contains("of 36 rows, first at log_of_nonpositive.csv, line 2 (Anhui, 2015): x1 = ")
    )
  }

  @Test func filesALabelUnderTheCanonicalName() throws {
    let panel = try build(
      "unit,time,x\na,1,1\n",
      PanelDeclaration(unit: "unit", time: "time", labels: ["L1.x": "Before"])
    )
    #expect(panel.labels == ["L1.x": "Before", "L.x": "Before"])
  }

  @Test func needsARow() {
    let table = DataTable(columns: [Column("unit", numbers: []), Column("time", numbers: [])])
    let text = faultText {
      _ = try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "time"))
    }
    #expect(text == "data: The table has no row of data.")
  }

  @Test func hidesControlCharactersOfUnitNames() throws {
    let text = fault("unit,time\n\"a\u{1B}[31m\",1\n\"a\u{1B}[31m\",1\n")
    #expect(text.contains("a\\u{1B}[31m") && !text.contains("\u{1B}"))
  }
}

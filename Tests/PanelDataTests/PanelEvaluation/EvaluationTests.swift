import Testing

@testable import PanelData

@Suite struct EvaluationTests {
  let data = """
    a,b,s,t
    1,2,South,South
    4,,West,South
    ,3,,West
    0,0,South,
    """

  @Test(arguments: [
    ("a + b", [3, nil, nil, 0] as [Double?]),
    ("a - b * 2", [-3, nil, nil, 0]),
    ("-a^2 + 1", [0, -15, nil, 1]),
    ("2^a", [2, 16, nil, 1]), ("a^0", [1, 1, nil, 1]), ("1^b", [1, nil, 1, 1]),
    ("3 / 2", [1.5, 1.5, 1.5, 1.5]),
    ("abs(a - 2)", [1, 2, nil, 2]), ("sqrt(a)", [1, 2, nil, 0]),
    ("log(exp(a))", [1, 4, nil, 0]),
    ("a > 0", [1, 1, nil, 0]), ("a >= b", [0, nil, nil, 1]), ("a == 4", [0, 1, nil, 0]),
    ("a != b", [1, nil, nil, 0]), ("a < 1", [0, 0, nil, 1]), ("a <= 1", [1, 0, nil, 1]),
    ("a > 0 & b > 0", [1, nil, nil, 0]),
    ("a < 0 & b > 0", [0, 0, nil, 0]),
    ("a > 0 | b > 0", [1, 1, 1, 0]),
    ("a < 0 | b < 0", [0, nil, nil, 0]),
    ("!(a > 0)", [0, 0, nil, 1]),
    ("min(a, b)", [1, nil, nil, 0]), ("max(a, b, 2)", [2, nil, nil, 2]),
    ("missing(a) + 2 * missing(s)", [0, 0, 3, 0]), ("missing(3)", [0, 0, 0, 0]),
    ("s == \"South\"", [1, 0, nil, 1]), ("\"South\" != s", [0, 1, nil, 0]),
    ("s == t", [1, 0, nil, nil]), ("s != t", [0, 1, nil, nil]),
    ("ifelse(a > 0, log(a), 0) >= 0", [1, 1, nil, 1]),
    ("ifelse(b > 0, a / b, -1)", [0.5, nil, nil, -1]),
    ("ifelse(s == \"South\", \"x\", t) == \"x\"", [1, 0, nil, 1]),
    ("b != 0 & a / b > 0.1", [1, nil, nil, 0]),
    ("a == 0 | 1 / a > 0.5", [1, 0, nil, 1]),
  ])
  func calculatesWithMissingValues(expression: String, expected: [Double?]) throws {
    #expect(try section(data).evaluate(expression) == expected)
  }

  @Test func doesNotCopyAPlainColumn() throws {
    let panel = try section(data)
    let column = try panel.values(of: .column("a")).numbers
    let original = try #require(panel.table["a"]?.numbers)
    let isShared = column.withUnsafeBufferPointer { first in
      original.withUnsafeBufferPointer { first.baseAddress == $0.baseAddress }
    }
    #expect(isShared)
  }

  @Test(arguments: [
    (
      "log(a)",
      "log(a) does not exist: there is no logarithm of 0 or of a negative number, in 2 of "
        + "4 rows, first at panel.csv, line 3: a = 0."
    ),
    (
      "log(b + 1)",
      "log(b + 1) does not exist: there is no logarithm of 0 or of a negative number, "
        + "in 1 row at panel.csv, line 4: b = -4."
    ),
    (
      "sqrt(b)",
      "sqrt(b) does not exist: there is no square root of a negative number, in 1 row at "
        + "panel.csv, line 4: b = -4."
    ),
    ("1 / a", "1 / a is a division by 0 in 1 row at panel.csv, line 3: a = 0."),
    ("a^-1", "a^(-1) is a division by 0 in 1 row at panel.csv, line 3: a = 0."),
    (
      "a^0.5",
      "a^0.5 is a fractional power of a negative number in 1 row at panel.csv, line 5: "
        + "a = -1."
    ),
    (
      "exp(a * 800)", "exp(a * 800) is too large for a number in 1 row at panel.csv, line 2: a = 1."
    ),
    (
      "(a + 1e308) * 10",
      "(a + 1e+308) * 10 is too large for a number in 4 of 4 rows, first at "
        + "panel.csv, line 2: a = 1."
    ),
    ("1 / (2 - 2)", "1 / (2 - 2) is a division by 0."),
    (
      "sum(ifelse(a > 0, 1.5e308, 1.5e308))",
      "sum(ifelse(a > 0, 1.5e+308, 1.5e+308)) is too large for a number."
    ),
  ])
  func namesTheFirstRowOutsideTheDomain(expression: String, message: String) throws {
    let panel = try section("a,b\n1,2\n0,\n0.5,-4\n-1,3\n")
    let text = faultText { _ = try panel.evaluate(expression) }
    #expect(text.hasPrefix(message), "\(text)")
  }

  @Test func refusesTextWhereNumbersAreNeeded() throws {
    let panel = try section("x,s\n1,a\n2,b\nn.a.,c\n3,d\n")
    #expect(
      faultText { _ = try panel.evaluate("x + 1") }
        .hasPrefix("'x' holds text such as 'n.a.' (panel.csv, line 4)")
    )
    #expect(faultText { _ = try panel.evaluate("mean(s)") }.hasPrefix("'s' holds text such as 'a'"))
    #expect(
      faultText { _ = try panel.evaluate("\"a\" + 1") }.contains("\"a\" stands where numbers")
    )
    #expect(faultText { _ = try panel.evaluate("s == 1") }.contains("Write s == \"1\""))
    #expect(
      faultText { _ = try panel.evaluate("s == \"e\"") }
        .contains("s is \"e\" in no row. Its values are \"a\"")
    )
    #expect(faultText { _ = try panel.evaluate("count(s) == \"e\"") }.contains("holds numbers"))
    #expect(
      faultText { _ = try panel.evaluate("ifelse(x == \"1\", s, 3)") }
        .hasPrefix("'s' holds text")
    )
  }

  @Test func comparesALabelledNumberWithItsLabel() throws {
    let region = Column(
      name: "region",
      valueLabels: [1: "South", 2: "West"],
      storage: .numbers([1, 2, .nan, 1])
    )
    let panel = Panel(table: DataTable(columns: [region]))
    #expect(try panel.evaluate("region == \"South\"") == [1, 0, nil, 1])
    #expect(try panel.evaluate("region != \"South\"") == [0, 1, nil, 0])
    #expect(
      faultText { _ = try panel.evaluate("region == \"Sauth\"") }
        .contains("Did you mean \"South\"?")
    )
  }

  @Test func suggestsANameForAnUnknownColumn() throws {
    #expect(
      faultText { _ = try section("income,x\n1,2\n").evaluate("log(incme)") }
        == "There is no column 'incme'. Did you mean 'income'? The data have: income, x."
    )
  }
}

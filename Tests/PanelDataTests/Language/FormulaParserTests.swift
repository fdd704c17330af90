import Testing

@testable import PanelData

@Suite struct FormulaParserTests {
  let lists = [
    "controls": ["log_police", "unemployment", "log(income)"],
    "all": ["$controls", "L(1:2).poverty"],
    "effects": ["state", "region^year"],
    "empty": [], "one": ["$two"], "two": ["x", "$one"], "broken": ["x", "y +"],
  ]

  @Test(arguments: [
    ("y ~ x1 + x2", "y ~ x1 + x2"),
    ("y~1", "y ~ 1"),
    ("y ~ x - 1", "y ~ x + 0"), ("y ~ -1 + x", "y ~ x + 0"), ("y ~ 0 + x", "y ~ x + 0"),
    ("y ~ x + 1", "y ~ x"),
    ("y ~ x | firm + year", "y ~ x | firm + year"),
    ("y ~ x | 0", "y ~ x"),
    ("y ~ x | industry^year + firm", "y ~ x | industry^year + firm"),
    ("y ~ x | a^b + b^a + a + a", "y ~ x | a^b + a"),
    ("y ~ x | firm | d ~ z1 + z2", "y ~ x | firm | d ~ z1 + z2"),
    ("y ~ x | d ~ z", "y ~ x | d ~ z"), ("y ~ 1 | 0 | d ~ z", "y ~ 1 | d ~ z"),
    ("log(y) ~ a*b", "log(y) ~ a + b + a:b"),
    ("y / pop ~ a:b", "y / pop ~ a:b"),
    ("y > 3 ~ x", "y > 3 ~ x"), ("(a & b) ~ x", "(a & b) ~ x"),
    ("y ~ a*b*c", "y ~ a + b + a:b + c + a:c + b:c + a:b:c"),
    ("y ~ (a + b):c", "y ~ a:c + b:c"),
    ("y ~ (a + b) * c", "y ~ a + b + c + a:c + b:c"),
    ("y ~ a:b + b:a + a:a", "y ~ a:b + a"),
    ("y ~ x + x + (x)", "y ~ x"),
    ("y ~ x^2 + I(x / z) + I(x > 0) + I(w)", "y ~ x^2 + I(x / z) + I(x > 0) + w"),
    ("y ~ L.x + L2.x + F.x + D.x", "y ~ L.x + L2.x + F.x + D.x"),
    ("y ~ L(0:2).x", "y ~ x + L.x + L2.x"), ("y ~ L(2).x", "y ~ L2.x"),
    ("y ~ L( 1 : 2 ).log(x):post", "y ~ L.log(x):post + L2.log(x):post"),
    ("y ~ i(region)", "y ~ i(region)"),
    ("y ~ i(region, ref = South)", "y ~ i(region, ref = South)"),
    ("y ~ i(region, ref='New York')", "y ~ i(region, ref = \"New York\")"),
    ("y ~ i(year, treat, ref = 2000)", "y ~ i(year, ref = 2000):treat"),
    ("y ~ i(rel, ref = -1) | unit", "y ~ i(rel, ref = -1) | unit"),
    ("y ~ i(rel, ref = -1.0):treat | rel", "y ~ i(rel, ref = -1):treat | rel"),
    ("y ~ $controls", "y ~ log_police + unemployment + log(income)"),
    (
      "y ~ post:$controls | $effects",
      "y ~ post:log_police + post:unemployment + post:log(income) | state + region^year"
    ),
    (
      "y ~ $all + unemployment",
      "y ~ log_police + unemployment + log(income) + L.poverty + L2.poverty"
    ),
    ("产出 ~ 劳动 + `人均 GDP` | 省份", "产出 ~ 劳动 + `人均 GDP` | 省份"),
    ("y ~ gdp.per.cap + `L.x`", "y ~ gdp.per.cap + `L.x`"),
    ("y ~\n  x1 +\n  x2", "y ~ x1 + x2"),
    (
      "y ~ winsorise(x, p = 0.05) + mean(x, by = unit)",
      "y ~ winsorise(x, p = 0.05) + mean(x, by = unit)"
    ),
  ])
  func readsTheLanguageOfFixest(text: String, canonical: String) throws {
    let formula = try FormulaParser.parse(text, lists: lists)
    #expect(formula.canonicalText == canonical)
    #expect(formula.text == text)
    try expectSameModel(formula, try FormulaParser.parse(canonical), "\(canonical)")
  }

  @Test func takesTheConstantOutWhereEffectsAreAbsorbed() throws {
    #expect(try FormulaParser.parse("y ~ x").hasConstant)
    #expect(try FormulaParser.parse("y ~ x | 0").hasConstant)
    #expect(try !FormulaParser.parse("y ~ x | firm").hasConstant)
    #expect(try !FormulaParser.parse("y ~ x - 1").hasConstant)
    #expect(try FormulaParser.parse("y ~ x | d ~ z").hasConstant)
  }

  @Test func notesTheListsItUsed() throws {
    let formula = try FormulaParser.parse("y ~ $all", lists: lists)
    #expect(
      formula.lists == [
        "controls": ["log_police", "unemployment", "log(income)"],
        "all": ["log_police", "unemployment", "log(income)", "L.poverty", "L2.poverty"],
      ]
    )
  }

  @Test(arguments: [
    ("", 0, "A formula is missing"),
    ("y", 1, "A ~ is missing"),
    ("~ x", 0, "The outcome is missing"),
    ("y ~", 3, "A term is missing"),
    ("y ~ x +", 7, "A term is missing"),
    ("y ~ x z", 6, "A + is missing"),
    ("y ~ x / z", 6, "inside I(…)"),
    ("y ~ x > 0", 6, "inside I(…)"),
    ("y ~ (x > 0)", 7, "inside I(…)"),
    ("y ~ (a + b)^2", 11, "inside I(…)"),
    ("y ~ x - z", 8, "Only the constant can be removed"),
    ("y ~ 2", 4, "is not a variable"),
    ("y ~ \"x\"", 4, "is not a variable"),
    ("y ~ x | ", 8, "The name of a variable"),
    ("y ~ x | | d ~ z", 8, "The name of a variable"),
    ("y ~ x | log(firm)", 8, "'log' does not name one"),
    ("y ~ x | firm year", 13, "joined by +"),
    ("y ~ x | firm | year", 15, "no ~"),
    ("y ~ x | f | d ~ z | g", 18, "One | too many"),
    ("y ~ x | d ~ ", 12, "A term is missing"),
    ("y ~ x | d ~ z ~ w", 14, "One ~ too many"),
    ("y ~ (x", 6, "for the ( at character 5"),
    ("y ~ x)", 5, "no parenthesis that this one closes"),
    ("y ~ i(", 6, "The name of a variable is missing in i(…)"),
    ("y ~ i(region, base = 3)", 14, "takes one 'ref'"),
    ("y ~ i(region, ref = )", 20, "'ref' is one of the variable's values"),
    ("y ~ $contrls", 4, "Did you mean $controls"),
    ("y ~ $empty", 4, "is empty"),
    ("$controls ~ x", 0, "one outcome"),
    ("y ~ x + y", 0, "is the outcome and a regressor as well"),
    ("y ~ x | y", 0, "is the outcome and an absorbed effect"),
    ("y ~ x | d ~ y", 0, "is the outcome and an instrument"),
    ("y ~ x + d | d ~ z", 0, "'d' is a regressor and an endogenous variable as well"),
    ("y ~ z | d ~ z", 0, "'z' is a regressor and an instrument as well"),
    ("y ~ x | d ~ d", 0, "'d' is an endogenous variable and an instrument as well"),
    ("y ~ x + year | year", 0, "'year' is a regressor and an absorbed effect as well"),
    ("y ~ i(year) | year", 0, "'year' is a regressor and an absorbed effect as well"),
    ("y ~ x + L(3:1).z", 8, "from a lower to a higher"),
    ("y ~ factor(region)", 4, "Write i(x)"),
    ("y ～ x", 2, "full-width tilde"),
  ])
  func pointsAtAFault(text: String, offset: Int, fragment: String) {
    let error = #expect(throws: DataError.self) { try FormulaParser.parse(text, lists: lists) }
    guard case .syntax(_, let place, let message)? = error else {
      Issue.record("\(String(describing: error)) is no syntax error")
      return
    }
    #expect(place == offset, "\(message)")
    #expect(message.contains(fragment), "\(message)")
  }

  @Test func pointsIntoTheListAtFault() {
    #expect(
      faultText { _ = try FormulaParser.parse("y ~ x + $broken", lists: lists) }
        == """
        In entry 2 of the list 'broken': A term is missing here. Write 1 for the constant alone.
          y +
             ^
        """
    )
    #expect(
      faultText { _ = try FormulaParser.parse("y ~ $one", lists: lists) }
        .contains("$one contains itself, by way of $one → $two → $one")
    )
  }

  @Test func refusesListsThatGrowByPowers() {
    var bomb: [String: [String]] = ["l0": ["x"]]
    for level in 1...15 { bomb["l\(level)"] = Array(repeating: "$l\(level - 1)", count: 9) }
    #expect(throws: DataError.self) { try FormulaParser.parse("y ~ $l15", lists: bomb) }
    #expect(throws: DataError.self) { try FormulaParser.parse("y ~ $l8", lists: bomb) }
  }

  @Test(arguments: [
    "y ~ " + String(repeating: "(", count: 20_000) + "x",
    "y ~ " + String(repeating: "L(1:9).L(1:9).", count: 9000) + "x",
    "y ~ "
      + (0..<20).map { "(" + (0..<10).map { "x\($0)" }.joined(separator: "+") + "\($0))" }
      .joined(separator: ":"),
    "y ~ " + (0..<30).map { "x\($0)" }.joined(separator: "*"),
    "y ~ x | " + String(repeating: "a^", count: 40_000),
  ])
  func refusesWhatIsTooDeepOrTooMuch(text: String) {
    #expect(throws: DataError.self) { try FormulaParser.parse(text) }
  }

  @Test func readsAThousandControls() throws {
    let names = (0..<1000).map { "x\($0)" }
    let formula = try FormulaParser.parse("y ~ " + names.joined(separator: " + "))
    #expect(formula.regressors.map(\.name) == names)
  }
}

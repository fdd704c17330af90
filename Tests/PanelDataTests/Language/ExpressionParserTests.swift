import Testing

@testable import PanelData

@Suite struct ExpressionParserTests {
  @Test(arguments: [
    ("x", "x"),
    ("  a+b*c ", "a + b * c"),
    ("(a+b)*c", "(a + b) * c"),
    ("a-(b-c)", "a - (b - c)"),
    ("(a-b)-c", "a - b - c"),
    ("a/(b*c)", "a / (b * c)"),
    ("-x^2", "-x^2"),
    ("(-x)^2", "(-x)^2"),
    ("2^-x", "2^(-x)"),
    ("a^b^c", "a^b^c"),
    ("(a^b)^c", "(a^b)^c"),
    ("--x", "--x"),
    ("!a == b", "!a == b"),
    ("(!a) == b", "(!a) == b"),
    ("!(a & b)", "!(a & b)"),
    ("a | b & !c", "a | b & !c"),
    ("(a or b) and not c", "(a | b) & !c"),
    ("a + (x > 3)", "a + (x > 3)"),
    ("L.x", "L.x"), ("L1.x", "L.x"), ("L0.x", "x"), ("L2.x^2", "L2.x^2"),
    ("L.L.x", "L2.x"), ("F.F2.x", "F3.x"), ("D.D.x", "D2.x"), ("L.F.x", "L.F.x"),
    ("L.(a+b)", "L.(a + b)"), ("L.log(x)", "L.log(x)"), ("LD.x", "LD.x"),
    ("standardize( x )", "standardise(x)"), ("center(x, by=unit)", "centre(x, by = unit)"),
    ("winsorize(x, p=.05, by=a^b)", "winsorise(x, p = 0.05, by = a^b)"),
    ("ifelse(x>0,log(x),0)", "ifelse(x > 0, log(x), 0)"),
    ("region=='South'", "region == \"South\""),
    (#"name == "a \"b\" \\""#, #"name == "a \"b\" \\""#),
    ("1e3 + .5 + 5. + 1e-8", "1000 + 0.5 + 5 + 1e-08"),
    ("`GDP (US$)` / pop", "`GDP (US$)` / pop"), ("`x`", "x"), ("`a``b`", "`a``b`"),
    ("`L.x` + `and` + `2x`", "`L.x` + `and` + `2x`"),
    ("log(人均GDP) + gdp.per.cap + été", "log(人均GDP) + gdp.per.cap + été"),
    ("count(by = unit)", "count(by = unit)"), ("max(x, y, 0)", "max(x, y, 0)"),
  ])
  func writesAnExpressionOneWay(text: String, canonical: String) throws {
    let expression = try ExpressionParser.parse(text)
    #expect(expression.description == canonical)
    #expect(try ExpressionParser.parse(canonical) == expression)
  }

  @Test func bindsOperatorsAsInR() throws {
    #expect(
      try ExpressionParser.parse("a + b * -c ^ 2 > 3 & !d == 1")
        == .binary(
          .and,
          .binary(
            .greater,
            .binary(
              .plus,
              .column("a"),
              .binary(
                .times,
                .column("b"),
                .unary(.minus, .binary(.power, .column("c"), .number(2)))
              )
            ),
            .number(3)
          ),
          .unary(.not, .binary(.equal, .column("d"), .number(1)))
        )
    )
  }

  @Test(arguments: [
    ("", 0, "missing here"),
    ("a +", 3, "missing at the end"),
    ("a b", 2, "'b' cannot stand"),
    ("log(x", 5, "for the ( at character 4"),
    ("(a + b", 6, "for the ( at character 1"),
    ("a)", 1, "no parenthesis that it closes"),
    ("lgo(x)", 0, "Did you mean 'log'"),
    ("ln(x)", 0, "Write log(x)"),
    ("lag(x, 2)", 0, "Write L.x or L2.x"),
    ("log(x, y)", 0, "2 is the wrong number of values"),
    ("log()", 0, "Write log(x)"),
    ("winsorise(x, q = 0.1)", 13, "no argument 'q'"),
    ("winsorise(x, p = 5)", 17, "a share between 0 and 0.5"),
    ("winsorise(x, p = 0.1, p = 0.1)", 22, "given twice"),
    ("mean(by = a, x)", 13, "Values stand before named"),
    ("mean(x, by = a + b)", 13, "by = state^year"),
    ("min(x, y, by = a)", 0, "row by row"),
    ("a < b < c", 6, "Write a < b & b < c"),
    ("a = b", 2, "write =="),
    ("a && b", 2, "Write & for 'and'"),
    ("x ** 2", 2, "Write ^"),
    ("x ≥ 2", 2, "Write >="),
    ("log（x）", 3, "full-width parenthesis"),
    ("region == “South”", 10, "typographic quotation mark"),
    ("2x + 1", 0, "between backticks"),
    ("name == 'South", 8, "closes this text is missing"),
    ("`name", 0, "closes this name is missing"),
    ("``", 0, "no name between these backticks"),
    ("L. + 1", 0, "stands a variable"),
    ("L.5", 0, "stands a variable"),
    ("L(1:2).x", 0, "stand only among the terms"),
    ("L99999.x", 0, "The highest order"),
    ("$controls", 0, "stands among the terms of a formula"),
    ("and", 0, "between"),
    ("a and", 5, "missing at the end"),
    ("1e999", 0, "too large"),
    ("y ~ x", 2, "belongs into a formula"),
    ("a:b", 1, "a product is a * b"),
    ("x 🙂", 2, "means nothing here"),
    ("i(region)", 0, "Indicators i(x) stand in the regressors"),
  ])
  func pointsAtAFault(text: String, offset: Int, fragment: String) {
    let error = #expect(throws: DataError.self) { try ExpressionParser.parse(text) }
    guard case .syntax(let shown, let place, let message)? = error else {
      Issue.record("\(String(describing: error)) is no syntax error")
      return
    }
    #expect(shown == text)
    #expect(place == offset, "\(message)")
    #expect(message.contains(fragment), "\(message)")
  }

  @Test func setsTheCaretUnderWideCharacters() {
    let text = faultText { _ = try ExpressionParser.parse("地区 = 3") }
    #expect(text.split(separator: "\n").last == "  \u{3000}\u{3000} ^")
  }

  @Test func showsOnlyTheSurroundingsOfAFaultInALongText() {
    let long =
      String(repeating: "abc + ", count: 40) + "lgo(x) + " + String(repeating: "y * ", count: 60)
    guard case .syntax(let shown, let offset, _)? = syntaxError(long) else {
      Issue.record("no syntax error")
      return
    }
    #expect(shown.count <= 122)
    #expect(shown.dropFirst(offset).hasPrefix("lgo(x)"))
  }

  @Test func hidesControlCharactersInAFault() {
    #expect(!faultText { _ = try ExpressionParser.parse("a \u{1B}[31m\nb") }.contains("\u{1B}"))
  }

  @Test(arguments: [
    String(repeating: "(", count: 20_000) + "x" + String(repeating: ")", count: 20_000),
    String(repeating: "-", count: 20_000) + "x",
    String(repeating: "!", count: 20_000) + "x",
    String(repeating: "not ", count: 20_000) + "x",
    String(repeating: "log(", count: 20_000) + "x",
    String(repeating: "L.F.", count: 20_000) + "x",
    String(repeating: "L.(", count: 20_000) + "x",
    String(repeating: "x + ", count: 20_000) + "x",
    String(repeating: "x ^ ", count: 20_000) + "x",
    String(repeating: "(", count: 20_000),
    String(repeating: "a", count: 200_000),
  ])
  func refusesWhatIsTooDeepOrTooLong(text: String) {
    #expect(throws: DataError.self) { try ExpressionParser.parse(text) }
  }

  @Test func limitsTheHeightOfChainsInsideChains() {
    // Each level of parentheses adds a chain to the left of the next.
    var text = "x"
    for _ in 0..<100 { text = "(" + text + String(repeating: " + x", count: 100) + ")" }
    #expect(throws: DataError.self) { try ExpressionParser.parse(text) }
  }

  @Test func acceptsWhatAnAuthorWrites() throws {
    let sum = (0..<200).map { "x\($0)" }.joined(separator: " + ")
    #expect(try ExpressionParser.parse(sum).columnNames.count == 200)
    let nested = String(repeating: "(", count: 100) + "x" + String(repeating: ")", count: 100)
    #expect(try ExpressionParser.parse(nested) == .column("x"))
  }
}

func syntaxError(_ text: String) -> DataError? {
  do throws(DataError) {
    _ = try ExpressionParser.parse(text)
    return nil
  } catch {
    return error
  }
}

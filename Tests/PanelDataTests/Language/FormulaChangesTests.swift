import PanelData
import Testing

/// Formulas made from others by change stay what their text says.
@Suite struct FormulaChangesTests {
  static let lists = ["controls": ["log(w)", "z"], "more": ["v"]]

  func formula(_ text: String) throws -> Formula {
    try FormulaParser.parse(text, lists: Self.lists)
  }

  func expression(_ text: String) throws -> Expression { try ExpressionParser.parse(text) }

  /// What a change made, as its text, which reads back as the same model.
  func expectText(_ made: Formula, _ text: String) throws {
    #expect(made.text == text)
    var read = try formula(made.text)
    read.lists = made.lists
    #expect(read == made)
  }

  @Test(arguments: [
    ("x", "L.x"), ("L.x", "L2.x"), ("F2.x", "F.x"), ("F.x", "x"), ("log(x)", "L.log(x)"),
    ("D.x", "L.D.x"),
  ])
  func lagsAnExpressionOncePerPeriod(text: String, lagged: String) throws {
    #expect(try expression(text).lagged(by: 1).description == lagged)
  }

  @Test func replacesAPartWhereverItStands() throws {
    let made = try expression("log(x) + L2.x^2 + ifelse(x > 1, x, y)")
      .replacing(.column("x"), with: .column("q"))
    #expect(made.description == "log(q) + L2.q^2 + ifelse(q > 1, q, y)")
  }

  @Test func lagsARegressorInItsProductsAndFunctions() throws {
    let made = try formula("y ~ x + x:post + log(x) + $controls | unit + year")
      .mappingTerms { $0.lagging(.column("x"), by: 1) }
    try expectText(made, "y ~ L.x + L.x:post + L.log(x) + log(w) + z | unit + year")
    #expect(made.lists == ["controls": ["log(w)", "z"]])
  }

  @Test func lagsTheWholeRightSideButNoIndicators() throws {
    let made = try formula("y ~ i(region) + $controls | unit | x ~ q")
      .mappingTerms { $0.lagged(by: 2) }
    try expectText(made, "y ~ i(region) + L2.log(w) + L2.z | unit | L2.x ~ L2.q")
    #expect(made.lists == ["controls": ["L2.log(w)", "L2.z"]])
  }

  @Test func addsDropsAndAbsorbs() throws {
    let base = try formula("y ~ x + $controls | unit + year")
    let more = try FormulaParser.addition("$more", lists: Self.lists)
    try expectText(base.adding(more), "y ~ x + log(w) + z + v | unit + year")
    #expect(base.adding(more).lists.keys.sorted() == ["controls", "more"])
    try expectText(base.dropping(["z"]), "y ~ x + log(w) | unit + year")
    #expect(base.dropping(["z"]).lists == ["controls": ["log(w)"]])
    #expect(base.dropping(["z", "log(w)"]).lists.isEmpty)
    try expectText(base.absorbing([]), "y ~ x + log(w) + z")
    #expect(base.absorbing([]).hasConstant)
    let effects = try FormulaParser.effects("unit + region^year", lists: [:])
    try expectText(base.absorbing(effects), "y ~ x + log(w) + z | unit + region^year")
    try expectText(base.explaining(.column("q")), "q ~ x + log(w) + z | unit + year")
  }

  @Test func findsWhatChangesMakeImpossible() throws {
    let base = try formula("y ~ x + z | unit + year")
    #expect(base.fault == nil)
    let twice = base.mappingTerms { $0.mappingNumbers { $0.replacing(.column("x"), with: .column("z")) } }
    #expect(twice.fault == "'z' would stand in the model twice.")
    #expect(base.explaining(.column("x")).fault?.contains("is the outcome and a regressor") == true)
  }
}

import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct TermLabelsTests {
  func labels(_ own: String = "{}") throws -> TermLabels {
    let mapping: OrderedMapping<LocalizedText> = try StyleFiles.decode(from: own)
    return TermLabels(
      own: mapping.entries,
      results: [RegressionFixtures.fit(estimates: [])],
      in: try testContext()
    )
  }

  @Test(arguments: [
    ("post", "Castle doctrine law"), ("unknown_name", "unknown_name"), ("(constant)", "Constant"),
    ("post:log_police", "Castle doctrine law × Log police"),
    ("post:log_police:unemployment", "Castle doctrine law × Log police × Unemployment"),
    ("region::South", "Region: South"),
    ("region::South:post", "Region: South × Castle doctrine law"),
    ("L.unemployment", "Unemployment (lagged)"), ("L2.unemployment", "Unemployment (lag 2)"),
    ("F.unemployment", "Unemployment (lead)"), ("D.unemployment", "Δ Unemployment"),
    ("L.log(unemployment)", "log(Unemployment) (lagged)"),
    ("log(unemployment)", "log(Unemployment)"),
    ("log(unemployment) + log(post)", "log(unemployment) + log(post)"),
    ("abs(unemployment)", "|Unemployment|"), ("unemployment^2", "Unemployment2"),
    ("`GDP per head`", "GDP per head"), ("x.y", "x.y"), (":", ":"), ("", ""), ("::a", "::a"),
    ("I(year - 2005)", "year - 2005"), ("I(post)", "Castle doctrine law"),
    ("post:I(year - 2005)", "Castle doctrine law × (year - 2005)"),
    ("I(a - b) + I(b)", "I(a - b) + I(b)"),
  ])
  func readsTheParts(name: String, expected: String) throws {
    #expect(try labels().label(of: name).plainText == expected)
  }

  @Test func theTablesOwnMapWinsAndMeetsRawNames() throws {
    let labels = try labels("{post: Law, \"L*.unemployment\": Past unemployment}")
    #expect(try labels.label(of: "post").plainText == "Law")
    #expect(try labels.label(of: "L3.unemployment").plainText == "Past unemployment")
    #expect(try labels.label(of: "Castle doctrine law").plainText == "Castle doctrine law")
  }

  @Test(arguments: [
    ("state", "state"), ("population", "population"), ("state^year", "state × year"),
    ("log_police", "log police"), ("post", "castle doctrine law"), ("sid", "sid"),
    ("log(post)", "log(castle doctrine law)"), ("L.post:unemployment",
      "castle doctrine law (lagged) × unemployment"), ("State", "State"),
    ("I(Year - 2005)", "Year - 2005"), ("sqrt(x^2 + 1)", "√(x^2 + 1)"), ("x^0.5", "x^0.5"),
    ("I(x^2 - Z)", "x^2 - Z"), ("Wage / Price^2", "Wage / Price^2"),
  ])
  func lowersOrdinaryWordsWithinASentence(name: String, expected: String) throws {
    #expect(try labels().word(for: name).plainText == expected)
  }

  @Test(arguments: [
    ("GDP per head", "GDP per head"), ("R squared", "R squared"), ("CO2 per head", "CO2 per head"),
    ("Human Development Index", "Human Development Index"), ("iPhone users", "iPhone users"),
    ("Firm_no", "Firm_no"), ("Log GDP per head", "log GDP per head"), ("Share (%)", "share (%)"),
    ("{Gini} coefficient", "Gini coefficient"), ("Sales(t) - 1", "Sales(t) - 1"),
    ("I(year - 2005)", "I(year - 2005)"), ("人均收入", "人均收入"), ("", ""),
  ])
  func keepsTheCapitalsOfNames(label: String, expected: String) throws {
    let labels = try labels("{x: '\(label)'}")
    #expect(try labels.word(for: "x").plainText == expected)
    #expect(try labels.label(of: "x").plainText == label.replacing("{", with: "").replacing("}", with: ""))
  }

  @Test func listsExpressionsWhole() throws {
    #expect(try labels().list(ofEffects: "state, max(a, B)^2").plainText == "state and max(a, B)^2")
    #expect(try labels().list(ofEffects: "state,region^year").plainText == "state and region × year")
  }

  @Test(arguments: [
    ("state", "State"), ("id", "id"), ("c1", "c1"), ("unit_id", "unit_id"), ("a - b", "a - b"),
  ])
  func capitalisesNamesThatReadAsWords(name: String, expected: String) {
    #expect(RichText(name).capitalised(from: name).plainText == expected)
    #expect(RichText("own").capitalised(from: name).plainText == "own")
  }

  @Test func keepsCapitalsWhereTheGlossarySaysSo() throws {
    var labels = try labels("{x: Arbeitslosigkeit}")
    labels.glossary.sections["labels"] = ["within-sentences": "as-written"]
    #expect(try labels.word(for: "x").plainText == "Arbeitslosigkeit")
  }
}

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("post", "post", true), ("post", "post2", false), ("post*", "post2", true),
    ("*:post", "region::South:post", true), ("region::*", "region::South", true),
    ("region::*", "region", false), ("l?g_*", "log_x", true), ("*", "", true), ("?", "", false),
    ("log(a * b)", "log(a * b)", true), ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false),
    ("*a", "aaab", false), ("省*", "省份", true),
  ])
  func matchesGlobs(pattern: String, name: String, matches: Bool) {
    #expect(NamePattern(pattern).matches(name) == matches)
  }
}

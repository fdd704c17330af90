import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct TableStyleTests {
  @Test func readsEveryStyleOfTheFolder() throws {
    let names = try StyleFiles.names(in: "tables")
    #expect(names.contains("plain") && names.contains("aer"))
    for name in names {
      let style: TableStyle = try StyleFiles.load(from: "tables/\(name).yaml")
      #expect(style.name == name)
      #expect(!style.summary.isEmpty)
    }
  }

  @Test func plainStatesWhatOtherStylesInherit() throws {
    var plain: TableStyle = try StyleFiles.load(from: "tables/plain.yaml")
    plain.summary = ""
    #expect(plain == TableStyle(name: "plain"))
  }

  @Test(arguments: [
    ("arabic", "(3)"), ("roman", "(iii)"), ("letters", "(c)"), ("model", "Model 3"), ("bare", "3"),
  ])
  func countsColumnsAsTheStyleSays(numbers: String, shown: String) throws {
    let style: TableStyle = try StyleFiles.decode(from: "{name: x, columns: {numbers: \(numbers)}}")
    var context = try figureContext()
    context.tableStyle = style
    #expect(try context.columnNumber(3) == shown)
  }

  @Test func countsInLettersBeyondTheAlphabet() {
    #expect([1, 26, 27, 52, 53].map(TableColumns.Numbers.letters.text) == ["a", "z", "aa", "az", "ba"])
  }

  @Test func countsTablesInRomanNumbers() throws {
    var context = try figureContext()
    context.tableStyle = try StyleFiles.load(from: "tables/qje.yaml")
    context.figureTheme = try StyleFiles.load(from: "figures/qje.yaml")
    context.number = "14"
    #expect(context.tableNumber == "XIV" && context.figureNumber == "XIV")
    context.number = "A1"
    #expect(context.tableNumber == "A1")
  }

  @Test(arguments: [
    ("check-cross", "✓", "×"), ("cross-blank", "×", ""), ("check-blank", "✓", ""),
    ("yes-no", "Yes", "No"),
  ])
  func marksEffects(marks: String, yes: String, no: String) throws {
    var context = try figureContext()
    context.tableStyle = try StyleFiles.decode(from: "{name: x, effects: {marks: \(marks)}}")
    let frame = TableFrame(of: [], in: context)
    #expect(try frame.mark(true) == .mark(RichText(yes), spoken: "Yes"))
    #expect(try frame.mark(false) == .mark(RichText(no), spoken: "No"))
  }

  @Test func theAERHasNoStars() throws {
    let style: TableStyle = try StyleFiles.load(from: "tables/aer.yaml")
    #expect(style.stars == .off)
    #expect(style.rules == .booktabs)
  }

  @Test func refusesAnUnknownKeyAndNamesTheNearest() throws {
    #expect(throws: DecodingError.self) {
      let _: TableStyle = try StyleFiles.decode(from: "{name: x, digit: {estimates: 2}}")
    }
    let error = #expect(throws: (any Error).self) {
      let _: TableStyle = try StyleFiles.decode(from: "{name: x, star: off}")
    }
    #expect("\(try #require(error))".contains("unknown key 'star'; did you mean 'stars'?"))
  }

  @Test(arguments: [
    ("{name: x, digits: {estimates: 16}}", "digits run from 0 to 15"),
    ("{name: x, digits: {estimates: {significant: 0}}}", "digits run from 1 to 15"),
    ("{name: x, digits: {p-values: 0}}", "p-values take 1 to 15 decimals"),
    ("{name: x, digits: {exceptions: {r_sqared: 2}}}", "did you mean 'r_squared'"),
    ("{name: x, stars: {a: 1.5}}", "between 0 and 1"),
    ("{name: x, stars: {a: 0.05, b: 0.05}}", "differ from each other"),
    ("{name: x, stars: nine}", "stars are off, on, or a mapping"),
  ])
  func refusesValuesOutOfRange(yaml: String, message: String) throws {
    let error = #expect(throws: (any Error).self) {
      let _: TableStyle = try StyleFiles.decode(from: yaml)
    }
    #expect("\(try #require(error))".contains(message))
  }

  @Test func readsEveryRuleOfDigits() throws {
    let digits: Digits = try StyleFiles.decode(
      from: """
        {estimates: {standard-error: 2}, statistics: {significant: 3}, summaries: {adaptive: 3}}
        """
    )
    #expect(digits.estimates == .standardError(2))
    #expect(digits.statistics == .significant(3))
    #expect(digits.summaries == .adaptive(3))
    #expect(digits.testStatistics == .decimals(2))
  }

  @Test(arguments: [
    (0.2, ""), (0.1, ""), (0.09999, "*"), (0.05, "*"), (0.0499, "**"), (0.01, "**"),
    (0.0099, "***"), (0, "***"),
  ])
  func starsFollowStrictComparison(p: Double, symbol: String) {
    #expect(StarPolicy.economics.symbol(for: p) == symbol)
    #expect(StarPolicy.off.symbol(for: p) == "")
  }

  @Test func readsStarsInAnyOrder() throws {
    let policy: StarPolicy = try StyleFiles.decode(from: #"{"***": 0.001, "+": 0.1, "*": 0.05}"#)
    #expect(policy.levels.map(\.symbol) == ["+", "*", "***"])
    #expect(policy.symbol(for: 0.03) == "*")
  }
}

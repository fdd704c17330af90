import TestSupport
import Testing

@testable import PanelDocument

@Suite struct FigureTextTests {
  /// Advance widths of Liberation Sans 2.1.5 in 1/2048 em: H 1479, o 1139, m 1706, i 455.
  @Test func measuresTextWithTheFontsOwnWidths() {
    #expect(FontMetrics.width(of: "Homi", size: 2048) == 1479 + 1139 + 1706 + 455)
    #expect(FontMetrics.width(of: "0.5", size: 2048) == 1139 + 569 + 1139)
    #expect(FontMetrics.width(of: "−", size: 2048) == 1196)
    #expect(FontMetrics.width(of: "Homi", size: 2048, weight: .bold) == 1479 + 1251 + 1821 + 569)
  }

  @Test func takesHanAsOneEmAndCombiningMarksAsNothing() {
    #expect(FontMetrics.width(of: "城堡法", size: 10) == 30)
    #expect(FontMetrics.width(of: "e\u{301}", size: 10) == FontMetrics.width(of: "e", size: 10))
    #expect(FontMetrics.width(of: "🔫", size: 10) == 13)
  }

  @Test(arguments: [
    ("Log homicide rate", 40.0, ["Log", "homicide", "rate"]),
    ("Log homicide rate", 200, ["Log homicide rate"]),
    ("a_long_variable_name", 50, ["a_long_", "variable_", "name"]),
    ("收入水平对数", 24, ["收入水", "平对数"]),
    ("对数，收入", 16, ["对", "数，", "收入"]),
    ("", 50, [""]),
  ])
  func breaksLinesWhereTheyMayBreak(text: String, width: Double, lines: [String]) {
    #expect(TextWrapping.lines(of: text, width: width, size: 8) == lines)
  }

  /// Nothing is lost and no line is too wide.
  @Test(arguments: 0..<40)
  func keepsEveryLetterWithinTheWidth(seed: Int) {
    var numbers = SeededNumbers(UInt64(seed))
    let letters = Array("abcdefgh WMil_-/:×城堡，。Ä")
    let text = String((0..<60).map { _ in letters[numbers.below(letters.count)] })
    let width = 20 + numbers.uniform() * 100
    let lines = TextWrapping.lines(of: text, width: width, size: 8)
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    for line in lines { #expect(FontMetrics.width(of: line, size: 8) <= width) }
  }

  @Test(arguments: [
    // A name keeps its underscores where a line has room for it.
    ("Log of product_1", 48.0, ["Log of", "product_1"]),
    // A no-break space joins, whatever mark stands before it.
    ("Via lh: a\u{A0}×\u{A0}b\u{A0}=\u{A0}0.2", 55, ["Via lh:", "a × b = 0.2"]),
  ])
  func keepsTogetherWhatBelongsTogether(text: String, width: Double, lines: [String]) {
    #expect(TextWrapping.lines(of: text, width: width, size: 8) == lines)
    #expect(TextWrapping.balancedLines(of: text, width: width, size: 8) == lines)
  }

  @Test func leavesNoWordAlone() {
    let text = "Coefficient of Castle doctrine law (outcome: Log homicide rate)"
    let lines = TextWrapping.balancedLines(of: text, width: 205, size: 8)
    #expect(lines == ["Coefficient of Castle doctrine law", "(outcome: Log homicide rate)"])
    #expect(TextWrapping.balancedLines(of: "Year", width: 50, size: 8) == ["Year"])
  }

  @Test(arguments: [
    ([-0.5, 0, 0.5], ["−0.5", "0.0", "0.5"]),
    ([0.1, 0.2, 0.3], ["0.1", "0.2", "0.3"]),
    ([0.00025, 0.0005], ["0.00025", "0.00050"]),
    ([0, 2500, 5000], ["0", "2,500", "5,000"]),
    ([1e9], ["1,000,000,000"]),
  ])
  func writesTicksWithEqualDecimals(ticks: [Double], labels: [String]) {
    #expect(NumberLabels.plain(ticks).texts == labels)
  }

  @Test func writesYearsWithoutCommas() {
    #expect(NumberLabels.plain([1895, 2005], isPeriod: true).texts == ["1895", "2005"])
    #expect(NumberLabels.plain([-6, 0], isPeriod: true).texts == ["−6", "0"])
  }

  @Test func takesOutAPowerOfTenWhereNumbersAreLong() {
    #expect(
      NumberLabels.scaled([0, 2e-9, 4e-9])
        == NumberLabels(texts: ["0", "2", "4"], exponent: -9)
    )
    #expect(
      NumberLabels.scaled([-5e8, 0, 5e8])
        == NumberLabels(texts: ["−500", "0", "500"], exponent: 6)
    )
    #expect(NumberLabels.scaled([0, 1, 2]) == nil)
  }
}

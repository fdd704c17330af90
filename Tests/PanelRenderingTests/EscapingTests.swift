import PanelRendering
import Testing

@Suite struct EscapingTests {
  static let hostile = ##"_ & % # $ ~ ^ \ { } < > " ' [x] * 城堡"##

  @Test(arguments: [
    (
      OutputFormat.latex,
      ##"\_ \& \% \# \$ \textasciitilde{} \textasciicircum{} \textbackslash{} \{ \} "##
        + ##"\textless{} \textgreater{} \symbol{34} ' [x] * 城堡"##
    ),
    (.html, "_ &amp; % # $ ~ ^ \\ { } &lt; &gt; &quot; &#39; [x] * 城堡"),
    (.svg, "_ &amp; % # $ ~ ^ \\ { } &lt; &gt; &quot; &#39; [x] * 城堡"),
    (.markdown, ##"\_ \& % \# \$ \~ \^ \\ \{ \} \< \> \" \' \[x\] \* 城堡"##),
    (.csv, #""_ & % # $ ~ ^ \ { } < > "" ' [x] * 城堡""#),
  ])
  func writesSpecialCharactersSoThatTheyStandForThemselves(
    format: OutputFormat,
    expected: String
  ) {
    #expect(format.escaped(Self.hostile) == expected)
  }

  @Test(arguments: [
    (OutputFormat.latex, #"\textasciicircum{}{[}[31mRed\textasciicircum{}G"#),
    (.html, "␛[31mRed␇"), (.svg, "␛[31mRed␇"), (.markdown, "␛\\[31mRed␇"), (.csv, "␛[31mRed␇"),
  ])
  func showsControlCharacters(format: OutputFormat, expected: String) {
    #expect(format.escaped("\u{1B}[31mRed\u{7}") == expected)
  }

  @Test(arguments: OutputFormat.allCases)
  func leavesNoCharacterThatXMLForbids(format: OutputFormat) {
    let controls = (0...0x9F).compactMap(Unicode.Scalar.init).map { "\($0)" }.joined()
    for scalar in format.escaped(controls + "\u{FFFE}\u{FFFF}").unicodeScalars {
      #expect(
        scalar == "\n" || scalar == "\t"
          || scalar.value >= 0x20 && scalar.value != 0x7F
            && !(0x80...0x9F).contains(scalar.value) && scalar.value < 0xFFFE
      )
    }
  }

  @Test func setsSignsAsMathematicsInLaTeX() {
    #expect(
      OutputFormat.latex.escaped("R² − β×γ ≤ 1 ✓ 1990–2000 — “a” ‘b’ … it’s")
        == #"R\ensuremath{^{2}} \ensuremath{-} \ensuremath{\beta}\ensuremath{\times}"#
        + #"\ensuremath{\gamma} \ensuremath{\leq} 1 \ensuremath{\checkmark} 1990--2000 --- "#
        + #"``a'' `b' \ldots{} it's"#
    )
  }

  @Test func bracesWhatEndsALineMayTakeForItsArgument() {
    #expect(OutputFormat.latex.escaped("[0.1, 0.2]") == "{[}0.1, 0.2]")
    #expect(OutputFormat.latex.escaped("*** p") == "{*}** p")
  }

  @Test func keepsLigaturesApartInLaTeX() {
    #expect(OutputFormat.latex.escaped("--flag ''x'' ---") == "-{}-flag '{}'x'{}' -{}-{}-")
  }

  @Test func joinsLinesInLaTeXMarkdownAndCSV() {
    #expect(OutputFormat.latex.escaped("a\n\nb\tc") == "a b c")
    #expect(OutputFormat.markdown.escaped("a\r\nb") == "a  b")
    #expect(OutputFormat.csv.escaped("a\nb") == "a b")
  }

  @Test(arguments: [
    ("-0.12", "-0.12"), ("1.5e-07", "1.5e-07"), ("-1+2", "'-1+2"), ("=1+1", "'=1+1"),
    ("+1", "'+1"), ("@x", "'@x"), ("(0.12)", "[0.12]"), ("(1)", "[1]"),
    ("(constant)", "(constant)"), ("−0.1", "'−0.1"), (" =1", "' =1"),
    ("<0.001", "<0.001"), ("a,b", "\"a,b\""), ("\t=1", "' =1"), ("1.", "1."), ("", ""),
  ])
  func keepsSpreadsheetsFromReadingFormulas(text: String, expected: String) {
    #expect(OutputFormat.csv.escaped(text) == expected)
  }
}

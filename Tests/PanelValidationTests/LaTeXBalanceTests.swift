import PanelValidation
import Testing

@Suite struct LaTeXBalanceTests {
  @Test func acceptsWhatIsClosedInOrder() {
    let text = """
      % a comment with } and \\begin{x}
      \\begin{table}\\caption{50\\% of \\{a\\} \\$3}
      $x_{1}$ & a \\\\ [1]
      \\end{table}
      """
    #expect(LaTeXBalance.findings(in: text, named: "a.tex") == [])
  }

  @Test(arguments: [
    ("a\n{b", "a.tex:2:1: error: '{' is never closed"),
    ("}", "a.tex:1:1: error: '}' closes nothing"),
    (
      "\\begin{a}\n{\\end{a}",
      "a.tex:2:2: error: '\\end{a}' stands where '{' of line 2 is still open"
    ),
    ("\\begin{a}", "a.tex:1:1: error: '\\begin{a}' is never closed"),
    ("x $y", "a.tex:1:3: error: '$' is never closed"),
    ("a \u{1B}[31m", "a.tex:1:3: error: a control character; escape the text"),
    (
      "\\input{/etc/passwd}",
      "a.tex:1:1: error: \\input has no place in a table; text got out of its escape"
    ),
    (
      "\\immediate\\write18{touch x}",
      "a.tex:1:1: error: \\immediate has no place in a table; text got out of its escape"
    ),
  ])
  func namesLineAndColumn(text: String, expected: String) {
    #expect(LaTeXBalance.findings(in: text, named: "a.tex").first?.description == expected)
  }

  @Test(arguments: ["", "\\", "{\\", "\\begin", "\\begin{", "$\\$", "%"])
  func readsBrokenEndsWithoutATrap(text: String) {
    #expect(LaTeXBalance.findings(in: text, named: "a.tex").count <= 1)
  }
}

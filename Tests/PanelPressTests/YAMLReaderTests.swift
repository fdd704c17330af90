import Testing

@testable import PanelPress

@Suite struct YAMLReaderTests {
  func fault(in text: String) -> StudyProblem? {
    do {
      _ = try YAMLReader.read(text, file: "study.yaml")
      return nil
    } catch {
      guard case .study(let problems) = error else { return nil }
      return problems.first
    }
  }

  @Test func keepsOrderPlacesAndQuotes() throws {
    let root = try YAMLReader.read("b: 1\na:\n  - 'x'\n  - ~\n", file: "study.yaml")
    #expect(root.entries.map(\.key) == ["b", "a"])
    #expect(root["b"]?.content == .scalar("1", isPlain: true))
    #expect(root["a"]?.items.first?.content == .scalar("x", isPlain: false))
    #expect(root["a"]?.items.last?.content == .null)
    #expect(root.entries[1].keyPlace == StudyNode.Place(file: "study.yaml", line: 2, column: 1))
    #expect(root["a"]?.items.first?.place.line == 3)
  }

  @Test(arguments: [
    ("a: &x 1\nb: *x\n", 1, "anchor"),
    ("a: 1\nb: [*x]\n", 2, "undefined alias"),
    ("a:\n\t- b: 1\n", 2, "tab"),
    ("a: 1\n---\nb: 2\n", 2, "second document"),
    ("a: 1\nb: 2\na: 3\n", 1, "stands twice"),
    ("a: !!python/object/apply:os.system [x]\n", 1, "The tag !!python/object/apply:os.system"),
    ("a: !own x\n", 1, "The tag !own"),
    ("!own a: x\n", 1, "The tag !own"),
    ("a: [1\nb: 2\n", 2, "Not valid YAML"),
    ("a: y: z\n", 1, "needs quotes"),
    ("? [a, b]\n: c\n", 1, "A key must be a word"),
  ])
  func namesTheLineOf(text: String, line: Int, words: String) throws {
    let problem = try #require(fault(in: text))
    #expect(problem.message.contains(words), "\(problem)")
    #expect(problem.line == line, "\(problem)")
  }

  @Test func refusesAnEmptyFile() {
    #expect(fault(in: "")?.message == "The file is empty.")
    #expect(fault(in: "# only a comment\n")?.message == "The file is empty.")
  }

  @Test(arguments: [
    String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000),
    String(repeating: "[']', ", count: 20_000),
    String(repeating: "- ", count: 20_000) + "x",
    String(repeating: "? ", count: 20_000) + "x",
    (0..<2500).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    String(repeating: "[", count: 60) + String(repeating: "]", count: 60),
  ])
  func refusesDeepNesting(text: String) throws {
    let message = try #require(fault(in: "deep:\n " + text + "\n")?.message)
    #expect(message.contains("deep") || message.contains("Not valid"), "\(message)")
  }

  /// An alias as a key is hashed by the parser with all it stands for, so it must never get there.
  @Test func refusesABombInAKey() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    bomb += "? *a9\n: 1\n"
    let clock = ContinuousClock()
    let time = clock.measure { #expect(fault(in: bomb)?.message.contains("anchor") == true) }
    #expect(time < .seconds(2))
  }

  @Test func leavesAmpersandsInTextAlone() {
    #expect(fault(in: "a: R&D\nb: x & y\nc: 'Q & A'\n") == nil)
  }
}

import PanelResults
import Testing

@testable import PanelPress

@Suite struct KeyCheckTests {
  static let keys: [KeyDescription] = [
    KeyDescription("name", .text, required: true, "The name."),
    KeyDescription("level", .number, "A level."),
    KeyDescription("count", .integer, "A count."),
    KeyDescription("shown", .flag, "Whether it is shown."),
    KeyDescription("rule", .choice(["above", "below"]), "Where."),
    KeyDescription("caption", .localizedText, "A caption."),
    KeyDescription("models", .oneOrMore(of: .formula), "Models."),
    KeyDescription("labels", .mapping(of: .text), "Labels."),
    KeyDescription("rows", .object([KeyDescription("state", .text, "A state.")]), "Rows."),
    KeyDescription(
      "window",
      .either([.integer, .list(of: .integer)]),
      "One number, or two."
    ),
  ]

  func problems(_ text: String) throws -> [String] {
    var check = KeyCheck()
    check.check(
      try YAMLReader.read("name: x\n" + text, file: "s.yaml"),
      against: Self.keys,
      path: "a"
    )
    return check.problems.map(\.description)
  }

  @Test(arguments: [
    "level: 1e-3", "level: -.5", "count: -12", "shown: yes", "rule: below", "caption: x",
    "caption: {en: x, zh: 中}", "models: y ~ x", "models: [y ~ x, y ~ z]", "labels: {1: one}",
    "rows: {state: State}", "window: 3", "window: [1, 2]", "name2: x",
  ])
  func acceptsWhatFits(text: String) throws {
    #expect(try problems(text).isEmpty != text.hasPrefix("name2"))
  }

  @Test(arguments: [
    ("levle: 1", "s.yaml:2:1: a: unknown key 'levle'. Did you mean 'level'?"),
    ("level: high", "s.yaml:2:8: a.level: A number is wanted, but the text 'high' is given."),
    ("level: '1'", "s.yaml:2:8: a.level: A number is wanted, but the text '1' is given."),
    ("level: 0x10", "s.yaml:2:8: a.level: A number is wanted"),
    ("level: .nan", "s.yaml:2:8: a.level: A number is wanted"),
    ("count: 1.5", "s.yaml:2:8: a.count: A whole number is wanted, but the number 1.5 is given."),
    ("count: 010", "s.yaml:2:8: a.count: A whole number is wanted"),
    ("count: 99999999999999999999999", "is out of range"),
    ("shown: 1", "a.shown: true or false is wanted, but the number 1 is given."),
    ("rule: abvoe", "'abvoe' is none of above, below. Did you mean 'above'?"),
    (
      "caption: [x]", "a.caption: A text, or a mapping from language to text, is wanted, but a list"
    ),
    (
      "models: {a: 1}", "a.models: A formula such as 'y ~ x | unit + year' is wanted, but a mapping"
    ),
    ("models: [y ~ x, [z]]", "s.yaml:2:17: a.models[2]: A formula"),
    (
      "labels: x", "a.labels: A mapping from names (to texts) is wanted, but the text 'x' is given."
    ),
    ("labels: {x: [1]}", "s.yaml:2:13: a.labels.x: A text is wanted, but a list is given."),
    ("rows: {stat: x}", "s.yaml:2:8: a.rows: unknown key 'stat'. Did you mean 'state'?"),
    ("window: x", "A whole number or a list (whole numbers) is wanted, but the text 'x' is given."),
    ("window: [1, x]", "s.yaml:2:13: a.window[2]: A whole number is wanted"),
    ("level:", "a.level: A number is wanted, but nothing is given."),
  ])
  func saysWhatIsWantedAndFound(text: String, message: String) throws {
    let found = try problems(text)
    #expect(found.count == 1)
    #expect(found.first?.contains(message) == true, "\(found)")
  }

  @Test func asksForRequiredKeys() throws {
    var check = KeyCheck()
    check.check(try YAMLReader.read("level: 1", file: "s"), against: Self.keys, path: "")
    #expect(check.problems.map(\.description) == ["s:1:1: The key 'name' is missing: The name."])
  }
}

@Suite struct StudyDecoderTests {
  struct Sample: Decodable, Equatable {
    var name: String
    var level: Double?
    var counts: [Int]
    var flags: [String: Bool]
    var caption: LocalizedText
  }

  @Test func decodesWhatItReads() throws {
    let node = try YAMLReader.read(
      "name: 5\nlevel: 2e1\ncounts: [1, -2]\nflags: {a: off, b: yes}\ncaption: {en: x}\n",
      file: "s"
    )
    #expect(
      try StudyDecoder.decode(Sample.self, from: node, path: "")
        == Sample(
          name: "5",
          level: 20,
          counts: [1, -2],
          flags: ["a": false, "b": true],
          caption: LocalizedText(texts: ["en": "x"])
        )
    )
  }

  @Test func namesThePlaceOfWhatDoesNotFit() throws {
    let node = try YAMLReader.read(
      "name: x\ncounts:\n  - 1\n  - one\nflags: {}\ncaption: x\n",
      file: "s"
    )
    #expect(
      throws: PressError.study([
        StudyProblem(
          file: "s",
          line: 4,
          column: 5,
          path: "top.counts[2]",
          message: "a whole number is wanted, but the text 'one' is given."
        )
      ])
    ) { try StudyDecoder.decode(Sample.self, from: node, path: "top") }
  }
}

@Suite struct SafeNameTests {
  @Test(arguments: ["table1", "a", "A-b_c9"])
  func acceptsPlainNames(name: String) { #expect(SafeName.fault(in: name) == nil) }

  @Test(arguments: [
    "", "-rf", "a\nb", "con", "LPT1", "/tmp/x", "..", "a.b", " a", "1a", "tablé", "表",
    String(repeating: "a", count: 65), "a\\b",
  ])
  func refusesOtherNames(name: String) { #expect(SafeName.fault(in: name) != nil) }
}

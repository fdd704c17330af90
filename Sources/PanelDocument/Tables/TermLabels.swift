import PanelResults

/// How raw names read in print.
///
/// A label is looked up in the table's own map (exact names before globs), then in the study,
/// then in the results; what has none is read from the parts of its name: `a:b`, `region::South`,
/// `L2.x`, `log(x)`.
struct TermLabels {
  /// The table's own map, in the author's order.
  var own: [(key: String, value: LocalizedText)]
  var study: [String: LocalizedText]
  var results: [String: LocalizedText]
  var glossary: Glossary

  init(
    own: [(key: String, value: LocalizedText)] = [],
    results: [any AnalysisResult],
    in context: DocumentContext
  ) {
    self.own = own
    study = context.labels
    glossary = context.glossary
    self.results = [:]
    for result in results {
      self.results.merge(result.heading.labels) { first, _ in first }
    }
  }

  /// The label of a term, an outcome or a variable, as it stands by itself: in a stub or a head.
  func label(of name: String) throws(DocumentError) -> RichText {
    try text(of: name) { $0 }
  }

  /// The label within a sentence, where an ordinary word loses its capital and a name keeps it; see
  /// ``Swift/String/withinSentence``.
  func word(for name: String) throws(DocumentError) -> RichText {
    let isLowered = try glossary.text("labels", "within-sentences") == "lower"
    func leaf(_ label: String) -> String { isLowered ? label.withinSentence : label }
    if given(name) == nil, let caret = name.lastIndex(of: "^"), Self.joinsVariables(name) {
      return try glossary.rich(
        "terms",
        "interaction",
        [
          "left": try word(for: String(name[..<caret])),
          "right": try word(for: String(name[name.index(after: caret)...])),
        ]
      )
    }
    return try text(of: name, leaf)
  }

  /// The label as a factor of a formula, where an expression stands in parentheses.
  func factor(of name: String) throws(DocumentError) -> RichText {
    try text(of: name, isFactor: true) { $0 }
  }

  /// The parts of a name in words, each label as a function writes it; the names of columns, and
  /// expressions, are no words and stay as they are.
  private func text(
    of name: String,
    isFactor: Bool = false,
    _ leaf: (String) -> String
  ) throws(DocumentError) -> RichText {
    if let label = marked(name) { return RichText(leaf(label).withoutMark) }
    if let expression = Self.splitIdentity(name) {
      if let label = marked(expression) { return RichText(leaf(label).withoutMark) }
      return RichText(isFactor ? "(\(expression))" : expression)
    }
    if name == Estimate.constantTerm {
      return RichText(leaf(try glossary.text("terms", "constant")))
    }
    if let (left, right) = Self.splitInteraction(name) {
      return try glossary.rich(
        "terms",
        "interaction",
        [
          "left": try text(of: left, isFactor: true, leaf),
          "right": try text(of: right, isFactor: true, leaf),
        ]
      )
    }
    if let (variable, level) = Self.splitLevel(name) {
      return try glossary.rich(
        "terms",
        "level",
        ["variable": try text(of: variable, leaf), "level": RichText(Self.printed(level))]
      )
    }
    if let variable = Self.spatiallyLagged(name) {
      return try glossary.rich(
        "terms",
        "spatial-lag",
        ["weights": WeightsWords.letter, "variable": try text(of: variable, isFactor: true, leaf)]
      )
    }
    if let shift = Self.splitShift(name) {
      return try glossary.rich(
        "terms",
        shift.key,
        ["variable": try text(of: shift.variable, leaf), "count": RichText(String(shift.count))]
      )
    }
    if let call = Self.splitCall(name) {
      return try glossary.rich(
        "terms",
        call.function,
        ["variable": try text(of: call.argument, leaf)]
      )
    }
    if let (base, power) = Self.splitPower(name) {
      return RichText(try text(of: base, leaf).parts + [.superscript(power)])
    }
    if let column = Self.unquoted(name) { return try text(of: column, leaf) }
    return RichText(name)
  }

  /// The label of an effect or a cluster: the parts of `a^b` joined with ×.
  func label(ofEffect name: String) throws(DocumentError) -> RichText {
    if let given = given(name) { return RichText(given) }
    let parts = name.split(separator: "^").map(String.init)
    guard var joined = try parts.first.map({ (part) throws(DocumentError) in try label(of: part) })
    else { return RichText(name) }
    for part in parts.dropFirst() {
      joined = try glossary.rich(
        "terms",
        "interaction",
        ["left": joined, "right": try label(of: part)]
      )
    }
    return joined
  }

  /// The words for effects that a result lists as `state, region^year`.
  func list(ofEffects names: String) throws(DocumentError) -> RichText {
    var items: [RichText] = []
    for name in Self.splitList(names) { items.append(try word(for: name)) }
    return try glossary.list(items)
  }

  /// The label that somebody wrote for a name.
  func given(_ name: String) -> String? { marked(name)?.withoutMark }

  /// A value of a variable in words: the label of `region::South`, else the value as it is.
  func value(_ value: String, of variable: String?) -> String {
    variable.flatMap { given("\($0)::\(value)") } ?? value
  }

  /// The label in the table's own map.
  func ownLabel(of name: String) -> String? { ownMarked(name)?.withoutMark }

  /// The label with the braces that keep a capital.
  private func marked(_ name: String) -> String? {
    ownMarked(name) ?? (study[name] ?? results[name])?.text(in: glossary.language)
  }

  private func ownMarked(_ name: String) -> String? {
    let entry =
      own.first { $0.key == name } ?? own.first { NamePattern($0.key).matches(name) }
    return entry?.value.text(in: glossary.language)
  }
}

extension TermLabels {
  /// `a:b` outside parentheses, `::` not counted, cut at the last such colon.
  private static func splitInteraction(_ name: String) -> (String, String)? {
    let bytes = Array(name.utf8)
    var depth = 0
    var cut: Int?
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: ":") where index + 1 < bytes.count && bytes[index + 1] == bytes[index]:
        index += 1
      case UInt8(ascii: ":") where depth == 0: cut = index
      default: break
      }
      index += 1
    }
    guard let cut, cut > 0, cut < bytes.count - 1 else { return nil }
    return (
      String(decoding: bytes[..<cut], as: UTF8.self),
      String(decoding: bytes[(cut + 1)...], as: UTF8.self)
    )
  }

  /// `region::South`.
  private static func splitLevel(_ name: String) -> (String, String)? {
    guard let range = name.firstRange(of: "::"), range.lowerBound > name.startIndex else {
      return nil
    }
    return (String(name[..<range.lowerBound]), String(name[range.upperBound...]))
  }

  /// A level as it reads: the distance −2 from a treatment has a true minus.
  private static func printed(_ level: String) -> String {
    level.hasPrefix("-") && Int(level) != nil ? "−" + level.dropFirst() : level
  }

  /// `L.x`, `F2.x`, `D.x`.
  private static func splitShift(_ name: String) -> (key: String, count: Int, variable: String)? {
    guard let first = name.first, let dot = name.firstIndex(of: ".") else { return nil }
    let keys: [Character: String] = ["L": "lag", "F": "lead", "D": "difference"]
    let digits = name[name.index(after: name.startIndex)..<dot]
    let variable = String(name[name.index(after: dot)...])
    guard let key = keys[first], !variable.isEmpty,
      let count = digits.isEmpty ? 1 : Int(digits), count > 0
    else { return nil }
    return (key, count, variable)
  }

  /// `x^2`.
  private static func splitPower(_ name: String) -> (base: String, power: String)? {
    guard let caret = name.lastIndex(of: "^") else { return nil }
    let base = name[..<caret]
    let power = name[name.index(after: caret)...]
    guard !base.isEmpty, !base.contains(where: "+-*/ ".contains), Int(power) != nil else {
      return nil
    }
    return (String(base), String(power))
  }

  /// Whether carets join variables, as in `region^year`, rather than calculate.
  private static func joinsVariables(_ name: String) -> Bool {
    guard !name.contains(where: "( ".contains) || name.contains("`") else { return false }
    return name.split(separator: "^").dropFirst().allSatisfy { Double($0) == nil }
  }

  /// The items between commas outside parentheses.
  private static func splitList(_ names: String) -> [String] {
    var items = [""]
    var depth = 0
    for character in names {
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      if character == ",", depth == 0 {
        items.append("")
      } else {
        items[items.count - 1].append(character)
      }
    }
    return items.map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
  }

  /// The expression of `I(a - b)`.
  private static func splitIdentity(_ name: String) -> String? { argument(of: "I", in: name) }

  /// The name of a column that a formula writes between backticks.
  private static func unquoted(_ name: String) -> String? {
    guard name.count > 2, name.hasPrefix("`"), name.hasSuffix("`") else { return nil }
    let inside = String(name.dropFirst().dropLast()).replacing("``", with: "\u{0}")
    return inside.contains("`") ? nil : inside.replacing("\u{0}", with: "`")
  }

  /// `W(x)`, the spatial lag of x.
  static func spatiallyLagged(_ name: String) -> String? { argument(of: "W", in: name) }

  /// `log(x)` and the other functions of one argument.
  private static func splitCall(_ name: String) -> (function: String, argument: String)? {
    for function in ["log", "exp", "sqrt", "abs"] {
      if let argument = argument(of: function, in: name) { return (function, argument) }
    }
    return nil
  }

  /// What stands between the parentheses of a call that is the whole name.
  private static func argument(of function: String, in name: String) -> String? {
    guard name.hasPrefix("\(function)("), name.hasSuffix(")") else { return nil }
    let argument = name.dropFirst(function.count + 1).dropLast()
    var depth = 0
    let isWhole = argument.allSatisfy { character in
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      return depth >= 0
    }
    return isWhole && depth == 0 && !argument.isEmpty ? String(argument) : nil
  }
}

import PanelData
import PanelResults

/// The check of a mapping against the keys that describe it.
///
/// Everything that is wrong is reported, each at its own place, before anything is decoded.
struct KeyCheck {
  private(set) var problems: [StudyProblem] = []
  /// Values that name another analysis, with their places in the study.
  private(set) var references: [(node: StudyNode, path: String)] = []
  /// Values that name spatial weights, with their places.
  private(set) var weights: [(node: StudyNode, path: String)] = []

  /// Checks a mapping whose keys are described.
  mutating func check(_ node: StudyNode, against keys: [KeyDescription], path: String) {
    guard case .mapping(let entries) = node.content else {
      problems.append(
        node.problem(
          "A mapping with the keys \(Self.names(of: keys)) is wanted, but \(node.found) is given.",
          path: path
        )
      )
      return
    }
    for entry in entries {
      guard let key = keys.first(where: { $0.name == entry.key }) else {
        problems.append(Self.unknown(entry, in: keys.map(\.name), path: path))
        continue
      }
      check(entry.value, is: key.type, path: Self.join(path, entry.key))
    }
    let given = Set(entries.map(\.key))
    for key in keys where key.isRequired && !given.contains(key.name) {
      problems.append(
        node.problem("The key '\(key.name)' is missing: \(key.help)", path: path)
      )
    }
  }

  /// Checks a value against its type.
  mutating func check(_ node: StudyNode, is type: KeyDescription.ValueType, path: String) {
    switch type {
    case .text, .formula, .expression:
      if node.text == nil { report(node, wanted: type, path: path) }
    case .reference:
      if node.text == nil { report(node, wanted: type, path: path) }
      references.append((node, path))
    case .spatialWeights:
      if node.text == nil { report(node, wanted: type, path: path) }
      weights.append((node, path))
    case .number:
      if node.plainText.flatMap(Scalars.number) == nil { report(node, wanted: type, path: path) }
    case .integer: checkInteger(node, path: path)
    case .flag:
      if node.plainText.flatMap(Scalars.flag) == nil { report(node, wanted: type, path: path) }
    case .choice(let words):
      guard let text = node.text else { return report(node, wanted: type, path: path) }
      if !words.contains(text) {
        problems.append(
          node.problem(
            "'\(MessageText.shown(text))' is none of \(words.joined(separator: ", "))."
              + Suggestion.sentence(for: text, among: words),
            path: path
          )
        )
      }
    case .localizedText:
      if case .mapping(let entries) = node.content {
        for entry in entries { check(entry.value, is: .text, path: Self.join(path, entry.key)) }
      } else if node.text == nil {
        report(node, wanted: type, path: path)
      }
    case .list(let element):
      guard case .list(let items) = node.content else {
        return report(node, wanted: type, path: path)
      }
      checkItems(items, are: element, path: path)
    case .oneOrMore(let element):
      if case .list(let items) = node.content {
        checkItems(items, are: element, path: path)
      } else {
        check(node, is: element, path: path)
      }
    case .mapping(let element):
      guard case .mapping(let entries) = node.content else {
        return report(node, wanted: type, path: path)
      }
      for entry in entries { check(entry.value, is: element, path: Self.join(path, entry.key)) }
    case .object(let keys):
      guard case .mapping = node.content else { return report(node, wanted: type, path: path) }
      check(node, against: keys, path: path)
    case .either(let types): checkEither(node, types: types, path: path)
    }
  }

  private mutating func checkItems(
    _ items: [StudyNode],
    are type: KeyDescription.ValueType,
    path: String
  ) {
    for (position, item) in items.enumerated() {
      check(item, is: type, path: "\(path)[\(position + 1)]")
    }
  }

  private mutating func checkInteger(_ node: StudyNode, path: String) {
    guard let text = node.plainText, Scalars.isInteger(text) else {
      return report(node, wanted: .integer, path: path)
    }
    if Int(text) == nil {
      problems.append(
        node.problem(
          "\(text) is out of range: a whole number between \(Int.min) and \(Int.max) is wanted.",
          path: path
        )
      )
    }
  }

  /// Takes the shape that fits; else the complaints of the one with the same outer form, of several
  /// such the fewest complaints.
  private mutating func checkEither(
    _ node: StudyNode,
    types: [KeyDescription.ValueType],
    path: String
  ) {
    var nearest: [StudyProblem]?
    for type in types {
      var attempt = KeyCheck()
      attempt.check(node, is: type, path: path)
      if attempt.problems.isEmpty {
        references += attempt.references
        weights += attempt.weights
        return
      }
      if type.hasForm(of: node), attempt.problems.count < nearest?.count ?? .max {
        nearest = attempt.problems
      }
    }
    if let nearest {
      problems += nearest
    } else {
      report(node, wanted: .either(types), path: path)
    }
  }

  private mutating func report(
    _ node: StudyNode,
    wanted: KeyDescription.ValueType,
    path: String
  ) {
    problems.append(
      node.problem("\(wanted.phrase) is wanted, but \(node.found) is given.", path: path)
    )
  }

  static func unknown(_ entry: StudyNode.Entry, in names: [String], path: String) -> StudyProblem {
    let place = entry.keyPlace
    return StudyProblem(
      file: place.file,
      line: place.line,
      column: place.column,
      path: path,
      message: "unknown key '\(MessageText.shown(entry.key))'."
        + Suggestion.sentence(for: entry.key, among: names)
        + " Known here: \(names.sorted().joined(separator: ", "))."
    )
  }

  static func join(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }

  private static func names(of keys: [KeyDescription]) -> String {
    keys.map(\.name).joined(separator: ", ")
  }
}

extension StudyNode {
  /// The text of an unquoted scalar: only that may be a number or a flag.
  var plainText: String? {
    if case .scalar(let text, isPlain: true) = content { text } else { nil }
  }
}

extension KeyDescription.ValueType {
  /// The type in words, at the beginning of a sentence.
  var phrase: String {
    switch self {
    case .text: "A text"
    case .number: "A number"
    case .integer: "A whole number"
    case .flag: "true or false"
    case .choice(let words): "One of \(words.joined(separator: ", "))"
    case .localizedText: "A text, or a mapping from language to text,"
    case .reference: "The name of an analysis, such as baseline or baseline[3],"
    case .spatialWeights: "The name of spatial weights"
    case .formula: "A formula such as 'y ~ x | unit + year'"
    case .expression: "An expression such as 'log(x)'"
    case .list(let element): "A list (\(element.plural))"
    case .oneOrMore(let element): "\(element.phrase), or a list (\(element.plural)),"
    case .mapping(let element): "A mapping from names (to \(element.plural))"
    case .object(let keys): "A mapping with the keys \(keys.map(\.name).joined(separator: ", "))"
    case .either(let types):
      types.map(\.phrase).enumerated()
        .map { $0.offset == 0 ? $0.element : $0.element.lowercasedFirst }
        .joined(separator: " or ")
    }
  }

  /// The type of many values, in words.
  var plural: String {
    switch self {
    case .text: "texts"
    case .number: "numbers"
    case .integer: "whole numbers"
    case .flag: "true or false"
    case .choice(let words): "each one of \(words.joined(separator: ", "))"
    case .localizedText: "texts"
    case .reference: "names of analyses"
    case .spatialWeights: "names of spatial weights"
    case .formula: "formulas"
    case .expression: "expressions"
    case .list(let element): "lists of \(element.plural)"
    case .oneOrMore(let element): element.plural
    case .mapping(let element): "mappings to \(element.plural)"
    case .object(let keys): "mappings with \(keys.map(\.name).joined(separator: ", "))"
    case .either(let types): types.map(\.plural).joined(separator: " or ")
    }
  }

  /// Whether the value has this type's outer form, so that the type's complaints are the helpful
  /// ones.
  fileprivate func hasForm(of node: StudyNode) -> Bool {
    switch (self, node.content) {
    case (.list, .list), (.oneOrMore, .list): true
    case (.mapping, .mapping), (.object, .mapping), (.localizedText, .mapping): true
    case (.choice, .scalar(_, isPlain: _)): true
    default: false
    }
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

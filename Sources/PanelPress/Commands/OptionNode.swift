import PanelResults

/// A study entry made of command-line options, checked like one that was read from a file.
struct OptionNode {
  private var entries: [StudyNode.Entry] = []
  private let place: String

  init(place: String) { self.place = place }

  var node: StudyNode {
    StudyNode(
      content: .mapping(entries),
      place: StudyNode.Place(file: place, line: 0, column: 0)
    )
  }

  /// Sets a key to a text as it is.
  mutating func set(_ key: String, text: String, source: String) throws(PressError) {
    try set(
      key,
      StudyNode(
        content: .scalar(text, isPlain: true),
        place: StudyNode.Place(file: source, line: 0, column: 0)
      ),
      source: source
    )
  }

  /// Sets keys from `key=value`, where values are YAML.
  ///
  /// - Throws: ``PressError/usage(_:)`` for a text without `=` or a key given twice.
  mutating func set(_ options: [String]) throws(PressError) {
    for option in options {
      guard let equals = option.firstIndex(of: "="), equals > option.startIndex else {
        throw .usage("--option \(option): write key=value.")
      }
      let key = String(option[..<equals])
      let text = String(option[option.index(after: equals)...])
      try set(key, try YAMLReader.read(text, file: "--option \(key)"), source: "--option \(key)")
    }
  }

  /// - Throws: ``PressError/study(_:)`` with everything that is wrong.
  func check(against keys: [KeyDescription], of owner: String) throws(PressError) {
    var check = KeyCheck()
    check.check(node, against: keys, path: "")
    if !check.problems.isEmpty {
      throw .usage(
        check.problems.prefix(8).map { problem in
          let path = problem.path.isEmpty ? "" : "\(problem.path): "
          return "\(problem.file): \(path)\(problem.message)"
        }.joined(separator: "\n")
      )
    }
  }

  private mutating func set(
    _ key: String,
    _ value: StudyNode,
    source: String
  ) throws(PressError) {
    guard !entries.contains(where: { $0.key == key }) else {
      throw .usage("'\(key)' is given twice, the second time by \(source).")
    }
    entries.append(
      StudyNode.Entry(
        key: key,
        keyPlace: StudyNode.Place(file: source, line: 0, column: 0),
        value: value
      )
    )
  }
}

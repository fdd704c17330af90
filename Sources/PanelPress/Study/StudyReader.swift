import PanelEstimation
import PanelResults

/// Reads a study file: every problem in it is found before anything is computed.
struct StudyReader {
  private let vocabulary: Vocabulary
  private let root: StudyNode
  private let text: String
  private let file: String
  private var problems: [StudyProblem] = []

  /// Reads the text of the study file that the user knows as `file`.
  ///
  /// - Throws: ``PressError/study(_:)`` with every problem and its place.
  static func read(
    _ text: String,
    file: String,
    vocabulary: Vocabulary
  ) throws(PressError) -> Study {
    let root = try YAMLReader.read(text, file: file)
    var reader = StudyReader(vocabulary: vocabulary, root: root, text: text, file: file)
    return try reader.study()
  }

  private init(vocabulary: Vocabulary, root: StudyNode, text: String, file: String) {
    self.vocabulary = vocabulary
    self.root = root
    self.text = text
    self.file = file
  }

  private mutating func study() throws(PressError) -> Study {
    guard case .mapping = root.content else {
      throw .study([
        root.problem("A study is a mapping with keys such as study and data, not \(root.found).")
      ])
    }
    checkTop()
    checkNames()
    let lists = namedLists()
    checkAnalyses()
    checkExhibits("tables", kinds: vocabulary.tableKinds)
    checkExhibits("figures", kinds: vocabulary.figureKinds)
    checkReferences()
    try stop()
    let study = Study(
      name: root["study"]?.text ?? "",
      title: try value("title"),
      authors: try value("authors") ?? [],
      language: root["language"]?.text ?? "en",
      style: root["style"]?.text ?? "plain",
      seed: try value("seed") ?? 1,
      data: try StudyDecoder.decode(
        DataDeclaration.self,
        from: root["data"] ?? root,
        path: "data"
      ),
      variables: (root["variables"]?.entries ?? []).map {
        (name: $0.key, expression: $0.value.text ?? "", node: $0.value)
      },
      lists: lists,
      analyses: analyses(),
      tables: exhibits("tables"),
      figures: exhibits("figures"),
      reportSections: root["report"]?["sections"].map(\.texts),
      text: text,
      fileName: file.split(separator: "/").last.map(String.init) ?? file
    )
    try stop()
    return study
  }

  private func stop() throws(PressError) {
    if !problems.isEmpty {
      throw .study(
        problems.enumerated()
          .sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
          .map(\.element)
      )
    }
  }

  private func value<Value: Decodable>(_ key: String) throws(PressError) -> Value? {
    guard let node = root[key] else { return nil }
    return try StudyDecoder.decode(Value.self, from: node, path: key)
  }

  // MARK: Checks

  private mutating func checkTop() {
    var check = KeyCheck()
    let known = StudyKeys.all.map(\.name)
    for entry in root.entries where !known.contains(entry.key) {
      problems.append(KeyCheck.unknown(entry, in: known, path: ""))
    }
    let ordinary = StudyKeys.all.filter { !StudyKeys.catalogued.contains($0.name) }
    check.check(
      StudyNode(
        content: .mapping(
          root.entries.filter { entry in
            ordinary.contains { $0.name == entry.key }
          }
        ),
        place: root.place
      ),
      against: ordinary,
      path: ""
    )
    problems += check.problems
    if root["analyses"] == nil {
      problems.append(
        root.problem("The key 'analyses' is missing: what is to be computed, by name.")
      )
    }
    if let seed = root["seed"], let text = seed.plainText, let number = Int(text), number < 0 {
      problems.append(
        seed.problem(
          "\(text) is out of range: a whole number between 0 and \(Int.max) is wanted.",
          path: "seed"
        )
      )
    }
    if let step = root["data"]?["step"], let number = step.plainText.flatMap(Int.init), number < 1 {
      problems.append(
        step.problem("\(number) is out of range: a step is 1 or more.", path: "data.step")
      )
    }
  }

  private mutating func checkNames() {
    if let node = root["study"], let name = node.text, let fault = SafeName.fault(in: name) {
      problems.append(node.problem(fault, path: "study"))
    }
    for group in [["analyses"], ["tables", "figures"]] {
      var seen: [String: String] = [:]
      for section in group {
        for entry in root[section]?.entries ?? [] {
          let path = KeyCheck.join(section, entry.key)
          if let fault = SafeName.fault(in: entry.key) {
            report(fault, at: entry.keyPlace, path: section)
          } else if let other = seen.updateValue(path, forKey: entry.key.lowercased()) {
            report(
              "\(path) and \(other) would write the same files; rename one of them.",
              at: entry.keyPlace,
              path: section
            )
          }
        }
      }
    }
  }

  private mutating func checkAnalyses() {
    guard let node = root["analyses"] else { return }
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      problems.append(
        node.problem(
          "A mapping from names to analyses is wanted, but \(node.found) is given.",
          path: "analyses"
        )
      )
      return
    }
    for entry in entries {
      let path = "analyses.\(entry.key)"
      guard case .mapping = entry.value.content else {
        problems.append(
          entry.value.problem(
            "A mapping with the key 'method' is wanted, but \(entry.value.found) is given.",
            path: path
          )
        )
        continue
      }
      let kinds = vocabulary.methods.map { $0.kind.rawValue }
      guard let method = entry.value["method"] else {
        problems.append(
          entry.value.problem(
            "The key 'method' is missing: one of \(kinds.joined(separator: ", ")).",
            path: path
          )
        )
        continue
      }
      guard let type = method.text.flatMap(vocabulary.method) else {
        problems.append(unknownKind(method, "method", kinds, path: "\(path).method"))
        continue
      }
      var check = KeyCheck()
      check.check(entry.value, against: [StudyKeys.method] + type.keys, path: path)
      problems += check.problems
    }
  }

  private mutating func checkExhibits(_ section: String, kinds: [ExhibitKind]) {
    guard let node = root[section] else { return }
    guard case .mapping(let entries) = node.content else {
      problems.append(
        node.problem(
          "A mapping from names to \(section) is wanted, but \(node.found) is given.",
          path: section
        )
      )
      return
    }
    for entry in entries {
      let path = "\(section).\(entry.key)"
      guard case .mapping = entry.value.content else {
        problems.append(
          entry.value.problem(
            "A mapping with the key 'of' is wanted, but \(entry.value.found) is given.",
            path: path
          )
        )
        continue
      }
      var keys = StudyKeys.exhibit
      if let kind = entry.value["kind"] {
        guard let chosen = kinds.first(where: { $0.name == kind.text }) else {
          problems.append(
            unknownKind(kind, "kind", kinds.map(\.name), path: "\(path).kind")
          )
          continue
        }
        keys = Self.merged(keys, chosen.keys)
      } else {
        // The kind follows from the results; until they are known, any kind's keys may stand.
        for kind in kinds { keys = Self.merged(keys, kind.keys, loosely: true) }
      }
      var check = KeyCheck()
      check.check(entry.value, against: keys, path: path)
      problems += check.problems
    }
  }

  /// Common keys and those of a kind; of two with one name the kind's own holds.
  ///
  /// Loosely, a key that several kinds describe differently may have any of their shapes and be
  /// absent.
  static func merged(
    _ common: [KeyDescription],
    _ own: [KeyDescription],
    loosely: Bool = false
  ) -> [KeyDescription] {
    var keys = common
    for var key in own {
      guard let position = keys.firstIndex(where: { $0.name == key.name }) else {
        if loosely { key.isRequired = false }
        keys.append(key)
        continue
      }
      if loosely, keys[position].type != key.type {
        keys[position].type = .either([keys[position].type, key.type])
      } else if !loosely {
        keys[position] = key
      }
    }
    return keys
  }

  private mutating func checkReferences() {
    let names = (root["analyses"]?.entries ?? []).map(\.key)
    for section in ["tables", "figures"] {
      for entry in root[section]?.entries ?? [] {
        guard let of = entry.value["of"] else { continue }
        let nodes = of.text == nil ? of.items : [of]
        if nodes.isEmpty, case .list = of.content {
          problems.append(
            of.problem("Name at least one result.", path: "\(section).\(entry.key).of")
          )
        }
        for node in nodes {
          guard let text = node.text else { continue }
          let path = "\(section).\(entry.key).of"
          guard let reference = ResultReference(text) else {
            problems.append(
              node.problem(
                "'\(text)' is no reference; write `baseline`, or `baseline[3]` for its third "
                  + "result.",
                path: path
              )
            )
            continue
          }
          if !names.contains(reference.entry) {
            problems.append(
              node.problem(
                "There is no analysis '\(reference.entry)'."
                  + Suggestion.sentence(for: reference.entry, among: names)
                  + " The study has: \(names.joined(separator: ", ")).",
                path: path
              )
            )
          }
        }
      }
    }
  }

  private func unknownKind(
    _ node: StudyNode,
    _ word: String,
    _ known: [String],
    path: String
  ) -> StudyProblem {
    guard let text = node.text else {
      return node.problem("A text is wanted, but \(node.found) is given.", path: path)
    }
    return node.problem(
      "There is no \(word) '\(text)'." + Suggestion.sentence(for: text, among: known)
        + " Known: \(known.joined(separator: ", ")).",
      path: path
    )
  }

  private mutating func report(_ message: String, at place: StudyNode.Place, path: String) {
    problems.append(
      StudyProblem(
        file: place.file,
        line: place.line,
        column: place.column,
        path: path,
        message: message
      )
    )
  }

  // MARK: Values

  /// The named lists, with `$name` inside a list put in.
  private mutating func namedLists() -> [String: [String]] {
    var nodes: [(name: String, node: StudyNode)] = []
    if let controls = root["controls"] { nodes.append(("controls", controls)) }
    for entry in root["lists"]?.entries ?? [] {
      if entry.key == "controls", root["controls"] != nil {
        report(
          "'controls' is listed twice: at the top and here.",
          at: entry.keyPlace,
          path: "lists"
        )
      }
      nodes.append((entry.key, entry.value))
    }
    var lists: [String: [String]] = [:]
    for (name, node) in nodes {
      var members: [String] = []
      for item in node.items {
        guard let text = item.text else { continue }
        guard text.hasPrefix("$") else {
          members.append(text)
          continue
        }
        let inner = String(text.dropFirst())
        if let known = lists[inner] {
          members += known
        } else {
          problems.append(
            item.problem(
              "There is no list '\(inner)' above this one."
                + Suggestion.sentence(for: inner, among: nodes.map(\.name)),
              path: name
            )
          )
        }
      }
      lists[name] = members
    }
    return lists
  }

  private mutating func analyses() -> [AnalysisEntry] {
    var found: [AnalysisEntry] = []
    for entry in root["analyses"]?.entries ?? [] {
      guard let type = (entry.value["method"]?.text).flatMap(vocabulary.method) else { continue }
      do {
        found.append(
          AnalysisEntry(
            id: entry.key,
            analysis: try Self.decode(type, from: entry.value, path: "analyses.\(entry.key)"),
            node: entry.value
          )
        )
      } catch {
        if case .study(let more) = error { problems += more }
      }
    }
    return found
  }

  /// An entry as its method; the key `method` itself is not the method's.
  static func decode(
    _ type: any Analysis.Type,
    from node: StudyNode,
    path: String
  ) throws(PressError) -> any Analysis {
    func decode<Kind: Analysis>(_ type: Kind.Type) throws(PressError) -> any Analysis {
      try StudyDecoder.decode(type, from: node.without(["method"]), path: path)
    }
    return try decode(type)
  }

  private func exhibits(_ section: String) -> [ExhibitEntry] {
    (root[section]?.entries ?? []).map { entry in
      let caption = entry.value["caption"].flatMap { node in
        Self.localized(node)
      }
      return ExhibitEntry(
        id: entry.key,
        references: (entry.value["of"]?.texts ?? []).compactMap(ResultReference.init),
        kind: entry.value["kind"]?.text,
        caption: caption,
        node: entry.value
      )
    }
  }

  private static func localized(_ node: StudyNode) -> LocalizedText? {
    if let text = node.text { return LocalizedText(text) }
    guard case .mapping(let entries) = node.content else { return nil }
    return LocalizedText(
      texts: Dictionary(entries.map { ($0.key, $0.value.text ?? "") }, uniquingKeysWith: { $1 })
    )
  }
}

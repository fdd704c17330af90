import PanelData
import PanelDocument
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
    problems = StudyChecks.problems(in: root, vocabulary: vocabulary)
    let lists = namedLists()
    try stop()
    let study = Study(
      name: root["study"]?.text ?? "",
      title: try value("title"),
      authors: try value("authors") ?? [],
      notice: try value("notice"),
      about: try value("about"),
      language: root["language"].map { StudyLanguage($0) } ?? StudyLanguage("en"),
      style: StyleChoice(root["style"]),
      seed: try value("seed") ?? 1,
      data: try value("data"),
      variables: variables(),
      lists: lists,
      spatialWeights: spatialWeights(),
      analyses: analyses(lists: lists),
      results: (root["results"]?.entries ?? []).map { entry in
        SavedResultEntry(id: entry.key, file: entry.value.text ?? "", node: entry.value)
      },
      tables: exhibits("tables"),
      figures: exhibits("figures"),
      numbers: Self.numbers(in: root, problems: &problems),
      exports: try value("exports") ?? StudyExports(),
      report: try value("report") ?? ReportRecipe(),
      root: root,
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

  private mutating func variables() -> [VariableEntry] {
    var found: [VariableEntry] = []
    for entry in root["variables"]?.entries ?? [] {
      if let text = entry.value.text {
        found.append(
          VariableEntry(name: entry.key, definition: .expression(text), node: entry.value)
        )
        continue
      }
      guard let type = (entry.value["method"]?.text).flatMap({ vocabulary.composites[$0] }) else {
        continue
      }
      do {
        let composite = try Self.decode(
          type,
          from: entry.value,
          path: "variables.\(entry.key)"
        )
        found.append(
          VariableEntry(name: entry.key, definition: .composite(composite), node: entry.value)
        )
      } catch {
        if case .study(let more) = error { problems += more }
      }
    }
    return found
  }

  private mutating func spatialWeights() -> [SpatialWeightsDeclaration] {
    Self.spatialWeights(in: root, vocabulary: vocabulary, problems: &problems)
  }

  private static func decode(
    _ type: any CompositeVariable.Type,
    from node: StudyNode,
    path: String
  ) throws(PressError) -> any CompositeVariable {
    func decode<Kind: CompositeVariable>(
      _ type: Kind.Type
    ) throws(PressError) -> any CompositeVariable {
      try StudyDecoder.decode(type, from: node.without(["method"]), path: path)
    }
    return try decode(type)
  }

  private mutating func analyses(lists: [String: [String]]) -> [AnalysisEntry] {
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
    return varied(found, lists: lists)
  }

  /// The entries with every column made that is another model with something changed.
  private mutating func varied(
    _ entries: [AnalysisEntry],
    lists: [String: [String]]
  ) -> [AnalysisEntry] {
    let known = Dictionary(entries.map { ($0.id, $0.analysis) }, uniquingKeysWith: { $1 })
    var made = entries
    for (position, entry) in entries.enumerated() {
      guard let varied = entry.analysis as? any VariedAnalysis else { continue }
      do {
        made[position].analysis = try varied.varied(id: entry.id, among: known, lists: lists)
      } catch {
        let node = entry.node["with"] ?? entry.node["models"] ?? entry.node
        problems.append(node.problem(error.description, path: "analyses.\(entry.id)"))
      }
    }
    return made
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
      let panels = section == "tables" ? Self.panels(of: entry.value) : []
      var references = (entry.value["of"]?.texts ?? []).compactMap(ResultReference.init)
      if !panels.isEmpty {
        references = []
        for reference in panels.flatMap(\.references).compactMap(\.self)
        where !references.contains(reference) {
          references.append(reference)
        }
      }
      return ExhibitEntry(
        id: entry.key,
        references: references,
        kind: entry.value["kind"]?.text,
        caption: caption,
        panels: panels,
        node: entry.value
      )
    }
  }

  /// The panels of a table, by title or as a list of titles and results.
  private static func panels(of node: StudyNode) -> [PanelEntry] {
    guard let panels = node["panels"] else { return [] }
    func references(_ node: StudyNode) -> [ResultReference?] {
      node.texts.map { $0 == StudyKeys.noColumn ? nil : ResultReference($0) }
    }
    return panels.entries.map {
      PanelEntry(title: LocalizedText($0.key), references: references($0.value))
    }
      + panels.items.compactMap { item in
        guard let title = item["title"].flatMap(localized), let of = item["of"] else { return nil }
        return PanelEntry(title: title, references: references(of), kind: item["kind"]?.text)
      }
  }

  static func localized(_ node: StudyNode) -> LocalizedText? {
    if let text = node.text { return LocalizedText(text) }
    guard case .mapping(let entries) = node.content else { return nil }
    return LocalizedText(
      texts: Dictionary(entries.map { ($0.key, $0.value.text ?? "") }, uniquingKeysWith: { $1 })
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
}

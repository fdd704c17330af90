import PanelData
import PanelEstimation
import PanelResults

/// The checks of a study file before anything in it is decoded.
struct StudyChecks {
  private let root: StudyNode
  private let vocabulary: Vocabulary
  private var problems: [StudyProblem] = []

  /// Everything that is wrong, in no particular order.
  static func problems(in root: StudyNode, vocabulary: Vocabulary) -> [StudyProblem] {
    var checks = StudyChecks(root: root, vocabulary: vocabulary)
    checks.checkTop()
    checks.checkNames()
    checks.checkAnalyses()
    checks.checkExhibits("tables", kinds: vocabulary.tableKinds)
    checks.checkExhibits("figures", kinds: vocabulary.figureKinds)
    checks.checkReferences()
    checks.problems += variableProblems(in: root, vocabulary: vocabulary)
    checks.problems += weightsProblems(in: root, vocabulary: vocabulary)
    return checks.problems
  }

  private init(root: StudyNode, vocabulary: Vocabulary) {
    self.root = root
    self.vocabulary = vocabulary
  }

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
    for reference in check.references { checkReference(reference.node, path: reference.path) }
    for entry in root["numbers"]?.entries ?? [] {
      if let fault = MacroName.fault(in: entry.key) {
        report(fault, at: entry.keyPlace, path: "numbers")
      }
    }
    if root["analyses"] == nil, root["results"] == nil {
      problems.append(
        root.problem("The key 'analyses' is missing: what is to be computed, by name.")
      )
    }
    if let language = root["language"] { problems += StudyLanguage.problems(in: language) }
    checkData()
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

  /// What is computed needs data; saved results need none.
  private mutating func checkData() {
    guard root["data"] == nil else { return }
    if root["analyses"] != nil || root["results"] == nil {
      problems.append(root.problem("The key 'data' is missing: The data and their keys."))
    }
    for key in ["variables", "spatial_weights"] where root["analyses"] == nil {
      guard let node = root[key], root["results"] != nil else { continue }
      problems.append(
        node.problem("'\(key)' are made of data, which this study has not.", path: key)
      )
    }
  }

  private mutating func checkNames() {
    if let node = root["study"], let name = node.text, let fault = SafeName.fault(in: name) {
      problems.append(node.problem(fault, path: "study"))
    }
    for group in [["analyses", "results"], ["tables", "figures"]] {
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
      for reference in check.references {
        checkReference(reference.node, path: reference.path, asker: entry.key)
      }
      for name in check.weights {
        problems += Self.unknownWeights(name.node, path: name.path, in: root)
      }
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
      var keys = section == "tables" ? StudyKeys.table : StudyKeys.figure
      if section == "tables" { checkPanels(entry.value, path: path) }
      if let kind = entry.value["kind"] {
        guard let chosen = kinds.first(where: { $0.name == kind.text }) else {
          problems.append(
            unknownKind(kind, "kind", kinds.map(\.name), path: "\(path).kind")
          )
          continue
        }
        keys = StudyKeys.merged(keys, chosen.keys)
      } else {
        // The kind follows from the results; until they are known, any kind's keys may stand.
        for kind in kinds { keys = StudyKeys.merged(keys, kind.keys, loosely: true) }
      }
      var check = KeyCheck()
      check.check(entry.value, against: keys, path: path)
      problems += check.problems
    }
  }

  /// A table shows the results of `of`, or those of its panels.
  private mutating func checkPanels(_ node: StudyNode, path: String) {
    let kind = vocabulary.tableKinds.first { $0.name == node["kind"]?.text }
    if let kind, !kind.showsResults {
      for key in ["of", "panels"] {
        guard let given = node[key] else { continue }
        problems.append(
          given.problem(
            "A table of the kind '\(kind.name)' shows no results. Leave '\(key)' out.",
            path: "\(path).\(key)"
          )
        )
      }
      return
    }
    guard let panels = node["panels"] else {
      if node["of"] == nil {
        problems.append(
          node.problem(
            "The key 'of' is missing: the results shown, such as `baseline` or `baseline[3]`.",
            path: path
          )
        )
      }
      if let rows = node["panel-rows"] {
        problems.append(
          rows.problem(
            "'panel-rows' belongs to a table with 'panels', which this one has not.",
            path: "\(path).panel-rows"
          )
        )
      }
      return
    }
    var shown: [StudyNode] = []
    for entry in panels.entries { shown.append(entry.value) }
    for item in panels.items {
      if let of = item["of"] { shown.append(of) }
      if let kind = item["kind"], !vocabulary.tableKinds.contains(where: { $0.name == kind.text }) {
        problems.append(
          unknownKind(
            kind,
            "kind",
            vocabulary.tableKinds.filter(\.showsResults).map(\.name),
            path: "\(path).panels"
          )
        )
      }
    }
    if shown.isEmpty {
      problems.append(panels.problem("Name at least one panel.", path: "\(path).panels"))
    }
    var named: Set<String> = []
    for node in shown {
      let nodes = node.text == nil ? node.items : [node]
      let references = nodes.filter { $0.text != StudyKeys.noColumn }
      if references.isEmpty {
        problems.append(node.problem("Name at least one result.", path: "\(path).panels"))
      }
      for reference in references {
        checkReference(reference, path: "\(path).panels")
        if let text = reference.text { named.insert(text) }
      }
    }
    for reference in node["of"].map({ $0.text == nil ? $0.items : [$0] }) ?? [] {
      guard let text = reference.text, !named.contains(text) else { continue }
      problems.append(
        reference.problem(
          "'\(MessageText.shown(text))' is shown in no panel. Name it in 'panels', or leave 'of' "
            + "out: panels say what is shown.",
          path: "\(path).of"
        )
      )
    }
  }

  private mutating func checkReferences() {
    for section in ["tables", "figures"] {
      for entry in root[section]?.entries ?? [] {
        guard let of = entry.value["of"] else { continue }
        let path = "\(section).\(entry.key).of"
        let nodes = of.text == nil ? of.items : [of]
        if nodes.isEmpty, case .list = of.content {
          problems.append(of.problem("Name at least one result.", path: path))
        }
        for node in nodes { checkReference(node, path: path) }
      }
    }
  }

  /// Checks the name of an analysis, or of one of its results.
  ///
  /// - Parameter asker: The analysis that names it, which cannot be itself.
  private mutating func checkReference(_ node: StudyNode, path: String, asker: String? = nil) {
    guard let text = node.text else { return }
    guard let reference = ResultReference(text) else {
      problems.append(node.problem(ResultReference.malformed(text), path: path))
      return
    }
    var names = (root["analyses"]?.entries ?? []).map(\.key).filter { $0 != asker }
    if asker == nil { names += (root["results"]?.entries ?? []).map(\.key) }
    guard !names.contains(reference.entry) else { return }
    problems.append(
      node.problem(
        reference.entry == asker
          ? "'\(reference.entry)' cannot be about itself; name another analysis of the study."
          : "There is no analysis '\(reference.entry)'."
            + Suggestion.sentence(for: reference.entry, among: names)
            + " The study has: \(names.joined(separator: ", ")).",
        path: path
      )
    )
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
}

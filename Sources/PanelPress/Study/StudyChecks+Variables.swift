import PanelData
import PanelResults

extension StudyChecks {
  /// Checks the derived variables: each is an expression, or a mapping with a method of its own.
  static func variableProblems(in root: StudyNode, vocabulary: Vocabulary) -> [StudyProblem] {
    guard let node = root["variables"] else { return [] }
    guard case .mapping(let entries) = node.content else {
      return [
        node.problem(
          "A mapping from names to expressions is wanted, but \(node.found) is given.",
          path: "variables"
        )
      ]
    }
    return entries.flatMap { entry in
      let path = "variables.\(entry.key)"
      guard case .mapping = entry.value.content else {
        guard entry.value.text == nil else { return [StudyProblem]() }
        return [
          entry.value.problem(
            "An expression such as 'log(x)' or a mapping with the key 'method' is wanted, but "
              + "\(entry.value.found) is given.",
            path: path
          )
        ]
      }
      return compositeProblems(entry.value, path: path, vocabulary: vocabulary)
    }
  }

  private static func compositeProblems(
    _ node: StudyNode,
    path: String,
    vocabulary: Vocabulary
  ) -> [StudyProblem] {
    let kinds = vocabulary.composites.types.map { $0.kind }
    guard let method = node["method"] else {
      return [
        node.problem(
          "The key 'method' is missing: one of \(kinds.joined(separator: ", ")).",
          path: path
        )
      ]
    }
    guard let text = method.text else {
      return [method.problem("A text is wanted, but \(method.found) is given.", path: "\(path).method")]
    }
    guard let type = vocabulary.composites[text] else {
      return [
        method.problem(
          "There is no method '\(MessageText.shown(text))' for a derived variable."
            + Suggestion.sentence(for: text, among: kinds)
            + " Known: \(kinds.joined(separator: ", ")).",
          path: "\(path).method"
        )
      ]
    }
    var check = KeyCheck()
    check.check(node, against: [StudyKeys.derivation] + type.keys, path: path)
    return check.problems
  }
}

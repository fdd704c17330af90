import PanelData
import PanelResults

extension StudyChecks {
  /// Checks the spatial weights: names, methods and keys.
  static func weightsProblems(in root: StudyNode, vocabulary: Vocabulary) -> [StudyProblem] {
    guard let node = root["spatial_weights"] else { return [] }
    guard case .mapping(let entries) = node.content else {
      return [
        node.problem(
          "A mapping from names to weights is wanted, but \(node.found) is given.",
          path: "spatial_weights"
        )
      ]
    }
    var problems: [StudyProblem] = []
    if root["data"]?["unit"] == nil {
      problems.append(
        node.problem(
          "Spatial weights join units by name: give 'unit' under 'data', the column that names them.",
          path: "spatial_weights"
        )
      )
    }
    let kinds = vocabulary.spatialWeights.types.map { $0.kind.rawValue }
    for entry in entries {
      let path = "spatial_weights.\(entry.key)"
      if let fault = SafeName.fault(in: entry.key) {
        problems.append(entry.value.problem(fault, path: path))
      }
      guard case .mapping = entry.value.content else {
        problems.append(
          entry.value.problem(
            "A mapping with the key 'method' is wanted, but \(entry.value.found) is given.",
            path: path
          )
        )
        continue
      }
      guard let method = entry.value["method"] else {
        problems.append(
          entry.value.problem(
            "The key 'method' is missing: one of \(kinds.joined(separator: ", ")).",
            path: path
          )
        )
        continue
      }
      guard let type = method.text.flatMap({ vocabulary.spatialWeights[$0] }) else {
        let name = method.text ?? ""
        problems.append(
          method.problem(
            method.text == nil
              ? "A text is wanted, but \(method.found) is given."
              : "There is no method '\(MessageText.shown(name))' for spatial weights."
                + Suggestion.sentence(for: name, among: kinds)
                + " Known: \(kinds.joined(separator: ", ")).",
            path: "\(path).method"
          )
        )
        continue
      }
      var check = KeyCheck()
      check.check(
        entry.value,
        against: [StudyKeys.weighting] + type.keys + SpatialWeightsEntry.Options.keys,
        path: path
      )
      problems += check.problems
    }
    return problems
  }

  /// A name of weights that the study does not declare.
  static func unknownWeights(
    _ node: StudyNode,
    path: String,
    in root: StudyNode
  ) -> [StudyProblem] {
    let names = (root["spatial_weights"]?.entries ?? []).map(\.key)
    guard let name = node.text, !names.contains(name) else { return [] }
    return [
      node.problem(
        "There are no spatial weights '\(MessageText.shown(name))'."
          + Suggestion.sentence(for: name, among: names)
          + (names.isEmpty
            ? " Declare them under 'spatial_weights'."
            : " Declared: \(names.joined(separator: ", "))."),
        path: path
      )
    ]
  }
}

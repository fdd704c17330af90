import PanelData
import PanelResults

extension StudyReader {
  /// The entries of `spatial_weights`, each after those that it is made of.
  ///
  /// - Parameter problems: Takes what does not decode, and names of weights that do not stand above.
  static func spatialWeights(
    in root: StudyNode,
    vocabulary: Vocabulary,
    problems: inout [StudyProblem]
  ) -> [SpatialWeightsDeclaration] {
    var found: [SpatialWeightsDeclaration] = []
    for entry in root["spatial_weights"]?.entries ?? [] {
      guard let type = (entry.value["method"]?.text).flatMap({ vocabulary.spatialWeights[$0] })
      else { continue }
      let path = "spatial_weights.\(entry.key)"
      do {
        let declaration = SpatialWeightsDeclaration(
          entry: SpatialWeightsEntry(
            entry.key,
            try decode(type, from: entry.value, path: path),
            options: try StudyDecoder.decode(
              SpatialWeightsEntry.Options.self,
              from: entry.value,
              path: path
            )
          ),
          node: entry.value
        )
        let names = found.map(\.entry.name)
        for part in declaration.entry.method.parts where !names.contains(part) {
          problems.append(
            (entry.value["of"] ?? entry.value).problem(
              "There are no spatial weights '\(MessageText.shown(part))' above this entry."
                + Suggestion.sentence(for: part, among: names)
                + (names.isEmpty ? "" : " Above are: \(names.joined(separator: ", "))."),
              path: "\(path).of"
            )
          )
        }
        found.append(declaration)
      } catch {
        if case .study(let more) = error { problems += more }
      }
    }
    return found
  }

  private static func decode(
    _ type: any SpatialWeightsMethod.Type,
    from node: StudyNode,
    path: String
  ) throws(PressError) -> any SpatialWeightsMethod {
    func decode<Kind: SpatialWeightsMethod>(
      _ type: Kind.Type
    ) throws(PressError) -> any SpatialWeightsMethod {
      try StudyDecoder.decode(
        type,
        from: node.without(
          Set(["method"] + SpatialWeightsEntry.Options.keys.map(\.name))
        ),
        path: path
      )
    }
    return try decode(type)
  }
}

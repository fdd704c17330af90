import PanelDocument
import PanelResults

/// The results of a study by the name of their entry.
struct ResultStore: Sendable {
  private(set) var files: [ResultFile] = []

  mutating func add(_ file: ResultFile) { files.append(file) }

  /// The results that references name, in their order.
  ///
  /// - Throws: ``PressError/study(_:)`` at `node` for an entry or a position that is not there.
  func results(
    _ references: [ResultReference],
    at node: StudyNode,
    path: String
  ) throws(PressError) -> [NamedResult] {
    var found: [NamedResult] = []
    for reference in references {
      guard let file = files.first(where: { $0.id == reference.entry }) else {
        let names = files.map(\.id)
        throw .study([
          node.problem(
            "There is no result '\(reference.entry)'."
              + Suggestion.sentence(for: reference.entry, among: names)
              + " There are: \(names.joined(separator: ", ")).",
            path: path
          )
        ])
      }
      guard let position = reference.position else {
        found += file.named
        continue
      }
      guard file.results.indices.contains(position - 1) else {
        throw .study([
          node.problem(
            "'\(file.id)' has \(file.results.count) result\(file.results.count == 1 ? "" : "s"); "
              + "there is no \(file.id)[\(position)].",
            path: path
          )
        ])
      }
      found.append(file.named[position - 1])
    }
    return found
  }
}

extension ResultStore {
  /// The panels of a table with their results.
  ///
  /// - Throws: As ``results(_:at:path:)``.
  func panels(of entry: ExhibitEntry) throws(PressError) -> [TablePanel] {
    var panels: [TablePanel] = []
    for panel in entry.panels {
      var found: [NamedResult?] = []
      for reference in panel.references {
        guard let reference else {
          found.append(nil)
          continue
        }
        found += try results([reference], at: entry.node, path: "tables.\(entry.id).panels")
          .map(Optional.some)
      }
      panels.append(TablePanel(title: panel.title, results: found))
    }
    return panels
  }
}

extension ResultFile {
  /// Each result with its reference: `baseline[3]`, or the id alone for a single result.
  var named: [NamedResult] {
    results.enumerated().map { position, result in
      NamedResult(
        reference: results.count == 1 ? id : "\(id)[\(position + 1)]",
        result: result
      )
    }
  }
}

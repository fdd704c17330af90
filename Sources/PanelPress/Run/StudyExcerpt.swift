import PanelResults
/// The lines of a study file that an exhibit comes from.
struct StudyExcerpt: Sendable {
  let study: Study
  private let all: [Substring]

  init(study: Study) {
    self.study = study
    all = study.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The exhibit's entry with those of the analyses it shows, as the author wrote them.
  func text(of exhibit: ExhibitEntry, in section: String) -> String {
    var parts: [String] = []
    let shown = study.analyses.map(\.id).filter { id in
      exhibit.references.contains { $0.entry == id }
    }
    parts += entries(shown, in: "analyses")
    let saved = study.results.map(\.id).filter { id in
      exhibit.references.contains { $0.entry == id }
    }
    parts += entries(saved, in: "results")
    parts += entries([exhibit.id], in: section)
    return parts.joined(separator: "\n")
  }

  private func entries(_ ids: [String], in section: String) -> [String] {
    guard let node = study.root[section], !ids.isEmpty else { return [] }
    let found = node.entries.filter { ids.contains($0.key) }
    return ["\(section):"] + found.flatMap { lines(of: $0) }
  }

  /// From the key's line to the next line that is not indented deeper, two spaces from the left.
  private func lines(of entry: StudyNode.Entry) -> [String] {
    let first = entry.keyPlace.line - 1
    guard all.indices.contains(first) else { return [] }
    let indent = entry.keyPlace.column - 1
    guard all[first].prefix(indent).allSatisfy({ $0 == " " }) else {
      // An entry inside braces shares its line with others.
      return ["  " + all[first].drop { $0 == " " }]
    }
    let rest = all[(first + 1)...].prefix { line in
      line.allSatisfy { $0 == " " } || line.prefix(indent + 1).allSatisfy { $0 == " " }
    }
    var block = [all[first]] + rest
    while let last = block.last, last.allSatisfy({ $0 == " " }) { block.removeLast() }
    return block.map { "  " + $0.dropFirst(min(indent, $0.count)) }
  }
}

import PanelResults

/// What a run makes: everything, or what `--only` names and what that needs.
struct Selection: Sendable {
  var analyses: [AnalysisEntry]
  var results: [SavedResultEntry]
  /// Each with its number in the whole study.
  var tables: [(number: Int, entry: ExhibitEntry)]
  var figures: [(number: Int, entry: ExhibitEntry)]
  var isWhole: Bool

  /// - Throws: ``PressError/usage(_:)`` for a name that the study does not have.
  init(_ names: [String], of study: Study) throws(PressError) {
    let tables = study.tables.enumerated().map { (number: $0.offset + 1, entry: $0.element) }
    let figures = study.figures.enumerated().map { (number: $0.offset + 1, entry: $0.element) }
    isWhole = names.isEmpty
    guard !isWhole else {
      (analyses, self.tables, self.figures) = (study.analyses, tables, figures)
      results = study.results
      return
    }
    let known = study.analyses.map(\.id) + study.results.map(\.id) + (tables + figures).map(\.entry.id)
    for name in names where !known.contains(name) {
      throw .usage(
        "--only: the study has no '\(name)'." + Suggestion.sentence(for: name, among: known)
          + " It has: \(known.joined(separator: ", "))."
      )
    }
    self.tables = tables.filter { names.contains($0.entry.id) }
    self.figures = figures.filter { names.contains($0.entry.id) }
    let needed = Set(names).union(
      (self.tables + self.figures).flatMap { $0.entry.references.map(\.entry) }
    )
    analyses = study.analyses.filter { needed.contains($0.id) }
    results = study.results.filter { needed.contains($0.id) }
  }
}

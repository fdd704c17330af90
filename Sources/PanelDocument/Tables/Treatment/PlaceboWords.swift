import PanelResults

/// What is random in a placebo, in words that its table and its figures share.
struct PlaceboWords {
  var labels: TermLabels

  private var glossary: Glossary { labels.glossary }

  /// What is random in a placebo, or what is moved.
  ///
  /// - Parameters:
  ///   - result: Any placebo.
  ///   - count: Writes a number of assignments.
  /// - Returns: A sentence, and that p-values are exact where every assignment is estimated.
  /// - Throws: What the glossary lacks.
  func sentences(about result: PlaceboResult, count: (Int) -> String) throws(DocumentError)
    -> [RichText]
  {
    guard let draws = result.draws else { return [try plain(result)] }
    var strata: [RichText] = []
    for name in draws.strata { strata.append(try labels.word(for: name)) }
    guard let assignments = draws.assignments else {
      return strata.isEmpty
        ? [try plain(result)]
        : [try glossary.rich("placebo", "permuted-within", ["strata": try glossary.list(strata)])]
    }
    var values = ["count": RichText(count(assignments))]
    if !strata.isEmpty { values["strata"] = try glossary.list(strata) }
    let sentence = try glossary.rich(
      "placebo",
      strata.isEmpty ? "enumerated" : "enumerated-within",
      values
    )
    return draws.isExact ? [sentence, try glossary.rich("placebo", "exact")] : [sentence]
  }

  private func plain(_ result: PlaceboResult) throws(DocumentError) -> RichText {
    RichText(try glossary.text("placebo-notes", result.kind.rawValue))
  }
}

extension PlaceboDraws {
  /// Whether the draws are every assignment, the actual one among them: p-values need no
  /// correction.
  var isEnumerated: Bool { assignments != nil }
  /// Whether every assignment was estimated, too.
  var isExact: Bool { isEnumerated && failed == 0 }
}

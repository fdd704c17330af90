import PanelResults

/// A row of the upper part: an estimated term, a reference category, or a heading.
struct CoefficientRow {
  enum Kind {
    /// Raw names that share the row; no model has two of them.
    case terms([String])
    /// The raw names whose models carry the reference.
    case reference([String])
    case heading
  }
  var kind: Kind
  var label: RichText
  var indent = 0

  var terms: [String] {
    if case .terms(let terms) = kind { terms } else { [] }
  }
}

extension RegressionTable {
  /// The rows of the upper part, selected, ordered, labelled and gathered.
  func coefficientRows() throws(DocumentError) -> [CoefficientRow] {
    var rows = try labelled(try ordered(try selected()))
    rows = try withSpatialParts(try withHeadings(rows))
    return try withReferences(rows)
  }

  /// Raw names in order of first appearance, the constant last.
  private var shownTerms: [String] {
    var terms = columns.flatMap { $0.estimates.map(\.term) }
    if recipe.omittedTerms == .cell {
      terms += columns.flatMap { $0.fit.omitted.map(\.term) }
    }
    let unique = terms.unique
    let lags = unique.filter(SpatialLagTerm.isLag)
    return unique.filter { $0 != Estimate.constantTerm && !lags.contains($0) } + lags
      + unique.filter { $0 == Estimate.constantTerm }
  }

  /// Every raw name that a pattern may mean, shown or left out.
  private var knownTerms: [String] {
    (shownTerms + fits.flatMap { $0.estimates.map(\.rowEstimate.term) }
      + fits.flatMap { $0.omitted.map(\.term) }
      + spatialFits.flatMap { $0.spatialParameters.map(\.term) }).unique
  }

  /// The coefficients whose rows come first: effects of a treatment, and where columns change
  /// others, the first regressor of each, which may stand lagged or replaced.
  private var treatmentTerms: [String] {
    let effects = columns.compactMap { ($0.fit as? any TreatmentEffectResult)?.overall?.term }
    guard columns.contains(where: { $0.fit.heading.variation != nil }) else { return effects }
    return effects
      + columns.compactMap { column in
        column.estimates.first { $0.component == .slopes }?.term
      }
  }

  private func selected() throws(DocumentError) -> [String] {
    let kept = try matchers(recipe.keep, key: "keep")
    let left = try matchers(recipe.omit, key: "omit")
    let collapsed = recipe.rows.marks.flatMap { mark -> [String] in
      if case .list(let name, _) = mark { listMembers(name) ?? [] } else { [] }
    }
    return shownTerms.filter { term in
      if left.contains(where: { $0(term) }) { return false }
      if term == Estimate.constantTerm, let constant = recipe.constant { return constant }
      if !kept.isEmpty { return kept.contains { $0(term) } }
      if term == Estimate.constantTerm { return style.showsConstant }
      return !collapsed.contains { Self.isMember(term, of: $0) }
    }
  }

  private func ordered(_ terms: [String]) throws(DocumentError) -> [String] {
    let first =
      recipe.order.isEmpty
      ? try matchers(recipe.keep, key: "keep") : try matchers(recipe.order, key: "order")
    guard !first.isEmpty else {
      return terms.filter(treatmentTerms.contains)
        + terms.filter { !treatmentTerms.contains($0) }
    }
    let ranked = terms.enumerated().map { index, term in
      (first.firstIndex { $0(term) } ?? first.count, index, term)
    }
    return ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  /// One row per term; terms to which the table's own map gives one label share a row.
  private func labelled(_ terms: [String]) throws(DocumentError) -> [CoefficientRow] {
    var rows: [CoefficientRow] = []
    var places: [String: Int] = [:]
    for term in terms {
      let own = labels.ownLabel(of: term)
      if let own, let place = places[own] {
        let together = rows[place].terms + [term]
        for column in columns {
          let present = together.filter { column.estimate(of: [$0]) != nil }
          guard present.count < 2 else {
            throw .invalid(
              "'labels' gives '\(present[0])' and '\(present[1])' one label, "
                + "'\(own)', but '\(column.reference)' has both. Give them different labels."
            )
          }
        }
        rows[place].kind = .terms(together)
        continue
      }
      if let own { places[own] = rows.count }
      rows.append(CoefficientRow(kind: .terms([term]), label: try labels.label(of: term)))
    }
    return rows
  }

  /// Gathers rows under their headings, at the place of the first of them.
  private func withHeadings(_ rows: [CoefficientRow]) throws(DocumentError) -> [CoefficientRow] {
    var rows = rows
    for entry in recipe.headings.entries {
      let heading = entry.title.text(in: glossary.language)
      let matches = try matchers(entry.patterns, key: "headings.\(heading)")
      let isMember = { (row: CoefficientRow) in
        row.indent == 0 && row.terms.contains { term in matches.contains { $0(term) } }
      }
      guard let place = rows.firstIndex(where: isMember) else { continue }
      var members = rows.filter(isMember)
      for index in members.indices { members[index].indent = 1 }
      var gathered = Array(rows[..<place])
      gathered.append(CoefficientRow(kind: .heading, label: RichText(heading)))
      gathered += members
      gathered += rows[place...].filter { !isMember($0) }
      rows = gathered
    }
    return rows
  }

  /// Puts a row for each reference category before the first row of its factor.
  private func withReferences(_ rows: [CoefficientRow]) throws(DocumentError) -> [CoefficientRow] {
    var rows = rows
    for (pattern, label) in recipe.references.entries {
      let matches = try matchers([pattern], key: "references")
      let members = knownTerms.filter { term in matches.contains { $0(term) } }
      guard let place = rows.firstIndex(where: { $0.terms.contains(where: members.contains) })
      else { continue }
      rows.insert(
        CoefficientRow(
          kind: .reference(members),
          label: RichText(label.text(in: glossary.language)),
          indent: rows[place].indent
        ),
        at: place
      )
    }
    return rows
  }
}

extension RegressionTable {
  /// Tests for raw names, one per pattern; `$list` stands for the members of a list.
  ///
  /// - Throws: Where a pattern matches no term of any model, with the nearest raw names.
  private func matchers(
    _ patterns: [String],
    key: String
  ) throws(DocumentError) -> [(String) -> Bool] {
    var result: [(String) -> Bool] = []
    for pattern in patterns {
      if pattern.hasPrefix("$") {
        let name = String(pattern.dropFirst())
        guard let members = listMembers(name) else {
          throw unknown(name, what: "list of regressors", known: listNames, key: key)
        }
        result.append { term in members.contains { Self.isMember(term, of: $0) } }
      } else {
        let glob = NamePattern(pattern)
        guard knownTerms.contains(where: glob.matches) else {
          throw unknown(pattern, what: "term", known: knownTerms, key: key)
        }
        result.append(glob.matches)
      }
    }
    return result
  }

  /// The names of all lists that some model uses.
  var listNames: [String] {
    fits.flatMap { $0.regressorLists.keys.sorted() }.unique
  }

  /// The members of a list over all models; `nil` where no model uses it.
  func listMembers(_ name: String) -> [String]? {
    let lists = fits.compactMap { $0.regressorLists[name] }
    return lists.isEmpty ? nil : lists.flatMap { $0 }.unique
  }

  /// Whether a term is a member of a list, or an indicator that a member `i(x)` made.
  static func isMember(_ term: String, of member: String) -> Bool {
    if term == member { return true }
    guard member.hasPrefix("i(") else { return false }
    let variable = member.dropFirst(2).prefix { $0 != "," && $0 != ")" }
    return term.hasPrefix("\(variable)::")
  }

  func unknown(_ name: String, what: String, known: [String], key: String) -> DocumentError {
    let nearest = NearestNames.list(to: name, among: known)
    let shown = known.prefix(30).joined(separator: ", ") + (known.count > 30 ? ", …" : "")
    let hint =
      !nearest.isEmpty
      ? "Did you mean \(nearest)?"
      : known.isEmpty ? "The models have none." : "The models have: \(shown)."
    return .invalid(
      "'\(key)' names the \(what) '\(name)', which no model of the table has. "
        + hint
    )
  }
}

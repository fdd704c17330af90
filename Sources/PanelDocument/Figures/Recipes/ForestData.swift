import PanelResults

/// The rows of a forest plot, in reading order.
struct ForestData {
  enum Kind: String {
    /// A variable, over its groups.
    case heading
    case group
    /// All groups together.
    case overall
  }

  struct Row {
    var kind: Kind
    var label: String
    /// The result, the variable and the group, as they are in result files.
    var reference: String
    var variable = ""
    var group = ""
    var count: Int?
    var estimate: Estimate?
    /// Of equal coefficients in the groups under a heading.
    var pValue: Double?
  }

  private(set) var rows: [Row] = []
  /// The raw name of the term.
  let term: String
  /// As it stands within a sentence; so does the outcome.
  let termLabel: String
  let outcome: String?
  let results: [HeterogeneityResult]
  let labels: TermLabels
  /// The test behind the p-values of headings.
  private(set) var test: GroupComparison.Method?

  init(
    of named: [NamedResult],
    recipe: ForestPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    var results: [HeterogeneityResult] = []
    for one in named {
      guard let result = one.result as? HeterogeneityResult else {
        throw .invalid(
          "Figure '\(context.id)' of kind '\(ForestPlot.kind)' draws results of the method "
            + "'\(HeterogeneityResult.method)', but '\(one.reference)' is a result of the method "
            + "'\(type(of: one.result).method)'."
        )
      }
      results.append(result)
    }
    let known = results.flatMap { $0.overall.estimates.map(\.term) }.unique
    guard let term = recipe.term ?? results.first?.terms.first else {
      throw .invalid("Figure '\(context.id)' of kind '\(ForestPlot.kind)' needs a result.")
    }
    guard known.contains(term) else {
      let nearest = NearestNames.list(to: term, among: known)
      throw .invalid(
        "Figure '\(context.id)' asks for the term '\(term)', which its results do not have. "
          + (nearest.isEmpty
            ? "They have: \(known.prefix(30).joined(separator: ", "))." : "Did you mean \(nearest)?")
      )
    }
    self.term = term
    self.results = results
    let labels = TermLabels(results: results, in: context)
    self.labels = labels
    termLabel = try labels.word(for: term).plainText
    outcome = try results[0].heading.outcome.map { (name) throws(DocumentError) in
      try labels.word(for: name).plainText
    }
    test = recipe.test ?? results.flatMap(\.comparisons).first?.method
    let overalls = results.compactMap { result in
      result.overall.estimates.first { $0.term == term }
    }
    // One row serves all headings where the whole sample is one.
    let isShared = overalls.count == results.count && overalls.allSatisfy { $0 == overalls[0] }
    for (one, result) in zip(named, results) {
      try add(result, one.reference, in: context)
      if recipe.hasOverall, !isShared { try addOverall(result, one.reference, in: context) }
    }
    if recipe.hasOverall, isShared, let result = results.first {
      try addOverall(result, named[0].reference, in: context)
    }
    guard rows.contains(where: { $0.estimate != nil }) else {
      throw .invalid("Figure '\(context.id)' has no coefficient of '\(term)' to draw.")
    }
  }

  private mutating func add(
    _ result: HeterogeneityResult,
    _ reference: String,
    in context: DocumentContext
  ) throws(DocumentError) {
    let comparison = result.comparisons.first { $0.term == term && $0.method == test }
    let variable = result.partition.variable
    rows.append(
      Row(
        kind: .heading,
        label: try labels.label(of: variable).plainText,
        reference: reference,
        variable: variable,
        pValue: comparison?.pValue.value
      )
    )
    let words = GroupWords(result: result, glossary: context.glossary)
    for group in result.groups {
      rows.append(
        Row(
          kind: .group,
          label: try words.name(of: group),
          reference: reference,
          variable: variable,
          group: group.name,
          count: group.regression?.sample.n ?? group.observations,
          estimate: group.estimate(of: term)
        )
      )
    }
  }

  private mutating func addOverall(
    _ result: HeterogeneityResult,
    _ reference: String,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard let estimate = result.overall.estimates.first(where: { $0.term == term }) else { return }
    rows.append(
      Row(
        kind: .overall,
        label: try context.glossary.text("forest-figures", "overall"),
        reference: reference,
        count: result.overall.sample.n,
        estimate: estimate
      )
    )
  }

  var level: Double { rows.compactMap(\.estimate?.level).first ?? 0.95 }

  /// The coefficient of all groups together, where one serves all rows.
  var overall: Double? {
    let found = rows.filter { $0.kind == .overall }.compactMap(\.estimate?.value)
    return found.count == 1 ? found[0] : nil
  }

  /// Decimals that leave the smallest standard error two digits.
  var decimals: Int {
    let errors = rows.compactMap(\.estimate?.standardError.value).filter { $0 > 0 }
    guard let least = errors.min() ?? rows.compactMap({ $0.estimate.map { abs($0.value) } }).max()
    else { return 3 }
    var decimals = 0
    var unit = 1.0
    while decimals < 8, least / unit < 9.5 {
      decimals += 1
      unit /= 10
    }
    return decimals
  }

  var figureData: FigureData {
    FigureData(
      columns: ["result", "part", "variable", "group", "label", "n", "p_equal"]
        + Estimate.figureColumns,
      rows: rows.map { row in
        [
          .text(row.reference), .text(row.kind.rawValue), .text(row.variable), .text(row.group),
          .text(row.label), row.count.map { .count($0) } ?? .missing, .number(row.pValue),
        ] + row.estimate.figureData
      }
    )
  }
}

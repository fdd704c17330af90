import PanelResults

/// Columns of groups, and under them the tests that compare them.
struct HeterogeneityTable {
  /// The columns of one result: its groups, after the whole sample where it has a column.
  private struct Part {
    var reference: String
    var result: HeterogeneityResult
    var words: GroupWords
    /// Columns before those of its groups, from the start of the table.
    var start: Int
    /// The positions of groups that have a column.
    var groups: [Int]
  }

  private let recipe: HeterogeneityRecipe
  private let table: RegressionTable
  private let parts: [Part]
  /// What stands over each column.
  let headings: [String]
  /// The name of the first result's partition.
  let variable: RichText

  private var glossary: Glossary { table.glossary }
  private var frame: TableFrame { table.frame }

  init(
    recipe: HeterogeneityRecipe,
    named: [(reference: String, result: HeterogeneityResult)],
    results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    var columns: [RegressionColumn] = []
    var headings: [String] = []
    var parts: [Part] = []
    let labels = TermLabels(
      own: recipe.regression.labels.entries,
      results: results.map(\.result),
      in: context
    )
    func add(
      _ fit: RegressionResult,
      _ reference: String,
      path: String,
      stage: RichText?,
      heading: String
    ) {
      var column = RegressionColumn(
        number: columns.count + 1,
        reference: reference,
        fit: fit,
        showsConstant: recipe.regression.showsConstant
      )
      column.path = path
      column.stage = stage
      columns.append(column)
      headings.append(heading)
    }
    var shown: [RegressionResult] = []
    for (reference, result) in named {
      let words = GroupWords(result: result, glossary: context.glossary)
      // One column serves all results of the same whole sample.
      if recipe.showsOverall, !shown.contains(where: { $0.estimates == result.overall.estimates }) {
        add(
          result.overall,
          reference,
          path: "overall.",
          stage: nil,
          heading: try context.glossary.text("heterogeneity", "overall")
        )
        shown.append(result.overall)
      }
      let stage = try labels.label(of: result.partition.variable)
      let start = columns.count
      let fitted = result.groups.indices.filter { result.groups[$0].regression != nil }
      for index in fitted {
        guard var regression = result.groups[index].regression else { continue }
        // One sentence tells of the clusters of all groups.
        regression.remarks.removeAll { $0.id == .fewClusters }
        add(
          regression,
          reference,
          path: "groups[\(index)].regression.",
          stage: stage,
          heading: try words.name(of: result.groups[index])
        )
      }
      parts.append(
        Part(reference: reference, result: result, words: words, start: start, groups: fitted)
      )
    }
    self.parts = parts
    self.headings = headings
    variable = try labels.label(of: named.first?.result.partition.variable ?? "")
    var regression = recipe.regression
    if regression.columns.isEmpty { regression.columns = headings.map { LocalizedText($0) } }
    if regression.statistics == nil {
      regression.statistics = Self.statistics(of: columns, context.tableStyle)
    }
    table = try RegressionTable(regression, columns: columns, of: results, in: context)
  }

  /// Those of the style that some column has, with units after observations.
  private static func statistics(
    of columns: [RegressionColumn],
    _ style: TableStyle
  ) -> [StatisticRequest] {
    let known = columns.flatMap { column in
      column.fit.statistics.filter { $0.value.value != nil }.map(\.statistic)
    }
    let wanted = style.statistics.flatMap { $0 == .observations ? [$0, .units] : [$0] }
    return wanted.unique.filter(known.contains).map { StatisticRequest($0) }
  }

  func model() throws(DocumentError) -> TableModel {
    var model = try table.model(explainsDashes: false)
    let rows = try equalityRows()
    if !rows.isEmpty {
      model.blocks.append(TableBlock(kind: .statistics, rows: rows, hasRuleAbove: true))
    }
    let notes = model.notes + (try self.notes())
    model.notes = TableNote.Kind.allCases.flatMap { kind in notes.filter { $0.kind == kind } }
    return try frame.explainingDashes(in: model)
  }
}

// MARK: Tests of equal coefficients

extension HeterogeneityTable {
  /// A row of tests: of one method, about one term, of all groups or of one pair of columns.
  private struct Line: Hashable {
    var method: GroupComparison.Method
    /// The columns of a pair, where there are more than two groups.
    var pair: [Int]
  }

  /// Under each term its tests, each over the columns of its groups.
  private func equalityRows() throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    for term in parts.flatMap(\.result.terms).unique {
      let lines = parts.flatMap { part in
        part.result.comparisons.filter { $0.term == term }.map { line(of: $0, in: part) }
      }.unique
      guard !lines.isEmpty else { continue }
      rows.append(
        TableRow(
          label: try glossary.rich(
            "heterogeneity",
            "equality",
            ["term": try table.labels.word(for: term)]
          ),
          cells: table.columns.map { _ in .empty },
          hasSpaceAbove: !rows.isEmpty
        )
      )
      for line in lines { rows.append(try row(of: line, term: term)) }
    }
    return rows
  }

  private func line(of comparison: GroupComparison, in part: Part) -> Line {
    guard part.groups.count > 2, comparison.groups.count == 2 else {
      return Line(method: comparison.method, pair: [])
    }
    let columns = comparison.groups.compactMap { name in
      part.groups.firstIndex { part.result.groups[$0].name == name }.map { part.start + $0 }
    }
    return Line(method: comparison.method, pair: columns)
  }

  private func row(of line: Line, term: String) throws(DocumentError) -> TableRow {
    var cells: [Cell] = table.columns.map { _ in .empty }
    var spans: [Int] = []
    var distributions: [String] = []
    var comparesTwo = false
    for part in parts {
      spans += Array(repeating: 1, count: part.start - spans.reduce(0, +))
      spans.append(part.groups.count)
      let places = part.result.comparisons.indices.filter { index in
        let comparison = part.result.comparisons[index]
        return comparison.term == term && self.line(of: comparison, in: part) == line
      }
      guard let index = places.first else { continue }
      let comparison = part.result.comparisons[index]
      if comparison.groups.count == 2 { comparesTwo = true }
      cells[part.start] = try cell(comparison, at: "comparisons[\(index)].", of: part.reference)
      if let distribution = comparison.distribution {
        distributions.append(distribution.rawValue)
      }
    }
    var label = try glossary.rich("equality-tests", line.method.rawValue)
    if line.method == .permutation, !comparesTwo {
      label = try glossary.rich("heterogeneity", "permutation")
    }
    if !distributions.isEmpty {
      var letters: [RichText] = []
      for distribution in distributions.unique {
        letters.append(try glossary.rich("equality-letters", distribution))
      }
      label = try glossary.rich(
        "heterogeneity",
        "test-letter",
        ["test": label, "letter": try glossary.list(letters)]
      )
    }
    if line.pair.count == 2 {
      label = try glossary.rich(
        "heterogeneity",
        "pair",
        [
          "test": label, "first": try frame.columnNumber(line.pair[0]),
          "second": try frame.columnNumber(line.pair[1]),
        ]
      )
    }
    return TableRow(label: label, indent: 1, cells: cells, spans: spans)
  }

  private func cell(
    _ comparison: GroupComparison,
    at path: String,
    of reference: String
  ) throws(DocumentError) -> Cell {
    let style = table.style
    guard let pValue = comparison.pValue.value else {
      if case .unavailable(let reason) = comparison.pValue {
        return try frame.missing(because: reason)
      }
      return .empty
    }
    let isPermutation = comparison.method == .permutation
    // The spread of several coefficients has no scale that tells anything.
    guard let statistic = comparison.statistic.value,
      !isPermutation || comparison.difference.value != nil
    else {
      return .uncertainty(
        [style.typesetting.pValue(pValue, decimals: style.digits.pValueDecimals)],
        bracket: .square,
        trace: Trace(
          result: reference,
          path: path + "p_value",
          exact: Typesetting.exact(pValue),
          details: try details(of: comparison)
        )
      )
    }
    return .test(
      style.typesetting.number(
        statistic,
        isPermutation
          ? recipe.regression.decimals ?? style.digits.estimates : style.digits.testStatistics
      ),
      pValue: style.typesetting.pValue(pValue, decimals: style.digits.pValueDecimals),
      trace: Trace(
        result: reference,
        path: path + "p_value",
        exact: Typesetting.exact(pValue),
        details: try details(of: comparison)
      )
    )
  }

  private func details(of comparison: GroupComparison) throws(DocumentError) -> [Trace.Detail] {
    var details: [Trace.Detail] = []
    if let statistic = comparison.statistic.value, let distribution = comparison.distribution {
      details.append(
        .init(
          label: try glossary.text("test-statistics", distribution.rawValue),
          value: Typesetting.exact(statistic)
        )
      )
    }
    if let difference = comparison.difference.value {
      details.append(
        .init(
          label: try glossary.text("heterogeneity", "difference"),
          value: Typesetting.exact(difference)
        )
      )
    }
    if let error = comparison.standardError.value {
      details.append(
        .init(label: try glossary.text("details", "se"), value: Typesetting.exact(error))
      )
    }
    let freedom = [comparison.degreesOfFreedom, comparison.denominatorDegreesOfFreedom]
      .compactMap { $0.map(Typesetting.exact) }
    if !freedom.isEmpty {
      details.append(
        .init(
          label: try glossary.text("details", "df"),
          value: freedom.joined(separator: ", ")
        )
      )
    }
    return details
  }
}

// MARK: Notes

extension HeterogeneityTable {
  private func notes() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    for part in parts {
      if let text = try part.words.partition(table.labels, table.style.typesetting) {
        notes.append(TableNote(.sample, text))
      }
    }
    let comparisons = parts.flatMap(\.result.comparisons)
    let methods = comparisons.filter { $0.pValue.value != nil }.map(\.method).unique
    if !methods.isEmpty {
      let letter = RichText([
        .emphasis([.plain(try glossary.text("letters", Uncertainty.pValue.rawValue))])
      ])
      notes.append(
        TableNote(
          .brackets,
          try glossary.rich("heterogeneity", "tests-note", ["letter": letter])
        )
      )
    }
    for method in methods {
      notes += try note(on: method, comparisons.filter { $0.method == method })
    }
    for part in parts {
      if let text = try part.words.fewClusters(table.labels) {
        notes.append(TableNote(.remark, text))
      }
      for text in try part.words.remarks(table.writer) { notes.append(TableNote(.remark, text)) }
    }
    return notes
  }

  private func note(
    on method: GroupComparison.Method,
    _ comparisons: [GroupComparison]
  ) throws(DocumentError) -> [TableNote] {
    guard method == .permutation else {
      return [TableNote(.brackets, try glossary.rich("equality-notes", method.rawValue))]
    }
    guard let draws = comparisons.compactMap(\.permutations).first else { return [] }
    var notes = [
      TableNote(
        .brackets,
        try glossary.rich(
          "equality-notes",
          method.rawValue,
          [
            "draws": try frame.draws(draws.replications, seed: draws.seed),
            "count": RichText(table.style.typesetting.count(draws.carriers).plainText),
          ]
        )
      )
    ]
    if comparisons.contains(where: { $0.groups.count > 2 && $0.pValue.value != nil }) {
      notes.append(TableNote(.brackets, try glossary.rich("heterogeneity", "permutation-spread")))
    }
    return notes
  }
}

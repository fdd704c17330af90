package import PanelResults

/// A correlation matrix: numbered variables in rows, their numbers over the columns.
package struct CorrelationsRecipe: TableRecipe, Equatable {
  package static let kind = "correlations"
  package static let summary =
    "A correlation matrix: a triangle or all of it, with stars, and p-values where wanted."

  package var triangle = Triangle.lower
  /// Whether the ones of the diagonal are printed.
  package var diagonal = true
  package var stars: StarPolicy?
  package var pValues = false
  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  package enum Triangle: String, Sendable, CaseIterable, Decodable { case lower, upper, full }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is CorrelationsResult
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "correlations") { $0 as? CorrelationsResult }
    guard let result = values.first, values.count == 1 else {
      throw .invalid("A table of the kind '\(Self.kind)' shows one result, not \(values.count).")
    }
    let frame = TableFrame(of: results, labels: labels.entries, in: context)
    return try CorrelationsTable(
      recipe: self,
      result: result,
      reference: results[0].reference,
      frame: frame,
      writer: EstimateWriter(
        frame: frame,
        stars: stars,
        decimals: options.decimals,
        uncertainty: pValues ? [UncertaintyLine(.pValue, bracket: .parentheses)] : []
      )
    ).model()
  }
}

extension CorrelationsRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case triangle, diagonal, stars, labels
    case pValues = "p-values"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&triangle, forKey: .triangle)
    try container.replace(&diagonal, forKey: .diagonal)
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    try container.replace(&pValues, forKey: .pValues)
    try container.replace(&labels, forKey: .labels)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "triangle",
        .choice(Triangle.allCases.map(\.rawValue)),
        default: "lower",
        "Which part of the matrix is printed."
      ),
      KeyDescription("diagonal", .flag, default: "true", "Whether the ones are printed."),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off."
      ),
      KeyDescription(
        "p-values",
        .flag,
        default: "false",
        "Whether a p-value stands under each correlation."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of variables by raw name or glob."
      ),
    ] + SharedOptions.keys
}

private struct CorrelationsTable {
  let recipe: CorrelationsRecipe
  let result: CorrelationsResult
  let reference: String
  let frame: TableFrame
  let writer: EstimateWriter

  private var glossary: Glossary { frame.glossary }
  private var rule: DigitRule { recipe.options.decimals ?? frame.style.digits.summaries }

  func model() throws(DocumentError) -> TableModel {
    guard !result.variables.isEmpty else { throw .invalid("'\(reference)' holds no variable.") }
    var rows: [TableRow] = []
    for (place, variable) in result.variables.enumerated() {
      rows += try self.rows(of: variable, at: place)
    }
    return try frame.model(
      columns: result.variables.map { _ in TableColumn(.decimal, result: reference) },
      head: [
        try frame.columnNumbers(
          result.variables.count,
          stub: RichText(try glossary.text("tables", "variable"))
        )
      ],
      blocks: [
        TableBlock(kind: .summary, rows: rows),
        TableBlock(
          kind: .statistics,
          rows: result.isPairwise ? [] : [try observations()],
          hasRuleAbove: true
        ),
      ],
      notes: try notes(),
      stub: try glossary.text("tables", "variable")
    )
  }

  private func rows(of variable: String, at place: Int) throws(DocumentError) -> [TableRow] {
    var cells: [Cell] = []
    var below: [Cell] = []
    for (column, other) in result.variables.enumerated() {
      if column == place {
        cells.append(
          recipe.diagonal
            ? .statistic(
              frame.typesetting.number(1, rule),
              trace: Trace(result: reference, path: "variables[\(place + 1)]", exact: "1")
            ) : .empty
        )
        below.append(.empty)
        continue
      }
      let isShown =
        switch recipe.triangle {
        case .lower: column < place
        case .upper: column > place
        case .full: true
        }
      guard isShown, let pair = result.pair(variable, other) else {
        cells.append(.empty)
        below.append(.empty)
        continue
      }
      cells.append(try cell(of: pair))
      below.append(try pValueCell(of: pair))
    }
    let number = try frame.columnNumber(place)
    let label = try frame.labels.label(of: variable)
    let numbered = try glossary.rich(
      "correlations",
      "numbered",
      ["number": number, "variable": label]
    )
    var rows = [TableRow(label: numbered, cells: cells, hasSpaceAbove: recipe.pValues)]
    if recipe.pValues, below.contains(where: { $0 != .empty }) {
      let spoken = try glossary.rich(
        "tables",
        "spoken-line",
        ["measure": RichText(try glossary.text("uncertainty", "p")), "term": label]
      )
      rows.append(TableRow(label: "", spokenLabel: spoken, cells: below))
    }
    return rows
  }

  private func cell(of pair: CorrelationPair) throws(DocumentError) -> Cell {
    switch pair.correlation {
    case .unavailable(let reason): return try frame.missing(because: reason)
    case .value(let value):
      return .estimate(
        frame.typesetting.number(value, rule),
        stars: pair.pValue.value.map(writer.stars.symbol(for:)) ?? "",
        trace: try trace(of: pair, field: "correlation", exact: value)
      )
    }
  }

  private func pValueCell(of pair: CorrelationPair) throws(DocumentError) -> Cell {
    guard let value = pair.pValue.value else { return .empty }
    return .uncertainty(
      [
        frame.typesetting.pValue(
          value,
          decimals: frame.style.digits.pValueDecimals,
          cutOffs: writer.stars.levels.map(\.below)
        )
      ],
      bracket: .parentheses,
      trace: try trace(of: pair, field: "p_value", exact: value)
    )
  }

  private func trace(
    of pair: CorrelationPair,
    field: String,
    exact: Double
  ) throws(DocumentError) -> Trace {
    var details: [Trace.Detail] = []
    if let p = pair.pValue.value {
      details.append(.init(label: try glossary.text("details", "p"), value: Typesetting.exact(p)))
    }
    details.append(.init(label: try glossary.text("details", "n"), value: String(pair.n)))
    return Trace(
      result: reference,
      path: "pairs.\(pair.first).\(pair.second).\(field)",
      exact: Typesetting.exact(exact),
      details: details
    )
  }

  private func observations() throws(DocumentError) -> TableRow {
    var cells = [Cell](repeating: .empty, count: result.variables.count)
    cells[0] = frame.count(result.sample.n, at: "sample.n", of: reference)
    return TableRow(label: RichText(try glossary.text("statistics", "n")), cells: cells)
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    var notes = [TableNote(.sample, try glossary.rich("correlations", "note"))]
    if result.isPairwise {
      let counts = result.pairs.map(\.n)
      notes.append(
        TableNote(
          .sample,
          try glossary.rich(
            "correlations",
            "note-pairwise",
            [
              "low": RichText([.number(frame.typesetting.count(counts.min() ?? 0))]),
              "high": RichText([.number(frame.typesetting.count(counts.max() ?? 0))]),
            ]
          )
        )
      )
    }
    if recipe.pValues {
      notes.append(TableNote(.brackets, try glossary.rich("correlations", "note-p")))
    }
    if result.pairs.contains(where: { $0.pValue.value != nil }) { notes += try writer.starNotes() }
    notes += try frame.remarks(of: result).map { TableNote(.remark, $0) }
    return try frame.notes(recipe.options, about: [result], notes)
  }
}

package import PanelResults

/// Coefficients with their analytic and bootstrapped p-values: a row per term.
package struct WildBootstrapRecipe: TableRecipe, Equatable {
  package static let kind = "wild-bootstrap"
  package static let summary =
    "Coefficients with the p-values of the t distribution and of the wild cluster bootstrap."

  /// Labels of terms by raw name or glob.
  package var labels = OrderedMapping<LocalizedText>()
  package var stars: StarPolicy?
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is WildBootstrapResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "wild bootstrap tests") {
      $0 as? WildBootstrapResult
    }
    return try WildBootstrapTable(recipe: self, results: results, values: values, in: context)
      .model()
  }
}

extension WildBootstrapRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case labels, stars }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&labels, forKey: .labels)
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of terms by raw name or glob."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off; by the bootstrap's p-value."
      ),
    ] + SharedOptions.keys
}

private struct WildBootstrapTable {
  let recipe: WildBootstrapRecipe
  let results: [WildBootstrapResult]
  let rows: [Row]
  let frame: TableFrame
  let writer: EstimateWriter

  private var glossary: Glossary { frame.glossary }

  struct Row {
    var reference: String
    var result: WildBootstrapResult
    var term: WildBootstrapTerm
    var label: RichText
  }

  /// Whether strict and other inequality differ somewhere; only then both have a column.
  private var hasTies: Bool { rows.contains { $0.term.strict != $0.term.withTies } }
  private var keys: [String] {
    ["coefficient", "statistic", "analytic", "bootstrap"] + (hasTies ? ["with-ties"] : [])
      + ["ci"]
  }

  init(
    recipe: WildBootstrapRecipe,
    results: [NamedResult],
    values: [WildBootstrapResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.results = values
    frame = TableFrame(of: results, labels: recipe.labels.entries, in: context)
    writer = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.options.decimals,
      uncertainty: []
    )
    var rows: [Row] = []
    for (named, result) in zip(results, values) {
      for term in result.terms {
        rows.append(
          Row(
            reference: named.reference,
            result: result,
            term: term,
            label: try frame.labels.label(of: term.estimate.term)
          )
        )
      }
    }
    guard !rows.isEmpty else {
      throw .invalid(
        "The results of the table hold no test of a term. Give their analyses `terms`."
      )
    }
    self.rows = rows
  }

  func model() throws(DocumentError) -> TableModel {
    var head = [HeadCell(RichText(try glossary.text("tables", "variable")))]
    let level = try writer.levels(of: rows.map(\.term.estimate))
    for key in keys {
      head.append(HeadCell(RichText(try glossary.text("wild-bootstrap", key, ["level": level]))))
    }
    // Each result is a block: under its outcome where the outcomes differ.
    let outcomes = try frame.outcomes(of: results)
    let hasHeadings = outcomes.uniqueTexts.count > 1
    var blocks: [TableBlock] = []
    for (index, result) in results.enumerated() {
      var lines: [TableRow] = []
      for row in rows where row.result == result { lines.append(try line(of: row)) }
      blocks.append(
        TableBlock(kind: .summary, heading: hasHeadings ? outcomes[index] : nil, rows: lines)
      )
    }
    return try frame.model(
      columns: keys.map { _ in TableColumn(.decimal) },
      head: [HeadRow(cells: head)],
      blocks: blocks,
      notes: try notes(),
      stub: try glossary.text("tables", "variable")
    )
  }

  private func line(of row: Row) throws(DocumentError) -> TableRow {
    let term = row.term
    let name = term.estimate.term
    let slot = EstimateWriter.Slot(
      estimate: term.estimate,
      source: EstimateWriter.Source(
        reference: row.reference,
        path: "terms.\(name)",
        covariance: try frame.writer.sentence(
          "covariance-detail",
          about: row.result.covariance,
          countsClusters: true,
          place: nil
        ).plainText,
        observations: row.result.sample.n
      )
    )
    let cutOffs = writer.stars.levels.map(\.below)
    var cells = [
      try writer.estimateCell(slot),
      try writer.uncertaintyCell((.testStatistic, .none), of: slot),
      try frame.pValue(
        term.analyticPValue,
        at: "terms.\(name).analytic_p_value",
        of: row.reference
      ),
      try frame.pValue(
        term.strict,
        cutOffs: cutOffs,
        at: "terms.\(name).strict",
        of: row.reference
      ),
    ]
    if hasTies {
      cells.append(
        try frame.pValue(term.withTies, at: "terms.\(name).with_ties", of: row.reference)
      )
    }
    cells.append(try writer.uncertaintyCell((.interval, .square), of: slot))
    return TableRow(label: row.label, cells: cells)
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    var settings: [[RichText]] = []
    var nulls: [TableNote] = []
    for row in rows {
      settings.append([try setting(of: row.term)])
      guard row.term.null != 0 else { continue }
      nulls.append(
        TableNote(
          .covariance,
          try glossary.rich(
            "wild-bootstrap",
            "null",
            [
              "term": row.label,
              "value": RichText([
                .number(frame.typesetting.number(row.term.null, .adaptive(3)))
              ]),
            ]
          )
        )
      )
    }
    var notes = try frame.perName(settings, names: rows.map(\.label), as: .covariance)
    notes += nulls
    var errors: [[RichText]] = []
    for result in results {
      errors.append([
        try glossary.rich(
          "wild-bootstrap",
          "analytic-note",
          ["clusters": try frame.writer.list(of: result.covariance.clusters)]
        )
      ])
    }
    for text in errors.flatMap({ $0 }).uniqueTexts {
      notes.append(TableNote(.covariance, text))
    }
    notes.append(
      TableNote(
        .brackets,
        try glossary.rich("wild-bootstrap", hasTies ? "ties-note" : "strict-note")
      )
    )
    var remarks: [[RichText]] = []
    for result in results { remarks.append(try frame.remarks(of: result)) }
    for text in remarks.flatMap({ $0 }).uniqueTexts { notes.append(TableNote(.remark, text)) }
    notes += try writer.starNotes(about: rows.map(\.term.estimate))
    return try frame.notes(recipe.options, about: results, notes)
  }

  /// Weights, null and draws of a test.
  private func setting(of term: WildBootstrapTerm) throws(DocumentError) -> RichText {
    try glossary.rich(
      "wild-bootstrap",
      term.imposesNull ? "restricted" : "unrestricted",
      [
        "clusters": RichText(frame.typesetting.count(term.clusters).plainText),
        "weights": RichText(try glossary.text("bootstrap-weights", term.weights.rawValue)),
        "draws": term.isEnumerated
          ? try glossary.rich(
            "draws",
            "enumerated",
            ["count": RichText(frame.typesetting.count(term.draws).plainText)]
          ) : try frame.draws(term.draws, seed: term.seed),
      ]
    )
  }
}

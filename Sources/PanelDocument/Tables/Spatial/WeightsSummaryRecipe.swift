package import PanelResults

/// Matrices of spatial weights in columns: links, neighbours, distances and bounds in rows.
package struct WeightsSummaryRecipe: TableRecipe, Equatable {
  package static let kind = "weights-summary"
  package static let summary =
    "Spatial weights in columns, their links, neighbours and distances in rows."

  /// A heading for every matrix.
  package var columns: [LocalizedText] = []
  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is WeightsSummaryResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    try WeightsSummaryTable(
      recipe: self,
      results: try Self.values(of: results, name: "a summary of weights") {
        $0 as? WeightsSummaryResult
      },
      references: results.map(\.reference),
      frame: TableFrame(of: results, labels: labels.entries, in: context)
    ).model()
  }
}

extension WeightsSummaryRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case columns, labels }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.list(forKey: .columns)
    try container.replace(&labels, forKey: .labels)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "columns",
        .oneOrMore(of: .localizedText),
        default: "the labels of the weights",
        "One heading per matrix."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of the variables of constructions, by raw name or glob."
      ),
    ] + SharedOptions.keys
}

private struct WeightsSummaryTable {
  let recipe: WeightsSummaryRecipe
  let results: [WeightsSummaryResult]
  let references: [String]
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }
  private var words: WeightsWords { WeightsWords(frame: frame) }
  private var rule: DigitRule { recipe.options.decimals ?? frame.style.digits.summaries }

  private typealias Member = (result: WeightsSummaryResult, reference: String)

  func model() throws(DocumentError) -> TableModel {
    let names = try headings()
    return try frame.model(
      columns: references.map { TableColumn(.decimal, result: $0) },
      head: [HeadRow(cells: [HeadCell("")] + names.map { HeadCell($0) })],
      blocks: [
        TableBlock(kind: .summary, rows: try links()),
        TableBlock(kind: .summary, rows: try neighbours(), hasRuleAbove: true),
        TableBlock(kind: .summary, rows: try distances(), hasRuleAbove: true),
        TableBlock(kind: .statistics, rows: try matrix(), hasRuleAbove: true),
      ],
      notes: try frame.notes(recipe.options, about: results, try notes(names)),
      stub: try glossary.text("weights-summary", "stub")
    )
  }

  private func headings() throws(DocumentError) -> [RichText] {
    if let own = try frame.headings(recipe.columns, over: results.count) { return own }
    var names: [RichText] = []
    for result in results { names.append(try words.heading(result.weights)) }
    return names
  }

  /// A row with a cell for each matrix.
  private func row(
    _ key: String,
    _ values: [String: RichText] = [:],
    cell: (Member) throws(DocumentError) -> Cell
  ) throws(DocumentError) -> TableRow {
    var cells: [Cell] = []
    for member in zip(results, references) {
      cells.append(try cell((result: member.0, reference: member.1)))
    }
    return TableRow(label: try glossary.rich("weights-summary", key, values), cells: cells)
  }

  private func links() throws(DocumentError) -> [TableRow] {
    var rows = [
      try row("units") { frame.count($0.result.weights.units, at: "weights.units", of: $0.reference) },
      try row("links") { frame.count($0.result.weights.links, at: "weights.links", of: $0.reference) },
      try row("density") {
        frame.number(
          100 * $0.result.density,
          recipe.options.decimals ?? .decimals(1),
          at: "density",
          of: $0.reference
        )
      },
    ]
    if results.contains(where: { !$0.weights.islands.isEmpty }) {
      rows.append(
        try row("islands") {
          frame.count($0.result.weights.islands.count, at: "weights.islands", of: $0.reference)
        }
      )
    }
    rows.append(
      try row("components") {
        frame.count($0.result.components, at: "components", of: $0.reference)
      }
    )
    rows.append(
      try row("mutual") { (member) throws(DocumentError) in
        try frame.mark(member.result.hasMutualLinks)
      }
    )
    return rows
  }

  private func neighbours() throws(DocumentError) -> [TableRow] {
    [
      try row("neighbours-least") {
        frame.count(Int($0.result.neighbours.least), at: "neighbours.least", of: $0.reference)
      },
      try row("neighbours-mean") {
        frame.number(
          $0.result.neighbours.mean,
          recipe.options.decimals ?? .decimals(1),
          at: "neighbours.mean",
          of: $0.reference
        )
      },
      try row("neighbours-greatest") {
        frame.count(Int($0.result.neighbours.greatest), at: "neighbours.greatest", of: $0.reference)
      },
    ]
  }

  /// The distances of links, where any matrix has them.
  private func distances() throws(DocumentError) -> [TableRow] {
    let measures = results.filter { $0.distances != nil }.compactMap(\.weights.distance)
    guard !measures.isEmpty else { return [] }
    let isInKilometres = measures.allSatisfy { $0 == .greatCircle }
    func row(
      _ name: String,
      _ keys: (kilometres: String, plain: String),
      _ value: (NumberRange) -> Double
    ) throws(DocumentError) -> TableRow {
      try self.row(isInKilometres ? keys.kilometres : keys.plain) { member in
        member.result.distances.map {
          frame.number(
            value($0),
            recipe.options.decimals ?? .adaptive(4),
            at: "distances.\(name)",
            of: member.reference
          )
        } ?? .empty
      }
    }
    return [
      try row("least", ("distance-km-least", "distance-least")) { $0.least },
      try row("median", ("distance-km-median", "distance-median")) { $0.median },
      try row("greatest", ("distance-km-greatest", "distance-greatest")) { $0.greatest },
    ]
  }

  private func matrix() throws(DocumentError) -> [TableRow] {
    var rows = [
      try row("total") {
        frame.number($0.result.weights.total, rule, at: "weights.total", of: $0.reference)
      },
      try row("symmetric") { (member) throws(DocumentError) in
        try frame.mark(member.result.weights.isSymmetric)
      },
      try row("standardisation") { (member) throws(DocumentError) in
        .text(
          RichText(
            try glossary.text(
              "weights-summary-standardisations",
              member.result.weights.standardisation.rawValue
            )
          )
        )
      },
    ]
    for (key, path) in [("lower", \ParameterBounds.lower), ("upper", \ParameterBounds.upper)]
    where results.contains(where: { $0.bounds?[keyPath: path] != nil }) {
      rows.append(
        try row(key) { member in
          member.result.bounds?[keyPath: path].map {
            frame.number($0, rule, at: "bounds.\(key)", of: member.reference)
          } ?? .empty
        }
      )
    }
    return rows
  }

  private func notes(_ names: [RichText]) throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    for (result, name) in zip(results, names) {
      var text = try glossary.rich(
        "weights-summary",
        "construction",
        [
          "weights": name, "construction": try words.construction(of: result.weights),
          "standardisation": RichText(
            try glossary.text(
              "weight-standardisations",
              result.weights.standardisation.rawValue
            )
          ),
        ]
      )
      if let islands = try words.islands(of: result.weights) {
        text = try glossary.rich("notes", "sentences", ["text": text, "sentence": islands])
      }
      for remark in try frame.remarks(of: result) {
        text = try glossary.rich("notes", "sentences", ["text": text, "sentence": remark])
      }
      notes.append(TableNote(.sample, text))
    }
    if results.contains(where: { $0.bounds != nil }) {
      notes.append(TableNote(.sample, try glossary.rich("weights-summary", "bounds")))
    }
    let measures = results.filter { $0.distances != nil }.compactMap(\.weights.distance)
    if Set(measures).count > 1 || measures.contains(.planar) {
      notes.append(TableNote(.sample, try glossary.rich("weights-summary", "measures")))
    }
    return notes
  }
}

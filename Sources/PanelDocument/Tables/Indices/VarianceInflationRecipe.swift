package import PanelResults

/// Variance inflation factors: regressors in rows, a pair of columns per result.
package struct VarianceInflationRecipe: TableRecipe, Equatable {
  package static let kind = "variance-inflation"
  package static let summary =
    "Regressors in rows, their variance inflation factor and its inverse in columns."

  /// A heading for every result.
  package var columns: [LocalizedText] = []
  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is VarianceInflationResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    try VarianceInflationTable(
      recipe: self,
      results: try Self.values(of: results, name: "variance inflation factors") {
        $0 as? VarianceInflationResult
      },
      references: results.map(\.reference),
      frame: TableFrame(of: results, labels: labels.entries, in: context)
    ).model()
  }
}

extension VarianceInflationRecipe: Decodable {
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
        default: "(1), (2), … where there are several",
        "One heading per result."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of regressors by raw name or glob."
      ),
    ] + SharedOptions.keys
}

private struct VarianceInflationTable {
  let recipe: VarianceInflationRecipe
  let results: [VarianceInflationResult]
  let references: [String]
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }
  private var rule: DigitRule { recipe.options.decimals ?? frame.style.digits.testStatistics }

  func model() throws(DocumentError) -> TableModel {
    var rows: [TableRow] = []
    for term in results.flatMap({ $0.terms.map(\.term) }).unique {
      let cells = zip(results, references).flatMap { result, reference -> [Cell] in
        guard let own = result.terms.first(where: { $0.term == term }) else {
          return [.empty, .empty]
        }
        return [
          frame.number(own.factor, rule, at: "terms.\(term).factor", of: reference),
          frame.number(
            own.tolerance,
            recipe.options.decimals ?? frame.style.digits.summaries,
            at: "terms.\(term).tolerance",
            of: reference
          ),
        ]
      }
      rows.append(TableRow(label: try frame.labels.label(of: term), cells: cells))
    }
    return try frame.model(
      columns: references.flatMap { [TableColumn(.decimal, result: $0), TableColumn(.decimal, result: $0)] },
      head: try head(),
      blocks: [
        TableBlock(kind: .summary, rows: rows),
        TableBlock(kind: .statistics, rows: try statistics(), hasRuleAbove: true),
      ],
      notes: try notes(),
      stub: try glossary.text("tables", "variable")
    )
  }

  private func head() throws(DocumentError) -> [HeadRow] {
    let names = [
      HeadCell(RichText(try glossary.text("variance-inflation", "factor"))),
      HeadCell(RichText(try glossary.text("variance-inflation", "tolerance"))),
    ]
    let stub = HeadCell(RichText(try glossary.text("tables", "variable")))
    let measures = HeadRow(cells: [stub] + results.flatMap { _ in names })
    var headings = try frame.headings(recipe.columns, over: results.count)
    if headings == nil, results.count > 1 {
      var numbers: [RichText] = []
      for index in results.indices { numbers.append(try frame.columnNumber(index)) }
      headings = numbers
    }
    guard let headings else { return [measures] }
    return [
      HeadRow(cells: [HeadCell("")] + headings.map { HeadCell($0, span: 2, hasRule: true) }),
      measures,
    ]
  }

  private func statistics() throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    for name in [Statistic.meanVarianceInflation, .conditionNumber, .observations] {
      var cells: [Cell] = []
      for (result, reference) in zip(results, references) {
        cells.append(
          try frame.statistic(
            StatisticRequest(name, decimals: name.isCount ? nil : rule),
            of: result.statistics,
            reference: reference
          )
        )
        cells.append(.empty)
      }
      rows.append(
        TableRow(label: RichText(try glossary.text("statistics", name.rawValue)), cells: cells)
      )
    }
    return rows
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    let own = [TableNote(.sample, try glossary.rich("variance-inflation", "note"))]
    return try frame.notes(recipe.options, about: results, own)
  }
}

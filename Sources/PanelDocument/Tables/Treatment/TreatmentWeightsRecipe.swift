package import PanelResults

/// The weights of effects in a two-way fixed-effects coefficient: one column per regression.
package struct TreatmentWeightsRecipe: TableRecipe, Equatable {
  package static let kind = "treatment-weights"
  package static let summary =
    "How many effects a two-way coefficient weights positively and negatively, and their sums."

  /// A heading for every column.
  package var columns: [LocalizedText] = []
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is TreatmentWeightsResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "weights of a treatment's effects") {
      $0 as? TreatmentWeightsResult
    }
    return try TreatmentWeightsTable(
      recipe: self,
      results: values,
      references: results.map(\.reference),
      frame: TableFrame(of: results, in: context)
    ).model()
  }
}

extension TreatmentWeightsRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case columns }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&columns, forKey: .columns)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "columns",
        .list(of: .localizedText),
        default: "the kinds of regression",
        "One heading per column."
      )
    ] + SharedOptions.keys
}

private struct TreatmentWeightsTable {
  let recipe: TreatmentWeightsRecipe
  let results: [TreatmentWeightsResult]
  let references: [String]
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }
  private var rule: DigitRule { recipe.options.decimals ?? frame.style.digits.estimates }

  func model() throws(DocumentError) -> TableModel {
    let numbers: [(key: String, value: (TreatmentWeightsResult) -> Availability<Double>)] = [
      ("coefficient", { .value($0.coefficient) }),
      ("positive", { .value(Double($0.positive.count)) }),
      ("positive-sum", { .value($0.positive.sum) }),
      ("negative", { .value(Double($0.negative.count)) }),
      ("negative-sum", { .value($0.negative.sum) }),
      ("sigma", { $0.sigma }),
      ("sigma-opposite", { $0.sigmaOpposite }),
    ]
    var rows: [TableRow] = []
    // A number that no column has is not explained in the notes either.
    for (key, value) in numbers where results.contains(where: { value($0).value != nil }) {
      var cells: [Cell] = []
      for (result, reference) in zip(results, references) {
        switch (key, value(result)) {
        case ("positive", .value(let count)), ("negative", .value(let count)):
          cells.append(frame.count(Int(count), at: "\(key).count", of: reference))
        case (_, let number):
          cells.append(try frame.number(number, rule, at: key, of: reference))
        }
      }
      guard cells.contains(where: { $0 != .empty }) else { continue }
      rows.append(
        TableRow(label: RichText(try glossary.text("treatment-weights", key)), cells: cells)
      )
    }
    var names: [RichText] = try frame.headings(recipe.columns, over: results.count) ?? []
    if names.isEmpty {
      for result in results {
        names.append(RichText(try glossary.text("treatment-weight-kinds", result.kind.rawValue)))
      }
    }
    var head = [
      HeadRow.merging(
        try frame.outcomes(of: results),
        stub: RichText(try glossary.text("tables", "dependent-variable")),
        mergesEmpty: true
      ),
      HeadRow(cells: [HeadCell("")] + names.map { HeadCell($0) }),
    ]
    if results.count > 1 { head.append(try frame.columnNumbers(results.count)) }
    return try frame.model(
      columns: references.map { TableColumn(.decimal, result: $0) },
      head: head,
      blocks: [
        TableBlock(kind: .summary, rows: Array(rows.prefix(1))),
        TableBlock(kind: .statistics, rows: Array(rows.dropFirst()), hasRuleAbove: true),
      ],
      notes: try notes(),
      stub: try glossary.text("tables", "variable")
    )
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    var notes = try frame.cohortNotes(results.map(\.design), remarks: results.map(\.remarks))
    notes.append(TableNote(.sample, try glossary.rich("treatment-weights", "note")))
    if results.contains(where: { $0.sigma.value != nil }) {
      notes.append(TableNote(.sample, try glossary.rich("treatment-weights", "sigma-note")))
    }
    if results.contains(where: { $0.sigmaOpposite.value != nil }) {
      notes.append(
        TableNote(.sample, try glossary.rich("treatment-weights", "sigma-opposite-note"))
      )
    }
    if results.contains(where: { $0.negative.count > 0 }) {
      notes.append(TableNote(.sample, try glossary.rich("treatment-weights", "negative-note")))
    }
    var remarks: [[RichText]] = []
    for result in results { remarks.append(try frame.remarks(of: result)) }
    notes += try frame.perColumn(remarks, as: .remark)
    return try frame.notes(recipe.options, about: results, notes)
  }
}

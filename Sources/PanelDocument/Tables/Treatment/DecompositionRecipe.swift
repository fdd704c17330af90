package import PanelResults

/// A two-way fixed-effects coefficient by the comparisons it is made of.
package struct DecompositionRecipe: TableRecipe, Equatable {
  package static let kind = "goodman-bacon"
  package static let summary =
    "The weights and average estimates of the 2 × 2 comparisons behind a two-way coefficient."

  /// Whether every comparison has a row.
  package var isDetailed = false
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is DecompositionResult
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "a decomposition") {
      $0 as? DecompositionResult
    }
    guard values.count == 1 else {
      throw .invalid(
        "A table of the kind '\(Self.kind)' shows one decomposition, not \(values.count). Give "
          + "each a table of its own."
      )
    }
    return try DecompositionTable(
      recipe: self,
      result: values[0],
      reference: results[0].reference,
      frame: TableFrame(of: results, in: context)
    ).model()
  }
}

extension DecompositionRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case isDetailed = "detail" }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&isDetailed, forKey: .isDetailed)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "detail",
        .flag,
        default: "off",
        "Whether every comparison has a row under its kind."
      )
    ] + SharedOptions.keys
}

private struct DecompositionTable {
  let recipe: DecompositionRecipe
  let result: DecompositionResult
  let reference: String
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }
  private var rule: DigitRule { recipe.options.decimals ?? frame.style.digits.estimates }

  func model() throws(DocumentError) -> TableModel {
    var head = [HeadCell(RichText(try glossary.text("decomposition", "stub")))]
    for key in ["weight", "estimate", "count"] {
      head.append(HeadCell(RichText(try glossary.text("decomposition", key))))
    }
    var blocks: [TableBlock] = []
    var rows: [TableRow] = []
    for total in result.totals {
      let kind = total.kind.rawValue
      rows.append(
        TableRow(
          label: RichText(try glossary.text("comparison-kinds", kind)),
          cells: [
            frame.number(total.weight, rule, at: "totals.\(kind).weight", of: reference),
            frame.number(total.estimate, rule, at: "totals.\(kind).estimate", of: reference),
            frame.count(total.count, at: "totals.\(kind).count", of: reference),
          ],
          hasSpaceAbove: recipe.isDetailed && !rows.isEmpty
        )
      )
      if recipe.isDetailed { rows += try comparisonRows(of: total.kind) }
    }
    blocks.append(TableBlock(kind: .summary, rows: rows))
    blocks.append(TableBlock(kind: .summary, rows: [try totalRow()], hasRuleAbove: true))
    return try frame.model(
      columns: (0..<3).map { _ in TableColumn(.decimal, result: reference) },
      head: [HeadRow(cells: head)],
      blocks: blocks,
      notes: try notes(),
      stub: try glossary.text("decomposition", "stub")
    )
  }

  private func comparisonRows(of kind: Comparison.Kind) throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    for comparison in result.comparisons where comparison.kind == kind {
      let control = comparison.control.map(String.init)
      let values = ["treated": String(comparison.treated), "control": control ?? ""]
      let key = control == nil ? kind.rawValue : "cohort"
      let path = "comparisons.\(comparison.treated)-\(control ?? kind.rawValue)"
      rows.append(
        TableRow(
          label: RichText(try glossary.text("comparisons", key, values)),
          indent: 1,
          cells: [
            frame.number(comparison.weight, rule, at: "\(path).weight", of: reference),
            frame.number(comparison.estimate, rule, at: "\(path).estimate", of: reference),
            .empty,
          ]
        )
      )
    }
    return rows
  }

  private func totalRow() throws(DocumentError) -> TableRow {
    let weight = result.totals.reduce(0) { $0 + $1.weight }
    let count = result.totals.reduce(0) { $0 + $1.count }
    return TableRow(
      label: RichText(try glossary.text("decomposition", "total")),
      cells: [
        frame.number(weight, rule, at: "totals.weight", of: reference),
        frame.number(result.coefficient, rule, at: "coefficient", of: reference),
        frame.count(count, at: "totals.count", of: reference),
      ]
    )
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    var notes = try frame.cohortNotes([result.design], remarks: [result.remarks])
    var values: [String: RichText] = ["outcome": "", "treatment": ""]
    values["treatment"] = try frame.labels.word(for: result.design.treatment)
    values["outcome"] = try frame.labels.word(for: result.heading.outcome ?? "")
    notes.append(TableNote(.sample, try glossary.rich("decomposition", "note", values)))
    if result.totals.contains(where: { $0.kind.isForbidden && $0.weight > 0 }) {
      notes.append(TableNote(.sample, try glossary.rich("treatment", "forbidden-kinds")))
    }
    for text in try frame.remarks(of: result) { notes.append(TableNote(.remark, text)) }
    return try frame.notes(recipe.options, about: [result], notes)
  }
}

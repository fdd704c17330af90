package import PanelResults

/// What a specification curve says, for all specifications and by choice.
package struct SpecificationCurveRecipe: TableRecipe, Equatable {
  package static let kind = "specification-curve"
  package static let summary =
    "Median, extremes and shares of significant estimates over all specifications and by choice."

  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is SpecificationCurveResult
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "a specification curve") {
      $0 as? SpecificationCurveResult
    }
    guard values.count == 1 else {
      throw .invalid(
        "A table of the kind '\(Self.kind)' shows one specification curve, and 'of' names "
          + "\(values.count).")
    }
    let frame = TableFrame(of: results, labels: labels.entries, in: context)
    return try SpecificationCurveTable(
      recipe: self,
      result: values[0],
      reference: results[0].reference,
      frame: frame,
      words: ChoiceWords(
        labels: frame.labels,
        typesetting: frame.typesetting,
        result: values[0]
      )
    ).model()
  }
}

extension SpecificationCurveRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case labels }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&labels, forKey: .labels)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of variables and named lists by raw name or glob."
      )
    ] + SharedOptions.keys
}

private struct SpecificationCurveTable {
  let recipe: SpecificationCurveRecipe
  let result: SpecificationCurveResult
  let reference: String
  let frame: TableFrame
  let words: ChoiceWords

  private var glossary: Glossary { frame.glossary }

  func model() throws(DocumentError) -> TableModel {
    let keys = ["count", "median", "minimum", "maximum", "negative", "positive"]
    var head = [HeadCell("")]
    for key in keys {
      head.append(HeadCell(RichText(try glossary.text("specification-curve", key))))
    }
    let spanner = HeadCell(
      RichText(try glossary.text("specification-curve", "significant")),
      span: 2,
      hasRule: true
    )
    var blocks = [
      TableBlock(
        kind: .summary,
        rows: [
          try row(
            RichText(try glossary.text("specification-curve", "all")),
            result.summary,
            "summary",
            indent: 0
          )
        ]
      )
    ]
    for list in result.dimensions where list.choices.count > 1 {
      var rows: [TableRow] = []
      for (place, summary) in result.summaries.enumerated() where summary.list == list.kind {
        rows.append(
          try row(
            try words.label(of: list.choices[summary.choice], in: list.kind),
            summary.summary,
            "summaries.\(place + 1).summary",
            indent: 1
          )
        )
      }
      blocks.append(
        TableBlock(
          kind: .summary,
          heading: RichText(try words.heading(of: list.kind)),
          rows: rows
        )
      )
    }
    return try frame.model(
      columns: keys.map { _ in TableColumn(.decimal, result: reference) },
      head: [HeadRow(cells: [HeadCell("", span: 5), spanner]), HeadRow(cells: head)],
      blocks: blocks,
      notes: try notes(),
      stub: try glossary.text("specification-curve", "stub")
    )
  }

  private func row(
    _ label: RichText,
    _ summary: SpecificationSummary?,
    _ path: String,
    indent: Int
  ) throws(DocumentError) -> TableRow {
    guard let summary else {
      var cells = [Cell](repeating: .empty, count: 6)
      cells[0] = frame.count(0, at: path, of: reference)
      return TableRow(label: label, indent: indent, cells: cells)
    }
    let rule = recipe.options.decimals ?? frame.style.digits.estimates
    return TableRow(
      label: label,
      indent: indent,
      cells: [
        frame.count(summary.count, at: "\(path).count", of: reference),
        frame.number(summary.median, rule, at: "\(path).median", of: reference),
        frame.number(summary.minimum, rule, at: "\(path).minimum", of: reference),
        frame.number(summary.maximum, rule, at: "\(path).maximum", of: reference),
        frame.count(summary.significantNegative, at: "\(path).significant_negative", of: reference),
        frame.count(summary.significantPositive, at: "\(path).significant_positive", of: reference),
      ]
    )
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    var treatments: [RichText] = []
    for list in result.dimensions where list.kind == .treatments {
      for choice in list.choices {
        let name =
          if let label = choice.label { RichText(label) } else {
            try frame.labels.word(for: choice.names[0])
          }
        treatments.append(name)
      }
    }
    var values = [
      "treatment": try glossary.list(treatments),
      "level": RichText(FigureNumber.percent(result.significance)),
    ]
    var key = "note"
    if let outcome = result.heading.outcome {
      values["outcome"] = try frame.labels.word(for: outcome)
      key = "note-of"
    }
    var notes = [TableNote(.covariance, try glossary.rich("specification-curve", key, values))]
    for list in result.dimensions where list.kind == .covariances && list.choices.count == 1 {
      guard let covariance = list.choices[0].covariance else { continue }
      notes.append(
        TableNote(
          .covariance,
          try frame.writer.sentence(
            "covariance-basis",
            about: covariance,
            // Samples differ over specifications, and with them the clusters.
            countsClusters: false,
            place: nil
          )
        )
      )
    }
    if let failures = try words.failures() { notes.append(TableNote(.remark, failures)) }
    for text in try frame.remarks(of: result) { notes.append(TableNote(.remark, text)) }
    return try frame.notes(recipe.options, about: [result], notes)
  }
}

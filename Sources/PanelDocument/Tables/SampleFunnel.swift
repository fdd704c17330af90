package import PanelResults

/// How samples were formed: the rows at hand, the rows lost by reason, the observations used.
package struct SampleFunnel: Sendable {
  /// Samples side by side.
  package var columns: [Column]

  package struct Column: Sendable {
    /// The id of the result, for the way back from a number; empty for the data themselves.
    package var reference: String
    package var label: LocalizedText?
    package var available: Int
    package var dropped: [RowsDropped]
    package var used: Int

    package init(
      reference: String,
      label: LocalizedText? = nil,
      available: Int,
      dropped: [RowsDropped],
      used: Int
    ) {
      self.reference = reference
      self.label = label
      self.available = available
      self.dropped = dropped
      self.used = used
    }
  }

  package init(columns: [Column]) { self.columns = columns }

  /// The samples of results, one column each.
  package init(of results: [NamedResult]) {
    columns = results.map { named in
      let sample = named.result.sample
      return Column(
        reference: named.reference,
        available: sample.rowsAvailable,
        dropped: sample.dropped,
        used: sample.n
      )
    }
  }

  /// - Throws: What the glossary lacks.
  package func table(labels: [String: LocalizedText] = [:], in context: DocumentContext)
    throws(DocumentError) -> TableModel
  {
    let glossary = context.glossary
    let style = context.tableStyle
    var surroundings = context
    surroundings.labels.merge(labels) { first, _ in first }
    let words = TermLabels(results: [], in: surroundings)
    let caption =
      if let caption = context.caption { caption.text(in: glossary.language) } else {
        try glossary.text("funnel", "caption")
      }
    var table = TableModel(
      id: context.id,
      number: context.number,
      numberLabel: try glossary.text("tables", "number", ["number": context.number]),
      caption: RichText(caption),
      columns: [TableColumn(.leading)]
        + columns.map { TableColumn(.decimal, result: $0.reference.isEmpty ? nil : $0.reference) },
      head: [try head(context)],
      blocks: [
        TableBlock(kind: .summary, rows: try rows(style.typesetting, words)),
        TableBlock(
          kind: .statistics,
          rows: [
            TableRow(
              label: RichText(try glossary.text("funnel", "used")),
              cells: columns.map { column in
                .statistic(
                  style.typesetting.count(column.used),
                  trace: column.trace("sample.n", count: column.used)
                )
              }
            )
          ],
          hasRuleAbove: true
        ),
      ],
      notes: [],
      notesLabel: try glossary.text("notes-labels", style.notesLabel.rawValue),
      stubLabel: try glossary.text("funnel", "step"),
      language: glossary.language,
      look: style.look
    )
    table.look.layout = context.layout
    table.continuation = try glossary.continuation()
    return try table.under(context.panel == nil ? context.spanners : nil)
  }

  private func head(_ context: DocumentContext) throws(DocumentError) -> HeadRow {
    let glossary = context.glossary
    var cells = [HeadCell(RichText(try glossary.text("funnel", "step")))]
    for (index, column) in columns.enumerated() {
      if let label = column.label {
        cells.append(HeadCell(RichText(label.text(in: glossary.language))))
      } else if columns.count == 1 {
        cells.append(HeadCell(RichText(try glossary.text("funnel", "rows"))))
      } else {
        cells.append(HeadCell(RichText(try context.columnNumber(index + 1))))
      }
    }
    return HeadRow(cells: cells)
  }

  /// Rows at hand, then one row per reason and subject over all columns, in order of appearance.
  private func rows(_ typesetting: Typesetting, _ words: TermLabels) throws(DocumentError)
    -> [TableRow]
  {
    var rows = [
      TableRow(
        label: RichText(try words.glossary.text("funnel", "available")),
        cells: columns.map { column in
          .statistic(
            typesetting.count(column.available),
            trace: column.trace("sample.rows_available", count: column.available)
          )
        }
      )
    ]
    let steps = columns.flatMap { $0.dropped.map { Step(reason: $0.reason, subject: $0.subject) } }
    for step in steps.unique {
      let cells = columns.map { column -> Cell in
        let lost = column.dropped.filter { $0.reason == step.reason && $0.subject == step.subject }
          .reduce(0) { $0 + $1.rows }
        guard lost > 0 else { return .empty }
        let path = (["sample.dropped", step.reason.rawValue] + [step.subject].compactMap(\.self))
          .joined(separator: ".")
        return .statistic(typesetting.count(-lost), trace: column.trace(path, count: lost))
      }
      if cells.contains(where: { $0 != .empty }) {
        rows.append(TableRow(label: try step.label(words), indent: 1, cells: cells))
      }
    }
    return rows
  }

  private struct Step: Hashable {
    var reason: DropReason
    var subject: String?

    func label(_ words: TermLabels) throws(DocumentError) -> RichText {
      guard let subject else {
        return try words.glossary.rich("drop-reasons", reason.rawValue)
      }
      let text: RichText
      switch reason {
      case .whereFalse, .whereMissing, .unmatchedInJoin: text = RichText([.code(subject)])
      case .singleton: text = try words.list(ofEffects: subject)
      case .outsideWindow, .unitDropped: text = RichText(subject)
      case .keyMissing, .missing, .noNeighbour, .weightMissing, .alwaysTreated, .unbalanced,
        .noComparison, .notImputable, .otherGroup:
        text = try words.label(of: subject)
      }
      return try words.glossary.rich("drop-reasons-of", reason.rawValue, ["subject": text])
    }
  }
}

extension SampleFunnel.Column {
  fileprivate func trace(_ path: String, count: Int) -> Trace {
    Trace(result: reference, path: path, exact: String(count))
  }
}

/// The funnel as a table that a study may name.
package struct SampleFunnelRecipe: TableRecipe, Equatable {
  package static let kind = "sample-funnel"
  package static let summary =
    "Rows at hand, rows lost by reason, and observations used, per model."
  package static let keys: [KeyDescription] = []

  package init() {}
  package init(from decoder: any Decoder) throws {}

  /// Never chosen unasked: every result has a sample.
  package static func suits(_ results: [NamedResult]) -> Bool { false }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    guard !results.isEmpty else {
      throw .invalid("A table of sample losses needs at least one result.")
    }
    let labels = results.reduce(into: [:]) { labels, named in
      labels.merge(named.result.heading.labels) { first, _ in first }
    }
    return try SampleFunnel(of: results).table(labels: labels, in: context)
  }
}

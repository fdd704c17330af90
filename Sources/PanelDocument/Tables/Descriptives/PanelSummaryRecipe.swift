package import PanelResults

/// Variables with their variation overall, between units and within them, three rows for each.
package struct PanelSummaryRecipe: TableRecipe, Equatable {
  package static let kind = "panel-summary"
  package static let summary =
    "Variables in rows, with deviation and extremes overall, between and within units."

  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  /// A row of a variable.
  package enum Part: String, Sendable, CaseIterable { case overall, between, within }

  package init() {}

  /// Never: `descriptives` is the natural table of its results.
  package static func suits(_ results: [NamedResult]) -> Bool { false }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "descriptives") { $0 as? DescriptivesResult }
    guard let result = values.first, values.count == 1, result.groups.count == 1 else {
      throw .invalid("A table of the kind '\(Self.kind)' shows one result without groups.")
    }
    return try PanelSummaryTable(
      recipe: self,
      result: result,
      reference: results[0].reference,
      frame: TableFrame(of: results, labels: labels.entries, in: context)
    ).model()
  }
}

extension PanelSummaryRecipe: Decodable {
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
        "Labels of variables by raw name or glob."
      )
    ] + SharedOptions.keys
}

private struct PanelSummaryTable {
  let recipe: PanelSummaryRecipe
  let result: DescriptivesResult
  let reference: String
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }
  private var rule: DigitRule { recipe.options.decimals ?? frame.style.digits.summaries }

  /// The measures of each row, under Mean, SD, Min, Max, N.
  private static let measures: [(part: PanelSummaryRecipe.Part, columns: [Measure?])] = [
    (.overall, [.mean, .sd, .min, .max, .n]),
    (.between, [nil, .betweenStandardDeviation, .betweenMinimum, .betweenMaximum, .units]),
    (.within, [nil, .withinStandardDeviation, .withinMinimum, .withinMaximum, .periods]),
  ]
  private static let heads: [Measure] = [.mean, .sd, .min, .max, .n]

  func model() throws(DocumentError) -> TableModel {
    var rows: [TableRow] = []
    for variable in result.groups[0].variables {
      rows += try self.rows(of: variable)
    }
    var heads = [
      HeadCell(RichText(try glossary.text("tables", "variable"))), HeadCell(""),
    ]
    for measure in Self.heads {
      heads.append(HeadCell(RichText(try glossary.text("measures", measure.rawValue))))
    }
    return try frame.model(
      columns: [TableColumn(.leading)]
        + Self.heads.map { _ in TableColumn(.decimal, result: reference) },
      head: [HeadRow(cells: heads)],
      blocks: [TableBlock(kind: .summary, rows: rows)],
      notes: try frame.notes(
        recipe.options,
        about: [result],
        [TableNote(.sample, try glossary.rich("panel-summary", "note"))]
      ),
      stub: try glossary.text("tables", "variable")
    )
  }

  private func rows(of variable: VariableSummary) throws(DocumentError) -> [TableRow] {
    let label = try frame.labels.label(of: variable.variable)
    var rows: [TableRow] = []
    for (part, columns) in Self.measures {
      let word = try glossary.text("panel-rows", part.rawValue)
      var cells: [Cell] = [.text(RichText(word))]
      for measure in columns {
        cells.append(try measure.map { (measure) throws(DocumentError) in
          try cell(measure, of: variable)
        } ?? .empty)
      }
      rows.append(
        TableRow(
          label: part == .overall ? label : "",
          spokenLabel: part == .overall ? nil : label,
          cells: cells,
          hasSpaceAbove: part == .overall
        )
      )
    }
    return rows
  }

  private func cell(
    _ measure: Measure,
    of variable: VariableSummary
  ) throws(DocumentError) -> Cell {
    guard let entry = variable.measures.first(where: { $0.measure == measure }) else {
      let wanted = Self.measures.flatMap(\.columns).compactMap { $0?.rawValue }
      throw .invalid(
        "A table of the kind '\(PanelSummaryRecipe.kind)' needs the measure "
          + "'\(measure.rawValue)', which '\(reference)' does not have. Give its analysis "
          + "'measures: [\(wanted.joined(separator: ", "))]'."
      )
    }
    let path = "variables.\(variable.variable).\(measure.rawValue)"
    switch entry.value {
    case .unavailable(let reason): return try frame.missing(because: reason)
    case .value(let value):
      guard measure == .n || measure == .units || measure == .periods else {
        return frame.number(value, rule, at: path, of: reference)
      }
      return value.rounded() == value
        ? frame.count(Int(value), at: path, of: reference)
        : frame.number(value, .decimals(1), at: path, of: reference)
    }
  }
}

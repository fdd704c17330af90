package import PanelResults

/// A table of summary statistics: variables in rows, measures in columns, groups side by side.
package struct DescriptivesRecipe: TableRecipe, Equatable {
  package static let kind = "descriptives"
  package static let summary =
    "Variables in rows, their number, mean, deviation, extremes or quantiles in columns; by group."

  /// Patterns of the variables to show, in the order of the rows; empty for all.
  package var keep: [String] = []
  package var omit: [String] = []
  /// Rows gathered and indented under headings.
  package var headings = RowHeadings()
  package var labels = OrderedMapping<LocalizedText>()
  /// The columns; absent for all that the result has.
  package var measures: [MeasureRequest]?
  package var decimals: DigitRule?
  package var description: LocalizedText?
  package var notes: [LocalizedText] = []
  package var source: LocalizedText?

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is DescriptivesResult
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    guard results.count == 1, let summary = results[0].result as? DescriptivesResult else {
      let names = results.map { "'\($0.reference)'" }.joined(separator: ", ")
      throw .invalid(
        "A table of descriptives shows one result of the "
          + "method 'descriptives', not \(names.isEmpty ? "none" : names)."
      )
    }
    return try DescriptivesTable(
      recipe: self,
      result: summary,
      reference: results[0].reference,
      context: context
    ).model()
  }
}

extension DescriptivesRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case keep, omit, headings, labels, measures, decimals, description, notes, source
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    keep = try container.list(forKey: .keep)
    omit = try container.list(forKey: .omit)
    try container.replace(&headings, forKey: .headings)
    try container.replace(&labels, forKey: .labels)
    measures = try container.decodeIfPresent(OneOrMore<MeasureRequest>.self, forKey: .measures)?
      .values
    decimals = try container.decodeIfPresent(DigitRule.self, forKey: .decimals)
    description = try container.decodeIfPresent(LocalizedText.self, forKey: .description)
    notes = try container.list(forKey: .notes)
    source = try container.decodeIfPresent(LocalizedText.self, forKey: .source)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "keep",
      .oneOrMore(of: .text),
      default: "all variables",
      "Variables to show, by raw name, glob or $list; rows follow this order."
    ),
    KeyDescription(
      "omit",
      .oneOrMore(of: .text),
      "Variables to leave out, by raw name, glob or $list."
    ),
    KeyDescription(
      "headings",
      RowHeadings.valueType,
      "Headings over rows, with the patterns of the variables gathered under them."
    ),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      "Labels of variables by raw name or glob."
    ),
    KeyDescription(
      "measures",
      .oneOrMore(of: MeasureRequest.valueType),
      default: "all of the result",
      "The columns, in this order."
    ),
    KeyDescription("decimals", DigitRule.valueType, default: "the style's", DigitRule.help),
    KeyDescription("description", .localizedText, "The first sentence of the notes."),
    KeyDescription(
      "notes",
      .oneOrMore(of: .localizedText),
      "Sentences added to the generated notes."
    ),
    KeyDescription("source", .localizedText, "The last sentence of the notes: the data's source."),
  ]
}

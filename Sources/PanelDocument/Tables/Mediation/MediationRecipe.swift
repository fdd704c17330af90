package import PanelResults

/// The equations of mediations side by side, and below them what goes through each mediator.
package struct MediationRecipe: TableRecipe, Equatable {
  package static let kind = "mediation"
  package static let summary =
    "Total effect, then the equations of each mediator and of the outcome; below them the indirect "
    + "effect, its test, its bootstrap intervals and its share of the total effect."

  /// The looks of all columns.
  package var regression = RegressionRecipe()
  package var showsTotal = true
  package var rows = Row.allCases

  /// A row about indirect effects.
  package enum Row: String, Sendable, Equatable, Decodable, CaseIterable {
    case effect, test, intervals, proportion
  }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is MediationResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "mediations") { $0 as? MediationResult }
    return try MediationTable(self, of: results, values: values, in: context).model()
  }
}

extension MediationRecipe: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case total, indirect
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    regression = try RegressionRecipe(from: decoder)
    try container.replace(&showsTotal, forKey: .total)
    rows =
      try container.decodeIfPresent(OneOrMore<Row>.self, forKey: .indirect)?.values ?? Row.allCases
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "total",
        .flag,
        default: "true",
        "Whether the outcome's equation without mediators has a column."
      ),
      KeyDescription(
        "indirect",
        .oneOrMore(of: .choice(Row.allCases.map(\.rawValue))),
        default: "all",
        "The rows about indirect effects, in this order: the effect, its test, its bootstrap "
          + "intervals, its share of the total effect."
      ),
    ] + RegressionRecipe.keys
}

package import PanelResults

/// Placebo treatments beside the actual one: a column per placebo.
package struct PlaceboRecipe: TableRecipe, Equatable {
  package static let kind = "placebo"
  package static let summary =
    "The actual effect, and the distribution of placebo effects with its p-values, per placebo."

  /// A heading for every column.
  package var columns: [LocalizedText] = []
  /// The rows of random placebos.
  package var rows: [Row] = Row.allCases.filter { $0 != .failed }
  /// The lines under an estimate; absent for those of the style.
  package var uncertainty: [UncertaintyLine]?
  package var stars: StarPolicy?
  package var options = SharedOptions()

  /// A number of random placebos.
  package enum Row: String, Sendable, Equatable, Decodable, CaseIterable {
    case mean
    case standardDeviation = "sd"
    case twoSided = "two-sided"
    case left
    case right
    /// (1 + k) / (1 + R), two-sided.
    case corrected
    case replications
    case failed
  }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is PlaceboResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "placebos") { $0 as? PlaceboResult }
    return try PlaceboTable(recipe: self, results: results, values: values, in: context).model()
  }
}

extension PlaceboRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case columns, rows, uncertainty, stars }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&columns, forKey: .columns)
    if let wanted = try container.decodeIfPresent(OneOrMore<Row>.self, forKey: .rows) {
      guard wanted.values.firstRepeated == nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .rows,
          in: container,
          debugDescription: "a row stands there twice"
        )
      }
      rows = wanted.values
    }
    uncertainty = try container.decodeIfPresent(
      OneOrMore<UncertaintyLine>.self,
      forKey: .uncertainty
    )?.values
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "columns",
        .list(of: .localizedText),
        default: "the kinds of placebo",
        "One heading per column."
      ),
      KeyDescription(
        "rows",
        .oneOrMore(of: .choice(Row.allCases.map(\.rawValue))),
        default: "all but failed",
        "The rows of random placebos, in this order; failed replications are shown unasked where "
          + "there are any."
      ),
      KeyDescription(
        "uncertainty",
        .oneOrMore(of: UncertaintyLine.valueType),
        default: "the style's",
        "Lines under an estimate, in this order: se, t, p or ci, each with its bracket."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off."
      ),
    ] + SharedOptions.keys
}

package import PanelResults

/// Spatial autocorrelation: periods in rows, variables under each matrix of weights in columns; or
/// every test with its moments.
package struct MoranRecipe: TableRecipe, Equatable {
  package static let kind = "moran"
  package static let summary =
    "Statistics of spatial autocorrelation by period, variable and matrix, starred, or every test "
    + "with its expected value, standard deviation, z and p."

  /// The natural one where absent: `by-period` where there are periods, `tests` otherwise.
  package var arrangement: Arrangement?
  /// What stands under each statistic of the arrangement `by-period`.
  package var under: Under?
  package var stars: StarPolicy?
  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  package enum Arrangement: String, Sendable, CaseIterable, Decodable {
    /// A starred statistic for each period, variable and matrix.
    case byPeriod = "by-period"
    /// A row for each test: statistic, expected value, standard deviation, z and p.
    case tests
  }

  package enum Under: String, Sendable, CaseIterable, Decodable {
    case none, p, z, sd
  }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is MoranResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "tests of spatial autocorrelation") {
      $0 as? MoranResult
    }
    let table = try MoranTable(recipe: self, results: results, values: values, in: context)
    let isByPeriod = values.count == 1 && !values[0].periods.isEmpty
    switch arrangement ?? (isByPeriod ? .byPeriod : .tests) {
    case .tests:
      guard under == nil else {
        throw .invalid(
          "'under' belongs to the arrangement 'by-period'; the arrangement 'tests' has columns of its own. "
            + "Leave it out."
        )
      }
      return try table.tests()
    case .byPeriod:
      guard values.count == 1 else {
        throw .invalid(
          "The arrangement 'by-period' shows one result, not \(values.count). Take 'arrangement: tests', or a "
            + "table for each."
        )
      }
      return try table.byPeriod()
    }
  }
}

extension MoranRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case arrangement, under, stars, labels }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let word = try container.decodeIfPresent(String.self, forKey: .arrangement) {
      arrangement = try decoder.word(word, what: "arrangement")
    }
    if let word = try container.decodeIfPresent(String.self, forKey: .under) {
      under = try decoder.word(word, what: "line under a statistic")
    }
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    try container.replace(&labels, forKey: .labels)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "arrangement",
        .choice(Arrangement.allCases.map(\.rawValue)),
        default: "by-period where there are periods",
        "A starred statistic for each period, variable and matrix; or a row for each test, with "
          + "expected value, standard deviation, z and p."
      ),
      KeyDescription(
        "under",
        .choice(Under.allCases.map(\.rawValue)),
        default: "none",
        "What stands under each statistic by period, in parentheses: p-value, z, or standard "
          + "deviation."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of variables and matrices by raw name or glob."
      ),
    ] + SharedOptions.keys
}

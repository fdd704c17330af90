package import PanelResults

/// A regression table: variables in rows, models in columns, estimates over their uncertainty.
package struct RegressionRecipe: TableRecipe, Equatable {
  package static let kind = "regression"
  package static let summary =
    "Variables in rows, models in columns: estimates over standard errors, with generated notes."
  package static let show: String? = "coefficients"

  /// Patterns of the terms to show, in the order of the rows; empty for all.
  package var keep: [String] = []
  /// Patterns of the terms to leave out.
  package var omit: [String] = []
  /// Patterns that say which rows come first.
  package var order: [String] = []
  /// Labels by raw name or glob; they win over the study's.
  package var labels = OrderedMapping<LocalizedText>()
  package var rows = RowRequests()
  /// The rows of statistics; absent for those of the style.
  package var statistics: [StatisticRequest]?
  /// The rows of tests; absent for those that models with instruments have.
  package var tests: [TestRequest]?
  /// Rows of inference that weak instruments do not mislead.
  package var weakInstruments: [WeakInstrumentRow] = []
  /// The lines under an estimate; absent for those of the style.
  package var uncertainty: [UncertaintyLine]?
  /// What lines of further covariances show.
  package var also = AlsoLines.usual
  /// What lines of wild bootstraps show: p-values or intervals.
  package var bootstrap = Uncertainty.pValue
  package var stars: StarPolicy?
  package var decimals: DigitRule?
  /// The columns of each regression with instruments; absent for one, the structural equation.
  package var stages: [RegressionStage]?
  /// A heading for every column.
  package var columns: [LocalizedText] = []
  /// A row for a reference category, before the first row that matches the pattern.
  package var references = OrderedMapping<LocalizedText>()
  /// Rows gathered and indented under a heading.
  package var headings = RowHeadings()
  package var constant: Bool?
  package var omittedTerms: OmittedTerms = .note
  package var description: LocalizedText?
  package var notes: [LocalizedText] = []
  package var source: LocalizedText?

  package init() {}

  /// Whether constants are shown; `nil` for those of models without absorbed effects.
  var showsConstant: Bool? {
    constant ?? (keep.contains(Estimate.constantTerm) ? true : nil)
  }

  /// What lines of further covariances show.
  package enum AlsoLines: Sendable, Equatable {
    /// What the first line shows.
    case usual
    case show(Uncertainty)
    case off
  }

  /// How a regressor is shown that was asked for and left out.
  package enum OmittedTerms: String, Sendable, Equatable, Decodable, CaseIterable {
    /// A sentence under the table.
    case note
    /// A word in the cell.
    case cell
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    let (fits, bootstraps) = RegressionTable.partition(results)
    return !fits.isEmpty && fits.allSatisfy { $0.result is any RegressionFit }
      && fits.count + bootstraps.count == results.count
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    try RegressionTable(self, of: results, in: context).model()
  }
}

extension RegressionRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case keep, omit, order, labels, rows, statistics, tests, uncertainty, stars, decimals
    case also, bootstrap, stages
    case columns, references, headings, constant, description, notes, source
    case omittedTerms = "omitted"
    case weakInstruments = "weak-instruments"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    keep = try container.list(forKey: .keep)
    omit = try container.list(forKey: .omit)
    order = try container.list(forKey: .order)
    try container.replace(&labels, forKey: .labels)
    try container.replace(&rows, forKey: .rows)
    statistics = try container.decodeIfPresent(
      OneOrMore<StatisticRequest>.self,
      forKey: .statistics
    )?.values
    if let inRows = rows.statistics {
      guard statistics == nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .statistics,
          in: container,
          debugDescription: "statistics stand here or under rows, not in both places"
        )
      }
      statistics = inRows
    }
    tests = try container.decodeIfPresent(OneOrMore<TestRequest>.self, forKey: .tests)?.values
    weakInstruments =
      try container.decodeIfPresent(OneOrMore<WeakInstrumentRow>.self, forKey: .weakInstruments)?
      .values ?? []
    uncertainty = try container.decodeIfPresent(
      OneOrMore<UncertaintyLine>.self,
      forKey: .uncertainty
    )?.values
    also = try Self.also(in: container)
    try container.replace(&bootstrap, forKey: .bootstrap)
    guard [.pValue, .interval].contains(bootstrap) else {
      throw DecodingError.dataCorruptedError(
        forKey: .bootstrap,
        in: container,
        debugDescription: "a wild bootstrap gives p-values (p) and intervals (ci), not "
          + "'\(bootstrap.rawValue)'"
      )
    }
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    decimals = try container.decodeIfPresent(DigitRule.self, forKey: .decimals)
    stages = try container.decodeIfPresent(OneOrMore<RegressionStage>.self, forKey: .stages)?.values
    if let stages, stages.isEmpty || Set(stages).count < stages.count {
      throw DecodingError.dataCorruptedError(
        forKey: .stages,
        in: container,
        debugDescription: "name each stage once, and one at least: "
          + RegressionStage.allCases.map(\.rawValue).joined(separator: ", ")
      )
    }
    try container.replace(&columns, forKey: .columns)
    try container.replace(&references, forKey: .references)
    try container.replace(&headings, forKey: .headings)
    constant = try container.decodeIfPresent(Bool.self, forKey: .constant)
    try container.replace(&omittedTerms, forKey: .omittedTerms)
    description = try container.decodeIfPresent(LocalizedText.self, forKey: .description)
    notes = try container.list(forKey: .notes)
    source = try container.decodeIfPresent(LocalizedText.self, forKey: .source)
  }

  private static func also(in container: KeyedDecodingContainer<CodingKeys>) throws -> AlsoLines {
    guard container.contains(.also) else { return .usual }
    if let isOn = try container.decodeIfShaped(Bool.self, forKey: .also) {
      return isOn ? .usual : .off
    }
    return .show(try container.decode(Uncertainty.self, forKey: .also))
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "keep",
      .oneOrMore(of: .text),
      default: "all terms",
      "Terms to show, by raw name, glob or $list; rows follow this order."
    ),
    KeyDescription(
      "omit",
      .oneOrMore(of: .text),
      "Terms to leave out, by raw name, glob or $list."
    ),
    KeyDescription(
      "order",
      .oneOrMore(of: .text),
      default: "the order of the models",
      "Terms whose rows come first, by raw name, glob or $list."
    ),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      "Labels of terms by raw name or glob; terms that share a label share a row."
    ),
    KeyDescription(
      "rows",
      .mapping(of: .either([.localizedText, .flag, .list(of: RowRequests.itemType)])),
      "Rows below the coefficients: `fixed-effects` (names, names in words by name, or off), `statistics` "
        + "(names), `custom` (label, values, place), and any list of regressors with the label of "
        + "its yes-no row, which stands for the coefficients of the list."
    ),
    KeyDescription(
      "statistics",
      .oneOrMore(of: StatisticRequest.valueType),
      default: "the style's",
      "The rows of statistics, in this order; may stand under `rows` as well."
    ),
    KeyDescription(
      "tests",
      .oneOrMore(of: TestRequest.valueType),
      default: "those of identification, of models with instruments",
      "The rows of tests, statistic and p-value, in this order; an empty list for none."
    ),
    KeyDescription(
      "weak-instruments",
      .oneOrMore(of: .choice(WeakInstrumentRow.allCases.map(\.rawValue))),
      "Rows for weak instruments: the Anderson-Rubin set, the tF standard error and critical "
        + "value, critical values of Stock and Yogo and of the effective F."
    ),
    KeyDescription(
      "uncertainty",
      .oneOrMore(of: UncertaintyLine.valueType),
      default: "the style's",
      "Lines under an estimate, in this order: se, t, p or ci, each with its bracket."
    ),
    KeyDescription(
      "also",
      .either([.flag, .choice(Uncertainty.allCases.map(\.rawValue))]),
      default: "what the first line shows",
      "What the lines of further covariances show (`also` of the analysis), or off for none."
    ),
    KeyDescription(
      "bootstrap",
      .choice([Uncertainty.pValue.rawValue, Uncertainty.interval.rawValue]),
      default: "p",
      "What a wild bootstrap under `of` adds below the estimates that it tests."
    ),
    KeyDescription(
      "stars",
      .either([.flag, .mapping(of: .number)]),
      default: "the style's",
      "Off, or a mapping from symbol to cut-off."
    ),
    KeyDescription("decimals", DigitRule.valueType, default: "the style's", DigitRule.help),
    KeyDescription(
      "stages",
      .oneOrMore(of: .choice(RegressionStage.allCases.map(\.rawValue))),
      default: "the structural equation alone",
      "The columns of each regression with instruments, in this order: its first stages, reduced "
        + "form and second stage, as in [first, second]; other regressions keep their one column."
    ),
    KeyDescription("columns", .list(of: .localizedText), "One heading per column."),
    KeyDescription(
      "references",
      .mapping(of: .localizedText),
      "The label of a reference category, by the pattern of the terms it stands before."
    ),
    KeyDescription(
      "headings",
      RowHeadings.valueType,
      "Headings over rows, with the patterns of the terms gathered under them."
    ),
    KeyDescription(
      "constant",
      .flag,
      default: "the style's",
      "Whether the constant has a row."
    ),
    KeyDescription(
      "omitted",
      .choice(OmittedTerms.allCases.map(\.rawValue)),
      default: "note",
      "Whether a term left out for collinearity is named in a note or in its cell."
    ),
    KeyDescription("description", .localizedText, "The first sentence of the notes."),
    KeyDescription(
      "notes",
      .oneOrMore(of: .localizedText),
      "Sentences added to the generated notes."
    ),
    KeyDescription("source", .localizedText, "The last sentence of the notes: the data's source."),
  ]
}

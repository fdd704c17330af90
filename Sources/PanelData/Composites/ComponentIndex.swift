package import PanelResults

/// An index of the leading principal components of indicators: what `principal-components` means
/// as a derived variable and as an analysis.
package struct ComponentIndex: CompositeVariable, Equatable {
  package static let kind = "principal-components"
  package static let summary =
    "An index of the leading principal components of standardised indicators, weighted by the "
    + "variance they explain."

  package var indicators: [String]
  package var negative: [String]
  package var components: Int?
  package var share: Double?
  package var minimumEigenvalue: Double?
  package var orientation: Orientation
  package var reference: String?
  package var scores: Scores

  /// Which sign a component has.
  package enum Orientation: String, Codable, Sendable, CaseIterable {
    /// The loading of greatest absolute value is positive.
    case largest
    /// The sum of the loadings is positive.
    case sum
  }

  /// The scale of a component's scores.
  package enum Scores: String, Codable, Sendable, CaseIterable {
    /// Z a with ‖a‖ = 1, of variance λ, as Stata's `pca`.
    case loadings
    /// Divided by √λ, of variance 1, as Stata's `factor, pcf`.
    case standardised
  }

  package enum CodingKeys: String, CodingKey, CaseIterable {
    case indicators, negative, components, share, orientation, reference, scores
    case minimumEigenvalue = "minimum_eigenvalue"
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.indicators.rawValue,
      .oneOrMore(of: .text),
      required: true,
      "The indicators: names, expressions such as log(x), lists such as $indicators."
    ),
    KeyDescription(
      CodingKeys.negative.rawValue,
      .oneOrMore(of: .text),
      default: "[]",
      "Those of the indicators of which less is better: their sign is changed first."
    ),
    KeyDescription(
      CodingKeys.minimumEigenvalue.rawValue,
      .number,
      default: "1",
      "Components are kept whose eigenvalue is greater than this."
    ),
    KeyDescription(
      CodingKeys.components.rawValue,
      .integer,
      "The number of components to keep, instead of a rule on eigenvalues."
    ),
    KeyDescription(
      CodingKeys.share.rawValue,
      .number,
      "The share of variance, such as 0.85, that the fewest components kept must explain."
    ),
    KeyDescription(
      CodingKeys.orientation.rawValue,
      .choice(Orientation.allCases.map(\.rawValue)),
      default: "largest",
      "What makes the sign of a component: its largest loading is positive, or their sum."
    ),
    KeyDescription(
      CodingKeys.reference.rawValue,
      .expression,
      "A variable with which every component kept correlates positively, instead of 'orientation'."
    ),
    KeyDescription(
      CodingKeys.scores.rawValue,
      .choice(Scores.allCases.map(\.rawValue)),
      default: "loadings",
      "Scores by unit-norm loadings (variance: the eigenvalue), or standardised to variance 1."
    ),
  ]

  package init(
    indicators: [String],
    negative: [String] = [],
    components: Int? = nil,
    share: Double? = nil,
    minimumEigenvalue: Double? = nil,
    orientation: Orientation = .largest,
    reference: String? = nil,
    scores: Scores = .loadings
  ) {
    self.indicators = indicators
    self.negative = negative
    self.components = components
    self.share = share
    self.minimumEigenvalue = minimumEigenvalue
    self.orientation = orientation
    self.reference = reference
    self.scores = scores
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    indicators = try container.decode(OneOrMore<String>.self, forKey: .indicators).values
    negative = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .negative)?.values ?? []
    components = try container.decodeIfPresent(Int.self, forKey: .components)
    share = try container.decodeIfPresent(Double.self, forKey: .share)
    minimumEigenvalue = try container.decodeIfPresent(Double.self, forKey: .minimumEigenvalue)
    orientation = try container.decodeIfPresent(Orientation.self, forKey: .orientation) ?? .largest
    reference = try container.decodeIfPresent(String.self, forKey: .reference)
    scores = try container.decodeIfPresent(Scores.self, forKey: .scores) ?? .loadings
  }

  /// The index on all rows.
  ///
  /// - SeeAlso: Oracles `pca_produc`, `pca_statecrime`.
  package func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues {
    let indicators = try signed(in: panel)
    let rows = Array(0..<panel.table.rowCount)
    let fit = try fit(indicators, among: rows, in: panel)
    var numbers = [Double](repeating: .nan, count: rows.count)
    for (row, score) in zip(fit.rows, fit.index) { numbers[row] = score }
    let names = zip(indicators.columns.names, indicators.isNegative).map { ($1 ? "−" : "+") + $0 }
    return CompositeValues(
      numbers: numbers,
      gaps: indicators.columns.gaps,
      inputs: indicators.columns.inputs,
      definition: "\(Self.kind)(\(names.joined(separator: ", ")); \(fit.retained) kept)"
    )
  }
}

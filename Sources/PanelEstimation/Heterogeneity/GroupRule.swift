package import PanelResults

/// How a study divides a sample: by the values of a variable, or by its quantiles.
///
/// `region`, or `{variable: income, split: median, over: units, labels: [Poor, Rich]}`.
package struct GroupRule: Sendable, Equatable {
  /// A column or an expression.
  package var variable: String
  /// The number of quantile groups; absent for a group per value.
  package var quantiles: Int?
  /// Whether quantiles are those of observations instead of the units' means.
  package var dividesObservations: Bool
  /// Names of the groups, in their order.
  package var labels: [LocalizedText]
  package var order: Order = .ascending

  /// In which order groups stand.
  package enum Order: Sendable, Equatable {
    case ascending, descending
    /// That of these values, which are all that occur.
    case values([String])
  }

  /// Quantile groups are at most percentiles.
  static let quantileLimit = 20

  package init(
    _ variable: String, quantiles: Int? = nil, dividesObservations: Bool = false,
    labels: [LocalizedText] = []
  ) {
    self.variable = variable
    self.quantiles = quantiles
    self.dividesObservations = dividesObservations
    self.labels = labels
  }
}

extension GroupRule: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variable, split, over, order, labels
  }

  private enum Base: String, Decodable, CaseIterable { case units, observations }

  private static let words = ["median": 2, "tertiles": 3, "quartiles": 4, "quintiles": 5]

  static let valueType = KeyDescription.ValueType.either([
    .expression,
    .object([
      KeyDescription("variable", .expression, required: true, "The variable, or an expression."),
      KeyDescription(
        "split", .either([.choice(["levels", "median", "tertiles", "quartiles", "quintiles"]), .integer]),
        default: "levels", "A group per value, or groups between quantiles, or their number."),
      KeyDescription(
        "over", .choice(Base.allCases.map(\.rawValue)),
        default: "units; observations without units",
        "Whether quantiles are those of units' means, so that units stay whole, or those of "
          + "observations."),
      KeyDescription(
        "order", .either([.choice(["ascending", "descending"]), .list(of: .text)]),
        default: "ascending", "The order of the groups: ascending, descending, or their values."),
      KeyDescription(
        "labels", .list(of: .localizedText), default: "the values",
        "Names of the groups, in their order."),
    ]),
  ])

  package init(from decoder: any Decoder) throws {
    if let text = try decoder.decodeIfShaped(String.self) {
      self.init(text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .variable),
      labels: try container.decodeIfPresent([LocalizedText].self, forKey: .labels) ?? [])
    if let twice = labels.indices.first(where: { labels[..<$0].contains(labels[$0]) }) {
      throw DecodingError.dataCorruptedError(
        forKey: .labels, in: container,
        debugDescription: "'labels' gives two groups the name '\(labels[twice].text(in: "en"))'")
    }
    if let count = try container.decodeIfShaped(Int.self, forKey: .split) {
      guard (2...Self.quantileLimit).contains(count) else {
        throw DecodingError.dataCorruptedError(
          forKey: .split, in: container,
          debugDescription: "'split' is \(count); 2 to \(Self.quantileLimit) groups are possible")
      }
      quantiles = count
    } else if let word = try container.decodeIfPresent(String.self, forKey: .split),
      word != "levels"
    {
      guard let count = Self.words[word] else {
        throw DecodingError.dataCorruptedError(
          forKey: .split, in: container,
          debugDescription: "'split' is levels, median, tertiles, quartiles, quintiles or a number "
            + "of groups, not '\(word)'")
      }
      quantiles = count
    }
    if let base = try container.decodeIfPresent(Base.self, forKey: .over) {
      guard quantiles != nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .over, in: container,
          debugDescription: "'over' belongs to quantile groups: add 'split: median'")
      }
      dividesObservations = base == .observations
    }
    if let values = try container.decodeIfShaped([String].self, forKey: .order) {
      guard quantiles == nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .order, in: container,
          debugDescription: "'order' of quantile groups is ascending or descending")
      }
      order = .values(values)
    } else if let word = try container.decodeIfPresent(String.self, forKey: .order) {
      guard word == "ascending" || word == "descending" else {
        throw DecodingError.dataCorruptedError(
          forKey: .order, in: container,
          debugDescription: "'order' is ascending, descending or a list of values, not '\(word)'")
      }
      order = word == "descending" ? .descending : .ascending
    }
  }
}

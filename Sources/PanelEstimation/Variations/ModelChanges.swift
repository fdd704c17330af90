package import PanelResults

/// What a column changes of the model it is made from: an item of `with`.
package struct ModelChanges: Sendable, Equatable {
  package var lag: Lag?
  /// The other outcome, as written.
  package var outcome: String?
  /// Regressors and what stands in their place.
  package var replacements: [Replacement] = []
  /// Further regressors, as written.
  package var added: [String] = []
  /// Regressors that are taken out, as written.
  package var dropped: [String] = []
  /// Units that are left out.
  package var droppedUnits: [String] = []
  /// A condition on rows, beside those of the base.
  package var condition: String?
  package var vcov: String?
  /// The other weights; `none` for none.
  package var weights: String?
  /// The other absorbed effects; empty for none.
  package var effects: [String]?
  /// The other estimator, of a model with instruments.
  package var estimator: String?
  /// The author's heading of the column.
  package var label: LocalizedText?

  package init() {}

  /// What is lagged, and by how many periods.
  package enum Lag: Sendable, Equatable {
    /// The first regressor: the treatment, or the endogenous variable.
    case first(Int)
    /// The whole right side.
    case all(Int)
    case terms([Shift])
  }

  package struct Shift: Sendable, Equatable {
    package var term: String
    package var count: Int
    package init(_ term: String, by count: Int) { (self.term, self.count) = (term, count) }
  }

  package struct Replacement: Sendable, Equatable {
    package var term: String
    package var new: String
    package init(_ term: String, by new: String) { (self.term, self.new) = (term, new) }
  }

  /// The most periods of a lag.
  static let lagLimit = 1000

  /// Whether nothing is changed.
  var isEmpty: Bool {
    var plain = self
    plain.label = nil
    return plain == ModelChanges()
  }
}

extension ModelChanges: Decodable {
  private enum CodingKeys: String, CodingKey {
    case lag, outcome, replace, add, drop, vcov, weights, effects, estimator, label
    case dropUnits = "drop_units"
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    lag = try container.decodeIfPresent(Lag.self, forKey: .lag)
    outcome = try container.decodeIfPresent(String.self, forKey: .outcome)
    replacements =
      try container.decodeIfPresent(NamedValues<String>.self, forKey: .replace)?.entries
      .map { Replacement($0.key, by: $0.value) } ?? []
    added = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .add)?.values ?? []
    dropped = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .drop)?.values ?? []
    droppedUnits =
      try container.decodeIfPresent(OneOrMore<String>.self, forKey: .dropUnits)?.values ?? []
    condition = try container.decodeIfPresent(String.self, forKey: .condition)
    vcov = try container.decodeIfPresent(String.self, forKey: .vcov)
    weights = try container.decodeIfPresent(String.self, forKey: .weights)
    effects = try container.decodeEffects(forKey: .effects)
    estimator = try container.decodeIfPresent(String.self, forKey: .estimator)
    label = try container.decodeIfPresent(LocalizedText.self, forKey: .label)
    if let both = added.first(where: dropped.contains) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "'\(both)' is both added and dropped, which changes nothing"
        )
      )
    }
    guard !isEmpty else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "name what this column changes: \(Self.names)"
        )
      )
    }
  }

  private static let names = keys.map(\.name).filter { $0 != "label" }.joined(separator: ", ")

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "lag",
      .either([.integer, .mapping(of: .integer)]),
      "Periods by which the first regressor, or the endogenous variable, stands lagged; or a "
        + "mapping from regressors to periods, `all` for the whole right side."
    ),
    KeyDescription("outcome", .expression, "Another outcome."),
    KeyDescription(
      "replace",
      .mapping(of: .expression),
      "Other measures by the regressor or instrument whose place they take, wherever it stands."
    ),
    KeyDescription("add", .oneOrMore(of: .text), "Further regressors: terms, or lists as $list."),
    KeyDescription("drop", .oneOrMore(of: .text), "Regressors left out: terms, or lists as $list."),
    KeyDescription("drop_units", .oneOrMore(of: .text), "Units left out, by their names."),
    KeyDescription("where", .expression, "A condition on rows, beside those of the base."),
    KeyDescription("vcov", .text, "Another covariance."),
    KeyDescription("weights", .text, "Other analytic weights; 'none' for none."),
    KeyDescription(
      "effects",
      .oneOrMore(of: .text),
      "Other absorbed effects, a^b for an interaction; 'none' for none."
    ),
    KeyDescription("estimator", .text, "Another estimator, of method iv."),
    KeyDescription(
      "label",
      .localizedText,
      default: "what is changed, in words",
      "The heading of the column."
    ),
  ]
}

extension ModelChanges.Lag: Decodable {
  package init(from decoder: any Decoder) throws {
    func checked(_ count: Int) throws -> Int {
      guard (1...ModelChanges.lagLimit).contains(count) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "a lag is 1 to \(ModelChanges.lagLimit) periods, not \(count)"
          )
        )
      }
      return count
    }
    if let count = try decoder.decodeIfShaped(Int.self) {
      self = .first(try checked(count))
      return
    }
    let entries = try NamedValues<Int>(from: decoder).entries
    if let all = entries.first(where: { $0.key == "all" }) {
      guard entries.count == 1 else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "'all' lags the whole right side; name no other regressor beside it"
          )
        )
      }
      self = .all(try checked(all.value))
      return
    }
    self = .terms(try entries.map { ModelChanges.Shift($0.key, by: try checked($0.value)) })
  }
}

/// A mapping with free names, in the order of the file.
struct NamedValues<Value: Decodable>: Decodable {
  var entries: [(key: String, value: Value)]

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    entries = try container.allKeys.map {
      ($0.stringValue, try container.decode(Value.self, forKey: $0))
    }
  }
}

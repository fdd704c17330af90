package import PanelData
package import PanelResults

extension TreatmentColumn: Decodable {
  private enum CodingKeys: String, CodingKey { case treatment, cohort }

  /// Reads `treatment` or `cohort` from the entry of an analysis.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let indicator = try container.decodeIfPresent(String.self, forKey: .treatment)
    let cohort = try container.decodeIfPresent(String.self, forKey: .cohort)
    switch (indicator, cohort) {
    case (let name?, nil): self = .indicator(name)
    case (nil, let name?): self = .cohort(name)
    case (nil, nil):
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "name the 0/1 column of the treatment in 'treatment', or the column of "
            + "first treated periods in 'cohort'"))
    case (_?, _?):
      throw DecodingError.dataCorruptedError(
        forKey: .cohort, in: container,
        debugDescription: "give 'treatment' or 'cohort', not both")
    }
  }

  /// The keys that say where the treatment stands.
  package static let keys: [KeyDescription] = [
    KeyDescription(
      "treatment", .text,
      "The treatment: a column that is 1 under treatment and 0 otherwise, and stays 1."),
    KeyDescription(
      "cohort", .text,
      "Instead of 'treatment': a column with each unit's first treated period; 0 or missing means "
        + "never treated."),
  ]
}

/// What a treatment's model holds beside the treatment: outcome, controls and absorbed effects.
package struct ControlModel: Sendable, Equatable {
  /// A column or an expression.
  package var outcome: String
  /// Terms, and lists such as `$controls`.
  package var controls: [String]
  /// Names of effects, or `a^b`; `nil` for those of unit and time.
  package var effects: [String]?

  package init(outcome: String, controls: [String] = [], effects: [String]? = nil) {
    self.outcome = outcome
    self.controls = controls
    self.effects = effects
  }

  /// The model as a formula: `y ~ x + $controls | unit + time`, `1` where there is no control.
  ///
  /// - Throws: ``EstimationError/data(_:)`` for what cannot be read; ``EstimationError/invalid(_:)``
  ///   where default effects are wanted of a panel without unit and time.
  package func formula(in panel: Panel) throws(EstimationError) -> Formula {
    let effects: [String]
    if let given = self.effects {
      effects = given
    } else {
      let index = try panel.requiredIndex()
      effects = [index.unitVariable, index.timeVariable].map(Names.written)
    }
    let terms = controls.isEmpty ? "1" : controls.joined(separator: " + ")
    let absorbed = effects.isEmpty ? "" : " | \(effects.joined(separator: " + "))"
    let text = "\(outcome) ~ \(terms)\(absorbed)"
    let formula = try dataResult { () throws(DataError) in
      try FormulaParser.parse(text, lists: panel.lists)
    }
    guard formula.endogenous.isEmpty else {
      throw .invalid("'\(text)' has instruments, which this method does not take.")
    }
    return formula
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "outcome", .expression, required: true,
      "The outcome: a column, or an expression such as log(y)."),
    KeyDescription(
      "controls", .oneOrMore(of: .text), "Control variables: terms, or lists such as $controls."),
    KeyDescription(
      "effects", .oneOrMore(of: .text), default: "unit and time",
      "The absorbed effects; a^b for an interaction, none for a model without."),
  ]
}

extension CovarianceSpecification {
  /// The covariance of an entry, clustered by unit where it names none.
  package static func specified(
    _ text: String?, in panel: Panel
  ) throws(EstimationError) -> CovarianceSpecification {
    if let text { return try CovarianceSpecification(parsing: text) }
    return CovarianceSpecification(
      kind: .cluster, clusters: [[try panel.requiredIndex().unitVariable]])
  }
}

extension KeyedDecodingContainer {
  /// A confidence level: 0.95 where there is none.
  func decodeLevel(forKey key: Key) throws -> Double {
    let level = try decodeIfPresent(Double.self, forKey: key) ?? 0.95
    guard level > 0, level < 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "the level of intervals is between 0 and 1, such as 0.95, not \(level)")
    }
    return level
  }
}

/// How a model came from another one: what a column of a table changes, and of which.
package struct ModelVariation: Codable, Sendable, Equatable {
  /// The result of the model that was changed, such as `baseline[2]`.
  package var base: String
  /// In the order in which they were made.
  package var changes: [ModelChange]
  /// The author's heading of the column.
  package var label: LocalizedText?

  private enum CodingKeys: String, CodingKey {
    case changes, label
    case base = "of"
  }

  package init(base: String, changes: [ModelChange], label: LocalizedText? = nil) {
    self.base = base
    self.changes = changes
    self.label = label
  }
}

/// One thing that a model has of another kind than its base.
package struct ModelChange: Codable, Sendable, Equatable {
  package var kind: Kind
  /// The raw names of what is changed: regressors, units or effects.
  package var subjects: [String]
  /// What stands instead, or decides: an outcome, a regressor, a condition, a covariance.
  package var value: String?
  /// The periods of a lag.
  package var count: Int?

  package init(_ kind: Kind, _ subjects: [String] = [], value: String? = nil, count: Int? = nil) {
    self.kind = kind
    self.subjects = subjects
    self.value = value
    self.count = count
  }

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// `subjects` stand lagged by `count` periods.
    case lag
    /// All regressors stand lagged by `count` periods.
    case lagAll = "lag-all"
    /// The outcome is `value`.
    case outcome
    /// `value` stands in the place of the one subject.
    case replace
    /// `subjects` are further regressors.
    case add
    /// `subjects` are no regressors.
    case drop
    /// The units `subjects` are left out.
    case dropUnits = "drop-units"
    /// Only observations for which `value` holds are used.
    case condition = "where"
    /// The covariance is `value`.
    case vcov
    /// Observations are weighted by `value`, or not at all where it is absent.
    case weights
    /// The absorbed effects are `subjects`.
    case effects
    /// The estimator of a model with instruments is `value`.
    case estimator
  }
}

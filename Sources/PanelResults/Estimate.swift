/// The distribution a test statistic is held against.
package enum ReferenceDistribution: String, Codable, Sendable, CaseIterable {
  case studentT = "t"
  case normal = "z"
  case fisherF = "f"
  case chiSquared = "chi2"
  /// Zero and χ² with one degree of freedom, half and half: of a variance tested against zero.
  case mixedChiSquared = "chibar2"
}

/// One estimated term, frozen where it was inferred.
///
/// Value, standard error, statistic, p-value, interval, degrees of freedom and reference
/// distribution travel together; nothing downstream recomputes one from another, so stars,
/// whiskers and notes cannot disagree.
package struct Estimate: Codable, Sendable, Equatable {
  /// Which part of the model the term belongs to; `slopes` for an ordinary regression.
  package var component: Component
  /// The raw name, such as `log_police`, `post:income` or ``Estimate/constantTerm``.
  package var term: String
  /// In units of the outcome per unit of the regressor.
  package var value: Double
  package var standardError: Availability<Double>
  /// The value over its standard error.
  package var statistic: Availability<Double>
  /// Two-sided.
  package var pValue: Availability<Double>
  /// The lower end of the interval at ``level``.
  package var intervalLow: Availability<Double>
  /// The upper end of the interval at ``level``.
  package var intervalHigh: Availability<Double>
  /// The confidence level of the interval: 0.95 for 95 percent.
  package var level: Double
  /// The interval at 90 percent, for figures with nested whiskers; absent where it was not formed.
  package var innerInterval: Interval?
  /// The degrees of freedom of the reference distribution; absent under the normal.
  package var degreesOfFreedom: Double?
  package var distribution: ReferenceDistribution
  /// The digits and stars of a publication, which are then printed as they are; absent from JSON.
  package var printed: PrintedEstimate?

  /// The name of the intercept in every result.
  package static let constantTerm = "(constant)"

  package enum Component: String, Codable, Sendable, CaseIterable {
    case slopes
    case constant
    /// A coefficient of WX, the regressor averaged over neighbours; the term is the regressor's.
    case spatialLag = "spatial-lag"
    /// ρ or λ of a spatial model.
    case spatial
  }

  private enum CodingKeys: String, CodingKey {
    case component, term
    case value = "estimate"
    case standardError = "std_error"
    case statistic
    case pValue = "p_value"
    case intervalLow = "conf_low"
    case intervalHigh = "conf_high"
    case level = "conf_level"
    case innerInterval = "inner_interval"
    case degreesOfFreedom = "df"
    case distribution
  }

  package init(
    component: Component = .slopes,
    term: String,
    value: Double,
    standardError: Availability<Double>,
    statistic: Availability<Double>,
    pValue: Availability<Double>,
    intervalLow: Availability<Double>,
    intervalHigh: Availability<Double>,
    level: Double = 0.95,
    innerInterval: Interval? = nil,
    degreesOfFreedom: Double?,
    distribution: ReferenceDistribution
  ) {
    self.component = component
    self.term = term
    self.value = value
    self.standardError = standardError
    self.statistic = statistic
    self.pValue = pValue
    self.intervalLow = intervalLow
    self.intervalHigh = intervalHigh
    self.level = level
    self.innerInterval = innerInterval
    self.degreesOfFreedom = degreesOfFreedom
    self.distribution = distribution
  }
}

/// A confidence interval at a stated level.
package struct Interval: Codable, Sendable, Equatable {
  package var low: Double
  package var high: Double
  /// 0.9 for 90 percent.
  package var level: Double

  package init(low: Double, high: Double, level: Double) {
    self.low = low
    self.high = high
    self.level = level
  }
}

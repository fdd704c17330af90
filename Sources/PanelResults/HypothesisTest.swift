/// A test of a joint hypothesis.
package struct HypothesisTest: Codable, Sendable, Equatable {
  package var id: Kind
  package var statistic: Availability<Double>
  /// The numerator's degrees of freedom, or those of a chi-squared statistic.
  package var degreesOfFreedom: Double
  /// The denominator's degrees of freedom of an F statistic.
  package var denominatorDegreesOfFreedom: Double?
  package var pValue: Availability<Double>
  package var distribution: ReferenceDistribution
  /// The raw terms that the null hypothesis sets to zero.
  package var null: [String]

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// All slopes are zero.
    case slopes
    /// All effects before treatment are zero.
    case pretrends
  }

  private enum CodingKeys: String, CodingKey {
    case id, statistic
    case degreesOfFreedom = "df"
    case denominatorDegreesOfFreedom = "df2"
    case pValue = "p_value"
    case distribution, null
  }

  package init(
    id: Kind,
    statistic: Availability<Double>,
    degreesOfFreedom: Double,
    denominatorDegreesOfFreedom: Double? = nil,
    pValue: Availability<Double>,
    distribution: ReferenceDistribution,
    null: [String]
  ) {
    self.id = id
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
    self.pValue = pValue
    self.distribution = distribution
    self.null = null
  }
}

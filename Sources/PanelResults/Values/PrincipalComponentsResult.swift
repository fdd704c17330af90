/// The principal components of indicators, and the weights of those kept for an index.
package struct PrincipalComponentsResult: AnalysisResult, Equatable {
  package static let method = "principal-components"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// In the order of the entry.
  package var indicators: [ComponentIndicator]
  /// All of them, by descending eigenvalue.
  package var components: [PrincipalComponent]
  /// How many of them the index is made of.
  package var retained: Int
  /// By which rule.
  package var retention: Retention
  /// The eigenvalue that those of components kept exceed, or the share of variance that they
  /// explain; absent where their number was given.
  package var retentionBound: Double?
  /// What decides the sign of a component.
  package var orientation: Orientation
  /// The variable that decides it, where that is the rule.
  package var reference: String?
  package var scores: Scores
  /// The Kaiser–Meyer–Olkin measure of all indicators.
  package var samplingAdequacy: Availability<Double>
  /// Bartlett's test that the indicators are uncorrelated.
  package var sphericity: HypothesisTest
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var tests: [HypothesisTest] { [sphericity] }
  package var statistics: [StatisticEntry] {
    [
      StatisticEntry(.observations, count: sample.n),
      StatisticEntry(.samplingAdequacy, samplingAdequacy),
      StatisticEntry(.sphericity, sphericity.statistic),
      StatisticEntry(.sphericityPValue, sphericity.pValue),
    ]
  }

  package enum Retention: String, Codable, Sendable, CaseIterable {
    /// Eigenvalues above a bound, by default one.
    case eigenvalue
    /// A number of components.
    case count
    /// The fewest that explain a share of the variance.
    case share
  }

  package enum Orientation: String, Codable, Sendable, CaseIterable {
    /// The loading of greatest absolute value is positive.
    case largest
    /// The sum of the loadings is positive.
    case sum
    /// The correlation with a reference variable is positive.
    case reference
  }

  package enum Scores: String, Codable, Sendable, CaseIterable {
    /// By loadings of norm one; a score has the eigenvalue as its variance.
    case loadings
    /// Divided by the root of the eigenvalue; a score has variance one.
    case standardised
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    indicators: [ComponentIndicator] = [],
    components: [PrincipalComponent] = [],
    retained: Int,
    retention: Retention,
    retentionBound: Double? = nil,
    orientation: Orientation,
    reference: String? = nil,
    scores: Scores,
    samplingAdequacy: Availability<Double>,
    sphericity: HypothesisTest,
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.indicators = indicators
    self.components = components
    self.retained = retained
    self.retention = retention
    self.retentionBound = retentionBound
    self.orientation = orientation
    self.reference = reference
    self.scores = scores
    self.samplingAdequacy = samplingAdequacy
    self.sphericity = sphericity
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension PrincipalComponentsResult {
  private enum CodingKeys: String, CodingKey {
    case sample, indicators, components, retained, retention, orientation, reference, scores, sphericity, remarks, provenance
    case samplingAdequacy = "sampling_adequacy"
    case retentionBound = "retention_bound"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(indicators, forKey: .indicators)
    try container.encode(components, forKey: .components)
    try container.encode(retained, forKey: .retained)
    try container.encode(retention, forKey: .retention)
    try container.encodeIfPresent(retentionBound, forKey: .retentionBound)
    try container.encode(orientation, forKey: .orientation)
    try container.encodeIfPresent(reference, forKey: .reference)
    try container.encode(scores, forKey: .scores)
    try container.encode(samplingAdequacy, forKey: .samplingAdequacy)
    try container.encode(sphericity, forKey: .sphericity)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    indicators = try container.decode([ComponentIndicator].self, forKey: .indicators)
    components = try container.decode([PrincipalComponent].self, forKey: .components)
    retained = try container.decode(Int.self, forKey: .retained)
    retention = try container.decode(Retention.self, forKey: .retention)
    retentionBound = try container.decodeIfPresent(Double.self, forKey: .retentionBound)
    orientation = try container.decode(Orientation.self, forKey: .orientation)
    reference = try container.decodeIfPresent(String.self, forKey: .reference)
    scores = try container.decode(Scores.self, forKey: .scores)
    samplingAdequacy = try container.decode(Availability<Double>.self, forKey: .samplingAdequacy)
    sphericity = try container.decode(HypothesisTest.self, forKey: .sphericity)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// One indicator and its loadings.
package struct ComponentIndicator: Codable, Sendable, Equatable {
  /// The raw name.
  package var indicator: String
  package var sign: IndicatorSign
  /// In units of the indicator, after a change of sign; so is the deviation.
  package var mean: Double
  /// With divisor n − 1.
  package var standardDeviation: Double
  /// One per component.
  package var loadings: [Double]
  /// The indicator's own measure of sampling adequacy.
  package var samplingAdequacy: Availability<Double>

  private enum CodingKeys: String, CodingKey {
    case indicator, sign, mean, loadings
    case standardDeviation = "standard_deviation"
    case samplingAdequacy = "sampling_adequacy"
  }

  package init(
    indicator: String,
    sign: IndicatorSign,
    mean: Double,
    standardDeviation: Double,
    loadings: [Double] = [],
    samplingAdequacy: Availability<Double>
  ) {
    self.indicator = indicator
    self.sign = sign
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.loadings = loadings
    self.samplingAdequacy = samplingAdequacy
  }
}

/// One component.
package struct PrincipalComponent: Codable, Sendable, Equatable {
  package var eigenvalue: Double
  /// Its part of the variance of all indicators.
  package var share: Double
  /// That of this component and those before.
  package var cumulative: Double
  /// Its weight in the index; absent where it is not kept.
  package var weight: Double?

  package init(
    eigenvalue: Double,
    share: Double,
    cumulative: Double,
    weight: Double? = nil
  ) {
    self.eigenvalue = eigenvalue
    self.share = share
    self.cumulative = cumulative
    self.weight = weight
  }
}

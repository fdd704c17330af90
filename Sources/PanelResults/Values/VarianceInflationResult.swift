/// How much the correlation of regressors inflates the variance of their coefficients.
package struct VarianceInflationResult: AnalysisResult, Equatable {
  package static let method = "variance-inflation"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// In the order of the entry.
  package var terms: [InflatedTerm]
  /// The arithmetic mean of the factors.
  package var mean: Double
  /// Of the regressors and a constant, scaled to unit length (Belsley, Kuh and Welsch 1980).
  package var conditionNumber: Double
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var tests: [HypothesisTest] { [] }
  package var statistics: [StatisticEntry] {
    [
      StatisticEntry(.observations, count: sample.n),
      StatisticEntry(.meanVarianceInflation, .value(mean)),
      StatisticEntry(.conditionNumber, .value(conditionNumber)),
    ]
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    terms: [InflatedTerm] = [],
    mean: Double,
    conditionNumber: Double,
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.terms = terms
    self.mean = mean
    self.conditionNumber = conditionNumber
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension VarianceInflationResult {
  private enum CodingKeys: String, CodingKey {
    case sample, terms, mean, remarks, provenance
    case conditionNumber = "condition_number"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(terms, forKey: .terms)
    try container.encode(mean, forKey: .mean)
    try container.encode(conditionNumber, forKey: .conditionNumber)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    terms = try container.decode([InflatedTerm].self, forKey: .terms)
    mean = try container.decode(Double.self, forKey: .mean)
    conditionNumber = try container.decode(Double.self, forKey: .conditionNumber)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// One regressor.
package struct InflatedTerm: Codable, Sendable, Equatable {
  /// The raw name.
  package var term: String
  /// 1/(1 − R²) of its regression on the others and a constant.
  package var factor: Double
  /// 1/factor.
  package var tolerance: Double

  package init(
    term: String,
    factor: Double,
    tolerance: Double
  ) {
    self.term = term
    self.factor = factor
    self.tolerance = tolerance
  }
}

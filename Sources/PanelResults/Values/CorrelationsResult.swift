/// Correlations of variables, pair by pair.
package struct CorrelationsResult: AnalysisResult, Equatable {
  package static let method = "correlations"

  package var heading: ResultHeading
  /// Rows where at least two variables are present, or all of them where that was asked for.
  package var sample: SampleDescription
  /// In the order of the entry.
  package var variables: [String]
  /// Whether each pair uses all rows where both are present, instead of complete rows alone.
  package var isPairwise: Bool
  /// Each pair once: (2, 1), (3, 1), (3, 2), …
  package var pairs: [CorrelationPair]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var statistics: [StatisticEntry] { [StatisticEntry(.observations, count: sample.n)] }
  package var tests: [HypothesisTest] { [] }

  /// The correlation of two variables.
  package func pair(_ one: String, _ other: String) -> CorrelationPair? {
    pairs.first {
      ($0.first == one && $0.second == other) || ($0.first == other && $0.second == one)
    }
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    variables: [String] = [],
    isPairwise: Bool,
    pairs: [CorrelationPair] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.variables = variables
    self.isPairwise = isPairwise
    self.pairs = pairs
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension CorrelationsResult {
  private enum CodingKeys: String, CodingKey {
    case sample, variables, pairs, remarks, provenance
    case isPairwise = "is_pairwise"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(variables, forKey: .variables)
    try container.encode(isPairwise, forKey: .isPairwise)
    try container.encode(pairs, forKey: .pairs)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    variables = try container.decode([String].self, forKey: .variables)
    isPairwise = try container.decode(Bool.self, forKey: .isPairwise)
    pairs = try container.decode([CorrelationPair].self, forKey: .pairs)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The correlation of two variables.
package struct CorrelationPair: Codable, Sendable, Equatable {
  /// The raw name; so is `second`.
  package var first: String
  package var second: String
  /// Rows where both are present.
  package var n: Int
  /// Pearson's r.
  package var correlation: Availability<Double>
  /// Two-sided, from t = r √((n − 2)/(1 − r²)) with n − 2 degrees of freedom.
  package var pValue: Availability<Double>

  private enum CodingKeys: String, CodingKey {
    case first, second, n, correlation
    case pValue = "p_value"
  }

  package init(
    first: String,
    second: String,
    n: Int,
    correlation: Availability<Double>,
    pValue: Availability<Double>
  ) {
    self.first = first
    self.second = second
    self.n = n
    self.correlation = correlation
    self.pValue = pValue
  }
}

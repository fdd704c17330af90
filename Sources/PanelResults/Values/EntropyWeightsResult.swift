/// The entropy weights of an index: for all rows, or for each group of them.
package struct EntropyWeightsResult: AnalysisResult, Equatable {
  package static let method = "entropy-weights"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// The variable whose groups are weighted on their own.
  package var groupVariable: String?
  /// What was added to every standardised value.
  package var shift: Double
  /// One for all rows, or one per group in the order of values.
  package var groups: [IndicatorWeights]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var statistics: [StatisticEntry] { [StatisticEntry(.observations, count: sample.n)] }
  package var tests: [HypothesisTest] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    groupVariable: String? = nil,
    shift: Double,
    groups: [IndicatorWeights] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.groupVariable = groupVariable
    self.shift = shift
    self.groups = groups
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension EntropyWeightsResult {
  private enum CodingKeys: String, CodingKey {
    case sample, shift, groups, remarks, provenance
    case groupVariable = "group_variable"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encodeIfPresent(groupVariable, forKey: .groupVariable)
    try container.encode(shift, forKey: .shift)
    try container.encode(groups, forKey: .groups)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    groupVariable = try container.decodeIfPresent(String.self, forKey: .groupVariable)
    shift = try container.decode(Double.self, forKey: .shift)
    groups = try container.decode([IndicatorWeights].self, forKey: .groups)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The weights of one group of rows.
package struct IndicatorWeights: Codable, Sendable, Equatable {
  /// The group's value; absent for all rows.
  package var name: String?
  /// Rows that were weighted.
  package var n: Int
  /// In the order of the entry.
  package var indicators: [WeightedIndicator]
  /// In the order of their first indicator; empty without dimensions.
  package var dimensions: [DimensionWeight]

  package init(
    name: String? = nil,
    n: Int,
    indicators: [WeightedIndicator] = [],
    dimensions: [DimensionWeight] = []
  ) {
    self.name = name
    self.n = n
    self.indicators = indicators
    self.dimensions = dimensions
  }
}

/// One indicator of an index.
package struct WeightedIndicator: Codable, Sendable, Equatable {
  /// The raw name.
  package var indicator: String
  package var sign: IndicatorSign
  package var dimension: String?
  /// In units of the indicator; so is `maximum`.
  package var minimum: Double
  package var maximum: Double
  /// −Σ p ln p / ln n.
  package var entropy: Double
  /// 1 less entropy.
  package var redundancy: Double
  /// The indicator's part of all redundancy.
  package var weight: Double

  package init(
    indicator: String,
    sign: IndicatorSign,
    dimension: String? = nil,
    minimum: Double,
    maximum: Double,
    entropy: Double,
    redundancy: Double,
    weight: Double
  ) {
    self.indicator = indicator
    self.sign = sign
    self.dimension = dimension
    self.minimum = minimum
    self.maximum = maximum
    self.entropy = entropy
    self.redundancy = redundancy
    self.weight = weight
  }
}

/// The weight of a dimension: the sum of its indicators'.
package struct DimensionWeight: Codable, Sendable, Equatable {
  package var dimension: String
  package var weight: Double

  package init(
    dimension: String,
    weight: Double
  ) {
    self.dimension = dimension
    self.weight = weight
  }
}

/// Whether more of an indicator is better.
package enum IndicatorSign: String, Codable, Sendable, CaseIterable { case positive, negative }

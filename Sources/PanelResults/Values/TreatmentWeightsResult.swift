/// The weights with which a two-way fixed-effects coefficient adds up effects by cell (de Chaisemartin and D'Haultfœuille 2020).
package struct TreatmentWeightsResult: AnalysisResult, Equatable {
  package static let method = "treatment-weights"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var design: TreatmentDesign
  package var kind: Kind
  /// The two-way fixed-effects coefficient.
  package var coefficient: Double
  package var positive: WeightTotal
  package var negative: WeightTotal
  /// The smallest standard deviation of effects over treated cells under which the average effect on the
  /// treated may be zero.
  package var sigma: Availability<Double>
  /// The smallest one under which all effects may have the sign opposite to the coefficient's.
  package var sigmaOpposite: Availability<Double>
  /// Unit by period, or cohort by period where units are not weighted apart; ascending.
  package var cells: [WeightedCell]
  package var statistics: [StatisticEntry]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var tests: [HypothesisTest] { [] }

  /// The regression whose coefficient is decomposed, and the assumption under which.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case fixedEffects = "fixed-effects"
    case fixedEffectsStable = "fixed-effects-stable"
    case firstDifferences = "first-differences"
    case firstDifferencesStable = "first-differences-stable"
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    design: TreatmentDesign,
    kind: Kind,
    coefficient: Double,
    positive: WeightTotal,
    negative: WeightTotal,
    sigma: Availability<Double>,
    sigmaOpposite: Availability<Double>,
    cells: [WeightedCell] = [],
    statistics: [StatisticEntry] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.design = design
    self.kind = kind
    self.coefficient = coefficient
    self.positive = positive
    self.negative = negative
    self.sigma = sigma
    self.sigmaOpposite = sigmaOpposite
    self.cells = cells
    self.statistics = statistics
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension TreatmentWeightsResult {
  private enum CodingKeys: String, CodingKey {
    case sample, design, kind, coefficient, positive, negative, sigma, cells, remarks, provenance
    case sigmaOpposite = "sigma_opposite"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(design, forKey: .design)
    try container.encode(kind, forKey: .kind)
    try container.encode(coefficient, forKey: .coefficient)
    try container.encode(positive, forKey: .positive)
    try container.encode(negative, forKey: .negative)
    try container.encode(sigma, forKey: .sigma)
    try container.encode(sigmaOpposite, forKey: .sigmaOpposite)
    try container.encode(cells, forKey: .cells)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    design = try container.decode(TreatmentDesign.self, forKey: .design)
    kind = try container.decode(Kind.self, forKey: .kind)
    coefficient = try container.decode(Double.self, forKey: .coefficient)
    positive = try container.decode(WeightTotal.self, forKey: .positive)
    negative = try container.decode(WeightTotal.self, forKey: .negative)
    sigma = try container.decode(Availability<Double>.self, forKey: .sigma)
    sigmaOpposite = try container.decode(Availability<Double>.self, forKey: .sigmaOpposite)
    cells = try container.decode([WeightedCell].self, forKey: .cells)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// How many cells have a weight of one sign, and their sum.
package struct WeightTotal: Codable, Sendable, Equatable {
  package var count: Int
  package var sum: Double

  package init(
    count: Int,
    sum: Double
  ) {
    self.count = count
    self.sum = sum
  }
}

/// One cell and its weight.
package struct WeightedCell: Codable, Sendable, Equatable {
  /// The unit, or the cohort.
  package var group: String
  package var period: Int
  package var weight: Double

  package init(
    group: String,
    period: Int,
    weight: Double
  ) {
    self.group = group
    self.period = period
    self.weight = weight
  }
}

/// A two-way fixed-effects coefficient as a weighted mean of all 2 × 2 comparisons.
package struct DecompositionResult: AnalysisResult, Equatable {
  package static let method = "goodman-bacon"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var design: TreatmentDesign
  /// The two-way fixed-effects coefficient: Σ weight × estimate.
  package var coefficient: Double
  /// Treated cohort first, then control, in order of both.
  package var comparisons: [Comparison]
  /// Weights and weighted means by kind, in the order of ``Comparison/Kind``.
  package var totals: [ComparisonTotal]
  package var statistics: [StatisticEntry]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var tests: [HypothesisTest] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    design: TreatmentDesign,
    coefficient: Double,
    comparisons: [Comparison] = [],
    totals: [ComparisonTotal] = [],
    statistics: [StatisticEntry] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.design = design
    self.coefficient = coefficient
    self.comparisons = comparisons
    self.totals = totals
    self.statistics = statistics
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension DecompositionResult {
  private enum CodingKeys: String, CodingKey {
    case sample, design, coefficient, comparisons, totals, remarks, provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(design, forKey: .design)
    try container.encode(coefficient, forKey: .coefficient)
    try container.encode(comparisons, forKey: .comparisons)
    try container.encode(totals, forKey: .totals)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    design = try container.decode(TreatmentDesign.self, forKey: .design)
    coefficient = try container.decode(Double.self, forKey: .coefficient)
    comparisons = try container.decode([Comparison].self, forKey: .comparisons)
    totals = try container.decode([ComparisonTotal].self, forKey: .totals)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// One 2 × 2 difference in differences.
package struct Comparison: Codable, Sendable, Equatable {
  package var kind: Kind
  /// The first treated period of the cohort whose treatment starts.
  package var treated: Int
  /// The first treated period of the control cohort; absent for never and always treated units.
  package var control: Int?
  package var estimate: Double
  /// All weights sum to one.
  package var weight: Double

  package init(
    kind: Kind,
    treated: Int,
    control: Int? = nil,
    estimate: Double,
    weight: Double
  ) {
    self.kind = kind
    self.treated = treated
    self.control = control
    self.estimate = estimate
    self.weight = weight
  }

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Treated units against never treated ones.
    case treatedNever = "treated-never"
    /// Earlier treated units against later treated ones, before the latter are treated.
    case earlierLater = "earlier-later"
    /// Later treated units against earlier treated ones, which are treated throughout.
    case laterEarlier = "later-earlier"
    /// Treated units against units that are treated from their first period.
    case treatedAlways = "treated-always"

    /// Whether the controls are already treated.
    package var isForbidden: Bool { self == .laterEarlier || self == .treatedAlways }
  }
}

/// All comparisons of one kind.
package struct ComparisonTotal: Codable, Sendable, Equatable {
  package var kind: Comparison.Kind
  package var weight: Double
  /// The weighted mean of the estimates.
  package var estimate: Double
  package var count: Int

  package init(
    kind: Comparison.Kind,
    weight: Double,
    estimate: Double,
    count: Int
  ) {
    self.kind = kind
    self.weight = weight
    self.estimate = estimate
    self.count = count
  }
}

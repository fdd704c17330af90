/// Effects of treatments that never happened, beside the actual one.
package struct PlaceboResult: AnalysisResult, Equatable {
  package static let method = "placebo"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// The actual treatment; absent where it is not a 0/1 one over time.
  package var design: TreatmentDesign?
  package var kind: Kind
  /// The study's name of what is run again, such as `baseline[3]`.
  package var of: String
  /// The effect of the actual treatment.
  package var baseline: Estimate
  /// Random placebos; absent for placebos in time.
  package var draws: PlaceboDraws?
  /// Placebos in time, ascending by shift; empty for random ones.
  package var profile: [PlaceboShift]
  package var statistics: [StatisticEntry]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [baseline] }
  package var tests: [HypothesisTest] { [] }

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// The treatment is moved to earlier periods, in data from before the treatment.
    case inTime = "in-time"
    /// The treatment dates are permuted over units.
    case inSpace = "in-space"
    /// Random units are treated from one random date on.
    case mixedCommon = "mixed-common"
    /// Random units, each with its own random date.
    case mixedUnrestricted = "mixed-unrestricted"
    /// Random units in cohorts of the actual sizes, with distinct random dates.
    case mixedRestricted = "mixed-restricted"
    /// The treatment is permuted over units or clusters, within strata: randomisation inference.
    case permutation
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    design: TreatmentDesign? = nil,
    kind: Kind,
    of: String,
    baseline: Estimate,
    draws: PlaceboDraws? = nil,
    profile: [PlaceboShift] = [],
    statistics: [StatisticEntry] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.design = design
    self.kind = kind
    self.of = of
    self.baseline = baseline
    self.draws = draws
    self.profile = profile
    self.statistics = statistics
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension PlaceboResult {
  private enum CodingKeys: String, CodingKey {
    case sample, design, kind, of, baseline, draws, profile, remarks, provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encodeIfPresent(design, forKey: .design)
    try container.encode(kind, forKey: .kind)
    try container.encode(of, forKey: .of)
    try container.encode(baseline, forKey: .baseline)
    try container.encodeIfPresent(draws, forKey: .draws)
    try container.encode(profile, forKey: .profile)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    design = try container.decodeIfPresent(TreatmentDesign.self, forKey: .design)
    kind = try container.decode(Kind.self, forKey: .kind)
    of = try container.decode(String.self, forKey: .of)
    baseline = try container.decode(Estimate.self, forKey: .baseline)
    draws = try container.decodeIfPresent(PlaceboDraws.self, forKey: .draws)
    if let fault = draws?.fault(beside: baseline.value) {
      throw DecodingError.dataCorruptedError(forKey: .draws, in: container, debugDescription: fault)
    }
    profile = try container.decode([PlaceboShift].self, forKey: .profile)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The effects of random placebo treatments.
package struct PlaceboDraws: Codable, Sendable, Equatable {
  /// One per replication that could be estimated, in the order of replications.
  package var values: [Double]
  /// As asked for.
  package var replications: Int
  /// Replications whose placebo treatment could not be estimated.
  package var failed: Int
  /// The study's seed; replicate r draws from stream r.
  package var seed: UInt64
  /// The range of periods that dates are drawn from.
  package var firstPeriod: Int?
  package var lastPeriod: Int?
  /// Units treated in each placebo.
  package var treatedUnits: Int?
  /// All equally likely assignments, where they were enumerated instead of drawn.
  package var assignments: Int?
  /// Units, clusters or rows that treatments were given to.
  package var carriers: Int?
  /// The columns whose values were treated as a whole; empty for rows, and for units.
  package var clusters: [String]
  /// The columns within whose values treatments were permuted.
  package var strata: [String]
  /// Whether p-values count draws beyond the estimate alone, not those that equal it.
  package var isStrict: Bool
  /// Draws as far from zero as the estimate, to nine digits.
  package var ties: Int
  /// Draws at least as far from zero as the estimate.
  package var twoSided: PermutationPValue
  /// Draws at most the estimate.
  package var left: PermutationPValue
  /// Draws at least the estimate.
  package var right: PermutationPValue
  package var mean: Availability<Double>
  package var standardDeviation: Availability<Double>
  /// Absent where the draws do not vary.
  package var density: KernelDensity?
  package var histogram: Histogram?

  private enum CodingKeys: String, CodingKey {
    case values, replications, failed, seed, assignments, carriers, clusters, strata, ties
    case left, right, mean, density, histogram
    case isStrict = "strict"
    case firstPeriod = "first_period"
    case lastPeriod = "last_period"
    case treatedUnits = "treated_units"
    case twoSided = "two_sided"
    case standardDeviation = "standard_deviation"
  }

  package init(
    values: [Double] = [],
    replications: Int,
    failed: Int,
    seed: UInt64,
    firstPeriod: Int? = nil,
    lastPeriod: Int? = nil,
    treatedUnits: Int? = nil,
    assignments: Int? = nil,
    carriers: Int? = nil,
    clusters: [String] = [],
    strata: [String] = [],
    isStrict: Bool = false,
    ties: Int = 0,
    twoSided: PermutationPValue,
    left: PermutationPValue,
    right: PermutationPValue,
    mean: Availability<Double>,
    standardDeviation: Availability<Double>,
    density: KernelDensity? = nil,
    histogram: Histogram? = nil
  ) {
    self.values = values
    self.replications = replications
    self.failed = failed
    self.seed = seed
    self.firstPeriod = firstPeriod
    self.lastPeriod = lastPeriod
    self.treatedUnits = treatedUnits
    self.assignments = assignments
    self.carriers = carriers
    self.clusters = clusters
    self.strata = strata
    self.isStrict = isStrict
    self.ties = ties
    self.twoSided = twoSided
    self.left = left
    self.right = right
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.density = density
    self.histogram = histogram
  }
}

extension PlaceboDraws {
  /// Why the p-values cannot be those of the draws; `nil` where they can.
  ///
  /// Recounts, where the draws are there: ties within nine digits may count or not.
  func fault(beside estimate: Double) -> String? {
    let sides: [(name: String, p: PermutationPValue, distance: (Double) -> Double)] = [
      ("two_sided", twoSided, { abs($0) - abs(estimate) }), ("left", left, { estimate - $0 }),
      ("right", right, { $0 - estimate }),
    ]
    let slack = 1e-8 * abs(estimate)
    for side in sides {
      guard side.p.draws <= replications else {
        return "\(side.name) counts \(side.p.draws) draws, but there were \(replications) replications."
      }
      guard values.count == side.p.draws else { continue }
      let least = values.count { side.distance($0) > slack }
      let most = values.count { side.distance($0) >= -slack }
      guard !(least...most).contains(side.p.count) else { continue }
      return "\(side.name) says that \(side.p.count) of \(values.count) draws are as extreme as the "
        + "estimate, but \(most) of the values are."
    }
    return nil
  }
}

/// The effect of a treatment moved to an earlier time.
package struct PlaceboShift: Codable, Sendable, Equatable {
  /// Periods by which the treatment is early.
  package var shift: Int
  package var estimate: Estimate?
  package var absence: AbsenceReason?
  /// Observations that the estimate comes from.
  package var observations: Int?

  package init(
    shift: Int,
    estimate: Estimate? = nil,
    absence: AbsenceReason? = nil,
    observations: Int? = nil
  ) {
    self.shift = shift
    self.estimate = estimate
    self.absence = absence
    self.observations = observations
  }
}

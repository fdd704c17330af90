/// One model in several subsamples, and tests that its coefficients are equal in them.
package struct HeterogeneityResult: AnalysisResult, Equatable {
  package static let method = "heterogeneity"

  package var heading: ResultHeading
  package var partition: Partition
  /// The raw names of the terms that are compared.
  package var terms: [String]
  /// The model on all groups together.
  package var overall: RegressionResult
  /// Ascending by the value that makes them, every one of the sample's.
  package var groups: [SubsampleFit]
  /// By test, then by term; a pair, or all groups at once, then the pairs where asked for.
  package var comparisons: [GroupComparison]
  package var remarks: [Remark]

  package var sample: SampleDescription { overall.sample }
  package var estimates: [Estimate] { overall.estimates }
  package var statistics: [StatisticEntry] { overall.statistics }
  package var tests: [HypothesisTest] { overall.tests }
  package var provenance: Provenance { overall.provenance }

  package init(
    heading: ResultHeading,
    partition: Partition,
    terms: [String],
    overall: RegressionResult,
    groups: [SubsampleFit],
    comparisons: [GroupComparison],
    remarks: [Remark] = []
  ) {
    self.heading = heading
    self.partition = partition
    self.terms = terms
    self.overall = overall
    self.groups = groups
    self.comparisons = comparisons
    self.remarks = remarks
  }

  /// How the sample is divided.
  package struct Partition: Codable, Sendable, Equatable {
    /// The variable, or the text of the expression.
    package var variable: String
    package var kind: Kind
    /// The values that divide quantile groups, ascending; a group holds its upper cut.
    package var cuts: [Double]
    /// Units with observations in several groups.
    package var dividedUnits: Int

    package enum Kind: String, Codable, Sendable, CaseIterable {
      /// Each value is a group.
      case levels
      /// Groups of units, by the quantiles of their means in the estimation sample.
      case units
      /// Groups of observations, by the quantiles of their values.
      case observations
    }

    private enum CodingKeys: String, CodingKey {
      case variable, kind, cuts
      case dividedUnits = "divided_units"
    }

    package init(variable: String, kind: Kind, cuts: [Double] = [], dividedUnits: Int = 0) {
      self.variable = variable
      self.kind = kind
      self.cuts = cuts
      self.dividedUnits = dividedUnits
    }
  }
}

extension HeterogeneityResult {
  private enum CodingKeys: String, CodingKey {
    case partition, terms, overall, groups, comparisons, remarks
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(partition, forKey: .partition)
    try container.encode(terms, forKey: .terms)
    try container.encode(overall, forKey: .overall)
    try container.encode(groups, forKey: .groups)
    try container.encode(comparisons, forKey: .comparisons)
    try container.encode(remarks, forKey: .remarks)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    partition = try container.decode(Partition.self, forKey: .partition)
    terms = try container.decode([String].self, forKey: .terms)
    overall = try container.decode(RegressionResult.self, forKey: .overall)
    groups = try container.decode([SubsampleFit].self, forKey: .groups)
    comparisons = try container.decode([GroupComparison].self, forKey: .comparisons)
    remarks = try container.decode([Remark].self, forKey: .remarks)
  }
}

/// The model in one group.
package struct SubsampleFit: Codable, Sendable, Equatable {
  /// The value, its value label, or for quantile groups the number from 1.
  package var name: String
  /// What the study calls the group.
  package var label: LocalizedText?
  /// Observations of the group in the whole sample, before its own singletons leave.
  package var observations: Int
  /// Absent where the group cannot be estimated.
  package var regression: RegressionResult?
  /// Why it cannot.
  package var absence: AbsenceReason?

  package init(
    name: String,
    label: LocalizedText? = nil,
    observations: Int,
    regression: RegressionResult? = nil,
    absence: AbsenceReason? = nil
  ) {
    self.name = name
    self.label = label
    self.observations = observations
    self.regression = regression
    self.absence = absence
  }

  /// The clustering with the fewest clusters in the group, where there is one.
  package var fewestClusters: ClusterDimension? {
    regression?.covariance.clusters.min { $0.count < $1.count }
  }

  /// The coefficient of a term, where the group has it.
  package func estimate(of term: String) -> Estimate? {
    regression?.estimates.first { $0.term == term }
  }
}

/// A test that a coefficient is the same in several groups.
package struct GroupComparison: Codable, Sendable, Equatable {
  package var method: Method
  package var term: String
  /// The names of the groups: two for a pair.
  package var groups: [String]
  /// For a pair: the coefficient of the second group less that of the first.
  package var difference: Availability<Double>
  package var standardError: Availability<Double>
  package var statistic: Availability<Double>
  /// Of t and χ², or of the numerator of F.
  package var degreesOfFreedom: Double?
  package var denominatorDegreesOfFreedom: Double?
  package var distribution: ReferenceDistribution?
  /// Two-sided; of permutations (1 + k)/(1 + R).
  package var pValue: Availability<Double>
  package var permutations: Permutations?

  package enum Method: String, Codable, Sendable, CaseIterable {
    /// One regression with every regressor and effect interacted with the groups.
    case interacted
    /// Groups as independent samples.
    case z
    /// Whole units permuted over groups.
    case permutation
  }

  /// What permutations of groups found.
  package struct Permutations: Codable, Sendable, Equatable {
    /// Draws at least as far from zero as the difference, or with as great a spread.
    package var twoSided: PermutationPValue
    /// The share of draws at least as great as the difference, less from one where above one
    /// half: Stata's bdiff. For pairs alone.
    package var folded: Double?
    package var replications: Int
    /// Replications in which some group could not be estimated.
    package var failed: Int
    package var seed: UInt64
    /// Units, or rows without units, that were given to groups.
    package var carriers: Int

    private enum CodingKeys: String, CodingKey {
      case folded, replications, failed, seed, carriers
      case twoSided = "two_sided"
    }

    package init(
      twoSided: PermutationPValue, folded: Double? = nil, replications: Int, failed: Int,
      seed: UInt64, carriers: Int
    ) {
      self.twoSided = twoSided
      self.folded = folded
      self.replications = replications
      self.failed = failed
      self.seed = seed
      self.carriers = carriers
    }
  }

  private enum CodingKeys: String, CodingKey {
    case method, term, groups, difference, statistic, distribution, permutations
    case standardError = "std_error"
    case degreesOfFreedom = "df"
    case denominatorDegreesOfFreedom = "df2"
    case pValue = "p_value"
  }

  package init(
    method: Method,
    term: String,
    groups: [String],
    difference: Availability<Double> = .unavailable(because: .notApplicable),
    standardError: Availability<Double> = .unavailable(because: .notApplicable),
    statistic: Availability<Double>,
    degreesOfFreedom: Double? = nil,
    denominatorDegreesOfFreedom: Double? = nil,
    distribution: ReferenceDistribution? = nil,
    pValue: Availability<Double>,
    permutations: Permutations? = nil
  ) {
    self.method = method
    self.term = term
    self.groups = groups
    self.difference = difference
    self.standardError = standardError
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
    self.distribution = distribution
    self.pValue = pValue
    self.permutations = permutations
  }

  /// A comparison that cannot be made, and why.
  package init(
    _ method: Method, of term: String, in groups: [String], absent reason: AbsenceReason
  ) {
    self.init(
      method: method, term: term, groups: groups, difference: .unavailable(because: reason),
      standardError: .unavailable(because: reason), statistic: .unavailable(because: reason),
      pValue: .unavailable(because: reason))
  }
}

/// Global tests of spatial autocorrelation: by variable, matrix of weights and period, or of the
/// residuals of regressions.
package struct MoranResult: AnalysisResult, Equatable {
  package static let method = "moran"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var kind: Kind
  package var inference: Inference
  package var alternative: Alternative
  /// How often values were permuted; absent where they were not.
  package var permutations: Int?
  /// What ``values`` are about: variables, or models whose residuals are tested, in the order of the
  /// entry.
  package var variables: [String]
  /// The raw names of outcomes by model of ``variables``; empty where variables are tested.
  package var outcomes: [String: String]
  /// The matrices, in the order of the entry.
  package var weights: [SpatialWeightsDescription]
  /// The periods, ascending; empty for a cross-section and for residuals.
  package var periods: [Int]
  /// By matrix, by variable and by period.
  package var values: [Value]
  /// The units behind Moran's I; absent for other statistics, where units are left out, and where
  /// they are too many to be drawn.
  package var scatter: Scatter?
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var statistics: [StatisticEntry] {
    var entries = [StatisticEntry(.observations, count: sample.n)]
    if let units = sample.units { entries.append(StatisticEntry(.units, count: units)) }
    if let periods = sample.periods { entries.append(StatisticEntry(.periods, count: periods)) }
    return entries
  }
  package var tests: [HypothesisTest] { [] }

  /// Which statistic.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case moran, geary
    case getisOrd = "getis-ord"
  }

  /// What the p-values rest on.
  package enum Inference: String, Codable, Sendable, CaseIterable {
    /// Moments of independent draws from one normal distribution.
    case normal
    /// Moments of the values at hand in random places.
    case randomisation
    /// The values at hand, put into random places.
    case permutation
    /// Moments of the residuals of a regression with normal errors.
    case residuals
  }

  /// What is held against no autocorrelation; `greater` means positive autocorrelation.
  package enum Alternative: String, Codable, Sendable, CaseIterable {
    case twoSided = "two-sided"
    case greater, less
  }

  /// One statistic with its inference.
  package struct Value: Codable, Sendable, Equatable {
    /// One of ``MoranResult/variables``.
    package var variable: String
    /// The name of one of ``MoranResult/weights``.
    package var weights: String
    package var period: Int?
    /// Values that are compared.
    package var n: Int
    package var value: Double
    /// Without autocorrelation; under permutation over all permutations, whichever were drawn.
    package var expected: Double
    /// Without autocorrelation; under permutation over all permutations.
    package var standardDeviation: Availability<Double>
    /// (value − expected)/sd, the other way round for Geary's C: above 0 for positive
    /// autocorrelation.
    package var statistic: Availability<Double>
    /// From the normal distribution, or from the permutations drawn.
    package var pValue: Availability<Double>
    /// Where the statistic lies without autocorrelation, beyond which a test at 5 percent rejects:
    /// in the middle 95 percent, in the middle 90 under a one-sided alternative.
    package var band: Interval?

    private enum CodingKeys: String, CodingKey {
      case variable, weights, period, n, value, expected, statistic, band
      case standardDeviation = "std_deviation"
      case pValue = "p_value"
    }

    package init(
      variable: String,
      weights: String,
      period: Int? = nil,
      n: Int,
      value: Double,
      expected: Double,
      standardDeviation: Availability<Double>,
      statistic: Availability<Double>,
      pValue: Availability<Double>,
      band: Interval? = nil
    ) {
      self.variable = variable
      self.weights = weights
      self.period = period
      self.n = n
      self.value = value
      self.expected = expected
      self.standardDeviation = standardDeviation
      self.statistic = statistic
      self.pValue = pValue
      self.band = band
    }
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    kind: Kind = .moran,
    inference: Inference,
    alternative: Alternative = .twoSided,
    permutations: Int? = nil,
    variables: [String],
    outcomes: [String: String] = [:],
    weights: [SpatialWeightsDescription],
    periods: [Int] = [],
    values: [Value],
    scatter: Scatter? = nil,
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.kind = kind
    self.inference = inference
    self.alternative = alternative
    self.permutations = permutations
    self.variables = variables
    self.outcomes = outcomes
    self.weights = weights
    self.periods = periods
    self.values = values
    self.scatter = scatter
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension MoranResult {
  /// The test of a variable under a matrix in a period.
  package func value(_ variable: String, _ weights: String, _ period: Int? = nil) -> Value? {
    values.first { $0.variable == variable && $0.weights == weights && $0.period == period }
  }

  /// The smallest p-value that so many permutations can give.
  package var leastPValue: Double? {
    permutations.map { (alternative == .twoSided ? 2 : 1) / Double($0 + 1) }
  }

  private enum CodingKeys: String, CodingKey {
    case sample, inference, alternative, permutations, variables, outcomes, weights, periods, values
    case scatter, remarks, provenance
    case kind = "autocorrelation"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(kind, forKey: .kind)
    try container.encode(inference, forKey: .inference)
    try container.encode(alternative, forKey: .alternative)
    try container.encodeIfPresent(permutations, forKey: .permutations)
    try container.encode(variables, forKey: .variables)
    if !outcomes.isEmpty { try container.encode(outcomes, forKey: .outcomes) }
    try container.encode(weights, forKey: .weights)
    if !periods.isEmpty { try container.encode(periods, forKey: .periods) }
    try container.encode(values, forKey: .values)
    try container.encodeIfPresent(scatter, forKey: .scatter)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    kind = try container.decode(Kind.self, forKey: .kind)
    inference = try container.decode(Inference.self, forKey: .inference)
    alternative = try container.decode(Alternative.self, forKey: .alternative)
    permutations = try container.decodeIfPresent(Int.self, forKey: .permutations)
    variables = try container.decode([String].self, forKey: .variables)
    outcomes = try container.decodeIfPresent([String: String].self, forKey: .outcomes) ?? [:]
    weights = try container.decode([SpatialWeightsDescription].self, forKey: .weights)
    periods = try container.decodeIfPresent([Int].self, forKey: .periods) ?? []
    values = try container.decode([Value].self, forKey: .values)
    scatter = try container.decodeIfPresent(Scatter.self, forKey: .scatter)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

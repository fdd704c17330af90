/// How much selection on what is not observed would explain an effect away (Oster 2019).
package struct OsterResult: AnalysisResult, Equatable {
  package static let method = "oster"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// The study's name of the controlled model, such as `baseline[3]`.
  package var of: String
  /// The study's name of the model without the controls; absent where they were left out here.
  package var without: String?
  /// One per coefficient asked for.
  package var bounds: [CoefficientStability]
  /// Whether R² are those within the absorbed effects, which both models have.
  package var isWithin: Bool
  package var absorbedEffects: [String]
  /// Of the model with controls and of the one without; absent in results of older versions.
  package var covariance: CovarianceDescription?
  package var statistics: [StatisticEntry]
  package var tests: [HypothesisTest]
  package var remarks: [Remark]
  package var provenance: Provenance

  /// Those of the controlled model.
  package var estimates: [Estimate] { bounds.map(\.controlled) }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    of: String,
    without: String? = nil,
    bounds: [CoefficientStability],
    isWithin: Bool,
    absorbedEffects: [String] = [],
    covariance: CovarianceDescription? = nil,
    statistics: [StatisticEntry] = [],
    tests: [HypothesisTest] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.of = of
    self.without = without
    self.bounds = bounds
    self.isWithin = isWithin
    self.absorbedEffects = absorbedEffects
    self.covariance = covariance
    self.statistics = statistics
    self.tests = tests
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension OsterResult {
  private enum CodingKeys: String, CodingKey {
    case sample, of, without, bounds, covariance, tests, remarks, provenance
    case isWithin = "is_within"
    case absorbedEffects = "absorbed_effects"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(of, forKey: .of)
    try container.encodeIfPresent(without, forKey: .without)
    try container.encode(bounds, forKey: .bounds)
    try container.encode(isWithin, forKey: .isWithin)
    try container.encode(absorbedEffects, forKey: .absorbedEffects)
    try container.encodeIfPresent(covariance, forKey: .covariance)
    try container.encode(tests, forKey: .tests)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    of = try container.decode(String.self, forKey: .of)
    without = try container.decodeIfPresent(String.self, forKey: .without)
    bounds = try container.decode([CoefficientStability].self, forKey: .bounds)
    isWithin = try container.decode(Bool.self, forKey: .isWithin)
    absorbedEffects = try container.decode([String].self, forKey: .absorbedEffects)
    covariance = try container.decodeIfPresent(CovarianceDescription.self, forKey: .covariance)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// One coefficient with and without controls, and what that says of controls not observed.
package struct CoefficientStability: Codable, Sendable, Equatable {
  /// β̊ with its standard error, on the sample of the controlled model.
  package var uncontrolled: Estimate
  /// β̃.
  package var controlled: Estimate
  /// R̊² and R̃².
  package var uncontrolledRSquared: Double
  package var controlledRSquared: Double
  /// R² of the outcome on everything that matters, observed or not.
  package var maximalRSquared: Double
  /// The rule behind it; absent where the number itself was given.
  package var multiple: Double?
  /// δ of the identified set.
  package var proportion: Double
  /// β*: the effect if selection on what is not observed were ``proportion`` times that on controls.
  package var adjusted: Availability<Double>
  /// The other roots of the equation that β* solves, ascending.
  package var alternatives: [Double]
  /// β under the null hypothesis of ``delta``.
  package var null: Double
  /// The δ at which the effect would be ``null``.
  package var delta: Availability<Double>
  /// Controls that the model with controls adds, and those that both models have.
  package var controls: [String]
  package var kept: [String]

  /// From β̃ to β*, the lower end first; absent where there is no β*.
  package var identifiedSet: Interval?
  /// Whether ``null`` lies outside the identified set; absent where there is none.
  package var excludesNull: Bool?

  private enum CodingKeys: String, CodingKey {
    case uncontrolled, controlled, multiple, adjusted, alternatives, null, delta, controls, kept
    case uncontrolledRSquared = "r_squared_uncontrolled"
    case controlledRSquared = "r_squared_controlled"
    case maximalRSquared = "r_squared_max"
    case proportion
    case identifiedSet = "identified_set"
    case excludesNull = "excludes_null"
  }

  package init(
    uncontrolled: Estimate,
    controlled: Estimate,
    uncontrolledRSquared: Double,
    controlledRSquared: Double,
    maximalRSquared: Double,
    multiple: Double?,
    proportion: Double,
    adjusted: Availability<Double>,
    alternatives: [Double],
    null: Double,
    delta: Availability<Double>,
    controls: [String],
    kept: [String]
  ) {
    self.uncontrolled = uncontrolled
    self.controlled = controlled
    self.uncontrolledRSquared = uncontrolledRSquared
    self.controlledRSquared = controlledRSquared
    self.maximalRSquared = maximalRSquared
    self.multiple = multiple
    self.proportion = proportion
    self.adjusted = adjusted
    self.alternatives = alternatives
    self.null = null
    self.delta = delta
    self.controls = controls
    self.kept = kept
    guard let bound = adjusted.value else { return }
    let ends = [bound, controlled.value].sorted()
    // A set that selection of one strength spans has no confidence level.
    identifiedSet = Interval(low: ends[0], high: ends[1], level: 1)
    excludesNull = null < ends[0] || null > ends[1]
  }
}

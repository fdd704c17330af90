/// A linear model in which the effect of a treatment changes with a moderator.
package struct ModerationResult: RegressionFit, Equatable {
  package static let method = "moderation"

  package var heading: ResultHeading
  /// Treatment, moderator, their product, then the controls.
  package var regression: RegressionResult
  /// The raw names of the three terms.
  package var treatment: String
  package var moderator: String
  package var interaction: String
  /// The means that the product takes deviations from; absent where it takes none.
  package var centring: Centring?
  /// The moderator in the estimation sample.
  package var support: ModeratorSupport
  /// Effects of the treatment at values of the moderator, in the order asked for.
  package var effects: [MarginalEffect]
  /// Effects at equal steps over the support, ascending, for figures.
  package var curve: [EffectCurvePoint]
  /// The value of the moderator at which the effect is zero.
  package var signChange: Availability<Double>
  /// Where the effect differs from zero at the level of its intervals.
  package var region: Availability<SignificanceRegion>
  package var remarks: [Remark]

  package var sample: SampleDescription { regression.sample }
  package var estimates: [Estimate] { regression.estimates }
  package var statistics: [StatisticEntry] { regression.statistics }
  package var tests: [HypothesisTest] { regression.tests }
  package var covariance: CovarianceDescription { regression.covariance }
  package var absorbedEffects: [AbsorbedEffect] { regression.absorbedEffects }
  package var omitted: [OmittedTerm] { regression.omitted }
  package var regressorLists: [String: [String]] { regression.regressorLists }
  package var provenance: Provenance { regression.provenance }

  /// Means in the estimation sample, in units of the variables.
  package struct Centring: Codable, Sendable, Equatable {
    package var treatment: Double
    package var moderator: Double

    package init(treatment: Double, moderator: Double) {
      self.treatment = treatment
      self.moderator = moderator
    }
  }

  package init(
    heading: ResultHeading,
    regression: RegressionResult,
    treatment: String,
    moderator: String,
    interaction: String,
    centring: Centring? = nil,
    support: ModeratorSupport,
    effects: [MarginalEffect],
    curve: [EffectCurvePoint],
    signChange: Availability<Double>,
    region: Availability<SignificanceRegion>,
    remarks: [Remark] = []
  ) {
    self.heading = heading
    self.regression = regression
    self.treatment = treatment
    self.moderator = moderator
    self.interaction = interaction
    self.centring = centring
    self.support = support
    self.effects = effects
    self.curve = curve
    self.signChange = signChange
    self.region = region
    self.remarks = remarks
  }
}

extension ModerationResult {
  private enum CodingKeys: String, CodingKey {
    case regression, treatment, moderator, interaction, centring, support, effects, curve, region
    case remarks
    case signChange = "sign_change"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(regression, forKey: .regression)
    try container.encode(treatment, forKey: .treatment)
    try container.encode(moderator, forKey: .moderator)
    try container.encode(interaction, forKey: .interaction)
    try container.encodeIfPresent(centring, forKey: .centring)
    try container.encode(support, forKey: .support)
    try container.encode(effects, forKey: .effects)
    try container.encode(curve, forKey: .curve)
    try container.encode(signChange, forKey: .signChange)
    try container.encode(region, forKey: .region)
    try container.encode(remarks, forKey: .remarks)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    regression = try container.decode(RegressionResult.self, forKey: .regression)
    treatment = try container.decode(String.self, forKey: .treatment)
    moderator = try container.decode(String.self, forKey: .moderator)
    interaction = try container.decode(String.self, forKey: .interaction)
    centring = try container.decodeIfPresent(Centring.self, forKey: .centring)
    support = try container.decode(ModeratorSupport.self, forKey: .support)
    effects = try container.decode([MarginalEffect].self, forKey: .effects)
    curve = try container.decode([EffectCurvePoint].self, forKey: .curve)
    signChange = try container.decode(Availability<Double>.self, forKey: .signChange)
    region = try container.decode(Availability<SignificanceRegion>.self, forKey: .region)
    remarks = try container.decode([Remark].self, forKey: .remarks)
  }
}

/// The effect of a treatment at one value of a moderator.
package struct MarginalEffect: Codable, Sendable, Equatable {
  package var place: ModeratorPlace
  /// The value of the moderator, in its units.
  package var moderator: Double
  /// In units of the outcome per unit of the treatment.
  package var estimate: Estimate

  package init(place: ModeratorPlace, moderator: Double, estimate: Estimate) {
    self.place = place
    self.moderator = moderator
    self.estimate = estimate
  }
}

/// By which rule a value of the moderator was chosen.
package struct ModeratorPlace: Codable, Sendable, Equatable, Hashable {
  package var kind: Kind
  /// Standard deviations from the mean; 0 for the mean itself.
  package var deviations: Double?
  /// The whole percentage of a percentile.
  package var percentile: Int?

  package enum Kind: String, Codable, Sendable, CaseIterable {
    case mean, percentile, minimum, maximum
    /// A number that the study gives, or one of a moderator's two values.
    case value
  }

  package init(_ kind: Kind, deviations: Double? = nil, percentile: Int? = nil) {
    self.kind = kind
    self.deviations = deviations
    self.percentile = percentile
  }
}

/// A point of the line that effects form over the moderator.
package struct EffectCurvePoint: Codable, Sendable, Equatable {
  package var moderator: Double
  package var effect: Double
  /// The interval; absent where nothing can be inferred.
  package var low: Double?
  package var high: Double?

  package init(moderator: Double, effect: Double, low: Double? = nil, high: Double? = nil) {
    self.moderator = moderator
    self.effect = effect
    self.low = low
    self.high = high
  }
}

/// Where an effect differs from zero: the region of Johnson and Neyman (1936).
package struct SignificanceRegion: Codable, Sendable, Equatable {
  package var kind: Kind
  /// The values of the moderator at which the interval ends at zero, ascending.
  package var bounds: [Double]
  /// The level of the intervals: 0.95 for a test at 5 percent.
  package var level: Double
  /// The parts of observations whose moderator lies in the region, with a positive and with a
  /// negative effect.
  package var positiveShare: Double
  package var negativeShare: Double

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Below the first bound and above the second.
    case outside
    /// Between the bounds.
    case inside
    /// Above or below the only bound.
    case above, below
    case everywhere, nowhere
  }

  private enum CodingKeys: String, CodingKey {
    case kind, bounds, level
    case positiveShare = "positive_share"
    case negativeShare = "negative_share"
  }

  package init(
    kind: Kind, bounds: [Double], level: Double, positiveShare: Double, negativeShare: Double
  ) {
    self.kind = kind
    self.bounds = bounds
    self.level = level
    self.positiveShare = positiveShare
    self.negativeShare = negativeShare
  }

  /// The part of observations in the region.
  package var share: Double { positiveShare + negativeShare }
}

/// The moderator in the estimation sample.
package struct ModeratorSupport: Codable, Sendable, Equatable {
  package var n: Int
  package var minimum: Double
  package var maximum: Double
  /// Weighted where the model is.
  package var mean: Double
  /// With divisor n − 1.
  package var standardDeviation: Double
  /// Each value with its observations, where there are few; empty otherwise.
  package var values: [ModeratorValue]
  /// The observations by value, where these are many.
  package var histogram: Histogram?

  private enum CodingKeys: String, CodingKey {
    case n, minimum, maximum, mean, values, histogram
    case standardDeviation = "standard_deviation"
  }

  package init(
    n: Int,
    minimum: Double,
    maximum: Double,
    mean: Double,
    standardDeviation: Double,
    values: [ModeratorValue] = [],
    histogram: Histogram? = nil
  ) {
    self.n = n
    self.minimum = minimum
    self.maximum = maximum
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.values = values
    self.histogram = histogram
  }

  /// Whether the moderator has two values.
  package var isBinary: Bool { values.count == 2 }
}

/// One of a moderator's few values.
package struct ModeratorValue: Codable, Sendable, Equatable {
  package var value: Double
  package var count: Int

  package init(value: Double, count: Int) {
    self.value = value
    self.count = count
  }
}

/// Local Moran's I of one variable under one matrix of weights, by period.
package struct LocalMoranResult: AnalysisResult, Equatable {
  package static let method = "local-moran"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// The raw name of the variable, or the text of an expression.
  package var variable: String
  package var weights: SpatialWeightsDescription
  package var inference: LocalMoranInference
  /// The column whose values figures call units by, where it is not the one that names them.
  package var nameVariable: String?
  /// Ascending; one for a cross-section.
  package var periods: [LocalMoranPeriod]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var statistics: [StatisticEntry] { [] }
  package var tests: [HypothesisTest] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    variable: String,
    weights: SpatialWeightsDescription,
    inference: LocalMoranInference,
    nameVariable: String? = nil,
    periods: [LocalMoranPeriod],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.variable = variable
    self.weights = weights
    self.inference = inference
    self.nameVariable = nameVariable
    self.periods = periods
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension LocalMoranResult {
  private enum CodingKeys: String, CodingKey {
    case sample, variable, weights, inference, periods, remarks, provenance
    case nameVariable = "name_variable"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(variable, forKey: .variable)
    try container.encode(weights, forKey: .weights)
    try container.encode(inference, forKey: .inference)
    try container.encodeIfPresent(nameVariable, forKey: .nameVariable)
    try container.encode(periods, forKey: .periods)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    variable = try container.decode(String.self, forKey: .variable)
    weights = try container.decode(SpatialWeightsDescription.self, forKey: .weights)
    inference = try container.decode(LocalMoranInference.self, forKey: .inference)
    nameVariable = try container.decodeIfPresent(String.self, forKey: .nameVariable)
    periods = try container.decode([LocalMoranPeriod].self, forKey: .periods)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

extension LocalMoranResult: MoranScatters {
  package var scatters: [MoranPoints] {
    periods.map { period in
      let names = period.units.compactMap(\.name)
      return MoranPoints(
        variable: variable,
        weights: weights,
        period: period.period,
        units: period.units.map(\.unit),
        names: names.count == period.units.count ? names : nil,
        nameVariable: nameVariable,
        values: period.units.map(\.standardised),
        lags: period.units.map(\.lag),
        neighbourless: period.units.indices.filter { period.units[$0].cluster == .neighbourless },
        scale: period.scale,
        global: period.global,
        local: MoranPoints.Significance(
          isSignificant: period.units.map(\.cluster.isSignificant),
          inference: inference
        )
      )
    }
  }
}

/// How local statistics are judged.
package struct LocalMoranInference: Codable, Sendable, Equatable {
  /// What expectation and variance of a local statistic hold fixed.
  package var moments: Moments
  /// What p-values of permutations count as extreme; analytic ones are one-sided where it is.
  package var alternative: MoranAlternative
  /// Conditional permutations; absent where significance comes from the normal approximation.
  package var permutations: Int?
  /// The study's seed, where there are permutations.
  package var seed: UInt64?
  /// How p-values are adjusted for the number of units of a period; absent where they are not.
  package var adjustment: PValueAdjustment?
  /// A unit is significant where its p-value is at most this.
  package var level: Double

  /// The moments of a local statistic under randomisation.
  package enum Moments: String, Codable, Sendable, CaseIterable {
    /// The unit keeps its value, the others are permuted (Sokal, Oden and Thomson 1998).
    case conditional
    /// All values are permuted (Anselin 1995).
    case total
  }

  package init(
    moments: Moments = .conditional,
    alternative: MoranAlternative = .folded,
    permutations: Int? = nil,
    seed: UInt64? = nil,
    adjustment: PValueAdjustment? = nil,
    level: Double = 0.05
  ) {
    self.moments = moments
    self.alternative = alternative
    self.permutations = permutations
    self.seed = seed
    self.adjustment = adjustment
    self.level = level
  }
}

/// Local statistics of the units of one period.
package struct LocalMoranPeriod: Codable, Sendable, Equatable {
  /// Absent for a cross-section.
  package var period: Int?
  /// The mean of the variable.
  package var mean: Double
  /// Its standard deviation, with n − 1.
  package var standardDeviation: Double
  /// S₀/n, S₀ the sum of weights: the local statistics have this times global I as their mean.
  package var scale: Double
  package var global: MoranTest
  /// In the panel's order.
  package var units: [LocalMoranUnit]

  private enum CodingKeys: String, CodingKey {
    case period, mean, scale, global, units
    case standardDeviation = "sd"
  }

  package init(
    period: Int? = nil,
    mean: Double,
    standardDeviation: Double,
    scale: Double,
    global: MoranTest,
    units: [LocalMoranUnit]
  ) {
    self.period = period
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.scale = scale
    self.global = global
    self.units = units
  }

  /// How many units are of a class.
  package func count(of cluster: LocalMoranCluster) -> Int {
    units.count { $0.cluster == cluster }
  }
}

/// The local statistic of one unit.
package struct LocalMoranUnit: Codable, Sendable, Equatable {
  package var unit: String
  /// What figures call the unit, where the analysis names a column for that.
  package var name: String?
  /// In the variable's units.
  package var value: Double
  /// (y − ȳ)/s, s with n − 1.
  package var standardised: Double
  /// W times the standardised values.
  package var lag: Double
  /// z Wz / m₂ with z = y − ȳ and m₂ = Σ z²/n: Anselin (1995), spdep. These sum to S₀ I.
  package var statistic: Double
  /// The same with m₂ = Σ z²/(n − 1): esda, GeoDa.
  package var statisticUnbiased: Double
  /// Of ``statistic``, by the moments that the inference names.
  package var expectation: Double
  package var variance: Availability<Double>
  package var zScore: Availability<Double>
  /// From the normal approximation.
  package var pAnalytic: Availability<Double>
  /// From conditional permutations, (1 + k)/(1 + R); absent without them.
  package var pPermutation: Availability<Double>?
  /// The p-value that decides, adjusted where the inference says so.
  package var pValue: Availability<Double>
  /// By the signs of the value and of its lag, whether significant or not.
  package var quadrant: MoranQuadrant
  package var cluster: LocalMoranCluster

  private enum CodingKeys: String, CodingKey {
    case unit, name, value, statistic, expectation, variance, quadrant, cluster
    case standardised = "z"
    case lag = "wz"
    case statisticUnbiased = "statistic_n1"
    case zScore = "z_score"
    case pAnalytic = "p_analytic"
    case pPermutation = "p_permutation"
    case pValue = "p_value"
  }

  package init(
    unit: String,
    name: String? = nil,
    value: Double,
    standardised: Double,
    lag: Double,
    statistic: Double,
    statisticUnbiased: Double,
    expectation: Double,
    variance: Availability<Double>,
    zScore: Availability<Double>,
    pAnalytic: Availability<Double>,
    pPermutation: Availability<Double>? = nil,
    pValue: Availability<Double>,
    quadrant: MoranQuadrant,
    cluster: LocalMoranCluster
  ) {
    self.unit = unit
    self.name = name
    self.value = value
    self.standardised = standardised
    self.lag = lag
    self.statistic = statistic
    self.statisticUnbiased = statisticUnbiased
    self.expectation = expectation
    self.variance = variance
    self.zScore = zScore
    self.pAnalytic = pAnalytic
    self.pPermutation = pPermutation
    self.pValue = pValue
    self.quadrant = quadrant
    self.cluster = cluster
  }
}

/// A quadrant of the Moran scatterplot: the unit's own value, then that of its neighbours.
package enum MoranQuadrant: String, Codable, Sendable, CaseIterable {
  case highHigh = "HH"
  case lowHigh = "LH"
  case lowLow = "LL"
  case highLow = "HL"

  /// Zero counts as low, as in esda and spdep.
  package init(value: Double, lag: Double) {
    self =
      value > 0 ? (lag > 0 ? .highHigh : .highLow) : (lag > 0 ? .lowHigh : .lowLow)
  }
}

/// The class of a unit on a LISA map.
package enum LocalMoranCluster: String, Codable, Sendable, CaseIterable {
  case highHigh = "HH"
  case lowHigh = "LH"
  case lowLow = "LL"
  case highLow = "HL"
  case notSignificant = "not-significant"
  case neighbourless

  package init(_ quadrant: MoranQuadrant) {
    self =
      switch quadrant {
      case .highHigh: .highHigh
      case .lowHigh: .lowHigh
      case .lowLow: .lowLow
      case .highLow: .highLow
      }
  }

  package var isSignificant: Bool { self != .notSignificant && self != .neighbourless }
}

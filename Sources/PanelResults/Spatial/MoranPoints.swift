/// A capability: the result holds the points of Moran scatterplots.
package protocol MoranScatters: AnalysisResult {
  /// The points of each scatterplot: by variable, weights and period.
  var scatters: [MoranPoints] { get }
}

/// The points of one Moran scatterplot: a variable against its spatial lag.
///
/// The slope through the origin of the lag on the values is I S₀/n, which is I where rows of the
/// weights sum to one and no unit is without neighbours.
package struct MoranPoints: Codable, Sendable, Equatable {
  /// The raw name of the variable, or the text of an expression.
  package var variable: String
  /// The study's name of the weights.
  package var weights: SpatialWeightsDescription
  /// Absent for a cross-section.
  package var period: Int?
  /// The names of units, in the panel's order.
  package var units: [String]
  /// What a figure calls the units, where that is another column than the one that names them.
  package var names: [String]?
  /// The column behind ``names``.
  package var nameVariable: String?
  /// (y − ȳ)/s with s² = Σ (y − ȳ)²/(n − 1), one per unit.
  package var values: [Double]
  /// W times ``values``, one per unit; 0 for a unit without neighbours.
  package var lags: [Double]
  /// The places of units without neighbours, ascending.
  package var neighbourless: [Int]
  /// S₀/n, S₀ the sum of weights.
  package var scale: Double
  /// Moran's I of the variable.
  package var global: MoranTest
  /// Which local statistics are significant; absent where none were computed.
  package var local: Significance?

  /// Which units have a significant local Moran's I.
  package struct Significance: Codable, Sendable, Equatable {
    /// One per unit.
    package var isSignificant: [Bool]
    package var inference: LocalMoranInference

    private enum CodingKeys: String, CodingKey {
      case inference
      case isSignificant = "significant"
    }

    package init(isSignificant: [Bool], inference: LocalMoranInference) {
      self.isSignificant = isSignificant
      self.inference = inference
    }
  }

  private enum CodingKeys: String, CodingKey {
    case variable, weights, period, units, names, neighbourless, scale, global, local
    case nameVariable = "name_variable"
    case values = "z"
    case lags = "wz"
  }

  package init(
    variable: String,
    weights: SpatialWeightsDescription,
    period: Int? = nil,
    units: [String],
    names: [String]? = nil,
    nameVariable: String? = nil,
    values: [Double],
    lags: [Double],
    neighbourless: [Int] = [],
    scale: Double,
    global: MoranTest,
    local: Significance? = nil
  ) {
    self.variable = variable
    self.weights = weights
    self.period = period
    self.units = units
    self.names = names
    self.nameVariable = nameVariable
    self.values = values
    self.lags = lags
    self.neighbourless = neighbourless
    self.scale = scale
    self.global = global
    self.local = local
  }

  /// The slope through the origin of lags on values.
  package var slope: Double { global.statistic * scale }

  /// Whether the slope is Moran's I itself.
  package var slopeIsStatistic: Bool { abs(scale - 1) < 1e-9 }
}

/// Global Moran's I with the inference that is printed beside it.
package struct MoranTest: Codable, Sendable, Equatable {
  package var statistic: Double
  /// −1/(n − 1), or that of residuals.
  package var expectation: Double
  package var variance: Availability<Double>
  package var zScore: Availability<Double>
  package var pValue: Availability<Double>
  package var inference: Inference
  package var alternative: MoranAlternative
  /// Of permutation inference.
  package var permutations: Int?

  /// Where the p-value comes from.
  package enum Inference: String, Codable, Sendable, CaseIterable {
    /// The variable is normal.
    case normal
    /// Values are given to units at random; a normal approximation.
    case randomisation
    /// Values were given to units at random, again and again.
    case permutation
  }

  private enum CodingKeys: String, CodingKey {
    case statistic, expectation, variance, inference, alternative, permutations
    case zScore = "z_score"
    case pValue = "p_value"
  }

  package init(
    statistic: Double,
    expectation: Double,
    variance: Availability<Double>,
    zScore: Availability<Double>,
    pValue: Availability<Double>,
    inference: Inference,
    alternative: MoranAlternative,
    permutations: Int? = nil
  ) {
    self.statistic = statistic
    self.expectation = expectation
    self.variance = variance
    self.zScore = zScore
    self.pValue = pValue
    self.inference = inference
    self.alternative = alternative
    self.permutations = permutations
  }
}

/// Which statistics count as more extreme.
package enum MoranAlternative: String, Codable, Sendable, CaseIterable {
  case twoSided = "two-sided"
  /// In the direction in which the statistic lies: the smaller tail, as esda and GeoDa.
  case folded
  case greater, less
}

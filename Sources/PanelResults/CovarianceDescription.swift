/// How the covariance of the estimates was computed: what the note under a table says.
package struct CovarianceDescription: Codable, Sendable, Equatable {
  package var kind: CovarianceKind
  /// The clustering variables, in the order given; empty unless clustered.
  package var clusters: [ClusterDimension]
  /// Neighbouring periods that count as related; absent where none do.
  package var serial: SerialDependence?
  /// Neighbouring places that count as related; absent where none do.
  package var spatial: SpatialDependence?
  package var correction: SmallSampleCorrection
  /// Whether negative eigenvalues of a multiway or spatial covariance were set to zero.
  package var repaired: Bool

  package init(
    kind: CovarianceKind,
    clusters: [ClusterDimension] = [],
    serial: SerialDependence? = nil,
    spatial: SpatialDependence? = nil,
    correction: SmallSampleCorrection,
    repaired: Bool = false
  ) {
    self.kind = kind
    self.clusters = clusters
    self.serial = serial
    self.spatial = spatial
    self.correction = correction
    self.repaired = repaired
  }

  /// What tells covariances of the same sample apart: kind, clusters and reach, not counts.
  package var identity: [String] {
    var parts = [kind.rawValue] + clusters.map(\.variable)
    if let serial { parts += ["lags", String(serial.lags)] }
    if let spatial {
      parts += [spatial.latitude, spatial.longitude, String(spatial.cutoff), spatial.kernel.rawValue]
    }
    return parts
  }
}

/// The families of covariance estimators.
package enum CovarianceKind: String, Codable, Sendable, CaseIterable {
  case iid, hc1, hc2, hc3, cluster
  /// The inverse of the observed information of a likelihood.
  case information = "oim"
  /// The inverse of the expected information of a likelihood.
  case expectedInformation = "eim"
  /// The sandwich of a likelihood: information and scores.
  case robust
  case driscollKraay = "driscoll-kraay"
  case conley
  /// As a publication has it, which need not tell more.
  case published
}

/// Neighbouring periods whose scores count as related, by weights that fall linearly to zero:
/// 1 − j/(lags + 1) at a distance of j periods.
package struct SerialDependence: Codable, Sendable, Equatable {
  /// In steps of the panel's calendar.
  package var lags: Int
  /// Periods of the sample.
  package var periods: Int
  /// The variable whose groups are followed over time; absent where all rows of a period are
  /// taken together.
  package var within: String?

  package init(lags: Int, periods: Int, within: String? = nil) {
    self.lags = lags
    self.periods = periods
    self.within = within
  }
}

/// Neighbouring places whose scores count as related in a period.
package struct SpatialDependence: Codable, Sendable, Equatable {
  /// The raw names of the columns of coordinates in degrees.
  package var latitude: String
  package var longitude: String
  /// The distance along a great circle beyond which nothing counts as related, in kilometres.
  package var cutoff: Double
  package var kernel: Kernel
  /// Distinct places of the sample.
  package var places: Int

  package init(
    latitude: String, longitude: String, cutoff: Double, kernel: Kernel, places: Int
  ) {
    self.latitude = latitude
    self.longitude = longitude
    self.cutoff = cutoff
    self.kernel = kernel
    self.places = places
  }

  /// The weight of a pair at a distance d up to the cut-off c.
  package enum Kernel: String, Codable, Sendable, CaseIterable {
    /// 1
    case uniform
    /// 1 − d/c
    case bartlett
  }
}

/// One clustering variable and its number of groups in the sample.
package struct ClusterDimension: Codable, Sendable, Equatable {
  /// The raw name; `a^b` for an interaction.
  package var variable: String
  package var count: Int

  package init(variable: String, count: Int) {
    self.variable = variable
    self.count = count
  }
}

/// The small-sample factor, as a number and as the counts it was made of.
package struct SmallSampleCorrection: Codable, Sendable, Equatable {
  /// What the sandwich was multiplied by; for `iid` what RSS was divided by, inverted.
  package var factor: Double
  /// The parameters counted: slopes, constant, and effects not nested in clusters.
  package var parameterCount: Int
  /// The smallest number of clusters, under clustering.
  package var clusterCount: Int?
  /// Which absorbed effects were counted as parameters.
  package var effectsRule: EffectsRule
  /// How their number was found.
  package var rankRule: RankRule
  /// Which number of clusters multiplied the terms of a multiway covariance.
  package var clusterRule: ClusterRule

  private enum CodingKeys: String, CodingKey {
    case factor
    case parameterCount = "parameters"
    case clusterCount = "clusters"
    case effectsRule = "effects_rule"
    case rankRule = "rank_rule"
    case clusterRule = "cluster_rule"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      factor: try container.decode(Double.self, forKey: .factor),
      parameterCount: try container.decode(Int.self, forKey: .parameterCount),
      clusterCount: try container.decodeIfPresent(Int.self, forKey: .clusterCount),
      // Results of other programs may not say.
      effectsRule: try container.decodeIfPresent(EffectsRule.self, forKey: .effectsRule)
        ?? .nonnested,
      rankRule: try container.decodeIfPresent(RankRule.self, forKey: .rankRule) ?? .levels,
      clusterRule: try container.decodeIfPresent(ClusterRule.self, forKey: .clusterRule) ?? .min)
  }

  package init(
    factor: Double,
    parameterCount: Int,
    clusterCount: Int? = nil,
    effectsRule: EffectsRule = .nonnested,
    rankRule: RankRule = .levels,
    clusterRule: ClusterRule = .min
  ) {
    self.factor = factor
    self.parameterCount = parameterCount
    self.clusterCount = clusterCount
    self.effectsRule = effectsRule
    self.rankRule = rankRule
    self.clusterRule = clusterRule
  }
}

/// Which absorbed effects count as parameters in a small-sample correction.
package enum EffectsRule: String, Codable, Sendable, CaseIterable {
  /// Effects that lie inside clusters count one each: fixest's and reghdfe's default.
  case nonnested
  /// All effects count, as in Stata's `regress` and `areg`.
  case full
  /// No effect counts.
  case none
  /// As ``nonnested``, less the one level that nested effects count, and one at least: ivreghdfe.
  case ivreghdfe
}

/// How the number of independent dummies is found.
package enum RankRule: String, Codable, Sendable, CaseIterable {
  /// Levels, less one for each effect after the first, as fixest counts.
  case levels
  /// The exact rank: connected components and redundant levels are found.
  case exact
}

/// Which number of clusters multiplies the terms of a multiway covariance.
package enum ClusterRule: String, Codable, Sendable, CaseIterable {
  /// The smallest of all dimensions, for every term: fixest and reghdfe.
  case min
  /// Each term's own, as Cameron, Gelbach and Miller (2011) and Petersen (2009) have it.
  case conventional
}

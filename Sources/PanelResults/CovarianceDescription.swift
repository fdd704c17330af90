/// How the covariance of the estimates was computed: what the note under a table says.
package struct CovarianceDescription: Codable, Sendable, Equatable {
  package var kind: CovarianceKind
  /// The clustering variables, in the order given; empty unless clustered.
  package var clusters: [ClusterDimension]
  package var correction: SmallSampleCorrection
  /// Whether negative eigenvalues of a multiway covariance were set to zero.
  package var repaired: Bool

  package init(
    kind: CovarianceKind,
    clusters: [ClusterDimension] = [],
    correction: SmallSampleCorrection,
    repaired: Bool = false
  ) {
    self.kind = kind
    self.clusters = clusters
    self.correction = correction
    self.repaired = repaired
  }
}

/// The families of covariance estimators.
package enum CovarianceKind: String, Codable, Sendable, CaseIterable {
  case iid, hc1, hc2, hc3, cluster
  /// The inverse of the observed information of a likelihood.
  case information = "oim"
  /// The sandwich of a likelihood: information and scores.
  case robust
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

package import PanelResults

/// How parameters and clusters are counted in the small-sample correction.
///
/// Programs differ here more than anywhere else; every choice is stored in the result and can be
/// printed. The defaults are those of fixest and, for one or two connected effects, reghdfe.
package struct SmallSampleOptions: Decodable, Sendable, Equatable {
  /// Which absorbed effects count as parameters.
  package var effects: EffectsRule = .nonnested
  /// Whether effects count by levels or by their exact rank.
  package var rank: RankRule = .levels
  /// Which number of clusters multiplies the terms of a multiway covariance.
  package var clusters: ClusterRule = .min
  /// Whether there is a correction at all.
  package var adjust: Bool = true

  package init(
    effects: EffectsRule = .nonnested, rank: RankRule = .levels, clusters: ClusterRule = .min,
    adjust: Bool = true
  ) {
    self.effects = effects
    self.rank = rank
    self.clusters = clusters
    self.adjust = adjust
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    effects = try container.decodeIfPresent(EffectsRule.self, forKey: .effects) ?? .nonnested
    rank = try container.decodeIfPresent(RankRule.self, forKey: .rank) ?? .levels
    clusters = try container.decodeIfPresent(ClusterRule.self, forKey: .clusters) ?? .min
    adjust = try container.decodeIfPresent(Bool.self, forKey: .adjust) ?? true
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case effects, rank, clusters, adjust
  }

  /// The keys of `small_sample` in a study file.
  package static let keys: [KeyDescription] = [
    KeyDescription(
      "effects", .choice(EffectsRule.allCases.map(\.rawValue)), default: "nonnested",
      "Which absorbed effects count as parameters: those not nested in a cluster, all, none, or as "
        + "ivreghdfe counts them, which is one less where an effect is nested."),
    KeyDescription(
      "rank", .choice(RankRule.allCases.map(\.rawValue)), default: "levels",
      "Count effects by their levels less one each after the first, as fixest does, or exactly."),
    KeyDescription(
      "clusters", .choice(ClusterRule.allCases.map(\.rawValue)), default: "min",
      "Multiply every term of a multiway covariance by the smallest number of clusters, or each "
        + "by its own."),
    KeyDescription(
      "adjust", .flag, default: "true", "Whether to correct for small samples at all."),
  ]
}

/// The counts that the correction is made of.
package struct ParameterCounts: Sendable, Equatable {
  /// Slopes that were estimated.
  package var slopes: Int
  /// Whether a constant was estimated beside no effects.
  package var hasConstant: Bool
  /// Levels of each absorbed effect.
  package var effectLevels: [Int]
  /// Independent dummies of all effects; absent where not known.
  package var exactRank: Int?

  /// Slopes, and a constant or all effects by their levels less one each after the first.
  package var byLevels: Int {
    slopes
      + (effectLevels.isEmpty
        ? (hasConstant ? 1 : 0) : effectLevels.reduce(0, +) - (effectLevels.count - 1))
  }

  /// The parameters that a correction counts.
  ///
  /// Under ``EffectsRule/nonnested`` an effect that lies inside clusters counts one: its level is
  /// the clusters' business, not the sample's.
  ///
  /// - Parameters:
  ///   - nested: Whether each effect is nested in a cluster.
  ///   - rankOfOthers: Independent dummies of the effects that are not nested.
  /// - SeeAlso: fixest 0.14 `ssc(K.fixef)`; Correia (2017), reghdfe.
  package func counted(
    _ options: SmallSampleOptions, nested: [Bool], rankOfOthers: () -> Int?
  ) -> Int {
    guard !effectLevels.isEmpty else { return slopes + (hasConstant ? 1 : 0) }
    switch options.effects {
    case .none: return slopes
    case .full:
      if options.rank == .exact, let exactRank { return slopes + exactRank }
      return byLevels
    case .ivreghdfe:
      var nonnested = options
      nonnested.effects = .nonnested
      let effects =
        counted(nonnested, nested: nested, rankOfOthers: rankOfOthers) - slopes
        - (nested.contains(true) ? 1 : 0)
      return slopes + max(1, effects)
    case .nonnested:
      if options.rank == .exact {
        if !nested.contains(true), let exactRank { return slopes + exactRank }
        if !nested.contains(false) { return slopes + 1 }
        if let rank = rankOfOthers() { return slopes + rank }
      }
      let levels = zip(effectLevels, nested).reduce(0) { $0 + ($1.1 ? 1 : $1.0) }
      return slopes + levels - (effectLevels.count - 1)
    }
  }
}

extension SmallSampleCorrection {
  /// A correction under some options.
  init(
    factor: Double, parameterCount: Int, clusterCount: Int? = nil, options: SmallSampleOptions
  ) {
    self.init(
      factor: factor, parameterCount: parameterCount, clusterCount: clusterCount,
      effectsRule: options.effects, rankRule: options.rank, clusterRule: options.clusters)
  }
}

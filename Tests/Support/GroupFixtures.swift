package import PanelResults

/// Effects by a moderator, and one model in several groups, made by hand.
package enum GroupFixtures {
  private static let notApplicable = Availability<Double>.unavailable(because: .notApplicable)

  package static let labels: [String: LocalizedText] = [
    "log_homicide": "Log homicide rate", "post": "Law", "income": "Log income",
    "south": "Southern state", "region": "Region", "police": "Police & sheriffs <per capita>",
  ]

  private static func effect(
    _ kind: ModeratorPlace.Kind, deviations: Double? = nil, at value: Double, _ slope: Double
  ) -> MarginalEffect {
    MarginalEffect(
      place: ModeratorPlace(kind, deviations: deviations), moderator: value,
      estimate: RegressionFixtures.estimate("post", 0.5 - slope * value, 0.05, p: 0.03))
  }

  private static func fitted(_ terms: [Estimate], n: Int = 550) -> RegressionResult {
    RegressionFixtures.fit(
      estimates: terms, effects: ["state", "year"], n: n, labels: labels)
  }

  /// An effect that falls with income and is significant at both ends.
  package static func moderation(isCentred: Bool = false) -> ModerationResult {
    let regression = fitted([
      RegressionFixtures.estimate("post", isCentred ? 0.02 : 0.5, 0.21, p: 0.02),
      RegressionFixtures.estimate("income", isCentred ? -0.03 : 0.0, 0.1, p: 0.8),
      RegressionFixtures.estimate("post:income", -0.048, 0.02, p: 0.02),
    ])
    return ModerationResult(
      heading: regression.heading, regression: regression, treatment: "post",
      moderator: "income", interaction: "post:income",
      centring: isCentred ? .init(treatment: 0.25, moderator: 10) : nil,
      support: ModeratorSupport(
        n: 550, minimum: 8, maximum: 12.5, mean: 10, standardDeviation: 0.75,
        histogram: Histogram(
          start: 8, width: 0.5, counts: [20, 40, 80, 120, 130, 90, 50, 15, 5], rule: .stata, n: 550)),
      effects: [
        effect(.mean, deviations: -1, at: 9.25, 0.048), effect(.mean, deviations: 0, at: 10, 0.048),
        effect(.mean, deviations: 1, at: 10.75, 0.048), effect(.value, at: 12, 0.048),
      ],
      curve: (0...18).map { step in
        let value = 8 + 0.25 * Double(step)
        let half = 0.04 + 0.015 * (value - 10) * (value - 10)
        return EffectCurvePoint(
          moderator: value, effect: 0.5 - 0.048 * value, low: 0.5 - 0.048 * value - half,
          high: 0.5 - 0.048 * value + half)
      },
      signChange: .value(10.4166),
      region: .value(
        SignificanceRegion(
          kind: .outside, bounds: [9.4, 11.5], level: 0.95, positiveShare: 0.25,
          negativeShare: 0.0625)),
      remarks: [
        Remark(.moderatorAbsorbed, ["term": "income"]),
        Remark(
          .signChangeInside,
          [
            "term": "post", "variable": "income", "number": "10.4166", "least": "8.0",
            "greatest": "12.5",
          ]),
        Remark(
          .boundInside,
          [
            "term": "post", "variable": "income", "number": "9.4", "least": "8.0",
            "greatest": "12.5",
          ]),
      ])
  }

  /// A moderator that is 0 or 1.
  package static let binary: ModerationResult = {
    let regression = fitted([
      RegressionFixtures.estimate("post", 0.08, 0.03, p: 0.01),
      RegressionFixtures.estimate("post:south", -0.05, 0.04, p: 0.2),
    ])
    return ModerationResult(
      heading: regression.heading, regression: regression, treatment: "post", moderator: "south",
      interaction: "post:south",
      support: ModeratorSupport(
        n: 550, minimum: 0, maximum: 1, mean: 0.32, standardDeviation: 0.47,
        values: [ModeratorValue(value: 0, count: 374), ModeratorValue(value: 1, count: 176)]),
      effects: [effect(.value, at: 0, 0.44), effect(.value, at: 1, 0.44)], curve: [],
      signChange: .unavailable(because: .binaryModerator),
      region: .unavailable(because: .binaryModerator))
  }()

  private static func group(
    _ name: String, _ value: Double, _ error: Double, n: Int, clusters: Int,
    label: LocalizedText? = nil
  ) -> SubsampleFit {
    var fit = fitted(
      [
        RegressionFixtures.estimate("post", value, error, p: 0.04),
        RegressionFixtures.estimate("police", -0.1, 0.2, p: 0.6),
      ], n: n)
    fit.covariance.clusters[0].count = clusters
    fit.sample.units = clusters
    fit.statistics.insert(StatisticEntry(.units, count: clusters), at: 1)
    if clusters < 30 {
      fit.remarks = [Remark(.fewClusters, ["count": String(clusters), "variable": "state"])]
    }
    return SubsampleFit(name: name, label: label, observations: n, regression: fit)
  }

  /// Four regions, of which one cannot be estimated and one has few clusters.
  package static let regions: HeterogeneityResult = {
    let overall = group("", 0.07, 0.03, n: 550, clusters: 50).regression
    let names = ["Midwest", "Northeast", "South"]
    func joint(
      _ method: GroupComparison.Method, _ statistic: Double, _ p: Double,
      _ distribution: ReferenceDistribution?
    ) -> GroupComparison {
      GroupComparison(
        method: method, term: "post", groups: names, statistic: .value(statistic),
        degreesOfFreedom: distribution == nil ? nil : 2, distribution: distribution,
        pValue: .value(p),
        permutations: distribution == nil
          ? GroupComparison.Permutations(
            twoSided: PermutationPValue(count: 120, draws: 998), replications: 1000, failed: 2,
            seed: 42, carriers: 49) : nil)
    }
    let fit = overall ?? RegressionFixtures.baseline[0]
    return HeterogeneityResult(
      heading: fit.heading,
      partition: .init(variable: "region", kind: .levels), terms: ["post"], overall: fit,
      groups: [
        group("Midwest", 0.11, 0.05, n: 132, clusters: 12),
        group("Northeast", -0.02, 0.09, n: 44, clusters: 4),
        group("South", 0.088, 0.035, n: 363, clusters: 33, label: "South & Border"),
        SubsampleFit(name: "West", observations: 11, absence: .tooFewObservations),
      ],
      comparisons: [
        joint(.interacted, 1.07, 0.351, .fisherF),
        GroupComparison(
          method: .interacted, term: "post", groups: ["Midwest", "South"],
          difference: .value(-0.022), standardError: .value(0.061), statistic: .value(-0.36),
          degreesOfFreedom: 49, distribution: .studentT, pValue: .value(0.72)),
        joint(.z, 2.15, 0.341, .chiSquared), joint(.permutation, 0.0093, 0.121, nil),
      ],
      remarks: [
        Remark(.groupNotEstimated, ["group": "West", "reason": "too-few-observations"]),
        Remark(
          .fewClustersInGroups, ["groups": "Northeast", "count": "5", "variable": "state"]),
        Remark(.groupsIncomplete, ["count": "539", "all": "550", "variable": "region"]),
        Remark(.permutationsFailed, ["count": "2", "total": "1000"]),
      ])
  }()

  /// States below and above the median of income.
  package static let halves: HeterogeneityResult = {
    let fit = regions.overall
    return HeterogeneityResult(
      heading: fit.heading,
      partition: .init(variable: "income", kind: .units, cuts: [10.125]), terms: ["post"],
      overall: fit,
      groups: [
        group("1", 0.05, 0.04, n: 275, clusters: 25), group("2", 0.09, 0.05, n: 275, clusters: 25),
      ],
      comparisons: [
        GroupComparison(
          method: .interacted, term: "post", groups: ["1", "2"], difference: .value(0.04),
          standardError: .value(0.064), statistic: .value(0.625), degreesOfFreedom: 49,
          distribution: .studentT, pValue: .value(0.535)),
        GroupComparison(
          method: .z, term: "post", groups: ["1", "2"], difference: .value(0.04),
          standardError: .value(0.064), statistic: .value(0.6247), distribution: .normal,
          pValue: .value(0.532)),
        GroupComparison(
          method: .permutation, term: "post", groups: ["1", "2"], difference: .value(0.04),
          statistic: .value(0.04), pValue: .value(0.5005),
          permutations: .init(
            twoSided: PermutationPValue(count: 500, draws: 1000), folded: 0.26,
            replications: 1000, failed: 0, seed: 42, carriers: 50)),
      ])
  }()
}

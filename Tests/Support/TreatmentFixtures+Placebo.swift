package import PanelResults

/// Decompositions, placebos, bootstraps and densities.
extension TreatmentFixtures {
  package static var decomposition: DecompositionResult {
    let dates = [2006, 2007, 2008, 2009, 2010]
    let never = [
      (0.145, 0.0503), (0.0593, 0.6104), (0.092, 0.161), (0.182, 0.0604), (0.074, 0.0168),
    ]
    var comparisons = zip(dates, never).map { date, number in
      Comparison(kind: .treatedNever, treated: date, estimate: number.0, weight: number.1)
    }
    let earlier: [(Int, Int, Double, Double, Double, Double)] = [
      (2006, 2007, 0.042, 0.0045, -0.0435, 0.003), (2006, 2008, 0.0913, 0.0028, 0.0537, 0.0014),
      (2006, 2009, 0.0552, 0.0021, 0.1332, 0.0007), (2006, 2010, -0.0542, 0.0014, -0.0194, 0.0002),
      (2007, 2008, -0.022, 0.021, 0.0438, 0.009), (2007, 2009, 0.0151, 0.021, 0.1495, 0.006),
      (2007, 2010, -0.071, 0.0158, 0.0065, 0.0023), (2008, 2009, -0.1538, 0.0037, -0.1497, 0.0009),
      (2008, 2010, -0.2183, 0.0037, -0.2148, 0.0005),
      (2009, 2010, -0.0405, 0.001, -0.0228, 0.0001),
    ]
    for pair in earlier {
      comparisons.append(
        Comparison(
          kind: .earlierLater,
          treated: pair.0,
          control: pair.1,
          estimate: pair.2,
          weight: pair.3
        )
      )
      comparisons.append(
        Comparison(
          kind: .laterEarlier,
          treated: pair.1,
          control: pair.0,
          estimate: pair.4,
          weight: pair.5
        )
      )
    }
    return DecompositionResult(
      heading: heading,
      sample: sample,
      design: design,
      coefficient: 0.0694,
      comparisons: comparisons,
      totals: [
        ComparisonTotal(kind: .treatedNever, weight: 0.8988, estimate: 0.0784, count: 5),
        ComparisonTotal(kind: .earlierLater, weight: 0.0771, estimate: -0.0286, count: 10),
        ComparisonTotal(kind: .laterEarlier, weight: 0.0241, estimate: 0.0456, count: 10),
      ],
      statistics: [StatisticEntry(.observations, count: 550)] + design.statistics,
      provenance: provenance
    )
  }

  package static var treatmentWeights: TreatmentWeightsResult {
    TreatmentWeightsResult(
      heading: heading,
      sample: sample,
      design: design,
      kind: .fixedEffects,
      coefficient: 0.0694,
      positive: WeightTotal(count: 71, sum: 1.0132),
      negative: WeightTotal(count: 3, sum: -0.0132),
      sigma: .value(0.1123),
      sigmaOpposite: .value(1.4208),
      cells: [
        WeightedCell(group: "Alabama", period: 2007, weight: 0.0145),
        WeightedCell(group: "Florida", period: 2010, weight: -0.0044),
      ],
      statistics: [StatisticEntry(.observations, count: 550)] + design.statistics,
      provenance: provenance
    )
  }

  /// 500 random placebos in cohorts of the actual sizes.
  package static var placebo: PlaceboResult {
    placebo(.mixedRestricted, replications: 500, failed: 0, baseline: 0.0719)
  }

  /// Randomisation inference whose draws are all nearer to zero than the estimate.
  package static var permutation: PlaceboResult {
    placebo(.permutation, replications: 1000, failed: 12, baseline: 0.2481)
  }

  /// Laws moved one to five years ahead; the last cannot be estimated.
  package static var placeboInTime: PlaceboResult {
    let numbers = [
      (0.0511, 0.0471), (0.0212, 0.0402), (0.0047, 0.0388), (-0.0216, 0.0395),
    ]
    return PlaceboResult(
      heading: heading,
      sample: sample,
      design: design,
      kind: .inTime,
      of: "did[2]",
      baseline: estimate("post", 0.0719, 0.0557),
      profile: numbers.enumerated().map { index, number in
        PlaceboShift(shift: index + 1, estimate: estimate("post", number.0, number.1))
      } + [PlaceboShift(shift: 5, absence: .noVariation)],
      statistics: [StatisticEntry(.observations, count: 550)] + design.statistics,
      provenance: provenance
    )
  }

  /// One random placebo, nearer to zero than the estimate.
  package static var onePlacebo: PlaceboResult {
    var result = placebo(.inSpace, replications: 2, failed: 0, baseline: 0.5)
    result.draws?.values = [0.02]
    result.draws?.replications = 1
    result.draws?.twoSided = PermutationPValue(count: 0, draws: 1)
    result.draws?.left = PermutationPValue(count: 1, draws: 1)
    result.draws?.right = PermutationPValue(count: 0, draws: 1)
    result.draws?.mean = .value(0.02)
    result.draws?.standardDeviation = .unavailable(because: .notApplicable)
    result.draws?.density = nil
    result.draws?.histogram = nil
    return result
  }

  package static func placebo(
    _ kind: PlaceboResult.Kind,
    replications: Int,
    failed: Int,
    baseline: Double
  ) -> PlaceboResult {
    let values = draws(replications - failed, standardDeviation: 0.0539)
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let pValue = { (isExtreme: (Double) -> Bool) in
      PermutationPValue(count: values.count(where: isExtreme), draws: values.count)
    }
    return PlaceboResult(
      heading: heading,
      sample: sample,
      design: design,
      kind: kind,
      of: "did[2]",
      baseline: estimate("post", baseline, 0.0557),
      draws: PlaceboDraws(
        values: values,
        replications: replications,
        failed: failed,
        seed: 20_060_101,
        firstPeriod: 2001,
        lastPeriod: 2010,
        treatedUnits: 21,
        twoSided: pValue { abs($0) >= abs(baseline) },
        left: pValue { $0 <= baseline },
        right: pValue { $0 >= baseline },
        mean: .value(mean),
        standardDeviation: .value((sum / (n - 1)).squareRoot()),
        density: density(of: values, bandwidth: 0.0138),
        histogram: histogram(of: values, bins: 20)
      ),
      statistics: [StatisticEntry(.observations, count: 550)] + design.statistics,
      provenance: provenance
    )
  }

  /// A drawn test and an enumerated one whose interval could not be closed.
  package static var wildBootstrap: WildBootstrapResult {
    var post = estimate("post", 0.0719, 0.0557)
    post.pValue = .value(0.2201)
    (post.intervalLow, post.intervalHigh) = (.value(-0.0467), .value(0.1914))
    var poverty = estimate("poverty", -0.0197, 0.0162)
    poverty.pValue = .value(0.2461)
    (poverty.intervalLow, poverty.intervalHigh) = (
      .unavailable(because: .notApplicable), .unavailable(because: .notApplicable)
    )
    return WildBootstrapResult(
      heading: heading,
      sample: sample,
      of: "did[2]",
      covariance: RegressionFixtures.clustered(("state", 50)),
      terms: [
        WildBootstrapTerm(
          estimate: post,
          null: 0,
          analyticPValue: .value(0.2032),
          weights: .rademacher,
          imposesNull: true,
          draws: 9999,
          isEnumerated: false,
          clusters: 50,
          strict: PermutationPValue(count: 2201, draws: 9999),
          withTies: PermutationPValue(count: 2201, draws: 9999),
          seed: 20_060_101
        ),
        WildBootstrapTerm(
          estimate: poverty,
          null: 0,
          analyticPValue: .value(0.2298),
          weights: .rademacher,
          imposesNull: true,
          draws: 1024,
          isEnumerated: true,
          clusters: 10,
          strict: PermutationPValue(count: 250, draws: 1024),
          withTies: PermutationPValue(count: 252, draws: 1024)
        ),
      ],
      statistics: [
        StatisticEntry(.observations, count: 550), StatisticEntry(.clusters, count: 50),
      ],
      provenance: provenance
    )
  }

  /// Homicide rates of states with and without a law.
  package static var density: DensityResult {
    DensityResult(
      heading: ResultHeading(labels: labels),
      sample: sample,
      variables: [("0", 29, 4.2), ("1", 21, 6.1)].map { group, units, mean in
        let values = draws(units * 11, standardDeviation: 2.2).map { max(0.3, mean + $0) }
        return VariableDensity(
          variable: "homicide",
          group: group,
          n: values.count,
          mean: values.reduce(0, +) / Double(values.count),
          density: density(of: values, bandwidth: 0.58),
          histogram: histogram(of: values, bins: 15)
        )
      },
      groupVariable: "adopted",
      provenance: provenance
    )
  }
}

extension TreatmentFixtures {
  /// Sums of twelve uniform numbers of a small generator: near the normal distribution.
  private static func draws(_ count: Int, standardDeviation: Double) -> [Double] {
    var state: UInt64 = 20_060_101
    return (0..<count).map { _ in
      var sum = -6.0
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sum += Double(state >> 11) * 0x1p-53
      }
      return sum * standardDeviation
    }
  }

  /// Epanechnikov's kernel at 50 points.
  private static func density(of values: [Double], bandwidth: Double) -> KernelDensity {
    let low = (values.min() ?? 0) - bandwidth
    let high = (values.max() ?? 0) + bandwidth
    let x = (0..<50).map { low + (high - low) * Double($0) / 49 }
    let root = 5.0.squareRoot()
    return KernelDensity(
      x: x,
      density: x.map { point in
        values.reduce(0) { sum, value in
          let z = (point - value) / bandwidth
          return abs(z) < root ? sum + 0.75 * (1 - z * z / 5) / root : sum
        } / (Double(values.count) * bandwidth)
      },
      bandwidth: bandwidth,
      kernel: .epanechnikov,
      rule: .silverman,
      n: values.count
    )
  }

  private static func histogram(of values: [Double], bins: Int) -> Histogram {
    let start = values.min() ?? 0
    let width = ((values.max() ?? 1) - start) / Double(bins)
    var counts = Array(repeating: 0, count: bins)
    for value in values { counts[min(bins - 1, Int((value - start) / width))] += 1 }
    return Histogram(start: start, width: width, counts: counts, rule: .stata, n: values.count)
  }
}

package import PanelResults

/// Local Moran statistics of units on a ring, computed by their formulas, with made-up p-values.
package enum LocalMoranFixtures {
  package static let labels: [String: LocalizedText] = [
    "rate": "Homicide rate", "province": "Province", "year": "Year",
  ]

  /// Each unit has the one before and the one after as neighbours.
  package static func ring(_ count: Int, islands: [String] = []) -> SpatialWeightsDescription {
    SpatialWeightsDescription(
      name: "ring",
      label: "Ring of neighbours",
      method: .contiguity,
      standardisation: .row,
      units: count,
      links: 2 * (count - islands.count),
      islands: islands,
      isSymmetric: false,
      total: Double(count - islands.count)
    )
  }

  /// - Parameters:
  ///   - values: One per unit, in the order of the ring.
  ///   - hasIsland: Whether the last unit has no neighbours.
  package static func period(
    _ period: Int?,
    _ values: [Double],
    names: [String],
    inference: LocalMoranInference,
    hasIsland: Bool = false
  ) -> LocalMoranPeriod {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let deviations = values.map { $0 - mean }
    let squares = deviations.reduce(0) { $0 + $1 * $1 }
    let deviation = (squares / (count - 1)).squareRoot()
    let linked = hasIsland ? values.count - 1 : values.count
    var lags = deviations.indices.map { place in
      (deviations[(place + 1) % linked] + deviations[(place + linked - 1) % linked]) / 2
    }
    if hasIsland { lags[linked] = 0 }
    let product = zip(deviations, lags).reduce(0) { $0 + $1.0 * $1.1 }
    let units = values.indices.map { place -> LocalMoranUnit in
      let statistic = deviations[place] * lags[place] * count / squares
      let isIsland = hasIsland && place == linked
      let p = max(0.001, 0.5 - abs(statistic) * 0.4)
      let quadrant = MoranQuadrant(value: deviations[place], lag: lags[place])
      let isSignificant = p <= inference.level
      return LocalMoranUnit(
        unit: names[place],
        value: values[place],
        standardised: deviations[place] / deviation,
        lag: lags[place] / deviation,
        statistic: statistic,
        statisticUnbiased: statistic * (count - 1) / count,
        expectation: isIsland ? 0 : -1 / (count - 1),
        variance: isIsland ? .unavailable(because: .neighbourless) : .value(0.25),
        zScore: isIsland
          ? .unavailable(because: .neighbourless) : .value(2 * (statistic + 1 / (count - 1))),
        pAnalytic: isIsland ? .unavailable(because: .neighbourless) : .value(p / 2),
        pPermutation: inference.permutations == nil
          ? nil : isIsland ? .unavailable(because: .neighbourless) : .value(p),
        pValue: isIsland ? .unavailable(because: .neighbourless) : .value(p),
        quadrant: quadrant,
        cluster: isIsland
          ? .neighbourless : isSignificant ? LocalMoranCluster(quadrant) : .notSignificant
      )
    }
    return LocalMoranPeriod(
      period: period,
      mean: mean,
      standardDeviation: deviation,
      scale: Double(linked) / count,
      global: MoranTest(
        statistic: product / squares * count / Double(linked),
        expectation: -1 / (count - 1),
        variance: .value(0.02),
        zScore: .value(2.5),
        pValue: .value(0.012),
        inference: inference.permutations == nil ? .randomisation : .permutation,
        alternative: .folded,
        permutations: inference.permutations
      ),
      units: units
    )
  }

  package static func result(
    _ periods: [(Int?, [Double])],
    names: [String],
    inference: LocalMoranInference = permuted,
    hasIsland: Bool = false
  ) -> LocalMoranResult {
    let dated = periods.compactMap(\.0)
    return LocalMoranResult(
      heading: ResultHeading(outcome: "rate", labels: labels),
      sample: SampleDescription(
        n: names.count * periods.count,
        units: names.count,
        periods: dated.isEmpty ? nil : dated.count,
        firstPeriod: dated.first,
        lastPeriod: dated.last,
        rowsAvailable: names.count * periods.count,
        unitVariable: "province",
        timeVariable: dated.isEmpty ? nil : "year"
      ),
      variable: "rate",
      weights: ring(names.count, islands: hasIsland ? [names[names.count - 1]] : []),
      inference: inference,
      periods: periods.map {
        period($0.0, $0.1, names: names, inference: inference, hasIsland: hasIsland)
      },
      provenance: Provenance(tool: "panelpress", specification: "analyses.local", seed: 42)
    )
  }

  package static let permuted = LocalMoranInference(permutations: 999, seed: 42)

  package static let provinces = [
    "Aarau", "Biel & Nidau", "Chur", "Delémont", "Emmen", "Fribourg", "Geneva", "Horgen",
    "Interlaken", "Jegenstorf", "Köniz", "Lucerne",
  ]
  private static let first = [9.0, 8, 7.5, 3, 2, 1, 1.5, 8.5, 2.5, 3.5, 5, 7]
  private static let second = [8.0, 9.5, 6, 2, 3, 1.5, 0.5, 2, 7.5, 4.5, 4, 6.5]

  /// Two years with conditional permutations.
  package static let twoYears = result([(2005, first), (2010, second)], names: provinces)
  /// A cross-section without permutations, one unit without neighbours, and false discovery rates.
  package static let crossSection = result(
    [(nil, first)],
    names: provinces,
    inference: LocalMoranInference(alternative: .twoSided, adjustment: .benjaminiHochberg),
    hasIsland: true
  )

  package static let all: [LocalMoranResult] = [twoYears, crossSection]
}

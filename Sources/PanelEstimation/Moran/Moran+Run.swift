package import PanelData
import PanelNumerics
package import PanelResults

extension Moran {
  /// Permuted statistics that are kept at once, at most.
  private static let mostPermuted = 50_000_000

  /// Tests every variable in every period under every matrix.
  ///
  /// All tests of an entry share the permutations of units, each of which comes from a stream of
  /// its own.
  ///
  /// - Returns: One result.
  /// - Throws: ``EstimationError/data(_:)`` for terms that cannot be read;
  ///   ``EstimationError/invalid(_:)`` for unknown weights or periods, options without effect,
  ///   missing values, constant variables, and too few units.
  /// - SeeAlso: ``SpatialAutocorrelation``, ``PermutedForms``, ``ResidualAutocorrelation``.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [MoranResult] {
    let matrices = try matrices(in: context)
    if let residuals {
      try checkResidualOptions()
      return [try test(residualsOf: residuals, matrices, on: panel, in: context)]
    }
    guard !variables.isEmpty else {
      throw .invalid("Name what is tested with 'variables', or a regression with 'residuals'.")
    }
    try checkPermutations()
    let columns = try DescribedColumns(variables, in: panel)
    let sample = try PlacesByPeriod(panel, periods: periods, by: by)
    for matrix in matrices where matrix.ids != sample.units {
      throw .invalid("The weights '\(matrix.name)' are not those of the units of the data.")
    }
    var series = MoranSeries(statistic, sample: sample)
    for column in columns.columns {
      try series.add(column.name, column.numbers, leavesOut: missing == .leaveOut)
    }
    let tests = try series.tests(under: matrices)
    let values = try values(of: tests, in: context)
    return [
      MoranResult(
        heading: ResultHeading(
          labels: panel.labels(
            of: columns.names + columns.columns.map(\.name)
              + [sample.timeVariable, sample.unitVariable].compactMap { $0 }
          )
        ),
        sample: sample.description(of: panel, n: series.observationCount),
        kind: statistic,
        inference: kindOfInference,
        alternative: alternative,
        permutations: inference == .permutation ? permutationCount : nil,
        variables: columns.columns.map(\.name),
        weights: matrices.map(\.description),
        periods: sample.periods.compactMap(\.time),
        values: values,
        scatter: statistic == .moran ? series.scatter(under: matrices) : nil,
        remarks: remarks(series),
        provenance: panel.provenance(
          naming: columns.names,
          place: context.id,
          condition: nil,
          in: context
        )
      )
    ]
  }

  private var permutationCount: Int { permutations ?? Self.usualPermutations }

  private var kindOfInference: MoranResult.Inference {
    switch inference {
    case .normal: .normal
    case .permutation: .permutation
    case .randomisation, nil: .randomisation
    }
  }

  private func remarks(_ series: MoranSeries) -> [Remark] {
    series.leftOut == 0
      ? [] : [Remark(.valuesLeftOut, ["count": String(series.leftOut)])]
  }
}

// MARK: Inference

extension Moran {
  private func values(
    of tests: [AutocorrelationTest],
    in context: AnalysisContext
  ) throws(EstimationError) -> [MoranResult.Value] {
    guard inference == .permutation else { return tests.map(analytic) }
    let count = permutationCount
    guard tests.count * count <= Self.mostPermuted else {
      throw .invalid(
        "\(count) permutations of \(tests.count) statistics are too many to keep: at most "
          + "\(Self.mostPermuted / tests.count) for so many tests."
      )
    }
    var values = [MoranResult.Value?](repeating: nil, count: tests.count)
    // Tests over the same units share permutations, forms and vectors.
    for (_, members) in Dictionary(grouping: tests.indices, by: { tests[$0].units })
      .sorted(by: { $0.value[0] < $1.value[0] })
    {
      let names = Set(members.map { tests[$0].weights }).sorted()
      let vectors = Set(members.map { tests[$0].vector }).sorted()
      let permuted = PermutedForms(
        names.compactMap { name in
          members.first { tests[$0].weights == name }.map { tests[$0].statistic.form }
        },
        of: vectors.compactMap { vector in
          members.first { tests[$0].vector == vector }.map { tests[$0].prepared.values }
        },
        replicates: count,
        threads: context.threadCount
      ) { context.generator(replicate: $0) }
      for member in members {
        let test = tests[member]
        guard let form = names.firstIndex(of: test.weights),
          let vector = vectors.firstIndex(of: test.vector)
        else { continue }
        let factor = test.prepared.factor
        values[member] = self.permuted(
          test,
          permuted.values[form][vector].map { factor * $0 }
        )
      }
    }
    return values.compactMap { $0 }
  }

  private func analytic(_ test: AutocorrelationTest) -> MoranResult.Value {
    let value = test.statistic.value(of: test.prepared)
    let variance = test.statistic.variance(
      of: test.prepared,
      under: inference == .normal ? .normal : .randomisation
    )
    return MoranResult.Value(
      test,
      value: value,
      expected: test.statistic.expectation,
      variance: variance,
      alternative: alternative
    )
  }

  private func permuted(_ test: AutocorrelationTest, _ permuted: [Double]) -> MoranResult.Value {
    let value = test.statistic.value(of: test.prepared)
    // Those of all permutations, whichever were drawn.
    let variance = test.statistic.variance(of: test.prepared, under: .randomisation)
    var result = MoranResult.Value(
      test,
      value: value,
      expected: test.statistic.expectation,
      variance: variance,
      alternative: alternative
    )
    let rank = PermutationRank(of: value, among: permuted, slack: test.slack)
    // A low C is positive autocorrelation.
    let isTurned = statistic == .geary
    let pValue =
      switch alternative {
      case .twoSided: rank.twoSidedPValue
      case .greater: isTurned ? rank.lowerPValue : rank.upperPValue
      case .less: isTurned ? rank.upperPValue : rank.lowerPValue
      }
    guard result.standardDeviation.value != nil else { return result }
    result.pValue = .value(pValue)
    let quantiles = Quantiles(permuted)
    let parts = alternative == .twoSided ? 40 : 20
    result.band = Interval(
      low: quantiles.fraction(1, of: parts),
      high: quantiles.fraction(parts - 1, of: parts),
      level: alternative.bandLevel
    )
    return result
  }
}

extension MoranResult.Alternative {
  /// The share in the middle that a test at 5 percent leaves.
  var bandLevel: Double { self == .twoSided ? 0.95 : 0.9 }
}

extension MoranResult.Value {
  /// Below this share of the squared expectation a variance is rounding.
  private static let negligible = 1e-12

  /// A statistic held against the normal distribution.
  init(
    _ test: AutocorrelationTest,
    value: Double,
    expected: Double,
    variance: Double,
    alternative: MoranResult.Alternative
  ) {
    self.init(
      variable: test.variable,
      weights: test.weights,
      period: test.period,
      n: test.units.count,
      value: value,
      expected: expected,
      variance: variance,
      isTurned: test.statistic.kind == .geary,
      alternative: alternative
    )
  }

  init(
    variable: String,
    weights: String,
    period: Int? = nil,
    n: Int,
    value: Double,
    expected: Double,
    variance: Double,
    isTurned: Bool = false,
    alternative: MoranResult.Alternative
  ) {
    let missing = Availability<Double>.unavailable(because: .constantStatistic)
    self.init(
      variable: variable,
      weights: weights,
      period: period,
      n: n,
      value: value,
      expected: expected,
      standardDeviation: missing,
      statistic: missing,
      pValue: missing
    )
    guard variance > Self.negligible * expected * expected else { return }
    let deviation = variance.squareRoot()
    let z = (isTurned ? expected - value : value - expected) / deviation
    standardDeviation = .value(deviation)
    statistic = .value(z)
    switch alternative {
    case .twoSided: pValue = .value(Normal.twoSidedPValue(z))
    case .greater: pValue = .value(Normal.upperTail(z))
    case .less: pValue = .value(Normal.cdf(z))
    }
    let level = alternative.bandLevel
    let reach = Normal.quantile(0.5 + level / 2) * deviation
    band = Interval(low: expected - reach, high: expected + reach, level: level)
  }
}

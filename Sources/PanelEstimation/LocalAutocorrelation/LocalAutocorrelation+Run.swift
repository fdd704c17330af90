package import PanelData
import PanelNumerics
package import PanelResults

extension LocalAutocorrelation {
  /// Computes local statistics by variable, then by weights.
  ///
  ///     I_i = z_i Σ_j w_ij z_j / m₂,   z = y − ȳ,   m₂ = Σ z²/n
  ///
  /// One set of conditional permutations of a matrix serves all units, variables and periods:
  /// draw r comes from the study's stream r.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for weights or periods that the study does not have,
  ///   units without a value, fewer than four units, and a variable that is constant in a period;
  ///   ``EstimationError/data(_:)`` for what cannot be read or evaluated.
  /// - SeeAlso: ``LocalMoran``, ``ConditionalPermutations``.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [LocalMoranResult] {
    let sample = try PlacesByPeriod(panel, periods: periods, by: nil)
    let names = try unitNames(in: panel)
    var matrices: [MatrixSetting] = []
    for name in weights {
      let weights = try context.weights(named: name)
      guard weights.ids == sample.units else {
        throw .invalid("The weights '\(name)' are not those of the units of the data.")
      }
      matrices.append(try MatrixSetting(weights, of: self, in: context))
    }
    var results: [LocalMoranResult] = []
    for text in variables {
      let expression = try dataResult { () throws(DataError) in try ExpressionParser.parse(text) }
      let column = try dataResult { () throws(DataError) in try panel.values(of: expression) }
      let values = sample.values(of: column.numbers)
      try check(values, of: column.name, in: sample)
      for matrix in matrices {
        let found = zip(sample.periods, values).map { period, values in
          self.period(period, values: values, matrix: matrix, names: names, in: context)
        }
        results.append(
          LocalMoranResult(
            heading: ResultHeading(
              outcome: column.name,
              labels: panel.labels(
                of: expression.columnNames
                  + [column.name, sample.unitVariable, sample.timeVariable, label]
                  .compactMap { $0 })
            ),
            sample: sample.description(of: panel, n: sample.units.count * sample.periods.count),
            variable: column.name,
            weights: matrix.weights.description,
            inference: inference(in: context),
            nameVariable: label,
            periods: found,
            remarks: remarks(about: matrix.weights),
            provenance: panel.provenance(
              naming: expression.columnNames + matrix.weights.description.variables,
              place: context.id,
              condition: nil,
              in: context
            )
          )
        )
      }
    }
    return results
  }

  /// Refuses units without a value, and a variable that is constant in a period.
  private func check(
    _ values: [[Double]],
    of variable: String,
    in sample: PlacesByPeriod
  ) throws(EstimationError) {
    if let lost = sample.missing(in: values) {
      throw .invalid(
        "'\(variable)' has no value for \(lost): local statistics need all units of a period. "
          + "Complete the data, or choose other 'periods'.")
    }
    for (period, values) in zip(sample.periods, values) {
      if let first = values.first, values.allSatisfy({ $0 == first }) {
        throw .invalid(
          "'\(variable)' is \(first) for all units\(PlacesByPeriod.place(period.time)): what does "
            + "not vary has no spatial pattern.")
      }
    }
  }

  private func inference(in context: AnalysisContext) -> LocalMoranInference {
    LocalMoranInference(
      moments: moments,
      alternative: alternative,
      permutations: permutations > 0 ? permutations : nil,
      seed: permutations > 0 ? context.seed : nil,
      adjustment: adjustment.adjustment,
      level: level
    )
  }

  /// Whether p-values of permutations can be small enough for the level at all.
  private func remarks(about weights: SpatialWeights) -> [Remark] {
    guard permutations > 0, adjustment != .none else { return [] }
    let linked = weights.count - weights.description.islands.count
    let least = Double(linked) / Double(1 + permutations)
    guard least > level else { return [] }
    return [
      Remark(
        .coarsePermutations,
        ["count": String(permutations), "units": String(linked)]
      )
    ]
  }

  /// What figures call the unit of each row; `nil` where no column is named.
  private func unitNames(in panel: Panel) throws(EstimationError) -> [String]? {
    guard let label else { return nil }
    let groups = try GroupValues(label, in: panel)
    return groups.codes.map { $0 < 0 ? "" : groups.names[Int($0)] }
  }
}

// MARK: One period

/// A matrix with what does not depend on the variable.
private struct MatrixSetting {
  var weights: SpatialWeights
  var autocorrelation: SpatialAutocorrelation
  var permutations: ConditionalPermutations?

  /// Drawn places that fit in memory, together.
  private static let mostDrawn = 1 << 28

  init(
    _ weights: SpatialWeights,
    of entry: LocalAutocorrelation,
    in context: AnalysisContext
  ) throws(EstimationError) {
    self.weights = weights
    guard weights.count > 3 else {
      throw .invalid(
        "Local Moran's I needs four units at least; the weights '\(weights.name)' have "
          + "\(weights.count).")
    }
    guard weights.matrix.values.contains(where: { $0 != 0 }) else {
      throw .invalid(
        "No unit has a neighbour under the weights '\(weights.name)', so that there is nothing to "
          + "compare it with. Choose a larger cut-off, or other weights.")
    }
    autocorrelation = SpatialAutocorrelation(.moran, weights: weights.matrix)
    guard entry.permutations > 0 else { return }
    let matrix = weights.matrix
    let depth = (0..<matrix.rowCount).map { matrix.positions(ofRow: $0).count }.max() ?? 0
    guard depth * entry.permutations <= Self.mostDrawn else {
      throw .invalid(
        "\(entry.permutations) permutations of up to \(depth) neighbours do not fit in memory. "
          + "Take \(Self.mostDrawn / depth) at most, or weights with fewer neighbours.")
    }
    permutations = ConditionalPermutations(
      for: matrix, count: entry.permutations, threads: context.threadCount
    ) { context.generator(replicate: $0) }
  }
}

extension LocalAutocorrelation {
  private func period(
    _ period: PlacesByPeriod.Period,
    values: [Double],
    matrix: MatrixSetting,
    names: [String]?,
    in context: AnalysisContext
  ) -> LocalMoranPeriod {
    let weights = matrix.weights
    let local = LocalMoran(of: values, weights: weights.matrix)
    let count = Double(values.count)
    let deviation = (local.secondMoment * count / (count - 1)).squareRoot()
    let moments = moments == .total ? local.totalMoments() : local.conditionalMoments()
    let tails = matrix.permutations?.tails(
      of: local.deviations, weights: weights.matrix, threads: context.threadCount)
    let statistics = local.statistics
    var units = values.indices.map { place -> LocalMoranUnit in
      let isLinked = weights.matrix.positions(ofRow: place).contains {
        weights.matrix.values[$0] != 0
      }
      let score: Availability<Double> =
        !isLinked
        ? .unavailable(because: .neighbourless)
        : moments[place].variance > 0
          ? .value(
            (statistics[place] - moments[place].expectation) / moments[place].variance.squareRoot())
          : .unavailable(because: .noVariation)
      let analytic = score.mapped(analyticPValue)
      let permuted: Availability<Double>? = tails.map { tails in
        isLinked
          ? .value(permutedPValue(tails[place], deviation: local.deviations[place]))
          : .unavailable(because: .neighbourless)
      }
      return LocalMoranUnit(
        unit: weights.ids[place],
        name: names.flatMap { names in period.rows[place].map { names[$0] } },
        value: values[place],
        standardised: local.deviations[place] / deviation,
        lag: local.lags[place] / deviation,
        statistic: statistics[place],
        statisticUnbiased: statistics[place] * (count - 1) / count,
        expectation: moments[place].expectation,
        variance: isLinked
          ? .value(moments[place].variance) : .unavailable(because: .neighbourless),
        zScore: score,
        pAnalytic: analytic,
        pPermutation: permuted,
        pValue: permuted ?? analytic,
        quadrant: MoranQuadrant(value: local.deviations[place], lag: local.lags[place]),
        cluster: isLinked ? .notSignificant : .neighbourless
      )
    }
    classify(&units)
    return LocalMoranPeriod(
      period: period.time,
      mean: Summation.mean(values),
      standardDeviation: deviation,
      scale: matrix.autocorrelation.s0 / count,
      global: global(values, matrix: matrix, in: context),
      units: units
    )
  }

  /// Adjusts p-values and names clusters.
  private func classify(_ units: inout [LocalMoranUnit]) {
    let places = units.indices.filter { units[$0].pValue.value != nil }
    let plain = places.compactMap { units[$0].pValue.value }
    let adjusted =
      adjustment.adjustment.flatMap { AdjustedPValues.adjusted(plain, by: $0) } ?? plain
    for (place, p) in zip(places, adjusted) {
      units[place].pValue = .value(p)
      if p <= level { units[place].cluster = LocalMoranCluster(units[place].quadrant) }
    }
  }

  private func analyticPValue(_ score: Double) -> Double {
    switch alternative {
    case .twoSided, .folded: Normal.twoSidedPValue(score)
    case .greater: Normal.upperTail(score)
    case .less: Normal.cdf(score)
    }
  }

  /// (1 + k)/(1 + R), k the draws whose local statistic is as extreme.
  ///
  /// A statistic rises with the lag where the unit lies above the mean, and falls where below.
  private func permutedPValue(
    _ tails: ConditionalPermutations.Tails,
    deviation: Double
  ) -> Double {
    let all = Double(1 + permutations)
    let (upper, lower) =
      deviation > 0
      ? (tails.atLeast, tails.atMost)
      : deviation < 0 ? (tails.atMost, tails.atLeast) : (permutations, permutations)
    return switch alternative {
    case .greater: Double(1 + upper) / all
    case .less: Double(1 + lower) / all
    case .folded: Double(1 + min(upper, lower)) / all
    case .twoSided: min(1, 2 * Double(1 + min(upper, lower)) / all)
    }
  }

  /// Moran's I of all units, with the same number of permutations.
  private func global(
    _ values: [Double],
    matrix: MatrixSetting,
    in context: AnalysisContext
  ) -> MoranTest {
    let statistic = matrix.autocorrelation
    let prepared = statistic.prepared(values)
    let value = statistic.value(of: prepared)
    let variance = statistic.variance(of: prepared, under: .randomisation)
    let score =
      variance > 0 ? statistic.standardised(value, variance: variance) : Double.nan
    var p = analyticPValue(score)
    if permutations > 0 {
      let forms = PermutedForms(
        [statistic.form], of: [prepared.values], replicates: permutations,
        threads: context.threadCount
      ) { context.generator(replicate: Self.globalStream + $0) }
      let rank = PermutationRank(
        of: value, among: forms.values[0][0].map { prepared.factor * $0 },
        slack: prepared.scale * 1e-12)
      p =
        switch alternative {
        case .greater: rank.upperPValue
        case .less: rank.lowerPValue
        case .folded: min(1, min(rank.upperPValue, rank.lowerPValue))
        case .twoSided: rank.twoSidedPValue
        }
    }
    return MoranTest(
      statistic: value,
      expectation: statistic.expectation,
      variance: Availability(finite: variance, otherwise: .noVariation),
      zScore: Availability(finite: score, otherwise: .noVariation),
      pValue: Availability(finite: p, otherwise: .noVariation),
      inference: permutations > 0 ? .permutation : .randomisation,
      alternative: alternative,
      permutations: permutations > 0 ? permutations : nil
    )
  }

  /// Streams of the permutations of all values, apart from those of conditional ones.
  private static let globalStream = 1 << 40
}

extension Availability<Double> {
  /// A function of the number, where there is one.
  fileprivate func mapped(_ transform: (Double) -> Double) -> Availability<Double> {
    switch self {
    case .value(let value): .value(transform(value))
    case .unavailable(let reason): .unavailable(because: reason)
    }
  }
}

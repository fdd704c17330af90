import PanelNumerics
import PanelResults

/// Variance components after Swamy and Arora, and generalised least squares with them.
///
///     σ²_e = RSS_within / (N − n − K_w)
///     σ²_u = max(0, RSS_between / (n − K_b) − σ²_e / T̄),    T̄ = n / Σ 1/T_i
///     θ_i  = 1 − √(σ²_e / (T_i σ²_u + σ²_e))
///     y_it − θ_i ȳ_i  on  x_it − θ_i x̄_i  and  1 − θ_i
///
/// N observations of n units; K_w slopes that vary within units, K_b coefficients of the
/// regression of unit means, in which every unit counts once. Units may be observed unequally
/// often.
///
/// - SeeAlso: Swamy and Arora (1972); Stata's `xtreg, re`, methods and formulas; oracles
///   `re_grunfeld`, `re_produc`, `re_empluk`.
struct SwamyArora {
  let sample: UnitSample
  /// Regressors, then the outcome.
  let columns: GroupedColumns
  /// Least squares without effects of units.
  let pooled: LinearFit
  /// Least squares on deviations from unit means.
  let within: LinearFit
  /// σ²_e.
  let errorVariance: Double
  /// N − n − K_w.
  let withinFreedom: Int
  /// σ²_u.
  let unitVariance: Double
  /// T̄.
  let harmonicPeriods: Double
  /// θ, one per unit.
  let thetas: [Double]
  /// Slopes and constant by generalised least squares; scores are those of the transformed data.
  let random: LinearFit

  private var design: Design { sample.design }

  /// - Throws: What least squares refuses; ``EstimationError/invalid(_:)`` where the sample leaves
  ///   no degrees of freedom within or between units.
  init(_ sample: UnitSample, threads: Int) throws(EstimationError) {
    let design = sample.design
    let n = design.observationCount
    let units = sample.units.grouping
    self.sample = sample
    columns = GroupedColumns(design.regressors.map(\.numbers) + [design.outcome], by: units)
    pooled = try LeastSquaresEngine(design: design, needsLeverages: false, threads: threads).fit()
    within = try Self.within(sample, columns, threads: threads)

    withinFreedom = n - units.count - within.kept.count
    guard withinFreedom > 0 else {
      throw .invalid(
        """
        \(n) observations of \(units.count) units leave no degrees of freedom for the variance of \
        errors beside \(within.kept.count) slopes. Take out regressors, or add periods.
        """
      )
    }
    guard within.residualSumOfSquares > 1e-26 * within.totalSumOfSquares else {
      throw .invalid(
        "The regressors explain '\(design.outcomeName)' within units without error, so that there "
          + "is no variance of errors to weigh unit effects against."
      )
    }
    errorVariance = within.residualSumOfSquares / Double(withinFreedom)
    let between = Self.between(columns, kept: pooled.kept, threads: threads)
    guard units.count > between.kept.count else {
      throw .invalid(
        """
        The regression of unit means has \(between.kept.count) coefficients for \(units.count) \
        units, so that the variance of unit effects cannot be estimated. Take out regressors, or \
        use method \(FixedEffects.kind.rawValue).
        """
      )
    }
    harmonicPeriods = Double(units.count) / columns.sizes.reduce(0) { $0 + 1 / $1 }
    unitVariance = max(
      0,
      between.residualSumOfSquares / Double(units.count - between.kept.count)
        - errorVariance / harmonicPeriods
    )
    let (error, unit) = (errorVariance, unitVariance)
    thetas = columns.sizes.map { 1 - (error / ($0 * unit + error)).squareRoot() }
    random = try Self.random(design, columns, pooled, thetas: thetas, threads: threads)
  }

  /// Least squares on deviations from unit means.
  private static func within(
    _ sample: UnitSample,
    _ columns: GroupedColumns,
    threads: Int
  ) throws(EstimationError) -> LinearFit {
    var design = sample.design
    let outcome = columns.columns.count - 1
    let left = Summation.sumOfSquares(columns.deviations(of: outcome))
    guard
      !AbsorbedRule.isAbsorbed(
        within: left,
        centred: Summation.centredSumOfSquares(design.outcome),
        mean: Summation.mean(design.outcome),
        weight: Double(design.observationCount)
      )
    else {
      throw .invalid(
        "'\(design.outcomeName)' does not vary within units of '\(sample.units.name)', so that "
          + "there is no variance of errors beside that of unit effects."
      )
    }
    design.effects = [sample.units]
    design.hasConstant = false
    return try LeastSquaresEngine(design: design, needsLeverages: false, threads: threads).fit()
  }

  /// Least squares of unit means on a constant and the means of regressors.
  private static func between(
    _ columns: GroupedColumns,
    kept: [Int],
    threads: Int
  ) -> LeastSquaresFit {
    let ones = [Double](repeating: 1, count: columns.grouping.count)
    return LeastSquares.fit(
      design: Matrix(columns: [ones] + kept.map { columns.means[$0] }),
      outcome: columns.means[columns.columns.count - 1],
      threads: threads
    )
  }

  /// Least squares on quasi-demeaned columns, the constant behind the slopes.
  private static func random(
    _ design: Design,
    _ columns: GroupedColumns,
    _ pooled: LinearFit,
    thetas: [Double],
    threads: Int
  ) throws(EstimationError) -> LinearFit {
    var transformed = design
    transformed.hasConstant = false
    transformed.outcome = columns.quasiDemeaned(columns.columns.count - 1, by: thetas)
    transformed.regressors = pooled.kept.map { position in
      var regressor = design.regressors[position]
      regressor.numbers = columns.quasiDemeaned(position, by: thetas)
      regressor.lowOrder = nil
      return regressor
    }
    transformed.regressors.append(
      Design.Regressor(
        name: Estimate.constantTerm,
        numbers: columns.spread(thetas.map { 1 - $0 }),
        term: -1
      )
    )
    let fit = try LeastSquaresEngine(design: transformed, needsLeverages: false, threads: threads)
      .fit()
    // θ is below one, so that the transformed columns have the rank of the pooled ones.
    if let lost = fit.omitted.first { throw .collinear(term: lost.term, with: lost.with) }
    return LinearFit(
      kept: pooled.kept,
      omitted: pooled.omitted,
      slopes: Array(fit.slopes.dropLast()),
      constant: fit.slopes.last,
      equations: fit.equations,
      constantBasis: .direct,
      totalSumOfSquares: pooled.totalSumOfSquares,
      rSquared: fit.rSquared,
      outcomeMean: pooled.outcomeMean,
      withinTotalSumOfSquares: nil,
      exactRank: 1,
      computation: fit.computation
    )
  }
}

extension SwamyArora {
  /// RSS / (N − K) of generalised least squares: what Stata scales its covariance by.
  var randomVariance: Double {
    random.residualSumOfSquares / Double(design.observationCount - random.kept.count - 1)
  }

  var components: VarianceComponents {
    VarianceComponents(
      unitDeviation: unitVariance.squareRoot(),
      errorDeviation: errorVariance.squareRoot(),
      theta: Self.spread(thetas),
      periods: Self.spread(columns.sizes),
      harmonicPeriods: harmonicPeriods
    )
  }

  private static func spread(_ values: [Double]) -> VarianceComponents.Spread {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    let median =
      sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    return .init(min: sorted[0], median: median, max: sorted[sorted.count - 1])
  }

  /// Squared correlations of the outcome with what random effects fit: within units, between
  /// their means, and over all observations.
  func rSquared() -> (
    within: Availability<Double>, between: Availability<Double>, overall: Availability<Double>
  ) {
    let outcome = columns.columns.count - 1
    func fitted(_ column: (Int) -> [Double]) -> [Double] {
      var sum = [Double](repeating: 0, count: column(outcome).count)
      for (position, slope) in zip(random.kept, random.slopes) {
        for (row, value) in column(position).enumerated() { sum[row] += slope * value }
      }
      return sum
    }
    func squared(_ column: (Int) -> [Double]) -> Availability<Double> {
      let (x, y) = (fitted(column), column(outcome))
      let (centredX, centredY) = (Self.centred(x), Self.centred(y))
      let spread = Summation.sumOfSquares(centredX)
      // What rounding leaves of regressors that do not vary is no variation.
      guard spread > 1e-24 * max(Summation.sumOfSquares(fitted { columns.columns[$0] }), 0) else {
        return .unavailable(because: .notApplicable)
      }
      let product = Summation.dot(centredX, centredY)
      return Availability(
        finite: product * product / (spread * Summation.sumOfSquares(centredY)),
        otherwise: .noVariation
      )
    }
    return (
      squared { columns.deviations(of: $0) }, squared { columns.means[$0] },
      squared { columns.columns[$0] }
    )
  }

  private static func centred(_ values: [Double]) -> [Double] {
    let mean = Summation.mean(values)
    return values.map { $0 - mean }
  }
}

extension SwamyArora {
  /// The residuals of pooled least squares, n numbers.
  private var pooledResiduals: [Double] {
    var residuals = design.outcome
    for (position, slope) in zip(pooled.kept, pooled.slopes) {
      let numbers = design.regressors[position].numbers
      for row in residuals.indices { residuals[row] -= slope * numbers[row] }
    }
    let constant = pooled.constant ?? 0
    for row in residuals.indices { residuals[row] -= constant }
    return residuals
  }

  /// The test that unit effects have no variance.
  ///
  ///     LM = N² / 2 · A² / (Σ T_i² − N),    A = Σ_i (Σ_t e_it)² / Σ e² − 1
  ///
  /// The alternative is a positive variance, under which A > 0: where A is not, the statistic is
  /// zero, and p is half that of χ²(1) otherwise.
  ///
  /// - SeeAlso: Breusch and Pagan (1980); Baltagi and Li (1990) for unequal T; Stata's `xttest0`.
  var breuschPagan: HypothesisTest {
    let residuals = GroupedColumns([pooledResiduals], by: sample.units.grouping)
    let n = Double(design.observationCount)
    let sums = zip(residuals.means[0], residuals.sizes).map { $0 * $1 }
    let excess =
      Summation.sumOfSquares(sums) / Summation.sumOfSquares(residuals.columns[0]) - 1
    let pairs = Summation.sumOfSquares(residuals.sizes) - n
    let statistic = excess > 0 ? n * n / 2 * excess * excess / pairs : 0
    return HypothesisTest(
      id: .breuschPagan,
      statistic: Availability(finite: statistic, otherwise: .perfectFit),
      degreesOfFreedom: 1,
      pValue: statistic > 0
        ? Availability(
          finite: ChiSquared(degreesOfFreedom: 1).upperTail(statistic) / 2,
          otherwise: .perfectFit
        ) : .value(1),
      distribution: .mixedChiSquared,
      null: []
    )
  }

  /// The F test that all unit effects are equal: pooled least squares against fixed effects.
  var unitEffects: HypothesisTest {
    let left = Double(design.observationCount - pooled.kept.count - 1)
    let restrictions = left - Double(withinFreedom)
    let statistic =
      (pooled.residualSumOfSquares - within.residualSumOfSquares) / restrictions / errorVariance
    return HypothesisTest(
      id: .fixedUnitEffects,
      statistic: Availability(finite: statistic, otherwise: .noDegreesOfFreedom),
      degreesOfFreedom: restrictions,
      denominatorDegreesOfFreedom: Double(withinFreedom),
      pValue: restrictions > 0
        ? Availability(
          finite: FisherF(numerator: restrictions, denominator: Double(withinFreedom))
            .upperTail(statistic),
          otherwise: .noDegreesOfFreedom
        ) : .unavailable(because: .noDegreesOfFreedom),
      distribution: .fisherF,
      null: []
    )
  }
}

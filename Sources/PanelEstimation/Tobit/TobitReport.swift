import PanelNumerics
import PanelResults

/// What a tobit estimated, whatever it knows of units.
struct TobitEstimates {
  /// In the order of the design, the constant first.
  let coefficients: [Double]
  /// Of the coefficients, then of the standard deviations.
  let covariance: Matrix
  let description: CovarianceDescription
  let logLikelihood: Double
  let maximisation: Maximisation
  /// σ, or σ_e.
  let errorSigma: Double
  let unitSigma: Double?
  /// Whether σ_u lies at zero.
  let isOnBoundary: Bool
  let pooledLogLikelihood: Double
  let quadrature: QuadratureDescription?

  init(
    _ fit: CensoredRegression,
    covariance: Matrix,
    description: CovarianceDescription
  ) {
    coefficients = fit.coefficients
    self.covariance = covariance
    self.description = description
    logLikelihood = fit.logLikelihood
    maximisation = Maximisation(iterations: fit.iterations, decrement: fit.decrement)
    errorSigma = fit.sigma
    unitSigma = nil
    isOnBoundary = false
    pooledLogLikelihood = fit.logLikelihood
    quadrature = nil
  }

  /// A fit with effects; without any variance of theirs the pooled one, with σ_u = 0.
  init(
    _ fit: CensoredPanelRegression,
    pooled: CensoredRegression,
    quadrature: QuadratureDescription
  ) {
    pooledLogLikelihood = pooled.logLikelihood
    description = TobitCovariance.information
    maximisation = Maximisation(iterations: fit.iterations, decrement: fit.decrement)
    self.quadrature = quadrature
    isOnBoundary = fit.isWithoutEffects
    guard fit.isWithoutEffects else {
      coefficients = fit.coefficients
      covariance = fit.covariance
      logLikelihood = fit.logLikelihood
      errorSigma = fit.errorSigma
      unitSigma = fit.unitSigma
      return
    }
    let k = pooled.coefficients.count
    var matrix = Matrix(rowCount: k + 2, columnCount: k + 2)
    let places = Array(0..<k) + [k + 1]
    for (j, column) in places.enumerated() {
      for (i, row) in places.enumerated() { matrix[row, column] = pooled.covariance[i, j] }
    }
    coefficients = pooled.coefficients
    covariance = matrix
    logLikelihood = pooled.logLikelihood
    errorSigma = pooled.sigma
    unitSigma = 0
  }
}

/// Turns estimates into a result.
struct TobitReport {
  let sample: TobitSample
  let estimates: TobitEstimates
  let effects: TobitEffects
  let level: Double

  /// A change of estimates with the number of points from which on a remark warns.
  static let quadratureTolerance = 1e-2

  private var design: Design { sample.design }

  func result(
    heading: ResultHeading,
    regressorLists: [String: [String]],
    provenance: Provenance
  ) -> TobitResult {
    let inference = inference()
    let slopes = inference.values.indices.filter { inference.components[$0] == .slopes }
    let wald = slopesTest(inference, slopes)
    return TobitResult(
      heading: heading,
      sample: design.description,
      effects: effects,
      censoring: Censoring(
        lower: sample.lower,
        upper: sample.upper,
        uncensored: sample.data.insideCount,
        left: sample.data.lowCount,
        right: sample.data.highCount
      ),
      covariance: estimates.description,
      omitted: sample.omitted,
      regressorLists: regressorLists,
      estimates: inference.estimates(),
      covarianceMatrix: (0..<inference.values.count).map { i in
        (0..<inference.values.count).map { inference.covariance[i, $0] }
      },
      scale: scale(),
      statistics: statistics(wald),
      tests: [wald] + (effects == .random ? [unitEffectsTest()] : []),
      quadrature: estimates.quadrature,
      maximisation: estimates.maximisation,
      remarks: remarks(),
      provenance: provenance
    )
  }

  /// Slopes, then the constant.
  private func inference() -> Inference {
    let k = estimates.coefficients.count
    let shift = design.hasConstant ? 1 : 0
    let order = Array(shift..<max(k, shift)) + (design.hasConstant ? [0] : [])
    let names = sample.columnNames
    return Inference(
      names: order.map { names[$0] },
      components: order.map { names[$0] == Estimate.constantTerm ? .constant : .slopes },
      values: order.map { estimates.coefficients[$0] },
      covariance: estimates.covariance.rows(order).columns(order),
      degreesOfFreedom: design.observationCount,
      level: level,
      absence: nil,
      distribution: .normal
    )
  }

  /// That all slopes are zero: a χ², as no likelihood has degrees of freedom to divide by.
  private func slopesTest(_ inference: Inference, _ slopes: [Int]) -> HypothesisTest {
    guard !slopes.isEmpty else {
      return HypothesisTest(
        id: .slopes,
        statistic: .unavailable(because: .noRegressors),
        degreesOfFreedom: 0,
        pValue: .unavailable(because: .noRegressors),
        distribution: .chiSquared,
        null: []
      )
    }
    return HypothesisTest(
      .slopes,
      values: slopes.map { inference.values[$0] },
      covariance: inference.covariance.rows(slopes).columns(slopes),
      null: slopes.map { inference.names[$0] }
    )
  }

  /// That σ_u is zero: a likelihood ratio, which under the null is zero half of the time.
  ///
  ///     p = ½ P(χ²₁ > LR),    and 1 at LR = 0
  ///
  /// - SeeAlso: Gutierrez, Carter and Drukker (2001), *On boundary-value likelihood-ratio tests*.
  private func unitEffectsTest() -> HypothesisTest {
    let ratio =
      estimates.isOnBoundary
      ? 0 : max(0, 2 * (estimates.logLikelihood - estimates.pooledLogLikelihood))
    return HypothesisTest(
      id: .unitEffects,
      statistic: .value(ratio),
      degreesOfFreedom: 1,
      pValue: .value(ratio > 0 ? ChiSquared(degreesOfFreedom: 1).upperTail(ratio) / 2 : 1),
      distribution: .mixedChiSquared,
      null: [Statistic.unitDeviation.rawValue]
    )
  }

  private func statistics(_ wald: HypothesisTest) -> [StatisticEntry] {
    let n = Double(design.observationCount)
    let squares = Summation.centredSumOfSquares(design.outcome, weights: nil)
    var entries: [Statistic: Availability<Double>] = [
      .observations: .value(n),
      .logLikelihood: .value(estimates.logLikelihood),
      .chiSquared: wald.statistic,
      .chiSquaredPValue: wald.pValue,
      .outcomeMean: .value(Summation.mean(design.outcome)),
      .outcomeStandardDeviation: n > 1
        ? .value((squares / (n - 1)).squareRoot()) : .unavailable(because: .noDegreesOfFreedom),
      .uncensored: .value(Double(sample.data.insideCount)),
    ]
    entries[.units] = design.description.units.map { .value(Double($0)) }
    entries[.periods] = design.description.periods.map { .value(Double($0)) }
    if let count = design.clusterings.map(\.grouping.count).min() {
      entries[.clusters] = .value(Double(count))
    }
    if sample.lower != nil { entries[.leftCensored] = .value(Double(sample.data.lowCount)) }
    if sample.upper != nil { entries[.rightCensored] = .value(Double(sample.data.highCount)) }
    for estimate in scale() {
      if let name = Statistic(rawValue: estimate.term) { entries[name] = .value(estimate.value) }
    }
    return Statistic.allCases.compactMap { name in entries[name].map { StatisticEntry(name, $0) } }
  }

  /// What the reader should know, in a fixed order.
  private func remarks() -> [Remark] {
    var remarks = sample.omitted.map { omitted in
      Remark(
        .omittedCollinear,
        ["term": omitted.term, "with": omitted.with.joined(separator: ", ")]
      )
    }
    for clustering in design.clusterings
    where clustering.grouping.count < ClusteredCovariance.fewClusters {
      remarks.append(
        Remark(
          .fewClusters,
          ["count": String(clustering.grouping.count), "variable": clustering.name]
        )
      )
    }
    if estimates.description.repaired { remarks.append(Remark(.covarianceRepaired)) }
    if sample.data.insideCount == design.observationCount {
      remarks.append(Remark(effects == .random ? .noCensoringRandom : .noCensoring))
    }
    let beyond = design.outcome.count { y in
      (sample.lower.map { y < $0 } ?? false) || (sample.upper.map { y > $0 } ?? false)
    }
    if beyond > 0 { remarks.append(Remark(.beyondLimits, ["count": String(beyond)])) }
    if estimates.isOnBoundary { remarks.append(Remark(.noUnitVariance)) }
    if let quadrature = estimates.quadrature {
      switch quadrature.checkChange {
      case .value(let change) where change > Self.quadratureTolerance:
        remarks.append(
          Remark(
            .unstableQuadrature,
            ["points": String(quadrature.points), "share": String(change)]
          )
        )
      case .unavailable:
        remarks.append(
          Remark(.unsettledQuadrature, ["points": String(quadrature.points)])
        )
      default: break
      }
    }
    return remarks
  }
}

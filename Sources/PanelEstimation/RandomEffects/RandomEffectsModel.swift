package import PanelData
import PanelNumerics
package import PanelResults

/// One linear model with random effects of units, under one covariance.
package struct RandomEffectsModel: Sendable {
  package var linear: LinearModel

  package init(_ linear: LinearModel) {
    self.linear = linear
    self.linear.distribution = .normal
  }

  /// Fits the model.
  ///
  ///     V = RSS/(N − K) · (X*'X*)⁻¹,    or the sandwich of quasi-demeaned scores with the factor
  ///     (N−1)/(N−K) · G/(G−1) under clusters, N/(N−K) under hc1
  ///
  /// Statistics are held against the normal distribution, as in Stata's `xtreg, re`.
  ///
  /// - Throws: What the formula, the covariance, the data or the estimator refuses.
  /// - SeeAlso: ``SwamyArora``; oracles `re_*`.
  package func result(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> RandomEffectsResult {
    guard [.iid, .hc1, .cluster].contains(linear.covariance.kind) else {
      throw .invalid(
        "The covariance '\(linear.covariance.kind.rawValue)' is not one of random effects. Use "
          + "iid, hc1 or cluster(…)."
      )
    }
    let sample = try UnitSample(linear, on: panel, threads: context.threadCount)
    try checkClusters(of: sample)
    let fit = try SwamyArora(sample, threads: context.threadCount)
    let fitted = try fitted(sample.design, fit.random, threads: context.threadCount)
    try fitted.checkFirstRegressor()
    let inference = fitted.inference
    let wald = inference.chiSquaredTest(.slopes)
    var heading = linear.heading(of: sample.formula, sample.design, in: panel)
    heading.labels.merge(panel.labels(of: panel.keyVariables)) { own, _ in own }
    return RandomEffectsResult(
      heading: heading,
      sample: sample.design.description,
      covariance: fitted.inferred.description,
      components: fit.components,
      omitted: fit.random.omitted,
      regressorLists: sample.formula.lists,
      estimates: inference.estimates(),
      covarianceMatrix: inference.covariance.rowArrays,
      statistics: statistics(fitted, fit, wald),
      tests: [wald, fit.breuschPagan, fit.unitEffects],
      remarks: fitted.inferred.remarks()
        + (fit.unitVariance > 0 ? [] : [Remark(.pooledRandomEffects)]),
      computation: fit.random.computation,
      provenance: linear.provenance(of: sample.formula, on: panel, in: context)
    )
  }

  /// Errors of a unit are related through its effect, so that no cluster may cut a unit in two.
  private func checkClusters(of sample: UnitSample) throws(EstimationError) {
    guard linear.covariance.kind == .cluster else { return }
    let clusterings = sample.design.clusterings
    guard clusterings.count == 1 else {
      throw .invalid(
        "Random effects take one cluster variable, of whose groups each contains whole units, not "
          + "\(clusterings.map { "'\($0.name)'" }.joined(separator: " and "))."
      )
    }
    guard sample.units.grouping.isNested(in: clusterings[0].grouping) else {
      throw .invalid(
        "Units of '\(sample.units.name)' lie in several groups of '\(clusterings[0].name)': the "
          + "effect of a unit relates its observations across clusters. Cluster by "
          + "'\(sample.units.name)' or by groups of units."
      )
    }
  }

  private func fitted(
    _ design: Design,
    _ fit: LinearFit,
    threads: Int
  ) throws(EstimationError) -> FittedModel {
    let estimator = CovarianceCatalog.estimator(linear.covariance.kind)
    let sample = linear.covarianceSample(of: design, fit, threads: threads)
    try estimator.validate(sample)
    return FittedModel(
      design: design,
      fit: fit,
      estimator: estimator,
      inferred: InferredFit(
        design: design,
        fit: fit,
        estimate: try estimator.covariance(of: fit.equations, in: sample),
        level: linear.level,
        sample: sample,
        distribution: linear.distribution
      )
    )
  }

  private func statistics(
    _ fitted: FittedModel,
    _ fit: SwamyArora,
    _ wald: HypothesisTest
  ) -> [StatisticEntry] {
    let shared: [Statistic] = [
      .observations, .units, .periods, .clusters, .outcomeMean, .outcomeStandardDeviation,
    ]
    let inferred = fitted.inferred
    var entries: [Statistic: Availability<Double>] = [:]
    for entry in inferred.statistics(wald) where shared.contains(entry.statistic) {
      entries[entry.statistic] = entry.value
    }
    let rSquared = fit.rSquared()
    let components = fit.components
    entries[.rSquared] = rSquared.overall
    entries[.overallRSquared] = rSquared.overall
    entries[.withinRSquared] = rSquared.within
    entries[.betweenRSquared] = rSquared.between
    entries[.chiSquared] = wald.statistic
    entries[.chiSquaredPValue] = wald.pValue
    entries[.unitDeviation] = .value(components.unitDeviation)
    entries[.errorDeviation] = .value(components.errorDeviation)
    entries[.unitShare] = .value(components.unitShare)
    entries[.quasiDemeaning] = .value(components.theta.median)
    return Statistic.allCases.compactMap { statistic in
      entries[statistic].map { StatisticEntry(statistic, $0) }
    }
  }
}

extension Panel {
  /// The columns that name units and periods.
  var keyVariables: [String] { index.map { [$0.unitVariable, $0.timeVariable] } ?? [] }
}

extension Matrix {
  /// The elements, row by row.
  var rowArrays: [[Double]] {
    (0..<rowCount).map { i in (0..<columnCount).map { self[i, $0] } }
  }
}

extension Inference {
  /// The Wald test of all slopes, held against χ².
  ///
  ///     χ² = b'V⁻¹b with as many degrees of freedom as slopes
  func chiSquaredTest(_ id: HypothesisTest.Kind) -> HypothesisTest {
    let slopes = components.indices.filter { components[$0] == .slopes }
    return .chiSquared(
      id,
      values: slopes.map { values[$0] },
      covariance: covariance.rows(slopes).columns(slopes),
      null: slopes.map { names[$0] },
      absence: absence
    )
  }
}

extension HypothesisTest {
  /// The Wald test that all values are zero, where their covariance has full rank.
  static func chiSquared(
    _ id: Kind,
    values: [Double],
    covariance: Matrix,
    null: [String],
    absence: AbsenceReason? = nil
  ) -> HypothesisTest {
    var test = HypothesisTest(id, values: values, covariance: covariance, null: null)
    var absence = absence ?? (values.isEmpty ? .noRegressors : nil)
    if absence == nil, Int(test.degreesOfFreedom) < values.count { absence = .singularCovariance }
    if let absence {
      test.statistic = .unavailable(because: absence)
      test.pValue = .unavailable(because: absence)
      test.degreesOfFreedom = Double(values.count)
    }
    return test
  }
}

package import PanelNumerics
package import PanelResults

/// Coefficients with the covariance that their tests and intervals come from.
package struct Inference: Sendable {
  package var names: [String]
  package var components: [Estimate.Component]
  /// In units of the outcome per unit of the regressor.
  package var values: [Double]
  /// p × p, in the order of the names.
  package var covariance: Matrix
  package var degreesOfFreedom: Int
  /// The confidence level of intervals: 0.95 for 95 percent.
  package var level: Double
  /// Why nothing can be inferred, where that is so.
  package var absence: AbsenceReason?
  /// What statistics are held against: Student's t, or the normal for no finite-sample claim.
  package var distribution: ReferenceDistribution = .studentT

  /// The level of the inner interval of figures.
  package static let innerLevel = 0.9

  /// One estimate per coefficient, with a two-sided t test and a symmetric interval.
  ///
  ///     t = b / √V_jj,    p = 2 P(T_df > |t|),    b ± t_{df, level} √V_jj
  package func estimates() -> [Estimate] {
    values.indices.map { j in
      let variance = covariance[j, j]
      let reason = absence ?? (variance > 0 ? nil : AbsenceReason.singularCovariance)
      guard reason == nil, variance.isFinite else {
        let missing = Availability<Double>.unavailable(because: reason ?? .singularCovariance)
        return Estimate(
          component: components[j], term: names[j], value: values[j], standardError: missing,
          statistic: missing, pValue: missing, intervalLow: missing, intervalHigh: missing,
          level: level, degreesOfFreedom: reportedFreedom, distribution: distribution)
      }
      let standardError = variance.squareRoot()
      let reference = StudentT(
        degreesOfFreedom: distribution == .normal ? .infinity : Double(degreesOfFreedom))
      let statistic = values[j] / standardError
      let half = reference.criticalValue(level: level) * standardError
      let innerHalf = reference.criticalValue(level: Self.innerLevel) * standardError
      return Estimate(
        component: components[j],
        term: names[j],
        value: values[j],
        standardError: .value(standardError),
        statistic: Availability(finite: statistic, otherwise: .perfectFit),
        pValue: Availability(
          finite: reference.twoSidedPValue(statistic), otherwise: .perfectFit),
        intervalLow: .value(values[j] - half),
        intervalHigh: .value(values[j] + half),
        level: level,
        innerInterval: level > Self.innerLevel
          ? Interval(low: values[j] - innerHalf, high: values[j] + innerHalf, level: Self.innerLevel)
          : nil,
        degreesOfFreedom: reportedFreedom,
        distribution: distribution)
    }
  }

  /// Those of t; the normal has none.
  private var reportedFreedom: Double? {
    distribution == .normal ? nil : Double(max(0, degreesOfFreedom))
  }

  /// The Wald test that all slopes are zero.
  ///
  ///     F = b'V⁻¹b / q,    q slopes, df as the t tests'
  package func slopesTest() -> HypothesisTest {
    waldTest(.slopes, of: values.indices.filter { components[$0] == .slopes })
  }

  /// The Wald test that some coefficients are zero.
  ///
  ///     F = b'V⁻¹b / q,    q coefficients, df as the t tests'
  ///
  /// - Parameter tested: Positions among ``values``.
  package func waldTest(_ id: HypothesisTest.Kind, of tested: [Int]) -> HypothesisTest {
    let statistic: Availability<Double>
    var pValue: Availability<Double>
    if tested.isEmpty {
      statistic = .unavailable(because: .noRegressors)
    } else if let absence {
      statistic = .unavailable(because: absence)
    } else if let chiSquared = quadraticForm(tested) {
      statistic = .value(chiSquared / Double(tested.count))
    } else {
      statistic = .unavailable(because: .singularCovariance)
    }
    switch statistic {
    case .value(let value):
      let reference = FisherF(
        numerator: Double(tested.count), denominator: Double(degreesOfFreedom))
      pValue = Availability(finite: reference.upperTail(value), otherwise: .perfectFit)
    case .unavailable(let reason):
      pValue = .unavailable(because: reason)
    }
    return HypothesisTest(
      id: id, statistic: statistic, degreesOfFreedom: Double(tested.count),
      denominatorDegreesOfFreedom: Double(max(0, degreesOfFreedom)), pValue: pValue,
      distribution: .fisherF, null: tested.map { names[$0] })
  }

  /// Linear combinations of the coefficients: A b with covariance A V A'.
  ///
  /// - Parameters:
  ///   - matrix: A, one row per combination.
  ///   - names: One per row.
  package func combined(by matrix: Matrix, names: [String]) -> Inference {
    var combined = self
    combined.names = names
    combined.components = names.map { _ in .slopes }
    combined.values = matrix * values
    combined.covariance = (matrix * covariance * matrix.transposed).symmetrised
    return combined
  }

  /// b'V⁻¹b over some coefficients; `nil` where V is singular to working precision.
  private func quadraticForm(_ indices: [Int]) -> Double? {
    let scales = indices.map { covariance[$0, $0].squareRoot() }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let inverse = scales.map { 1 / $0 }
    let scaled = covariance.columns(indices).rows(indices).scalingRows(by: inverse).transposed
      .scalingRows(by: inverse).symmetrised
    let eigen = SymmetricEigen(scaled)
    guard let smallest = eigen.values.min(), let largest = eigen.values.max(),
      smallest > 1e-13 * largest, let cholesky = Cholesky(scaled)
    else { return nil }
    let target = zip(indices, inverse).map { values[$0] * $1 }
    return Summation.dot(target, cholesky.solve(target))
  }
}

import PanelNumerics
import PanelResults

/// The coefficients that fixed and random effects both estimate, and what lies between them.
struct HausmanComparison {
  let fit: SwamyArora
  /// Positions of the compared regressors in the design.
  let positions: [Int]
  let contrasts: [HausmanContrast]
  /// The raw names of regressors that random effects alone estimate.
  let invariant: [String]
  /// The raw names of regressors left out because they are the same for all units of a period.
  let ofPeriods: [String]

  /// Takes the coefficients asked for, or all that both estimators have of regressors that vary
  /// within periods.
  ///
  /// Fixed and random effects agree on regressors that are the same for all units of a period, but
  /// for what follows from the others, so that they bring no evidence and a covariance of
  /// differences without full rank (Wooldridge 2010, section 10.7.3).
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` where no coefficient can be compared, or a term
  ///   asked for is none of those that can.
  init(_ fit: SwamyArora, terms: [String]) throws(EstimationError) {
    let names = fit.sample.design.regressors.map(\.name)
    let common = fit.random.kept.filter(fit.within.kept.contains)
    let invariant = fit.random.kept.filter { !common.contains($0) }.map { names[$0] }
    guard !common.isEmpty else {
      throw .invalid(
        """
        No regressor varies within units of '\(fit.sample.units.name)' \
        (\(Self.list(invariant))), so that fixed effects estimate no coefficient that could be \
        compared with random effects.
        """
      )
    }
    for term in terms where !common.contains(where: { names[$0] == term }) {
      throw .invalid(
        invariant.contains(term)
          ? "'terms' names '\(term)', which does not vary within units: fixed effects do not "
            + "estimate it."
          : "'terms' names '\(term)', which is no coefficient of the model. There are: "
            + "\(Self.list(common.map { names[$0] }))."
      )
    }
    let aggregate = common.filter {
      fit.sample.isOfPeriods(fit.sample.design.regressors[$0].numbers)
    }
    guard !terms.isEmpty || aggregate.count < common.count else {
      throw .invalid(
        "All regressors are the same for all units of a period "
          + "(\(Self.list(aggregate.map { names[$0] }))), which say nothing about effects of units. "
          + "Name them in 'terms' to compare them nevertheless."
      )
    }
    self.fit = fit
    ofPeriods = terms.isEmpty ? aggregate.map { names[$0] } : []
    positions =
      terms.isEmpty
      ? common.filter { !aggregate.contains($0) } : common.filter { terms.contains(names[$0]) }
    contrasts = positions.map { position in
      HausmanContrast(
        term: names[position],
        fixed: Self.slope(of: position, in: fit.within),
        random: Self.slope(of: position, in: fit.random)
      )
    }
    self.invariant = invariant
  }

  var differences: [Double] { contrasts.map(\.difference) }
  var terms: [String] { contrasts.map(\.term) }

  private static func list(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }

  private static func slope(of position: Int, in fit: LinearFit) -> Double {
    fit.kept.firstIndex(of: position).map { fit.slopes[$0] } ?? 0
  }

  /// The covariance of compared slopes under one error variance: s² times their part of the
  /// bread.
  private func covariance(of linear: LinearFit, scaledBy variance: Double) -> Matrix {
    let places = positions.compactMap { linear.kept.firstIndex(of: $0) }
    return variance * linear.equations.bread.rows(places).columns(places)
  }
}

extension HausmanComparison {
  /// The test from the difference of the two covariances.
  ///
  ///     H = d'(V_FE − V_RE)⁺d,    V_FE = s²_FE (X̃'X̃)⁻¹,  V_RE = s²_RE (X*'X*)⁻¹
  ///
  /// with degrees of freedom by the rank of the difference. Under `sigmamore` both variances are
  /// s²_RE, under `sigmaless` both s²_FE. The difference need not be positive definite; a negative
  /// H is reported as it is, as Stata does.
  ///
  /// Singular values count above dim · 1e-9 of the largest, in units of the standard errors of
  /// fixed effects. Stata applies the same limit to the unscaled matrix, where the units of
  /// regressors may decide.
  ///
  /// - SeeAlso: Hausman (1978); oracles `re_grunfeld`, `re_produc`.
  func classic(_ variant: HausmanForm.Variant) -> HausmanForm {
    let (own, other) = (fit.errorVariance, fit.randomVariance)
    let fixed = covariance(of: fit.within, scaledBy: variant == .sigmamore ? other : own)
    let random = covariance(of: fit.random, scaledBy: variant == .sigmaless ? own : other)
    return form(
      variant,
      covariance: fixed - random,
      scales: fixed.diagonal.map { $0.squareRoot() },
      tellsDefiniteness: true
    )
  }

  /// The quadratic form of the differences in the generalised inverse of a covariance.
  ///
  /// - Parameters:
  ///   - covariance: Of the differences, symmetric.
  ///   - scales: The unit of each difference, in which ranks are judged.
  ///   - tellsDefiniteness: Whether the covariance may fail to be positive definite.
  func form(
    _ variant: HausmanForm.Variant,
    covariance: Matrix,
    scales: [Double],
    tellsDefiniteness: Bool
  ) -> HausmanForm {
    let inverse = scales.map { $0 > 0 ? 1 / $0 : 0 }
    let scaled = covariance.scalingRows(by: inverse).transposed.scalingRows(by: inverse)
      .symmetrised
    let eigen = SymmetricEigen(scaled)
    let limit = (eigen.values.map(abs).max() ?? 0) * Double(scales.count) * 1e-9
    let kept = eigen.values.indices.filter { abs(eigen.values[$0]) > limit }
    let scores = eigen.vectors.transposedTimes(zip(differences, inverse).map { $0 * $1 })
    let statistic = Summation.sum(kept.map { scores[$0] * scores[$0] / eigen.values[$0] })
    let known = !kept.isEmpty && statistic.isFinite
    let absence = Availability<Double>.unavailable(because: .singularCovariance)
    let pValue: Availability<Double> =
      statistic < 0
      ? .unavailable(because: .negativeStatistic)
      : known
        ? .value(ChiSquared(degreesOfFreedom: Double(kept.count)).upperTail(statistic)) : absence
    return HausmanForm(
      variant: variant,
      test: HypothesisTest(
        id: variant.test,
        statistic: known ? .value(statistic) : absence,
        degreesOfFreedom: Double(kept.count),
        pValue: known ? pValue : absence,
        distribution: .chiSquared,
        null: terms
      ),
      standardErrors: covariance.diagonal.map { variance in
        variance > 0
          ? .value(variance.squareRoot()) : .unavailable(because: .negativeVariance)
      },
      isPositiveDefinite: tellsDefiniteness ? !kept.contains { eigen.values[$0] < 0 } : nil
    )
  }
}

import PanelNumerics
package import PanelResults

/// The classical covariance of independent errors with one variance.
///
///     V = RSS / (n − K) · (X'WX)⁻¹
///
/// - SeeAlso: Greene (2018), *Econometric Analysis*, section 4.3; oracles `*.json`, key `iid`.
package struct IndependentCovariance: CovarianceEstimator {
  package init() {}

  package func covariance(
    of equations: EstimatingEquations, in sample: CovarianceSample
  ) throws(EstimationError) -> CovarianceEstimate {
    let parameters = sample.parameterCount(under: self)
    let left = sample.observationCount - parameters
    let divisor = sample.options.adjust ? left : sample.observationCount
    let factor = divisor > 0 ? 1 / Double(divisor) : 0
    return CovarianceEstimate(
      matrix: (factor * equations.residualSumOfSquares) * equations.bread,
      description: CovarianceDescription(
        kind: .iid,
        correction: SmallSampleCorrection(
          factor: factor, parameterCount: parameters, options: sample.options)),
      degreesOfFreedom: left)
  }
}

/// The sandwich for errors of unequal variance.
///
///     V = c · B (Σ s s' / (1 − h)^m) B,    HC1: c = n/(n − K), m = 0;  HC2: m = 1;  HC3: m = 2
///
/// Leverages h are those of the full design, dummies of absorbed effects included. HC2 and HC3
/// take no factor, as in Stata, sandwich and fixest.
///
/// - SeeAlso: MacKinnon and White (1985); oracles `ols_wage2_hc`, `fe2_castle_controls`.
package struct HeteroskedasticCovariance: CovarianceEstimator {
  package var kind: CovarianceKind

  package init(kind: CovarianceKind) { self.kind = kind }

  private var leveragePower: Int {
    switch kind {
    case .hc2: 1
    case .hc3: 2
    default: 0
    }
  }

  package func covariance(
    of equations: EstimatingEquations, in sample: CovarianceSample
  ) throws(EstimationError) -> CovarianceEstimate {
    let (sandwich, fullLeverageCount) = try equations.scores.sandwich(
      of: equations.bread, leveragePower: leveragePower)
    let parameters = sample.parameterCount(under: self)
    let left = sample.observationCount - parameters
    let corrected = sample.options.adjust && leveragePower == 0
    let factor =
      corrected ? (left > 0 ? Double(sample.observationCount) / Double(left) : 0) : 1
    return CovarianceEstimate(
      matrix: factor * sandwich,
      description: CovarianceDescription(
        kind: kind,
        correction: SmallSampleCorrection(
          factor: factor, parameterCount: parameters, options: sample.options)),
      degreesOfFreedom: left,
      fullLeverageCount: fullLeverageCount)
  }
}

package import PanelNumerics
package import PanelResults

/// Estimates the covariance of coefficients from scores and bread, and knows no estimator.
///
/// A new kind of covariance is one file with a conforming type and one line in
/// ``CovarianceCatalog``.
package protocol CovarianceEstimator: Sendable {
  /// Refuses a sample on which the estimator is not defined.
  func validate(_ sample: CovarianceSample) throws(EstimationError)

  /// The covariance of the coefficients: p × p, in the order of ``EstimatingEquations``, and how
  /// it was corrected.
  func covariance(
    of equations: EstimatingEquations, in sample: CovarianceSample
  ) throws(EstimationError) -> CovarianceEstimate

  /// Whether the levels of an effect lie inside the clusters, so that they cost no degrees of
  /// freedom.
  func nests(_ effect: NamedGrouping, in sample: CovarianceSample) -> Bool
}

extension CovarianceEstimator {
  package func validate(_ sample: CovarianceSample) throws(EstimationError) {}

  package func nests(_ effect: NamedGrouping, in sample: CovarianceSample) -> Bool { false }
}

/// What a covariance estimator may know of the sample.
package struct CovarianceSample: Sendable {
  package var observationCount: Int
  package var effects: [NamedGrouping]
  package var clusterings: [NamedGrouping]
  package var counts: ParameterCounts
  package var options: SmallSampleOptions
  /// Where and when rows are; absent where the covariance does not ask, or the method cannot tell.
  package var location: RowLocation?
  package var threads = 1
  /// Independent dummies of some of the effects, by position; `nil` where infeasible.
  package var rankOfEffects: @Sendable ([Int]) -> Int?

  /// The parameters that the correction counts under this covariance.
  package func parameterCount(under estimator: some CovarianceEstimator) -> Int {
    let nested =
      [.nonnested, .ivreghdfe].contains(options.effects)
      ? effects.map { estimator.nests($0, in: self) } : effects.map { _ in false }
    return counts.counted(options, nested: nested) {
      rankOfEffects(effects.indices.filter { !nested[$0] })
    }
  }
}

/// A covariance matrix with what a reader must know of it.
package struct CovarianceEstimate: Sendable {
  /// p × p.
  package var matrix: Matrix
  package var description: CovarianceDescription
  /// The degrees of freedom of t and of the denominator of F; below one where there are none.
  package var degreesOfFreedom: Int
  /// Rows whose leverage is one, which carry no weight.
  package var fullLeverageCount: Int
  /// Whether the matrix may have negative eigenvalues by its nature.
  package var mayBeIndefinite: Bool
  /// What the reader should know of it.
  package var remarks: [Remark]

  package init(
    matrix: Matrix, description: CovarianceDescription, degreesOfFreedom: Int,
    fullLeverageCount: Int = 0, mayBeIndefinite: Bool = false, remarks: [Remark] = []
  ) {
    self.matrix = matrix
    self.description = description
    self.degreesOfFreedom = degreesOfFreedom
    self.fullLeverageCount = fullLeverageCount
    self.mayBeIndefinite = mayBeIndefinite
    self.remarks = remarks
  }
}

/// Coefficients as the solution of equations Σ s_i(β) = 0: all that inference needs of a fit.
package struct EstimatingEquations: Sendable {
  /// p × p: the inverse of the derivative of the equations, (X'WX)⁻¹ for least squares.
  package var bread: Matrix
  /// Σ w e².
  package var residualSumOfSquares: Double
  package var scores: any ScoreSource

  package init(bread: Matrix, residualSumOfSquares: Double, scores: any ScoreSource) {
    self.bread = bread
    self.residualSumOfSquares = residualSumOfSquares
    self.scores = scores
  }
}

/// The scores of a fit, summed as a covariance needs them, so that they need not be stored.
package protocol ScoreSource: Sendable {
  /// For each grouping a p × G matrix: the sum of scores of each group.
  func sums(by groupings: [Grouping]) -> [Matrix]
  /// Σ (B s)(B s)' over rows, each score divided by (1 − h)^(power/2): p × p.
  ///
  /// - Parameters:
  ///   - bread: B, p × p and symmetric.
  ///   - leveragePower: 0, or 1 for HC2 and 2 for HC3.
  /// - Throws: ``EstimationError/invalid(_:)`` where exact leverages are infeasible.
  func sandwich(
    of bread: Matrix, leveragePower: Int
  ) throws(EstimationError) -> (Matrix, fullLeverageCount: Int)
}

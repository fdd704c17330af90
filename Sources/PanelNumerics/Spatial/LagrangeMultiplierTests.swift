import Foundation

/// Lagrange multiplier tests for a spatial lag and a spatial error on least-squares residuals.
///
///     d_lag = e'WY/s²,    d_error = e'We/s²,    τ = T tr(WW + W'W)
///     J = (WXb)'M(WXb)/s² + τ
///     LM lag = d_lag²/J,    LM error = d_error²/τ
///     robust LM lag = (d_lag − d_error)²/(J − τ)
///     robust LM error = (d_error − τ/J d_lag)²/(τ(1 − τ/J))
///     LM both = LM error + robust LM lag = LM lag + robust LM error
///
/// Effects of units and periods are removed from all columns beforehand. A cross-section is a panel
/// of one period with a constant among its columns.
///
/// - SeeAlso: Anselin, Bera, Florax and Yoon (1996), *Simple diagnostic tests for spatial
///   dependence*; Elhorst (2010), *Matlab software for spatial panels*, equations 6 to 9; Debarsy
///   and Ertur (2010), *Testing for spatial autocorrelation in a fixed effects panel data model*;
///   oracles `cs_*`, `panel_*`.
package struct LagrangeMultiplierTests: Sendable, Equatable {
  /// How effects enter the information and the error variance.
  package enum Form: String, Sendable, CaseIterable {
    /// WXb is not cleared of effects, s² = e'e/(nT): Elhorst's and splm's.
    case elhorst
    /// WXb is cleared of effects as the other columns are: the least-squares dummy variable model.
    case exactProjection
    /// After the orthonormal transformation of Lee and Yu: T − 1 periods under effects of units,
    /// n − 1 places and F'WF under effects of periods.
    case leeYu
  }

  package let lag: Double
  package let error: Double
  /// NaN, as the next two, where WXb is a combination of the columns of X.
  package let robustLag: Double
  package let robustError: Double
  /// Both at once, with two degrees of freedom.
  package let both: Double
  /// That of least squares with N rows, the model without spatial terms.
  package let logLikelihood: Double

  /// - Parameters:
  ///   - columns: The model's columns.
  ///   - form: How effects enter.
  package init(_ columns: SpatialColumns, form: Form) {
    let effects = columns.effects
    let design = Matrix(
      rowCount: columns.rowCount,
      columnCount: columns.regressors.count,
      elements: columns.remainingRegressors.flatMap { $0 }
    )
    let fit = LeastSquares.fit(design: design, outcome: columns.remainingOutcome)
    var (periods, places) = (Double(columns.periodCount), Double(columns.unitCount))
    if form == .leeYu {
      if effects.ofUnits { periods -= 1 }
      if effects.ofPeriods { places -= 1 }
    }
    let variance = fit.residualSumOfSquares / (periods * places)
    let trace =
      periods
      * Self.products(of: columns.lag.weights, centred: form == .leeYu && effects.ofPeriods)

    let kept = design.columns(fit.kept)
    let lags = columns.lag.of([kept * fit.coefficients, fit.residuals, columns.remainingOutcome])
    let fitted = form == .elhorst ? lags[0] : effects.removed(from: lags[0])
    let outcome = form == .elhorst ? lags[2] : columns.remainingOutcomeLag
    let rest = LeastSquares.fit(design: kept, outcome: fitted).residualSumOfSquares
    let information = rest / variance + trace

    let errorScore = Summation.dot(fit.residuals, lags[1]) / variance
    let lagScore = Summation.dot(fit.residuals, outcome) / variance
    lag = lagScore * lagScore / information
    error = errorScore * errorScore / trace
    // Where the lag of fitted values is a combination of the regressors, as in a model of a constant
    // alone, a spatial lag and spatial errors are the same.
    let isSeparate = rest > 1e-20 * Summation.sumOfSquares(fitted)
    let difference = lagScore - errorScore
    robustLag = isSeparate ? difference * difference * variance / rest : .nan
    let remaining = errorScore - trace / information * lagScore
    robustError =
      isSeparate ? remaining * remaining * information * variance / (trace * rest) : .nan
    both = error + robustLag
    logLikelihood = Self.logLikelihood(fit, count: Double(columns.rowCount))
  }

  /// −N/2 (ln(2πe'e/N) + 1).
  private static func logLikelihood(_ fit: LeastSquaresFit, count: Double) -> Double {
    -count / 2 * (log(2 * .pi * fit.residualSumOfSquares / count) + 1)
  }

  /// tr(WW + W'W), of F'WF in place of W where `centred`: F has n − 1 orthonormal columns that sum
  /// to zero, so that traces are those of JWJW and JW'JW with J = I − 11'/n.
  static func products(of weights: SparseMatrix, centred: Bool) -> Double {
    let sum = weights.traceOfSquare + weights.squaredNorm
    guard centred else { return sum }
    let n = Double(weights.rowCount)
    let (rows, columns) = (weights.rowSums, weights.columnSums)
    let mean = Summation.sum(rows) / n
    let square = mean * mean - 2 * Summation.dot(columns, rows) / n
    let gram =
      mean * mean - (Summation.sumOfSquares(rows) + Summation.sumOfSquares(columns)) / n
    return sum + square + gram
  }
}

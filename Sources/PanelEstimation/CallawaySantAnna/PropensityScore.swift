import Foundation
import PanelNumerics

/// The probability of treatment given covariates: a logit by maximum likelihood.
///
///     p(x) = 1 / (1 + e^(−x'γ)),    Σ w (d − p) x = 0
///
/// - SeeAlso: McCullagh and Nelder (1989), *Generalized linear models*, section 4.4; oracle
///   `cs_mpdta_dr_lpop`.
struct PropensityScore: Sendable {
  /// p at each of m rows.
  let probabilities: [Double]
  /// (X'WX)⁻¹ with W = w p (1 − p): k × k.
  let inverseInformation: Matrix

  private static let stepLimit = 100
  /// Of the largest step, relative to the coefficients of standardised covariates.
  private static let tolerance = 1e-13

  /// Fits by Newton's method, halving steps that lower the likelihood.
  ///
  /// - Parameters:
  ///   - columns: m × k, a constant and standardised covariates.
  ///   - treated: The first rows, this many, are treated.
  ///   - weights: m positive weights; absent for equal ones.
  /// - Returns: `nil` where the likelihood has no maximum, because covariates separate the groups
  ///   or are collinear.
  init?(columns: Matrix, treated: Int, weights: [Double]?) {
    let rows = columns.rowCount
    var coefficients = [Double](repeating: 0, count: columns.columnCount)
    let total = weights.map { $0.reduce(0, +) } ?? Double(rows)
    let share = (weights.map { $0[..<treated].reduce(0, +) } ?? Double(treated)) / total
    guard share > 0, share < 1 else { return nil }
    coefficients[0] = log(share / (1 - share))
    var likelihood = Self.logLikelihood(columns * coefficients, treated, weights)
    for _ in 0..<Self.stepLimit {
      let fitted = (columns * coefficients).map { 1 / (1 + exp(-$0)) }
      var scores = [Double](repeating: 0, count: rows)
      var information = [Double](repeating: 0, count: rows)
      for row in 0..<rows {
        let weight = weights?[row] ?? 1
        scores[row] = weight * ((row < treated ? 1 : 0) - fitted[row])
        information[row] = (weight * fitted[row] * (1 - fitted[row])).squareRoot()
      }
      guard let factor = Cholesky(columns.scalingRows(by: information).crossProduct()) else {
        return nil
      }
      var step = factor.solve(columns.transposedTimes(scores))
      guard step.allSatisfy(\.isFinite) else { return nil }
      let size = coefficients.reduce(1) { max($0, abs($1)) }
      if step.allSatisfy({ abs($0) <= Self.tolerance * size }) {
        probabilities = fitted
        inverseInformation = factor.inverse()
        return
      }
      var next = zip(coefficients, step).map { $0 + $1 }
      var reached = Self.logLikelihood(columns * next, treated, weights)
      var halvings = 0
      while !(reached >= likelihood - 1e-10 * abs(likelihood)), halvings < 30 {
        step = step.map { $0 / 2 }
        next = zip(coefficients, step).map { $0 + $1 }
        reached = Self.logLikelihood(columns * next, treated, weights)
        halvings += 1
      }
      (coefficients, likelihood) = (next, reached)
    }
    return nil
  }

  /// Σ w (d η − ln(1 + e^η)).
  private static func logLikelihood(
    _ indices: [Double], _ treated: Int, _ weights: [Double]?
  ) -> Double {
    var sum = 0.0
    for (row, index) in indices.enumerated() {
      // ln(1 + e^η) without overflow.
      let softplus = max(index, 0) + log1p(exp(-abs(index)))
      sum += (weights?[row] ?? 1) * ((row < treated ? index : 0) - softplus)
    }
    return sum
  }
}

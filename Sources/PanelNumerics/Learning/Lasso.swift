import Foundation

/// Least squares with a penalty on the sum of absolute coefficients, by coordinate descent on
/// cross-products.
///
///     min  (1/2n) Σ(y − a − x′b)² + α Σ s_j |b_j|,    s_j the standard deviation of x_j
///
/// which is the penalty α on coefficients of standardised regressors, as in scikit-learn after a
/// StandardScaler and in glmnet. The intercept is not penalised. Regressors without variation have
/// coefficient zero.
///
/// - SeeAlso: Tibshirani (1996), *Regression shrinkage and selection via the lasso*; Friedman,
///   Hastie and Tibshirani (2010), *Regularization paths for generalized linear models via
///   coordinate descent*.
package struct Lasso: Sendable {
  /// What regressors are divided by: their standard deviations with divisor n, or 1 where the
  /// penalty holds for slopes as they are; 0 where they do not vary.
  private let deviations: [Double]
  /// Variances of regressors so divided: 1 where by standard deviations.
  private let variances: [Double]
  /// Means of regressors, then that of the outcome.
  private let means: [Double]
  /// The correlation matrix of regressors, p × p.
  private let gram: Matrix
  /// Covariances of standardised regressors with the outcome.
  private let target: [Double]

  /// - Parameters:
  ///   - moments: Of regressors and outcome.
  ///   - isScaled: Whether the penalty is on coefficients of standardised regressors.
  package init(_ moments: RegressionMoments, isScaled: Bool = true) {
    let width = moments.width
    means = moments.sums.map { $0 / moments.count }
    var deviations = [Double](repeating: 0, count: width)
    for j in 0..<width {
      let variance = moments.covariance(j, j)
      // What is left of a constant after rounding is no variation.
      let square = moments.products[j, j] / moments.count
      let varies = variance > 1e-14 * square
      deviations[j] = varies ? (isScaled ? variance.squareRoot() : 1) : 0
    }
    var gram = Matrix(rowCount: width, columnCount: width)
    for j in 0..<width where deviations[j] > 0 {
      for i in 0...j where deviations[i] > 0 {
        let value =
          i == j && isScaled ? 1 : moments.covariance(i, j) / (deviations[i] * deviations[j])
        gram[i, j] = value
        gram[j, i] = value
      }
    }
    target = (0..<width).map {
      deviations[$0] > 0 ? moments.covariance($0, width) / deviations[$0] : 0
    }
    self.deviations = deviations
    self.gram = gram
    variances = (0..<width).map { gram[$0, $0] }
  }

  /// The smallest penalty under which every slope is zero: the largest |covariance|.
  package var largestPenalty: Double { target.reduce(0) { max($0, abs($1)) } }

  /// The rule of one penalty.
  ///
  /// - Returns: `nil` where the iteration does not settle within its steps.
  package func rule(penalty: Double) -> LinearRule? {
    var slopes = [Double](repeating: 0, count: target.count)
    return descend(penalty, &slopes) ? rule(slopes) : nil
  }

  /// The rules of descending penalties, each begun where the last one ended.
  ///
  /// - Returns: `nil` where an iteration does not settle.
  package func path(_ penalties: [Double]) -> [LinearRule]? {
    var slopes = [Double](repeating: 0, count: target.count)
    var rules: [LinearRule] = []
    for penalty in penalties {
      guard descend(penalty, &slopes) else { return nil }
      rules.append(rule(slopes))
    }
    return rules
  }

  private func rule(_ standardised: [Double]) -> LinearRule {
    let slopes = zip(standardised, deviations).map { $1 > 0 ? $0 / $1 : 0 }
    let explained = zip(slopes, means).reduce(0) { $0 + $1.0 * $1.1 }
    return LinearRule(intercept: means[means.count - 1] - explained, slopes: slopes)
  }

  /// Coordinate descent: full sweeps until nothing moves, and between them sweeps over the slopes
  /// that are not zero.
  private func descend(_ penalty: Double, _ slopes: inout [Double]) -> Bool {
    let width = target.count
    // Covariances of regressors with residuals.
    var gradient = target
    for j in 0..<width where slopes[j] != 0 {
      for i in 0..<width { gradient[i] -= gram[i, j] * slopes[j] }
    }
    let scale = max(largestPenalty, .leastNormalMagnitude)
    let tolerance = 1e-12 * scale
    func sweep(_ places: [Int]) -> Double {
      var largest = 0.0
      for j in places {
        let wanted = gradient[j] + variances[j] * slopes[j]
        let moved = max(0, abs(wanted) - penalty) / variances[j]
        let next = wanted < 0 ? -moved : moved
        let change = next - slopes[j]
        guard change != 0 else { continue }
        slopes[j] = next
        largest = max(largest, abs(change) * variances[j])
        gram.elements.withUnsafeBufferPointer { elements in
          for i in 0..<width { gradient[i] -= elements[j * width + i] * change }
        }
      }
      return largest
    }
    let all = (0..<width).filter { deviations[$0] > 0 }
    for _ in 0..<10_000 {
      if sweep(all) <= tolerance { return true }
      let active = all.filter { slopes[$0] != 0 }
      for _ in 0..<1_000 where sweep(active) <= tolerance { break }
    }
    return false
  }
}

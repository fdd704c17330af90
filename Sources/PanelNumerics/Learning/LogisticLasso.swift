import Foundation

/// The probability of a binary outcome given regressors, by a logit with a penalty on the sum of
/// absolute coefficients of standardised regressors.
///
///     min  −(1/n) Σ[d η − ln(1 + e^η)] + α Σ s_j |b_j|,    η = a + x′b
///
/// Proximal Newton: each step is a lasso of the working outcome with working weights, shortened
/// until the objective falls. A penalty of zero is maximum likelihood.
///
/// - SeeAlso: Friedman, Hastie and Tibshirani (2010), section 3.
package struct LogisticLasso: Sendable {
  package let rule: LinearRule

  private static let stepLimit = 200
  private static let tolerance = 1e-10

  /// There is none where the iteration does not settle, as when regressors separate the groups.
  ///
  /// - Parameters:
  ///   - regressors: n × p.
  ///   - outcome: n zeros and ones, some of each.
  ///   - penalty: On coefficients of standardised regressors; zero for maximum likelihood.
  ///   - start: Where to begin; the share of ones where absent.
  package init?(
    _ regressors: Matrix,
    outcome: [Double],
    penalty: Double,
    start: LinearRule? = nil
  ) {
    let count = Double(outcome.count)
    let share = outcome.reduce(0, +) / count
    guard share > 0, share < 1 else { return nil }
    let standard = Standardisation(regressors)
    var rule =
      start.map(standard.standardised)
      ?? LinearRule(
        intercept: log(share / (1 - share)),
        slopes: [Double](repeating: 0, count: regressors.columnCount)
      )
    let columns = standard.columns
    func objective(_ rule: LinearRule) -> Double {
      -Self.logLikelihood(rule.predictions(columns), outcome) / count
        + penalty * rule.slopes.reduce(0) { $0 + abs($1) }
    }
    var value = objective(rule)
    for _ in 0..<Self.stepLimit {
      let index = rule.predictions(columns)
      var weights = [Double](repeating: 0, count: index.count)
      var working = weights
      for i in index.indices {
        let p = 1 / (1 + exp(-index[i]))
        weights[i] = max(p * (1 - p), 1e-10)
        working[i] = index[i] + (outcome[i] - p) / weights[i]
      }
      let values = Matrix(
        rowCount: columns.rowCount,
        columnCount: columns.columnCount + 1,
        elements: columns.elements + working
      )
      // Σw(z − η)²/2n: the lasso of weighted moments, whose count is Σw, has the penalty αn/Σw.
      let moments = RegressionMoments(values, weights: weights)
      let inner = Lasso(moments, isScaled: false)
      guard let step = inner.rule(penalty: penalty * count / moments.count) else { return nil }
      var length = 1.0
      var next = step
      var reached = objective(next)
      while !(reached <= value + 1e-14 * abs(value)), length > 1e-8 {
        length /= 2
        next = LinearRule(
          intercept: rule.intercept + length * (step.intercept - rule.intercept),
          slopes: zip(rule.slopes, step.slopes).map { $0 + length * ($1 - $0) }
        )
        reached = objective(next)
      }
      let change = zip(rule.slopes + [rule.intercept], next.slopes + [next.intercept])
        .reduce(0) { max($0, abs($1.0 - $1.1)) }
      let size = next.slopes.reduce(1) { max($0, abs($1)) }
      (rule, value) = (next, reached)
      // A slope beyond any probability that a double tells from 0 or 1: the groups are separated.
      guard size < 1e4 else { return nil }
      if change <= Self.tolerance * size {
        self.rule = standard.raw(rule)
        return
      }
    }
    return nil
  }

  /// Probabilities for each row of an n × p matrix.
  package func probabilities(_ regressors: Matrix) -> [Double] {
    rule.predictions(regressors).map { 1 / (1 + exp(-$0)) }
  }

  static func logLikelihood(_ index: [Double], _ outcome: [Double]) -> Double {
    var sum = 0.0
    for (eta, d) in zip(index, outcome) {
      sum += d * eta - max(eta, 0) - log1p(exp(-abs(eta)))
    }
    return sum
  }

  /// The smallest penalty under which every slope is zero.
  static func largestPenalty(_ regressors: Matrix, outcome: [Double]) -> Double {
    let columns = Standardisation(regressors).columns
    let mean = outcome.reduce(0, +) / Double(outcome.count)
    return columns.transposedTimes(outcome.map { $0 - mean })
      .reduce(0) { max($0, abs($1)) } / Double(outcome.count)
  }
}

/// Regressors with mean 0 and standard deviation 1; those without variation are zero.
struct Standardisation: Sendable {
  let columns: Matrix
  private let means: [Double]
  private let deviations: [Double]

  init(_ raw: Matrix) {
    var columns = raw
    var means: [Double] = []
    var deviations: [Double] = []
    for j in 0..<raw.columnCount {
      let column = raw.column(j)
      let mean = Summation.mean(column)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      let size = column.reduce(0) { max($0, abs($1)) }
      let deviation = variance.squareRoot() > 1e-12 * size ? variance.squareRoot() : 0
      for i in column.indices {
        columns[i, j] = deviation > 0 ? (column[i] - mean) / deviation : 0
      }
      means.append(mean)
      deviations.append(deviation)
    }
    self.columns = columns
    self.means = means
    self.deviations = deviations
  }

  func raw(_ rule: LinearRule) -> LinearRule {
    let slopes = zip(rule.slopes, deviations).map { $1 > 0 ? $0 / $1 : 0 }
    let shift = zip(slopes, means).reduce(0) { $0 + $1.0 * $1.1 }
    return LinearRule(intercept: rule.intercept - shift, slopes: slopes)
  }

  func standardised(_ rule: LinearRule) -> LinearRule {
    let shift = zip(rule.slopes, means).reduce(0) { $0 + $1.0 * $1.1 }
    return LinearRule(
      intercept: rule.intercept + shift,
      slopes: zip(rule.slopes, deviations).map { $0 * $1 }
    )
  }
}

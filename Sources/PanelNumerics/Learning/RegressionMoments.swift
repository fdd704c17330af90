/// Sums and cross-products of regressors and an outcome, which is all that linear learners need.
///
/// Moments of a training sample are those of all rows less those of the rows held out, so that
/// cross-validation passes over the data once. Values are measured from a common origin near
/// their means; differences of sums then lose no digits that matter.
package struct RegressionMoments: Sendable {
  /// Σw.
  package var count: Double
  /// Σw x_j, then Σw y: p + 1 sums.
  package var sums: [Double]
  /// Σw v v′ for v = (x, y): (p + 1) × (p + 1).
  package var products: Matrix

  /// - Parameters:
  ///   - values: n × (p + 1), regressors and then the outcome, measured from the origin.
  ///   - weights: n positive numbers; all one where absent.
  package init(_ values: Matrix, weights: [Double]? = nil) {
    var weighted = values
    if let weights { weighted = values.scalingRows(by: weights.map { $0.squareRoot() }) }
    count = weights?.reduce(0, +) ?? Double(values.rowCount)
    sums = (0..<values.columnCount).map { j in
      weights.map { zip(values.column(j), $0).reduce(0) { $0 + $1.0 * $1.1 } }
        ?? values.column(j).reduce(0, +)
    }
    products = weighted.crossProduct()
  }

  private init(count: Double, sums: [Double], products: Matrix) {
    self.count = count
    self.sums = sums
    self.products = products
  }

  /// The number of regressors.
  package var width: Int { sums.count - 1 }

  package static func - (all: RegressionMoments, part: RegressionMoments) -> RegressionMoments {
    RegressionMoments(
      count: all.count - part.count,
      sums: zip(all.sums, part.sums).map { $0 - $1 },
      products: all.products - part.products
    )
  }

  package static func + (a: RegressionMoments, b: RegressionMoments) -> RegressionMoments {
    RegressionMoments(
      count: a.count + b.count,
      sums: zip(a.sums, b.sums).map { $0 + $1 },
      products: a.products + b.products
    )
  }

  /// The covariance of two of the values: products of deviations from means, over the count.
  @inline(__always)
  package func covariance(_ i: Int, _ j: Int) -> Double {
    (products[i, j] - sums[i] * (sums[j] / count)) / count
  }

  /// The mean squared error of a linear rule on these rows.
  ///
  ///     Σ(y − a − x′b)²/n
  package func meanSquaredError(of rule: LinearRule) -> Double {
    // v′c with c = (−b, 1) is y − x′b.
    let loadings = rule.slopes.map { -$0 } + [1]
    var square = 0.0
    for j in loadings.indices where loadings[j] != 0 {
      var inner = 0.0
      for i in loadings.indices { inner += products[i, j] * loadings[i] }
      square += inner * loadings[j]
    }
    let sum = zip(sums, loadings).reduce(0) { $0 + $1.0 * $1.1 }
    let error =
      square / count - 2 * rule.intercept * (sum / count) + rule.intercept * rule.intercept
    return max(0, error)
  }
}

/// A prediction that is linear in regressors.
package struct LinearRule: Sendable, Equatable {
  package var intercept: Double
  package var slopes: [Double]

  package init(intercept: Double, slopes: [Double]) {
    self.intercept = intercept
    self.slopes = slopes
  }

  /// a + x′b for each row of an n × p matrix.
  package func predictions(_ regressors: Matrix) -> [Double] {
    var result = [Double](repeating: intercept, count: regressors.rowCount)
    for (j, slope) in slopes.enumerated() where slope != 0 {
      let offset = j * regressors.rowCount
      for i in result.indices { result[i] += slope * regressors.elements[offset + i] }
    }
    return result
  }
}

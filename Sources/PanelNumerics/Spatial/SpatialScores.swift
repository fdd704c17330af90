/// Scores of the observations: what a sandwich is filled with.
extension SpatialLikelihood {
  /// The derivatives of the log-likelihood of each row in (b, r, σ²), k + 2 columns of N numbers.
  ///
  ///     b  x̃e/σ²    r  z e/σ² − (J/T)(g_ii − c/(n(1 − r)))    σ²  e²/2σ⁴ − M/(2nTσ²)
  ///
  /// with z = Wy of a lag and Wu of errors, and g_ii the diagonal of G; they sum to zero at the top.
  package func scores(at parameters: SpatialParameters) -> [[Double]] {
    let variance = parameters.variance
    let residuals = self.residuals(at: parameters)
    let lag = remainingLag(coefficients: parameters.coefficients)
    var scores = regressors(at: parameters.spatial).map { column in
      zip(column, residuals).map { $0 * $1 / variance }
    }
    let periods = columns.periodCount
    let share = determinantCount / Double(periods)
    let root =
      removesUnitRoot ? 1 / ((1 - parameters.spatial) * Double(columns.unitCount)) : 0
    let own = determinant.diagonal(at: parameters.spatial, weights: columns.lag.weights).map {
      share * ($0 - root)
    }
    scores.append(
      lag.indices.map { lag[$0] * residuals[$0] / variance - own[$0 / periods] }
    )
    let level = observationCount / (2 * Double(columns.rowCount) * variance)
    scores.append(residuals.map { $0 * $0 / (2 * variance * variance) - level })
    return scores
  }
}

extension LogDeterminant {
  /// The diagonal of G = W (I − rW)⁻¹, some columns at a time.
  ///
  /// - Complexity: O(*n*) solves.
  package func diagonal(at r: Double, weights: SparseMatrix) -> [Double] {
    let system = system(at: r)
    var diagonal: [Double] = []
    for block in Parallel.blocks(of: order, size: 64) {
      var units = Matrix(rowCount: order, columnCount: block.count)
      for (column, unit) in block.enumerated() { units[unit, column] = 1 }
      let product = weights.times(system.solve(units))
      for (column, unit) in block.enumerated() { diagonal.append(product[unit, column]) }
    }
    return diagonal
  }
}

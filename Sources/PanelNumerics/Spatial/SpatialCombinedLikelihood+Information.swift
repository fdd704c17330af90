/// Scores and the information about (b, ρ, λ, σ²) of a model with a spatial lag and spatial errors.
extension SpatialCombinedLikelihood {
  /// Units up to which the columns of both G are gone through for expected information.
  package static var expectedOrder: Int { 6_000 }

  /// The derivatives of the log-likelihood of each row in (b, ρ, λ, σ²), as in
  /// ``SpatialLikelihood/scores(at:)``.
  package func scores(at parameters: Parameters) -> [[Double]] {
    let variance = parameters.variance
    let residuals = residuals(at: parameters)
    var scores = filteredRegressors(parameters.lambda).map { column in
      zip(column, residuals).map { $0 * $1 / variance }
    }
    let lags = [
      filtered(columns.outcomeLag, parameters.lambda),
      columns.effects.removed(from: columns.lag.of(errors(at: parameters).full)),
    ]
    let periods = columns.periodCount
    let share = determinantCount / Double(periods)
    for (lag, r) in zip(lags, [parameters.rho, parameters.lambda]) {
      let root = removesUnitRoot ? 1 / ((1 - r) * Double(columns.unitCount)) : 0
      let own = determinant.diagonal(at: r, weights: columns.lag.weights).map {
        share * ($0 - root)
      }
      scores.append(
        lag.indices.map { lag[$0] * residuals[$0] / variance - own[$0 / periods] }
      )
    }
    let level = observationCount / (2 * Double(columns.rowCount) * variance)
    scores.append(residuals.map { $0 * $0 / (2 * variance * variance) - level })
    return scores
  }

  /// Expected information of (b, ρ, λ, σ²), (k + 3) × (k + 3).
  ///
  /// With v = P B G_ρ Xb and G_ρ, G_λ, which commute as functions of one W:
  ///
  ///     bb  X_B′X_B/σ²    bρ  X_B′v/σ²    ρρ  v′v/σ² + J tr(G_ρG_ρ + G_ρ′G_ρ)
  ///     ρλ  J tr(G_ρG_λ + G_ρ′G_λ)    λλ  J tr(G_λG_λ + G_λ′G_λ)
  ///     ρσ², λσ²  J tr G/σ²    σ²σ²  M/2σ⁴
  ///
  /// - SeeAlso: Anselin (1988), 6.2.3.
  package func expectedInformation(at parameters: Parameters) -> Matrix {
    let (rho, lambda, variance) = (parameters.rho, parameters.lambda, parameters.variance)
    let system = determinant.system(at: rho)
    let solved = columns.solved(columns.fitted(parameters.coefficients), by: system)
    let mean = filtered(columns.lag.of(solved), lambda)
    let regressors = filteredRegressors(lambda)
    let square = Matrix(columns: regressors + [mean]).crossProduct()
    var information = Matrix(rowCount: k + 3, columnCount: k + 3)
    for j in 0...k {
      for i in 0...k { information[i, j] = square[i, j] / variance }
    }
    let (lag, error) = (remainingTraces(rho), remainingTraces(lambda))
    let cross = crossTrace(rho, lambda)
    let count = determinantCount
    information[k, k] += count * (lag.square + lag.crossProduct)
    information[k + 1, k + 1] = count * (error.square + error.crossProduct)
    set(&information, k, k + 1, count * cross)
    set(&information, k, k + 2, count * lag.first / variance)
    set(&information, k + 1, k + 2, count * error.first / variance)
    information[k + 2, k + 2] = observationCount / (2 * variance * variance)
    return information
  }

  /// Observed information of (b, ρ, λ, σ²): minus the second derivatives of the likelihood.
  package func observedInformation(at parameters: Parameters) -> Matrix {
    let (rho, lambda, variance) = (parameters.rho, parameters.lambda, parameters.variance)
    let regressors = filteredRegressors(lambda)
    let lag = filtered(columns.outcomeLag, lambda)
    let errors = errors(at: parameters).full
    let errorLag = columns.effects.removed(from: columns.lag.of(errors))
    let residuals = residuals(at: parameters)
    let square = Matrix(columns: regressors + [lag, errorLag]).crossProduct()
    var information = Matrix(rowCount: k + 3, columnCount: k + 3)
    for j in 0..<k + 2 {
      for i in 0..<k + 2 { information[i, j] = square[i, j] / variance }
    }
    for (j, column) in columns.remainingRegressorLags().enumerated() {
      let more = Summation.dot(column, residuals) / variance
      set(&information, j, k + 1, information[j, k + 1] + more)
    }
    let twice = columns.effects.removed(from: columns.lag.of(columns.outcomeLag))
    let more = Summation.dot(twice, residuals) / variance
    set(&information, k, k + 1, information[k, k + 1] + more)
    let cross = Matrix(columns: regressors + [lag, errorLag]).transposedTimes(residuals)
    for i in 0..<k + 2 { set(&information, i, k + 2, cross[i] / (variance * variance)) }
    information[k, k] += determinantCount * remainingTraces(rho).square
    information[k + 1, k + 1] += determinantCount * remainingTraces(lambda).square
    let sum = Summation.sumOfSquares(residuals)
    information[k + 2, k + 2] = (sum / variance - observationCount / 2) / (variance * variance)
    return information
  }

  private func set(_ matrix: inout Matrix, _ i: Int, _ j: Int, _ value: Double) {
    matrix[i, j] = value
    matrix[j, i] = value
  }

  /// P(x − λWx).
  private func filtered(_ column: [Double], _ lambda: Double) -> [Double] {
    let lag = columns.lag.of(column)
    return columns.effects.removed(from: zip(column, lag).map { $0 - lambda * $1 })
  }

  private func filteredRegressors(_ lambda: Double) -> [[Double]] {
    zip(columns.remainingRegressors, columns.remainingRegressorLags()).map { column, lag in
      zip(column, lag).map { $0 - lambda * $1 }
    }
  }

  /// Traces of G, or of F′GF under Lee and Yu's transformation of periods, see
  /// ``SpatialLikelihood/remainingTraces(at:)``.
  private func remainingTraces(_ r: Double) -> SpatialTraces {
    SpatialLikelihood(
      columns,
      dependence: .outcome,
      isTransformed: isTransformed,
      determinant: determinant
    ).remainingTraces(at: r)
  }

  /// tr(G_ρG_λ + G_ρ′G_λ), less the part of the unit root where it is removed.
  ///
  ///     G_ρG_λ = (G_ρ − G_λ)/(ρ − λ)
  private func crossTrace(_ rho: Double, _ lambda: Double) -> Double {
    let weights = columns.lag.weights
    let traces = determinant.crossTraces(rho, lambda, weights: weights)
    guard removesUnitRoot else { return traces.product + traces.crossProduct }
    let sums = [rho, lambda].map {
      determinant.system(at: $0).solveTransposed(weights.columnSums)
    }
    return traces.product - 1 / ((1 - rho) * (1 - lambda))
      + traces.crossProduct - Summation.dot(sums[0], sums[1]) / Double(columns.unitCount)
  }
}

extension LogDeterminant {
  /// tr G_ρG_λ and tr G_ρ′G_λ of the same weights at two parameters, from the columns of both, some
  /// at a time.
  ///
  /// - Complexity: O(*n*) solves.
  func crossTraces(
    _ rho: Double,
    _ lambda: Double,
    weights: SparseMatrix
  ) -> (product: Double, crossProduct: Double) {
    let (first, second) = (system(at: rho), system(at: lambda))
    let turned = weights.transposed()
    var (products, crossProducts) = ([Double](), [Double]())
    for block in Parallel.blocks(of: order, size: 64) {
      var units = Matrix(rowCount: order, columnCount: block.count)
      for (column, unit) in block.enumerated() { units[unit, column] = 1 }
      let right = weights.times(second.solve(units))
      let left = weights.times(first.solve(units))
      // Rows of G_ρ are columns of G_ρ′ = (I − ρW)′⁻¹W′.
      let rows = first.solveTransposed(turned.times(units))
      products.append(Summation.dot(rows.elements, right.elements))
      crossProducts.append(Summation.dot(left.elements, right.elements))
    }
    return (Summation.sum(products), Summation.sum(crossProducts))
  }
}

/// The information about (b, r, σ²) of a spatial model.
extension SpatialLikelihood {
  /// Whether G Xb has effects removed from it.
  package enum MeanRule: Sendable {
    /// Yes: the information of the model with dummies.
    case projected
    /// Effects are removed from X alone, as in Elhorst's programs.
    case unprojected
  }

  /// Expected information, (k + 2) × (k + 2).
  ///
  /// With G = W(I − rW)⁻¹, P what removes effects, X̃ = PX, v = P(Wy − Ge), which is PG of the mean of
  /// (I − rW)y, and traces less their part of the unit root under Lee and Yu's transformation of
  /// periods:
  ///
  ///     lag:    bb  X̃′X̃/σ²    br  X̃′v/σ²    rr  v′v/σ² + J tr(GG + G′G)
  ///     error:  bb  X̃_r′X̃_r/σ², X_r = X − rWX    br  0    rr  J tr(GG + G′G)
  ///     both:   rσ²  J tr G/σ²    σ²σ²  M/2σ⁴
  ///
  /// - Parameters:
  ///   - parameters: Where.
  ///   - rule: What becomes of the mean of Wy.
  ///   - given: I − rW, where it is at hand.
  /// - Returns: The information, in the order b, r, σ².
  /// - SeeAlso: Anselin (1988), 6.2; Lee and Yu (2010), equation 19; `se` of the oracles.
  package func expectedInformation(
    at parameters: SpatialParameters,
    mean rule: MeanRule = .projected,
    system given: (any SpatialSystem)? = nil
  ) -> Matrix {
    let parts = expectedParts(at: parameters, mean: rule, system: given)
    let all = Matrix(columns: parts.regressors + parts.mean).crossProduct()
    let k = parts.regressors.count
    let variance = parameters.variance
    var information = Matrix(rowCount: k + 2, columnCount: k + 2)
    for j in 0..<all.columnCount {
      for i in 0..<all.rowCount { information[i, j] = all[i, j] / variance }
    }
    information[k, k] += parts.curvature
    information[k, k + 1] = parts.slope / variance
    information[k + 1, k] = information[k, k + 1]
    information[k + 1, k + 1] = observationCount / (2 * variance * variance)
    return information
  }

  /// The inverse of ``expectedInformation(at:mean:system:)``, from R of QR of (X̃, v) without squaring
  /// it, so that a large mean costs no digits.
  ///
  /// With R of X̃, c = R⁻¹Q′v and s the norm of what X̃ leaves of v, V of (r, σ²) is the inverse of its
  /// information with s² for v′v, and the rest is
  ///
  ///     V_bb = σ²(X̃′X̃)⁻¹ + V_rr cc′,    V_b· = −c V_r·
  ///
  /// - Returns: `nil` where the information is singular.
  package func expectedCovariance(
    at parameters: SpatialParameters,
    mean rule: MeanRule = .projected,
    system given: (any SpatialSystem)? = nil
  ) -> Matrix? {
    let parts = expectedParts(at: parameters, mean: rule, system: given)
    let k = parts.regressors.count
    let variance = parameters.variance
    let triangle = SpatialProfile.triangle(of: Matrix(columns: parts.regressors + parts.mean))
    let leading = Array(0..<k)
    let root = triangle.rows(leading).columns(leading)
    guard root.diagonal.allSatisfy({ $0 != 0 && $0.isFinite }) else { return nil }
    let own = parts.mean.isEmpty ? 0 : triangle[k, k]
    var low = Matrix(rowCount: 2, columnCount: 2)
    low[0, 0] = own * own / variance + parts.curvature
    low[0, 1] = parts.slope / variance
    low[1, 0] = low[0, 1]
    low[1, 1] = observationCount / (2 * variance * variance)
    guard let spatial = low.scaledInverse() else { return nil }
    let inverse = root.solvingUpperTriangular(.identity(k))
    var coefficients = [Double](repeating: 0, count: k)
    if !parts.mean.isEmpty {
      coefficients = inverse * leading.map { triangle[$0, k] }
    }
    let bread = inverse * inverse.transposed
    var covariance = Matrix(rowCount: k + 2, columnCount: k + 2)
    for i in 0..<k {
      for j in 0..<k {
        covariance[i, j] =
          variance * bread[i, j] + spatial[0, 0] * coefficients[i] * coefficients[j]
      }
      for j in 0..<2 {
        covariance[i, k + j] = -coefficients[i] * spatial[0, j]
        covariance[k + j, i] = covariance[i, k + j]
      }
    }
    for i in 0..<2 {
      for j in 0..<2 { covariance[k + i, k + j] = spatial[i, j] }
    }
    return covariance.symmetrised
  }

  private struct ExpectedParts {
    /// X̃, or X̃_r.
    var regressors: [[Double]]
    /// v; none of errors.
    var mean: [[Double]]
    /// J tr(GG + G′G) and J tr G.
    var curvature: Double
    var slope: Double
  }

  private func expectedParts(
    at parameters: SpatialParameters,
    mean rule: MeanRule,
    system given: (any SpatialSystem)?
  ) -> ExpectedParts {
    let r = parameters.spatial
    let system = given ?? determinant.system(at: r)
    let traces = remainingTraces(at: r, system: system)
    var mean: [[Double]] = []
    if dependence == .outcome {
      let residuals = self.residuals(at: parameters)
      let fitted = residuals.indices.map {
        columns.outcome[$0] - r * columns.outcomeLag[$0] - residuals[$0]
      }
      switch rule {
      case .projected:
        let full = columns.lag.of(columns.solved(fitted, by: system))
        mean = [columns.effects.removed(from: full)]
      case .unprojected:
        let remaining = columns.effects.removed(from: fitted)
        mean = [columns.lag.of(columns.solved(remaining, by: system))]
      }
    }
    return ExpectedParts(
      regressors: regressors(at: r),
      mean: mean,
      curvature: determinantCount * (traces.square + traces.crossProduct),
      slope: determinantCount * traces.first
    )
  }

  /// Observed information, (k + 2) × (k + 2): minus the second derivatives of the likelihood.
  ///
  ///     lag:    br  X̃′Wy/σ²    rr  (Wy)′(Wy)/σ² + J tr GG    rσ²  e′Wy/σ⁴
  ///     error:  br  (X̃_r′Wu + (WX)′e)/σ²    rr  (Wu)′(Wu)/σ² + J tr GG    rσ²  e′Wu/σ⁴
  ///
  /// and −M/2σ⁴ + e′e/σ⁶ for σ².
  ///
  /// - SeeAlso: `se_observed` of the oracles; Stata's `vce(oim)`.
  package func observedInformation(at parameters: SpatialParameters) -> Matrix {
    let variance = parameters.variance
    let residuals = self.residuals(at: parameters)
    let regressors = self.regressors(at: parameters.spatial)
    var lag = columns.remainingOutcomeLag
    if dependence == .errors {
      let fitted = columns.lag.of(columns.fitted(parameters.coefficients))
      let remaining = columns.effects.removed(from: fitted)
      for row in lag.indices { lag[row] -= remaining[row] }
    }
    let k = regressors.count
    let square = Matrix(columns: regressors + [lag]).crossProduct()
    var information = Matrix(rowCount: k + 2, columnCount: k + 2)
    for j in 0...k {
      for i in 0...k { information[i, j] = square[i, j] / variance }
    }
    if dependence == .errors {
      for (j, column) in columns.remainingRegressorLags().enumerated() {
        information[j, k] += Summation.dot(column, residuals) / variance
        information[k, j] = information[j, k]
      }
    }
    let cross = Matrix(columns: regressors + [lag]).transposedTimes(residuals)
    for i in 0...k {
      information[i, k + 1] = cross[i] / (variance * variance)
      information[k + 1, i] = information[i, k + 1]
    }
    information[k, k] += determinantCount * remainingTraceOfSquare(at: parameters.spatial)
    let sum = Summation.sumOfSquares(residuals)
    information[k + 1, k + 1] =
      (sum / variance - observationCount / 2) / (variance * variance)
    return information
  }

  /// The columns whose coefficients are b, filtered where errors are, effects removed.
  package func regressors(at r: Double) -> [[Double]] {
    guard dependence == .errors else { return columns.remainingRegressors }
    return zip(columns.remainingRegressors, columns.remainingRegressorLags()).map { column, lag in
      zip(column, lag).map { $0 - r * $1 }
    }
  }

  /// Traces of G, or of F′GF under Lee and Yu's transformation of periods.
  ///
  ///     tr F′GF = tr G − 1/(1 − r),    ‖F′GF‖² = ‖G‖² − |G′ι|²/n
  package func remainingTraces(
    at r: Double,
    system: (any SpatialSystem)? = nil
  ) -> SpatialTraces {
    var traces = determinant.traces(at: r)
    guard removesUnitRoot else { return traces }
    let root = 1 / (1 - r)
    traces.first -= root
    traces.square -= root * root
    let sums = (system ?? determinant.system(at: r))
      .solveTransposed(columns.lag.weights.columnSums)
    traces.crossProduct -= Summation.sumOfSquares(sums) / Double(columns.unitCount)
    return traces
  }

  /// tr GG, less its part of the unit root.
  private func remainingTraceOfSquare(at r: Double) -> Double {
    let square = determinant.traces(at: r).square
    return removesUnitRoot ? square - 1 / ((1 - r) * (1 - r)) : square
  }

  /// Direct estimates less their bias of order 1/n beside effects of units and periods.
  ///
  ///     θ + (1/n) Σ⁻¹ (0, 1/(1 − ρ), 1/2σ²)′,    then σ² · T/(T − 1)
  ///
  /// with Σ the expected information of one observation, of Elhorst's form.
  ///
  /// - Returns: `nil` where the information is singular.
  /// - SeeAlso: Lee and Yu (2010); Elhorst (2012), *Matlab software for spatial panels*,
  ///   equation 17; `bc_*` of the oracles.
  package func biasCorrected(_ parameters: SpatialParameters) -> SpatialParameters? {
    let information = expectedInformation(at: parameters, mean: .unprojected)
    guard let inverse = information.scaledInverse() else { return nil }
    let k = parameters.coefficients.count
    var bias = [Double](repeating: 0, count: k + 2)
    bias[k] = 1 / (1 - parameters.spatial)
    bias[k + 1] = 1 / (2 * parameters.variance)
    let periods = Double(columns.periodCount)
    // Σ is the information over nT, so that Σ⁻¹/n is its inverse times T.
    let step = (inverse * bias).map { $0 * periods }
    return SpatialParameters(
      coefficients: (0..<k).map { parameters.coefficients[$0] + step[$0] },
      spatial: parameters.spatial + step[k],
      variance: (parameters.variance + step[k + 1]) * periods / (periods - 1)
    )
  }
}

extension Matrix {
  /// The inverse of a positive definite matrix, scaled to a unit diagonal on the way; `nil` where
  /// it is not positive definite to working precision.
  package func scaledInverse() -> Matrix? {
    let diagonal = self.diagonal
    guard diagonal.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let scales = diagonal.map { 1 / $0.squareRoot() }
    let scaled = scalingRows(by: scales).transposed.scalingRows(by: scales).symmetrised
    guard let factor = Cholesky(scaled) else { return nil }
    return factor.inverse().scalingRows(by: scales).transposed.scalingRows(by: scales).symmetrised
  }
}

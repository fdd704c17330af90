import Foundation

/// The likelihood of a spatial panel model whose effects of units are normal and unrelated to the
/// regressors.
///
///     lag:    y = ρWy + Xb + μ + e
///     error:  y = Xb + u,  u = λWu + μ + e    (Kapoor, Kelejian and Prucha 2007)
///
/// Quasi-differences x − (1 − θ)x̄_i, θ = σ / (σ² + Tσ_μ²)^½, make errors independent. They commute
/// with W, so that for every θ what is left is a model without effects:
///
///     ℓ(r, θ) = −(nT/2)(ln(2π S/nT) + 1) + T ln|I − rW| + n ln θ
///
/// Effects of periods, where the formula absorbs them, are parameters.
///
/// - SeeAlso: Elhorst (2014), 3.3.4; oracles `re_*` of `panel_*_individual`.
package struct SpatialRandomEffectsLikelihood: Sendable {
  package let columns: SpatialColumns
  package let dependence: SpatialLikelihood.Dependence
  package let determinant: any LogDeterminant
  /// The columns of the profile, less their means of units, and these means T times; both reduced.
  private let within: [[Double]]
  private let between: [[Double]]

  /// A point of the likelihood.
  package struct Parameters: Sendable, Equatable {
    package var coefficients: [Double]
    /// ρ or λ.
    package var spatial: Double
    /// σ², of e.
    package var variance: Double
    /// θ, in (0, 1).
    package var share: Double
    package var periodCount: Int

    /// σ_μ² = σ² (1/θ² − 1)/T.
    package var effectVariance: Double {
      variance * (1 / (share * share) - 1) / Double(periodCount)
    }
  }

  /// The top.
  package struct Maximum: Sendable {
    package var parameters: Parameters
    package var logLikelihood: Double
  }

  /// Why there is none.
  package enum Failure: Error, Equatable {
    /// ℓ still rises where units have no variance of their own, θ = 1.
    case noEffects
    /// As in ``SpatialLikelihood``.
    case spatial(InteriorMaximum.Failure)
  }

  /// - Precondition: T is 2 or more; `columns` remove no effects of units.
  package init(
    _ columns: SpatialColumns,
    dependence: SpatialLikelihood.Dependence,
    determinant: any LogDeterminant
  ) {
    precondition(columns.periodCount > 1 && !columns.effects.ofUnits, "no panel to take means of")
    self.columns = columns
    self.dependence = dependence
    self.determinant = determinant
    let lags = dependence == .errors ? columns.remainingRegressorLags() : []
    let all =
      columns.remainingRegressors + lags + [columns.remainingOutcome, columns.remainingOutcomeLag]
    let means = all.map { Self.means($0, columns.periodCount) }
    within = Matrix(
      columns: zip(all, means).map { column, means in
        column.indices.map { column[$0] - means[$0 / columns.periodCount] }
      }
    ).reducedColumns()
    let root = Double(columns.periodCount).squareRoot()
    between = Matrix(columns: means.map { $0.map { root * $0 } }).reducedColumns()
  }

  private static func means(_ column: [Double], _ periods: Int) -> [Double] {
    stride(from: 0, to: column.count, by: periods).map {
      Summation.mean(Array(column[$0..<$0 + periods]))
    }
  }

  private var k: Int { columns.regressors.count }
  private var n: Double { Double(columns.unitCount) }
  /// nT.
  package var observationCount: Double { Double(columns.rowCount) }

  private func profile(_ share: Double) -> SpatialProfile {
    let all = zip(within, between).map { $0 + $1.map { share * $0 } }
    let last = all.count
    return dependence == .outcome
      ? SpatialProfile(
        regressors: Array(all[..<k]),
        outcome: all[last - 2],
        lag: all[last - 1]
      )
      : SpatialProfile(
        regressors: Array(all[..<k]),
        lags: Array(all[k..<2 * k]),
        outcome: all[last - 2],
        lag: all[last - 1]
      )
  }

  /// The top over r for one θ, and ∂ℓ/∂θ = n/θ − nT θ B/S there, B = T Σ ē_i².
  private func inner(
    _ share: Double
  ) throws(InteriorMaximum.Failure) -> (place: Double, value: Double, slope: Double) {
    let profile = profile(share)
    let m = observationCount
    let periods = Double(columns.periodCount)
    let (low, high) = SpatialLikelihood(
      columns,
      dependence: dependence,
      isTransformed: false,
      determinant: determinant
    ).searched
    let value = { (r: Double) in
      -m / 2 * (log(2 * Double.pi * profile.sum(at: r).sumOfSquares / m) + 1)
        + periods * determinant.value(at: r) + n * log(share)
    }
    let top = try InteriorMaximum(
      from: low,
      to: high,
      points: determinant.method == .eigenvalues ? 24 : 9,
      value: value,
      slope: { r in
        let (sum, slope) = profile.sum(at: r)
        return -m / 2 * slope / sum - periods * determinant.trace(at: r)
      }
    )
    let fit = profile.value(at: top.place)
    let rest = residuals(of: between, fit.coefficients, top.place)
    let sum = Summation.sumOfSquares(rest)
    return (
      top.place, value(top.place), n / share - m * share * sum / fit.sumOfSquares
    )
  }

  /// e of reduced columns.
  private func residuals(
    of reduced: [[Double]],
    _ coefficients: [Double],
    _ r: Double
  ) -> [Double] {
    let last = reduced.count
    return reduced[0].indices.map { row in
      var rest = reduced[last - 2][row] - r * reduced[last - 1][row]
      for j in 0..<k {
        let lag = dependence == .errors ? r * reduced[k + j][row] : 0
        rest -= (reduced[j][row] - lag) * coefficients[j]
      }
      return rest
    }
  }

  /// Maximises ℓ over θ, and over r at every θ.
  package func maximum() throws(Failure) -> Maximum {
    var failure: InteriorMaximum.Failure?
    func attempt(_ share: Double) -> (place: Double, value: Double, slope: Double) {
      do { return try inner(share) } catch {
        failure = failure ?? error
        return (.nan, -.infinity, .nan)
      }
    }
    let top: InteriorMaximum
    do {
      top = try InteriorMaximum(
        from: 0,
        to: 1,
        points: 12,
        value: { attempt($0).value },
        slope: { attempt($0).slope }
      )
    } catch {
      if let failure { throw .spatial(failure) }
      throw .noEffects
    }
    let found = attempt(top.place)
    let fit = profile(top.place).value(at: found.place)
    return Maximum(
      parameters: Parameters(
        coefficients: fit.coefficients,
        spatial: found.place,
        variance: fit.sumOfSquares / observationCount,
        share: top.place,
        periodCount: columns.periodCount
      ),
      logLikelihood: found.value
    )
  }

  /// x − (1 − θ) x̄_i.
  private func quasi(_ column: [Double], _ share: Double) -> [Double] {
    let periods = columns.periodCount
    let means = Self.means(column, periods)
    return column.indices.map { column[$0] - (1 - share) * means[$0 / periods] }
  }

  /// e + μ as the data leave it, effects of periods removed: N numbers.
  package func residuals(at parameters: Parameters) -> [Double] {
    SpatialLikelihood(
      columns,
      dependence: dependence,
      isTransformed: false,
      determinant: determinant
    ).residuals(
      at: SpatialParameters(
        coefficients: parameters.coefficients,
        spatial: parameters.spatial,
        variance: parameters.variance
      )
    )
  }

  /// Expected information of (b, r, σ², σ_μ²), (k + 3) × (k + 3).
  ///
  /// With stars for quasi-differences, v = GXb, and v₂ = σ² + Tσ_μ² = σ²/θ²:
  ///
  ///     bb  X*′X*/σ²    br  X*′v*/σ² (0 of errors)    rr  v*′v*/σ² + T tr(GG + G′G)
  ///     rσ²  tr G ((T − 1)/σ² + 1/v₂)    rσ_μ²  T tr G/v₂
  ///     σ²σ²  (n/2)((T − 1)/σ⁴ + 1/v₂²)    σ²σ_μ²  nT/2v₂²    σ_μ²σ_μ²  nT²/2v₂²
  package func expectedInformation(at parameters: Parameters) -> Matrix {
    let (r, share, variance) = (parameters.spatial, parameters.share, parameters.variance)
    let likelihood = SpatialLikelihood(
      columns,
      dependence: dependence,
      isTransformed: false,
      determinant: determinant
    )
    var all = likelihood.regressors(at: r)
    if dependence == .outcome {
      let fitted = columns.fitted(parameters.coefficients)
      let mean = columns.lag.of(columns.solved(fitted, by: determinant.system(at: r)))
      all.append(columns.effects.removed(from: mean))
    }
    let square = Matrix(columns: all.map { quasi($0, share) }).crossProduct()
    var information = Matrix(rowCount: k + 3, columnCount: k + 3)
    for j in 0..<square.columnCount {
      for i in 0..<square.rowCount { information[i, j] = square[i, j] / variance }
    }
    let traces = determinant.traces(at: r)
    let periods = Double(columns.periodCount)
    let total = variance / (share * share)
    information[k, k] += periods * (traces.square + traces.crossProduct)
    let pairs: [(Int, Int, Double)] = [
      (k, k + 1, traces.first * ((periods - 1) / variance + 1 / total)),
      (k, k + 2, traces.first * periods / total),
      (k + 1, k + 1, n / 2 * ((periods - 1) / (variance * variance) + 1 / (total * total))),
      (k + 1, k + 2, n * periods / (2 * total * total)),
      (k + 2, k + 2, n * periods * periods / (2 * total * total)),
    ]
    for (i, j, value) in pairs {
      information[i, j] = value
      information[j, i] = value
    }
    return information
  }

  /// Observed information of (b, r, σ², θ), (k + 3) × (k + 3): minus the second derivatives.
  ///
  ///     rr  |z*|²/σ² + T tr GG, z = Wy or Wu    bθ, rθ  −2θT Σ x̄_i ē_i/σ²
  ///     θθ  n/θ² + B/σ²    σ²θ  −θB/σ⁴    B = T Σ ē_i²
  ///
  /// - SeeAlso: `re_*_se` of `panel_*_individual`.
  package func observedInformation(at parameters: Parameters) -> Matrix {
    let (r, share, variance) = (parameters.spatial, parameters.share, parameters.variance)
    let likelihood = SpatialLikelihood(
      columns,
      dependence: dependence,
      isTransformed: false,
      determinant: determinant
    )
    let rest = residuals(at: parameters)
    var all = likelihood.regressors(at: r)
    all.append(likelihood.remainingLag(coefficients: parameters.coefficients))
    let periods = columns.periodCount
    let square = Matrix(columns: all.map { quasi($0, share) }).crossProduct()
    let quasiRest = quasi(rest, share)
    let meanRest = Self.means(rest, periods)
    let between = Double(periods) * Summation.sumOfSquares(meanRest)
    var information = Matrix(rowCount: k + 3, columnCount: k + 3)
    for j in 0...k {
      for i in 0...k { information[i, j] = square[i, j] / variance }
      let cross = Summation.dot(quasi(all[j], share), quasiRest) / (variance * variance)
      let means = Summation.dot(Self.means(all[j], periods), meanRest)
      let shared = -2 * share * Double(periods) * means / variance
      (information[j, k + 1], information[k + 1, j]) = (cross, cross)
      (information[j, k + 2], information[k + 2, j]) = (shared, shared)
    }
    if dependence == .errors {
      for (j, column) in columns.remainingRegressorLags().enumerated() {
        information[j, k] += Summation.dot(quasi(column, share), quasiRest) / variance
        information[k, j] = information[j, k]
      }
    }
    information[k, k] += Double(periods) * determinant.traces(at: r).square
    let sum = Summation.sumOfSquares(quasiRest)
    information[k + 1, k + 1] =
      (sum / variance - observationCount / 2) / (variance * variance)
    let mixed = -share * between / (variance * variance)
    (information[k + 1, k + 2], information[k + 2, k + 1]) = (mixed, mixed)
    information[k + 2, k + 2] = n / (share * share) + between / variance
    return information
  }
}

import Foundation

/// A spatial lag model with normal random effects of units, by maximum likelihood.
///
///     y = ρWy + Xb + μ_i + e,    θ² = σ²/(σ² + Tσ_μ²)
///     ℓ = −(N/2)(ln(2π S/N) + 1) + n ln θ + T ln|I − ρW|,    S = Σ(e − ē_i)² + θ²T Σē_i²
///
/// Given θ, columns from which the share 1 − θ of their unit means is taken leave a model of one
/// spatial parameter; given its residuals, θ² is (Σ(e − ē_i)²/(T − 1))/(TΣē_i²). The two take turns
/// from both ends of θ, and the higher of the tops they reach stays.
///
/// - SeeAlso: Elhorst (2014), *Spatial Econometrics*, section 3.3.3; Breusch (1987), *Maximum
///   likelihood estimation of random effects models*; `re_sar_*`, `re_sdm_*` of the oracles
///   `panel_*_individual`.
package struct RandomUnitLag: Sendable {
  /// b, ρ and σ².
  package let parameters: SpatialParameters
  /// Between 0, all of the unit means removed, and 1, where effects have no variance.
  package let theta: Double
  package let logLikelihood: Double
  private let columns: SpatialColumns
  private let determinant: any LogDeterminant

  /// Why there is no estimate.
  package enum Failure: Error {
    case noMaximum
    case notConverged
  }

  private static let most = 500

  /// - Parameter columns: With a constant, no effects to remove, and two periods or more.
  package init(
    _ columns: SpatialColumns,
    determinant: any LogDeterminant
  ) throws(Failure) {
    precondition(columns.periodCount > 1 && columns.effects.isEmpty, "no pooled panel")
    self.columns = columns
    self.determinant = determinant
    let tops = [
      try Self.top(columns, determinant, from: 1),
      try Self.top(columns, determinant, from: 0.01),
    ]
    let best = tops[1].logLikelihood > tops[0].logLikelihood ? tops[1] : tops[0]
    parameters = best.parameters
    theta = best.theta
    logLikelihood = best.logLikelihood
  }

  private typealias Top = (parameters: SpatialParameters, theta: Double, logLikelihood: Double)

  private static func top(
    _ columns: SpatialColumns,
    _ determinant: any LogDeterminant,
    from start: Double
  ) throws(Failure) -> Top {
    let count = Double(columns.rowCount)
    let (n, periods) = (Double(columns.unitCount), Double(columns.periodCount))
    var theta = start
    for _ in 0..<most {
      let parts = QuasiColumns(columns, theta)
      let profile = SpatialProfile(
        regressors: parts.regressors, outcome: parts.outcome, lag: parts.lag)
      let rho = try place(of: profile, determinant, count: count, periods: periods)
      let value = profile.value(at: rho)
      let residuals = residuals(columns, value.coefficients, rho)
      let (within, between) = sums(of: residuals, periods: columns.periodCount)
      let next = min(1, (within / (n * (periods - 1)) / (between / n)).squareRoot())
      guard next.isFinite, next > 0 else { throw .notConverged }
      if abs(next - theta) <= 1e-11 * theta {
        let variance = (within + theta * theta * between) / count
        return (
          SpatialParameters(coefficients: value.coefficients, spatial: rho, variance: variance),
          theta,
          -count / 2 * (log(2 * .pi * variance) + 1) + n * log(theta)
            + periods * determinant.value(at: rho)
        )
      }
      theta = next
    }
    throw .notConverged
  }

  private static func place(
    of profile: SpatialProfile,
    _ determinant: any LogDeterminant,
    count: Double,
    periods: Double
  ) throws(Failure) -> Double {
    let interval = determinant.interval
    do {
      return try InteriorMaximum(
        from: interval.lower.isFinite ? interval.lower : -20,
        to: interval.upper.isFinite ? interval.upper : 20,
        points: 24,
        value: { -count / 2 * log(profile.sum(at: $0).sumOfSquares) + periods * determinant.value(at: $0) },
        slope: {
          let (sum, slope) = profile.sum(at: $0)
          return -count / 2 * slope / sum - periods * determinant.trace(at: $0)
        }
      ).place
    } catch {
      throw .noMaximum
    }
  }

  /// y − ρWy − Xb.
  private static func residuals(
    _ columns: SpatialColumns,
    _ coefficients: [Double],
    _ rho: Double
  ) -> [Double] {
    let fitted = columns.fitted(coefficients)
    return fitted.indices.map { columns.outcome[$0] - rho * columns.outcomeLag[$0] - fitted[$0] }
  }

  /// Σ(e − ē_i)² and T Σē_i².
  private static func sums(
    of residuals: [Double],
    periods: Int
  ) -> (within: Double, between: Double) {
    let means = QuasiColumns.unitMeans(residuals, periods: periods)
    return (
      Summation.sumOfSquares(zip(residuals, means).map { $0 - $1 }), Summation.sumOfSquares(means)
    )
  }

  /// The inverse of the observed information about (b, ρ, σ², θ); `nil` where it is not positive
  /// definite.
  ///
  /// With stars for columns from which unit means are partly taken, and bars for unit means:
  ///
  ///     A*'A*/σ², + T tr GG for ρ;    A*'e*/σ⁴;    S/σ⁶ − N/2σ⁴
  ///     θ: n/θ² + TΣē²/σ²;    θ, (b, ρ): −2θ Ā'ē/σ²;    θ, σ²: −θ TΣē²/σ⁴
  package func covariance() -> Matrix? {
    let (variance, rho) = (parameters.variance, parameters.spatial)
    let parts = QuasiColumns(columns, theta)
    let periods = columns.periodCount
    let residuals = Self.residuals(columns, parameters.coefficients, rho)
    let quasi = QuasiColumns.removing(1 - theta, of: residuals, periods: periods)
    let means = QuasiColumns.unitMeans(residuals, periods: periods)
    let own = Matrix(columns: parts.regressors + [parts.lag])
    let bars = Matrix(
      columns: (columns.regressors + [columns.outcomeLag]).map {
        QuasiColumns.unitMeans($0, periods: periods)
      })
    let (square, scores) = (own.crossProduct(), own.transposedTimes(quasi))
    let between = bars.transposedTimes(means)
    let k = columns.regressors.count
    var information = Matrix(rowCount: k + 3, columnCount: k + 3)
    for i in 0...k {
      for j in 0...k { information[i, j] = square[i, j] / variance }
      information[i, k + 1] = scores[i] / (variance * variance)
      information[i, k + 2] = -2 * theta * between[i] / variance
    }
    information[k, k] += Double(periods) * determinant.traces(at: rho).square
    let sum = Summation.sumOfSquares(quasi)
    let level = Summation.sumOfSquares(means)
    information[k + 1, k + 1] =
      (sum / variance - Double(columns.rowCount) / 2) / (variance * variance)
    information[k + 2, k + 2] = Double(columns.unitCount) / (theta * theta) + level / variance
    information[k + 1, k + 2] = -theta * level / (variance * variance)
    for i in 0..<k + 3 {
      for j in 0..<i { information[i, j] = information[j, i] }
    }
    return information.scaledInverse()
  }
}

/// Columns from which the share 1 − θ of their unit means is taken.
private struct QuasiColumns {
  let regressors: [[Double]]
  let outcome: [Double]
  let lag: [Double]

  init(_ columns: SpatialColumns, _ theta: Double) {
    let remove = {
      Self.removing(1 - theta, of: $0, periods: columns.periodCount)
    }
    regressors = columns.regressors.map(remove)
    outcome = remove(columns.outcome)
    lag = remove(columns.outcomeLag)
  }

  /// x − share · x̄_i.
  static func removing(_ share: Double, of column: [Double], periods: Int) -> [Double] {
    zip(column, unitMeans(column, periods: periods)).map { $0 - share * $1 }
  }

  /// x̄_i, for every row of the unit.
  static func unitMeans(_ column: [Double], periods: Int) -> [Double] {
    stride(from: 0, to: column.count, by: periods).flatMap { start in
      let mean = Summation.mean(Array(column[start..<start + periods]))
      return [Double](repeating: mean, count: periods)
    }
  }
}

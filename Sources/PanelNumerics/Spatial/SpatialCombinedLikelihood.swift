import Foundation

/// The likelihood of a linear model with a spatial lag and spatial errors over the same weights:
/// y = ρWy + Xb + u, u = λWu + e.
///
/// With A = I − ρW, B = I − λW and e = B(Ay − Xb), coefficients and σ² concentrated out:
///
///     ℓ(ρ, λ) = −(M/2)(ln(2π S/M) + 1) + J (ln|A| + ln|B| − c ln(1 − ρ) − c ln(1 − λ))
///
/// J, M and c as in ``SpatialLikelihood``. Where b is small the two parameters can trade places, so
/// that ℓ may have two tops: the higher is taken of all that a grid leads to.
///
/// - SeeAlso: Anselin (1988), *Spatial Econometrics*, 6.2; Lee and Yu (2010); oracles `sac_*` of
///   `cs_*`.
package struct SpatialCombinedLikelihood: Sendable {
  package let columns: SpatialColumns
  package let isTransformed: Bool
  package let determinant: any LogDeterminant
  /// X, WX, y, Wy and WWy, effects removed and reduced to the triangle of their QR factorisation.
  private let reduced: [[Double]]

  /// A point of the likelihood.
  package struct Parameters: Sendable, Equatable {
    package var coefficients: [Double]
    package var rho: Double
    package var lambda: Double
    package var variance: Double
  }

  /// The top.
  package struct Maximum: Sendable {
    package var parameters: Parameters
    package var logLikelihood: Double
  }

  /// Why there is none.
  package enum Failure: Error, Equatable {
    /// The highest point lies at an end of the admissible interval.
    case noInteriorMaximum(rho: Double, lambda: Double)
    /// The search stopped inside the interval, at no top.
    case notConverged(rho: Double, lambda: Double)
  }

  package init(_ columns: SpatialColumns, isTransformed: Bool, determinant: any LogDeterminant) {
    self.columns = columns
    self.isTransformed = isTransformed
    self.determinant = determinant
    let twice = columns.effects.removed(from: columns.lag.of(columns.outcomeLag))
    reduced = Matrix(
      columns: columns.remainingRegressors + columns.remainingRegressorLags() + [
        columns.remainingOutcome, columns.remainingOutcomeLag, twice,
      ]
    ).reducedColumns()
  }

  var k: Int { columns.regressors.count }

  /// J.
  package var determinantCount: Double {
    let periods = columns.periodCount
    return Double(isTransformed && columns.effects.ofUnits ? periods - 1 : periods)
  }

  /// Whether c is 1.
  var removesUnitRoot: Bool { isTransformed && columns.effects.ofPeriods }

  /// M.
  package var observationCount: Double {
    Double(columns.unitCount - (removesUnitRoot ? 1 : 0)) * determinantCount
  }

  /// J (ln|I − rW| − c ln(1 − r)).
  private func logJacobian(_ r: Double) -> Double {
    determinantCount * (determinant.value(at: r) - (removesUnitRoot ? log1p(-r) : 0))
  }

  private func logJacobianSlope(_ r: Double) -> Double {
    -determinantCount * (determinant.trace(at: r) - (removesUnitRoot ? 1 / (1 - r) : 0))
  }

  /// Least squares at (ρ, λ): b, S, ∂S/∂ρ and ∂S/∂λ.
  private func fit(
    _ rho: Double,
    _ lambda: Double
  ) -> (coefficients: [Double], sum: Double, rhoSlope: Double, lambdaSlope: Double) {
    let (y, lag, twice) = (reduced[2 * k], reduced[2 * k + 1], reduced[2 * k + 2])
    let target = zip(y, lag).map { $0 - rho * $1 }
    let targetLag = zip(lag, twice).map { $0 - rho * $1 }
    let value = SpatialProfile(
      regressors: Array(reduced[..<k]),
      lags: Array(reduced[k..<2 * k]),
      outcome: target,
      lag: targetLag
    ).value(at: lambda)
    var slope = 0.0
    for row in y.indices {
      var residual = target[row] - lambda * targetLag[row]
      for j in 0..<k {
        residual -= (reduced[j][row] - lambda * reduced[k + j][row]) * value.coefficients[j]
      }
      slope -= 2 * residual * (lag[row] - lambda * twice[row])
    }
    return (value.coefficients, value.sumOfSquares, slope, value.slope)
  }

  private func fitted(_ sum: Double) -> Double {
    let m = observationCount
    return -m / 2 * (log(2 * Double.pi * sum / m) + 1)
  }

  /// ℓ(ρ, λ).
  package func value(_ rho: Double, _ lambda: Double) -> Double {
    fitted(fit(rho, lambda).sum) + logJacobian(rho) + logJacobian(lambda)
  }

  /// ∂ℓ/∂ρ and ∂ℓ/∂λ.
  package func score(_ rho: Double, _ lambda: Double) -> (rho: Double, lambda: Double) {
    let fit = fit(rho, lambda)
    let factor = -observationCount / (2 * fit.sum)
    return (
      factor * fit.rhoSlope + logJacobianSlope(rho),
      factor * fit.lambdaSlope + logJacobianSlope(lambda)
    )
  }

  /// The ends between which both parameters are looked for.
  private var searched: (low: Double, high: Double) {
    let reach = 20 / max(columns.lag.weights.absoluteRowSums.max() ?? 1, .leastNormalMagnitude)
    let interval = determinant.interval
    return (
      interval.lower.isFinite ? interval.lower : -reach,
      interval.upper.isFinite ? interval.upper : reach
    )
  }

  private static let gridPoints = 16

  /// Maximises ℓ: a grid finds the hills, Newton's method their tops.
  package func maximum() throws(Failure) -> Maximum {
    let (low, high) = searched
    let count = Self.gridPoints
    let places = (0..<count).map { j -> Double in
      let angle = Double.pi * (Double(j) + 0.5) / Double(count)
      return low + (high - low) * (0.5 - 0.5 * cos(angle))
    }
    let jacobians = places.map(logJacobian)
    let values = places.indices.map { i -> [Double] in
      places.indices.map { j -> Double in
        let sum = fit(places[i], places[j]).sum
        return fitted(sum) + jacobians[i] + jacobians[j]
      }
    }
    var hills: [(value: Double, i: Int, j: Int)] = []
    for i in 0..<count {
      for j in 0..<count where isHill(values, i, j) { hills.append((values[i][j], i, j)) }
    }
    hills.sort { $0.value > $1.value }
    guard !hills.isEmpty else { throw .noInteriorMaximum(rho: 0, lambda: 0) }
    var best: (value: Double, rho: Double, lambda: Double)?
    for hill in hills.prefix(4) {
      guard let top = climb(places[hill.i], places[hill.j], low, high) else { continue }
      if top.value > best?.value ?? -.infinity { best = top }
    }
    guard let top = best else {
      let (i, j) = (hills[0].i, hills[0].j)
      let isInside = min(i, j) > 0 && max(i, j) < count - 1
      guard !isInside else { throw .notConverged(rho: places[i], lambda: places[j]) }
      throw .noInteriorMaximum(rho: places[i], lambda: places[j])
    }
    let found = fit(top.rho, top.lambda)
    return Maximum(
      parameters: Parameters(
        coefficients: found.coefficients,
        rho: top.rho,
        lambda: top.lambda,
        variance: found.sum / observationCount
      ),
      logLikelihood: top.value
    )
  }

  private func isHill(_ values: [[Double]], _ i: Int, _ j: Int) -> Bool {
    for a in max(0, i - 1)...min(values.count - 1, i + 1) {
      for b in max(0, j - 1)...min(values.count - 1, j + 1)
      where values[a][b] > values[i][j] { return false }
    }
    return values[i][j].isFinite
  }

  /// Newton's method with halved steps; second derivatives are differences of the exact first ones.
  private func climb(
    _ rho: Double,
    _ lambda: Double,
    _ low: Double,
    _ high: Double
  ) -> (value: Double, rho: Double, lambda: Double)? {
    var (x, y) = (rho, lambda)
    var height = value(x, y)
    let width = high - low
    // Whether Newton's step is no more than what rounding of large columns leaves of the score.
    var isClose = false
    for _ in 0..<100 {
      let slope = score(x, y)
      let h = 1e-5 * min(width, 1, x - low, high - x, y - low, high - y)
      let (right, left) = (score(x + h, y), score(x - h, y))
      let (up, down) = (score(x, y + h), score(x, y - h))
      let a = (right.rho - left.rho) / (2 * h)
      let b = (right.lambda - left.lambda + up.rho - down.rho) / (4 * h)
      let d = (up.lambda - down.lambda) / (2 * h)
      let determinant = a * d - b * b
      var step = (
        -(d * slope.rho - b * slope.lambda) / determinant,
        -(a * slope.lambda - b * slope.rho) / determinant
      )
      if !(a < 0 && determinant > 0) {
        let size = max(abs(a), abs(b), abs(d), .leastNormalMagnitude)
        step = (slope.rho / size, slope.lambda / size)
      }
      isClose = a < 0 && determinant > 0 && max(abs(step.0), abs(step.1)) < 1e-8
      var share = 1.0
      var reached = -Double.infinity
      while share > 1e-12 {
        let (p, q) = (x + share * step.0, y + share * step.1)
        if p > low, p < high, q > low, q < high {
          reached = value(p, q)
          if reached >= height - 1e-11 * abs(height) { break }
        }
        share /= 2
      }
      guard share > 1e-12 else { return isClose ? (height, x, y) : nil }
      (x, y) = (x + share * step.0, y + share * step.1)
      height = reached
      let room = min(x - low, high - x, y - low, high - y)
      if room < 1e-7 * width { return nil }
      if max(abs(step.0), abs(step.1)) < 1e-12 { return (height, x, y) }
    }
    return isClose ? (height, x, y) : nil
  }

  /// e, effects removed: N numbers.
  package func residuals(at parameters: Parameters) -> [Double] {
    let u = errors(at: parameters)
    let lag = columns.lag.of(u.full)
    return zip(u.remaining, columns.effects.removed(from: lag)).map { $0 - parameters.lambda * $1 }
  }

  /// u = Ay − Xb as it is, and effects removed.
  func errors(at parameters: Parameters) -> (full: [Double], remaining: [Double]) {
    let fitted = columns.fitted(parameters.coefficients)
    let full = columns.outcome.indices.map {
      columns.outcome[$0] - parameters.rho * columns.outcomeLag[$0] - fitted[$0]
    }
    return (full, columns.effects.removed(from: full))
  }
}

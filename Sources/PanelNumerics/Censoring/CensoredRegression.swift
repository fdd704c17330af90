import Foundation

/// The linear model of an outcome with limits, by maximum likelihood: the tobit.
///
///     ℓ = Σ log[φ((y − x'b)/σ)/σ] + Σ log Φ((l − x'b)/σ) + Σ log Φ((x'b − u)/σ)
///
/// over observations inside, at the lower and at the upper limit. In the parameters γ = b/σ and
/// h = 1/σ it is concave, so that Newton's method finds its one maximum.
///
/// - SeeAlso: Tobin (1958); Olsen (1978); oracles `tobit_*`.
package struct CensoredRegression: Sendable {
  /// k coefficients in the order of the design.
  package let coefficients: [Double]
  package let sigma: Double
  package let logLikelihood: Double
  /// Of coefficients and σ, from the observed information: (k + 1) × (k + 1).
  package let covariance: Matrix
  package let iterations: Int
  /// By about how much a further step would raise the log likelihood.
  package let decrement: Double
  let data: CensoredData
  /// γ and h.
  let parameters: [Double]
  private let inverse: Matrix

  /// The least variation, in standardised units, that tells σ from zero.
  static let largestPrecision = 1e7
  /// The least eigenvalue of the information per row, in standardised units.
  static let flatness = 1e-11

  /// - Throws: ``CensoredFitError``.
  package init(_ data: CensoredData) throws(CensoredFitError) {
    let k = data.width
    let result = NewtonMaximum.find(
      from: Self.start(data),
      stoppingWhere: { $0[k] > Self.largestPrecision }
    ) { Self.point(at: $0, of: data) }
    let parameters = result.parameters
    guard parameters[k] < Self.largestPrecision else { throw .perfectFit }
    if let column = Self.flatColumn(result.point.hessian, data) { throw .flat(column: column) }
    guard result.isConverged, let inverse = result.inverse else {
      throw .notConverged(iterations: result.iterations, decrement: result.decrement)
    }
    let (coefficients, sigma) = data.original(parameters[..<k], parameters[k])
    let jacobian = data.jacobian(parameters[..<k], parameters[k])
    self.coefficients = coefficients
    self.sigma = sigma
    self.inverse = inverse
    self.parameters = parameters
    self.data = data
    logLikelihood = result.point.value
    covariance = (jacobian * inverse * jacobian.transposed).symmetrised
    iterations = result.iterations
    decrement = result.decrement
  }

  /// What each row moves coefficients and σ by: V s, n × (k + 1), with V the covariance from the
  /// information and s the row's score.
  package func influence() -> Matrix {
    let k = data.width
    let h = parameters[k]
    var scores = Matrix(rowCount: data.rowCount, columnCount: k + 1)
    for row in 0..<data.rowCount {
      let place = row * (k + 1)
      var e = 0.0
      for j in 0...k { e += data.rows[place + j] * parameters[j] }
      let slope = Self.slopes(data.sides[row], e).first
      for j in 0...k { scores[row, j] = slope * data.rows[place + j] }
      if data.sides[row] == .inside { scores[row, k] += 1 / h }
    }
    return scores * (inverse * data.jacobian(parameters[..<k], h).transposed)
  }

  /// Least squares of the outcome as it is seen.
  private static func start(_ data: CensoredData) -> [Double] {
    let (n, k) = (data.rowCount, data.width)
    var start = [Double](repeating: 0, count: k + 1)
    var rest = 0.0
    for row in 0..<n {
      let place = row * (k + 1)
      for j in 0..<k { start[j] -= data.rows[place + j] * data.rows[place + k] / Double(n) }
    }
    for row in 0..<n {
      let place = row * (k + 1)
      var residual = data.rows[place + k]
      for j in 0..<k { residual += data.rows[place + j] * start[j] }
      rest += residual * residual
    }
    let h = 1 / max((rest / Double(n)).squareRoot(), 1e-3)
    return start[..<k].map { $0 * h } + [h]
  }

  private static func point(at parameters: [Double], of data: CensoredData) -> NewtonMaximum.Point {
    let p = data.width + 1
    let h = parameters[p - 1]
    var point = NewtonMaximum.Point(
      value: .nan,
      gradient: [Double](repeating: 0, count: p),
      hessian: Matrix(rowCount: p, columnCount: p)
    )
    guard h > 0 else { return point }
    var values = 0.0
    let inside = Double(data.insideCount)
    data.rows.withUnsafeBufferPointer { rows in
      point.gradient.withUnsafeMutableBufferPointer { gradient in
        point.hessian.elements.withUnsafeMutableBufferPointer { hessian in
          for row in 0..<data.rowCount {
            let place = row * p
            var e = 0.0
            for j in 0..<p { e += rows[place + j] * parameters[j] }
            let (value, first, second) = slopes(data.sides[row], e)
            values += value
            for j in 0..<p {
              gradient[j] += first * rows[place + j]
              let scaled = second * rows[place + j]
              for i in 0...j { hessian[j * p + i] += scaled * rows[place + i] }
            }
          }
        }
      }
    }
    point.hessian.mirrorUpperTriangle()
    point.gradient[p - 1] += inside / h
    point.hessian[p - 1, p - 1] -= inside / (h * h)
    point.value = values + inside * (log(h) - halfLogTwoPi - log(data.scale))
    return point
  }

  static let halfLogTwoPi = 0.5 * log(2 * Double.pi)

  /// The contribution of a row with index e, apart from log h and constants, and its derivatives.
  @inline(__always)
  static func slopes(_ side: CensoredData.Side, _ e: Double) -> (
    value: Double, first: Double, second: Double
  ) {
    switch side {
    case .inside: return (-0.5 * e * e, -e, -1)
    case .low:
      let tail = NormalTail(e)
      return (tail.logProbability, tail.hazard, -tail.curvature)
    case .high:
      let tail = NormalTail(-e)
      return (tail.logProbability, -tail.hazard, -tail.curvature)
    }
  }

  /// The column that the likelihood hardly depends on, where there is such a direction.
  static func flatColumn(_ hessian: Matrix, _ data: CensoredData) -> Int? {
    let k = data.width
    guard k > 0, hessian.elements.allSatisfy(\.isFinite) else { return nil }
    let block = hessian.rows(Array(0..<k)).columns(Array(0..<k))
    let eigen = SymmetricEigen((-1 / Double(data.rowCount) * block).symmetrised)
    guard eigen.values[0] < flatness else { return nil }
    // The direction in coefficients of the design, each in units of what is left of its column.
    let direction = data.triangle.solvingUpperTriangular(eigen.vectors.columns([0])).elements
    return (0..<k).max {
      abs(direction[$0] * data.triangle[$0, $0]) < abs(direction[$1] * data.triangle[$1, $1])
    }
  }
}

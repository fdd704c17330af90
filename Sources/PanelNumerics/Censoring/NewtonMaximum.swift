/// The maximum of a smooth function by Newton's method with step halving.
///
///     θ ← θ + s (−H)⁻¹ g,    s = 1, ½, ¼, …
///
/// Where −H is not positive definite its eigenvalues are taken by magnitude, so that every step
/// goes upwards.
///
/// - SeeAlso: Nocedal and Wright (2006), *Numerical optimization*, 3.4.
struct NewtonMaximum {
  /// A function's value with its first and second derivatives.
  struct Point {
    var value: Double
    var gradient: [Double]
    var hessian: Matrix
  }

  struct Result {
    var parameters: [Double]
    var point: Point
    /// (−H)⁻¹ at the maximum; absent where −H is singular there.
    var inverse: Matrix?
    var iterations: Int
    /// ½ g'(−H)⁻¹g: by about how much a further step would raise the function.
    var decrement: Double
    var isConverged: Bool
  }

  static let iterationLimit = 200
  /// Steps without progress after which no more is expected.
  static let stallLimit = 30
  /// In units of the log likelihood: 1e-11 standard errors of a coefficient.
  static let tolerance = 1e-22
  /// Where rounding ends progress, this much is taken for the maximum as well.
  static let acceptable = 1e-13

  /// - Parameters:
  ///   - start: θ.
  ///   - stops: Whether to give up at some parameters.
  ///   - function: Value and derivatives; a value that is not finite forbids the step.
  /// - Returns: The maximum, or where the search ended without one.
  static func find(
    from start: [Double],
    stoppingWhere stops: ([Double]) -> Bool,
    _ function: ([Double]) -> Point
  ) -> Result {
    var parameters = start
    var point = function(parameters)
    var iterations = 0
    var best = Double.infinity
    var stalls = 0
    while true {
      let (step, inverse) = ascent(point)
      let decrement = Summation.dot(step, point.gradient) / 2
      func result(_ isConverged: Bool) -> Result {
        Result(
          parameters: parameters,
          point: point,
          inverse: inverse,
          iterations: iterations,
          decrement: decrement,
          isConverged: isConverged
        )
      }
      stalls = decrement < best / 2 ? 0 : stalls + 1
      best = min(best, decrement)
      if inverse != nil, decrement < tolerance || (decrement < acceptable && stalls > 2) {
        return result(true)
      }
      guard iterations < iterationLimit, stalls < stallLimit, decrement.isFinite,
        !stops(parameters)
      else {
        return result(false)
      }
      iterations += 1
      var size = 1.0
      while true {
        let trial = zip(parameters, step).map { $0 + size * $1 }
        let next = function(trial)
        // Near the maximum differences drown in rounding, and in the error of a quadrature whose
        // nodes move with the parameters: the full step is the best one.
        let slack =
          decrement < 1e-2
          ? max(1e-9 * (1 + abs(point.value)), 0.05 * decrement.squareRoot()) : 0
        if next.value.isFinite, next.value >= point.value - slack {
          (parameters, point) = (trial, next)
          break
        }
        size /= 2
        if size < 1e-10 { return result(decrement < acceptable && inverse != nil) }
      }
    }
  }

  /// A step upwards, and (−H)⁻¹ where −H is positive definite.
  private static func ascent(_ point: Point) -> (step: [Double], inverse: Matrix?) {
    let curvature = (-1 * point.hessian).symmetrised
    if let cholesky = Cholesky(curvature) {
      return (cholesky.solve(point.gradient), cholesky.inverse())
    }
    guard curvature.elements.allSatisfy(\.isFinite) else {
      return (point.gradient.map { _ in .nan }, nil)
    }
    let eigen = SymmetricEigen(curvature)
    let floor = max(1e-8 * (eigen.values.map(abs).max() ?? 0), .leastNormalMagnitude)
    return (eigen.applying { 1 / max(abs($0), floor) } * point.gradient, nil)
  }
}

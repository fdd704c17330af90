import Foundation

/// A tobit with a normal effect of each unit, by maximum likelihood.
///
///     y*_it = x_it'b + u_i + e_it,    u_i ~ N(0, σ_u²), e_it ~ N(0, σ_e²)
///
/// Newton's method in γ = b/σ_e, h = 1/σ_e and ω = σ_u/σ_e from the pooled fit, nodes moving with
/// the parameters, so that at the end both have settled.
///
/// - SeeAlso: ``CensoredPanelLikelihood``; Stata's `xttobit`; oracles `retobit_*`.
package struct CensoredPanelRegression: Sendable {
  /// k coefficients in the order of the design.
  package let coefficients: [Double]
  /// Standard deviations of the units' effects and of the errors.
  package let unitSigma: Double
  package let errorSigma: Double
  package let logLikelihood: Double
  /// Of coefficients, σ_u and σ_e, from the observed information: (k + 2) × (k + 2).
  package let covariance: Matrix
  package let points: Int
  package let iterations: Int
  /// By about how much a further step would raise the log likelihood.
  package let decrement: Double
  private let parameters: [Double]
  private let likelihood: CensoredPanelLikelihood

  /// σ_u over σ_e from which on the effects count as none.
  package static let noEffect = 1e-5

  /// Whether σ_u is zero to working precision.
  package var isWithoutEffects: Bool { unitSigma < Self.noEffect * errorSigma }

  /// Fits from the pooled tobit.
  ///
  /// - Parameters:
  ///   - pooled: The fit without effects.
  ///   - units: The rows of each unit; every row in one of them.
  ///   - points: Nodes of the quadrature.
  ///   - threads: The most that work at once; the result does not depend on it.
  /// - Throws: ``CensoredFitError``.
  package init(
    from pooled: CensoredRegression,
    units: [[Int32]],
    points: Int,
    threads: Int
  ) throws(CensoredFitError) {
    let likelihood = CensoredPanelLikelihood(
      pooled.data,
      units: units,
      points: points,
      threads: threads
    )
    try self.init(likelihood, from: Self.start(likelihood, pooled), points: points)
  }

  /// The same model under another number of nodes, from this fit on.
  package func refitted(points: Int) throws(CensoredFitError) -> CensoredPanelRegression {
    try CensoredPanelRegression(
      CensoredPanelLikelihood(
        likelihood.data,
        units: likelihood.units,
        points: points,
        threads: likelihood.threads
      ),
      from: parameters,
      points: points
    )
  }

  private init(
    _ likelihood: CensoredPanelLikelihood,
    from start: [Double],
    points: Int
  ) throws(CensoredFitError) {
    let data = likelihood.data
    let k = data.width
    var placement = likelihood.freshPlacement()
    let result = NewtonMaximum.find(
      from: start,
      stoppingWhere: { $0[k] > CensoredRegression.largestPrecision }
    ) { likelihood.point(at: $0, placement: &placement) }
    var parameters = result.parameters
    guard parameters[k] < CensoredRegression.largestPrecision else { throw .perfectFit }
    guard result.isConverged, let inverse = result.inverse else {
      throw .notConverged(iterations: result.iterations, decrement: result.decrement)
    }
    // ω and −ω are the same model.
    let sign = parameters[k + 1] < 0 ? -1.0 : 1
    parameters[k + 1] *= sign
    let (h, omega) = (parameters[k], parameters[k + 1])
    let (coefficients, sigma) = data.original(parameters[..<k], h)
    let inner = data.jacobian(parameters[..<k], h)
    // Coefficients, σ_u = ω σ_e, σ_e.
    var jacobian = Matrix(rowCount: k + 2, columnCount: k + 2)
    for j in 0...k {
      for i in 0..<k { jacobian[i, j] = inner[i, j] }
      jacobian[k + 1, j] = inner[k, j]
      jacobian[k, j] = omega * inner[k, j]
    }
    jacobian[k, k + 1] = sign * sigma
    self.coefficients = coefficients
    self.likelihood = likelihood
    self.parameters = parameters
    self.points = points
    errorSigma = sigma
    unitSigma = omega * sigma
    logLikelihood = result.point.value
    covariance = (jacobian * inverse * jacobian.transposed).symmetrised
    iterations = result.iterations
    decrement = result.decrement
  }

  /// The pooled fit with the best of several shares of the variance given to the units.
  private static func start(
    _ likelihood: CensoredPanelLikelihood,
    _ pooled: CensoredRegression
  ) -> [Double] {
    var best = pooled.parameters + [0]
    var highest = -Double.infinity
    for share in [0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.995] {
      let factor = 1 / (1 - share).squareRoot()
      let trial = pooled.parameters.map { $0 * factor } + [(share / (1 - share)).squareRoot()]
      var placement = likelihood.freshPlacement()
      let value = likelihood.point(at: trial, placement: &placement, hasDerivatives: false).value
      if value > highest { (best, highest) = (trial, value) }
    }
    return best
  }
}

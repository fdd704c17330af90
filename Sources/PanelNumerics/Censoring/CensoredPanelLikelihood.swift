import Foundation

/// The likelihood of a tobit with a normal effect of each unit, and its derivatives.
///
///     L_i = ∫ Π_t f(y_it | v) φ(v) dv,    e_it = h y_it − q_it'γ − ω v
///
/// with h = 1/σ_e, γ = b/σ_e and ω = σ_u/σ_e. The integral over the standardised effect v is a
/// Gauss–Hermite sum whose nodes follow each unit: they are centred at the mean of v given the
/// unit's outcomes, m, and spread by its standard deviation, s:
///
///     L_i ≈ √2 s Σ_q W_q g(m + √2 s a_q),    g: the integrand
///
/// m and s are moments of the same sum, found by iteration. Where no outcome is censored g is a
/// normal density and any number of nodes is exact. Derivatives are those of the sum at given
/// nodes.
///
/// - SeeAlso: Naylor and Smith (1982); Liu and Pierce (1994), *A note on Gauss–Hermite quadrature*;
///   Rabe-Hesketh, Skrondal and Pickles (2005); oracles `retobit_*`.
struct CensoredPanelLikelihood: Sendable {
  let data: CensoredData
  /// The rows of each unit.
  let units: [[Int32]]
  let rule: GaussHermite
  let threads: Int
  /// Σ a a' over uncensored rows, the part of the Hessian that no parameter changes.
  private let insideProducts: Matrix

  /// Where the nodes of the units lie.
  struct Placement: Sendable {
    /// m and s of each unit.
    var centres: [Double]
    var spreads: [Double]
    /// Whether they are guesses yet.
    var isFresh = true
  }

  /// Units per item of parallel work.
  private static let blockSize = 128
  private static let placementLimit = 40
  private static let placementTolerance = 1e-9

  init(_ data: CensoredData, units: [[Int32]], points: Int, threads: Int) {
    self.data = data
    self.units = units
    self.threads = threads
    rule = GaussHermite(count: points)
    let p = data.width + 1
    var products = Matrix(rowCount: p, columnCount: p)
    for row in 0..<data.rowCount where data.sides[row] == .inside {
      for j in 0..<p {
        for i in 0...j { products[i, j] += data.rows[row * p + i] * data.rows[row * p + j] }
      }
    }
    products.mirrorUpperTriangle()
    insideProducts = products
  }

  func freshPlacement() -> Placement {
    Placement(
      centres: [Double](repeating: 0, count: units.count),
      spreads: [Double](repeating: 1, count: units.count)
    )
  }

  /// Sums over a block of units.
  private struct Part: Sendable {
    var value = 0.0
    var gradient: [Double]
    var hessian: [Double]
    var centres: [Double] = []
    var spreads: [Double] = []
  }

  /// The log likelihood with its derivatives by γ, h and ω: k + 2 parameters.
  ///
  /// - Parameters:
  ///   - parameters: γ, h, ω.
  ///   - placement: Where nodes lie; moved to where they belong under the parameters.
  ///   - hasDerivatives: Whether derivatives are wanted; zeros otherwise.
  /// - Returns: Value and derivatives; a value of NaN where h is not positive.
  func point(
    at parameters: [Double],
    placement: inout Placement,
    hasDerivatives: Bool = true
  ) -> NewtonMaximum.Point {
    let p = data.width + 2
    let h = parameters[p - 2]
    guard h > 0, parameters.allSatisfy(\.isFinite) else {
      return NewtonMaximum.Point(
        value: .nan,
        gradient: [Double](repeating: 0, count: p),
        hessian: Matrix(rowCount: p, columnCount: p)
      )
    }
    let blocks = Parallel.blocks(of: units.count, size: Self.blockSize)
    let current = placement
    let parts = Parallel.map(count: blocks.count, threads: threads) { block in
      var part = Part(
        gradient: [Double](repeating: 0, count: p),
        hessian: [Double](repeating: 0, count: p * p)
      )
      var unit = UnitIntegral(self, parameters)
      for index in blocks[block] {
        unit.load(units[index])
        unit.place(
          centre: current.centres[index],
          spread: current.spreads[index],
          isFresh: current.isFresh,
          limit: Self.placementLimit,
          tolerance: Self.placementTolerance
        )
        part.value += unit.logLikelihood
        part.centres.append(unit.centre)
        part.spreads.append(unit.spread)
        if hasDerivatives { unit.addDerivatives(to: &part.gradient, &part.hessian) }
      }
      return part
    }
    var point = NewtonMaximum.Point(
      value: 0,
      gradient: [Double](repeating: 0, count: p),
      hessian: Matrix(rowCount: p, columnCount: p)
    )
    for part in parts {
      point.value += part.value
      for j in 0..<p { point.gradient[j] += part.gradient[j] }
      for j in 0..<p * p { point.hessian.elements[j] += part.hessian[j] }
    }
    placement = Placement(
      centres: parts.flatMap(\.centres),
      spreads: parts.flatMap(\.spreads),
      isFresh: false
    )
    let inside = Double(data.insideCount)
    point.value += inside * (log(h) - CensoredRegression.halfLogTwoPi - log(data.scale))
    guard hasDerivatives else { return point }
    for j in 0..<p - 1 {
      for i in 0...j { point.hessian[i, j] -= insideProducts[i, j] }
    }
    point.gradient[p - 2] += inside / h
    point.hessian[p - 2, p - 2] -= inside / (h * h)
    point.hessian.mirrorUpperTriangle()
    return point
  }
}

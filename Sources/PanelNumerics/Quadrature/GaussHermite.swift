import Foundation

/// Nodes and weights of Gauss–Hermite quadrature.
///
///     ∫ g(a) da ≈ Σ_q W_q g(a_q),    W_q = w_q exp(a_q²)
///
/// is exact where g(a) = exp(−a²) times a polynomial of degree below 2n. Weights are kept with the
/// exponential in them, so that they neither vanish nor overflow for hundreds of nodes. Nodes are
/// the eigenvalues of the Jacobi matrix, polished by Newton's method on the Hermite functions.
///
/// - SeeAlso: Golub and Welsch (1969), *Calculation of Gauss quadrature rules*; Abramowitz and
///   Stegun (1964), table 25.10; `GaussHermiteTests`.
package struct GaussHermite: Sendable, Equatable {
  /// a_q, ascending and symmetric about zero.
  package let nodes: [Double]
  /// W_q.
  package let weights: [Double]

  /// - Parameter count: n ≥ 1.
  package init(count: Int) {
    precondition(count > 0, "\(count) nodes")
    var jacobi = Matrix(rowCount: count, columnCount: count)
    for i in 1..<max(count, 1) where count > 1 {
      let off = (Double(i) / 2).squareRoot()
      jacobi[i - 1, i] = off
      jacobi[i, i - 1] = off
    }
    var nodes = SymmetricEigen(jacobi).values
    var weights = [Double](repeating: 0, count: count)
    for q in nodes.indices {
      for _ in 0..<3 {
        let (value, before) = Self.functions(count, at: nodes[q])
        // ψ_n' = √(2n) ψ_(n−1) − a ψ_n.
        let slope = (2 * Double(count)).squareRoot() * before - nodes[q] * value
        nodes[q] -= value / slope
      }
    }
    for q in 0..<count / 2 {
      let half = (nodes[count - 1 - q] - nodes[q]) / 2
      nodes[q] = -half
      nodes[count - 1 - q] = half
    }
    if count % 2 == 1 { nodes[count / 2] = 0 }
    for q in nodes.indices {
      let before = Self.functions(count, at: nodes[q]).before
      weights[q] = 1 / (Double(count) * before * before)
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// The Hermite functions ψ_n and ψ_(n−1), orthonormal on the line.
  private static func functions(_ n: Int, at x: Double) -> (value: Double, before: Double) {
    var before = 0.0
    var value = pow(Double.pi, -0.25) * exp(-0.5 * x * x)
    for k in 0..<n {
      let next =
        x * (2 / Double(k + 1)).squareRoot() * value
        - (Double(k) / Double(k + 1)).squareRoot() * before
      (before, value) = (value, next)
    }
    return (value, before)
  }
}

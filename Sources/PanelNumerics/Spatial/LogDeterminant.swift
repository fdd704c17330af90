/// ln |I − ρW| of one weights matrix W (n × n), and what a likelihood needs beside it.
///
/// With G = W (I − ρW)⁻¹:
///
///     d/dρ ln |I − ρW| = −tr G,    d/dρ tr G = tr GG
///
/// Every value is computed at the ρ asked for; nothing is interpolated.
package protocol LogDeterminant: Sendable {
  /// n.
  var order: Int { get }

  /// How it is computed, for the result.
  var method: LogDeterminantMethod { get }

  /// The open interval around 0 in which I − ρW is regular.
  var interval: AdmissibleInterval { get }

  /// ln |I − ρW|; −∞ where the matrix is singular to working precision.
  ///
  /// - Precondition: ρ lies within ``interval``.
  func value(at rho: Double) -> Double

  /// tr G, minus the derivative of ``value(at:)``.
  func trace(at rho: Double) -> Double

  /// tr G, tr GG and tr G′G together: costlier than ``trace(at:)`` where W is large.
  func traces(at rho: Double) -> SpatialTraces

  /// What ``value(at:)`` may be off by: 0 where only rounding is left.
  func errorBound(at rho: Double) -> Double

  /// I − ρW, ready to be solved with.
  func system(at rho: Double) -> any SpatialSystem
}

extension LogDeterminant {
  /// tr GG + tr G′G, the curvature of the log-determinant in expected information.
  package func traceOfSquares(at rho: Double) -> Double {
    let traces = traces(at: rho)
    return traces.square + traces.crossProduct
  }

  /// tr (I − ρW)⁻¹ = n + ρ tr G.
  package func traceOfInverse(at rho: Double) -> Double {
    Double(order) + rho * trace(at: rho)
  }
}

/// Traces of G = W (I − ρW)⁻¹ at one ρ.
package struct SpatialTraces: Sendable, Equatable {
  /// tr G.
  package var first: Double
  /// tr GG, the derivative of tr G.
  package var square: Double
  /// tr G′G, the sum of squares of the elements of G.
  package var crossProduct: Double

  package init(first: Double, square: Double, crossProduct: Double) {
    self.first = first
    self.square = square
    self.crossProduct = crossProduct
  }
}

/// How a log-determinant is computed.
package enum LogDeterminantMethod: String, Sendable, Codable, CaseIterable {
  /// Σ ln (1 − ρλ) over the eigenvalues of W.
  case eigenvalues
  /// A sparse Cholesky factor of the symmetric matrix that I − ρW is similar to.
  case cholesky = "sparse-cholesky"
  /// A sparse LU factor of I − ρW.
  case lu = "sparse-lu"
  /// Chebyshev polynomials of W with simulated traces.
  case chebyshev
}

/// The values of ρ between the nearest singular I − ρW on both sides of 0.
package struct AdmissibleInterval: Sendable, Equatable {
  /// 1 / the smallest real eigenvalue of W, or −∞.
  package var lower: Double
  /// 1 / the largest real eigenvalue of W, or ∞.
  package var upper: Double

  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// From real eigenvalues of W.
  init(eigenvalues: some Sequence<Double>) {
    var (smallest, largest) = (0.0, 0.0)
    for value in eigenvalues {
      smallest = min(smallest, value)
      largest = max(largest, value)
    }
    lower = smallest < 0 ? 1 / smallest : -.infinity
    upper = largest > 0 ? 1 / largest : .infinity
  }

  /// Whether ρ lies strictly within.
  package func contains(_ rho: Double) -> Bool { lower < rho && rho < upper }
}

/// I − ρW at one ρ, factored or otherwise ready for right-hand sides.
package protocol SpatialSystem: Sendable {
  /// (I − ρW)⁻¹ B, of n × k.
  func solve(_ b: Matrix) -> Matrix

  /// (I − ρW)′⁻¹ B, of n × k.
  func solveTransposed(_ b: Matrix) -> Matrix
}

extension SpatialSystem {
  /// (I − ρW)⁻¹ b.
  package func solve(_ b: [Double]) -> [Double] {
    solve(Matrix(rowCount: b.count, columnCount: 1, elements: b)).elements
  }

  /// (I − ρW)′⁻¹ b.
  package func solveTransposed(_ b: [Double]) -> [Double] {
    solveTransposed(Matrix(rowCount: b.count, columnCount: 1, elements: b)).elements
  }
}

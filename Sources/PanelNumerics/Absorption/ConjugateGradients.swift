/// Conjugate gradients for a symmetric positive semidefinite system, scaled by its diagonal.
enum ConjugateGradients {
  struct Solution {
    var x: [Double]
    var iterations: Int
    /// A bound on the error in the norm of the system: √((x − x*)'A(x − x*)).
    var errorBound: Double
  }

  /// Solves A x = b until the error in A's norm is below `tolerance`.
  ///
  ///     ‖x − x*‖²_A = r'A⁻¹r ≤ r'M⁻¹r / λ_min(M⁻¹A),  M = diag(A)
  ///
  /// λ_min is the smallest Ritz value of the iteration, found from its own coefficients, so the
  /// bound is one on the error and not on the last step.
  ///
  /// - SeeAlso: Saad (2003), *Iterative Methods for Sparse Linear Systems*, section 6.7.3.
  static func solve(
    apply: (_ v: [Double], _ result: inout [Double]) -> Void,
    diagonal: [Double],
    rightSide: [Double],
    tolerance: Double,
    iterationLimit: Int
  ) -> Solution {
    let size = rightSide.count
    var x = [Double](repeating: 0, count: size)
    var r = rightSide
    let inverse = diagonal.map { $0 > 0 ? 1 / $0 : 0 }
    var z = (0..<size).map { r[$0] * inverse[$0] }
    var p = z
    var image = [Double](repeating: 0, count: size)
    var rz = dot(r, z)
    var ritz = RitzValues()
    var bound = rz.squareRoot()
    var iterations = 0
    guard rz > 0 else { return Solution(x: x, iterations: 0, errorBound: 0) }
    while iterations < iterationLimit {
      for i in 0..<size { image[i] = 0 }
      apply(p, &image)
      let curvature = dot(p, image)
      guard curvature > 0 else { break }
      let step = rz / curvature
      for i in 0..<size {
        x[i] += step * p[i]
        r[i] -= step * image[i]
        z[i] = r[i] * inverse[i]
      }
      let next = dot(r, z)
      let ratio = next / rz
      iterations += 1
      ritz.append(step: step, ratio: ratio)
      if iterations % 8 == 0 || next == 0 {
        bound = (next / ritz.smallest()).squareRoot()
        if bound <= tolerance { break }
      }
      guard next > 0 else { break }
      rz = next
      for i in 0..<size { p[i] = z[i] + ratio * p[i] }
    }
    return Solution(x: x, iterations: iterations, errorBound: bound)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var even = 0.0
    var odd = 0.0
    for i in a.indices { if i & 1 == 0 { even += a[i] * b[i] } else { odd += a[i] * b[i] } }
    return even + odd
  }
}

/// The tridiagonal matrix that conjugate gradients build on the way, and its smallest eigenvalue.
private struct RitzValues {
  private var diagonal: [Double] = []
  private var besideSquared: [Double] = []
  private var previous: (step: Double, ratio: Double)?

  mutating func append(step: Double, ratio: Double) {
    if let previous {
      diagonal.append(1 / step + previous.ratio / previous.step)
      besideSquared.append(previous.ratio / (previous.step * previous.step))
    } else {
      diagonal.append(1 / step)
    }
    previous = (step, ratio)
  }

  /// Bisection on Sturm counts, to a relative 1e-3.
  func smallest() -> Double {
    var low = 0.0
    var high = diagonal.min() ?? 1
    while high - low > 1e-3 * high, high > 1e-300 {
      let middle = low == 0 && high > 1e-12 ? high / 4 : (low + high) / 2
      if hasEigenvalue(below: middle) { high = middle } else { low = middle }
    }
    return high
  }

  private func hasEigenvalue(below shift: Double) -> Bool {
    var pivot = diagonal[0] - shift
    if pivot < 0 { return true }
    for i in 1..<max(1, diagonal.count) {
      pivot = diagonal[i] - shift - besideSquared[i - 1] / max(pivot, 1e-300)
      if pivot < 0 { return true }
    }
    return false
  }
}

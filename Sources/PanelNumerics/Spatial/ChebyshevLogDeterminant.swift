import Foundation

/// ln |I − ρW| of weights too large to factor, by Chebyshev polynomials of the symmetric matrix
/// they are similar to, with simulated traces and a stated error bound.
///
/// With the spectrum moved to [−1, 1], S = m + h S̃, and κ = ρh / (1 − ρm), κ = 2z / (1 + z²):
///
///     ln |I − ρW| = n ln (1 − ρm) − n ln (1 + z²) − 2 Σ_k z^k τ_k / k,    τ_k = tr T_k(S̃)
///
/// τ₀, τ₁ and τ₂ are exact; later ones are means over vectors of random signs (Hutchinson 1990),
/// two from each product by T_{2k} = 2 T_k T_k − 1.
///
/// - SeeAlso: Pace and LeSage (2004), *Chebyshev approximation of log-determinants of spatial
///   weight matrices*; Barry and Pace (1999), *Monte Carlo estimates of the log determinant*.
package struct ChebyshevLogDeterminant: LogDeterminant {
  package let method = LogDeterminantMethod.chebyshev
  package let interval: AdmissibleInterval
  /// Vectors of random signs.
  package let probeCount: Int
  private let weights: SparseMatrix
  private let symmetric: SparseMatrix
  private let symmetrizer: [Double]
  private let middle: Double
  private let half: Double
  /// τ_k, k from 0.
  private let moments: [Double]
  /// v′T_k v of each probe.
  private let probeMoments: [[Double]]

  package var order: Int { weights.rowCount }

  /// - Parameters:
  ///   - weights: W, square.
  ///   - degree: Of the polynomials, even.
  ///   - probes: Vectors of random signs, which do not depend on the study's seed: the same
  ///     weights have the same log-determinant everywhere.
  /// - Throws: ``LogDeterminantError/notSymmetrizable(order:)``.
  package init(
    _ weights: SparseMatrix,
    degree: Int = 200,
    probes: Int = 32,
    threads: Int = 1
  ) throws(LogDeterminantError) {
    guard let symmetrizer = weights.symmetrizer() else {
      throw .notSymmetrizable(order: weights.rowCount)
    }
    let symmetric = weights.similarSymmetric(symmetrizer)
    let bounds = symmetric.symmetricSpectralBounds()
    let (middle, half) = ((bounds.upper + bounds.lower) / 2, (bounds.upper - bounds.lower) / 2)
    let perProbe = Parallel.map(count: probes, threads: threads) { probe in
      symmetric.chebyshevMoments(probe: probe, degree: degree, middle: middle, half: half)
    }
    var moments = (0...degree).map { k in Summation.mean(perProbe.map { $0[k] }) }
    let n = Double(weights.rowCount)
    let trace = Summation.sum((0..<weights.rowCount).map { symmetric[$0, $0] })
    if half > 0 {
      moments[0] = n
      moments[1] = (trace - middle * n) / half
      let square = symmetric.squaredNorm - 2 * middle * trace + middle * middle * n
      moments[2] = 2 * square / (half * half) - n
    }
    self.moments = moments
    probeMoments = perProbe
    probeCount = probes
    self.weights = weights
    self.symmetric = symmetric
    self.symmetrizer = symmetrizer
    self.middle = middle
    self.half = half
    interval = weights.admissibleInterval(symmetric: symmetric)
  }

  package func value(at rho: Double) -> Double { series(at: rho).value }

  package func trace(at rho: Double) -> Double { -series(at: rho).slope }

  /// tr G and tr GG by differentiating the series; tr G′G = E |Gv|² over the same probes, each
  /// with one solve.
  package func traces(at rho: Double) -> SpatialTraces {
    let series = series(at: rho)
    var crossProduct = -series.curvature
    if symmetrizer.contains(where: { $0 != symmetrizer[0] }) {
      let system = system(at: rho)
      let norms = (0..<probeCount).map { probe in
        let v = SparseMatrix.probe(probe, order)
        return Summation.sumOfSquares(weights.times(system.solve(v)))
      }
      crossProduct = Summation.mean(norms)
    }
    return SpatialTraces(
      first: -series.slope,
      square: -series.curvature,
      crossProduct: crossProduct
    )
  }

  /// What truncation can leave, 2n |z|^{K+1} / ((K + 1)(1 − |z|)), and four standard errors of the
  /// simulated traces.
  package func errorBound(at rho: Double) -> Double {
    let z = root(at: rho).z
    let degree = Double(moments.count - 1)
    let truncation =
      2 * Double(order) * pow(abs(z), degree + 1) / ((degree + 1) * (1 - abs(z)))
    var coefficients = [Double](repeating: 0, count: moments.count)
    var power = z * z
    for k in 3..<max(3, moments.count) {
      power *= z
      coefficients[k] = -2 * power / Double(k)
    }
    let sums = probeMoments.map { Summation.dot($0, coefficients) }
    let variance = Summation.centredSumOfSquares(sums) / Double(max(1, sums.count - 1))
    return truncation + 4 * (variance / Double(sums.count)).squareRoot()
  }

  package func system(at rho: Double) -> any SpatialSystem {
    IterativeSpatialSystem(
      symmetric: symmetric,
      roots: symmetrizer.map { $0.squareRoot() },
      rho: rho
    )
  }

  /// z and its first two derivatives in ρ.
  private func root(at rho: Double) -> (z: Double, slope: Double, curvature: Double) {
    let left = 1 - rho * middle
    let kappa = rho * half / left
    let slope = half / (left * left)
    let curvature = 2 * half * middle / (left * left * left)
    let z = kappa / (1 + max(0, 1 - kappa * kappa).squareRoot())
    let (sum, difference) = (1 + z * z, 1 - z * z)
    let dz = sum * sum / (2 * difference)
    let dz2 =
      (2 * z * sum * difference + z * sum * sum) / (difference * difference) * dz
    return (z, dz * slope, dz2 * slope * slope + dz * curvature)
  }

  /// The log-determinant and its first two derivatives in ρ.
  private func series(at rho: Double) -> (value: Double, slope: Double, curvature: Double) {
    let n = Double(order)
    let root = root(at: rho)
    let z = root.z
    var (value, first, second) = (
      -n * log1p(z * z), -2 * n * z / (1 + z * z),
      -2 * n * (1 - z * z) / ((1 + z * z) * (1 + z * z))
    )
    var (power, before, beforeThat) = (z, 1.0, 0.0)
    for k in 1..<max(1, moments.count) {
      value -= 2 * power * moments[k] / Double(k)
      first -= 2 * before * moments[k]
      second -= 2 * Double(k - 1) * beforeThat * moments[k]
      beforeThat = before
      before = power
      power *= z
    }
    let left = 1 - rho * middle
    let share = middle / left
    return (
      n * log(left) + value,
      -n * share + first * root.slope,
      -n * share * share + second * root.slope * root.slope + first * root.curvature
    )
  }
}

extension SparseMatrix {
  /// A vector of random signs.
  static func probe(_ index: Int, _ count: Int) -> [Double] {
    var random = Philox(seed: 0xc4eb, stream: UInt64(index))
    return (0..<count).map { _ in random.next() & 1 == 0 ? 1 : -1 }
  }

  /// v′T_k(S̃)v, k = 0 … degree, of one probe v.
  fileprivate func chebyshevMoments(
    probe: Int,
    degree: Int,
    middle: Double,
    half: Double
  ) -> [Double] {
    var moments = [Double](repeating: 0, count: degree + 1)
    guard half > 0 else { return moments }
    let v = Self.probe(probe, rowCount)
    func moved(_ x: [Double]) -> [Double] {
      zip(times(x), x).map { ($0 - middle * $1) / half }
    }
    var (before, current) = (v, moved(v))
    moments[0] = Summation.sumOfSquares(v)
    moments[1] = Summation.dot(v, current)
    for k in 1...max(1, degree / 2) {
      if 2 * k <= degree {
        moments[2 * k] = 2 * Summation.sumOfSquares(current) - moments[0]
      }
      guard 2 * k + 1 <= degree else { break }
      let next = zip(moved(current), before).map { 2 * $0 - $1 }
      moments[2 * k + 1] = 2 * Summation.dot(next, current) - moments[1]
      (before, current) = (current, next)
    }
    return moments
  }
}

/// I − ρW = R^-½ (I − ρS) R^½ by conjugate gradients, to 1e-13 of the right-hand side.
private struct IterativeSpatialSystem: SpatialSystem {
  let symmetric: SparseMatrix
  let roots: [Double]
  let rho: Double

  func solve(_ b: Matrix) -> Matrix { solve(b, left: roots) }

  func solveTransposed(_ b: Matrix) -> Matrix { solve(b, left: roots.map { 1 / $0 }) }

  private func solve(_ b: Matrix, left: [Double]) -> Matrix {
    let scaled = b.scalingRows(by: left)
    let columns = (0..<b.columnCount).map { conjugateGradients(scaled.column($0)) }
    return Matrix(
      rowCount: b.rowCount,
      columnCount: b.columnCount,
      elements: Array(columns.joined())
    ).scalingRows(by: left.map { 1 / $0 })
  }

  private func conjugateGradients(_ b: [Double]) -> [Double] {
    var x = [Double](repeating: 0, count: b.count)
    var residual = b
    var direction = b
    var size = Summation.sumOfSquares(residual)
    let target = size * 1e-26
    for _ in 0..<10 * b.count where size > target {
      let lagged = symmetric.times(direction)
      let product = zip(direction, lagged).map { $0 - rho * $1 }
      let step = size / Summation.dot(direction, product)
      guard step.isFinite, step > 0 else { break }
      for index in x.indices {
        x[index] += step * direction[index]
        residual[index] -= step * product[index]
      }
      let next = Summation.sumOfSquares(residual)
      for index in x.indices {
        direction[index] = residual[index] + next / size * direction[index]
      }
      size = next
    }
    return x
  }
}

import Foundation

extension SparseMatrix {
  /// Bounds of the eigenvalues of a symmetric matrix: the extreme Ritz values of a Krylov space,
  /// moved outwards by their residuals and held within the largest row sum of magnitudes.
  ///
  /// - SeeAlso: Parlett (1998), *The Symmetric Eigenvalue Problem*, 4.5 and 13.2.
  func symmetricSpectralBounds(steps: Int = 60) -> (lower: Double, upper: Double) {
    let radius = largestRowSumOfMagnitudes
    guard rowCount > 0, radius > 0 else { return (0, 0) }
    var random = Philox(seed: 0x5eed, stream: 1)
    var current = (0..<rowCount).map { _ in random.normal() }
    var previous = [Double](repeating: 0, count: rowCount)
    var (diagonal, beside): ([Double], [Double]) = ([], [])
    var norm = Summation.sumOfSquares(current).squareRoot()
    for index in current.indices { current[index] /= norm }
    for step in 0..<min(steps, rowCount) {
      var next = times(current)
      let alpha = Summation.dot(next, current)
      let beta = beside.last ?? 0
      for index in next.indices {
        next[index] -= alpha * current[index] + (step > 0 ? beta * previous[index] : 0)
      }
      diagonal.append(alpha)
      norm = Summation.sumOfSquares(next).squareRoot()
      beside.append(norm)
      guard norm > 1e-14 * radius else { break }
      previous = current
      current = next.map { $0 / norm }
    }
    let m = diagonal.count
    var tridiagonal = Matrix.diagonal(diagonal)
    for i in 0..<max(0, m - 1) {
      tridiagonal[i, i + 1] = beside[i]
      tridiagonal[i + 1, i] = beside[i]
    }
    let ritz = SymmetricEigen(tridiagonal)
    let residual = { (j: Int) in beside[m - 1] * abs(ritz.vectors[m - 1, j]) }
    return (
      max(-radius, ritz.values[0] - residual(0)), min(radius, ritz.values[m - 1] + residual(m - 1))
    )
  }

  /// An upper bound of the magnitude of every eigenvalue of a matrix without negative elements:
  /// max (Ax)_i / x_i of a positive x (Collatz 1942), brought down by powers; of another matrix,
  /// the largest row or column sum of magnitudes.
  func spectralRadiusBound(steps: Int = 100) -> Double {
    guard values.allSatisfy({ $0 >= 0 }) else {
      return min(largestRowSumOfMagnitudes, transposed().largestRowSumOfMagnitudes)
    }
    if hasAveragingRows { return values.isEmpty ? 0 : 1 }
    let shift = largestRowSumOfMagnitudes / 2
    guard shift > 0 else { return 0 }
    var bound = 2 * shift
    var x = [Double](repeating: 1, count: rowCount)
    for _ in 0..<steps {
      let product = times(x)
      bound = min(bound, zip(product, x).reduce(0) { max($0, $1.0 / $1.1) })
      var next = zip(product, x).map { $0 + shift * $1 }
      let largest = next.max() ?? 1
      // An element that fades away would spoil the ratio; a floor keeps x positive.
      for index in next.indices { next[index] = max(next[index] / largest, 1e-12) }
      x = next
    }
    return bound
  }

  private var largestRowSumOfMagnitudes: Double {
    (0..<rowCount).reduce(0) { largest, row in
      max(largest, positions(ofRow: row).reduce(0) { $0 + abs(values[$1]) })
    }
  }

  /// The interval of ρ from bounds of the spectrum, within the true one by what they are off.
  func admissibleInterval(symmetric: SparseMatrix?) -> AdmissibleInterval {
    var eigenvalues: [Double]
    if let symmetric {
      let bounds = symmetric.symmetricSpectralBounds()
      eigenvalues = [bounds.lower, hasAveragingRows && !values.isEmpty ? 1 : bounds.upper]
    } else {
      let radius = spectralRadiusBound()
      eigenvalues = [-radius, radius]
    }
    return AdmissibleInterval(eigenvalues: eigenvalues)
  }
}

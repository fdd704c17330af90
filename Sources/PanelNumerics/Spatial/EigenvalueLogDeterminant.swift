import Foundation

/// ln |I − ρW| from the eigenvalues λ of W: exact, for matrices of some hundred units or dense ones.
///
///     ln |I − ρW| = Σ ln |1 − ρλ|,    tr G = Σ λ / (1 − ρλ),    tr GG = Σ (λ / (1 − ρλ))²
///
/// Where numbers r with r_i w_ij = r_j w_ji exist, as for a row-standardised symmetric matrix,
/// eigenvalues are those of the symmetric S = R^½ W R^-½. Otherwise complex ones enter by pairs.
/// Nothing is built on eigenvectors, which do not span the space for k-nearest neighbours.
///
/// - Complexity: O(n³) once, O(n) for a value, O(n³) for tr G′G and a system.
/// - SeeAlso: Ord (1975), *Estimation methods for models of spatial interaction*; LeSage and
///   Pace (2009), *Introduction to Spatial Econometrics*, 4.3; oracles `hard_logdet_*`.
package struct EigenvalueLogDeterminant: LogDeterminant {
  package let method = LogDeterminantMethod.eigenvalues
  package let interval: AdmissibleInterval
  /// Re λ.
  package let real: [Double]
  /// Im λ.
  package let imaginary: [Double]
  private let weights: SparseMatrix
  /// r, where W is similar to a symmetric matrix.
  private let symmetrizer: [Double]?

  package var order: Int { weights.rowCount }

  /// - Parameter weights: W, square and finite.
  /// - Throws: ``LogDeterminantError/eigenvalues(order:)`` where they do not converge.
  package init(_ weights: SparseMatrix) throws(LogDeterminantError) {
    precondition(weights.rowCount == weights.columnCount, "not square")
    self.weights = weights
    let symmetrizer = weights.symmetrizer()
    self.symmetrizer = symmetrizer
    if let symmetrizer {
      let symmetric = weights.similarSymmetric(symmetrizer).dense().symmetrised
      real = Self.exactRoot(of: weights, SymmetricEigen.values(of: symmetric))
      imaginary = [Double](repeating: 0, count: weights.rowCount)
      guard real.allSatisfy(\.isFinite) else {
        throw .eigenvalues(order: weights.rowCount)
      }
      interval = AdmissibleInterval(eigenvalues: real)
    } else {
      guard let values = GeneralEigenvalues(weights.dense()) else {
        throw .eigenvalues(order: weights.rowCount)
      }
      let imaginary = values.imaginary
      let real = Self.exactRoot(
        of: weights,
        values.real,
        where: { imaginary[$0] == 0 }
      )
      interval = AdmissibleInterval(
        eigenvalues: real.indices.lazy.filter { imaginary[$0] == 0 }.map { real[$0] }
      )
      self.real = real
      self.imaginary = imaginary
    }
  }

  /// Eigenvalues with 1 written exactly where the rows of W are averages: rows of nonnegative
  /// weights that sum to one have the eigenvalue 1 and none larger.
  private static func exactRoot(
    of weights: SparseMatrix,
    _ values: [Double],
    where isReal: (Int) -> Bool = { _ in true }
  ) -> [Double] {
    guard weights.hasAveragingRows else { return values }
    return values.enumerated().map { isReal($0) && abs($1 - 1) < 1e-12 ? 1 : $1 }
  }

  package func errorBound(at rho: Double) -> Double { 0 }

  package func value(at rho: Double) -> Double {
    let terms = zip(real, imaginary).map { a, b in
      let kept = 1 - rho * a
      if b == 0 { return kept > 0 ? log1p(-rho * a) : log(abs(kept)) }
      return 0.5 * log(kept * kept + rho * b * (rho * b))
    }
    return Summation.sum(terms)
  }

  package func trace(at rho: Double) -> Double {
    Summation.sum(ratios(at: rho).map(\.real))
  }

  package func traces(at rho: Double) -> SpatialTraces {
    let ratios = ratios(at: rho)
    let square = Summation.sum(ratios.map { $0.real * $0.real - $0.imaginary * $0.imaginary })
    return SpatialTraces(
      first: Summation.sum(ratios.map(\.real)),
      square: square,
      crossProduct: weights.isSymmetric() ? square : crossProduct(at: rho)
    )
  }

  /// λ / (1 − ρλ), the eigenvalues of G.
  private func ratios(at rho: Double) -> [(real: Double, imaginary: Double)] {
    zip(real, imaginary).map { a, b in
      let kept = 1 - rho * a
      if b == 0 { return (a / kept, 0) }
      // (a + bi)(kept + ρbi) / |1 − ρλ|²
      let size = kept * kept + rho * b * (rho * b)
      return ((a * kept - rho * b * b) / size, b / size)
    }
  }

  /// Σ g_ij², from G = W (I − ρW)⁻¹ itself.
  private func crossProduct(at rho: Double) -> Double {
    guard let inverse = DenseSpatialSystem(weights, rho: rho) else { return .infinity }
    let solved = inverse.solve(.identity(order))
    // Full matrices multiply faster than links one by one.
    let product = weights.density > 0.1 ? weights.dense() * solved : weights.times(solved)
    return Summation.sumOfSquares(product.elements)
  }

  package func system(at rho: Double) -> any SpatialSystem {
    DenseSpatialSystem(weights, rho: rho) ?? SingularSpatialSystem()
  }
}

/// The dense factorisation of I − ρW.
struct DenseSpatialSystem: SpatialSystem {
  private let factors: LUDecomposition

  /// - Returns: `nil` where the matrix is singular.
  init?(_ weights: SparseMatrix, rho: Double) {
    var matrix = weights.scaled(by: -rho).dense()
    for i in 0..<weights.rowCount { matrix[i, i] += 1 }
    guard let factors = LUDecomposition(matrix) else { return nil }
    self.factors = factors
  }

  func solve(_ b: Matrix) -> Matrix { factors.solve(b) }

  func solveTransposed(_ b: Matrix) -> Matrix { factors.solve(b, transposed: true) }
}

/// I − ρW at a ρ where it has no inverse: every solution is NaN.
struct SingularSpatialSystem: SpatialSystem {
  func solve(_ b: Matrix) -> Matrix {
    var solution = b
    for index in solution.elements.indices { solution.elements[index] = .nan }
    return solution
  }

  func solveTransposed(_ b: Matrix) -> Matrix { solve(b) }
}

extension SparseMatrix {
  /// S = R^½ W R^-½ of a matrix with numbers r for which it is symmetric.
  func similarSymmetric(_ r: [Double]) -> SparseMatrix {
    let roots = r.map { $0.squareRoot() }
    return scalingRows(by: roots).scalingColumns(by: roots.map { 1 / $0 })
  }

  /// Whether no weight is negative and every row sums to one or has no weights, so that the
  /// largest eigenvalue is at most one.
  var hasAveragingRows: Bool {
    values.allSatisfy { $0 >= 0 }
      && rowSums.allSatisfy { abs($0 - 1) < 1e-12 || $0 == 0 }
  }
}

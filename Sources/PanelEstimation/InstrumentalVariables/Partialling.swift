import PanelNumerics

/// What regressors leave of columns, in two passes so that rounding is all that is left over.
struct Partialling {
  private let regressors: Matrix
  private let basis: OrthonormalBasis?
  /// (W'W)⁻¹.
  let bread: Matrix

  /// Takes W, of full rank.
  init(_ regressors: Matrix, threads: Int) {
    self.regressors = regressors
    basis = regressors.columnCount == 0 ? nil : OrthonormalBasis(regressors)
    bread =
      basis.map { $0.rootInverse * $0.rootInverse.transposed }?.symmetrised
      ?? Matrix(rowCount: 0, columnCount: 0)
  }

  /// Coefficients on W, and residuals.
  func partial(_ columns: Matrix) -> (coefficients: Matrix, residuals: Matrix) {
    guard let basis else {
      return (Matrix(rowCount: 0, columnCount: columns.columnCount), columns)
    }
    let first = basis.columns.transposedTimes(columns)
    var residuals = columns - basis.columns * first
    let second = basis.columns.transposedTimes(residuals)
    residuals = residuals - basis.columns * second
    return (basis.rootInverse * (first + second), residuals)
  }

  func partial(_ column: [Double]) -> (coefficients: [Double], residuals: [Double]) {
    let (coefficients, residuals) = partial(
      Matrix(rowCount: column.count, columnCount: 1, elements: column)
    )
    return (coefficients.elements, residuals.elements)
  }
}

/// Q and R⁻¹ of X = QR, by two rounds of Cholesky factors of scaled cross products.
struct OrthonormalBasis {
  /// Q, n × k.
  var columns: Matrix
  /// R⁻¹, k × k.
  var rootInverse: Matrix

  /// - Returns: `nil` where X has not full rank to working precision.
  init?(_ matrix: Matrix) {
    let norms = (0..<matrix.columnCount).map {
      Summation.sumOfSquares(matrix.column($0)).squareRoot()
    }
    guard norms.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var root = Matrix.diagonal(norms.map { 1 / $0 })
    var basis = matrix * root
    // Three rounds: each divides the loss of orthogonality by the square of the condition number.
    for _ in 0..<3 {
      guard let factor = Cholesky(basis.crossProduct())?.factor else { return nil }
      let step = factor.solvingUpperTriangular(.identity(factor.rowCount))
      basis = basis * step
      root = root * step
    }
    columns = basis
    rootInverse = root
  }
}

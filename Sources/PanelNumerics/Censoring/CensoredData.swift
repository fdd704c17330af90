/// An outcome that is seen only between limits, beside its regressors, made ready for
/// maximisation.
///
/// Regressors are replaced by an orthogonal basis and the outcome is centred and scaled, so that
/// the likelihood is of one shape whatever the units. It is written in the parameters of Olsen:
///
///     e = h y − q'γ,    h = 1/σ, γ = b/σ
///
/// with the limit in the place of y where y is censored. Each row holds (−q, y), so that e is its
/// product with (γ, h).
///
/// - SeeAlso: Olsen (1978), *Note on the uniqueness of the maximum likelihood estimator for the
///   Tobit model*.
package struct CensoredData: Sendable {
  /// What is known of the latent outcome of a row.
  package enum Side: Int8, Sendable {
    /// It is at most the lower limit.
    case low = -1
    /// It is the outcome.
    case inside = 0
    /// It is at least the upper limit.
    case high = 1
  }

  /// Rows in the order of the data.
  package let rowCount: Int
  /// k, the regressors with the constant among them.
  package let width: Int
  /// n × (k + 1), row by row: (−q, y), standardised.
  let rows: [Double]
  let sides: [Side]
  /// The triangle that takes coefficients on the basis to those on the regressors.
  let triangle: Matrix
  /// What was taken from the outcome, and what it was then divided by.
  let shift: Double
  let scale: Double
  let hasConstant: Bool

  package var insideCount: Int { sides.count { $0 == .inside } }
  package var lowCount: Int { sides.count { $0 == .low } }
  package var highCount: Int { sides.count { $0 == .high } }

  /// - Parameters:
  ///   - outcome: n numbers; those at or beyond a limit count as censored there.
  ///   - design: n × k, of full column rank; the constant first, where there is one.
  ///   - hasConstant: Whether the first column is one throughout.
  ///   - lower: The lower limit, in units of the outcome.
  ///   - upper: The upper limit, above the lower.
  package init(
    outcome: [Double],
    design: Matrix,
    hasConstant: Bool,
    lower: Double?,
    upper: Double?
  ) {
    let n = outcome.count
    let k = design.columnCount
    precondition(design.rowCount == n, "\(design.rowCount) rows, \(n) outcomes")
    sides = outcome.map { y in
      if let lower, y <= lower { return .low }
      if let upper, y >= upper { return .high }
      return .inside
    }
    let seen = zip(outcome, sides).map { y, side in
      switch side {
      case .low: lower ?? y
      case .inside: y
      case .high: upper ?? y
      }
    }
    let mean = hasConstant ? Summation.mean(seen) : 0
    let spread = (Summation.sumOfSquares(seen.map { $0 - mean }) / Double(n)).squareRoot()
    let orthonormal = OrthonormalBasis(design)
    shift = mean
    scale = spread > 0 ? spread : 1
    triangle = orthonormal.triangle
    rowCount = n
    width = k
    self.hasConstant = hasConstant
    var rows = [Double](repeating: 0, count: n * (k + 1))
    for row in 0..<n {
      for j in 0..<k { rows[row * (k + 1) + j] = -orthonormal.basis[row, j] }
      rows[row * (k + 1) + k] = (seen[row] - mean) / scale
    }
    self.rows = rows
  }

  /// Coefficients and standard deviation in the units of the data, from (γ, h).
  func original(_ gamma: ArraySlice<Double>, _ h: Double) -> (coefficients: [Double], sigma: Double)
  {
    let solved = triangle.solvingUpperTriangular(
      Matrix(rowCount: width, columnCount: 1, elements: Array(gamma))
    ).elements
    var coefficients = solved.map { scale * $0 / h }
    if hasConstant, width > 0 { coefficients[0] += shift }
    return (coefficients, scale / h)
  }

  /// The derivative of coefficients and standard deviation by (γ, h): (k + 1) × (k + 1).
  func jacobian(_ gamma: ArraySlice<Double>, _ h: Double) -> Matrix {
    var jacobian = Matrix(rowCount: width + 1, columnCount: width + 1)
    let inverse = triangle.solvingUpperTriangular(.identity(width))
    let solved = inverse * Array(gamma)
    for i in 0..<width {
      for j in 0..<width { jacobian[i, j] = scale * inverse[i, j] / h }
      jacobian[i, width] = -scale * solved[i] / (h * h)
    }
    jacobian[width, width] = -scale / (h * h)
    return jacobian
  }
}

/// Why a likelihood with censoring has no maximum that can be reported.
package enum CensoredFitError: Error, Equatable {
  /// Newton's method did not settle; the decrement is in units of the log likelihood.
  case notConverged(iterations: Int, decrement: Double)
  /// The standard deviation falls towards zero: uncensored outcomes are fitted perfectly.
  case perfectFit
  /// The likelihood does not change in a direction of the coefficients, by column of the design.
  case flat(column: Int)
}

/// Two-stage least squares of a model with a spatial lag: y = ρWy + Xb + e, with spatial lags of
/// the regressors as instruments for Wy.
///
///     d = (Ẑ′Z)⁻¹Ẑ′y,    Z = (X, Wy),    Ẑ = H(H′H)⁻¹H′Z,    H = (X, WX, WWX)
///
/// Of a model with lagged regressors among X, H holds their further lags. It needs no determinant
/// and no normal errors, so it checks what maximum likelihood finds. Effects are removed from all
/// columns after lags are formed; a column of H that others make up is left out.
///
/// - SeeAlso: Kelejian and Prucha (1998), *A generalized spatial two-stage least squares
///   procedure*; spreg's `GM_Lag`.
package struct SpatialTwoStage: Sendable {
  /// b.
  package let coefficients: [Double]
  /// ρ.
  package let rho: Double
  /// e, effects removed.
  package let residuals: [Double]
  /// Ẑ: the regressors, and Wy as the instruments explain it.
  package let projected: [[Double]]
  /// (Ẑ′Ẑ)⁻¹.
  package let bread: Matrix
  /// Instruments beyond X.
  package let instrumentCount: Int

  /// Why there are no estimates.
  package enum Failure: Error, Equatable {
    /// No lag of a regressor adds to X.
    case noInstruments
    /// The instruments do not move Wy.
    case notIdentified
  }

  /// - Parameter columns: With the regressors of the model, of full rank.
  package init(_ columns: SpatialColumns) throws(Failure) {
    let x = columns.remainingRegressors
    let first = columns.lag.of(columns.regressors)
    let second = columns.lag.of(first)
    let candidates = (first + second).map(columns.effects.removed)
    let chosen = Self.independent(candidates, beside: x)
    guard !chosen.isEmpty else { throw .noInstruments }
    instrumentCount = chosen.count
    let instruments = Matrix(columns: x + chosen)
    let lag = columns.remainingOutcomeLag
    let scales = (0..<instruments.columnCount).map {
      1 / Summation.sumOfSquares(instruments.column($0)).squareRoot()
    }
    let scaled = Matrix(
      columns: (0..<instruments.columnCount).map { j in
        instruments.column(j).map { $0 * scales[j] }
      }
    )
    guard let square = Cholesky(scaled.crossProduct()) else { throw .notIdentified }
    let explained = scaled * square.solve(scaled.transposedTimes(lag))
    projected = x + [explained]
    let z = Matrix(columns: projected)
    guard let bread = z.crossProduct().scaledInverse() else { throw .notIdentified }
    self.bread = bread
    let solution = bread * z.transposedTimes(columns.remainingOutcome)
    coefficients = Array(solution.dropLast())
    rho = solution[solution.count - 1]
    var rest = columns.remainingOutcome
    let fitted = SpatialColumns.combination(of: x, coefficients, count: rest.count)
    for row in rest.indices { rest[row] -= fitted[row] + rho * lag[row] }
    residuals = rest
  }

  /// Columns that add to those before them.
  private static func independent(
    _ candidates: [[Double]],
    beside given: [[Double]]
  ) -> [[Double]] {
    let norms = candidates.map { Summation.sumOfSquares($0).squareRoot() }
    let largest = norms.max() ?? 0
    var chosen = zip(candidates, norms).filter { $0.1 > 1e-10 * largest }.map(\.0)
    while let dependent = DependentColumn(given + chosen), dependent.position >= given.count {
      chosen.remove(at: dependent.position - given.count)
    }
    return chosen
  }
}

import PanelNumerics
import PanelResults

/// Estimates of a system with instruments.
///
/// The k-class solves, with κ = 1 for two-stage least squares,
///
///     b = (P'P + (1−κ) V'V)⁻¹ (P'p + (1−κ) V'û),    û: residuals of the reduced form
///
/// LIML takes κ = 1 + λ, λ the smallest root of det(Y'P_Z Y − λ Y'M_Z Y) with Y = (ỹ, X̃). Two-step
/// GMM minimises g'S⁻¹g, g = Q'(ỹ − X̃b), with S from the residuals of two-stage least squares.
///
/// Covariances are sandwiches of projected regressors X̂ = X − V with the bread of the k-class,
/// as in ivreg2 and linearmodels.
///
/// - SeeAlso: Hausman (1983); Hansen (1982); oracles `iv_*`, keys `fixest` and `gmm2s`.
struct InstrumentFit {
  let system: InstrumentSystem
  let moments: MomentCovariance

  /// Slopes of endogenous variables, two-stage.
  let twoStage: [Double]
  /// ỹ − X̃b of two-stage least squares.
  let twoStageResiduals: [Double]

  init(_ system: InstrumentSystem, _ moments: MomentCovariance) throws(EstimationError) {
    self.system = system
    self.moments = moments
    guard let factor = system.projection.crossProduct().regularFactor else {
      throw Self.notIdentified(system)
    }
    twoStage = factor.solve(system.projection.transposedTimes(system.outcomeProjection))
    twoStageResiduals = system.residuals(twoStage)
  }

  static func notIdentified(_ system: InstrumentSystem) -> EstimationError {
    .invalid(
      "The instruments \(system.instrumentNames.joined(separator: ", ")) cannot tell the effects "
        + "of \(system.endogenousNames.joined(separator: ", ")) apart: their first stages have not "
        + "full rank. Use other instruments."
    )
  }

  /// A fit with the estimating equations of its covariance, and κ where it is of the k-class.
  func fit(
    _ estimator: InstrumentEstimator
  ) throws(EstimationError) -> (fit: LinearFit, kappa: Double?) {
    switch estimator {
    case .twoStage: return (try kClass(excess: 0), 1)
    case .liml:
      let excess = try limlExcess()
      return (try kClass(excess: excess), 1 + excess)
    case .gmm:
      return (moments.kind == .iid ? try kClass(excess: 0) : try twoStep(), nil)
    }
  }

  /// λ = κ − 1: zero where there are as many instruments as endogenous variables.
  private func limlExcess() throws(EstimationError) -> Double {
    guard system.instrumentCount > system.endogenousCount else { return 0 }
    let left = Matrix(columns: [system.reducedResiduals]).joined(with: system.firstStageResiduals)
    let projected = Matrix(columns: [system.outcomeProjection]).joined(with: system.projection)
    guard let factor = Cholesky(left.crossProduct())?.factor else {
      throw .invalid(
        "LIML does not exist: the instruments predict an endogenous variable or the outcome "
          + "without error. Use 'estimator: 2sls'."
      )
    }
    let half = factor.solvingUpperTriangular(projected.transposed, transposed: true)
    return max(0, SymmetricEigen((half * half.transposed).symmetrised).values[0])
  }

  private func kClass(excess: Double) throws(EstimationError) -> LinearFit {
    let residuals = system.firstStageResiduals
    let curvature =
      system.projection.crossProduct() - excess * residuals.crossProduct()
    let right = zip(
      system.projection.transposedTimes(system.outcomeProjection),
      residuals.transposedTimes(system.reducedResiduals)
    ).map { $0 - excess * $1 }
    guard let factor = curvature.regularFactor else { throw Self.notIdentified(system) }
    let slopes = factor.solve(right)
    let errors = system.residuals(slopes)
    let effects = system.endogenousOnExogenous
    let inverse = factor.inverse
    let cross = -1 * (effects * inverse)
    let lower = system.exogenousBread + effects * inverse * effects.transposed
    var bread = Matrix.blocks(inverse, cross.transposed, cross, lower.symmetrised)
    var columns = (system.endogenous - residuals).joined(with: system.exogenous)
    if system.spansConstant {
      bread = bread.bordered(by: 1 / system.weight)
      columns = columns.joined(with: Matrix(columns: [system.constantColumn]))
    }
    let scores = StoredScores(
      columns: system.unscaled(columns),
      residuals: system.unscaled(errors),
      weights: system.structural.weights,
      bread: bread,
      constantIsLeverage: false,
      effectLeverages: nil
    )
    return system.linearFit(
      slopes: slopes,
      exogenous: system.exogenousSlopes(slopes),
      level: system.means.last ?? 0,
      equations: EstimatingEquations(
        bread: bread,
        residualSumOfSquares: Summation.sumOfSquares(errors),
        scores: scores
      ),
      residualSumOfSquares: Summation.sumOfSquares(errors)
    )
  }

  /// Every coefficient is linear in the moments (Q, W, 1)'y, so its scores are too.
  private func twoStep() throws(EstimationError) -> LinearFit {
    let k = system.endogenousCount
    let l = system.instrumentCount
    let w = system.exogenousCount
    let c = system.spansConstant ? 1 : 0
    var all = system.basis.joined(with: system.exogenous)
    if c == 1 { all = all.joined(with: Matrix(columns: [system.constantColumn])) }
    let spread = moments.covariance(of: all, times: [twoStageResiduals])
    guard let factor = spread.block(0..<l, 0..<l).regularFactor else {
      throw .invalid(
        "Two-step GMM weighs moments by the inverse of their covariance, which is singular here: "
          + "there are \(l) instruments\(clusterCount). Use fewer instruments, or 'estimator: 2sls'."
      )
    }
    let weighted = factor.solve(system.projection)
    guard let curvature = system.projection.transposedTimes(weighted).regularFactor else {
      throw Self.notIdentified(system)
    }
    let gain = curvature.solve(weighted.transposed)
    let slopes = gain * system.outcomeProjection
    let gap = zip(system.outcomeProjection, system.projection * slopes).map { $0 - $1 }
    let weightedGap = factor.solve(gap)
    let leftover = Matrix.identity(l) - system.projection * gain
    // What each coefficient takes from the moments (Q, W, 1).
    var map = Matrix(rowCount: k + w + c, columnCount: l + w + c)
    map.place(gain, at: (0, 0))
    let cross = spread.block(l..<(l + w), 0..<l)
    let fromCross = factor.solve(leftover)
    map.place(
      -1 * (system.endogenousOnExogenous * gain) - system.exogenousBread * (cross * fromCross),
      at: (k, 0)
    )
    map.place(system.exogenousBread, at: (k, l))
    let shift = system.exogenousBread * (cross * weightedGap)
    let exogenous = zip(system.exogenousSlopes(slopes), shift).map { $0 - $1 }
    var level = system.means.last ?? 0
    if c == 1 {
      let row = spread.block((l + w)..<(l + w + 1), 0..<l)
      map.place((-1 / system.weight) * (row * fromCross), at: (k + w, 0))
      map[k + w, l + w] = 1 / system.weight
      level -= (row * weightedGap)[0] / system.weight
    }
    let identity = Matrix.identity(k + w + c)
    let scores = StoredScores(
      columns: system.unscaled(all * map.transposed),
      residuals: system.unscaled(twoStageResiduals),
      weights: system.structural.weights,
      bread: identity,
      constantIsLeverage: false,
      effectLeverages: nil
    )
    var final = zip(system.residuals(slopes), system.exogenous * shift).map { $0 + $1 }
    if c == 1 {
      let moved = (system.means.last ?? 0) - level
      final = zip(final, system.constantColumn).map { $0 + moved * $1 }
    }
    let squares = Summation.sumOfSquares(final)
    return system.linearFit(
      slopes: slopes,
      exogenous: exogenous,
      level: level,
      equations: EstimatingEquations(
        bread: identity,
        residualSumOfSquares: squares,
        scores: scores
      ),
      residualSumOfSquares: squares
    )
  }

  private var clusterCount: String {
    let counts = system.structural.clusterings.map { "\($0.grouping.count) (\($0.name))" }
    return counts.isEmpty ? "" : " and clusters: \(counts.joined(separator: ", "))"
  }
}

extension InstrumentSystem {
  /// Whether the model has a constant, of its own or in its effects.
  var spansConstant: Bool { !absorber.effects.isEmpty }

  /// Ones, times the root of the weights.
  var constantColumn: [Double] { roots ?? [Double](repeating: 1, count: observationCount) }

  /// ỹ − X̃b.
  func residuals(_ slopes: [Double]) -> [Double] {
    zip(partialOutcome, partialEndogenous * slopes).map { $0 - $1 }
  }

  /// The coefficients of W given those of X.
  func exogenousSlopes(_ slopes: [Double]) -> [Double] {
    zip(outcomeOnExogenous, endogenousOnExogenous * slopes).map { $0 - $1 }
  }

  func unscaled(_ matrix: Matrix) -> Matrix {
    roots.map { roots in matrix.scalingRows(by: roots.map { 1 / $0 }) } ?? matrix
  }

  func unscaled(_ column: [Double]) -> [Double] {
    roots.map { zip(column, $0).map { $0 / $1 } } ?? column
  }

  /// The fit with the outcome's `level` at the means of the regressors.
  func linearFit(
    slopes: [Double],
    exogenous: [Double],
    level: Double,
    equations: EstimatingEquations,
    residualSumOfSquares: Double
  ) -> LinearFit {
    let all = slopes + exogenous
    let slopeMeans = Array(means.dropLast())
    return LinearFit(
      kept: Array(all.indices),
      omitted: omitted,
      slopes: all,
      constant: spansConstant ? level - Summation.dot(slopeMeans, all) : nil,
      equations: equations,
      constantBasis: spansConstant ? .centred(means: slopeMeans) : .absent,
      totalSumOfSquares: totalSumOfSquares,
      rSquared: totalSumOfSquares > 0 ? 1 - residualSumOfSquares / totalSumOfSquares : .nan,
      outcomeMean: Summation.mean(structural.outcome, weights: structural.weights),
      withinTotalSumOfSquares: structural.effects.isEmpty ? nil : Summation.sumOfSquares(outcome),
      exactRank: absorber.rank,
      computation: computation
    )
  }
}

extension Matrix {
  static func blocks(_ a: Matrix, _ b: Matrix, _ c: Matrix, _ d: Matrix) -> Matrix {
    var result = Matrix(
      rowCount: a.rowCount + c.rowCount,
      columnCount: a.columnCount + b.columnCount
    )
    result.place(a, at: (0, 0))
    result.place(b, at: (0, a.columnCount))
    result.place(c, at: (a.rowCount, 0))
    result.place(d, at: (a.rowCount, a.columnCount))
    return result
  }

  mutating func place(_ part: Matrix, at corner: (row: Int, column: Int)) {
    for j in 0..<part.columnCount {
      for i in 0..<part.rowCount { self[corner.row + i, corner.column + j] = part[i, j] }
    }
  }
}

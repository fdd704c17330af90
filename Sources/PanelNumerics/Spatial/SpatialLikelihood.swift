import Foundation

/// The likelihood of a linear model with one spatial parameter r: ρ of y = ρWy + Xb + e, or λ of
/// y = Xb + u, u = λWu + e.
///
/// Coefficients and σ² are concentrated out:
///
///     ℓ(r) = −(M/2)(ln(2π S(r)/M) + 1) + J (ln|I − rW| − c ln(1 − r))
///
/// of the data as they are, with effects as parameters (*direct*): M = nT, J = T, c = 0. In Lee and
/// Yu's orthonormal transformation an effect takes its rows along: J = T − 1 beside effects of
/// units, c = 1 beside effects of periods, and M is what is left of the rows.
///
/// - SeeAlso: Anselin (1988), *Spatial Econometrics*; Lee and Yu (2010), *Estimation of spatial
///   autoregressive panel data models with fixed effects*, equations 8 and 17; Elhorst (2014);
///   oracles `cs_*`, `panel_*`, `certified_40digit`.
package struct SpatialLikelihood: Sendable {
  package let columns: SpatialColumns
  package let dependence: Dependence
  /// Whether the data count in Lee and Yu's transformation.
  package let isTransformed: Bool
  package let determinant: any LogDeterminant
  private let profile: SpatialProfile

  /// What the spatial parameter stands before.
  package enum Dependence: Sendable {
    /// Wy.
    case outcome
    /// Wu.
    case errors
  }

  /// - Parameters:
  ///   - columns: The variables.
  ///   - dependence: What is lagged.
  ///   - isTransformed: Lee and Yu's transformation; beside effects of periods it needs rows of W
  ///     that sum to one.
  ///   - determinant: That of W.
  package init(
    _ columns: SpatialColumns,
    dependence: Dependence,
    isTransformed: Bool,
    determinant: any LogDeterminant
  ) {
    self.columns = columns
    self.dependence = dependence
    self.isTransformed = isTransformed
    self.determinant = determinant
    switch dependence {
    case .outcome:
      profile = SpatialProfile(
        regressors: columns.remainingRegressors,
        outcome: columns.remainingOutcome,
        lag: columns.remainingOutcomeLag
      )
    case .errors:
      profile = SpatialProfile(
        regressors: columns.remainingRegressors,
        lags: columns.remainingRegressorLags(),
        outcome: columns.remainingOutcome,
        lag: columns.remainingOutcomeLag
      )
    }
  }

  /// J.
  package var determinantCount: Double {
    let periods = columns.periodCount
    return Double(isTransformed && columns.effects.ofUnits ? periods - 1 : periods)
  }

  /// Whether c is 1.
  var removesUnitRoot: Bool { isTransformed && columns.effects.ofPeriods }

  /// M.
  package var observationCount: Double {
    Double(columns.unitCount - (removesUnitRoot ? 1 : 0)) * determinantCount
  }

  /// ℓ(r).
  package func value(at r: Double) -> Double {
    let m = observationCount
    let fit = -m / 2 * (log(2 * Double.pi * profile.sum(at: r).sumOfSquares / m) + 1)
    let root = removesUnitRoot ? log1p(-r) : 0
    return fit + determinantCount * (determinant.value(at: r) - root)
  }

  /// dℓ/dr.
  package func slope(at r: Double) -> Double {
    let (sum, slope) = profile.sum(at: r)
    let root = removesUnitRoot ? 1 / (1 - r) : 0
    return -observationCount / 2 * slope / sum
      - determinantCount * (determinant.trace(at: r) - root)
  }

  /// The finite interval in which a maximum is looked for.
  package var searched: (low: Double, high: Double) {
    let sums = columns.lag.weights.absoluteRowSums
    let reach = 20 / max(sums.max() ?? 1, .leastNormalMagnitude)
    let interval = determinant.interval
    return (
      interval.lower.isFinite ? interval.lower : -reach,
      interval.upper.isFinite ? interval.upper : reach
    )
  }

  /// Values compared before the maximum is enclosed: many where they cost nothing.
  private var pointCount: Int {
    switch determinant.method {
    case .eigenvalues: 24
    case .cholesky: 9
    case .lu, .chebyshev: 5
    }
  }

  /// Maximises ℓ.
  ///
  /// - Throws: ``InteriorMaximum/Failure`` where ℓ has no maximum inside the admissible interval.
  package func maximum() throws(InteriorMaximum.Failure) -> SpatialMaximum {
    let (low, high) = searched
    let maximum = try InteriorMaximum(
      from: low,
      to: high,
      points: pointCount,
      value: value,
      slope: slope
    )
    let fit = profile.value(at: maximum.place)
    return SpatialMaximum(
      parameters: SpatialParameters(
        coefficients: fit.coefficients,
        spatial: maximum.place,
        variance: fit.sumOfSquares / observationCount
      ),
      logLikelihood: value(at: maximum.place),
      evaluations: maximum.slopeCount
    )
  }

  /// Coefficients and variance at a given r: those of least squares at 0.
  package func parameters(at r: Double) -> SpatialParameters {
    let fit = profile.value(at: r)
    return SpatialParameters(
      coefficients: fit.coefficients,
      spatial: r,
      variance: fit.sumOfSquares / observationCount
    )
  }

  /// e, effects removed: N numbers.
  package func residuals(at parameters: SpatialParameters) -> [Double] {
    let r = parameters.spatial
    var rest = zip(columns.remainingOutcome, columns.remainingOutcomeLag).map { $0 - r * $1 }
    var fitted = columns.fitted(parameters.coefficients)
    if dependence == .errors {
      let lag = columns.lag.of(fitted)
      for row in fitted.indices { fitted[row] -= r * lag[row] }
    }
    let remaining = columns.effects.removed(from: fitted)
    for row in rest.indices { rest[row] -= remaining[row] }
    return rest
  }
}

/// A point of the likelihood.
package struct SpatialParameters: Sendable, Equatable {
  /// b, one per column.
  package var coefficients: [Double]
  /// ρ or λ.
  package var spatial: Double
  /// σ².
  package var variance: Double

  package init(coefficients: [Double], spatial: Double, variance: Double) {
    self.coefficients = coefficients
    self.spatial = spatial
    self.variance = variance
  }
}

/// The top of the likelihood.
package struct SpatialMaximum: Sendable {
  package var parameters: SpatialParameters
  package var logLikelihood: Double
  /// Evaluations of the score.
  package var evaluations: Int
}

extension SparseMatrix {
  /// Σ_j |w_ij| of each row.
  var absoluteRowSums: [Double] {
    (0..<rowCount).map { row in positions(ofRow: row).reduce(0) { $0 + abs(values[$1]) } }
  }

  /// Whether every row sums to one.
  package func hasUnitRowSums(tolerance: Double = 1e-10) -> Bool {
    rowSums.allSatisfy { abs($0 - 1) <= tolerance }
  }
}

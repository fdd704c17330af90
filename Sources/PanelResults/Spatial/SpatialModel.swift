/// The linear models with spatial dependence.
package enum SpatialModel: String, Codable, Sendable, CaseIterable {
  /// y = ρWy + Xβ + e: the spatial lag of the outcome.
  case sar
  /// y = Xβ + u, u = λWu + e: spatial errors.
  case sem
  /// y = ρWy + Xβ + WXθ + e: the spatial Durbin model.
  case sdm
  /// y = ρWy + Xβ + u, u = λWu + e: both lag and errors.
  case sac
  /// y = Xβ + WXθ + e: spatial lags of regressors alone.
  case slx
  /// y = Xβ + WXθ + u, u = λWu + e: the spatial Durbin error model.
  case sdem

  /// Whether the model has ρ, the coefficient of Wy.
  package var hasLag: Bool { self == .sar || self == .sdm || self == .sac }
  /// Whether the model has λ, the coefficient of Wu.
  package var hasSpatialErrors: Bool { self == .sem || self == .sac || self == .sdem }
  /// Whether the model has θ, the coefficients of WX.
  package var hasLaggedRegressors: Bool { self == .sdm || self == .slx || self == .sdem }
}

/// How a spatial model was estimated.
package enum SpatialEstimator: String, Codable, Sendable, CaseIterable {
  /// Maximum likelihood; with effects of units or periods, of the data that they were taken from.
  case direct
  /// Maximum likelihood of the data in Lee and Yu's (2010) orthonormal transformation.
  case leeYu = "lee-yu"
  /// Direct maximum likelihood, corrected for the bias that effects bring (Lee and Yu 2010;
  /// Elhorst 2012).
  case biasCorrected = "bias-corrected"
  /// Two-stage least squares with spatial lags of regressors as instruments (Kelejian and Prucha
  /// 1998).
  case twoStage = "two-stage"
  /// Least squares: a model without ρ and λ needs no more.
  case leastSquares = "least-squares"
}

/// How effects of units and periods enter a spatial model.
package enum SpatialPanelEffects: String, Codable, Sendable, CaseIterable {
  case none, unit, time
  case twoWay = "two-way"
  /// Normal effects of units, unrelated to regressors.
  case random
}

/// How ln |I − ρW| was computed.
package struct LogDeterminantDescription: Codable, Sendable, Equatable {
  package var method: Method
  /// A bound on the error of one value; 0 where it is exact up to rounding.
  package var errorBound: Double

  package enum Method: String, Codable, Sendable, CaseIterable {
    /// From the eigenvalues of W.
    case eigenvalues
    /// From a sparse Cholesky factor of a matrix similar to I − ρW.
    case sparseCholesky = "sparse-cholesky"
    /// From a sparse LU factor of I − ρW.
    case sparseLU = "sparse-lu"
    /// From Chebyshev polynomials of W (Pace and LeSage 2004).
    case chebyshev
  }

  private enum CodingKeys: String, CodingKey {
    case method
    case errorBound = "error_bound"
  }

  package init(method: Method, errorBound: Double = 0) {
    self.method = method
    self.errorBound = errorBound
  }
}

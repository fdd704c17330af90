/// Direct, indirect and total effects of a model with spatial lags.
///
///     S_k = (I − ρW)⁻¹(Iβ_k + Wθ_k)
///     direct = tr(S_k)/n,    total = 1'S_k1/n,    indirect = total − direct
///
/// Values are those at the point estimate. Variances come from the delta method, and moments and
/// quantiles from draws of all parameters from N(estimate, V).
///
/// - SeeAlso: LeSage and Pace (2009), *Introduction to Spatial Econometrics*, section 2.7; Elhorst
///   (2014), *Spatial Econometrics*, section 2.7; oracles `cs_*`, `panel_*`, `hard_*`.
package struct SpatialEffectEstimates: Sendable, Equatable {
  /// One per term, in the order of the model.
  package var effects: [Effect]
  /// What was drawn; absent where nothing was.
  package var draws: Draws?
  /// Whether ρ lies more than five standard errors from both ends of its interval, without which
  /// means and deviations of draws estimate nothing.
  package var hasReliableMoments: Bool

  package struct Effect: Sendable, Equatable {
    package var direct: Part
    package var indirect: Part
    package var total: Part
  }

  /// One number with what is known of its distribution.
  package struct Part: Sendable, Equatable {
    package var value: Double
    /// By the delta method.
    package var variance: Double
    package var simulated: Simulated?
  }

  /// The draws of one number.
  package struct Simulated: Sendable, Equatable {
    package var mean: Double
    package var deviation: Double
    /// The quantiles at (1 − level)/2, one half and (1 + level)/2.
    package var low: Double
    package var median: Double
    package var high: Double
    /// The share of draws at or below zero.
    package var shareBelowZero: Double
  }

  package struct Draws: Sendable, Equatable {
    package var count: Int
    /// Those whose ρ lay outside the admissible interval.
    package var discarded: Int
    /// The largest relative error of interpolation between values of ρ.
    package var interpolationError: Double
  }
}

/// Why effects could not be absorbed.
package enum AbsorptionError: Error, Equatable {
  /// The iteration for the effects' coefficients stopped before its tolerance.
  ///
  /// `reached` and `wanted` are the relative error of the absorbed column in the euclidean norm.
  case notConverged(iterations: Int, reached: Double, wanted: Double)
  /// Exact leverages need a dense factor of this many levels; `limit` is the most that is tried.
  case leverageTooLarge(levels: Int, limit: Int)
}

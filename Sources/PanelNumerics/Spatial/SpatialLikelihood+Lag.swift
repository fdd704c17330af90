extension SpatialLikelihood {
  /// What the spatial parameter stands before, effects removed: Wy, or Wu = W(y − Xb).
  package func remainingLag(coefficients: [Double]) -> [Double] {
    guard dependence == .errors else { return columns.remainingOutcomeLag }
    let fitted = columns.lag.of(columns.fitted(coefficients))
    return zip(columns.remainingOutcomeLag, columns.effects.removed(from: fitted)).map { $0 - $1 }
  }
}

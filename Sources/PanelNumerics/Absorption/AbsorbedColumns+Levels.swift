extension AbsorbedColumns {
  /// What the effects say of a column about its mean: a number per level, effects one after the
  /// other, so that x ≈ mean + Σ α.
  package func levelCoefficients(ofColumn j: Int) -> [Double] {
    precondition(j < columnCount, "no column \(j)")
    return stride(from: j, to: effects.count, by: max(1, width)).map { effects[$0] }
  }
}

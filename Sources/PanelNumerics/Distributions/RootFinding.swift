/// Inverts a monotone function on (0, ∞).
enum RootFinding {
  /// The x > 0 at which an increasing function reaches a target.
  ///
  /// Newton's steps kept inside a bracket that always contains the root.
  ///
  /// - Parameters:
  ///   - start: A first guess, positive.
  ///   - error: f(x) − target, in any increasing scale.
  ///   - slope: The derivative of `error`.
  /// - Returns: The root, to the last digits that `error` can tell.
  static func increasing(
    from start: Double,
    error: (Double) -> Double,
    slope: (Double) -> Double
  ) -> Double {
    var low = 0.0
    var high = Double.infinity
    var x = start
    for _ in 0..<2_000 {
      let miss = error(x)
      if miss == 0 { return x }
      if miss < 0 { low = x } else { high = x }
      var next = x - miss / slope(x)
      if !(next > low && next < high) {
        next = high.isFinite ? (low > 0 ? (low * high).squareRoot() : high / 16) : low * 4
      }
      if abs(next - x) <= 0x1p-52 * abs(x) || next == 0 || !next.isFinite { return next }
      x = next
    }
    return x
  }
}

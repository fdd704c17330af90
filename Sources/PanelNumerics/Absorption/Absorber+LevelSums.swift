extension Absorber {
  /// Coefficients of the effects for columns that are known by their sums alone.
  ///
  ///     (D'WD) α = D'Wx
  ///
  /// - Parameter sums: For each column D'Wx: a sum per level, effects in the order they were given.
  /// - Returns: For each column α, in the same order.
  /// - Complexity: As ``absorb(_:)``, less its passes over rows.
  package func coefficients(
    ofLevelSums sums: [[Double]]
  ) throws(AbsorptionError) -> [[Double]] {
    guard let solver else { return sums.map { _ in [] } }
    let solutions = Parallel.map(count: sums.count, threads: threads) { column in
      Result { () throws(AbsorptionError) in try solver.solve(sums[column]).values }
    }
    var coefficients: [[Double]] = []
    for solution in solutions { coefficients.append(try solution.get()) }
    return coefficients
  }
}

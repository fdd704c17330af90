package import PanelNumerics
package import PanelResults

/// The critical value of a band that covers several coefficients at once: the quantile of the
/// largest absolute t statistic.
///
///     c = inf { x : P(max_j |T_j| ≤ x) ≥ level },    T ~ multivariate t_ν with correlation R
///
/// R is the correlation of the estimates. One coefficient needs no simulation: c is then the
/// quantile of the t test itself.
///
/// - SeeAlso: Montiel Olea and Plagborg-Møller (2019), *Simultaneous confidence bands: theory,
///   implementation, and an application to SVARs*, section 3.
package struct SimultaneousCriticalValue: Sendable {
  /// Draws behind one random stream.
  private static let blockSize = 1000

  /// Simulates the critical value.
  ///
  /// - Parameters:
  ///   - covariance: Of the k coefficients, with positive variances; it may be singular.
  ///   - degreesOfFreedom: ν of the t tests; `nil` for the normal distribution.
  ///   - level: 0.95 for 95 percent.
  ///   - draws: How many simulated maxima; their order statistic of rank ⌈level · draws⌉ is taken.
  ///   - context: The seed, and the id of the entry.
  /// - Returns: The band; its draws are 0 for a single coefficient, `nil` for none.
  package static func band(
    over covariance: Matrix, degreesOfFreedom: Double?, level: Double, draws: Int,
    in context: AnalysisContext
  ) -> SimultaneousBand? {
    let count = covariance.rowCount
    guard count > 0 else { return nil }
    let reference = StudentT(degreesOfFreedom: degreesOfFreedom ?? .infinity)
    guard count > 1 else {
      return SimultaneousBand(
        level: level, criticalValue: reference.criticalValue(level: level), draws: 0)
    }
    let root = rootOfCorrelation(covariance)
    let blocks = Parallel.blocks(of: draws, size: blockSize)
    let maxima = Parallel.map(count: blocks.count, threads: context.threadCount) { block in
      var random = context.generator(replicate: block)
      return blocks[block].map { _ in
        var largest = 0.0
        for value in root * (0..<count).map({ _ in random.normal() }) {
          largest = max(largest, abs(value))
        }
        guard let nu = degreesOfFreedom else { return largest }
        return largest / (random.chiSquared(degreesOfFreedom: nu) / nu).squareRoot()
      }
    }
    let sorted = maxima.flatMap { $0 }.sorted()
    let rank = Int((level * Double(draws)).rounded(.up))
    return SimultaneousBand(
      level: level, criticalValue: sorted[min(max(rank, 1), draws) - 1], draws: draws,
      seed: context.seed)
  }

  /// A matrix A with AA' the correlation.
  private static func rootOfCorrelation(_ covariance: Matrix) -> Matrix {
    let inverse = covariance.diagonal.map { 1 / $0.squareRoot() }
    let correlation = covariance.scalingRows(by: inverse).transposed.scalingRows(by: inverse)
    return SymmetricEigen(correlation.symmetrised).applying { max(0, $0).squareRoot() }
  }
}

extension SpatialEffectModel {
  /// Where the parameters stand that effects depend on. The others need not be drawn: what is left
  /// is jointly normal too.
  package var drawnPlaces: [Int] {
    Set(terms.flatMap { [$0.own, $0.lagged].compactMap { $0 } } + [rho].compactMap { $0 }).sorted()
  }

  /// The effects with the distribution of draws of the parameters.
  ///
  /// Draw r takes its normal numbers from a stream of its own, so that draws are the same on any
  /// number of threads.
  ///
  /// - Parameters:
  ///   - draws: R, at least one.
  ///   - level: The confidence level of quantiles.
  ///   - generator: The stream of one draw.
  /// - Returns: `nil` where V is not positive definite. Simulated parts are absent where fewer
  ///   than ``fewestDraws`` draws stay inside the interval.
  package func estimates(
    draws: Int,
    level: Double,
    threads: Int,
    generator: @Sendable (_ draw: Int) -> Philox
  ) -> SpatialEffectEstimates? {
    let places = drawnPlaces
    guard let root = Cholesky(covariance.rows(places).columns(places)) else { return nil }
    let drawn = parameterDraws(draws, places, root.factor, threads: threads, generator)
    let kept = drawn.filter { parameters in
      rho.map { parameters[$0] > interval.lower && parameters[$0] < interval.upper } ?? true
    }
    var estimates = self.estimates()
    var found = SpatialEffectEstimates.Draws(
      count: draws, discarded: draws - kept.count, interpolationError: 0)
    if kept.count >= Self.fewestDraws {
      let multipliers: [SpatialMultipliers]
      if let rho {
        (multipliers, found.interpolationError) = response.multipliers(
          at: kept.map { $0[rho] }, in: interval)
      } else {
        multipliers = [SpatialMultipliers](
          repeating: response.multipliers(at: 0), count: kept.count)
      }
      for (position, term) in terms.enumerated() {
        let values = zip(kept, multipliers).map { parts(of: term, $0, $1) }
        let summary = { (numbers: [Double]) in Self.summary(of: numbers, level: level) }
        estimates.effects[position].direct.simulated = summary(values.map(\.direct))
        estimates.effects[position].indirect.simulated = summary(
          values.map { $0.total - $0.direct })
        estimates.effects[position].total.simulated = summary(values.map(\.total))
      }
    }
    estimates.draws = found
    return estimates
  }

  /// estimate + R'z with V = R'R, parameters outside `places` left at their estimates.
  private func parameterDraws(
    _ count: Int,
    _ places: [Int],
    _ factor: Matrix,
    threads: Int,
    _ generator: @Sendable (_ draw: Int) -> Philox
  ) -> [[Double]] {
    let blocks = Parallel.blocks(of: count, size: 125)
    let parts = Parallel.map(count: blocks.count, threads: threads) { block in
      blocks[block].map { draw in
        var random = generator(draw)
        var drawn = parameters
        let numbers = places.map { _ in random.normal() }
        for (j, place) in places.enumerated() {
          for i in 0...j { drawn[place] += factor[i, j] * numbers[i] }
        }
        return drawn
      }
    }
    return parts.flatMap { $0 }
  }

  private static func summary(
    of values: [Double],
    level: Double
  ) -> SpatialEffectEstimates.Simulated {
    let quantiles = Quantiles(values)
    let mean = Summation.mean(values)
    let squares = Summation.sumOfSquares(values.map { $0 - mean })
    let below = values.reduce(0) { $1 <= 0 ? $0 + 1 : $0 }
    return SpatialEffectEstimates.Simulated(
      mean: mean,
      deviation: (squares / Double(values.count - 1)).squareRoot(),
      low: quantiles.quantile((1 - level) / 2),
      median: quantiles.quantile(0.5),
      high: quantiles.quantile((1 + level) / 2),
      shareBelowZero: Double(below) / Double(values.count)
    )
  }
}

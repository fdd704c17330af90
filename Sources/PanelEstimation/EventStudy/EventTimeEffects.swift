import PanelNumerics
import PanelResults

/// The coefficients of distances from treatment in a fit.
struct EventTimeEffects {
  let fitted: FittedModel
  private let inference: Inference
  private let estimates: [Estimate]
  /// The distances that are shown, ascending.
  private let shown: [Int]
  /// Where the coefficient of a distance stands in the inference; those left out are missing.
  let positions: [Int: Int]

  /// - Parameters:
  ///   - terms: The distances of the fit's first regressors, in their order.
  ///   - shown: The distances that a reader sees, ascending.
  init(_ fitted: FittedModel, terms: [Int], shown: [Int]) {
    self.fitted = fitted
    self.shown = shown
    inference = fitted.inference
    estimates = inference.estimates()
    var positions: [Int: Int] = [:]
    for (position, regressor) in fitted.fit.kept.enumerated() where regressor < terms.count {
      positions[terms[regressor]] = position
    }
    self.positions = positions
  }

  /// Positions of the shown coefficients on one side of treatment.
  private func shownPositions(where isWanted: (Int) -> Bool) -> [Int] {
    shown.filter(isWanted).compactMap { positions[$0] }
  }

  /// The test that all shown effects before treatment are zero; `nil` where there are none.
  func pretrends() -> HypothesisTest? {
    let leads = shownPositions { $0 < 0 }
    return leads.isEmpty ? nil : inference.waldTest(.pretrends, of: leads)
  }

  /// The mean of the shown effects at and after treatment; `nil` where there are none.
  ///
  ///     b̄ = a'b,  Var = a'Va,    a = 1/m for each of m coefficients
  func overall(named name: String) -> Estimate? {
    let after = shownPositions { $0 >= 0 }
    guard !after.isEmpty else { return nil }
    var mean = Matrix(rowCount: 1, columnCount: inference.values.count)
    for position in after { mean[0, position] = 1 / Double(after.count) }
    return inference.combined(by: mean, names: [name]).estimates().first
  }

  /// The band over all shown effects that have a standard error.
  func band(draws: Int, level: Double, in context: AnalysisContext) -> SimultaneousBand? {
    guard draws > 0 else { return nil }
    let covered = shownPositions { _ in true }
      .filter { estimates[$0].standardError.value != nil }
    return SimultaneousCriticalValue.band(
      over: inference.covariance.rows(covered).columns(covered),
      degreesOfFreedom: Double(inference.degreesOfFreedom), level: level, draws: draws,
      in: context)
  }

  /// One point per shown distance.
  func points(
    _ distances: EventTimeSample, references: [Int], band: SimultaneousBand?
  ) -> [EventTimePoint] {
    shown.map { distance in
      let isReference = references.contains(distance)
      let count = distances.observations[distance] ?? 0
      let estimate = positions[distance].map { estimates[$0] }
      let absence: AbsenceReason? =
        isReference || estimate != nil ? nil : count == 0 ? .noObservations : .notIdentified
      return EventTimePoint(
        period: distance,
        bin: distances.grid.bin(at: distance),
        isReference: isReference,
        estimate: estimate,
        simultaneous: interval(around: estimate, band),
        absence: absence,
        observations: count,
        units: distances.units[distance] ?? 0)
    }
  }

  private func interval(around estimate: Estimate?, _ band: SimultaneousBand?) -> Interval? {
    guard let estimate, let band, let standardError = estimate.standardError.value else {
      return nil
    }
    let half = band.criticalValue * standardError
    return Interval(low: estimate.value - half, high: estimate.value + half, level: band.level)
  }
}

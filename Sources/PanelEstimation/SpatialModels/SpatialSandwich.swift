import PanelNumerics
import PanelResults

/// The sandwich of a spatial model: V = c · B S B, with B the inverse of the observed information,
/// or the bread of two-stage least squares.
///
///     rows or units:     S = Σ_g h_g h_g′, c = G/(G − 1)
///     Driscoll–Kraay:    S = Σ_t Σ_s (1 − |t − s|/(L + 1)) h_t h_s′, c = T/(T − 1)
///
/// h sums the scores of a row, a unit or a period. Units are the clusters of `vce(robust)` in
/// xsmle, too. A lag of the outcome is only consistent where errors have one variance, so that the
/// sandwich protects against dependence and the shape of errors, not against any heteroskedasticity
/// (Lin and Lee 2010).
///
/// - SeeAlso: White (1982), *Maximum likelihood estimation of misspecified models*; Driscoll and
///   Kraay (1998); Belotti, Hughes and Piano Mortari (2017), *Spatial panel-data models using
///   Stata*.
struct SpatialSandwich {
  let covariance: Matrix
  let description: CovarianceDescription

  /// - Parameters:
  ///   - scores: p columns, one number per row, unit after unit.
  ///   - bread: p × p.
  ///   - request: Whose covariance is a sandwich.
  ///   - sample: Its rows.
  /// - Throws: ``EstimationError/invalid(_:)`` for clusters that are not the units, a cross-section
  ///   that has no periods, and more lags than periods.
  init(
    scores: [[Double]],
    bread: Matrix,
    _ request: SpatialRequest,
    _ sample: SpatialSample
  ) throws(EstimationError) {
    let periods = sample.periodCount
    let groups: [Int]
    var reach = 0
    var description = CovarianceDescription(
      kind: .robust,
      correction: SmallSampleCorrection(factor: 1, parameterCount: 0)
    )
    let rows = sample.unitCount * periods
    switch request.covariance {
    case .driscollKraay(let asked):
      guard periods > 1 else {
        throw .invalid(
          "Driscoll–Kraay standard errors average over periods, and \(request.inWords) has one. "
            + "Use 'robust', 'expected' or 'observed'."
        )
      }
      let lags = asked ?? DriscollKraayCovariance.defaultLags(periods: periods)
      guard lags < periods else {
        throw .invalid(
          "\(lags) lags are too many for \(periods) periods: 'driscoll-kraay' takes at most "
            + "\(periods - 1), and \(DriscollKraayCovariance.defaultLags(periods: periods)) where it "
            + "names none."
        )
      }
      groups = (0..<rows).map { $0 % periods }
      reach = lags
      description.kind = .driscollKraay
      description.serial = SerialDependence(lags: lags, periods: periods)
    case .clustered(let variable):
      guard variable == sample.unitVariable, periods > 1 else {
        throw .invalid(
          periods > 1
            ? "The covariance 'cluster(\(variable))': a spatial panel model clusters by its units, "
              + "'cluster(\(sample.unitVariable))'."
            : "The covariance 'cluster(\(variable))' needs several periods of a unit. Use 'robust'."
        )
      }
      groups = (0..<rows).map { $0 / periods }
    case .robust, .expected, .observed:
      groups = (0..<rows).map { $0 / periods }
    }
    let count = (groups.max() ?? 0) + 1
    if periods > 1, description.kind == .robust {
      description.kind = .cluster
      description.clusters = [ClusterDimension(variable: sample.unitVariable, count: count)]
      description.correction.clusterCount = count
    }
    let factor = Double(count) / Double(count - 1)
    description.correction.factor = factor
    var sums = Matrix(rowCount: scores.count, columnCount: count)
    for (j, column) in scores.enumerated() {
      for row in 0..<rows { sums[j, groups[row]] += column[row] }
    }
    let influence = bread * sums
    let smoothed =
      reach > 0 ? influence.weighted(over: Self.positions(sample), lags: reach) : influence
    covariance = factor * (influence * smoothed.transposed).symmetrised
    self.description = description
  }

  /// Periods by the calendar.
  private static func positions(_ sample: SpatialSample) -> [Int] {
    let gaps = zip(sample.periods, sample.periods.dropFirst()).map { $1 - $0 }
    let step = max(1, gaps.min() ?? 1)
    return sample.periods.map { ($0 - sample.periods[0]) / step }
  }
}

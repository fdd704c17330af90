import Foundation
import PanelNumerics
import PanelResults

/// The sandwich for errors that are related across units, and over neighbouring periods.
///
///     V = c · B S B,    S = Γ_0 + Σ_{j=1..L} (1 − j/(L+1)) (Γ_j + Γ_j'),    Γ_j = Σ_t h_t h_{t−j}'
///
/// h_t is the sum of the scores of period t. Periods follow each other by the calendar: one that is
/// not observed adds nothing, and those beside it stay two steps apart. c = (n−1)/(n−K) · T/(T−1)
/// as in fixest and reghdfe, or 1 without correction, as in plm's vcovSCC. No absorbed effect counts
/// as nested. Tests take T − 1 degrees of freedom.
///
/// - SeeAlso: Driscoll and Kraay (1998), *Consistent covariance matrix estimation with spatially
///   dependent panel data*; Hoechle (2007); oracle `dk_grunfeld`.
package struct DriscollKraayCovariance: CovarianceEstimator {
  /// Periods below which a remark warns of few.
  package static let fewPeriods = 20

  package init() {}

  /// L = ⌊4 (T/100)^(2/9)⌋, the rule of Newey and West for T periods.
  package static func defaultLags(periods: Int) -> Int {
    Int(4 * pow(Double(periods) / 100, 2.0 / 9))
  }

  package func validate(_ sample: CovarianceSample) throws(EstimationError) {
    let calendar = try calendar(of: sample)
    let count = calendar.grouping.count
    guard count > 1 else {
      throw .invalid(
        "Driscoll–Kraay standard errors average over periods, and the sample has one "
          + "(\(calendar.variable)). Use hc1 or cluster(…).")
    }
    if let lags = sample.location?.dependence.lags, lags >= count {
      throw .invalid(
        "\(lags) lags are too many for \(count) periods (\(calendar.variable)): "
          + "'driscoll-kraay' takes at most \(count - 1), and "
          + "\(Self.defaultLags(periods: count)) where it names none.")
    }
  }

  package func covariance(
    of equations: EstimatingEquations, in sample: CovarianceSample
  ) throws(EstimationError) -> CovarianceEstimate {
    let calendar = try calendar(of: sample)
    let count = calendar.grouping.count
    let lags = sample.location?.serialLags ?? 0
    let sums = equations.scores.sums(by: [calendar.grouping])[0]
    let influence = equations.bread * sums
    let smoothed = influence.weighted(over: calendar.positions, lags: lags)
    let parameters = sample.parameterCount(under: self)
    let left = Double(sample.observationCount - parameters)
    let factor =
      sample.options.adjust
      ? (left > 0 ? Double(sample.observationCount - 1) / left : 0)
        * Double(count) / Double(count - 1) : 1
    return CovarianceEstimate(
      matrix: factor * (influence * smoothed.transposed).symmetrised,
      description: CovarianceDescription(
        kind: .driscollKraay,
        serial: SerialDependence(lags: lags, periods: count),
        correction: SmallSampleCorrection(
          factor: factor, parameterCount: parameters, options: sample.options)),
      degreesOfFreedom: count - 1,
      remarks: count < Self.fewPeriods
        ? [Remark(.fewPeriods, ["count": String(count), "variable": calendar.variable])] : [])
  }

  private func calendar(
    of sample: CovarianceSample
  ) throws(EstimationError) -> RowLocation.Calendar {
    guard let calendar = sample.location?.calendar else {
      throw .invalid(CovarianceSpecification.noDependence(.driscollKraay, "this method"))
    }
    return calendar
  }
}

extension RowLocation {
  /// The lags asked for, or those that follow from the number of periods.
  var serialLags: Int {
    dependence.lags
      ?? DriscollKraayCovariance.defaultLags(periods: calendar?.grouping.count ?? 0)
  }
}

extension Matrix {
  /// Each column with its neighbours: column t becomes Σ_s w(|p_t − p_s|) h_s, w(j) = 1 − j/(L+1).
  ///
  /// - Parameters:
  ///   - positions: One per column, ascending.
  ///   - lags: L.
  func weighted(over positions: [Int], lags: Int) -> Matrix {
    var result = Matrix(rowCount: rowCount, columnCount: columnCount)
    var first = 0
    for t in positions.indices {
      while positions[t] - positions[first] > lags { first += 1 }
      var s = first
      while s < positions.count, positions[s] - positions[t] <= lags {
        let weight = 1 - Double(abs(positions[t] - positions[s])) / Double(lags + 1)
        for i in 0..<rowCount { result[i, t] += weight * self[i, s] }
        s += 1
      }
    }
    return result
  }
}

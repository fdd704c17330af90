import Foundation
import PanelNumerics
import PanelResults

extension TobitReport {
  /// Standard deviations, with intervals on their logarithms; the share of units in the variance,
  /// with an interval on the probit scale, as in xttobit.
  func scale() -> [Estimate] {
    let k = estimates.coefficients.count
    guard let unitSigma = estimates.unitSigma else {
      return [deviation(.sigma, estimates.errorSigma, variance: estimates.covariance[k, k])]
    }
    let errorSigma = estimates.errorSigma
    let error = deviation(
      .errorDeviation,
      errorSigma,
      variance: estimates.covariance[k + 1, k + 1]
    )
    guard !estimates.isOnBoundary else {
      return [absent(.unitDeviation, 0), error, absent(.unitShare, 0)]
    }
    let total = unitSigma * unitSigma + errorSigma * errorSigma
    let share = unitSigma * unitSigma / total
    let slopes = [
      2 * unitSigma * errorSigma * errorSigma / (total * total),
      -2 * unitSigma * unitSigma * errorSigma / (total * total),
    ]
    var variance = 0.0
    for i in 0..<2 {
      for j in 0..<2 { variance += slopes[i] * slopes[j] * estimates.covariance[k + i, k + j] }
    }
    let centre = Normal.quantile(share)
    return [
      deviation(.unitDeviation, unitSigma, variance: estimates.covariance[k, k]), error,
      estimate(
        .unitShare,
        share,
        variance: variance,
        interval: { half in
          let reach = half * variance.squareRoot() / Normal.density(centre)
          return (Normal.cdf(centre - reach), Normal.cdf(centre + reach))
        }
      ),
    ]
  }

  private func deviation(_ name: Statistic, _ value: Double, variance: Double) -> Estimate {
    estimate(name, value, variance: variance) { half in
      let factor = exp(half * variance.squareRoot() / value)
      return (value / factor, value * factor)
    }
  }

  /// A parameter that no test holds against zero, which is the end of its range.
  private func estimate(
    _ name: Statistic,
    _ value: Double,
    variance: Double,
    interval: (_ quantile: Double) -> (low: Double, high: Double)
  ) -> Estimate {
    let (low, high) = interval(Normal.quantile(0.5 + level / 2))
    var estimate = absent(name, value)
    estimate.standardError = Availability(
      finite: variance.squareRoot(),
      otherwise: .singularCovariance
    )
    estimate.intervalLow = Availability(finite: low, otherwise: .singularCovariance)
    estimate.intervalHigh = Availability(finite: high, otherwise: .singularCovariance)
    return estimate
  }

  private func absent(_ name: Statistic, _ value: Double) -> Estimate {
    let missing = Availability<Double>.unavailable(because: .onBoundary)
    return Estimate(
      term: name.rawValue,
      value: value,
      standardError: missing,
      statistic: missing,
      pValue: missing,
      intervalLow: missing,
      intervalHigh: missing,
      level: level,
      degreesOfFreedom: nil,
      distribution: .normal
    )
  }
}

import PanelNumerics
import PanelResults

/// The numbers that describe one variable on some rows.
struct VariableMeasures {
  private let values: [Double]
  private let weights: [Double]?
  private let missing: Int
  /// The unit of each value; absent without units.
  private let units: [Int32]?

  /// - Parameters:
  ///   - column: One number per row of the panel; NaN where missing.
  ///   - rows: The rows to describe, ascending.
  ///   - weights: Of every row of the panel; absent where unweighted.
  ///   - units: Of every row of the panel; absent without units.
  init(_ column: [Double], rows: [Int], weights: [Double]?, units: [Int32]? = nil) {
    let present = rows.filter { !column[$0].isNaN }
    values = present.map { column[$0] }
    self.weights = weights.map { weights in present.map { weights[$0] } }
    missing = rows.count - present.count
    self.units = units.map { units in present.map { units[$0] } }
  }

  func entries(of measures: [Measure]) -> [MeasureEntry] {
    guard !values.isEmpty else {
      return measures.map { measure in
        switch measure {
        case .n: MeasureEntry(.n, .value(0))
        case .missing: MeasureEntry(.missing, .value(Double(missing)))
        default: MeasureEntry(measure, .unavailable(because: .notApplicable))
        }
      }
    }
    let moments = Moments(values, weights: weights)
    let quantiles = Quantiles(values, weights: weights)
    let parts = measures.contains(where: \.needsUnits) ? units.map { PanelParts(values, of: $0) } : nil
    return measures.map { measure in
      if measure.needsUnits {
        return MeasureEntry(measure, parts?.value(of: measure) ?? .unavailable(because: .notApplicable))
      }
      return MeasureEntry(measure, value(of: measure, moments: moments, quantiles: quantiles))
    }
  }

  private func value(
    of measure: Measure,
    moments: Moments,
    quantiles: Quantiles
  ) -> Availability<Double> {
    if let percent = measure.percent { return .value(quantiles.percentile(percent)) }
    switch measure {
    case .n: return .value(Double(values.count))
    case .missing: return .value(Double(missing))
    case .mean: return .value(moments.mean)
    case .sum:
      return .value(weights == nil ? moments.sum : moments.mean * Double(values.count))
    case .sd: return Availability(finite: moments.standardDeviation, otherwise: .noDegreesOfFreedom)
    case .variance: return Availability(finite: moments.variance, otherwise: .noDegreesOfFreedom)
    case .min: return .value(quantiles.percentile(0))
    case .max: return .value(quantiles.percentile(100))
    case .skewness: return Availability(finite: moments.skewness, otherwise: .noVariation)
    case .kurtosis: return Availability(finite: moments.kurtosis, otherwise: .noVariation)
    case .median, .p1, .p5, .p10, .p25, .p75, .p90, .p95, .p99:
      preconditionFailure("\(measure) has a percent")
    case .units, .periods, .betweenStandardDeviation, .withinStandardDeviation, .betweenMinimum,
      .betweenMaximum, .withinMinimum, .withinMaximum:
      preconditionFailure("\(measure) is one of a panel's parts")
    }
  }
}

extension Measure {
  /// The percentage of a quantile; absent for other measures.
  fileprivate var percent: Int? {
    switch self {
    case .p1: 1
    case .p5: 5
    case .p10: 10
    case .p25: 25
    case .median: 50
    case .p75: 75
    case .p90: 90
    case .p95: 95
    case .p99: 99
    case .n, .mean, .sd, .min, .max, .skewness, .kurtosis, .variance, .sum, .missing, .units,
      .periods, .betweenStandardDeviation, .withinStandardDeviation, .betweenMinimum,
      .betweenMaximum, .withinMinimum, .withinMaximum:
      nil
    }
  }
}

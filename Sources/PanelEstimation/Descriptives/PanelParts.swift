import PanelNumerics
import PanelResults

/// The variation of a variable between units and within them, as Stata's `xtsum` reports it.
///
///     between  x̄_i,  within  x_it − x̄_i + x̄
///
/// - SeeAlso: StataCorp, *Longitudinal-data/panel-data reference manual*, `xtsum`.
struct PanelParts {
  private let means: [Double]
  private let within: [Double]

  /// - Parameters:
  ///   - values: At least one.
  ///   - units: The unit of each value.
  init(_ values: [Double], of units: [Int32]) {
    var members: [Int32: [Int]] = [:]
    for (position, unit) in units.enumerated() { members[unit, default: []].append(position) }
    let ordered = members.sorted { $0.key < $1.key }.map(\.value)
    means = ordered.map { rows in Summation.mean(rows.map { values[$0] }) }
    let whole = Summation.mean(values)
    var within = values
    for (rows, mean) in zip(ordered, means) {
      for row in rows { within[row] = values[row] - mean + whole }
    }
    self.within = within
  }

  func value(of measure: Measure) -> Availability<Double> {
    switch measure {
    case .units: return .value(Double(means.count))
    case .periods: return .value(Double(within.count) / Double(means.count))
    case .betweenStandardDeviation:
      return Availability(
        finite: Moments(means).standardDeviation, otherwise: .noDegreesOfFreedom)
    case .withinStandardDeviation:
      return Availability(
        finite: Moments(within).standardDeviation, otherwise: .noDegreesOfFreedom)
    case .betweenMinimum: return .value(means.min() ?? 0)
    case .betweenMaximum: return .value(means.max() ?? 0)
    case .withinMinimum: return .value(within.min() ?? 0)
    case .withinMaximum: return .value(within.max() ?? 0)
    default: return .unavailable(because: .notApplicable)
    }
  }
}

/// Deviations from means in a balanced panel.
///
/// A variable has n · T numbers, unit after unit and by period within a unit.
package struct BalancedEffects: Sendable, Equatable {
  /// Whether means of units, and of periods, are removed.
  package var ofUnits: Bool
  package var ofPeriods: Bool
  /// T.
  package var periodCount: Int

  package init(ofUnits: Bool, ofPeriods: Bool, periodCount: Int) {
    self.ofUnits = ofUnits
    self.ofPeriods = ofPeriods
    self.periodCount = periodCount
  }

  package var isEmpty: Bool { !ofUnits && !ofPeriods }

  /// The dimensions that effects of `unitCount` units take: n, T or n + T − 1.
  package func absorbedCount(unitCount: Int) -> Int {
    switch (ofUnits, ofPeriods) {
    case (true, true): unitCount + periodCount - 1
    case (true, false): unitCount
    case (false, true): periodCount
    case (false, false): 0
    }
  }

  /// x_it − x̄_i − x̄_t + x̄, or what of it is asked for.
  ///
  /// Done twice, so that what rounding leaves of the means goes as well.
  package func removed(from column: [Double]) -> [Double] {
    guard !isEmpty, !column.isEmpty else { return column }
    var result = column
    for _ in 0..<2 {
      if ofUnits { removeUnitMeans(from: &result) }
      if ofPeriods { removePeriodMeans(from: &result) }
    }
    return result
  }

  private func removeUnitMeans(from column: inout [Double]) {
    let periods = periodCount
    let units = column.count / periods
    column.withUnsafeMutableBufferPointer { values in
      for unit in 0..<units {
        let start = unit * periods
        var sum = 0.0
        for period in 0..<periods { sum += values[start + period] }
        let mean = sum / Double(periods)
        for period in 0..<periods { values[start + period] -= mean }
      }
    }
  }

  private func removePeriodMeans(from column: inout [Double]) {
    let periods = periodCount
    let units = column.count / periods
    var means = [Double](repeating: 0, count: periods)
    column.withUnsafeMutableBufferPointer { values in
      means.withUnsafeMutableBufferPointer { means in
        for unit in 0..<units {
          for period in 0..<periods { means[period] += values[unit * periods + period] }
        }
        for period in 0..<periods { means[period] /= Double(units) }
        for unit in 0..<units {
          for period in 0..<periods { values[unit * periods + period] -= means[period] }
        }
      }
    }
  }
}

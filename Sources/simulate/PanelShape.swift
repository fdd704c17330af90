/// A balanced panel whose columns hold the periods of the first unit, then those of the second.
struct PanelShape {
  var units: Int
  var periods: Int

  var rows: Int { units * periods }

  func unit(_ row: Int) -> Int { row / periods }
  func period(_ row: Int) -> Int { row % periods }

  /// One value per unit, in every period.
  func spread(_ values: [Double]) -> [Double] { (0..<rows).map { values[unit($0)] } }

  /// One value per period, for every unit.
  func repeated(_ values: [Double]) -> [Double] { (0..<rows).map { values[period($0)] } }

  /// The values of each unit.
  func byUnit(_ column: [Double]) -> [[Double]] {
    (0..<units).map { Array(column[$0 * periods..<($0 + 1) * periods]) }
  }

  func unitMeans(_ column: [Double]) -> [Double] {
    byUnit(column).map { $0.reduce(0, +) / Double(periods) }
  }

  /// A matrix of units applied to each period's values.
  func applying(_ matrix: [[Double]], to column: [Double]) -> [Double] {
    (0..<rows).map { row in
      let (i, t) = (unit(row), period(row))
      return (0..<units).reduce(0) { $0 + matrix[i][$1] * column[$1 * periods + t] }
    }
  }

  /// What a column deviates from the means of units and periods, among some units.
  func demeaned(_ column: [Double], among members: [Int]) -> [Double] {
    let kept = members.map { Array(column[$0 * periods..<($0 + 1) * periods]) }
    let unitMeans = kept.map { $0.reduce(0, +) / Double(periods) }
    let periodMeans = (0..<periods).map { t in
      kept.reduce(0) { $0 + $1[t] } / Double(kept.count)
    }
    let mean = unitMeans.reduce(0, +) / Double(kept.count)
    return zip(kept, unitMeans).flatMap { row, unitMean in
      zip(row, periodMeans).map { $0 - unitMean - $1 + mean }
    }
  }

  /// Slopes with effects of units and periods, among some units.
  func slopes(_ outcome: [Double], on columns: [[Double]], among members: [Int]) -> [Double] {
    LinearAlgebra.slopes(
      demeaned(outcome, among: members),
      on: columns.map { demeaned($0, among: members) }
    )
  }
}

import Foundation
import PanelNumerics

extension ResourceMisallocation {
  /// Capital's elasticity of output in each row, with standard errors where it is estimated.
  ///
  /// - Throws: ``DataError/values(_:)`` where a unit's capital per worker never changes, where
  ///   parameters outnumber observations, and where period effects and slopes are collinear.
  func elasticities(
    _ output: [Double],
    _ capital: [Double],
    _ labour: [Double],
    rows: [Int],
    in panel: Panel,
    _ index: PanelIndex
  ) throws(DataError) -> (values: [Double], standardErrors: [Double]?) {
    if let elasticity { return (try panel.input(elasticity).numbers, nil) }
    var units: [Int32: Int] = [:]
    var names: [String] = []
    for row in rows where units[index.units[row]] == nil {
      units[index.units[row]] = names.count
      names.append(MessageText.shown(index.unitNames[Int(index.units[row])]))
    }
    let periods = Set(rows.map { index.times[$0] }).sorted()
    let positions = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1, $0) })
    do {
      let fit = try UnitSlopes(
        outcome: rows.map { log(output[$0] / labour[$0]) },
        regressor: rows.map { log(capital[$0] / labour[$0]) },
        units: rows.map { units[index.units[$0]] ?? 0 },
        unitCount: names.count,
        periods: rows.map { positions[index.times[$0]] ?? 0 },
        periodCount: periods.count
      )
      var values = [Double](repeating: .nan, count: output.count)
      var errors = values
      for row in rows {
        let unit = units[index.units[row]] ?? 0
        values[row] = fit.slopes[unit]
        errors[row] = fit.standardErrors[unit]
      }
      return (values, errors)
    } catch {
      switch error {
      case .constantRegressor(let unit):
        throw .values(
          "Capital per worker of '\(names[unit])' is the same in all its periods, so that its "
            + "elasticity cannot be estimated. Leave the unit out with 'where', or give "
            + "'elasticity'."
        )
      case .noDegreesOfFreedom(let observations, let parameters):
        throw .values(
          "Elasticities by unit need more than \(parameters) observations: two parameters a unit "
            + "and one a period. The data have \(observations). Use more periods, or give "
            + "'elasticity'."
        )
      case .collinear:
        throw .values(
          "Effects of periods and elasticities by unit cannot be told apart: capital per worker "
            + "grows alike in all units. Give 'elasticity'."
        )
      }
    }
  }
}

import PanelNumerics
import PanelResults

extension WeightsContext {
  /// A variable that does not vary within units: one number for each.
  ///
  /// - Throws: ``DataError`` for a unit whose rows differ, with the two places, and for units
  ///   without a value.
  func constant(_ text: String, as role: String) throws(DataError) -> [Double] {
    let variable = try panel.input(text)
    var values = [Double](repeating: .nan, count: units.names.count)
    var rows = [Int](repeating: -1, count: units.names.count)
    for (row, code) in units.codes.enumerated() {
      let (unit, value) = (Int(code), variable.numbers[row])
      if value.isNaN { continue }
      if values[unit].isNaN { (values[unit], rows[unit]) = (value, row) }
      guard values[unit] == value else {
        throw .values(
          "The \(role) '\(variable.name)' of \(name(unit)) varies: it is "
            + "\(Expression.text(of: values[unit])) at \(RowPlace.text(rows[unit], in: panel.table)) "
            + "and \(Expression.text(of: value)) at \(RowPlace.text(row, in: panel.table)). Weights "
            + "stand still: give each unit one \(role)."
        )
      }
    }
    try requireValues(values, of: variable.name)
    return values
  }

  /// The mean of a variable over the periods in which a unit has it: one number for each.
  ///
  /// - Throws: ``DataError`` for units without a value.
  func means(_ text: String) throws(DataError) -> [Double] {
    let variable = try panel.input(text)
    var members = [[Double]](repeating: [], count: units.names.count)
    for (row, code) in units.codes.enumerated() where !variable.numbers[row].isNaN {
      members[Int(code)].append(variable.numbers[row])
    }
    let means = members.map { $0.isEmpty ? .nan : Summation.mean($0) }
    try requireValues(means, of: variable.name)
    return means
  }

  private func requireValues(_ values: [Double], of variable: String) throws(DataError) {
    let lost = values.indices.filter { values[$0].isNaN }
    guard !lost.isEmpty else { return }
    throw .values(
      "'\(variable)' is missing in every row of \(lost.count == 1 ? "" : "\(lost.count) units: ")"
        + "\(list(lost)). Complete the data, or leave them out with 'where' under 'data'."
    )
  }
}

extension Panel {
  /// The panel with some of its rows.
  ///
  /// Derived variables keep their values; what an analysis evaluates itself, such as a lag in a
  /// formula, sees these rows alone.
  ///
  /// - Parameter rows: Ascending, at least one.
  /// - Complexity: O(rows · columns).
  package func selecting(_ rows: [Int]) -> Panel {
    var panel = self
    panel.table = table.selecting(rows)
    panel.gaps = gaps.mapValues { gaps in rows.map { gaps[$0] } }
    guard let units = units?.selecting(rows) else { return panel }
    guard let index else {
      panel.crossSection = units
      return panel
    }
    panel.index = PanelIndex(
      unitVariable: index.unitVariable, timeVariable: index.timeVariable, units: units.codes,
      unitNames: units.names, times: rows.map { index.times[$0] }, step: index.step)
    return panel
  }
}

extension UnitKeys {
  fileprivate func selecting(_ rows: [Int]) -> UnitKeys {
    var chosen = UnitKeys(variable: variable, names: [], codes: [])
    var last: Int32 = -1
    for row in rows {
      if codes[row] != last {
        last = codes[row]
        chosen.names.append(names[Int(last)])
      }
      chosen.codes.append(Int32(chosen.names.count - 1))
    }
    return chosen
  }
}

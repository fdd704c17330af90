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
    guard let index else { return panel }
    var names: [String] = []
    var units: [Int32] = []
    var last: Int32 = -1
    for row in rows {
      if index.units[row] != last {
        last = index.units[row]
        names.append(index.unitNames[Int(last)])
      }
      units.append(Int32(names.count - 1))
    }
    panel.index = PanelIndex(
      unitVariable: index.unitVariable, timeVariable: index.timeVariable, units: units,
      unitNames: names, times: rows.map { index.times[$0] }, step: index.step)
    return panel
  }
}

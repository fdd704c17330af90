import PanelResults

extension RegressionRecipe {
  /// Keeps of what is given for every column of a table of panels what belongs to one panel.
  mutating func restrict(to place: PanelPlace) {
    columns = place.own(columns)
    for index in rows.custom.indices {
      rows.custom[index].values = place.own(rows.custom[index].values)
    }
    guard place.columns.count < place.columnCount else { return }
    groups = OrderedMapping(
      groups.entries.compactMap { name, numbers in
        let own = numbers.compactMap { number in
          place.columns.firstIndex(of: number - 1).map { $0 + 1 }
        }
        // A number that no column has stays, so that it is reported.
        let strange = numbers.filter { !(1...place.columnCount).contains($0) }
        return own.isEmpty && strange.isEmpty ? nil : (key: name, value: own + strange)
      }
    )
  }
}

import PanelResults

extension RegressionRecipe {
  /// Keeps of what is given for every column of a table of panels what belongs to one panel.
  mutating func restrict(to place: PanelPlace) {
    columns = place.own(columns)
    for index in rows.custom.indices {
      rows.custom[index].values = place.own(rows.custom[index].values)
    }
  }
}

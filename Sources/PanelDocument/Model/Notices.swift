package import PanelResults

// What a study says on every exhibit, such as that its data are simulated: each file stands alone.

extension TableModel {
  /// The table with a notice as its last note.
  package func saying(_ notice: LocalizedText?) -> TableModel {
    guard let notice else { return self }
    var table = self
    table.notes.append(TableNote(.notice, RichText(notice.text(in: language))))
    return table
  }
}

extension FigureModel {
  /// The figure with a notice at the end of its notes and of its description.
  package func saying(_ notice: LocalizedText?) -> FigureModel {
    guard let notice else { return self }
    let text = notice.text(in: language)
    var figure = self
    figure.notes.append(TableNote(.notice, RichText(text)))
    let endsWide = summary.hasSuffix("。") || summary.isEmpty
    figure.summary += (endsWide ? "" : " ") + text
    return figure
  }
}

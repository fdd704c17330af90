import PanelResults

extension MoranTable {
  func notes(isByPeriod: Bool) throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    func add(_ kind: TableNote.Kind, _ texts: [RichText]) {
      for text in texts where !notes.contains(where: { $0.text == text }) {
        notes.append(TableNote(kind, text))
      }
    }
    for result in results {
      add(.sample, [try words.statistic(of: result)])
      if isByPeriod, !result.periods.isEmpty, result.variables.count == 1, result.weights.count > 1
      {
        let variable = try frame.labels.word(for: result.variables[0])
        add(.sample, [try glossary.rich("moran", "of", ["variable": variable])])
      }
    }
    add(.sample, try words.weights(of: results))
    for result in results { add(.covariance, [try words.inference(of: result)]) }
    let hasGeary = results.contains { $0.kind == .geary }
    if let under = recipe.under, under != .none {
      let key = under.rawValue + (under == .z && hasGeary ? "-geary" : "")
      add(.brackets, [try glossary.rich("moran-under", key)])
    }
    if !isByPeriod {
      add(.brackets, [try glossary.rich("moran", hasGeary ? "columns-note-geary" : "columns-note")])
    }
    if results.contains(where: { $0.values.contains { $0.pValue.value != nil } }) {
      for note in try writer.starNotes() { add(note.kind, [note.text]) }
    }
    for result in results { add(.remark, try frame.remarks(of: result)) }
    return try frame.notes(recipe.options, about: results, notes)
  }
}

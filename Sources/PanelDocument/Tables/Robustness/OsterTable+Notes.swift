import PanelResults

/// The notes under a table of coefficient stability.
extension OsterTable {
  func notes() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    let place = try writer.placeOfStandardErrors()
    var sentences: [[RichText]] = []
    for column in columns { sentences.append(try controls(of: column)) }
    notes += try frame.perColumn(sentences, as: .covariance)
    var errors: [[RichText]] = []
    for column in columns {
      errors.append(try self.errors(of: column.result, place))
    }
    notes += try frame.perColumn(errors, as: .covariance)
    if results.contains(where: \.isWithin) {
      notes.append(TableNote(.covariance, try glossary.rich("oster", "within")))
    }
    notes.append(TableNote(.covariance, try glossary.rich("oster", "note")))
    var limits: [[RichText]] = []
    for column in columns {
      guard let multiple = column.bound.multiple else {
        limits.append([])
        continue
      }
      let value = number(multiple)
      limits.append([
        try glossary.rich(
          "oster",
          multiple * column.bound.controlledRSquared > 1 ? "multiple-capped" : "multiple",
          ["value": value]
        )
      ])
    }
    notes += try frame.perColumn(limits, as: .covariance)
    if !hasOneProportion {
      var proportions: [[RichText]] = []
      for column in columns {
        proportions.append([
          try glossary.rich("oster", "proportion", ["value": number(column.bound.proportion)])
        ])
      }
      notes += try frame.perColumn(proportions, as: .covariance)
    }
    var remarks: [[RichText]] = []
    for column in columns { remarks.append(try frame.remarks(of: column.result)) }
    notes += try frame.perColumn(remarks, as: .remark)
    notes += try writer.starNotes(about: columns.map(\.bound.controlled))
    return try frame.notes(recipe.options, about: results, notes)
  }

  /// Which standard errors stand where; none in results that do not say.
  private func errors(
    of result: OsterResult,
    _ place: RichText?
  ) throws(DocumentError) -> [RichText] {
    guard let covariance = result.covariance else {
      return try place.map { (place) throws(DocumentError) in
        [try glossary.rich("oster", "errors", ["place": place])]
      } ?? []
    }
    return [
      try frame.writer.sentence(
        place == nil ? "covariance-basis" : "covariance",
        about: covariance,
        countsClusters: true,
        place: place
      )
    ]
  }

  /// The controls that come and go, those that stay, and the effects of both models.
  private func controls(of column: OsterTable.Column) throws(DocumentError) -> [RichText] {
    func words(_ names: [String]) throws(DocumentError) -> RichText {
      var items: [RichText] = []
      for name in names { items.append(try frame.labels.word(for: name)) }
      return try glossary.list(items)
    }
    let bound = column.bound
    var values = [
      "controls": try words(bound.controls), "count": RichText(String(bound.controls.count)),
    ]
    if !bound.kept.isEmpty { values["kept"] = try words(bound.kept) }
    var sentences = [
      try glossary.rich("oster", bound.kept.isEmpty ? "controls" : "controls-kept", values)
    ]
    if !column.result.absorbedEffects.isEmpty {
      sentences.append(
        try glossary.rich(
          "oster",
          "effects",
          ["effects": try words(column.result.absorbedEffects)]
        )
      )
    }
    return sentences
  }
}

import PanelResults

/// Title, description and notes of a figure of spatial effects.
struct SpatialEffectsWords {
  var data: SpatialEffectsData
  var recipe: SpatialEffectsPlot
  var context: DocumentContext

  var words: FigureWords { FigureWords(context: context) }
  private var frame: TableFrame {
    TableFrame(of: data.results, labels: recipe.labels.entries, in: context)
  }

  /// The label of the outcome, where all models share one.
  private func outcome() throws(DocumentError) -> String? {
    guard data.fits.map({ $0.heading.outcome ?? "" }).unique.count == 1 else { return nil }
    return try words.outcome(of: data.fits[0])
  }

  func axisTitle() throws(DocumentError) -> String {
    try words.title(recipe.axisTitle, effectOn: try outcome())
  }

  func title() throws(DocumentError) -> String {
    var names: [String] = []
    for part in data.parts {
      names.append(try context.glossary.text("spatial-effect-words", part.rawValue))
    }
    let list = RichText(try context.glossary.list(names)).sentenceStart.plainText
    guard let outcome = try outcome() else {
      return try context.glossary.text("spatial-effect-words", "title", ["effects": list])
    }
    return try context.glossary.text(
      "spatial-effect-words",
      "title-of",
      ["effects": list, "outcome": outcome]
    )
  }

  /// The axis, the effects one by one where they are few, and how many differ from zero.
  func summary(axis: ValueAxis, recipe: CoefficientPlot) throws(DocumentError) -> String {
    try CoefficientWords(
      plot: data.rows(namingModels: true),
      recipe: recipe,
      context: context
    ).summary(axis: axis)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    let drawn = data.rows.flatMap { row in data.parts.map { $0.estimate(of: row.effect) } }
    let levels = drawn.filter { $0.interval != nil }.map(\.level).unique
    let inner = drawn.compactMap(\.innerInterval?.level).unique
    let hasIntervals = recipe.intervals != .none && !levels.isEmpty
    var notes = [try intervalNote(hasIntervals ? levels : [], inner: inner)]
    notes.append(TableNote(.sample, try context.glossary.rich("spatial-effects", "note")))
    let spatial = SpatialWords(frame: frame)
    var models: [[RichText]] = []
    var errors: [[RichText]] = []
    var remarks: [[RichText]] = []
    for fit in data.fits {
      models.append([
        try spatial.sentence(about: fit), try spatial.weights.sentence(about: fit.weights),
      ])
      guard hasIntervals, let effects = fit.effects else { continue }
      errors.append([try spatial.errors(of: effects, fit, place: nil)])
      remarks.append(try spatial.draws(of: effects))
    }
    let names = data.models.map { RichText($0) }
    notes += try frame.perName(models, names: names, as: .sample)
    notes += try frame.perName(errors, names: names, as: .covariance)
    notes += try frame.perName(remarks, names: names, as: .remark)
    let bare = data.rows.filter { row in
      data.parts.contains { $0.estimate(of: row.effect).interval == nil }
    }
    if hasIntervals, !bare.isEmpty {
      let terms = try context.glossary.list(bare.map(\.label).unique)
      notes.append(TableNote(.remark, RichText(try words.text("note-no-interval", ["terms": terms]))))
    }
    return notes
  }

  private func intervalNote(_ levels: [Double], inner: [Double]) throws(DocumentError) -> TableNote {
    guard !levels.isEmpty else {
      return TableNote(.description, try context.glossary.rich("spatial-effect-words", "points"))
    }
    var values = ["level": RichText(try context.glossary.list(levels.map(words.percent)))]
    var key = "interval"
    if recipe.intervals == .nested, !inner.isEmpty {
      values["inner"] = RichText(try context.glossary.list(inner.map(words.percent)))
      key = "nested"
    }
    return TableNote(
      .description,
      try context.glossary.rich("spatial-effect-words", key, values)
    )
  }
}

import PanelResults

/// What columns that change something of another one are called, and what notes tell of them.
struct VariationWords {
  let table: RegressionTable

  private var glossary: Glossary { table.glossary }
  private var labels: TermLabels { table.labels }

  /// The most names that stand in a heading; a count stands for more.
  private static let nameLimit = 2
  /// The most units that a note names.
  private static let unitLimit = 10
  /// The longest condition that stands in a heading, in characters.
  private static let conditionLimit = 20

  /// One heading per column: what it changes, or that it is changed by others; `nil` where no
  /// column changes another.
  func headings() throws(DocumentError) -> [RichText]? {
    let variations = table.columns.map(\.fit.heading.variation)
    let bases = variations.compactMap { $0.map { Self.reference($0.base) } }
    guard !bases.isEmpty else { return nil }
    var texts: [RichText] = []
    for (column, variation) in zip(table.columns, variations) {
      if let variation {
        texts.append(try heading(of: variation))
      } else if !hasOthers, bases.contains(Self.reference(column.reference)) {
        texts.append(try glossary.rich("changes", "baseline"))
      } else {
        texts.append("")
      }
    }
    return texts
  }

  /// Whether some columns neither change another one nor are changed.
  private var hasOthers: Bool {
    let bases = table.columns.compactMap { column in
      column.fit.heading.variation.map { Self.reference($0.base) }
    }
    return table.columns.contains { column in
      column.fit.heading.variation == nil && !bases.contains(Self.reference(column.reference))
    }
  }

  /// Which columns change which, where no heading says it: beside columns that have none.
  func origins() throws(DocumentError) -> [RichText] {
    guard hasOthers else { return [] }
    var sentences: [RichText] = []
    for (index, column) in table.columns.enumerated() where column.fit.heading.variation == nil {
      var numbers: [RichText] = []
      for (place, other) in table.columns.enumerated() {
        guard let variation = other.fit.heading.variation,
          Self.reference(variation.base) == Self.reference(column.reference)
        else { continue }
        numbers.append(try table.frame.columnNumber(place))
      }
      guard !numbers.isEmpty else { continue }
      sentences.append(
        try glossary.rich(
          "change-notes",
          "origin",
          [
            "columns": try glossary.list(numbers), "count": RichText(String(numbers.count)),
            "base": try table.frame.columnNumber(index),
          ]
        )
      )
    }
    return sentences
  }

  /// `base` and `base[1]` are one, where `base` has one result.
  private static func reference(_ text: String) -> String {
    text.hasSuffix("[1]") ? String(text.dropLast(3)) : text
  }

  private func heading(of variation: ModelVariation) throws(DocumentError) -> RichText {
    if let label = variation.label { return RichText(label.text(in: glossary.language)) }
    var texts: [RichText] = []
    for change in variation.changes {
      texts.append(try words(change, isFirst: texts.isEmpty))
    }
    var joined = texts.first ?? ""
    for text in texts.dropFirst() {
      joined = try glossary.rich("lists", "middle", ["list": joined, "item": text])
    }
    return joined
  }

  /// The words for a change; behind others they begin like words within a sentence.
  private func words(_ change: ModelChange, isFirst: Bool) throws(DocumentError) -> RichText {
    let isLowered = try glossary.text("labels", "within-sentences") == "lower"
    switch change.kind {
    case .lag:
      return try glossary.rich(
        "changes",
        change.kind.rawValue,
        [
          "term": try names(change.subjects, isFirst: isFirst),
          "count": RichText(String(change.count ?? 1)),
        ]
      )
    case .replace:
      let name = change.value ?? ""
      return try glossary.rich(
        "changes",
        change.kind.rawValue,
        ["new": isFirst ? try labels.label(of: name) : try labels.word(for: name)]
      )
    case .condition, .estimator: return try words(change)
    default:
      let text = try words(change)
      guard !isFirst, isLowered, case .plain(let start)? = text.parts.first else { return text }
      return RichText([.plain(start.prefix(1).lowercased() + start.dropFirst())] + text.parts.dropFirst())
    }
  }

  private func words(_ change: ModelChange) throws(DocumentError) -> RichText {
    let key = change.kind.rawValue
    switch change.kind {
    case .lagAll:
      return try glossary.rich("changes", key, ["count": RichText(String(change.count ?? 1))])
    case .outcome, .vcov, .lag, .replace: return try glossary.rich("changes", key)
    case .add, .drop:
      return try list(change.subjects, key, "terms", try names(change.subjects, isFirst: false))
    case .dropUnits:
      return try list(
        change.subjects, key, "units", try glossary.list(change.subjects.map { RichText($0) }))
    case .condition:
      let condition = try labels.words(ofCondition: change.value ?? "")
      return condition.plainText.count > Self.conditionLimit
        ? try glossary.rich("changes", key + "-many")
        : try glossary.rich("changes", key, ["condition": condition.sentenceStart])
    case .weights:
      guard let weights = change.value else { return try glossary.rich("changes", key + "-none") }
      return try glossary.rich("changes", key, ["weights": try labels.word(for: weights)])
    case .effects:
      return try glossary.rich("changes", change.subjects.isEmpty ? key + "-none" : key)
    case .estimator: return try glossary.rich("changes", "\(key)-\(change.value ?? "")")
    }
  }

  private func names(_ names: [String], isFirst: Bool) throws(DocumentError) -> RichText {
    var texts: [RichText] = []
    for name in names {
      texts.append(
        isFirst && texts.isEmpty ? try labels.label(of: name) : try labels.word(for: name)
      )
    }
    return try glossary.list(texts)
  }

  /// The names, or how many they are.
  private func list(
    _ subjects: [String],
    _ key: String,
    _ place: String,
    _ names: RichText
  ) throws(DocumentError) -> RichText {
    subjects.count > Self.nameLimit
      ? try glossary.rich("changes", key + "-many", ["count": RichText(String(subjects.count))])
      : try glossary.rich("changes", key, [place: names])
  }

  /// What a heading does not tell of a column's sample: units and conditions.
  func sentences(about column: RegressionColumn) throws(DocumentError) -> [RichText] {
    guard let variation = column.fit.heading.variation else { return [] }
    let isLabelled = variation.label != nil || !table.recipe.columns.isEmpty
    var sentences: [RichText] = []
    for change in variation.changes {
      switch change.kind {
      case .dropUnits where isLabelled || change.subjects.count > Self.nameLimit:
        sentences.append(try sentence(aboutUnits: change.subjects))
      case .condition:
        let condition = try labels.words(ofCondition: change.value ?? "")
        guard isLabelled || condition.plainText.count > Self.conditionLimit else { continue }
        sentences.append(
          try glossary.rich("change-notes", "condition", ["condition": condition])
        )
      default: break
      }
    }
    return sentences
  }

  private func sentence(aboutUnits units: [String]) throws(DocumentError) -> RichText {
    let shown = units.prefix(Self.unitLimit).map { RichText($0) }
    let more = units.count - shown.count
    if more > 0 {
      var list = shown[0]
      for item in shown.dropFirst() {
        list = try glossary.rich("lists", "middle", ["list": list, "item": item])
      }
      return try glossary.rich(
        "change-notes",
        "units-many",
        ["units": list, "count": RichText(String(more))]
      )
    }
    // The count chooses between "is" and "are".
    return try glossary.rich(
      "change-notes",
      "units",
      ["units": try glossary.list(shown), "count": RichText(String(units.count))]
    )
  }
}

extension RegressionNotes {
  /// What columns that change something of another one leave out.
  func variations() throws(DocumentError) -> [TableNote] {
    let words = VariationWords(table: table)
    var sentences: [[RichText]] = []
    for column in table.columns { sentences.append(try words.sentences(about: column)) }
    let origins = table.recipe.columns.isEmpty ? try words.origins() : []
    return try origins.map { TableNote(.sample, $0) }
      + table.frame.perColumn(sentences, as: .sample)
  }
}

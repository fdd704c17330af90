import PanelResults

/// A descriptive table in the making.
struct DescriptivesTable {
  let recipe: DescriptivesRecipe
  let result: DescriptivesResult
  let reference: String
  let context: DocumentContext
  let labels: TermLabels

  private var glossary: Glossary { context.glossary }
  private var style: TableStyle { context.tableStyle }

  init(
    recipe: DescriptivesRecipe,
    result: DescriptivesResult,
    reference: String,
    context: DocumentContext
  ) {
    self.recipe = recipe
    self.result = result
    self.reference = reference
    self.context = context
    labels = TermLabels(own: recipe.labels.entries, results: [result], in: context)
  }

  func model() throws(DocumentError) -> TableModel {
    let measures = try shownMeasures()
    let writer = NoteWriter(labels: labels, typesetting: style.typesetting)
    var notes = writer.written(recipe.description, as: .description)
    notes += try writer.sample([result.sample])
    notes += try writer.weights([result.sample])
    for remark in result.remarks {
      notes.append(TableNote(.remark, try writer.sentence(about: remark)))
    }
    for text in recipe.notes { notes += writer.written(text, as: .custom) }
    notes += writer.written(recipe.source, as: .source)

    return try TableFrame(context: context, labels: labels).model(
      columns: result.groups.flatMap { _ in
        measures.map { _ in TableColumn(.decimal, result: reference) }
      },
      head: try head(measures),
      blocks: [TableBlock(kind: .summary, rows: try rows(measures))],
      notes: notes,
      stub: try glossary.text("tables", "variable")
    )
  }

  /// A spanner per group, where there are groups, over the measures.
  private func head(_ measures: [MeasureRequest]) throws(DocumentError) -> [HeadRow] {
    var rows: [HeadRow] = []
    if result.groupVariable != nil || result.groups.count > 1 {
      var cells = [HeadCell("")]
      for group in result.groups {
        let name =
          if let name = group.name { labels.value(name, of: result.groupVariable) } else {
            try glossary.text("tables", "all-observations")
          }
        cells.append(HeadCell(RichText(name), span: measures.count, hasRule: true))
      }
      rows.append(HeadRow(cells: cells))
    }
    var cells = [HeadCell(RichText(try glossary.text("tables", "variable")))]
    for _ in result.groups {
      for measure in measures { cells.append(HeadCell(try measure.label(in: glossary))) }
    }
    rows.append(HeadRow(cells: cells))
    return rows
  }

  /// The measures asked for, or all that the result has.
  private func shownMeasures() throws(DocumentError) -> [MeasureRequest] {
    let known = result.groups.flatMap { group in
      group.variables.flatMap { $0.measures.map(\.measure) }
    }.unique
    guard let asked = recipe.measures else { return known.map { MeasureRequest($0) } }
    for request in asked where !known.contains(request.name) {
      throw unknown(
        request.name.rawValue,
        what: "measure",
        known: known.map(\.rawValue),
        key: "measures"
      )
    }
    return asked
  }

  private func shownVariables() throws(DocumentError) -> [String] {
    let keep = try members(of: recipe.keep, key: "keep")
    let omit = try members(of: recipe.omit, key: "omit")
    return (recipe.keep.isEmpty ? knownVariables : keep).filter { !omit.contains($0) }
  }

  private var knownVariables: [String] {
    result.groups.flatMap { $0.variables.map(\.variable) }.unique
  }

  /// The variables that patterns name, in the order of the patterns; `$list` stands for the
  /// members of a list of the study.
  private func members(
    of patterns: [String],
    key: String
  ) throws(DocumentError) -> [String] {
    let known = knownVariables
    var found: [String] = []
    for pattern in patterns {
      if pattern.hasPrefix("$") {
        let name = String(pattern.dropFirst())
        guard let list = context.lists[name] else {
          let nearest = NearestNames.list(to: name, among: context.lists.keys.sorted())
          throw .invalid(
            "'\(key)' names the list '\(name)', which the study does not have."
              + (nearest.isEmpty ? "" : " Did you mean \(nearest)?")
          )
        }
        found += known.filter(list.contains)
        continue
      }
      let matches = known.filter(NamePattern(pattern).matches)
      guard !matches.isEmpty else {
        throw unknown(pattern, what: "variable", known: known, key: key)
      }
      found += matches
    }
    return found.unique
  }

  private func unknown(_ name: String, what: String, known: [String], key: String)
    -> DocumentError
  {
    let nearest = NearestNames.list(to: name, among: known)
    return .invalid(
      "'\(key)' names the \(what) '\(name)', which '\(reference)' does not "
        + "have. "
        + (nearest.isEmpty
          ? "It has: \(known.joined(separator: ", "))." : "Did you mean \(nearest)?")
    )
  }
}

extension DescriptivesTable {
  private func rows(_ measures: [MeasureRequest]) throws(DocumentError) -> [TableRow] {
    var waiting = try shownVariables()
    var sections: [(place: Int, rows: [TableRow])] = []
    let places = waiting
    for entry in recipe.headings.entries {
      let heading = entry.title.text(in: glossary.language)
      let members = try members(of: entry.patterns, key: "headings.\(heading)")
        .filter(waiting.contains)
      guard let first = waiting.firstIndex(where: members.contains) else { continue }
      var rows = [
        TableRow(
          label: RichText(heading),
          cells: Array(repeating: .empty, count: measures.count * result.groups.count),
          hasSpaceAbove: true
        )
      ]
      for variable in waiting where members.contains(variable) {
        rows.append(try row(of: variable, measures, indent: 1))
      }
      sections.append((places.firstIndex(of: waiting[first]) ?? 0, rows))
      waiting.removeAll(where: members.contains)
    }
    for variable in waiting {
      var row = try row(of: variable, measures, indent: 0)
      let place = places.firstIndex(of: variable) ?? 0
      // A row without a heading after one with is set off from it.
      row.hasSpaceAbove = sections.contains { section in
        section.rows.count > 1 && section.place < place
          && !waiting.contains { other in
            let between = places.firstIndex(of: other) ?? 0
            return between > section.place && between < place
          }
      }
      sections.append((place, [row]))
    }
    var rows = sections.sorted { $0.place < $1.place }.flatMap(\.rows)
    if !rows.isEmpty { rows[0].hasSpaceAbove = false }
    return rows
  }

  private func row(
    of variable: String,
    _ measures: [MeasureRequest],
    indent: Int
  ) throws(DocumentError) -> TableRow {
    var cells: [Cell] = []
    for (index, group) in result.groups.enumerated() {
      let summary = group.variables.first { $0.variable == variable }
      for measure in measures { cells.append(try cell(measure, of: summary, group: index)) }
    }
    return TableRow(label: try labels.label(of: variable), indent: indent, cells: cells)
  }

  private func cell(
    _ request: MeasureRequest,
    of summary: VariableSummary?,
    group: Int
  ) throws(DocumentError) -> Cell {
    guard let summary,
      let entry = summary.measures.first(where: { $0.measure == request.name })
    else { return .empty }
    switch entry.value {
    case .unavailable(let reason):
      return .unavailable(
        RichText(try glossary.text("tables", "unavailable")),
        because: RichText(try glossary.text("absence", reason.rawValue))
      )
    case .value(let value):
      let place =
        (result.groups[group].name.map { "groups.\($0)." } ?? "") + "variables.\(summary.variable)"
      return .statistic(
        entry.printed.map { NumberText($0) } ?? number(value, request, of: summary),
        trace: Trace(
          result: reference,
          path: "\(place).\(request.name.rawValue)",
          exact: Typesetting.exact(value)
        )
      )
    }
  }

  private func number(
    _ value: Double,
    _ request: MeasureRequest,
    of summary: VariableSummary
  ) -> NumberText {
    let typesetting = style.typesetting
    if request.name.isCount { return typesetting.count(value) }
    if let rule = request.decimals ?? style.digits.exceptions[request.name.rawValue] {
      return typesetting.number(value, rule)
    }
    if request.name.isOrderStatistic && summary.hasWholeOrderStatistics {
      return typesetting.number(value, .decimals(0))
    }
    return typesetting.number(value, recipe.decimals ?? style.digits.summaries)
  }
}

extension VariableSummary {
  /// Whether extremes and quantiles are whole numbers, as of counts, years and indicators; they
  /// are then printed without decimals.
  fileprivate var hasWholeOrderStatistics: Bool {
    let values = measures.filter { $0.measure.isOrderStatistic }.compactMap(\.value.value)
    return values.allSatisfy { $0.rounded() == $0 }
  }
}

extension Measure {
  var isCount: Bool { self == .n || self == .missing || self == .units }

  fileprivate var isOrderStatistic: Bool {
    switch self {
    case .min, .max, .median, .p1, .p5, .p10, .p25, .p75, .p90, .p95, .p99: true
    case .n, .mean, .sd, .skewness, .kurtosis, .variance, .sum, .missing, .units, .periods,
      .betweenStandardDeviation, .withinStandardDeviation, .betweenMinimum, .betweenMaximum,
      .withinMinimum, .withinMaximum:
      false
    }
  }
}

import PanelResults

/// An event-study table in the making.
struct EventStudyTable {
  let recipe: EventStudyRecipe
  let columns: [Column]
  let frame: TableFrame
  let writer: EstimateWriter
  let rows: [RowKey]
  /// The distances without an effect in any column, ascending.
  let absent: [Int]
  /// How many columns of counts follow the results: none, one for all, or one after each.
  private let counting: Counting

  private var glossary: Glossary { frame.glossary }

  struct Column {
    var named: NamedResult
    var result: any EventTimeResult
    var name: RichText
    var reference: String { named.reference }

    func point(at key: RowKey) -> EventTimePoint? {
      result.path.points.first { $0.period == key.period && $0.bin == key.bin }
    }

    /// Whether the row of a distance shows something for the result.
    func hasValue(at key: RowKey, _ counts: EventStudyRecipe.Counts) -> Bool {
      guard let point = point(at: key) else { return false }
      return point.estimate != nil || point.isReference || (point.count(counts) ?? 0) > 0
    }
  }

  /// A distance; an end of a window that stands for all beyond it is a row of its own.
  struct RowKey: Hashable {
    var period: Int
    var bin: EventTimePoint.Bin?

    /// `≤ −6` stands before `−6`, `≥ 4` after `4`.
    var rank: [Int] { [period, bin == .earlier ? 0 : bin == nil ? 1 : 2] }
  }

  private enum Counting { case none, shared, each }

  init(
    recipe: EventStudyRecipe,
    results: [NamedResult],
    values: [any EventTimeResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    frame = TableFrame(of: results, in: context)
    writer = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.options.decimals,
      uncertainty: recipe.uncertainty
    )
    let headings = try frame.headings(recipe.columns, over: results.count) ?? []
    var columns: [Column] = []
    for (index, pair) in zip(results, values).enumerated() {
      let (named, value) = pair
      columns.append(
        Column(
          named: named,
          result: value,
          name: !headings.isEmpty
            ? headings[index]
            : results.count == 1
              ? try frame.name(of: value.estimator) : try frame.shortName(of: value.estimator)
        )
      )
    }
    let keys = columns.flatMap { column in
      column.result.path.points.map { RowKey(period: $0.period, bin: $0.bin) }
    }.unique.sorted { $0.rank.lexicographicallyPrecedes($1.rank) }
    let rows = keys.filter { recipe.window?.contains($0.period) ?? true }
    // A distance that no column has an effect for would be a row of dashes.
    let shown = rows.filter { key in columns.contains { $0.hasValue(at: key, recipe.counts) } }
    guard !rows.isEmpty else {
      throw .invalid(
        "'window' leaves no distance: the results have \(keys.first?.period ?? 0) to "
          + "\(keys.last?.period ?? 0)."
      )
    }
    if recipe.hasBand, columns.allSatisfy({ $0.result.path.band == nil }) {
      throw .invalid(
        "'band' asks for a simultaneous band, but no result of the table has one. Add `band` to "
          + "their analyses, or leave it out here."
      )
    }
    self.rows = shown.isEmpty ? rows : shown
    absent = shown.isEmpty ? [] : rows.filter { !shown.contains($0) }.map(\.period)
    self.columns = columns
    if recipe.counts == .none {
      counting = .none
    } else {
      let differs = rows.contains { key in
        columns.compactMap { $0.point(at: key)?.count(recipe.counts) }.unique.count > 1
      }
      counting = differs ? .each : .shared
    }
  }

  func model() throws(DocumentError) -> TableModel {
    var blocks = [TableBlock(kind: .coefficients, rows: try effectRows())]
    if recipe.hasOverall, columns.contains(where: { $0.result.overall != nil }) {
      var lines = try overallRows()
      lines[0].hasSpaceAbove = false
      blocks.append(TableBlock(kind: .coefficients, rows: lines, hasRuleAbove: true))
    }
    var below = [
      TableBlock(kind: .effects, rows: try markRows()),
      TableBlock(kind: .statistics, rows: try statisticRows()),
    ]
    if frame.style.effects.place == .afterStatistics { below.reverse() }
    below = below.filter { !$0.rows.isEmpty }
    if !below.isEmpty { below[0].hasRuleAbove = true }
    let counts = TableColumn(.decimal, result: columns[0].reference)
    return try frame.model(
      columns: interleaved(
        columns.map { TableColumn(.decimal, result: $0.reference) },
        columns.map { TableColumn(.decimal, result: $0.reference) },
        shared: counts
      ),
      head: try head(),
      blocks: blocks + below,
      notes: try notes(),
      stub: try glossary.text("event-study", "stub")
    )
  }

  /// What stands in the columns of results, with what stands in those of counts.
  private func interleaved<Item>(_ items: [Item], _ counts: [Item], shared: Item) -> [Item] {
    switch counting {
    case .none: items
    case .shared: items + [shared]
    case .each: zip(items, counts).flatMap { [$0, $1] }
    }
  }

  private func line(_ cells: [Cell]) -> [Cell] {
    interleaved(cells, cells.map { _ in .empty }, shared: .empty)
  }
}

// MARK: Head

extension EventStudyTable {
  private func head() throws(DocumentError) -> [HeadRow] {
    let blank = columns.map { _ in RichText([]) }
    var rows = [
      HeadRow.merging(
        interleaved(try frame.outcomes(of: columns.map(\.result)), blank, shared: ""),
        stub: RichText(try glossary.text("tables", "dependent-variable")),
        mergesEmpty: false
      )
    ]
    if columns.count == 1 { rows[0].cells[1].hasRule = false }
    if columns.count > 1 || !recipe.columns.isEmpty {
      let names = interleaved(columns.map(\.name), blank, shared: "")
      rows.append(HeadRow(cells: [HeadCell("")] + names.map { HeadCell($0) }))
    }
    var numbers: [RichText] = []
    for index in columns.indices { numbers.append(try frame.columnNumber(index)) }
    var counts = RichText([])
    if recipe.counts != .none {
      counts = RichText(try glossary.text("event-study-counts", recipe.counts.rawValue))
    }
    let last = interleaved(numbers, columns.map { _ in counts }, shared: counts)
    rows.append(
      HeadRow(
        cells: [HeadCell(RichText(try glossary.text("event-study", "stub")))]
          + last.map { HeadCell($0) }
      )
    )
    return rows
  }
}

// MARK: Rows

extension EventStudyTable {
  private func effectRows() throws(DocumentError) -> [TableRow] {
    var printed: [TableRow] = []
    for key in rows {
      var slots: [EstimateWriter.Slot] = []
      for column in columns { slots.append(try slot(at: key, in: column)) }
      var lines = try writer.rows(label: try label(of: key), slots: slots)
      if recipe.hasBand { lines += try bandRow(at: key) }
      for index in lines.indices { lines[index].cells = line(lines[index].cells) }
      lines[0].cells = try withCounts(lines[0].cells, at: key)
      if printed.isEmpty { lines[0].hasSpaceAbove = false }
      printed += lines
    }
    return printed
  }

  private func label(of key: RowKey) throws(DocumentError) -> RichText {
    try glossary.rich(
      "event-time",
      key.bin?.rawValue ?? "at",
      ["period": frame.distance(key.period)]
    )
  }

  private func slot(at key: RowKey, in column: Column) throws(DocumentError)
    -> EstimateWriter.Slot
  {
    let point = column.point(at: key)
    var slot = EstimateWriter.Slot(
      estimate: point?.isReference == true ? nil : point?.estimate,
      source: try source(of: column, path: "path.\(key.period)")
    )
    if let point, point.isReference {
      slot.otherwise = .mark(
        RichText(try glossary.text("tables", "reference")),
        spoken: try glossary.text("tables", "spoken-reference")
      )
    } else if let point, point.estimate == nil {
      slot.otherwise = try frame.missing(because: point.absence ?? .noObservations)
    }
    return slot
  }

  private func source(of column: Column, path: String) throws(DocumentError)
    -> EstimateWriter.Source
  {
    EstimateWriter.Source(
      reference: column.reference,
      path: path,
      covariance: try frame.errors(column.result.inference, place: nil).plainText,
      observations: column.result.sample.n
    )
  }

  private func withCounts(_ cells: [Cell], at key: RowKey) throws(DocumentError) -> [Cell] {
    guard counting != .none else { return cells }
    let counts = columns.map { column -> Cell in
      guard let count = column.point(at: key)?.count(recipe.counts) else { return .empty }
      return frame.count(
        count,
        at: "path.\(key.period).\(recipe.counts.rawValue)",
        of: column.reference
      )
    }
    switch counting {
    case .none: return cells
    case .shared: return cells.dropLast() + [counts.first { $0 != .empty } ?? .empty]
    case .each:
      return cells.enumerated().map { $0.isMultiple(of: 2) ? $1 : counts[$0 / 2] }
    }
  }

  /// The intervals of the band; no line where no column has one.
  private func bandRow(at key: RowKey) throws(DocumentError) -> [TableRow] {
    var cells: [Cell] = []
    for column in columns {
      guard let point = column.point(at: key), let estimate = point.estimate,
        let interval = point.simultaneous
      else {
        cells.append(.empty)
        continue
      }
      cells.append(
        writer.intervalCell(
          interval,
          of: estimate,
          bracket: .square,
          try source(of: column, path: "path.\(key.period).simultaneous")
        )
      )
    }
    guard cells.contains(where: { $0 != .empty }) else { return [] }
    let spoken = try glossary.rich(
      "tables",
      "spoken-line",
      [
        "measure": RichText(try glossary.text("event-study", "band")), "term": try label(of: key),
      ]
    )
    return [TableRow(label: "", spokenLabel: spoken, cells: cells)]
  }

  private func overallRows() throws(DocumentError) -> [TableRow] {
    var slots: [EstimateWriter.Slot] = []
    for column in columns {
      slots.append(
        EstimateWriter.Slot(
          estimate: column.result.overall,
          source: try source(of: column, path: "overall")
        )
      )
    }
    var lines = try writer.rows(
      label: RichText(try glossary.text("event-study", "overall")),
      slots: slots
    )
    for index in lines.indices { lines[index].cells = line(lines[index].cells) }
    return lines
  }

  /// Fixed effects where all columns are regressions, and covariates where some column has any.
  private func markRows() throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    if columns.contains(where: { !$0.result.conventions.covariates.isEmpty }) {
      var cells: [Cell] = []
      for column in columns {
        cells.append(try frame.mark(!column.result.conventions.covariates.isEmpty))
      }
      rows.append(
        TableRow(
          label: RichText(try glossary.text("event-study", "covariates")),
          cells: line(cells)
        )
      )
    }
    let fits = columns.compactMap { $0.result as? any RegressionFit }
    guard fits.count == columns.count else { return rows }
    for name in fits.flatMap({ $0.absorbedEffects.map(\.name) }).unique {
      var cells: [Cell] = []
      for fit in fits {
        cells.append(try frame.mark(fit.absorbedEffects.contains { $0.name == name }))
      }
      rows.append(TableRow(label: try frame.effectLabel(name), cells: line(cells)))
    }
    return rows
  }

  private func statisticRows() throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    if recipe.hasPretrends {
      var cells: [Cell] = []
      for column in columns { cells.append(try frame.test(.pretrends, of: column.named)) }
      if cells.contains(where: \.hasValue) {
        rows.append(
          TableRow(
            label: RichText(try glossary.text("event-study", "pretrends")),
            cells: line(cells)
          )
        )
      }
    }
    for request in recipe.statistics {
      var cells: [Cell] = []
      for column in columns {
        cells.append(
          try frame.statistic(
            request,
            of: column.result.statistics + column.result.sample.statistics,
            reference: column.reference
          )
        )
      }
      rows.append(TableRow(label: try request.label(in: glossary), cells: line(cells)))
    }
    return rows
  }
}

extension EventTimePoint {
  fileprivate func count(_ counts: EventStudyRecipe.Counts) -> Int? {
    switch counts {
    case .none: nil
    case .observations: observations
    case .units: units
    }
  }
}

extension SampleDescription {
  /// The counts of the sample, for results that list none of their own.
  var statistics: [StatisticEntry] {
    var entries = [StatisticEntry(.observations, count: n)]
    if let units { entries.append(StatisticEntry(.units, count: units)) }
    if let periods { entries.append(StatisticEntry(.periods, count: periods)) }
    return entries
  }
}

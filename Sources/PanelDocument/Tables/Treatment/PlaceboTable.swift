import PanelResults

/// A table of placebos in the making: random ones and those in time stand in blocks of their own.
struct PlaceboTable {
  let recipe: PlaceboRecipe
  let columns: [Column]
  let frame: TableFrame
  let writer: EstimateWriter

  private var glossary: Glossary { frame.glossary }
  private var draws: [PlaceboDraws] { columns.compactMap(\.result.draws) }
  private var needsCorrection: Bool { draws.contains { !$0.isEnumerated } }

  struct Column {
    var reference: String
    var result: PlaceboResult
    var name: RichText
  }

  init(
    recipe: PlaceboRecipe,
    results: [NamedResult],
    values: [PlaceboResult],
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
      let kind = try context.glossary.text("placebo-kinds", value.kind.rawValue)
      columns.append(
        Column(
          reference: named.reference,
          result: value,
          name: headings.isEmpty ? RichText(kind) : headings[index]
        )
      )
    }
    self.columns = columns
  }

  func model() throws(DocumentError) -> TableModel {
    let isMixed = !draws.isEmpty && columns.contains { $0.result.draws == nil }
    let heading = { (key: String) throws(DocumentError) in
      isMixed ? RichText(try glossary.text("placebo", key)) : nil
    }
    var blocks = [TableBlock(kind: .coefficients, rows: try baselineRows())]
    let random = try randomRows()
    if !random.isEmpty {
      blocks.append(
        TableBlock(
          kind: .statistics,
          heading: try heading("random"),
          rows: random,
          hasRuleAbove: true
        )
      )
    }
    let shifted = try shiftRows()
    if !shifted.isEmpty {
      blocks.append(
        TableBlock(
          kind: .coefficients,
          heading: try heading("in-time"),
          rows: shifted,
          hasRuleAbove: true
        )
      )
    }
    blocks.append(
      TableBlock(kind: .statistics, rows: try observationRows(), hasRuleAbove: true)
    )
    return try frame.model(
      columns: columns.map { TableColumn(.decimal, result: $0.reference) },
      head: try head(),
      blocks: blocks,
      notes: try notes(),
      stub: try glossary.text("tables", "variable")
    )
  }

  private func head() throws(DocumentError) -> [HeadRow] {
    [
      HeadRow.merging(
        try frame.outcomes(of: columns.map(\.result)),
        stub: RichText(try glossary.text("tables", "dependent-variable")),
        mergesEmpty: true
      ),
      HeadRow(cells: [HeadCell("")] + columns.map { HeadCell($0.name) }),
      try frame.columnNumbers(columns.count),
    ]
  }
}

// MARK: Rows

extension PlaceboTable {
  private func baselineRows() throws(DocumentError) -> [TableRow] {
    let slots = columns.map {
      slot($0.result.baseline, in: $0, path: "baseline", observations: $0.result.sample.n)
    }
    let label = RichText(try glossary.text("placebo", "baseline"))
    var rows = try writer.rows(label: label, slots: slots)
    rows[0].hasSpaceAbove = false
    return rows
  }

  private func slot(
    _ estimate: Estimate?,
    in column: Column,
    path: String,
    observations: Int
  ) -> EstimateWriter.Slot {
    EstimateWriter.Slot(
      estimate: estimate,
      source: EstimateWriter.Source(
        reference: column.reference,
        path: path,
        covariance: nil,
        observations: observations
      )
    )
  }

  private func randomRows() throws(DocumentError) -> [TableRow] {
    guard !draws.isEmpty else { return [] }
    // Where the draws are every assignment, the actual one is among them already.
    var wanted = recipe.rows.filter { $0 != .corrected || needsCorrection }
    if !wanted.contains(.failed), draws.contains(where: { $0.failed > 0 }) {
      wanted.append(.failed)
    }
    var rows: [TableRow] = []
    for row in wanted {
      var cells: [Cell] = []
      for column in columns {
        cells.append(
          try column.result.draws.map { (draws) throws(DocumentError) in
            try cell(row, of: draws, reference: column.reference)
          } ?? .empty
        )
      }
      rows.append(
        TableRow(label: RichText(try glossary.text("placebo-rows", row.rawValue)), cells: cells)
      )
    }
    return rows
  }

  private func cell(
    _ row: PlaceboRecipe.Row,
    of draws: PlaceboDraws,
    reference: String
  ) throws(DocumentError) -> Cell {
    let rule = recipe.options.decimals ?? frame.style.digits.estimates
    switch row {
    case .mean: return try frame.number(draws.mean, rule, at: "draws.mean", of: reference)
    case .standardDeviation:
      return try frame.number(
        draws.standardDeviation,
        rule,
        at: "draws.standard_deviation",
        of: reference
      )
    case .twoSided: return try frame.pValue(draws.twoSided, at: "draws.two_sided", of: reference)
    case .left: return try frame.pValue(draws.left, at: "draws.left", of: reference)
    case .right: return try frame.pValue(draws.right, at: "draws.right", of: reference)
    case .corrected:
      guard !draws.isEnumerated else {
        return .unavailable(
          RichText(try glossary.text("tables", "unavailable")),
          because: RichText(try glossary.text("placebo", "needs-no-correction"))
        )
      }
      return try frame.pValue(
        .value(draws.twoSided.corrected),
        at: "draws.two_sided",
        of: reference
      )
    case .replications:
      return frame.count(draws.replications, at: "draws.replications", of: reference)
    case .failed: return frame.count(draws.failed, at: "draws.failed", of: reference)
    }
  }

  /// Placebos in time, a row for each number of periods.
  private func shiftRows() throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    for shift in columns.flatMap({ $0.result.profile.map(\.shift) }).unique.sorted() {
      var slots: [EstimateWriter.Slot] = []
      for column in columns {
        let placebo = column.result.profile.first { $0.shift == shift }
        var slot = slot(
          placebo?.estimate,
          in: column,
          path: "profile.\(shift)",
          observations: placebo?.observations ?? column.result.sample.n
        )
        if let placebo, placebo.estimate == nil {
          slot.otherwise = .unavailable(
            RichText(try glossary.text("tables", "unavailable")),
            because: RichText(
              try glossary.text(
                "absence",
                (placebo.absence ?? .notApplicable).rawValue
              )
            )
          )
        }
        slots.append(slot)
      }
      let label = try glossary.rich("placebo", "shift", ["count": RichText(String(shift))])
      rows += try writer.rows(label: label, slots: slots)
    }
    if !rows.isEmpty { rows[0].hasSpaceAbove = false }
    return rows
  }

  /// Observations of the actual effect, and of placebos in time, which come from earlier ones.
  private func observationRows() throws(DocumentError) -> [TableRow] {
    let shifts = columns.flatMap { $0.result.profile.map(\.shift) }.unique.sorted()
    let actual = TableRow(
      label: RichText(
        shifts.isEmpty
          ? try glossary.text("statistics", Statistic.observations.rawValue)
          : try glossary.text("placebo", "observations-actual")
      ),
      cells: columns.map { frame.count($0.result.sample.n, at: "sample.n", of: $0.reference) }
    )
    let differ = columns.contains {
      $0.result.profile.compactMap(\.observations).unique.count > 1
    }
    guard differ else {
      let label = RichText(try glossary.text("placebo", "observations-moved"))
      return [actual] + observationRow(label) { $0.first { $0.observations != nil } }
    }
    var rows = [actual]
    for shift in shifts {
      let label = try glossary.rich(
        "placebo",
        "observations-shift",
        ["count": RichText(String(shift))]
      )
      rows += observationRow(label) { $0.first { $0.shift == shift } }
    }
    return rows
  }

  /// A row of the observations of one placebo in time per column; none where none is known.
  private func observationRow(
    _ label: RichText,
    of placebo: ([PlaceboShift]) -> PlaceboShift?
  ) -> [TableRow] {
    let cells = columns.map { column in
      placebo(column.result.profile).flatMap { placebo in
        placebo.observations.map {
          frame.count($0, at: "profile.\(placebo.shift).observations", of: column.reference)
        }
      } ?? Cell.empty
    }
    return cells.contains { $0 != .empty } ? [TableRow(label: label, cells: cells)] : []
  }
}

// MARK: Notes

extension PlaceboTable {
  private func notes() throws(DocumentError) -> [TableNote] {
    let results = columns.map(\.result)
    let shown = results.flatMap { [$0.baseline] + $0.profile.compactMap(\.estimate) }
    var what: [[RichText]] = []
    var remarks: [[RichText]] = []
    for result in results { what.append(try sentences(about: result)) }
    // What holds for some columns comes last: no sentence about all may follow a column's name.
    let shared = what.sharedByAll
    for (result, sentences) in zip(results, what) {
      remarks.append(
        sentences.filter { !shared.contains($0) } + (try absentShifts(of: result))
          + (try frame.remarks(of: result))
      )
    }
    var notes = try frame.cohortNotes(results.map(\.design), remarks: results.map(\.remarks))
    notes += shared.map { TableNote(.sample, $0) }
    if let place = try writer.placeOfStandardErrors() {
      notes.append(
        TableNote(.covariance, try glossary.rich("placebo", "errors", ["place": place]))
      )
    }
    notes += try writer.bracketNotes(about: shown)
    notes += try pValueNotes()
    notes += try frame.perColumn(remarks, as: .remark)
    notes += try writer.starNotes(about: shown)
    return try frame.notes(recipe.options, about: results, notes)
  }

  /// The placebos in time that have no effect, and why.
  private func absentShifts(of result: PlaceboResult) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    let absent = result.profile.filter { $0.estimate == nil }.map {
      (shift: $0.shift, reason: $0.absence ?? .notApplicable)
    }
    for reason in absent.map(\.reason).unique {
      let shifts = absent.filter { $0.reason == reason }.map(\.shift).sorted()
      sentences.append(
        try glossary.rich(
          "placebo",
          "shifts-absent",
          [
            // In the singular where treatment is moved by one period only.
            "count": RichText(String(shifts.reduce(0, +))),
            "shifts": try glossary.list(shifts.map { RichText(String($0)) }),
            "reason": RichText(try glossary.text("absence", reason.rawValue)),
          ]
        )
      )
    }
    return sentences
  }

  /// What is random in a placebo, or what is moved.
  private func sentences(about result: PlaceboResult) throws(DocumentError) -> [RichText] {
    let words = PlaceboWords(labels: frame.labels)
    let sentences = try words.sentences(about: result) { frame.typesetting.count($0).plainText }
    guard let draws = result.draws else { return sentences }
    var facts: [RichText] = []
    if let units = draws.treatedUnits {
      facts.append(
        try glossary.rich(
          "placebo",
          draws.isEnumerated ? "treated-units-each" : "treated-units",
          ["count": RichText(frame.typesetting.count(units).plainText)]
        )
      )
    }
    if let first = draws.firstPeriod, let last = draws.lastPeriod {
      facts.append(
        try glossary.rich(
          "placebo",
          "dates",
          ["first": RichText(String(first)), "last": RichText(String(last))]
        )
      )
    }
    if !draws.isEnumerated {
      facts.append(try glossary.rich("placebo", "seed", ["seed": RichText(String(draws.seed))]))
    }
    return sentences + facts
  }

  /// What the p-values that the table shows count.
  private func pValueNotes() throws(DocumentError) -> [TableNote] {
    guard !draws.isEmpty else { return [] }
    var notes: [TableNote] = []
    for row in PlaceboRecipe.Row.allCases where recipe.rows.contains(row) {
      if row == .corrected, !needsCorrection { continue }
      switch row {
      case .twoSided, .left, .right, .corrected:
        notes.append(
          TableNote(.brackets, try glossary.rich("placebo-p-values", row.rawValue))
        )
      case .mean, .standardDeviation, .replications, .failed: continue
      }
    }
    return notes
  }
}

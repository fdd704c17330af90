import PanelResults

/// Puts panels below each other: what all have alike stands once.
struct PanelStack {
  var panels: [StackedPanel]
  var rows: PanelRows?
  var context: DocumentContext

  /// - Throws: What the glossary lacks; a row that was asked to be shared and is not.
  func table() throws(DocumentError) -> TableModel {
    var stacked = panels.map(\.table)
    let head = takeCommonHead(from: &stacked)
    let common = try takeCommonRows(from: &stacked)
    var table = panels[0].table
    table.columns = columns
    table.head = head
    table.blocks = []
    for (index, panel) in stacked.enumerated() {
      var blocks = panel.blocks.filter { !$0.rows.isEmpty }
      if blocks.isEmpty { blocks = [TableBlock(kind: .coefficients, rows: [])] }
      for block in blocks.indices { blocks[block].hasRuleAbove = false }
      blocks[0].heading = panels[index].name.heading
      blocks[0].head = panel.head
      blocks[0].hasRuleAbove = index > 0
      table.blocks += blocks
    }
    for (index, block) in common.enumerated() {
      var block = block
      block.hasRuleAbove = index == 0
      table.blocks.append(block)
    }
    table.notes = try notes()
    table.starMeanings = stacked.reduce(into: [:]) { meanings, panel in
      meanings.merge(panel.starMeanings) { first, _ in first }
    }
    return try table.under(context.spanners)
  }

  /// The columns of the widest panel, of numbers where some panel has numbers there; a result stands behind one where all panels agree.
  private var columns: [TableColumn] {
    panels[0].table.columns.indices.map { index in
      var column =
        panels.first { index == 0 || !$0.missing.contains(index - 1) }?.table.columns[index]
        ?? panels[0].table.columns[index]
      let others = panels.filter { index > 0 && !$0.missing.contains(index - 1) }
      if others.contains(where: { $0.table.columns[index].alignment == .decimal }) {
        column.alignment = .decimal
      }
      let results = Set(panels.compactMap { $0.table.columns[index].result })
      if results.count > 1 { column.result = nil }
      return column
    }
  }

  // MARK: Heads

  /// Takes the rows of the head that all panels have alike, in the order of the first panel.
  private func takeCommonHead(from tables: inout [TableModel]) -> [HeadRow] {
    var common: [HeadRow] = []
    for row in panels[0].table.head {
      let places = tables.indices.map { index in
        tables[index].head.firstIndex { isAlike($0, panels[index].missing, row, panels[0].missing) }
      }
      guard !places.contains(nil) else { continue }
      let rows = places.enumerated().compactMap { index, place in
        place.map { tables[index].head[$0] }
      }
      common.append(fullest(rows))
      for (index, place) in places.enumerated() {
        if let place { tables[index].head.remove(at: place) }
      }
    }
    return common
  }

  /// Whether two rows have the same texts over the columns that both panels have.
  private func isAlike(
    _ first: HeadRow,
    _ firstMissing: Set<Int>,
    _ second: HeadRow,
    _ secondMissing: Set<Int>
  ) -> Bool {
    let (one, other) = (first.columnTexts, second.columnTexts)
    guard one.count == other.count else { return false }
    return one.indices.allSatisfy { column in
      one[column] == other[column]
        || (column > 0
          && (firstMissing.contains(column - 1) || secondMissing.contains(column - 1)))
    }
  }

  /// The row with every text that some panel has, of the panel with the fewest gaps.
  private func fullest(_ rows: [HeadRow]) -> HeadRow {
    let index = panels.indices.min { panels[$0].missing.count < panels[$1].missing.count } ?? 0
    guard !panels[index].missing.isEmpty else { return rows[index] }
    let texts = rows[index].columnTexts.indices.map { column in
      rows.lazy.map { $0.columnTexts[column] }.first { !$0.isEmpty } ?? ""
    }
    let hasRules = rows.contains { $0.cells.contains(where: \.hasRule) }
    var row = HeadRow.merging(
      Array(texts.dropFirst()),
      stub: texts[0],
      mergesEmpty: !hasRules
    )
    if !hasRules { for cell in row.cells.indices { row.cells[cell].hasRule = false } }
    return row
  }

  // MARK: Rows

  /// Takes the rows of statistics and effects that stand once.
  ///
  /// Unasked these are observations, which are the same sample where they are equal, and the marks
  /// of effects where panels agree in all of them. Other statistics may print alike by chance.
  private func takeCommonRows(
    from tables: inout [TableModel]
  ) throws(DocumentError) -> [TableBlock] {
    guard rows != .own, panels.count > 1 else { return [] }
    var common: [TableBlock] = []
    let kinds = tables.flatMap { $0.blocks.map(\.kind) }
      .filter { [.statistics, .effects].contains($0) }.unique
    for kind in kinds {
      var shared: [TableRow] = []
      var isWhole = true
      var labels: [RichText] = []
      for row in tables.flatMap({ rows(of: kind, in: $0) }) where !labels.contains(row.label) {
        labels.append(row.label)
      }
      for row in labels {
        let found = tables.map { table in rows(of: kind, in: table).first { $0.label == row } }
        guard let merged = merged(found) else {
          guard rows == .shared else {
            // A mark in one panel and not in the other is read beside the rest of them.
            if kind == .effects { isWhole = false }
            continue
          }
          throw .invalid(
            "'panel-rows: shared' asks for one row '\(row.plainText)' for all panels, but they "
              + "differ in it. Take the row out, or write 'panel-rows: own'."
          )
        }
        guard rows == .shared || kind == .effects || merged.countsObservations else { continue }
        shared.append(merged)
      }
      guard isWhole else { continue }
      let moved = shared.map(\.label)
      for table in tables.indices {
        for block in tables[table].blocks.indices where tables[table].blocks[block].kind == kind {
          tables[table].blocks[block].rows.removeAll { moved.contains($0.label) }
        }
      }
      if !shared.isEmpty { common.append(TableBlock(kind: kind, rows: shared)) }
    }
    return common
  }

  private func rows(of kind: TableBlock.Kind, in table: TableModel) -> [TableRow] {
    table.blocks.filter { $0.kind == kind }.flatMap(\.rows)
  }

  /// One row for all panels; `nil` where they differ in a column that both have.
  private func merged(_ found: [TableRow?]) -> TableRow? {
    guard var row = found[0] else { return nil }
    var filled = Set(row.cells.indices).subtracting(panels[0].missing)
    for (index, other) in found.enumerated().dropFirst() {
      guard let other, other.cells.count == row.cells.count else { return nil }
      for column in row.cells.indices where !panels[index].missing.contains(column) {
        if !filled.contains(column) {
          row.cells[column] = other.cells[column]
          filled.insert(column)
        } else if !row.cells[column].reads(as: other.cells[column]) {
          return nil
        }
      }
    }
    return row
  }

  // MARK: Notes

  /// The notes of all panels in the order of their kinds; what not all have names its panels.
  private func notes() throws(DocumentError) -> [TableNote] {
    let frame = TableFrame(of: [], in: context)
    var notes: [TableNote] = []
    for kind in TableNote.Kind.allCases {
      let sentences = panels.map { panel in
        panel.table.notes.filter { $0.kind == kind }.map(\.text)
      }
      notes += try frame.grouped(sentences, as: kind) { (places) throws(DocumentError) in
        let letters = try frame.glossary.list(places.map { RichText(panels[$0].name.letter) })
        return (
          "of-names",
          try frame.glossary.rich(
            "panels",
            places.count == 1 ? "name" : "names",
            ["letter": letters]
          )
        )
      }
    }
    return notes
  }
}

extension TableRow {
  /// Whether the row is that of the numbers of observations.
  fileprivate var countsObservations: Bool {
    let paths = cells.compactMap { cell -> String? in
      if case .statistic(_, let trace) = cell { trace.path } else { nil }
    }
    let name = Statistic.observations.rawValue
    return !paths.isEmpty && paths.allSatisfy { $0.hasSuffix("statistics.\(name)") }
  }
}

extension Cell {
  /// Whether two cells print the same, wherever their numbers come from.
  fileprivate func reads(as other: Cell) -> Bool {
    switch (self, other) {
    case (.estimate(let number, let stars, _), .estimate(let second, let others, _)):
      number == second && stars == others
    case (.uncertainty(let numbers, let bracket, _), .uncertainty(let others, let second, _)):
      numbers == others && bracket == second
    case (.statistic(let number, _), .statistic(let second, _)): number == second
    case (.test(let number, let pValue, _), .test(let second, let other, _)):
      number == second && pValue == other
    default: self == other
    }
  }
}

import PanelResults

extension Cell {
  /// Whether something stands there other than a dash.
  var hasValue: Bool {
    switch self {
    case .empty, .unavailable: false
    default: true
    }
  }
}

extension TableFrame {
  /// More reasons than this are not told below a table; pages tell each beside its cell.
  private static let mostReasons = 3
  /// Reasons that speak of a statistic, which their note names.
  private static let aboutStatistics: [AbsenceReason] = [
    .severalEndogenous, .notJustIdentified, .weightedOrControlled,
  ]

  /// A reason for dashes, with the rows and columns that have it.
  private struct Dash {
    var reason: RichText
    var columns: Set<Int> = []
    var rows: [RichText] = []
  }

  /// The table with what its dashes stand for among its notes.
  func explainingDashes(in model: TableModel) throws(DocumentError) -> TableModel {
    var model = model
    model.notes = try explainingDashes(in: model.blocks, head: model.head, model.notes)
    return model
  }

  /// Adds what a dash stands for where a table has one, with the reasons that no other note tells,
  /// each with its columns where not all have it; and, where numbers and blank cells share a row,
  /// what sets a blank cell apart from it.
  func explainingDashes(
    in blocks: [TableBlock],
    head: [HeadRow],
    _ notes: [TableNote]
  ) throws(DocumentError) -> [TableNote] {
    let dashes = Self.dashes(in: blocks.flatMap(\.rows))
    guard !dashes.isEmpty else { return notes }
    let count = blocks.flatMap(\.rows).map(\.cells.count).max() ?? 0
    let isNumbered = try isNumbered(head, count)
    let dash = RichText(try glossary.text("tables", "unavailable"))
    let key = Self.hasBlanks(blocks, isNumbered: isNumbered) ? "dash-blank" : "dash"
    var added = [TableNote(.brackets, try glossary.rich("notes", key, ["dash": dash]))]
    let told = notes.map(\.text.plainText)
    let untold = dashes.filter { dash in !told.contains { $0.contains(dash.reason.plainText) } }
    if untold.count <= Self.mostReasons {
      for dash in untold {
        let isEverywhere = !isNumbered || dash.columns.count == count
        added.append(TableNote(.brackets, try sentence(about: dash, isEverywhere: isEverywhere)))
      }
    }
    let order = TableNote.Kind.allCases
    let place = order.firstIndex(of: .brackets) ?? 0
    let next = notes.firstIndex { (order.firstIndex(of: $0.kind) ?? 0) > place } ?? notes.endIndex
    var explained = notes
    explained.insert(contentsOf: added, at: next)
    return explained
  }

  private static func dashes(in rows: [TableRow]) -> [Dash] {
    var dashes: [Dash] = []
    for row in rows {
      var start = 0
      for span in row.spans ?? row.cells.map({ _ in 1 }) {
        defer { start += span }
        guard row.cells.indices.contains(start),
          case .unavailable(_, let reason) = row.cells[start]
        else { continue }
        let place = dashes.firstIndex { $0.reason == reason } ?? dashes.endIndex
        if place == dashes.endIndex { dashes.append(Dash(reason: reason)) }
        dashes[place].columns.formUnion(start..<(start + span))
        if !row.label.isEmpty, !dashes[place].rows.contains(row.label) {
          dashes[place].rows.append(row.label)
        }
      }
    }
    return dashes
  }

  private static func hasBlanks(_ blocks: [TableBlock], isNumbered: Bool) -> Bool {
    blocks.contains { block in
      block.rows.contains { row in
        row.shown.contains { $0.cell == .empty }
          && row.cells.contains { cell in
            switch cell {
            case .estimate: true
            case .test, .statistic:
              isNumbered && block.kind == .statistics && row.spans == nil
            default: false
            }
          }
      }
    }
  }

  /// Whether the head has the number of every column.
  private func isNumbered(_ head: [HeadRow], _ count: Int) throws(DocumentError) -> Bool {
    var numbers: [RichText] = []
    for index in 0..<count { numbers.append(try columnNumber(index)) }
    return count > 1 && head.contains { Array($0.columnTexts.dropFirst()) == numbers }
  }

  /// A reason after the statistics that it speaks of, or the columns that have it.
  private func sentence(about dash: Dash, isEverywhere: Bool) throws(DocumentError) -> RichText {
    for reason in Self.aboutStatistics where !dash.rows.isEmpty {
      guard try glossary.text("absence", reason.rawValue) == dash.reason.plainText else { continue }
      return try glossary.rich(
        "notes",
        "of-names",
        ["columns": try glossary.list(dash.rows), "note": dash.reason]
      )
    }
    guard !isEverywhere else { return dash.reason }
    var numbers: [RichText] = []
    for column in dash.columns.sorted() { numbers.append(try columnNumber(column)) }
    return try glossary.rich(
      "notes",
      numbers.count == 1 ? "in-column" : "in-columns",
      ["columns": try glossary.list(numbers), "note": dash.reason]
    )
  }
}

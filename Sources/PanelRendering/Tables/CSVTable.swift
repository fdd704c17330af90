import PanelDocument

/// A table for programs: numbers bare and unrounded no further than printed, one field each.
///
/// Stars stand in a column of their own beside their estimates; an uncertainty is the bare number
/// with its meaning in the stub; an interval is `[low, high]`, a test `statistic [p]`.
struct CSVTable {
  private let table: TableModel

  init(_ table: TableModel) {
    self.table = table
  }

  var template: [String: TemplateValue] {
    let rows = headRows + table.blocks.flatMap(rows)
    return [
      "rows": .list(
        rows.map { row in
          .object([
            "first": .text(row[0]),
            "others": .objects(row.dropFirst().map { ["field": .text($0)] }),
          ])
        }
      )
    ]
  }

  /// The columns, after the stub, that have stars somewhere.
  private var starredColumns: Set<Int> {
    var found: Set<Int> = []
    for row in table.blocks.flatMap(\.rows) {
      for (index, cell) in row.cells.enumerated() {
        if case .estimate(_, let stars, _) = cell, !stars.isEmpty { found.insert(index) }
      }
    }
    return found
  }

  private var headRows: [[String]] { table.head.map(line(of:)) }

  private func line(of row: HeadRow) -> [String] {
    let starred = starredColumns
    let names = row.cells.flatMap { Array(repeating: $0.text.plainText, count: $0.span) }
    return [names.first ?? ""]
      + names.dropFirst().enumerated().flatMap { index, name in
        starred.contains(index) ? [name, name.isEmpty ? "*" : name + " *"] : [name]
      }
  }

  private func rows(of block: TableBlock) -> [[String]] {
    let starred = starredColumns
    let width = table.columns.count + starred.count
    let heading = block.heading.map {
      [[$0.plainText] + Array(repeating: "", count: width - 1)]
    }
    return (heading ?? []) + block.head.map(line(of:))
      + block.rows.map { row in
        let label = row.label.isEmpty ? row.spokenLabel : row.label
        return [label?.plainText ?? ""]
          + row.cells.enumerated().flatMap { index, cell in
            starred.contains(index) ? [cell.machineText, cell.stars] : [cell.machineText]
          }
      }
  }
}

extension Cell {
  fileprivate var machineText: String {
    switch self {
    case .estimate(let number, _, _), .statistic(let number, _): number.machineText
    case .uncertainty(let numbers, _, _):
      numbers.count == 1
        ? numbers[0].machineText
        : "[" + numbers.map(\.machineText).joined(separator: ", ") + "]"
    case .test(let number, let pValue, _): "\(number.machineText) [\(pValue.machineText)]"
    case .text(let text), .unavailable(let text, _): text.plainText
    case .mark(_, let spoken): spoken
    case .empty: ""
    }
  }

  fileprivate var stars: String {
    if case .estimate(_, let stars, _) = self { stars } else { "" }
  }
}

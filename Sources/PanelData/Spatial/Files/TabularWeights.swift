import PanelResults

/// Weights in a table: a row and a column for each unit, or a row for each pair.
enum TabularWeights {
  /// - Returns: The format that the table has, the units of a matrix, and the links.
  static func read(
    _ content: FileContent,
    format: WeightsFormat
  ) throws(DataError) -> (WeightsFormat, units: [String]?, links: [WeightsFile.Link]) {
    let file = MessageText.shown(content.name)
    let table = try table(content, file: file)
    guard let ids = table.columns.first else {
      throw fault("the table has no columns", file)
    }
    let rows = names(of: ids)
    if let missing = rows.firstIndex(of: nil) {
      throw fault(
        "the first column names units; a name is missing",
        file,
        line: table.line(of: missing)
      )
    }
    let units = rows.compactMap(\.self)
    let heads = table.columns.dropFirst().map(\.name)
    let isDense = format == .dense || !isPairs(table, units: units, heads: heads)
    let links =
      isDense
      ? try dense(table, units: units, heads: heads, file: file)
      : try pairs(table, from: units, file: file)
    return (isDense ? .dense : .edges, isDense ? units : nil, links)
  }

  private static func table(
    _ content: FileContent,
    file: String
  ) throws(DataError) -> DataTable {
    let mark = ByteOrderMark(head: Array(content.bytes.prefix(16)), declared: .utf8)
    guard mark.converter == nil else {
      throw fault("the table is not UTF-8; save it as UTF-8", file)
    }
    let reader = DelimitedReader(
      source: .memory(content.bytes),
      file: file,
      start: mark.length,
      delimiter: content.name.hasSuffix(".tsv")
        ? UInt8(ascii: "\t") : content.name.hasSuffix(".csv") ? UInt8(ascii: ",") : nil,
      missing: MissingTokens(ReadOptions.standardMissingTokens),
      threads: 1
    )
    return try reader.table()
  }

  /// Whether a table is of pairs: two or three columns, and no column for each row.
  private static func isPairs(_ table: DataTable, units: [String], heads: [String]) -> Bool {
    table.columns.count <= 3 && table.columns.count >= 2
      && UnitMatch(units.distinct, in: Array(heads)).missing.count == units.distinct.count
  }

  private static func names(of column: Column) -> [String?] {
    switch column.storage {
    case .numbers(let numbers): numbers.map { $0.isNaN ? nil : Expression.text(of: $0) }
    case .text(let codes, let levels): codes.map { $0 < 0 ? nil : levels[Int($0)] }
    }
  }

  private static func dense(
    _ table: DataTable,
    units: [String],
    heads: [String],
    file: String
  ) throws(DataError) -> [WeightsFile.Link] {
    var seen: Set<String> = []
    if let twice = units.first(where: { !seen.insert($0).inserted }) {
      throw fault("two rows are '\(MessageText.shown(twice))'", file)
    }
    let match = UnitMatch(units, in: heads)
    guard match.missing.isEmpty, match.others.isEmpty else {
      var parts: [String] = []
      if !match.missing.isEmpty { parts.append("rows only: \(ListText.shown(match.missing))") }
      if !match.others.isEmpty { parts.append("columns only: \(ListText.shown(match.others))") }
      throw fault(
        "a matrix has the same names in its first column and in its header; there are "
          + "\(parts.joined(separator: "; ")). A table of pairs has the columns from, to and weight.",
        file
      )
    }
    var links: [WeightsFile.Link] = []
    for (unit, place) in zip(units, match.places) {
      guard let place else { continue }
      let column = table.columns[place + 1]
      let values = try column.requireNumbers()
      for (row, value) in values.enumerated() where value != 0 {
        links.append(.init(from: units[row], to: unit, value: value, line: table.line(of: row)))
      }
    }
    return links
  }

  private static func pairs(
    _ table: DataTable,
    from units: [String],
    file: String
  ) throws(DataError) -> [WeightsFile.Link] {
    let others = names(of: table.columns[1])
    let values: [Double]
    if table.columns.count == 3 {
      values = try table.columns[2].requireNumbers()
    } else {
      values = [Double](repeating: 1, count: table.rowCount)
    }
    var links: [WeightsFile.Link] = []
    for row in units.indices {
      guard let other = others[row] else {
        throw fault(
          "the second name of the pair of '\(MessageText.shown(units[row]))' is missing",
          file,
          line: table.line(of: row)
        )
      }
      links.append(
        .init(from: units[row], to: other, value: values[row], line: table.line(of: row))
      )
    }
    return links
  }

  private static func fault(_ message: String, _ file: String, line: Int? = nil) -> DataError {
    .file(FileFault(file: file, line: line, message: message))
  }
}

extension DataTable {
  /// The line of a row in its file.
  fileprivate func line(of row: Int) -> Int? { lineNumbers.line(ofRow: row) }
}

extension [String] {
  /// The names without repetitions, in order.
  fileprivate var distinct: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

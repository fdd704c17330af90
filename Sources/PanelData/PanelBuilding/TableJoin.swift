import PanelResults

/// Looks up the columns of one table in another, by key.
///
/// Every row of the main table stays, once; where it finds no partner, the new columns are
/// missing. A key may stand only once in the joined table.
struct TableJoin {
  private let join: JoinDeclaration
  private let main: DataTable

  init(_ join: JoinDeclaration, to main: DataTable) {
    self.join = join
    self.main = main
  }

  private var other: DataTable { join.table }
  private var file: String { other.source?.file ?? "the joined table" }
  private var mainFile: String { main.source?.file ?? "the data" }
  private var keyText: String { join.keys.map(\.here).joined(separator: ", ") }

  /// The main table with the new columns, and how many rows of the other one found no partner.
  ///
  /// - Throws: ``DataError`` for unknown columns, keys of different types, a key that stands twice
  ///   in the joined table, no match at all, or a column that both have with different values.
  /// - Complexity: O(rows of both tables) for each key and column.
  func joined() throws(DataError) -> (table: DataTable, unmatched: Int) {
    let (here, there, count) = try matchedCodes()
    let rowOfCode = try rowsByKey(there, count: count)
    let partners = here.map { $0 < 0 ? -1 : Int(rowOfCode[Int($0)]) }
    guard partners.contains(where: { $0 >= 0 }) else { throw noMatch() }
    var isMatched = [Bool](repeating: false, count: other.rowCount)
    for partner in partners where partner >= 0 { isMatched[partner] = true }
    var result = main
    for column in try chosenColumns() {
      var found = column.selecting(partners)
      if let existing = main[column.name] {
        try expectIdentical(existing, found, partners)
        continue
      }
      found.name = column.name
      result.set(found)
    }
    return (result, isMatched.count { !$0 })
  }

  /// Keys of both tables as codes; −1 where a key is missing or the other table has none such.
  private func matchedCodes() throws(DataError) -> (here: [Int32], there: [Int32], count: Int) {
    guard let first = join.keys.first else {
      throw .values("A join needs 'on': the column that both files share.")
    }
    var matched = try matchedCodes(of: first)
    for key in join.keys.dropFirst() {
      let next = try matchedCodes(of: key)
      let stride = UInt64(max(next.count, 1))
      var table = KeyTable()
      for row in matched.there.indices {
        let (a, b) = (matched.there[row], next.there[row])
        matched.there[row] = a < 0 || b < 0 ? -1 : table.code(of: UInt64(a) * stride + UInt64(b))
      }
      for row in matched.here.indices {
        let (a, b) = (matched.here[row], next.here[row])
        matched.here[row] =
          a < 0 || b < 0 ? -1 : table.find(UInt64(a) * stride + UInt64(b)) ?? -1
      }
      matched.count = table.count
    }
    return matched
  }

  private func matchedCodes(
    of key: JoinDeclaration.Key
  ) throws(DataError) -> (here: [Int32], there: [Int32], count: Int) {
    let left = try main.column(named: key.here)
    let right = try column(key.there)
    let there = GroupCoding.codes(of: right)
    switch (left.storage, right.storage) {
    case (.text(let codes, let levels), .text(let otherCodes, let otherLevels)):
      var codeOfText: [String: Int32] = [:]
      for row in otherCodes.indices where otherCodes[row] >= 0 {
        codeOfText[otherLevels[Int(otherCodes[row])]] = there.codes[row]
      }
      let translated = levels.map { codeOfText[$0] ?? -1 }
      return (codes.map { $0 < 0 ? -1 : translated[Int($0)] }, there.codes, there.count)
    case (.numbers(let numbers), .numbers(let otherNumbers)):
      var table = KeyTable()
      // First appearances come in the order of the codes, so both count alike.
      for row in otherNumbers.indices where there.codes[row] >= 0 {
        _ = table.code(of: Self.bits(otherNumbers[row]))
      }
      let here = numbers.map { $0.isNaN ? -1 : table.find(Self.bits($0)) ?? -1 }
      return (here, there.codes, there.count)
    case (let storage, _):
      let isText = if case .text = storage { true } else { false }
      throw .values(
        "'\(key.here)' is \(isText ? "text" : "a number") in \(mainFile), and '\(key.there)' is "
          + "\(isText ? "a number" : "text") in \(file). Keys match only if both are of one kind."
      )
    }
  }

  /// One pattern for both zeros.
  private static func bits(_ number: Double) -> UInt64 { number == 0 ? 0 : number.bitPattern }

  private func column(_ name: String) throws(DataError) -> Column {
    if let column = other[name] { return column }
    let nearest = NearestNames.of(name, in: other.names)
    let advice =
      nearest.isEmpty
      ? "It has \(other.names.prefix(30).joined(separator: ", "))."
      : "Did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
    throw .values("\(file) has no column '\(MessageText.shown(name))'. \(advice)")
  }

  private func rowsByKey(_ codes: [Int32], count: Int) throws(DataError) -> [Int32] {
    var rows = [Int32](repeating: -1, count: count)
    for row in codes.indices where codes[row] >= 0 {
      let code = Int(codes[row])
      if rows[code] >= 0 {
        let values = join.keys.map { key in
          "\(key.there) = \(MessageText.shown(other[key.there]?.text(atRow: row) ?? ""))"
        }
        throw .values(
          "\(values.joined(separator: ", ")) stands twice in \(file): "
            + "\(RowPlace.text(Int(rows[code]), in: other)) and \(RowPlace.text(row, in: other)). A "
            + "joined file has one row for each key; add a column to 'on', or remove one row."
        )
      }
      rows[code] = Int32(truncatingIfNeeded: row)
    }
    return rows
  }

  private func noMatch() -> DataError {
    func example(_ table: DataTable, _ name: String) -> String {
      let column = table[name]
      let row = (0..<table.rowCount).first { column?.isMissing(atRow: $0) == false }
      return row.flatMap { column?.text(atRow: $0) }.map { "'\(MessageText.shown($0))'" }
        ?? "nothing"
    }
    let examples = join.keys.map { key in
      "\(key.here) is \(example(main, key.here)) here and \(example(other, key.there)) there"
    }
    return .values(
      "No row of \(mainFile) finds its \(keyText) in \(file). For example, "
        + "\(examples.joined(separator: "; "))."
    )
  }

  /// The columns to add, under their new names.
  private func chosenColumns() throws(DataError) -> [Column] {
    let keys = Set(join.keys.map(\.there))
    var chosen = other.columns.filter { !keys.contains($0.name) }
    if let wanted = join.columns {
      chosen = []
      for name in wanted { chosen.append(try column(name)) }
    }
    for name in join.renamed.keys.sorted() where !chosen.contains(where: { $0.name == name }) {
      _ = try column(name)
      throw .values("'\(name)' is renamed, but it is not among the columns taken from \(file).")
    }
    var names: Set<String> = []
    for position in chosen.indices {
      let name = join.renamed[chosen[position].name] ?? chosen[position].name
      if !names.insert(name).inserted {
        throw .values("Two columns of \(file) would be called '\(MessageText.shown(name))'.")
      }
      chosen[position].name = name
    }
    return chosen
  }

  /// A column that both have is harmless if it says the same in both.
  private func expectIdentical(
    _ here: Column,
    _ there: Column,
    _ partners: [Int]
  ) throws(DataError) {
    for row in partners.indices where partners[row] >= 0 {
      let (first, second) = (here.text(atRow: row), there.text(atRow: row))
      guard first != second else { continue }
      throw .values(
        "\(mainFile) and \(file) both have a column '\(here.name)', and they differ: "
          + "\(first.map { "'\(MessageText.shown($0))'" } ?? "missing") and "
          + "\(second.map { "'\(MessageText.shown($0))'" } ?? "missing") at "
          + "\(RowPlace.text(row, in: main)). Choose the columns to take with 'columns', or give "
          + "one another name with 'rename'."
      )
    }
  }
}

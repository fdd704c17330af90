package import PanelResults

/// Headings of the author's over neighbouring columns of a table, in one level or several.
package struct Spanners: Sendable, Equatable {
  /// From the outermost level to the one next to the table's own head.
  package var levels: [[Spanner]]

  package init(_ levels: [[Spanner]]) { self.levels = levels }

  static let valueType: KeyDescription.ValueType = .either([
    byName, .list(of: Spanner.valueType), .list(of: .either([byName, .list(of: Spanner.valueType)])),
  ])
  private static let byName: KeyDescription.ValueType = .mapping(of: .oneOrMore(of: .integer))

  /// The key of a table of any kind.
  package static let key = KeyDescription(
    "spanners",
    valueType,
    "Headings over neighbouring columns: by name with the numbers of columns, "
      + "`{OLS: [1, 2], IV: 3}`, or in order with how many columns each covers, "
      + "`[{title: OLS, columns: 2}, {title: IV, columns: 1}]`; a list of such is several levels."
  )
}

/// One heading and the columns that it covers.
package struct Spanner: Sendable, Equatable {
  package var title: LocalizedText
  package var columns: Columns

  package enum Columns: Sendable, Equatable {
    /// So many, from where the spanner before ends.
    case next(Int)
    /// These, counted from 1 without the stub.
    case numbers([Int])
  }

  package init(_ title: LocalizedText, _ columns: Columns) {
    self.title = title
    self.columns = columns
  }

  static let valueType: KeyDescription.ValueType = .object([
    KeyDescription(
      "title",
      .localizedText,
      default: "none",
      "The heading; without one the columns stay free."
    ),
    KeyDescription(
      "columns",
      .oneOrMore(of: .integer),
      required: true,
      "How many columns follow under it, or their numbers as a list."
    ),
  ])
}

extension Spanner: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case title, columns }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decodeIfPresent(LocalizedText.self, forKey: .title) ?? ""
    if let count = try container.decodeIfShaped(Int.self, forKey: .columns) {
      columns = .next(count)
    } else {
      columns = .numbers(try container.decode([Int].self, forKey: .columns))
    }
  }
}

extension Spanners: Decodable {
  package init(from decoder: any Decoder) throws {
    guard try decoder.unkeyedContainerIfShaped() != nil else {
      levels = [try Level(from: decoder).spanners]
      return
    }
    let items = try [Item](from: decoder)
    let single = items.compactMap { if case .spanner(let spanner) = $0 { spanner } else { nil } }
    if single.count == items.count {
      levels = [single]
      return
    }
    levels = items.map { item in
      switch item {
      case .spanner(let spanner): [spanner]
      case .level(let level): level.spanners
      }
    }
  }

  /// A mapping from names to columns, or a list of spanners.
  private struct Level: Decodable {
    var spanners: [Spanner]

    init(from decoder: any Decoder) throws {
      if try decoder.unkeyedContainerIfShaped() != nil {
        spanners = try [Spanner](from: decoder)
      } else {
        spanners = try OrderedMapping<OneOrMore<Int>>(from: decoder).entries.map {
          Spanner(LocalizedText($0.key), .numbers($0.value.values))
        }
      }
    }
  }

  private enum Item: Decodable {
    case spanner(Spanner)
    case level(Level)

    init(from decoder: any Decoder) throws {
      let keys = try decoder.containerIfShaped(keyedBy: FreeKey.self)?.allKeys.map(\.stringValue)
      if let keys, keys.contains("columns") {
        self = .spanner(try Spanner(from: decoder))
      } else {
        self = .level(try Level(from: decoder))
      }
    }
  }
}

extension Spanners {
  /// The rows of the head above a table of so many columns after the stub.
  ///
  /// - Throws: Columns that are not neighbours, that the table does not have, or that stand under
  ///   two spanners of a level; a number of columns that is not the table's.
  func rows(over count: Int, in language: String) throws(DocumentError) -> [HeadRow] {
    var rows: [HeadRow] = []
    for level in levels {
      let places = try Self.places(of: level, over: count, in: language)
      var cells = [HeadCell("")]
      var column = 1
      for (title, covered) in places {
        while column < covered.lowerBound {
          cells.append(HeadCell(""))
          column += 1
        }
        let text = RichText(title)
        cells.append(HeadCell(text, span: covered.count, hasRule: !text.isEmpty))
        column = covered.upperBound + 1
      }
      while column <= count {
        cells.append(HeadCell(""))
        column += 1
      }
      rows.append(HeadRow(cells: cells))
    }
    return rows
  }

  /// The columns of each spanner, from the left.
  private static func places(
    of level: [Spanner],
    over count: Int,
    in language: String
  ) throws(DocumentError) -> [(title: String, covered: ClosedRange<Int>)] {
    var places: [(title: String, covered: ClosedRange<Int>)] = []
    var next = 1
    var isCounted = false
    for spanner in level {
      let title = spanner.title.text(in: language)
      let name = title.isEmpty ? "A spanner" : "The spanner '\(title)'"
      var numbers: [Int]
      switch spanner.columns {
      case .next(let width):
        guard width > 0 else {
          throw .invalid("\(name) covers \(width) columns; write 1 or more in 'columns'.")
        }
        numbers = Array(next...(next + width - 1))
        isCounted = true
      case .numbers(let own): numbers = own.sorted()
      }
      guard let first = numbers.first, let last = numbers.last else {
        throw .invalid("\(name) covers no column. Give 'columns' their numbers, such as [1, 2].")
      }
      guard Set(numbers).count == numbers.count, last - first + 1 == numbers.count else {
        throw .invalid(
          "\(name) must cover neighbouring columns, such as [1, 2], not "
            + "[\(numbers.map(String.init).joined(separator: ", "))]."
        )
      }
      if case .numbers = spanner.columns, first < 1 || last > count {
        throw .invalid(
          "\(name) covers column \(first < 1 ? first : last), but the table has columns 1 to "
            + "\(count)."
        )
      }
      let covered = first...last
      if let other = places.first(where: { $0.covered.overlaps(covered) }) {
        throw .invalid(
          "Column \(max(first, other.covered.lowerBound)) stands under two spanners of a level, "
            + "'\(other.title)' and '\(title)'."
        )
      }
      places.append((title, covered))
      next = last + 1
    }
    if isCounted, next - 1 != count {
      throw .invalid(
        "The spanners cover \(next - 1) columns, but the table has \(count). A spanner without a "
          + "title leaves columns free: {columns: 1}."
      )
    }
    return places.sorted { $0.covered.lowerBound < $1.covered.lowerBound }
  }
}

extension TableModel {
  /// The table with headings of the author's above its head.
  func under(_ spanners: Spanners?) throws(DocumentError) -> TableModel {
    guard let spanners else { return self }
    var table = self
    table.head = try spanners.rows(over: columns.count - 1, in: language) + head
    return table
  }
}

package import PanelResults

/// One panel of a table of several, one below the other.
package struct TablePanel: Sendable {
  /// The author's title, with or without `A.` before it.
  package var title: LocalizedText
  /// The results in the order of the columns; `nil` where the panel lacks a column.
  package var results: [NamedResult?]
  /// How the panel is laid out; `nil` for the recipe of the table.
  package var recipe: (any TableRecipe)?

  package init(
    title: LocalizedText,
    results: [NamedResult?],
    recipe: (any TableRecipe)? = nil
  ) {
    self.title = title
    self.results = results
    self.recipe = recipe
  }

  /// The results that are columns: a wild bootstrap stands below the estimates of another result.
  fileprivate var columns: [NamedResult?] {
    let fits = RegressionTable.partition(results.compactMap(\.self)).fits.map(\.reference)
    return results.filter { $0.map { fits.contains($0.reference) } ?? true }
  }
}

/// What becomes of rows of statistics and fixed effects below several panels.
package enum PanelRows: String, Sendable, CaseIterable {
  /// They stand in every panel.
  case own
  /// They stand once, below the last panel; panels that differ in one are an error.
  case shared
}

/// A table of panels one below the other.
///
/// Panels may have different columns, and be laid out by different recipes: a panel with fewer
/// columns leaves the last ones empty. Rows of the head, notes, and rows of statistics and effects that all panels have alike stand
/// once; others stand in their panel, or name it.
package struct PanelTable: Sendable {
  package var recipe: any TableRecipe
  package var panels: [TablePanel]
  /// Where rows of statistics stand; `nil` for observations and effects once where all panels
  /// agree, all else in each.
  package var rows: PanelRows?

  package init(recipe: any TableRecipe, panels: [TablePanel], rows: PanelRows? = nil) {
    self.recipe = recipe
    self.panels = panels
    self.rows = rows
  }

  /// More panels than letters name.
  static let limit = 26

  /// - Throws: What the recipe refuses, with the panel; panels that cannot stand below each other.
  package func table(in context: DocumentContext) throws(DocumentError) -> TableModel {
    guard (1...Self.limit).contains(panels.count) else {
      throw .invalid("'panels' takes 1 to \(Self.limit) panels; there are \(panels.count).")
    }
    var names: [PanelName] = []
    for (index, panel) in panels.enumerated() {
      names.append(try PanelName(panel.title, number: index, in: context.glossary))
    }
    if let letter = names.map(\.letter).firstRepeated {
      throw .invalid("Two panels of 'panels' have the letter \(letter). Give each its own.")
    }
    let width = panels.map(\.columns.count).max() ?? 0
    var tables: [StackedPanel] = []
    for (index, panel) in panels.enumerated() {
      do {
        tables.append(try stacked(panel, names[index], at: index, width: width, in: context))
      } catch {
        throw .invalid("Panel \(names[index].letter): \(error)")
      }
    }
    let widest = tables.map { $0.table.columns.count - 1 }.max() ?? 0
    for index in tables.indices {
      let further = Array((tables[index].table.columns.count - 1)..<widest)
      tables[index].table = tables[index].table.inserting(further)
      tables[index].missing.formUnion(further)
    }
    return try PanelStack(panels: tables, rows: rows, context: context).table()
  }

  private func stacked(
    _ panel: TablePanel,
    _ name: PanelName,
    at index: Int,
    width: Int,
    in context: DocumentContext
  ) throws(DocumentError) -> StackedPanel {
    let filled = panel.columns.indices.filter { panel.columns[$0] != nil }
    let results = panel.results.compactMap(\.self)
    guard !results.isEmpty else { throw .invalid("there is no result in it.") }
    var surroundings = context
    surroundings.panel = PanelPlace(
      columns: filled,
      columnCount: width,
      companions: panels.enumerated().filter { $0.offset != index }
        .flatMap { $0.element.results.compactMap { $0?.result } }
    )
    let table = try (panel.recipe ?? recipe).table(of: results, in: surroundings)
    guard filled.count < width else {
      return StackedPanel(name: name, table: table, missing: [])
    }
    guard table.columns.count == filled.count + 1 else {
      // The columns are not the results: nothing says which of them is missing.
      return StackedPanel(name: name, table: table, missing: [])
    }
    let missing = (0..<width).filter { !filled.contains($0) }
    return StackedPanel(name: name, table: table.inserting(missing), missing: Set(missing))
  }
}

/// `Panel A. Title`, from a title with or without its letter.
struct PanelName {
  var letter: String
  /// Over the panel's rows.
  var heading: RichText

  init(_ title: LocalizedText, number: Int, in glossary: Glossary) throws(DocumentError) {
    let text = title.text(in: glossary.language)
    var own = String(decoding: [UInt8(ascii: "A") + UInt8(number)], as: UTF8.self)
    var rest = text[...]
    if let written = Self.letter(of: text) { (own, rest) = written }
    letter = own
    let values = ["letter": RichText(own), "title": RichText(String(rest))]
    heading = try glossary.rich("panels", rest.isEmpty ? "name" : "heading", values)
  }

  /// The letter and the title in `A. Title`, `Panel B: Title` or `Panel C`.
  private static func letter(of text: String) -> (String, Substring)? {
    var rest = text[...]
    let isNamed = rest.lowercased().hasPrefix("panel ")
    if isNamed { rest = rest.dropFirst(6) }
    guard let first = rest.first, first.isUppercase, first.isASCII else { return nil }
    rest = rest.dropFirst()
    guard let mark = rest.first else { return isNamed ? (String(first), "") : nil }
    guard mark == "." || mark == ":" else { return nil }
    return (String(first), rest.dropFirst().drop { $0 == " " })
  }
}

/// A panel as a table of its own, with the columns it lacks left empty.
struct StackedPanel {
  var name: PanelName
  var table: TableModel
  /// The columns it lacks, from 0, the stub not counted.
  var missing: Set<Int>
}

extension TableModel {
  /// The table with empty columns at these places after the stub, ascending.
  func inserting(_ places: [Int]) -> TableModel {
    var table = self
    for place in places {
      table.columns.insert(TableColumn(.decimal), at: min(place + 1, table.columns.count))
      for row in table.head.indices { table.head[row].insertEmpty(at: place + 1) }
      for block in table.blocks.indices {
        for row in table.blocks[block].rows.indices {
          table.blocks[block].rows[row].insertEmpty(at: place)
        }
      }
    }
    return table
  }
}

extension TableRow {
  /// Puts an empty cell at a column after the stub, and in two any cell that spans it.
  fileprivate mutating func insertEmpty(at place: Int) {
    cells.insert(.empty, at: min(place, cells.count))
    guard let old = spans else { return }
    var start = 0
    var new: [Int] = []
    for span in old {
      let before = place - start
      if before == 0 { new.append(1) }
      new += before > 0 && before < span ? [before, 1, span - before] : [span]
      start += span
    }
    if place >= start { new.append(1) }
    spans = new
  }
}

extension HeadRow {
  /// Puts an empty cell at a column, and in two any cell that spans it.
  mutating func insertEmpty(at column: Int) {
    var start = 0
    for index in cells.indices {
      let end = start + cells[index].span
      if column == start {
        cells.insert(HeadCell(""), at: index)
        return
      }
      if column < end {
        var rest = cells[index]
        rest.span = end - column
        cells[index].span = column - start
        cells[index].hasRule = cells[index].hasRule && cells[index].span > 1
        rest.hasRule = rest.hasRule && rest.span > 1
        cells.insert(contentsOf: [HeadCell(""), rest], at: index + 1)
        return
      }
      start = end
    }
    cells.append(HeadCell(""))
  }

  /// The text over each column.
  var columnTexts: [RichText] {
    cells.flatMap { Array(repeating: $0.text, count: $0.span) }
  }
}

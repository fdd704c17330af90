import PanelResults

/// A table of definitions in the making.
struct DefinitionsTable {
  let recipe: DefinitionsRecipe
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }
  private var context: DocumentContext { frame.context }

  /// A row with its name settled.
  private struct Row {
    var variable: String?
    var name: RichText
    var texts: [DefinitionColumn: LocalizedText]
  }

  func model() throws(DocumentError) -> TableModel {
    var groups: [(title: String, rows: [Row])] = []
    for (index, group) in recipe.groups.enumerated() {
      let rows = try rows(of: group, number: index + 1)
      groups.append((group.title?.text(in: glossary.language) ?? "", rows))
    }
    let all = groups.flatMap(\.rows)
    guard !all.isEmpty else {
      throw .invalid("A table of definitions needs at least one variable in 'groups'.")
    }
    if let name = all.compactMap(\.variable).firstRepeated {
      throw .invalid("'groups' define '\(name)' twice. Leave one of the two out.")
    }
    let shown = try columns(of: all)
    let hasColumn = recipe.grouping == .column
    var blocks: [TableBlock] = []
    for group in groups where !group.rows.isEmpty {
      var rows: [TableRow] = []
      for row in group.rows {
        var cells: [Cell] = []
        for column in hasColumn ? shown : Array(shown.dropFirst()) {
          cells.append(try cell(column, of: row))
        }
        let label =
          hasColumn ? RichText(rows.isEmpty ? group.title : "") : try text(shown[0], of: row)
        rows.append(
          TableRow(
            label: label,
            spokenLabel: hasColumn && !rows.isEmpty ? RichText(group.title) : nil,
            indent: hasColumn || group.title.isEmpty ? 0 : 1,
            cells: cells
          )
        )
      }
      blocks.append(
        TableBlock(
          kind: .summary,
          heading: hasColumn || group.title.isEmpty ? nil : RichText(group.title),
          rows: rows
        )
      )
    }
    let heads = try (hasColumn ? ["group"] : []) + shown.map(\.rawValue)
    var cells: [HeadCell] = []
    for name in heads { cells.append(HeadCell(try head(name))) }
    var notes = frame.writer.written(recipe.description, as: .description)
    for text in recipe.notes { notes += frame.writer.written(text, as: .custom) }
    notes += frame.writer.written(recipe.source, as: .source)
    return try frame.model(
      columns: (hasColumn ? shown : Array(shown.dropFirst())).map {
        TableColumn($0 == .sign ? .center : .leading)
      },
      head: [HeadRow(cells: cells)],
      blocks: blocks,
      notes: notes,
      stub: try head(hasColumn ? "group" : shown[0].rawValue).plainText,
      explainsDashes: false
    )
  }

  /// The rows of a group, lists put in.
  ///
  /// - Throws: A variable that the data do not have, or a list that the study does not have.
  private func rows(of group: DefinitionGroup, number: Int) throws(DocumentError) -> [Row] {
    var rows: [Row] = []
    for definition in group.rows {
      var names = [definition.variable]
      if let variable = definition.variable, variable.hasPrefix("$") {
        let list = String(variable.dropFirst())
        guard let members = context.lists[list] else {
          throw unknown(list, "the list", among: context.lists.keys.sorted(), number: number)
        }
        names = members.map(Optional.some)
      }
      for name in names {
        if let name { try check(name, number: number) }
        var title: RichText = ""
        if let own = definition.texts[.name] {
          title = RichText(own.text(in: glossary.language))
        } else if let name {
          title = try frame.labels.label(of: name)
        }
        rows.append(Row(variable: name, name: title, texts: definition.texts))
      }
    }
    return rows
  }

  /// A name is a column of the data, or an expression of such.
  private func check(_ name: String, number: Int) throws(DocumentError) {
    guard let known = context.variables, !known.contains(name), !name.contains("(") else { return }
    throw unknown(name, "the variable", among: known, number: number)
  }

  private func unknown(
    _ name: String,
    _ what: String,
    among known: [String],
    number: Int
  ) -> DocumentError {
    let nearest = NearestNames.list(to: name, among: known)
    let shown = known.prefix(30).joined(separator: ", ") + (known.count > 30 ? ", …" : "")
    return .invalid(
      "Group \(number) of 'groups' names \(what) '\(name)', which the study does not have. "
        + (!nearest.isEmpty
          ? "Did you mean \(nearest)?"
          : known.isEmpty ? "It has none." : "It has: \(shown).")
        + (what == "the variable"
          ? " What is not in the data stands in a list, with its own 'name'." : "")
    )
  }

  /// The columns asked for; else the name, and what some row has.
  private func columns(of rows: [Row]) throws(DocumentError) -> [DefinitionColumn] {
    if let asked = recipe.columns {
      guard let first = asked.first else {
        throw .invalid("'columns' names no column. Name 'name', for example.")
      }
      if let twice = asked.firstRepeated {
        throw .invalid("'columns' names '\(twice.rawValue)' twice.")
      }
      guard asked.count > 1 || recipe.grouping == .column else {
        throw .invalid("'columns' names '\(first.rawValue)' alone; a table needs a second column.")
      }
      return asked
    }
    let found = DefinitionColumn.allCases.filter { column in
      column == .name || rows.contains { $0.texts[column] != nil }
    }
    return found.count > 1 || recipe.grouping == .column ? found : [.name, .symbol]
  }

  private func text(_ column: DefinitionColumn, of row: Row) throws(DocumentError) -> RichText {
    let own = row.texts[column]?.text(in: glossary.language)
    switch column {
    case .name: return row.name
    case .symbol:
      guard let symbol = own ?? row.variable else { return "" }
      return symbol.isEmpty ? "" : RichText([.emphasis([.plain(symbol)])])
    case .sign:
      switch own {
      case "-", "−": return RichText(try glossary.text("indicator-signs", "negative"))
      case "+": return RichText(try glossary.text("indicator-signs", "positive"))
      default: return RichText(own ?? "")
      }
    case .definition, .measure, .unit, .source: return RichText(own ?? "")
    }
  }

  private func cell(_ column: DefinitionColumn, of row: Row) throws(DocumentError) -> Cell {
    let text = try text(column, of: row)
    return text.isEmpty ? .empty : .text(text)
  }

  private func head(_ name: String) throws(DocumentError) -> RichText {
    if let own = recipe.heads.entries.first(where: { $0.key == name }) {
      return RichText(own.value.text(in: glossary.language))
    }
    return RichText(try glossary.text("definitions", name))
  }
}

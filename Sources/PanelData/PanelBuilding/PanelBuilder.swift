import PanelResults

/// Makes a panel of tables and a declaration.
///
/// In this order: further tables are joined, `where` chooses rows, rows without unit or time
/// leave, rows are sorted by unit and time, keys and steps are checked, variables are derived.
/// So lags, means and percentiles of derived variables see only the rows that `where` keeps.
package enum PanelBuilder {
  /// Builds the panel.
  ///
  /// - Throws: ``PanelBuildError`` with the entry of the study and what is wrong with it.
  /// - Complexity: O(n) per column, plus O(n log n) at worst where rows of a unit are not in the
  ///   order of time; nothing is moved in a table that is sorted already.
  package static func build(
    _ main: DataTable,
    _ declaration: PanelDeclaration
  ) throws(PanelBuildError) -> Panel {
    var panel = Panel(
      table: main,
      lists: declaration.lists,
      rowsRead: main.rowCount,
      sources: [main.source].compactMap(\.self),
      sampleRule: declaration.sampleRule
    )
    if main.rowCount == 0 {
      throw PanelBuildError(
        ["data"],
        .values("\(main.source?.file ?? "The table") has no row of data.")
      )
    }
    try join(declaration.joins, to: &panel)
    try choose(by: declaration, in: &panel)
    try index(by: declaration, &panel)
    try derive(declaration.variables, in: &panel)
    panel.labels = labels(of: panel.table, declaration.labels)
    for name in declaration.labels.keys.sorted() {
      if let error = LabelCheck.error(for: name, in: panel.table) {
        throw PanelBuildError(["data", "labels", name], error)
      }
    }
    return panel
  }

  private static func join(
    _ joins: [JoinDeclaration],
    to panel: inout Panel
  ) throws(PanelBuildError) {
    for (position, join) in joins.enumerated() {
      do throws(DataError) {
        let joined = try TableJoin(join, to: panel.table).joined()
        panel.table = joined.table
        if joined.unmatched > 0 {
          panel.funnel.append(
            RowsDropped(
              .unmatchedInJoin,
              subject: join.table.source?.file,
              rows: joined.unmatched
            )
          )
        }
        if let source = join.table.source { panel.sources.append(source) }
      } catch {
        throw PanelBuildError(["data", "join", "\(position)"], error)
      }
    }
  }

  /// Keeps the rows where the study's `where` is true.
  private static func choose(
    by declaration: PanelDeclaration,
    in panel: inout Panel
  ) throws(PanelBuildError) {
    guard let rule = declaration.sampleRule else { return }
    do throws(DataError) {
      let expression = try ExpressionParser.parse(rule)
      try checkRule(expression, declaration, panel.table)
      let values = try panel.values(of: expression).numbers
      let kept = values.indices.filter { values[$0] != 0 && !values[$0].isNaN }
      let missing = values.count { $0.isNaN }
      if kept.isEmpty {
        throw .values("\(expression) is true in no row, so no data would be left.")
      }
      panel.drop(.whereFalse, rule, rows: values.count - missing - kept.count)
      panel.drop(.whereMissing, rule, rows: missing)
      if kept.count < values.count { panel.table = panel.table.selecting(kept) }
    } catch {
      throw PanelBuildError(["data", "where"], error)
    }
  }

  private static func checkRule(
    _ expression: Expression,
    _ declaration: PanelDeclaration,
    _ table: DataTable
  ) throws(DataError) {
    if expression.hasShift {
      throw .values(
        "\(expression) looks at other periods, but 'where' chooses the rows that the panel is made "
          + "of. Use columns of the same row."
      )
    }
    let derived = Set(declaration.variables.map(\.name))
    for name in expression.columnNames where table[name] == nil && derived.contains(name) {
      throw .values(
        "'\(name)' is derived under 'variables', which happens after 'where' has chosen the rows. "
          + "Write the condition with columns of the data."
      )
    }
  }

  private static func index(
    by declaration: PanelDeclaration,
    _ panel: inout Panel
  ) throws(PanelBuildError) {
    guard let unit = declaration.unit else {
      if declaration.time == nil { return }
      throw PanelBuildError(
        ["data", "time"],
        .values("A panel has a unit and a time. Declare 'unit' as well, or neither.")
      )
    }
    guard let time = declaration.time else {
      try keepComplete("unit", unit, in: &panel)
      let keys = try UnitNames(variable: unit, table: panel.table)
      if let order = try keys.order() { panel.table = panel.table.selecting(order) }
      panel.crossSection = keys.sorted
      return
    }
    guard declaration.step >= 1, declaration.step <= 1_000_000_000_000 else {
      throw PanelBuildError(
        ["data", "step"],
        .values("A step is a whole number from 1, not \(declaration.step).")
      )
    }
    for (key, name) in [("unit", unit), ("time", time)] {
      try keepComplete(key, name, in: &panel)
    }
    var keys = PanelKeys(unit: unit, time: time, step: declaration.step, table: panel.table)
    if let order = try keys.sort() { panel.table = panel.table.selecting(order) }
    panel.index = keys.index
  }

  /// Drops the rows without a key.
  private static func keepComplete(
    _ key: String,
    _ name: String,
    in panel: inout Panel
  ) throws(PanelBuildError) {
    do throws(DataError) {
      let column = try panel.table.column(named: name)
      let lost = column.missingCount
      if lost == 0 { return }
      if lost == column.count { throw .values("'\(name)' is missing in every row.") }
      let kept = (0..<column.count).filter { !column.isMissing(atRow: $0) }
      panel.drop(.keyMissing, name, rows: lost)
      panel.table = panel.table.selecting(kept)
    } catch {
      throw PanelBuildError(["data", key], error)
    }
  }

  private static func derive(
    _ variables: [DerivedVariable],
    in panel: inout Panel
  ) throws(PanelBuildError) {
    for variable in variables {
      do throws(DataError) {
        if panel.derived[variable.name] != nil {
          throw .values("'\(variable.name)' is derived twice. Give the second another name.")
        }
        switch variable.definition {
        case .expression(let text): try derive(variable.name, from: text, in: &panel)
        case .composite(let composite, let tables):
          try derive(variable.name, from: composite, reading: tables, in: &panel)
        }
      } catch {
        throw PanelBuildError(["variables", variable.name], error)
      }
    }
  }

  private static func derive(
    _ name: String,
    from text: String,
    in panel: inout Panel
  ) throws(DataError) {
    let expression = try ExpressionParser.parse(text)
    if panel.table[name] != nil, !expression.columnNames.contains(name) {
      throw .values(
        "The data have a column '\(name)' already. Choose another name; only an "
          + "expression that changes the column itself, such as \(Names.written(name)) "
          + "/ 1000, may replace it."
      )
    }
    let evaluated = try panel.column(named: name, from: expression)
    panel.table.set(evaluated.column)
    panel.gaps[name] = evaluated.gaps
    panel.derived[name] = text
  }

  private static func derive(
    _ name: String,
    from composite: any CompositeVariable,
    reading tables: [String: DataTable],
    in panel: inout Panel
  ) throws(DataError) {
    if panel.table[name] != nil {
      throw .values("The data have a column '\(name)' already. Choose another name.")
    }
    let values = try composite.values(on: panel, reading: tables)
    if let row = values.numbers.firstIndex(where: \.isInfinite) {
      throw panel.fault(
        "'\(name)' is too large for a number",
        rows: [row],
        advice: "Measure its parts in larger units."
      )
    }
    panel.table.set(Column(name, numbers: values.numbers))
    panel.gaps[name] = values.gaps.map { gaps in
      zip(gaps, values.numbers).map { $0 && $1.isNaN }
    }
    panel.derived[name] = values.definition
    panel.inputs[name] = values.inputs
    for file in composite.files {
      if let source = tables[file]?.source, !panel.sources.contains(where: { $0.file == source.file }) {
        panel.sources.append(source)
      }
    }
  }

  /// The study's labels, and those of the files for everything that it does not label.
  ///
  /// A label of a term is filed under its canonical name as well, `L.post` for `L1.post`.
  private static func labels(
    of table: DataTable,
    _ own: [String: LocalizedText]
  ) -> [String: LocalizedText] {
    var labels = own
    for name in own.keys.sorted() where table[name] == nil {
      if let canonical = LabelCheck.canonicalName(of: name), labels[canonical] == nil {
        labels[canonical] = own[name]
      }
    }
    for column in table.columns where labels[column.name] == nil {
      labels[column.name] = column.label
    }
    return labels
  }
}

extension Panel {
  fileprivate mutating func drop(_ reason: DropReason, _ subject: String, rows: Int) {
    if rows > 0 { funnel.append(RowsDropped(reason, subject: subject, rows: rows)) }
  }
}

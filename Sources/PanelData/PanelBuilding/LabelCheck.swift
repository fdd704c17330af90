import PanelResults

/// Checks that labels belong to something.
package enum LabelCheck {
  /// What is wrong with a label's name; `nil` for a column, a derived variable, a term of such
  /// (`L.post`, `post:income`), or an indicator (`region::South`).
  package static func error(for name: String, in table: DataTable) -> DataError? {
    if table[name] != nil { return nil }
    if let colons = name.firstRange(of: "::") {
      let variable = String(name[..<colons.lowerBound])
      if table[variable] != nil { return nil }
    }
    if let term = term(name), term.columnNames.allSatisfy({ table[$0] != nil }) { return nil }
    return .unknownColumn(
      name,
      nearest: NearestNames.of(name, in: table.names),
      known: table.names
    )
  }

  /// The name under which results know a term; `nil` for what is no single term.
  static func canonicalName(of name: String) -> String? { term(name)?.name }

  private static func term(_ text: String) -> Term? {
    do throws(DataError) {
      let terms = try FormulaParser.terms(text)
      return terms.count == 1 ? terms[0] : nil
    } catch {
      // What cannot be read as a term is the name of something else, or of nothing.
      return nil
    }
  }
}

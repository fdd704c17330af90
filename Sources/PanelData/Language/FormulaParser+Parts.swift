extension FormulaParser {
  /// Terms, and the lists that they came from.
  package struct Terms: Sendable, Equatable {
    package var terms: [Term]
    /// The lists used, by name, with the canonical names of their terms.
    package var lists: [String: [String]]
  }

  /// Parses terms that are added to a formula: `x:post`, `$controls`.
  ///
  /// - Throws: ``DataError/syntax(text:offset:message:)`` with the place of the fault.
  package static func addition(
    _ text: String,
    lists: [String: [String]]
  ) throws(DataError) -> Terms {
    var reader = FormulaReader(cursor: try TokenCursor(text), lists: ListExpansion(lists))
    let sum = try reader.sum()
    guard reader.cursor.current.kind == .end else { throw reader.unexpectedTerm() }
    return Terms(terms: sum.terms, lists: reader.lists.used)
  }

  /// Parses absorbed effects alone: `state + region^year`, or `0` for none.
  ///
  /// - Throws: ``DataError/syntax(text:offset:message:)`` with the place of the fault.
  package static func effects(
    _ text: String,
    lists: [String: [String]]
  ) throws(DataError) -> [AbsorbedEffectTerm] {
    var reader = FormulaReader(cursor: try TokenCursor(text), lists: ListExpansion(lists))
    let effects = try reader.effects()
    guard reader.cursor.current.kind == .end else { throw reader.unexpectedTerm() }
    return effects
  }
}

/// Reads models in the formula language of fixest and pyfixest.
///
///     formula := outcome ~ terms [| effects] [| endogenous ~ instruments]
///     outcome := an expression, `log(y)` or `y / population`
///     terms   := term (+ term)*, with 1 for the constant, 0 or -1 for none
///     term    := factor ((: | *) factor)*            a:b product, a*b = a + b + a:b
///     factor  := name | `any name` | function(…) | x^2 | L2.x | L(1:2).x | I(any expression)
///              | i(variable, ref = value) | i(variable, x, ref = value) | $list | (terms)
///     effects := effect (+ effect)*, where effect := name (^ name)*, or 0 for none
///
/// A term that appears twice stands once. Arithmetic among the terms goes into `I(…)`, because
/// `+`, `*` and `:` mean terms there.
package enum FormulaParser {
  /// More terms than any table can show.
  package static let termLimit = 10_000

  /// Parses a formula.
  ///
  /// - Parameters:
  ///   - text: The formula.
  ///   - lists: The study's named lists: each entry is one or several terms, or effects, and may
  ///     name another list.
  /// - Returns: The model, lists expanded.
  /// - Throws: ``DataError/syntax(text:offset:message:)`` with the place of the fault, in the
  ///   formula or in the entry of a list.
  package static func parse(
    _ text: String,
    lists: [String: [String]] = [:]
  ) throws(DataError) -> Formula {
    var reader = FormulaReader(cursor: try TokenCursor(text), lists: ListExpansion(lists))
    return try reader.formula(text)
  }

  /// Parses terms alone, such as an entry of a list: `L(1:2).x` or `$controls`.
  ///
  /// - Throws: ``DataError/syntax(text:offset:message:)`` with the place of the fault.
  package static func terms(
    _ text: String,
    lists: [String: [String]] = [:]
  ) throws(DataError) -> [Term] {
    var reader = FormulaReader(cursor: try TokenCursor(text), lists: ListExpansion(lists))
    let sum = try reader.sum()
    guard reader.cursor.current.kind == .end else { throw reader.unexpectedTerm() }
    return sum.terms
  }
}

/// Named lists, and which of them are being expanded and have been used.
struct ListExpansion {
  /// How deep lists may name each other.
  static let depthLimit = 16
  /// How many entries one formula may read: lists that name each other twice grow by powers.
  static let entryLimit = 20_000

  var lists: [String: [String]]
  /// The lists that are open, outermost first.
  var open: [String] = []
  var used: [String: [String]] = [:]
  var entriesRead = 0

  init(_ lists: [String: [String]]) { self.lists = lists }
}

/// A formula's parts, read from its tokens.
struct FormulaReader {
  var cursor: TokenCursor
  var lists: ListExpansion

  /// Terms of one part, and what it says about the constant.
  struct Sum {
    var terms: [Term] = []
    var hasConstant: Bool?
    private var keys: Set<String> = []

    mutating func append(_ term: Term) {
      if keys.insert(term.key).inserted { terms.append(term) }
    }
  }

  mutating func formula(_ text: String) throws(DataError) -> Formula {
    let outcomeStart = cursor.current
    let outcome = try outcome()
    let regressors = try sum()
    var effects: [AbsorbedEffectTerm] = []
    var endogenous: [Term] = []
    var instruments: [Term] = []
    if cursor.isAt(.or), !nextPartHasTilde {
      cursor.advance()
      effects = try self.effects()
    }
    if cursor.take(.or) {
      guard partHasTilde else {
        throw cursor.fault(
          "The parts of a formula are: terms | effects | endogenous ~ instruments. This part has "
            + "no ~."
        )
      }
      endogenous = try sum().terms
      try cursor.expect(
        .tilde,
        "A ~ is missing here, between endogenous variables and instruments."
      )
      instruments = try sum().terms
      if endogenous.isEmpty || instruments.isEmpty {
        throw cursor.fault("Endogenous variables and instruments stand on both sides of this ~.")
      }
    }
    guard cursor.current.kind == .end else { throw unexpectedTerm() }
    let formula = Formula(
      text: text,
      outcome: outcome,
      regressors: regressors.terms,
      hasConstant: (regressors.hasConstant ?? true) && effects.isEmpty,
      effects: effects,
      endogenous: endogenous,
      instruments: instruments,
      lists: lists.used
    )
    if let message = FormulaChecks.conflict(in: formula) {
      throw cursor.fault(message, at: outcomeStart)
    }
    return formula
  }

  private mutating func outcome() throws(DataError) -> Expression {
    if cursor.current.kind == .end { throw cursor.fault("A formula is missing: outcome ~ terms.") }
    if cursor.isAt(.tilde) { throw cursor.fault("The outcome is missing before ~.") }
    if case .list(let name) = cursor.current.kind {
      throw cursor.fault("A formula has one outcome; the list $\(name) cannot be one.")
    }
    let outcome = try cursor.expression(.comparison)
    guard cursor.take(.tilde) else {
      if cursor.current.kind == .end {
        throw cursor.fault("A ~ is missing between the outcome and the terms: outcome ~ terms.")
      }
      throw cursor.unexpected(after: "outcome")
    }
    return outcome
  }

  /// Whether the part that begins behind the bar holds a `~` outside parentheses.
  private var nextPartHasTilde: Bool { hasTilde(cursor.rest.dropFirst()) }
  private var partHasTilde: Bool { hasTilde(cursor.rest) }

  private func hasTilde(_ tokens: ArraySlice<Token>) -> Bool {
    var level = 0
    for token in tokens {
      switch token.kind {
      case .symbol(.open): level += 1
      case .symbol(.close): level -= 1
      case .symbol(.tilde) where level <= 0: return true
      case .symbol(.or) where level <= 0: return false
      default: break
      }
    }
    return false
  }

  mutating func effects() throws(DataError) -> [AbsorbedEffectTerm] {
    var effects: [AbsorbedEffectTerm] = []
    var keys: Set<[String]> = []
    if cursor.current.kind == .number(0) {
      cursor.advance()
      return []
    }
    repeat {
      for effect in try effect() where keys.insert(effect.variables.sorted()).inserted {
        effects.append(effect)
      }
    } while cursor.take(.plus)
    switch cursor.current.kind {
    case .end, .symbol(.or): return effects
    default:
      throw cursor.fault(
        "Effects are joined by +, and crossed by ^: | firm + year or | industry^year. "
          + "\(cursor.current.words) cannot stand here."
      )
    }
  }

  private mutating func effect() throws(DataError) -> [AbsorbedEffectTerm] {
    if case .list(let name) = cursor.current.kind {
      let token = cursor.current
      cursor.advance()
      return try expand(name, at: token) { (reader) throws(DataError) -> [AbsorbedEffectTerm] in
        try reader.effects()
      } names: {
        $0.map(\.name)
      }
    }
    var variables: [String] = []
    repeat {
      guard let name = cursor.current.name, cursor.following.kind != .symbol(.open) else {
        throw cursor.fault(
          "The name of a variable stands here, as in | firm + year; \(cursor.current.words) does "
            + "not name one. Derive a variable first, or leave the part out."
        )
      }
      cursor.advance()
      if !variables.contains(name) { variables.append(name) }
    } while cursor.take(.power)
    return [AbsorbedEffectTerm(variables: variables)]
  }
}

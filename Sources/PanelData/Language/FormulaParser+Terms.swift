import PanelResults

extension FormulaReader {
  /// Terms joined by `+`, up to whatever cannot continue them.
  mutating func sum() throws(DataError) -> Sum {
    try cursor.enter()
    defer { cursor.leave() }
    var sum = Sum()
    var isRemoved = cursor.take(.minus)
    repeat {
      if case .number(let number) = cursor.current.kind, isConstant(number, isRemoved: isRemoved) {
        sum.hasConstant = number == 1 && !isRemoved
        cursor.advance()
      } else if isRemoved {
        throw cursor.fault(
          "Only the constant can be removed: - 1. A difference of variables is I(a - b)."
        )
      } else {
        for term in try product() { sum.append(term) }
        guard sum.terms.count <= FormulaParser.termLimit else { throw tooManyTerms }
      }
      isRemoved = cursor.isAt(.minus)
    } while cursor.take(.plus) || cursor.take(.minus)
    return sum
  }

  /// Whether a number says something about the constant: `0`, `1`, `-1`.
  private func isConstant(_ number: Double, isRemoved: Bool) -> Bool {
    guard number == 1 || (number == 0 && !isRemoved) else { return false }
    switch cursor.following.kind {
    case .end, .symbol(.plus), .symbol(.minus), .symbol(.or), .symbol(.tilde), .symbol(.close):
      return true
    default: return false
    }
  }

  private var tooManyTerms: DataError {
    cursor.fault("There are more than \(FormulaParser.termLimit) terms here.")
  }

  /// Factors joined by `:` and `*`; `*` binds like `:`, from the left.
  private mutating func product() throws(DataError) -> [Term] {
    var terms = try group()
    while true {
      let isCrossing = cursor.isAt(.times)
      guard cursor.take(.times) || cursor.take(.colon) else { break }
      let others = try group()
      guard terms.count * others.count <= FormulaParser.termLimit else { throw tooManyTerms }
      let crossed = terms.flatMap { term in others.map { term.times($0) } }
      terms = isCrossing ? terms + others + crossed : crossed
      guard terms.allSatisfy({ $0.factors.count <= 20 }) else {
        throw cursor.fault("A product of more than 20 variables.")
      }
    }
    switch cursor.current.kind {
    case .symbol(.plus), .symbol(.minus), .symbol(.or), .symbol(.tilde), .symbol(.close), .end:
      return terms
    default: throw unexpectedTerm()
    }
  }

  /// What to say about a token that cannot follow a term.
  func unexpectedTerm() -> DataError {
    switch cursor.current.kind {
    case .symbol(.divide), .symbol(.power), .symbol(.equal), .symbol(.unequal), .symbol(.less),
      .symbol(.lessOrEqual), .symbol(.greater), .symbol(.greaterOrEqual), .symbol(.and),
      .symbol(.not), .name("and"), .name("or"):
      cursor.fault(
        "Calculations among the terms of a formula stand inside I(…): I(x / z), I(x > 0). Or "
          + "derive a variable first."
      )
    case .symbol(.tilde): cursor.fault("One ~ too many.")
    case .symbol(.or):
      cursor.fault("One | too many: the parts are terms | effects | endogenous ~ instruments.")
    case .symbol(.close): cursor.fault("There is no parenthesis that this one closes.")
    default:
      cursor.fault("After this term \(cursor.current.words) cannot stand. A + is missing, or a :.")
    }
  }

  /// One factor; several terms where it stands for several.
  private mutating func group() throws(DataError) -> [Term] {
    let token = cursor.current
    switch token.kind {
    case .symbol(.open):
      cursor.advance()
      let inner = try sum()
      guard cursor.take(.close) else {
        if cursor.current.kind == .end {
          throw cursor.fault("A ) is missing here, for the ( at character \(token.offset + 1).")
        }
        throw unexpectedTerm()
      }
      if inner.hasConstant != nil || inner.terms.isEmpty {
        throw cursor.fault("0 and 1 cannot stand inside parentheses.", at: token)
      }
      return inner.terms
    case .list(let name):
      cursor.advance()
      return try expand(name, at: token) { (reader) throws(DataError) -> [Term] in
        let sum = try reader.sum()
        if sum.hasConstant != nil { throw reader.cursor.fault("0 and 1 cannot stand in a list.") }
        return sum.terms
      } names: {
        $0.map(\.name)
      }
    case .shifts(let shift, let orders):
      cursor.advance()
      guard orders.count <= 1000 else { throw cursor.fault("More than 1000 lags.", at: token) }
      var terms: [Term] = []
      let operand = try cursor.shifted(by: shift, order: 0, from: token)
      for order in orders {
        let shifted = Expression.shifted(operand, by: shift, order: order)
        terms.append(Term(factors: [.numeric(shifted)]))
      }
      return terms
    case .name("i") where cursor.following.kind == .symbol(.open):
      return [try indicators()]
    case .name("I") where cursor.following.kind == .symbol(.open):
      cursor.advance()
      cursor.advance()
      let expression = try cursor.expression(.or)
      guard cursor.take(.close) else { throw cursor.unexpected(after: "expression") }
      return [Term(factors: [.numeric(expression)])]
    case .number, .text:
      throw cursor.fault(
        "\(token.words.prefix(1).uppercased() + token.words.dropFirst()) is not a variable. Only 0 "
          + "and 1 stand among the terms, for the constant."
      )
    case .end, .symbol(.or), .symbol(.close), .symbol(.tilde):
      throw cursor.fault("A term is missing here. Write 1 for the constant alone.")
    default:
      return [Term(factors: [.numeric(try cursor.expression(.power))])]
    }
  }

  /// `i(variable)`, `i(variable, x)`, `i(variable, x, ref = value)`.
  private mutating func indicators() throws(DataError) -> Term {
    let usage = "Write i(variable), i(variable, ref = value) or i(variable, x, ref = value)."
    cursor.advance()
    cursor.advance()
    guard let variable = cursor.current.name else {
      throw cursor.fault("The name of a variable is missing in i(…). \(usage)")
    }
    cursor.advance()
    var reference: String?
    var multiplier: Expression?
    while cursor.take(.comma) {
      if case .name(let option) = cursor.current.kind, cursor.following.kind == .symbol(.assign) {
        guard option == "ref", reference == nil else {
          throw cursor.fault("i(…) takes one 'ref' and nothing else by name. \(usage)")
        }
        cursor.advance()
        cursor.advance()
        reference = try referenceValue()
      } else {
        guard multiplier == nil, reference == nil else { throw cursor.fault(usage) }
        multiplier = try cursor.expression(.or)
      }
    }
    guard cursor.take(.close) else {
      throw cursor.fault("\(cursor.current.words) cannot stand here. \(usage)")
    }
    var factors: [Term.Factor] = [.indicators(variable: variable, reference: reference)]
    if let multiplier { factors.append(.numeric(multiplier)) }
    return Term(factors: factors)
  }

  private mutating func referenceValue() throws(DataError) -> String {
    let sign = cursor.take(.minus) ? "-" : ""
    let token = cursor.current
    switch token.kind {
    case .number(let number):
      cursor.advance()
      return number == 0 ? "0" : sign + Expression.text(of: number)
    case .name(let text) where sign.isEmpty, .quotedName(let text) where sign.isEmpty,
      .text(let text) where sign.isEmpty:
      cursor.advance()
      return text
    default: throw cursor.fault("'ref' is one of the variable's values, such as ref = 2000.")
    }
  }
}

extension FormulaReader {
  /// Reads the entries of a list as terms or effects, and notes their names.
  mutating func expand<Part>(
    _ name: String,
    at token: Token,
    with read: (inout FormulaReader) throws(DataError) -> [Part],
    names: ([Part]) -> [String]
  ) throws(DataError) -> [Part] {
    guard let entries = lists.lists[name] else {
      let nearest = NearestNames.of(name, in: lists.lists.keys.sorted())
      let advice =
        !nearest.isEmpty
        ? "Did you mean \(nearest.map { "$\($0)" }.joined(separator: " or "))?"
        : lists.lists.isEmpty
          ? "The study defines no lists."
          : "The lists are \(lists.lists.keys.sorted().map { "$\($0)" }.joined(separator: ", "))."
      throw cursor.fault("There is no list '\(name.prefix(60))'. \(advice)", at: token)
    }
    if lists.open.contains(name) {
      throw cursor.fault(
        "The list $\(name) contains itself, by way of "
          + "\((lists.open + [name]).map { "$\($0)" }.joined(separator: " → ")).",
        at: token
      )
    }
    guard lists.open.count < ListExpansion.depthLimit else {
      throw cursor.fault(
        "Lists name each other more than \(ListExpansion.depthLimit) deep.",
        at: token
      )
    }
    if entries.isEmpty { throw cursor.fault("The list $\(name) is empty.", at: token) }
    lists.open.append(name)
    var parts: [Part] = []
    for (position, entry) in entries.enumerated() {
      lists.entriesRead += 1
      guard lists.entriesRead <= ListExpansion.entryLimit else { throw tooManyTerms }
      var inner = FormulaReader(cursor: try Self.cursor(entry, position + 1, name), lists: lists)
      do throws(DataError) {
        parts += try read(&inner)
        guard inner.cursor.current.kind == .end else { throw inner.unexpectedTerm() }
      } catch {
        throw Self.placed(error, inEntry: position + 1, of: name)
      }
      lists.used.merge(inner.lists.used) { first, _ in first }
      lists.entriesRead = inner.lists.entriesRead
      guard parts.count <= FormulaParser.termLimit else { throw tooManyTerms }
    }
    lists.open.removeLast()
    lists.used[name] = unique(names(parts))
    return parts
  }

  private static func cursor(
    _ entry: String,
    _ position: Int,
    _ list: String
  ) throws(DataError) -> TokenCursor {
    do throws(DataError) {
      return try TokenCursor(entry)
    } catch {
      throw placed(error, inEntry: position, of: list)
    }
  }

  /// The error with the place of the entry, unless an inner list has put its own there.
  private static func placed(
    _ error: DataError,
    inEntry position: Int,
    of list: String
  ) -> DataError {
    guard case .syntax(let text, let offset, let message) = error, !message.hasPrefix("In entry ")
    else { return error }
    return .syntax(
      text: text,
      offset: offset,
      message: "In entry \(position) of the list '\(list)': \(message)"
    )
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

extension Term {
  /// The product with another term; a factor that both have stands once, as in R.
  func times(_ other: Term) -> Term {
    Term(factors: factors + other.factors.filter { !factors.contains($0) })
  }
}
